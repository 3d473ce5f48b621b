"""Settings: what is told while the person uses another program."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.domain.settings import Settings
from nanobanana_desktop.ui.settings.page import SettingsPage
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.tick_box import TickBox


class NotificationsPage(SettingsPage):
    """Signals: `setting_chosen(str, object)` – a field of `Settings` and its new value."""

    setting_chosen = Signal(str, object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._label = self.add_label()
        self.ready_box = TickBox(theme)
        self.add_field(self.ready_box)
        self.failed_box = TickBox(theme)
        self.add_field(self.failed_box)
        self._hint = self.add_label(role="hint")
        self.add_rest()
        self.ready_box.clicked.connect(
            lambda: self.setting_chosen.emit("notify_ready", self.ready_box.isChecked())
        )
        self.failed_box.clicked.connect(
            lambda: self.setting_chosen.emit("notify_failed", self.failed_box.isChecked())
        )
        self.retranslate()

    def title(self) -> str:
        return self.tr("Notifications")

    def show_settings(self, settings: Settings) -> None:
        self.ready_box.setChecked(settings.notify_ready)
        self.failed_box.setChecked(settings.notify_failed)

    def retranslate(self) -> None:
        super().retranslate()
        self._label.setText(self.tr("Show a notification"))
        self.ready_box.setText(self.tr("When images are ready"))
        self.failed_box.setText(self.tr("When a task fails"))
        self._hint.setText(
            self.tr("Only while you use another program, without a sound, and one at a time.")
        )
