"""What each command of the menus and keys does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from nanobanana_desktop.domain.task import POLLED, GenerationTask, TaskState
from nanobanana_desktop.ui import desktop
from nanobanana_desktop.ui.actions import Actions, Command
from nanobanana_desktop.ui.create.create_pane import CreatePane
from nanobanana_desktop.ui.history.pane import HistoryPane
from nanobanana_desktop.ui.main_window import MainWindow
from nanobanana_desktop.ui.stage.pane import StagePane
from nanobanana_desktop.ui.stage.picture_view import PictureView
from nanobanana_desktop.ui.stage.stage_header import COMPARE, GRID
from nanobanana_desktop.ui.task_requests import TaskRequests, sample
from nanobanana_desktop.ui.task_status import STOPPABLE, has_picture
from nanobanana_desktop.ui.wiring.grid_wiring import GridWiring

C = Command
S = TaskState

FILE_COMMANDS: Final = (
    C.SAVE_AS,
    C.COPY_FILE,
    C.SHOW_IN_FOLDER,
    C.OPEN_FILE,
    C.OPEN_WITH,
    C.USE_AS_REFERENCE,
)
SIZE_COMMANDS: Final = (C.ZOOM_IN, C.ZOOM_OUT)
"""Of the picture that is looked at, and of the tiles of the grid."""
SCALE_COMMANDS: Final = (C.ZOOM_FIT, C.ZOOM_FULL, C.TOGGLE_ZOOM)
PROMPT_COMMANDS: Final = (C.COPY_PROMPT, C.RUN_AGAIN, C.REUSE)
LINE_COMMANDS: Final = (C.SEND_FIRST, C.HOLD_BACK, C.SEND_EARLIER, C.SEND_LATER)
CHECKABLE_STATES: Final = POLLED | {S.REMOTE_GONE, S.EXPIRED, S.RESULT_BAD, S.WATCH_STOPPED}
FETCHABLE_STATES: Final = frozenset({S.RESULT_READY, S.SAVE_BLOCKED, S.RESULT_BAD, S.EXPIRED})


class CommandWiring(QObject):
    """Carries out commands on the current task, the panes and the editor that has the focus."""

    def __init__(
        self,
        actions: Actions,
        window: MainWindow,
        create: CreatePane,
        stage: StagePane,
        history: HistoryPane,
        requests: TaskRequests,
        *,
        open_settings: Callable[[], object],
        quit_program: Callable[[], object],
        run_failed: Callable[[Sequence[GenerationTask]], object],
        toggle_pause: Callable[[], object],
        fetch_by_id: Callable[[], object],
        images_folder: Callable[[], Path],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._actions = actions
        self._window = window
        self._create = create
        self._stage = stage
        self._history = history
        self._requests = requests
        self._handlers: Mapping[Command, Callable[[], object]] = {
            C.NEW_PROMPT: create.clear,
            C.ADD_REFERENCES: create.choose_reference_files,
            C.FOCUS_PROMPT: create.focus_prompt,
            C.GENERATE: create.submit,
            C.GENERATE_FIRST: lambda: create.submit(first=True),
            C.RUN_FAILED: lambda: run_failed(history.selected_tasks()),
            C.PAUSE_SENDING: toggle_pause,
            C.FETCH_BY_ID: fetch_by_id,
            C.SETTINGS: open_settings,
            C.QUIT: quit_program,
            C.OPEN_IMAGE_FOLDER: lambda: desktop.open_folder(images_folder()),
            C.FIND: self._find,
            C.GRID: lambda: stage.set_view("grid"),
            C.SINGLE: lambda: stage.set_view("single"),
            C.COMPARE: lambda: stage.set_view("compare"),
            C.FULL_SCREEN: stage.toggle_full_screen,
            C.ZOOM_IN: lambda: self._change_size(1),
            C.ZOOM_OUT: lambda: self._change_size(-1),
            C.ZOOM_FIT: lambda: stage.zoom(PictureView.show_fit),
            C.ZOOM_FULL: lambda: stage.zoom(lambda view: view.show_scale(1.0)),
            C.CUT: lambda: self._edit("cut"),
            C.SELECT_ALL: self._select_all,
        }
        task_wishes = {
            C.SHOW_IN_FOLDER: requests.show_in_folder_requested,
            C.REUSE: requests.reuse_requested,
            C.USE_AS_REFERENCE: requests.use_as_reference_requested,
        }
        id_wishes = {
            C.RUN_AGAIN: requests.run_again_requested,
            C.CHECK_NOW: requests.check_now_requested,
            C.DOWNLOAD_AGAIN: requests.download_again_requested,
            C.STOP_WAITING: requests.stop_watching_requested,
            C.SEND_FIRST: requests.send_first_requested,
        }
        self._task_handlers: Mapping[Command, Callable[[GenerationTask], object]] = {
            **{command: signal.emit for command, signal in task_wishes.items()},
            **{command: _with_id(signal.emit) for command, signal in id_wishes.items()},
            C.HOLD_BACK: lambda task: requests.hold_back_requested.emit(
                [task.id], not task.held_back
            ),
            C.SEND_EARLIER: lambda task: requests.move_requested.emit(task.id, -1),
            C.SEND_LATER: lambda task: requests.move_requested.emit(task.id, 1),
            C.DELETE: lambda _task: self._delete(),
        }
        actions.triggered.connect(self._on_actions_triggered)
        requests.command_requested.connect(lambda command: actions[command].trigger())
        GridWiring(actions, stage, history, self)
        stage.view_changed.connect(self._on_stage_view_changed)
        self._show_view()
        stage.file_missing_changed.connect(self._on_stage_file_missing_changed)
        self.show_task(None)

    def show_task(self, task: GenerationTask | None) -> None:
        """Enable what can be done with the current task."""
        state = None if task is None else task.state
        has_file = task is not None and not self._history.model.is_file_missing(task)
        shows_picture = task is not None and has_picture(task) and has_file
        self._actions.set_enabled(FILE_COMMANDS, shows_picture)
        self._offer_sizes(shows_picture)
        self._actions.set_enabled((C.SHOW_IN_FOLDER,), state is S.DONE and has_file)
        self._actions.set_enabled((C.DELETE,), task is not None)
        has_prompt = task is not None and bool(task.params.prompt)
        self._actions.set_enabled(PROMPT_COMMANDS, has_prompt)
        self._actions.set_enabled((C.CHECK_NOW,), state in CHECKABLE_STATES)
        self._actions.set_enabled((C.DOWNLOAD_AGAIN,), state in FETCHABLE_STATES)
        self._actions.set_enabled((C.STOP_WAITING,), state in STOPPABLE)
        self._actions.use_other_text(C.STOP_WAITING, state is S.READY)
        self._actions.set_enabled(LINE_COMMANDS, state is S.READY)
        self._actions.use_other_text(C.HOLD_BACK, task is not None and task.held_back)

    def _offer_sizes(self, shows_picture: bool) -> None:
        """Tiles and compared pictures are there whatever the current task is."""
        tiles, compares = self._stage.view == GRID, self._stage.view == COMPARE
        self._actions.set_enabled(SIZE_COMMANDS, tiles or compares or shows_picture)
        self._actions.set_enabled(SCALE_COMMANDS, compares or (shows_picture and not tiles))
        self._actions.set_enabled((C.FULL_SCREEN,), compares or (shows_picture and not tiles))

    def _change_size(self, step: int) -> None:
        if self._stage.view == GRID:
            slider = self._stage.header.size_slider
            slider.setValue(slider.value() + step)
        else:
            self._stage.zoom(PictureView.zoom_in if step > 0 else PictureView.zoom_out)

    def _on_stage_view_changed(self) -> None:
        self._show_view()
        self.show_task(self._history.current_task())

    def _on_stage_file_missing_changed(self) -> None:
        self.show_task(self._history.current_task())

    def _show_view(self) -> None:
        self._actions[Command(self._stage.view)].setChecked(True)

    def _on_actions_triggered(self, command: Command) -> None:
        handler = self._handlers.get(command)
        if handler is not None:
            handler()
            # A view that cannot be shown was checked by the menu all the same.
            self._show_view()
            return
        task_handler = self._task_handlers.get(command)
        task = self._history.current_task()
        if task_handler is not None and task is not None:
            task_handler(task)

    def _edit(self, operation: str) -> None:
        editor = QApplication.focusWidget()
        if isinstance(editor, QPlainTextEdit | QLineEdit):
            getattr(editor, operation)()

    def _select_all(self) -> None:
        if isinstance(QApplication.focusWidget(), QPlainTextEdit | QLineEdit):
            self._edit("selectAll")
        else:
            self._history.list.selectAll()

    def _find(self) -> None:
        self._window.show_history(True)
        self._history.focus_search()

    def _delete(self) -> None:
        ids = [task.id for task in sample(self._history.selected_tasks())]
        if ids:
            self._requests.delete_requested.emit(ids)


def _with_id(emit: Callable[[str], object]) -> Callable[[GenerationTask], object]:
    return lambda task: emit(task.id)
