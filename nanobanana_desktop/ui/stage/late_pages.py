"""The pages of the stage that are made when they are first looked at: first run, grid, compare."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QItemSelectionModel, QObject, Signal
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.ui.grouping import PLAIN_ARRANGEMENT, Arrangement
from nanobanana_desktop.ui.history.model import HistoryModel
from nanobanana_desktop.ui.ports import PictureSource, ThumbnailSource
from nanobanana_desktop.ui.selected_tasks import selected_ranges
from nanobanana_desktop.ui.task_keys import TaskKeys
from nanobanana_desktop.ui.task_requests import TaskRequests
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.thumbnails import ThumbnailCache
from nanobanana_desktop.ui.ticker import Ticker

if TYPE_CHECKING:
    from nanobanana_desktop.ui.stage.card_page import CardPage
    from nanobanana_desktop.ui.stage.compare import Compare
    from nanobanana_desktop.ui.stage.grid import Grid
    from nanobanana_desktop.ui.stage.grid_view import GridView
    from nanobanana_desktop.ui.task_menu import TaskMenus

LOOKED_THROUGH: Final = 300
"""Selected rows among which two pictures are looked for."""


class LatePages(QObject):
    """`welcome`, `grid` and `compare` are None before.

    Signals: `tile_opened()`, `tile_size_changed(int)` of the grid; `compare_made(Compare)`,
    `compare_left()`, `pair_changed()`, `compare_zoom_changed()`.
    """

    tile_opened = Signal()
    tile_size_changed = Signal(int)
    compare_made = Signal(object)
    compare_left = Signal()
    pair_changed = Signal()
    compare_zoom_changed = Signal()

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
        self._sources = sources
        self._thumbnails = thumbnails
        self._ticker = ticker
        self._requests = requests
        self._keys = keys
        self._menus = menus
        self._now = now
        self._host = host
        self.welcome: CardPage | None = None
        self.grid: Grid | None = None
        self.compare: Compare | None = None
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
        """Compare what is selected; False when there are no two pictures."""
        rows = chain.from_iterable(selected_ranges(self._selection.selection()))
        selected = list(islice(rows, LOOKED_THROUGH))
        return self._made_compare().begin(selected, self._selection.currentIndex().row())

    def begin_compare_with(self, first: str, partner: str) -> bool:
        """Compare these two; False when one of them has no picture."""
        return self._made_compare().begin_with(first, partner)

    def refresh_compare(self) -> None:
        """A task changed or went."""
        if self.compare is not None:
            self.compare.refresh()

    def _made_compare(self) -> Compare:
        if self.compare is None:
            from nanobanana_desktop.ui.stage.compare import Compare

            self.compare = Compare(
                self._theme, self._model, *self._sources, self._requests, self._host
            )
            self.compare.left.connect(self.compare_left)
            self.compare.pair_changed.connect(self.pair_changed)
            self.compare.view.zoom_changed.connect(self.compare_zoom_changed)
            self.compare.view.letters = self._keys.letters
            self.compare_made.emit(self.compare)
        return self.compare

    def retranslate(self) -> None:
        if self.grid is not None:
            self.grid.view.setAccessibleName(self.tr("Grid"))
