"""The stage: one task, all tasks as a grid, or two pictures compared, below one header."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui.grouping import Arrangement
from nanobanana_desktop.ui.history.model import HistoryModel
from nanobanana_desktop.ui.ports import HoldView, PictureSource, Prospects, ThumbnailSource
from nanobanana_desktop.ui.stage.late_pages import LatePages
from nanobanana_desktop.ui.stage.looked_at import LookedAt
from nanobanana_desktop.ui.stage.seen_pictures import SeenPictures
from nanobanana_desktop.ui.stage.single import Single
from nanobanana_desktop.ui.stage.stage_column import StageColumn
from nanobanana_desktop.ui.stage.stage_ground import BLACK
from nanobanana_desktop.ui.stage.stage_header import GRID, StageHeader
from nanobanana_desktop.ui.stage.stage_tools import StageTools
from nanobanana_desktop.ui.stage.view_choice import ViewChoice
from nanobanana_desktop.ui.task_keys import TaskKeys
from nanobanana_desktop.ui.task_requests import TaskRequests
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.thumbnails import ThumbnailCache
from nanobanana_desktop.ui.ticker import Pace, Ticker
from nanobanana_desktop.ui.window_activity import WindowActivity

Key = Qt.Key
_STEPS = {Key.Key_Left: -1, Key.Key_Up: -1, Key.Key_Right: 1, Key.Key_Down: 1}


if TYPE_CHECKING:
    from nanobanana_desktop.ui.stage.compare import Compare
    from nanobanana_desktop.ui.stage.compared_pages import ComparedPages
    from nanobanana_desktop.ui.stage.full_screen import FullScreen
    from nanobanana_desktop.ui.stage.grid_view import GridView
    from nanobanana_desktop.ui.stage.picture_view import PictureView
    from nanobanana_desktop.ui.task_menu import TaskMenus
    from nanobanana_desktop.ui.widgets.info_bar import InfoBar


class StagePane(QWidget):
    """Shows the task it is given in the view that was chosen.

    `show_task` takes the current task of the history. The slots `task_changed`, `tasks_removed`,
    `set_progress` and `set_holds` take the news of the task service, after the history had them.
    `library` is the model of the history and the selection that all views share. `now` gives UTC
    seconds. Requests are emitted by the `TaskRequests` that were handed in; `open_requested` and
    `view_requested` are obeyed here.

    Signals: `step_requested(int)` – to the previous (-1) or next (1) task;
    `picture_seen(task_id: str)` – a new picture is on the stage;
    `file_missing_changed(task_id: str, missing: bool)`; `history_requested()`;
    `view_changed(str)`; `full_screen_changed(QWidget | None)` – the window that fills the screen.
    """

    step_requested = Signal(int)
    picture_seen = Signal(str)
    file_missing_changed = Signal(str, bool)
    history_requested = Signal()
    view_changed = Signal(str)
    full_screen_changed = Signal(object)

    def __init__(
        self,
        theme: Theme,
        library: tuple[HistoryModel, QItemSelectionModel],
        pictures: PictureSource,
        previews: ThumbnailSource,
        thumbnails: ThumbnailCache,
        ticker: Ticker,
        requests: TaskRequests,
        now: Callable[[], float],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model, self._selection = library
        self._ticker = ticker
        self._requests = requests
        self.keys = TaskKeys(requests)
        self._late = LatePages(
            theme,
            self._model,
            self._selection,
            (pictures, previews),
            thumbnails,
            ticker,
            requests,
            self.keys,
            lambda: self.menus,
            now,
            self,
        )
        self.header = StageHeader(theme, self)
        self.single = Single(
            theme, pictures, previews, self._model.progress, ticker, requests, now, self
        )
        self._choice = ViewChoice(self.single, self._late, requests, self)
        self.column = StageColumn(theme, self.header, self)
        self._pages = self.column.pages
        seen = SeenPictures(self.picture_seen.emit)
        self._looked = LookedAt(self, self._pages, self.single, self._late, self._model, seen)
        self._tools = StageTools(
            self.header, self._model, self._looked.on_stage, self._late.too_many_to_compare, self
        )
        self._connect_header()
        self._connect_pages()
        WindowActivity(self, self._refresh_pace)
        self._show()

    # -- what others ask -------------------------------------------------------------------------

    @property
    def task(self) -> GenerationTask | None:
        return self.single.task

    @property
    def picture(self) -> PictureView:
        return self.single.picture

    @property
    def bar(self) -> InfoBar:
        """The line below the header for what concerns the whole program."""
        return self.column.bar

    @cached_property
    def menus(self) -> TaskMenus:
        from nanobanana_desktop.ui.task_menu import TaskMenus

        return TaskMenus(
            self._requests,
            self,
            is_missing=self._model.is_file_missing,
            cost=lambda task: self._model.prospects.usual_cost(task.params),
        )

    @property
    def view(self) -> str:
        return self._choice.view

    @property
    def pages(self) -> QWidget:
        """What lies between header and caption."""
        return self._pages

    @property
    def page(self) -> QWidget | None:
        """The widget that fills the stage now."""
        return self._pages.currentWidget()

    @property
    def grid(self) -> GridView | None:
        """The grid once it was looked at."""
        return None if self._late.grid is None else self._late.grid.view

    def arrange(self, arrangement: Arrangement) -> None:
        """How the tiles of the grid lie."""
        self._late.arrange(arrangement)

    @property
    def compare(self) -> Compare | None:
        """Compare once it was looked at."""
        return self._late.compared.compare

    @property
    def compared(self) -> ComparedPages:
        """What is looked at together, and how."""
        return self._late.compared

    def show_task(self, task: GenerationTask | None) -> None:
        """Put a task on the stage; None empties it."""
        focused = self.column.focused_caption_button()
        former = self.task
        self.single.show_task(task)
        if task is not None and (former is None or task.id != former.id):
            self._choice.compare_first(task.id)
        self._show()
        if focused is not None and not focused.isVisible():
            # What was pressed is gone; the focus would fall on whatever comes next.
            self.focus_stage()

    def show_again(self) -> None:
        """The picture's file may be back: read it once more."""
        self.single.show_again()
        self._late.compared.show_again()

    def set_view(self, view: str) -> None:
        """GRID, SINGLE or COMPARE; without two pictures COMPARE changes nothing."""
        self._choice.choose(view)

    def begin_with_grid(self) -> None:
        """Show the grid because the last session did; the focus stays where it is."""
        self._choice.begin_with_grid()

    def show_welcome(self, card: QWidget | None) -> None:
        """Put a card of the first run on the stage instead of everything; None takes it away."""
        self._late.drop_welcome()
        if card is not None:
            self._late.make_welcome(card)
        self._show()

    def refit_welcome(self) -> None:
        """The card of the first run changed its height."""
        if self._late.welcome is not None:
            self._late.welcome.refit()

    def focus_stage(self) -> None:
        page = self.page
        target = self.single.focus_target() if page is self.single.page else page
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_single_keys(self, enabled: bool) -> None:
        """Whether letters without Ctrl act as commands."""
        self.keys.letters = enabled
        if self.single.has_picture_page:
            self.picture.letters = enabled
        self._late.compared.set_letters(enabled)

    def zoom(self, command: Callable[[PictureView], object]) -> None:
        """Carry out a command such as `PictureView.zoom_in` on the picture that is looked at."""
        self._tools.zoom(command)

    def toggle_full_screen(self) -> None:
        """Only pictures are worth the whole screen."""
        if self._full_screen.is_on or self._looked.picture or self._looked.comparison:
            self._full_screen.toggle()

    # -- news ------------------------------------------------------------------------------------

    def task_changed(self, task: GenerationTask) -> None:
        self.tasks_changed((task,))

    def tasks_changed(self, tasks: Sequence[GenerationTask]) -> None:
        self._late.compared.refresh()
        for task in tasks:
            if self.task is not None and task.id == self.task.id:
                self.show_task(task)

    def tasks_removed(self, task_ids: Sequence[str]) -> None:
        self._late.compared.tasks_removed()
        if self.task is not None and self.task.id in task_ids:
            self.show_task(None)

    def set_progress(self, task_id: str, _received: int, _total: int | None) -> None:
        if self.task is not None and task_id == self.task.id:
            self.single.refresh_progress()

    def set_prospects(self, prospects: Prospects) -> None:
        self.single.set_prospects(prospects)

    def refresh(self) -> None:
        """What is expected of the task, or how long its link lives, reads differently."""
        self.single.refresh()

    def set_holds(self, hold: HoldView | None) -> None:
        self.single.set_holds(hold)

    # -- events ----------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._handle_key(event):
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.single.refresh()
            self._late.retranslate()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._refresh_pace()

    # -- inside ----------------------------------------------------------------------------------

    def _connect_header(self) -> None:
        header = self.header
        header.view_chosen.connect(self.set_view)
        header.full_screen_requested.connect(self.toggle_full_screen)
        self._requests.full_screen_toggled.connect(self.toggle_full_screen)
        toggled = self._requests.zoom_toggled
        toggled.connect(lambda: self.zoom(lambda view: view.toggle_at_pointer()))
        header.history_requested.connect(self.history_requested)
        header.details_toggled.connect(self._requests.details_toggled)
        header.size_chosen.connect(self._late.set_tile_size)

    def _connect_pages(self) -> None:
        self.single.picture_made.connect(self._on_single_picture_made)
        self.single.page_changed.connect(self._show)
        self.single.file_missing_changed.connect(self.file_missing_changed)
        late = self._late
        self._choice.changed.connect(self._on_choice_changed)
        self._choice.refused.connect(lambda: self.header.views.set_value(self.view))
        late.tile_size_changed.connect(self.header.set_size)
        late.selection_changed.connect(self._tools.refresh)
        compared = late.compared
        compared.compare_made.connect(lambda made: self.column.add_compare_caption(made.caption))
        compared.menu_requested.connect(self._open_menu)
        compared.file_missing_changed.connect(self.file_missing_changed)
        compared.changed.connect(self._looked.tell_seen)
        compared.zoom_changed.connect(self._tools.show_zoom)

    def _show(self) -> None:
        """Bring the page of the chosen view to the front, with what belongs to it."""
        if self._pages.show_page(self._choice.page):
            self.focus_stage()
        page = self.page
        own_caption = page is self.single.page or self._late.compared.is_survey(page)
        self._show_caption(own_caption and self.task is not None)
        self._late.compared.show_caption(page)
        self._tools.refresh()
        self._tools.show_zoom()
        self._refresh_pace()
        self._looked.tell_seen()

    def _show_caption(self, visible: bool) -> None:
        if not visible and not self.column.has_caption:
            return
        caption = self.single.caption
        if not self.column.has_caption:
            caption.menu_requested.connect(self._on_menu_requested)
            self.column.add_caption(caption)
        caption.setVisible(visible)

    def _refresh_pace(self) -> None:
        pace = Pace.STILL
        if self.isVisible() and self.page is self.single.page:
            pace = self.single.pace(window_is_active=self.isActiveWindow())
        self._ticker.set_pace(self, pace)

    def _handle_key(self, event: QKeyEvent) -> bool:
        task = self._looked.task
        if self.keys.handle(event, [] if task is None else [task]):
            return True
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if event.key() == Key.Key_Escape and self.view != GRID:
            self._choice.leave()
            return True
        if event.key() in _STEPS and self.page is self.single.page:
            self.step_requested.emit(_STEPS[Key(event.key())])
            return True
        return False

    @cached_property
    def _full_screen(self) -> FullScreen:
        from nanobanana_desktop.ui.stage.full_screen import FullScreen

        full_screen = FullScreen(self.column, self._requests, self)
        full_screen.changed.connect(self._on_full_screen_changed)
        full_screen.returned.connect(self.focus_stage)
        full_screen.key_pressed.connect(self._handle_key)
        return full_screen

    @property
    def _ground(self) -> str:
        is_full = "_full_screen" in self.__dict__ and self._full_screen.is_on
        return BLACK if is_full else "stage"

    def _on_single_picture_made(self, picture: PictureView) -> None:
        picture.letters = self.keys.letters
        picture.set_ground(self._ground)
        picture.zoom_changed.connect(self._tools.show_zoom)
        picture.step_requested.connect(self.step_requested)
        picture.menu_requested.connect(self._on_menu_requested)

    def _on_full_screen_changed(self, window: QWidget | None) -> None:
        ground = self._ground
        if self.single.has_picture_page:
            self.picture.set_ground(ground)
        self._late.compared.set_ground(ground)
        self.full_screen_changed.emit(window)
        if window is not None:
            self.focus_stage()

    def _on_menu_requested(self, place: QPoint) -> None:
        if self.task is not None:
            self._open_menu(self.task, place)

    def _open_menu(self, task: GenerationTask, place: QPoint) -> None:
        self.menus.menu([task], self).popup(place)

    def _on_choice_changed(self, view: str, takes_focus: bool) -> None:
        had_focus = self._pages.has_focus()
        self.header.views.set_value(view)
        self._show()
        if had_focus or takes_focus:
            self.focus_stage()
        self.view_changed.emit(view)
