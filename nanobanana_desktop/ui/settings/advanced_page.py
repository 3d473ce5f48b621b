"""Settings: what few people need."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.domain.settings import CONCURRENCY_LIMIT, Settings
from nanobanana_desktop.ui.settings.page import SettingsPage
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.combo import Combo


class AdvancedPage(SettingsPage):
    """Signals: `setting_chosen(str, object)` – a field of `Settings` and its new value."""

    setting_chosen = Signal(str, object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.concurrency_box = Combo(theme)
        self._label = self.add_label(buddy=self.concurrency_box)
        self.add_field(self.concurrency_box)
        self._hint = self.add_label(role="hint")
        self.add_rest()
        for count in range(1, CONCURRENCY_LIMIT + 1):
            self.concurrency_box.addItem(str(count), count)
        self.retranslate()
        self.concurrency_box.activated.connect(self._on_concurrency_box_activated)

    def title(self) -> str:
        return self.tr("Advanced")

    def show_settings(self, settings: Settings) -> None:
        self.concurrency_box.setCurrentIndex(settings.concurrency - 1)

    def retranslate(self) -> None:
        super().retranslate()
        self._label.setText(self.tr("Tasks at the same time"))
        self.concurrency_box.set_name(self.tr("Tasks at the same time"))
        self._hint.setText(self.tr("More tasks wait in the queue and are sent one after another."))

    def _on_concurrency_box_activated(self) -> None:
        self.setting_chosen.emit("concurrency", int(self.concurrency_box.currentData()))
