"""The first paint: the window with the newest page of the history, before anything else loads."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QEventLoop, QObject
from PySide6.QtWidgets import QApplication

from nanobanana_desktop.errors import StorageError
from nanobanana_desktop.paths import DataPaths
from nanobanana_desktop.services.history_view import HistoryView
from nanobanana_desktop.services.picture_loaders import PictureLoader
from nanobanana_desktop.services.thumbnail_loader import ThumbnailLoader
from nanobanana_desktop.storage.history_reader import HistoryReader
from nanobanana_desktop.storage.json_file import JsonFile
from nanobanana_desktop.ui.caret import CaretRest
from nanobanana_desktop.ui.guarded import guarded
from nanobanana_desktop.ui.panes import Panes
from nanobanana_desktop.ui.theme.theme import Theme

if TYPE_CHECKING:
    from nanobanana_desktop.storage.history_finder import HistoryFinder

PAINT_SECONDS: Final = 1.0


class FirstWindow(QObject):
    """Builds and paints the window; what works behind it is built afterwards.

    `shows_history` is False when the database could not be read yet: there is none, or it needs
    to be brought to this version first. `was_closed` tells whether the person closed the window.
    """

    def __init__(self, theme: Theme, paths: DataPaths, *, demo: bool) -> None:
        super().__init__()
        self._painted = False
        self.reader = HistoryReader(paths.database)
        self.history = HistoryView(self.reader, lambda: _finder(paths), self)
        self.thumbnails = ThumbnailLoader(parent=self)
        self.pictures = PictureLoader(self)
        self.draft_file = JsonFile(paths.draft)
        self.window_file = JsonFile(paths.window_state)
        self.culling_file = JsonFile(paths.culling)
        self.panes = Panes(
            theme, self.history, self.thumbnails, self.pictures, time.time, demo=demo, parent=self
        )
        self.was_closed = False
        self.panes.window.close_requested.connect(self._on_window_close_requested)
        self.shows_history = paths.database.exists() and self._show_history()
        self.panes.restore(self.window_file.load().content, self.draft_file.load().content)

    def paint(self, application: QApplication, on_painted: Callable[[], None] | None) -> None:
        """Show the window and return when it was painted.

        A window that opens on another desktop, or minimised, is not painted: `PAINT_SECONDS` are
        waited for it.
        """
        self.panes.window.installEventFilter(self)
        self.panes.show()
        deadline = time.monotonic() + PAINT_SECONDS
        while not self._painted and time.monotonic() < deadline:
            # Nobody listens to orders yet: what a person does is kept for later.
            application.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        self.panes.window.removeEventFilter(self)
        if on_painted is not None:
            on_painted()
        self.panes.actions.fill_menus()
        CaretRest(application, self.panes.window)

    def stop(self) -> None:
        """End the threads and close the database. Idempotent."""
        self.panes.thumbnails.stop()
        self.thumbnails.stop()
        self.pictures.stop()
        self.history.stop()
        self.reader.close()

    @guarded(bool)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._painted = True
        return super().eventFilter(watched, event)

    def _on_window_close_requested(self) -> None:
        self.was_closed = True

    def _show_history(self) -> bool:
        try:
            self.panes.history.show_history()
        except StorageError:
            return False
        return True


def _finder(paths: DataPaths) -> HistoryFinder:
    # Loaded here because the first paint does not wait for it.
    from nanobanana_desktop.storage.history_finder import HistoryFinder

    return HistoryFinder(paths.database, paths.search_index)
