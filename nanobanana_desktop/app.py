"""The start: arguments, the one lock, the first paint, then the loop with everything else."""

from __future__ import annotations

import argparse
import gc
import sys
import time
from collections.abc import Callable
from typing import Final

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QWidget

from nanobanana_desktop import __version__
from nanobanana_desktop.errors import AppError, ErrorCase, StorageError
from nanobanana_desktop.first_window import FirstWindow
from nanobanana_desktop.paths import DataPaths, default_data_folder
from nanobanana_desktop.platform_trouble import toolkit_watched
from nanobanana_desktop.resources import resource_path
from nanobanana_desktop.storage.data_lock import DataLock
from nanobanana_desktop.storage.settings_store import SettingsStore
from nanobanana_desktop.ui.i18n import Translations
from nanobanana_desktop.ui.theme.theme import CONTRASTS, MOTIONS, STYLE_ARGUMENTS, Theme

APPLICATION_NAME = "NanoBanana Desktop"
DESKTOP_FILE = "nanobanana-desktop"
ASK_SECONDS = 1.0
TAKE_SECONDS = 15.0
"""Longer than a quit with an order on its way takes."""
THREAD_TURN: Final = 0.0005
"""Seconds that a busy thread may go on while the window's waits for the interpreter.

It waits several times in one frame; with Python's own 5 ms a list is painted 20 ms late.
"""


def run(options: argparse.Namespace, on_first_paint: Callable[[], None] | None = None) -> int:
    """Run the program until it is closed; returns the exit status.

    0 after a clean quit, also when another copy on the same data folder was brought to the front;
    1 when the program cannot start, 2 for a `--base-url` that cannot be used or without a display.
    """
    if options.base_url is not None and not _accept_address(options):
        return 2
    paths = DataPaths((options.data_dir or default_data_folder(demo=options.demo)).absolute())
    application = make_application()
    lock = DataLock(paths.lock)
    try:
        paths.create()
        if not take_folder(lock):
            return 0
    except StorageError as error:
        import signal

        # No loop of ours looks at signals here, and from the first word on Ctrl+C must work.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        window = tell(error, application.quit)
        application.exec()
        window.deleteLater()
        return 1
    try:
        return _run_locked(options, application, paths, lock, on_first_paint)
    finally:
        lock.release()


def make_application() -> QApplication:
    """The one QApplication, named so that desktops and screen readers know it."""
    QApplication.setApplicationName(APPLICATION_NAME)
    QApplication.setApplicationVersion(__version__)
    QApplication.setDesktopFileName(DESKTOP_FILE)
    with toolkit_watched():
        application = QApplication([*sys.argv[:1], *STYLE_ARGUMENTS])
    application.setQuitOnLastWindowClosed(False)
    return application


def tell(error: AppError, on_closed: Callable[[], object]) -> QWidget:
    """Say why the program cannot start, on the terminal and in the window that is returned."""
    from nanobanana_desktop.ui import dialogs
    from nanobanana_desktop.ui.error_texts import error_text

    text = error_text(error.case, error.facts)
    sys.stderr.write(f"{text.title}. {text.body}\n{error.detail}\n")
    return dialogs.tell(text.title, text.body, on_closed)


def _accept_address(options: argparse.Namespace) -> bool:
    from nanobanana_desktop.api.address import ServiceAddress

    try:
        options.base_url = str(ServiceAddress.parse(options.base_url))
    except AppError as error:
        sys.stderr.write(f"--base-url: {error.detail}\n")
        return False
    return True


def take_folder(lock: DataLock, seconds: float = TAKE_SECONDS) -> bool:
    """Whether the data folder is ours; False when another copy has it and shows its window.

    A copy that is about to end is waited for. Raises StorageError(DATA_FOLDER_IN_USE) when the
    other one neither answers nor ends in `seconds`, else as `DataLock.try_acquire`.
    """
    deadline = time.monotonic() + seconds
    while not lock.try_acquire():
        if lock.raise_other(ASK_SECONDS):
            return False
        if time.monotonic() > deadline:
            holder = lock.holder()
            raise StorageError(
                ErrorCase.DATA_FOLDER_IN_USE,
                "another copy uses this data folder and does not answer",
                process=holder.pid if holder else 0,
                host=holder.host if holder else "",
            )
    return True


def _run_locked(
    options: argparse.Namespace,
    application: QApplication,
    paths: DataPaths,
    lock: DataLock,
    on_first_paint: Callable[[], None] | None,
) -> int:
    settings_store = SettingsStore(paths.settings)
    loaded = settings_store.load()
    settings = loaded.settings
    translations = Translations(application, resource_path("i18n"))
    translations.use(settings.language)
    theme = Theme(
        application,
        mode=settings.theme.value,
        text_scale=settings.text_size,
        language=translations.language.value,
        motion=MOTIONS[settings.motion],
        contrast=CONTRASTS[settings.contrast],
    )
    first = FirstWindow(theme, paths, demo=options.demo)
    first.paint(application, on_first_paint)
    sys.setswitchinterval(THREAD_TURN)
    # The loop, the services and the logging come after the first paint: they take their time.
    from nanobanana_desktop.later_modules import load_later_modules

    load_later_modules(application)
    from nanobanana_desktop.native_memory import share_one_heap

    share_one_heap()
    lock.listen()
    application.setWindowIcon(QIcon(str(resource_path("icons/app.svg"))))
    collect_garbage_here(application)
    from nanobanana_desktop.log import Redactor, configure
    from nanobanana_desktop.program import ProgramParts
    from nanobanana_desktop.running import run_program
    from nanobanana_desktop.storage.credential_backend import open_no_store, open_password_store
    from nanobanana_desktop.storage.credential_store import CredentialStore

    redactor = Redactor()
    configure(redactor, paths.logs if settings.keep_log else None, options.log)
    parts = ProgramParts(
        options=options,
        paths=paths,
        redactor=redactor,
        settings_store=settings_store,
        loaded_settings=loaded,
        translations=translations,
        first=first,
        credentials=CredentialStore(
            open_store=open_no_store if options.demo else open_password_store
        ),
    )
    return run_program(application, parts, lock, tell)


def collect_garbage_here(application: QApplication) -> None:
    """Let the garbage collector run on the window's thread only.

    Elsewhere it could delete a Qt object in a thread that does not own it. The collector's own
    thresholds are kept; they are looked at whenever the event loop is about to wait.
    """
    from PySide6.QtCore import QAbstractEventDispatcher

    gc.freeze()
    gc.disable()
    limits = gc.get_threshold()

    def collect_what_is_due() -> None:
        counts = gc.get_count()
        if counts[0] > limits[0]:
            generation = 1 if counts[1] > limits[1] else 0
            gc.collect(2 if generation and counts[2] > limits[2] else generation)

    QAbstractEventDispatcher.instance().aboutToBlock.connect(collect_what_is_due)
    application.aboutToQuit.connect(gc.enable)
