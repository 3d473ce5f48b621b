"""Notices of the desktop: one at a time, which stands instead of the one before."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from nanobanana_desktop.services.background import Jobs

if TYPE_CHECKING:
    from nanobanana_desktop.services.bus_notices import BusNotices
    from nanobanana_desktop.services.toolkit_notices import ToolkitNotices

PROGRAM: Final = "NanoBanana Desktop"


class DesktopNotices(QObject):
    """Shows notices by what this system has for it. Nothing blocks, nothing fails aloud.

    A desktop that shows none is no trouble: all is told in the window too.

    Signals: `clicked(str)` – the person chose the notice; the text is the token with which a
    Wayland desktop lets a window come to the front, empty elsewhere.
    """

    clicked = Signal(str)

    def __init__(
        self, jobs: Jobs, platform: str = sys.platform, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._platform = platform
        self._system: BusNotices | ToolkitNotices | None = None

    def show(self, title: str, body: str, open_word: str) -> None:
        """Show a notice in place of the last one; `open_word` names what a click does."""
        if self._system is None:
            self._system = self._made()
            self._system.clicked.connect(self.clicked)
        self._system.show(title, body, open_word)

    def withdraw(self) -> None:
        """Take back what is shown, if the desktop still shows it."""
        if self._system is not None:
            self._system.withdraw()

    def close(self) -> None:
        """Withdraw, and end what works for it. Idempotent."""
        if self._system is not None:
            self._system.close()

    def _made(self) -> BusNotices | ToolkitNotices:
        # Late: most sessions never show one.
        if self._platform == "linux":
            from nanobanana_desktop.services.bus_notices import BusNotices

            return BusNotices(PROGRAM, parent=self)
        from nanobanana_desktop.services.toolkit_notices import ToolkitNotices

        return ToolkitNotices(PROGRAM, self._jobs, parent=self)
