"""The person's keys: out of the settings into menus, panes and hints."""

from __future__ import annotations

from PySide6.QtCore import QObject

from nanobanana_desktop.domain.settings import Settings
from nanobanana_desktop.services.settings_service import SettingsService
from nanobanana_desktop.ui.commands import Command
from nanobanana_desktop.ui.panes import Panes
from nanobanana_desktop.ui.shortcuts.key_tips import KeyTips
from nanobanana_desktop.ui.shortcuts.keymap import keymap


class KeyWiring(QObject):
    """Obeys the settings at once, wherever keys act or are told."""

    def __init__(
        self, panes: Panes, settings: SettingsService, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._panes = panes
        self._obeyed: object = None
        self._tips = KeyTips(panes.actions, self)
        settings.settings_changed.connect(self._obey)
        self._obey(settings.settings)

    def _obey(self, settings: Settings) -> None:
        panes = self._panes
        panes.stage.set_single_keys(settings.single_key_shortcuts)
        panes.history.keys.letters = settings.single_key_shortcuts
        if settings.shortcuts == self._obeyed:
            return
        self._obeyed = settings.shortcuts
        keys = keymap(settings.shortcuts)
        panes.actions.use_keys(keys)
        panes.stage.keys.use_keys(keys)
        panes.history.keys.use_keys(keys)
        first = next(iter(keys[Command.GENERATE]), "")
        panes.create.footer.set_generate_key(first)
