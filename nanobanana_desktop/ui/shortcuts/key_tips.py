"""Tooltips name the key that a command has now, not the one it came with."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from nanobanana_desktop.ui.actions import Actions
from nanobanana_desktop.ui.commands import COMMANDS, Command
from nanobanana_desktop.ui.guarded import guarded
from nanobanana_desktop.ui.shortcuts.key_rules import readable

_KEY: Final = re.compile(r"[ \u00a0]?[(（]([^()（）]+)[)）]$")
"""The key at the end of a tooltip: "Grid (G)"."""


class KeyTips(QObject):
    """Looks at tooltips before they are shown. Those that name no key stay as they are."""

    def __init__(self, actions: Actions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._commands: dict[str, Command] = {}
        self._is_watching = False
        actions.keys_changed.connect(self._on_actions_keys_changed)

    def tip(self, text: str) -> str:
        """The tooltip with the key that is right now, or without one."""
        if not self._commands:
            self._commands = {
                readable(key): command for command, info in COMMANDS.items() for key in info.keys
            }
        found = _KEY.search(text)
        command = self._commands.get(found[1]) if found is not None else None
        if found is None or command is None:
            return text
        if found[1] in map(readable, self._actions.keys[command]):
            return text
        key = self._actions.key_text(command)
        start, end = found.span(1) if key else found.span()
        return f"{text[:start]}{key}{text[end:]}"

    @guarded(bool)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(watched, QWidget):
            text = watched.toolTip()
            tip = self.tip(text) if text else ""
            if tip != text and isinstance(event, QHelpEvent):
                QToolTip.showText(event.globalPos(), tip, watched)
                return True
        return super().eventFilter(watched, event)

    def _on_actions_keys_changed(self) -> None:
        # As long as nobody changed a key, no tooltip is looked at.
        application = QApplication.instance()
        if application is not None and not self._is_watching:
            application.installEventFilter(self)
            self._is_watching = True
