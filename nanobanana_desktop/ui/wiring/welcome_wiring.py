"""The card of the first run: there while there is no key, and whenever a person wants to see it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.services.key_service import KeyStatus
from nanobanana_desktop.ui.actions import Command
from nanobanana_desktop.ui.key_card import KeyCard
from nanobanana_desktop.ui.key_texts import key_result
from nanobanana_desktop.ui.wiring.settings_wiring import SettingsWiring
from nanobanana_desktop.ui.wiring.window_parts import WindowParts

READING_SECONDS: Final = 6.0
_SAVED = (KeyStatus.WORKS, KeyStatus.UNDECIDED)
"""The key was taken: there is nothing left to do on the card."""


class WelcomeWiring(QObject):
    """Puts the card on the stage and takes it away."""

    def __init__(
        self, parts: WindowParts, settings: SettingsWiring, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._parts = parts
        self._settings = settings
        self._card: KeyCard | None = None
        self._is_wanted = False
        self._task_id = ""
        self._hides_kept_task = True
        actions = parts.panes.actions
        actions.set_enabled((Command.WELCOME,), not parts.demo)
        actions.triggered.connect(self._on_actions_triggered)
        parts.panes.history.current_changed.connect(self._on_history_current_changed)
        parts.keys.key_changed.connect(self._on_keys_key_changed)

    def refresh(self) -> None:
        """The card fills the stage while there is no key and nothing is looked at."""
        parts, state = self._parts, self._parts.keys.state
        stage = parts.panes.stage
        knows = state.usable or state.status is KeyStatus.LOADING or parts.demo
        is_idle = parts.panes.history.current_task() is None
        # What comes back from the last session must not hide that the key is missing.
        needed = self._is_wanted or (not knows and (is_idle or self._hides_kept_task))
        if needed and self._card is None:
            self._card = KeyCard(parts.panes.theme)
            self._settings.connect_card(self._card)
            leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self._card)
            leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            leave.activated.connect(self._leave)
            stage.show_welcome(self._card)
            self._card.focus_key()
        elif not needed and self._card is not None:
            stage.show_welcome(None)
            self._card = None

    def pass_over(self, task_id: str) -> None:
        """This task is about to be looked at because it was when the program was left."""
        self._task_id = task_id

    def focus_key(self) -> bool:
        """Go to where the key is written; False when the card is not there."""
        if self._card is None:
            return False
        self._card.focus_key()
        return True

    def retranslate(self) -> None:
        if self._card is not None:
            self._card.set_language(self._parts.translations.language)
            self._parts.panes.stage.refit_welcome()

    def _on_actions_triggered(self, command: Command) -> None:
        if command is Command.WELCOME:
            self._is_wanted = True
            task = self._parts.panes.history.current_task()
            self._task_id = task.id if task is not None else ""
            self.refresh()
            self.focus_key()

    def _leave(self) -> None:
        if self._is_wanted or self._hides_kept_task:
            self._is_wanted = self._hides_kept_task = False
            self.refresh()
            self._parts.panes.stage.focus_stage()

    def _on_history_current_changed(self, task: GenerationTask | None) -> None:
        """Who goes on to another task wants to see that."""
        if (task.id if task is not None else "") != self._task_id:
            self._is_wanted = self._hides_kept_task = False
        self.refresh()

    def _tell_outcome(self) -> None:
        """The card that would have said it is gone."""
        text, _ = key_result(self._parts.keys.state)
        if text:
            self._parts.panes.window.toast.show_message(text, seconds=READING_SECONDS)

    def _on_keys_key_changed(self) -> None:
        state = self._parts.keys.state
        if state.status in _SAVED:
            self._is_wanted = False
        had_card = self._card is not None
        self.refresh()
        if had_card and self._card is None:
            self._parts.panes.create.focus_prompt()
            self._tell_outcome()
        self._parts.panes.stage.refit_welcome()
