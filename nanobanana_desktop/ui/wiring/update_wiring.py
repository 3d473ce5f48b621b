"""Newer versions of the program: the command, what is said about them, and the way to the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from nanobanana_desktop import __version__
from nanobanana_desktop.domain.updates import Update
from nanobanana_desktop.services.update_service import UpdateAnswer
from nanobanana_desktop.ui import desktop
from nanobanana_desktop.ui.actions import Command
from nanobanana_desktop.ui.formats import day_text
from nanobanana_desktop.ui.wiring.window_parts import WindowParts

if TYPE_CHECKING:
    from nanobanana_desktop.ui.widgets.busy_toast import BusyToast

READING_SECONDS: Final = 6.0


class UpdateWiring(QObject):
    """Without a place to ask at, and in the demo, the command is not there at all."""

    def __init__(self, parts: WindowParts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parts = parts
        self._window = parts.panes.window
        self._updates = parts.updates
        if not parts.updates.available:
            parts.panes.actions.hide(Command.CHECK_UPDATES)
            return
        self._answers: Mapping[UpdateAnswer, Callable[[], object]] = {
            UpdateAnswer.NEWER: self._show_newest,
            UpdateAnswer.CURRENT: self._tell_current,
            UpdateAnswer.UNREACHABLE: self._tell_unreachable,
            UpdateAnswer.LATER: self._tell_later,
        }
        parts.panes.actions.triggered.connect(self._on_actions_triggered)
        parts.updates.answered.connect(lambda answer: self._busy.end(self._answers[answer]))
        parts.updates.found.connect(self._on_updates_found)

    def _on_actions_triggered(self, command: Command) -> None:
        if command is Command.CHECK_UPDATES:
            self._busy.tell(self.tr("Looking for a newer version…"))
            self._updates.check_now()

    @cached_property
    def _busy(self) -> BusyToast:
        # Late: nothing takes its time before the first paint.
        from nanobanana_desktop.ui.widgets.busy_toast import BusyToast

        return BusyToast(self._window.toast, self._window)

    def _on_updates_found(self, update: Update) -> None:
        text = self.tr("Version {version} is available.").format(version=update.version)
        self._window.toast.show_message(text, self.tr("What's new"), self._show_newest)

    def _tell_current(self) -> None:
        text = self.tr("Version {version} is the newest.").format(version=__version__)
        self._tell(text)

    def _tell_unreachable(self) -> None:
        self._tell(self.tr("Whether there is a newer version could not be found out. Try later."))

    def _tell_later(self) -> None:
        self._tell(self.tr("Looking for a newer version once your tasks are done."))

    def _tell(self, text: str) -> None:
        self._window.toast.show_message(text, seconds=READING_SECONDS)

    def _show_newest(self) -> None:
        from nanobanana_desktop.ui.help_dialogs import UpdateDialog

        update = self._updates.newest
        if update is None:
            return
        dialog = UpdateDialog(
            self._parts.panes.theme,
            update.version,
            lambda: day_text(update.released),
            lambda: update.notes[self._parts.translations.language.value],
            self._window,
        )
        dialog.page_requested.connect(lambda: desktop.open_link(update.page))
        dialog.skip_requested.connect(lambda: self._updates.skip(update.version))
        dialog.show()
