"""Notices while the person uses another program, and the number on the program's icon."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Final, Protocol

from PySide6.QtCore import QObject, Qt, SignalInstance
from PySide6.QtGui import QGuiApplication

from nanobanana_desktop.services.notice_batches import Notice, NoticeBatches, TaskNews
from nanobanana_desktop.services.settings_service import SettingsService
from nanobanana_desktop.ui.task_requests import TaskRequests

_TOKEN: Final = "XDG_ACTIVATION_TOKEN"
"""Where Qt finds what a Wayland desktop wants to see before a window may come to the front."""


class Notices(Protocol):
    """Shows one notice at a time. Signal: `clicked(str)` with the token of the desktop."""

    @property
    def clicked(self) -> SignalInstance: ...

    def show(self, title: str, body: str, open_word: str) -> None: ...
    def withdraw(self) -> None: ...
    def close(self) -> None: ...


class NoticeWiring(QObject):
    """Tells what is due, and takes it back as soon as the person is here again.

    `raise_window` brings the window to the front; `set_badge` shows a number, 0 for none.
    """

    def __init__(
        self,
        tasks: TaskNews,
        settings: SettingsService,
        notices: Notices,
        requests: TaskRequests,
        raise_window: Callable[[], object],
        set_badge: Callable[[int], object] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        application = QGuiApplication.instance()
        if set_badge is None and isinstance(application, QGuiApplication):
            set_badge = application.setBadgeNumber
        self._settings = settings
        self._notices = notices
        self._requests = requests
        self._raise_window = raise_window
        self._told: Notice | None = None
        self.batches = NoticeBatches(tasks, self)
        self.batches.due.connect(self._on_batches_due)
        if set_badge is not None:
            self.batches.count_changed.connect(set_badge)
        notices.clicked.connect(self._on_notices_clicked)
        if isinstance(application, QGuiApplication):
            application.applicationStateChanged.connect(self.follow)
            self.follow(application.applicationState())

    def follow(self, state: Qt.ApplicationState) -> None:
        """The person turned to this program, or to another one."""
        if state is not Qt.ApplicationState.ApplicationActive:
            self.batches.look_away()
            return
        self.batches.look()
        if self._told is not None:
            self._told = None
            self._notices.withdraw()

    def close(self) -> None:
        """Nothing is told any more; the program ends."""
        self.batches.stop()
        self._notices.close()

    def _on_batches_due(self, notice: Notice) -> None:
        settings = self._settings.settings
        ready = notice.ready if settings.notify_ready else ()
        failed = notice.failed if settings.notify_failed else ()
        if not ready and not failed:
            return
        # Late: most sessions never tell anything.
        from nanobanana_desktop.ui.notice_texts import NoticeWords

        words = NoticeWords()
        self._told = Notice(ready, failed)
        self._notices.show(*words.text(ready, failed), words.open_word())

    def _on_notices_clicked(self, token: str) -> None:
        told = self._told
        if token:
            os.environ[_TOKEN] = token
        self._raise_window()
        # Programs that are started from here must not come to the front with it.
        os.environ.pop(_TOKEN, None)
        if told is None:
            return
        tasks = told.ready or told.failed
        if len(told.ready) + len(told.failed) == 1:
            self._requests.open_requested.emit(tasks[-1].id)
        else:
            self._requests.select_requested.emit(tasks[-1].id)
