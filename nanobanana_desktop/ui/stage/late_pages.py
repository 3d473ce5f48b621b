"""The pages of the stage that are made when they are first looked at: first run, grid, compare."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QObject, Signal
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.ui.grouping import PLAIN_ARRANGEMENT, Arrangement
from nanobanana_desktop.ui.history.model import HistoryModel
from nanobanana_desktop.ui.ports import PictureSource, ThumbnailSource
from nanobanana_desktop.ui.selected_tasks import selected_ranges
from nanobanana_desktop.ui.stage.compared_pages import ComparedPages
from nanobanana_desktop.ui.task_keys import TaskKeys
from nanobanana_desktop.ui.task_requests import TaskRequests
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.thumbnails import ThumbnailCache
from nanobanana_desktop.ui.ticker import Ticker

if TYPE_CHECKING:
    from nanobanana_desktop.ui.stage.card_page import CardPage
    from nanobanana_desktop.ui.stage.grid import Grid
    from nanobanana_desktop.ui.stage.grid_view import GridView
    from nanobanana_desktop.ui.task_menu import TaskMenus

GLANCE: Final = 50
"""Selected rows that tell whether they are too many: asked at every change of the selection."""


class LatePages(QObject):
    """`welcome`, `grid` and the pages of `compared` are None before.

    Signals: `tile_opened()`, `tile_size_changed(int)` of the grid; `selection_changed()`.
    """

    tile_opened = Signal()
    tile_size_changed = Signal(int)
    selection_changed = Signal()

    def __init__(
        self,
        theme: Theme,
        model: HistoryModel,
        selection: QItemSelectionModel,
        sources: tuple[PictureSource, ThumbnailSource],
        thumbnails: ThumbnailCache,
        ticker: Ticker,
        requests: TaskRequests,
        keys: TaskKeys,
        menus: Callable[[], TaskMenus],
        now: Callable[[], float],
        host: QWidget,
    ) -> None:
        super().__init__(host)
        self._theme = theme
        self._model = model
        self._selection = selection
        self.compared = ComparedPages(theme, model, sources, requests, host)
        selection.selectionChanged.connect(self.selection_changed)
        self._thumbnails = thumbnails
        self._ticker = ticker
        self._requests = requests
        self._keys = keys
        self._menus = menus
        self._now = now
        self._host = host
        self.welcome: CardPage | None = None
        self.grid: Grid | None = None
        self._arrangement = PLAIN_ARRANGEMENT
        self._tile_size: int | None = None

    def make_welcome(self, card: QWidget) -> None:
        from nanobanana_desktop.ui.stage.card_page import CardPage

        self.welcome = CardPage(self._theme, card)

    def drop_welcome(self) -> None:
        if self.welcome is not None:
            self.welcome.setParent(None)
            self.welcome.deleteLater()
            self.welcome = None

    def grid_view(self) -> GridView:
        """The grid, made if need be."""
        if self.grid is None:
            from nanobanana_desktop.ui.stage.grid import Grid

            self.grid = Grid(
                self._theme,
                self._model,
                self._selection,
                self._thumbnails,
                self._ticker,
                self._requests,
                self._keys,
                self._menus(),
                self._now,
                self._host,
            )
            self.grid.view.arrange(self._arrangement)
            if self._tile_size is not None:
                self.grid.view.set_step(self._tile_size)
            self.grid.opened.connect(self.tile_opened)
            self.grid.step_changed.connect(self.tile_size_changed)
            self.tile_size_changed.emit(self.grid.view.step)
            self.retranslate()
        return self.grid.view

    def arrange(self, arrangement: Arrangement) -> None:
        """The tiles of the grid, now or as soon as there is one."""
        self._arrangement = arrangement
        if self.grid is not None:
            self.grid.view.arrange(arrangement)

    def set_tile_size(self, step: int) -> None:
        """The tiles of the grid, now or as soon as there is one."""
        self._tile_size = step
        if self.grid is not None:
            self.grid.view.set_step(step)

    def begin_compare(self) -> bool:
        """Look at what is selected together; False when that is not possible."""
        return self.compared.begin(self._selected_rows(), self._selection.currentIndex().row())

    def too_many_to_compare(self) -> bool:
        """Whether more is selected than can be looked at together; only a few rows are read."""
        return self.compared.are_too_many(self._selected_rows(), GLANCE)

    def select(self, task_ids: Sequence[str]) -> None:
        """Select these tasks again, as far as they are in the list; the current one stays so."""
        chosen = QItemSelection()
        for index in map(self._model.index_of, task_ids):
            if index.isValid():
                chosen.select(index, index)
        if not chosen.isEmpty():
            self._selection.select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _selected_rows(self) -> Iterator[int]:
        return chain.from_iterable(selected_ranges(self._selection.selection()))

    def retranslate(self) -> None:
        if self.grid is not None:
            self.grid.view.setAccessibleName(self.tr("Grid"))
