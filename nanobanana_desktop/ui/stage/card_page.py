"""The page of the stage that holds a card in its middle and scrolls when it is too high."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from nanobanana_desktop.ui.guarded import guarded
from nanobanana_desktop.ui.stage.stage_ground import StageGround
from nanobanana_desktop.ui.theme.theme import Theme

_MARGIN = 16


class CardPage(QScrollArea):
    """Places one card in the middle and follows its height."""

    def __init__(self, theme: Theme, card: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._card = card
        # Asking for a viewport that Qt made loads every widget class of the binding.
        self.setViewport(QWidget())
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._host = StageGround(theme)
        card.setParent(self._host)
        self.setWidget(self._host)
        card.installEventFilter(self)

    def refit(self) -> None:
        margin = self._theme.px(_MARGIN)
        room = self.viewport().size()
        width = max(1, min(self._card.sizeHint().width(), room.width() - 2 * margin))
        # How high a card has to be depends on how wide it is by now.
        self._card.setFixedWidth(width)
        height = self._card.sizeHint().height()
        self._host.resize(room.width(), max(room.height(), height + 2 * margin))
        left = (room.width() - width) // 2
        top = (self._host.height() - height) // 2
        self._card.setGeometry(QRect(left, top, width, height))

    @guarded(bool)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._card and event.type() == QEvent.Type.LayoutRequest:
            self.refit()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.refit()
