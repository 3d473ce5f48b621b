"""Notices on Windows and macOS, by the library that knows both."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from nanobanana_desktop.log import get_logger
from nanobanana_desktop.services.background import Jobs

_log = get_logger(__name__)


class Notifier(Protocol):
    """What is used of the library."""

    async def send(self, title: str, message: str, *, on_clicked: Callable[[], object]) -> str: ...
    async def clear(self, identifier: str) -> None: ...


def system_notifier(program: str) -> Notifier:
    """Raises ImportError where the library is not there, and whatever the system may raise."""
    import desktop_notifier

    notifier: Notifier = desktop_notifier.DesktopNotifier(app_name=program, app_icon=None)
    return notifier


class ToolkitNotices(QObject):
    """See `DesktopNotices`.

    These systems replace nothing, so the notice before is taken back when the next one is there.

    Signals: `clicked(str)`.
    """

    clicked = Signal(str)

    def __init__(
        self,
        program: str,
        jobs: Jobs,
        make: Callable[[str], Notifier] = system_notifier,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._program = program
        self._jobs = jobs
        self._make = make
        self._notifier: Notifier | None = None
        self._is_out_of_order = False
        self._shown = ""
        self._wishes = 0

    def show(self, title: str, body: str, _open_word: str) -> None:
        self._wishes += 1
        self._jobs.start("notice", self._show(title, body, self._wishes))

    def withdraw(self) -> None:
        self._wishes += 1
        self._jobs.start("notice", self._clear())

    def close(self) -> None:
        self.withdraw()

    async def _show(self, title: str, body: str, wish: int) -> None:
        former = self._shown
        try:
            notifier = self._notifier_of_system()
            if notifier is None:
                return
            shown = await notifier.send(title, body, on_clicked=lambda: self.clicked.emit(""))
            if former:
                await notifier.clear(former)
            if wish == self._wishes:
                self._shown = shown
            else:
                # It was taken back, or another one came, while the system was asked.
                await notifier.clear(shown)
        except Exception as error:
            _log.info("no notice: %r", error)

    async def _clear(self) -> None:
        shown, self._shown = self._shown, ""
        try:
            if shown and self._notifier is not None:
                await self._notifier.clear(shown)
        except Exception as error:
            _log.info("a notice stays: %r", error)

    def _notifier_of_system(self) -> Notifier | None:
        if self._notifier is None and not self._is_out_of_order:
            self._is_out_of_order = True
            self._notifier = self._make(self._program)
            self._is_out_of_order = False
        return self._notifier
