"""Grid: the view of all tiles, made when it is first looked at, and what is pressed in it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel, QObject, QPersistentModelIndex, QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from nanobanana_desktop.ui.history.model import HistoryModel
from nanobanana_desktop.ui.stage.button_requests import press_tile_button
from nanobanana_desktop.ui.stage.grid_note import GridNote
from nanobanana_desktop.ui.stage.grid_tally import GridTally
from nanobanana_desktop.ui.stage.grid_view import GridView
from nanobanana_desktop.ui.stage.tile_button import TileButton
from nanobanana_desktop.ui.task_keys import TaskKeys
from nanobanana_desktop.ui.task_menu import TaskMenus
from nanobanana_desktop.ui.task_requests import TaskRequests
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.thumbnails import ThumbnailCache
from nanobanana_desktop.ui.ticker import Ticker


class Grid(QObject):
    """Owns the `GridView` that shares model and selection with the history.

    Signals: `opened()` – a tile was double-clicked; `step_changed(int)`.
    """

    opened = Signal()
    step_changed = Signal(int)

    def __init__(
        self,
        theme: Theme,
        model: HistoryModel,
        selection: QItemSelectionModel,
        thumbnails: ThumbnailCache,
        ticker: Ticker,
        requests: TaskRequests,
        keys: TaskKeys,
        menus: TaskMenus,
        now: Callable[[], float],
        host: QWidget,
    ) -> None:
        super().__init__(host)
        self._model = model
        self._requests = requests
        self._menus = menus
        self._host = host
        self.view = GridView(theme, model, selection, thumbnails, ticker, keys, now)
        self.tally = GridTally(theme, self.view)
        self.note = GridNote(theme, model, self.view.viewport())
        self.view.files_wanted.connect(requests.files_wanted)
        self.view.menu_requested.connect(self._on_view_menu_requested)
        self.view.doubleClicked.connect(self.opened)
        self.view.step_changed.connect(self.step_changed)
        self.view.delegate.button_clicked.connect(self._on_delegate_button_clicked)

    def _on_view_menu_requested(self, place: QPoint) -> None:
        tasks = self.view.selected_tasks()
        if tasks:
            menu = self._menus.menu(tasks, self._host)
            self._add_stack(menu, self.view.currentIndex().row())
            menu.popup(place)

    def _add_stack(self, menu: QMenu, row: int) -> None:
        stack = self.view.stacks.stack_at(row)
        if stack is None:
            return
        # While the menu is open rows may come and go above it.
        kept = QPersistentModelIndex(self._model.index(row))
        menu.addSeparator()
        word = self.tr("Close stack") if stack.is_open else self.tr("Open stack")
        menu.addAction(word).triggered.connect(lambda: self._on_row(kept, self.view.toggle_stack))
        word = self.tr("Select all %Ln image(s) of the stack", "", stack.size)
        menu.addAction(word).triggered.connect(lambda: self._on_row(kept, self.view.select_stack))

    def _on_row(self, kept: QPersistentModelIndex, act: Callable[[int], object]) -> None:
        if kept.isValid():
            act(kept.row())

    def _on_delegate_button_clicked(self, task_id: str, button: TileButton) -> None:
        task = self._model.task(task_id)
        if task is None:
            return
        if button is TileButton.STACK:
            self.view.toggle_stack(self._model.row_of(task_id))
        elif button is TileButton.MORE:
            self._menus.menu([task], self._host).popup(self.view.cursor().pos())
        else:
            press_tile_button(button, self._requests, task, self._model.status(task))
