"""Settings: what few people need."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.domain.settings import CONCURRENCY_LIMIT, Settings
from nanobanana_desktop.ui.settings.page import SettingsPage
from nanobanana_desktop.ui.settings.proxy_fields import ParseProxy, ProxyFields
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.tick_box import TickBox
from nanobanana_desktop.ui.widgets.announce import announce
from nanobanana_desktop.ui.widgets.buttons import Button
from nanobanana_desktop.ui.widgets.combo import Combo

UNDO_CHOICES: Final = (0, 3, 5, 10)
"""Seconds; 0 sends at once."""


class AdvancedPage(SettingsPage):
    """Signals: `setting_chosen(str, object)` – a field of `Settings` and its new value.

    `reset_requested()` and `reset_undone()` for all settings; `diagnostics_requested()`. What
    concerns the proxy's password alone is told by `proxy`.
    """

    setting_chosen = Signal(str, object)
    reset_requested = Signal()
    reset_undone = Signal()
    diagnostics_requested = Signal()

    def __init__(
        self, theme: Theme, parse_proxy: ParseProxy, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent)
        self._was_reset = False
        self.concurrency_box = Combo(theme)
        self._label = self.add_label(buddy=self.concurrency_box)
        self.add_field(self.concurrency_box)
        self._hint = self.add_label(role="hint")
        self.undo_box = Combo(theme)
        self._undo_label = self.add_label(buddy=self.undo_box)
        self.add_field(self.undo_box)
        self._undo_hint = self.add_label(role="hint")
        self.awake_box = TickBox(theme)
        self._awake_label = self.add_label()
        self.add_field(self.awake_box)
        self._awake_hint = self.add_label(role="hint")
        self.quit_box = TickBox(theme)
        self._quit_label = self.add_label()
        self.add_field(self.quit_box)
        self.proxy = ProxyFields(theme, parse_proxy)
        self._proxy_label = self.add_label(buddy=self.proxy.choice_box)
        self.add_field(self.proxy, stretch=True)
        self._delivery_label = self.add_label()
        self._delivery = self.add_label(role="hint")
        self.log_box = TickBox(theme)
        self._log_label = self.add_label()
        self.add_field(self.log_box)
        self._log_hint = self.add_label(role="hint")
        self.diagnostics_button = Button(theme, " ")
        self.add_row(self.diagnostics_button)
        self.updates_box = TickBox(theme)
        self._updates_label = self.add_label()
        self.add_field(self.updates_box)
        self._updates_hint = self.add_label(role="hint")
        self.offer_updates(False)
        self.reset_button = Button(theme, " ")
        self._reset_label = self.add_label()
        self.add_row(self.reset_button)
        self._reset_hint = self.add_label(role="hint")
        self.add_rest()
        for count in range(1, CONCURRENCY_LIMIT + 1):
            self.concurrency_box.addItem(str(count), count)
        for seconds in UNDO_CHOICES:
            self.undo_box.addItem("", seconds)
        self.retranslate()
        self.concurrency_box.activated.connect(self._on_concurrency_box_activated)
        self.undo_box.activated.connect(self._on_undo_box_activated)
        self.awake_box.clicked.connect(self._on_awake_box_clicked)
        self.quit_box.clicked.connect(self._on_quit_box_clicked)
        self.proxy.setting_chosen.connect(self.setting_chosen)
        self.updates_box.clicked.connect(
            lambda: self.setting_chosen.emit("check_updates", self.updates_box.isChecked())
        )
        self.log_box.clicked.connect(self._on_log_box_clicked)
        self.diagnostics_button.clicked.connect(self.diagnostics_requested)
        self.reset_button.clicked.connect(self._on_reset_button_clicked)

    def title(self) -> str:
        return self.tr("Advanced")

    def show_settings(self, settings: Settings) -> None:
        self.concurrency_box.setCurrentIndex(settings.concurrency - 1)
        if self.undo_box.findData(settings.undo_send_seconds) < 0:
            self.undo_box.addItem("", settings.undo_send_seconds)
            self._name_seconds()
        self.undo_box.setCurrentIndex(self.undo_box.findData(settings.undo_send_seconds))
        self.awake_box.setChecked(settings.keep_awake)
        self.quit_box.setChecked(not settings.quit_note_seen)
        self.log_box.setChecked(settings.keep_log)
        self.updates_box.setChecked(settings.check_updates)
        self.proxy.show_settings(settings)

    def offer_updates(self, offered: bool) -> None:
        """Whether there is a place to ask for newer versions at; at first there is none."""
        for part in (self._updates_label, self.updates_box, self._updates_hint):
            part.setVisible(offered)

    def show_reset(self, was_reset: bool) -> None:
        """Whether all settings are those of the beginning and can be brought back."""
        self._was_reset = was_reset
        self._name_reset()

    def retranslate(self) -> None:
        super().retranslate()
        self._label.setText(self.tr("Tasks at the same time"))
        self.concurrency_box.set_name(self.tr("Tasks at the same time"))
        self._hint.setText(self.tr("More tasks wait in the queue and are sent one after another."))
        self._undo_label.setText(self.tr("Undo send"))
        self.undo_box.set_name(self.tr("Undo send"))
        self._undo_hint.setText(
            self.tr(
                "How long a task can be taken back before it is sent. More than four at once can "
                "always be taken back for 3 seconds."
            )
        )
        self._awake_label.setText(self.tr("Sleep"))
        self.awake_box.setText(self.tr("Keep the computer awake while images are made"))
        self._awake_hint.setText(self.tr("The screen may still go dark."))
        self._quit_label.setText(self.tr("Quitting"))
        self.quit_box.setText(self.tr("Ask before quitting while tasks are under way"))
        self._proxy_label.setText(self.tr("Proxy"))
        self._delivery_label.setText(self.tr("Reference images"))
        self._delivery.setText(
            self.tr(
                "Links go to the service as they are. Image files go inside the request, made "
                "smaller where they have to be (experimental), and are uploaded nowhere else."
            )
        )
        self._log_label.setText(self.tr("Log"))
        self.log_box.setText(self.tr("Keep a log of what the program does"))
        self._log_hint.setText(
            self.tr("It stays on this computer and holds no keys and no prompts.")
        )
        self.diagnostics_button.setText(self.tr("Save diagnostics…"))
        self._updates_label.setText(self.tr("Updates"))
        self.updates_box.setText(self.tr("Look for a newer version once a week"))
        self._updates_hint.setText(
            self.tr(
                "One small page is read. Nothing is told about you or your images, and nothing "
                "is downloaded."
            )
        )
        self._reset_label.setText(self.tr("All settings"))
        self._name_seconds()
        self._name_reset()

    def _name_reset(self) -> None:
        if self._was_reset:
            self.reset_button.setText(self.tr("Undo reset"))
            self._reset_hint.setText(self.tr("All settings are as they were at the beginning."))
            return
        self.reset_button.setText(self.tr("Reset all settings"))
        self._reset_hint.setText(
            self.tr("Your key, the image folder, the service address and all images stay.")
        )

    def _name_seconds(self) -> None:
        for index in range(self.undo_box.count()):
            seconds = int(self.undo_box.itemData(index))
            text = self.tr("{seconds} s").format(seconds=seconds) if seconds else self.tr("Off")
            self.undo_box.setItemText(index, text)

    def _on_undo_box_activated(self) -> None:
        self.setting_chosen.emit("undo_send_seconds", int(self.undo_box.currentData()))

    def _on_awake_box_clicked(self) -> None:
        self.setting_chosen.emit("keep_awake", self.awake_box.isChecked())

    def _on_quit_box_clicked(self) -> None:
        self.setting_chosen.emit("quit_note_seen", not self.quit_box.isChecked())

    def _on_log_box_clicked(self) -> None:
        self.setting_chosen.emit("keep_log", self.log_box.isChecked())

    def _on_reset_button_clicked(self) -> None:
        (self.reset_undone if self._was_reset else self.reset_requested).emit()
        announce(self, self._reset_hint.text())

    def _on_concurrency_box_activated(self) -> None:
        self.setting_chosen.emit("concurrency", int(self.concurrency_box.currentData()))
