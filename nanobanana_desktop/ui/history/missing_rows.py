"""A line above a list of which only a part could be read."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nanobanana_desktop.ui.labels import plain_label
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.buttons import Button


class MissingRows(QWidget):
    """Signals: `again_triggered()`."""

    again_triggered = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = plain_label(role="hint", wrap=True)
        self.button = Button(theme)
        self.button.clicked.connect(self.again_triggered)
        self._theme = theme
        self._row = row = QHBoxLayout(self)
        row.addWidget(self._text, 1)
        row.addWidget(self.button)
        theme.theme_changed.connect(self._fit)
        self._fit()
        self.retranslate()

    @property
    def sentence(self) -> str:
        """What is spoken of it."""
        return self._text.text()

    def retranslate(self) -> None:
        self._text.setText(self.tr("Not everything could be listed."))
        self.button.setText(self.tr("Try again"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _fit(self) -> None:
        px = self._theme.px
        self._row.setContentsMargins(px(16), 0, px(11), px(9))
        self._row.setSpacing(px(12))
