"""The event loop around the program: signals, uncaught errors, an end in order."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QWidget
from qasync import QEventLoop

from nanobanana_desktop.crash_hooks import CrashHooks
from nanobanana_desktop.errors import AppError, StorageError
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.program import Program, ProgramParts
from nanobanana_desktop.storage.data_lock import DataLock

_log = get_logger(__name__)


def run_program(
    application: QApplication,
    parts: ProgramParts,
    lock: DataLock,
    tell: Callable[[AppError, Callable[[], object]], QWidget],
) -> int:
    """Run the loop until the person quits; the exit status of the program.

    `tell(error, on_closed)` shows why the program cannot go on.
    """

    async def main() -> int:
        program = Program(parts)
        lock.raise_requested.connect(program.show_window)
        hooks = CrashHooks()
        hooks.caught.connect(program.report_bug)
        hooks.install(asyncio.get_running_loop())
        _quit_on_signals(program.quit)
        try:
            await program.start()
            if parts.options.demo_picture is not None:
                from nanobanana_desktop.demo_picture import DemoPicture

                DemoPicture(program, parts.options.demo_picture.absolute(), parts.paths.images)
            return await program.run_until_quit()
        except StorageError as error:
            _log.critical("cannot start: %s", error)
            closed = asyncio.Event()
            window = tell(error, closed.set)
            await closed.wait()
            window.deleteLater()
            return 1
        finally:
            # A start in this moment waits for the folder instead of being told "it runs already".
            lock.stop_listening()
            await program.stop()
            hooks.remove()

    with asyncio.Runner(loop_factory=lambda: QEventLoop(application)) as runner:
        return runner.run(main())


def _quit_on_signals(quit_program: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, quit_program)
        except NotImplementedError:
            # Windows: Python looks at signals between two steps of the loop.
            signal.signal(number, lambda *_arguments: quit_program())
