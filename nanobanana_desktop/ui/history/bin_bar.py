"""What can be done with the bin while the list shows it: a line above the list."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.buttons import Button
from nanobanana_desktop.ui.widgets.flow_layout import FlowLayout


class BinBar(QWidget):
    """Signals: `restore_requested()` – what is selected –, `empty_requested()`."""

    restore_requested = Signal()
    empty_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.restore_button = Button(theme)
        self.empty_button = Button(theme, kind="danger")
        self._theme = theme
        self._flow = flow = FlowLayout(self)
        for button in (self.restore_button, self.empty_button):
            flow.addWidget(button)
        self.restore_button.clicked.connect(self.restore_requested)
        self.empty_button.clicked.connect(self.empty_requested)
        theme.theme_changed.connect(self._fit)
        self._fit()
        self.retranslate()

    def retranslate(self) -> None:
        self.restore_button.setText(self.tr("Restore"))
        self.empty_button.setText(self.tr("Empty the bin…"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _fit(self) -> None:
        gap = self._theme.px(6)
        self._flow.set_gaps(gap, gap)
