"""The viewer: follows what is selected, or keeps one picture; reads nothing by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.errors import AppError
from nanobanana_desktop.ui import texts
from nanobanana_desktop.ui.error_texts import error_text
from nanobanana_desktop.ui.history.model import HistoryModel
from nanobanana_desktop.ui.ports import Picture, PictureSource, ThumbnailSource
from nanobanana_desktop.ui.stage.full_screen import FullScreen
from nanobanana_desktop.ui.stage.picture_view import PictureView
from nanobanana_desktop.ui.stage.seen_pictures import SeenPictures
from nanobanana_desktop.ui.stage.stage_ground import BLACK
from nanobanana_desktop.ui.task_keys import TaskKeys
from nanobanana_desktop.ui.task_menu import TaskMenus
from nanobanana_desktop.ui.task_requests import TaskRequests
from nanobanana_desktop.ui.task_status import has_picture
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.viewer.viewer_note import ViewerNote
from nanobanana_desktop.ui.viewer.viewer_window import ViewerWindow

_TITLE_LENGTH = 80
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageUp: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageDown: 1,
}


class Viewer(QObject):
    """Shows in its window what it is told to follow. `requests` are those of this window alone.

    The stage has the pictures of what is selected read; the viewer shows what came of it. `held`
    gives a picture that was read already, `trouble` why the stage could not have one read.

    Signals: `step_requested(int)` – to the previous (-1) or next (1) task; `closed()`;
    `picture_seen(task_id: str)` – a new picture is on the screen –;
    `full_screen_changed(QWidget | None)` – the window that fills the screen.
    """

    step_requested = Signal(int)
    closed = Signal()
    picture_seen = Signal(str)
    full_screen_changed = Signal(object)

    def __init__(
        self,
        theme: Theme,
        model: HistoryModel,
        sources: tuple[PictureSource, ThumbnailSource],
        held: Callable[[str], Picture | None],
        trouble: Callable[[str], AppError | None],
        requests: TaskRequests,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._held = held
        self._trouble = trouble
        self._followed: GenerationTask | None = None
        self._pinned = False
        self._awaited = ""
        """Whose picture is to come."""
        self._full_window: QWidget | None = None
        self._seen = SeenPictures(self.picture_seen.emit)
        self.task: GenerationTask | None = None
        self.keys = TaskKeys(requests)
        self.window = ViewerWindow(theme)
        self.bar = self.window.column.captions
        self.picture = PictureView(theme, self.window)
        self.note = ViewerNote(theme, self.window)
        self._menus = TaskMenus(
            requests,
            self,
            is_missing=model.is_file_missing,
            cost=lambda task: model.prospects.usual_cost(task.params),
        )
        self._full_screen = FullScreen(self.window.column, requests, self.window)
        self._connect(sources, requests)
        self._show_task(None)

    @property
    def is_pinned(self) -> bool:
        return self._pinned

    @property
    def is_full_screen(self) -> bool:
        return self._full_screen.is_on

    def follow(self, task: GenerationTask | None) -> None:
        """This task is selected now, or it changed."""
        self._followed = task
        if not self._pinned:
            self._show_task(task)

    def task_changed(self, task: GenerationTask) -> None:
        """What is kept here may have changed."""
        if self._pinned and self.task is not None and task.id == self.task.id:
            self._show_task(task)

    def tasks_removed(self, task_ids: Sequence[str]) -> None:
        """What is gone cannot be kept any longer."""
        if self._pinned and self.task is not None and self.task.id in task_ids:
            self.pin(False)

    def pin(self, pinned: bool) -> None:
        """Keep the picture of now, if it has come, or follow the selection again."""
        self._pinned = pinned and self._can_pin
        self._show_pin()
        if not self._pinned:
            self._show_task(self._followed)

    def zoom(self, command: Callable[[PictureView], object]) -> None:
        """Carry out a command such as `PictureView.zoom_in`."""
        if self._shows_picture:
            command(self.picture)

    def toggle_full_screen(self) -> None:
        self._full_screen.toggle()

    def focus_page(self) -> None:
        page = self.window.column.pages.currentWidget()
        if page is not None:
            page.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        self._show_words()

    def dispose(self) -> None:
        """Close the window for good."""
        self._full_screen.leave()
        self.window.hide()
        self.window.deleteLater()
        self.deleteLater()

    # -- inside ----------------------------------------------------------------------------------

    def _connect(
        self, sources: tuple[PictureSource, ThumbnailSource], requests: TaskRequests
    ) -> None:
        pictures, previews = sources
        pictures.picture_loaded.connect(self._on_pictures_picture_loaded)
        pictures.picture_failed.connect(self._on_pictures_picture_failed)
        pictures.screen_loaded.connect(self._on_preview_loaded)
        previews.thumbnail_loaded.connect(self._on_preview_loaded)
        self.picture.zoom_changed.connect(self._show_zoom)
        self.picture.step_requested.connect(self.step_requested)
        self.picture.menu_requested.connect(self._on_menu_requested)
        self.note.menu_requested.connect(self._on_menu_requested)
        self.bar.pin_toggled.connect(self.pin)
        self.bar.zoom_in_requested.connect(lambda: self.zoom(PictureView.zoom_in))
        self.bar.zoom_out_requested.connect(lambda: self.zoom(PictureView.zoom_out))
        self.bar.zoom_toggled.connect(lambda: self.zoom(PictureView.toggle_full_size))
        self.bar.full_screen_toggled.connect(self.toggle_full_screen)
        requests.zoom_toggled.connect(lambda: self.zoom(PictureView.toggle_at_pointer))
        requests.full_screen_toggled.connect(self.toggle_full_screen)
        self.window.key_pressed.connect(self._on_key_pressed)
        self.window.language_changed.connect(self.retranslate)
        self.window.closed.connect(self.closed)
        self._full_screen.key_pressed.connect(self._on_key_pressed)
        self._full_screen.changed.connect(self._on_full_screen_changed)
        self._full_screen.returned.connect(self.focus_page)

    @property
    def _shows_picture(self) -> bool:
        return self.window.column.pages.currentWidget() is self.picture

    @property
    def _can_pin(self) -> bool:
        """Only what has come: nobody reads what was selected before."""
        return self._shows_picture and self.picture.has_picture

    def _show_task(self, task: GenerationTask | None) -> None:
        former, self.task = self.task, task
        if task is None or not has_picture(task):
            self._awaited = ""
            self._show_page(self.note)
        elif former is None or former.id != task.id or not self._shows_picture:
            self._begin(task)
        elif self._awaited:
            self._look_again()
        self._show_words()

    def _begin(self, task: GenerationTask) -> None:
        """Show the picture that the stage has, or wait for the one that it has asked for."""
        image = task.image
        size = QSize() if image is None else QSize(image.width, image.height)
        self.picture.begin(texts.heading(task), size)
        self.picture.task_id = self._awaited = task.id
        self._show_page(self.picture)
        self._look_again()

    def _look_again(self) -> None:
        picture = self._held(self._awaited)
        if picture is not None:
            self._take(picture)
            return
        error = self._trouble(self._awaited)
        if error is not None:
            self.picture.show_trouble(error_text(error.case).row)

    def _take(self, picture: Picture) -> None:
        self._awaited = ""
        self.picture.show_trouble("")
        self.picture.set_picture(picture)
        self._show_pin()
        if self.window.isVisible() and not self.window.isMinimized():
            self._seen.note(self.task)

    def _show_page(self, page: QWidget) -> None:
        if self.window.column.pages.show_page(page):
            self.focus_page()

    def _show_words(self) -> None:
        task = self.task
        heading = "" if task is None else texts.heading(task)
        name = " ".join(heading.split())
        self.bar.show_heading(name)
        title = texts.shortened(name, _TITLE_LENGTH) or self.tr("Viewer")
        for window in (self.window, self._full_window):
            if window is not None:
                window.setWindowTitle(title)
        if task is None:
            words = self.tr("Nothing is selected.")
            self.note.show_words(words, None, words)
        elif not self._shows_picture:
            status = self._model.status(task)
            self.note.show_words(texts.row_text(status), status, heading)
        self._show_pin()
        self._show_zoom()

    def _show_pin(self) -> None:
        self.bar.show_pinned(self._pinned)
        self.bar.pin.setEnabled(self._can_pin)

    def _show_zoom(self) -> None:
        self.bar.show_zoom(self.picture.zoom if self._shows_picture else None)

    # -- events ----------------------------------------------------------------------------------

    def _on_pictures_picture_loaded(self, task_id: str, picture: Picture) -> None:
        if task_id == self._awaited:
            self._take(picture)
        elif self._awaited:
            # Another view may have had it read before, for itself.
            self._look_again()

    def _on_pictures_picture_failed(self, task_id: str, error: AppError) -> None:
        if task_id == self._awaited:
            self.picture.show_trouble(error_text(error.case).row)

    def _on_preview_loaded(self, task_id: str, image: QImage) -> None:
        if task_id == self._awaited:
            self.picture.set_preview(image)

    def _on_key_pressed(self, event: QKeyEvent) -> None:
        if self.keys.handle(event, [] if self.task is None else [self.task]):
            return
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return
        if event.key() == Qt.Key.Key_Escape:
            self.window.close()
        elif event.key() in _STEPS:
            self.step_requested.emit(_STEPS[Qt.Key(event.key())])

    def _on_menu_requested(self, place: QPoint) -> None:
        if self.task is None:
            return
        host = self._full_window or self.window
        menu = self._menus.menu([self.task], host)
        menu.addSeparator()
        self._add_pin(menu)
        menu.popup(place)

    def _add_pin(self, menu: QMenu) -> None:
        keep = menu.addAction(self.tr("Keep this image"))
        keep.setCheckable(True)
        keep.setEnabled(self._can_pin)
        keep.setChecked(self._pinned)
        keep.toggled.connect(self.pin)

    def _on_full_screen_changed(self, window: QWidget | None) -> None:
        self._full_window = window
        ground = "stage" if window is None else BLACK
        self.picture.set_ground(ground)
        self.note.set_ground(ground)
        if window is not None:
            self.focus_page()
        self.full_screen_changed.emit(window)
