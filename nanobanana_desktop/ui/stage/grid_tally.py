"""How many images of the grid are selected, also those that lie behind others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.ui.guarded import guarded
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.shapes import draw_box

if TYPE_CHECKING:
    from nanobanana_desktop.ui.stage.grid_view import GridView

COUNTED: Final = 2_000
"""Selected rows among which those in closed stacks are counted."""
_INSET: Final = 12
_PADDING: Final = 12


class GridTally(QWidget):
    """Words at the lower edge of the grid as long as more than one image is selected.

    The mouse goes through it.
    """

    def __init__(self, theme: Theme, view: GridView) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view
        self._text = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        view.installEventFilter(self)
        view.selectionModel().selectionChanged.connect(self.refresh)
        view.stack_toggled.connect(self.refresh)
        theme.theme_changed.connect(self.refresh)
        self.hide()

    @property
    def text(self) -> str:
        """What it says; empty while it is hidden."""
        return self._text

    def refresh(self) -> None:
        parts = self._view.selected_ranges()
        count = sum(map(len, parts))
        self._text = ""
        if count > 1:
            self._text = self.tr("%Ln image(s) selected", "", count)
            stacks = self._view.stacks
            hidden = 0
            if stacks.apply and count <= COUNTED:
                hidden = sum(map(stacks.hidden_among, parts))
            if hidden:
                behind = self.tr("%Ln of them hidden in stacks", "", hidden)
                self._text = self.tr("{count}, {behind}").format(count=self._text, behind=behind)
        self.setAccessibleName(self._text)
        self.setVisible(bool(self._text))
        if self._text:
            self._place()
            self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._font())
        width = metrics.horizontalAdvance(self._text) + 2 * self._theme.px(_PADDING)
        return QSize(width, metrics.height() + self._theme.px(12))

    @guarded(bool)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        elif event.type() == QEvent.Type.LanguageChange:
            self.refresh()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._theme
        with QPainter(self) as painter:
            area = QRectF(self.rect())
            fill, edge = theme.color("raised"), theme.color("border_strong")
            draw_box(painter, area, theme.px(8), fill=fill, edge=edge)
            painter.setFont(self._font())
            painter.setPen(theme.color("text"))
            room = self.width() - 2 * theme.px(6)
            text = QFontMetrics(self._font()).elidedText(
                self._text, Qt.TextElideMode.ElideRight, room
            )
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, text)

    def _place(self) -> None:
        inset = self._theme.px(_INSET)
        area, size = self._view.viewport().geometry(), self.sizeHint()
        width = min(size.width(), area.width() - 2 * inset)
        left, top = area.left() + inset, area.bottom() + 1 - inset - size.height()
        self.setGeometry(left, top, width, size.height())
        self.raise_()

    def _font(self) -> QFont:
        return self._theme.font(0.92, QFont.Weight.Medium, tabular=True)
