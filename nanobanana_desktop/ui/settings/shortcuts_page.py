"""Settings: the keys of all commands."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.domain.settings import Settings
from nanobanana_desktop.ui.commands import Command
from nanobanana_desktop.ui.settings.page import SettingsPage
from nanobanana_desktop.ui.shortcuts.keymap import Changes, Keymap, changes_for, keymap
from nanobanana_desktop.ui.shortcuts.shortcut_editor import ShortcutEditor
from nanobanana_desktop.ui.theme.theme import Theme


class ShortcutsPage(SettingsPage):
    """Signals: `setting_chosen(str, object)` – a field of `Settings` and its new value."""

    setting_chosen = Signal(str, object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._changes: Changes = {}
        self.editor = ShortcutEditor(theme)
        self.add_field(self.editor, stretch=True)
        self.editor.keys_chosen.connect(self._on_editor_keys_chosen)
        self.retranslate()

    def title(self) -> str:
        return self.tr("Shortcuts")

    def show_settings(self, settings: Settings) -> None:
        if settings.shortcuts != self._changes:
            self._changes = settings.shortcuts
            self.editor.show_keys(keymap(settings.shortcuts))

    def leave_out(self, commands: Collection[Command]) -> None:
        """Commands that there are not in this run."""
        self.editor.rows.leave_out(commands)
        self.editor.show_keys(keymap(self._changes))

    def _on_editor_keys_chosen(self, keys: Keymap) -> None:
        self.setting_chosen.emit("shortcuts", changes_for(keys, self._changes))
