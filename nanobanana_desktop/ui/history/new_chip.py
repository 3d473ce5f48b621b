"""The chip above a list that is scrolled away: how many tasks came in the meantime."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.ui.guarded import guarded
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.buttons import Button

_TOP: Final = 6


class NewChip(Button):
    """Floats at the top of `host`; hidden while nothing is new.

    Signals: `clicked()` – the person wants to see the top.
    """

    def __init__(self, theme: Theme, host: QWidget) -> None:
        super().__init__(theme, parent=host)
        self._theme_px = theme.px
        self._host = host
        self._count = 0
        host.installEventFilter(self)
        self.hide()

    @property
    def count(self) -> int:
        return self._count

    def add(self, count: int) -> None:
        self._set(self._count + count)

    def clear(self) -> None:
        self._set(0)

    def retranslate(self) -> None:
        self.setText(self.tr("%Ln new", "", self._count))
        self._place()

    @guarded(bool)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._host and event.type() == QEvent.Type.Resize and self._count:
            self._place()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _set(self, count: int) -> None:
        if count == self._count:
            return
        self._count = count
        self.setVisible(bool(count))
        self.retranslate()
        self.raise_()

    def _place(self) -> None:
        size = self.sizeHint()
        left = (self._host.width() - size.width()) // 2
        self.setGeometry(left, self._theme_px(_TOP), size.width(), size.height())
