"""Tiles in lines: where they lie, in what groups, and what stays there when rows come and go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QWidget

from nanobanana_desktop.ui.grouping import PLAIN_ARRANGEMENT, Arrangement, Grouping
from nanobanana_desktop.ui.guarded import guarded, nothing
from nanobanana_desktop.ui.history.model import HistoryModel
from nanobanana_desktop.ui.item_view import Index
from nanobanana_desktop.ui.stage.grid_groups import ModelGroups, groups_of
from nanobanana_desktop.ui.stage.grid_stacks import GridStacks
from nanobanana_desktop.ui.stage.justified_layout import JustifiedLayout
from nanobanana_desktop.ui.stage.tile_groups import NO_GROUPS, TileGroups
from nanobanana_desktop.ui.stage.tile_lines import Measures
from nanobanana_desktop.ui.stage.tile_sizes import DEFAULT_STEP, HEIGHTS
from nanobanana_desktop.ui.task_keys import TaskKeys
from nanobanana_desktop.ui.task_view import TaskView
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.ticker import Ticker

_GAP: Final = 8
_MARGIN: Final = 16
_HEADER: Final = 34


class TileView(TaskView):
    """Lays tiles out by their shapes, in groups and stacks.

    Signals: `step_changed(int)` – the tiles have another size.
    """

    step_changed = Signal(int)

    def __init__(
        self,
        model: HistoryModel,
        theme: Theme,
        ticker: Ticker,
        keys: TaskKeys,
        parent: QWidget | None = None,
    ) -> None:
        # The base asks for the geometry while it is being made.
        self._step = DEFAULT_STEP
        self._arrangement = PLAIN_ARRANGEMENT
        self._groups: TileGroups = NO_GROUPS
        self.stacks = GridStacks(model)
        self._kept = range(0)
        self._layout = JustifiedLayout(self.stacks.shapes)
        self._layout.reset(model.rowCount())
        super().__init__(model, theme, ticker, keys, parent)
        model.dataChanged.connect(self._on_model_data_changed)

    @property
    def step(self) -> int:
        return self._step

    def set_step(self, step: int) -> None:
        """0 to 4: the size of the tiles."""
        step = min(max(step, 0), len(HEIGHTS) - 1)
        if step == self._step:
            return
        with self.resized():
            self._step = step
        self.step_changed.emit(step)

    @property
    def arrangement(self) -> Arrangement:
        return self._arrangement

    def arrange(self, arrangement: Arrangement) -> None:
        """Whether there are groups, each with its name above it, and stacks.

        Neither appears where the order of the history does not suit.
        """
        if arrangement == self._arrangement:
            return
        with self.resized():
            self._arrangement = arrangement
            self.stacks.on = arrangement.stacked
            self._lay_out_anew()

    def _lay_out_anew(self) -> None:
        self._group()
        self._layout.reset(self.history.rowCount(), self._groups)

    def _group(self) -> None:
        self.stacks.forget()
        self._groups = groups_of(self.history, self._arrangement.grouping)
        self.stacks.groups = self._groups

    # -- geometry --------------------------------------------------------------------------------

    def item_geometry(self) -> JustifiedLayout:
        return self._layout

    def fit_geometry(self) -> None:
        px, grouping = self._theme.px, self._arrangement.grouping
        self._layout.configure(
            Measures(
                width=self.viewport().width(),
                target=px(HEIGHTS[self._step]),
                gap=px(_GAP),
                margin=px(_MARGIN),
                header=0 if grouping is Grouping.NONE else px(_HEADER),
            )
        )

    def ground(self) -> QColor:
        return self._theme.color("stage")

    def anchor_edge(self, row: int) -> int:
        # Only what is laid out has an exact place.
        self._layout.reveal_row(row, 0, -1)
        return self._layout.rect(row).top()

    def edge_above(self, row: int) -> int:
        return self._layout.edge_above(row)

    def edge_below(self, row: int) -> int:
        # With the ring around it; the last line with the margin below.
        is_last = self._layout.line_of(row).stop == self.history.rowCount()
        return self._layout.height if is_last else super().edge_below(row) + self.overdraw

    def lay_out(self, top: int, bottom: int) -> int:
        return self._layout.reveal(top, bottom)

    def rows_came(self, first: int, count: int) -> None:
        kept, self._kept = self._kept, range(0)
        self._regroup(first, count)
        self._layout.insert(first, count, kept, self._groups)
        around = self.stacks.rows_came(first, count)
        self._layout.forget_rows(around.start, around.stop)

    def rows_went(self, first: int, count: int) -> None:
        kept = self._kept
        self._regroup(first, -count)
        self._layout.remove(first, count, kept)
        if self._groups:
            self._layout.regroup(self._groups)
        if first + count <= kept.start:
            self._kept = range(kept.start - count, kept.stop - count)

    def rows_moved(self, first: int, count: int, target: int) -> None:
        kept = self._kept
        self.stacks.coming = range(target, target + count)
        self.rows_went(first, count)
        self.stacks.coming = range(0)
        self.rows_came(target, count)
        # Groups were asked for while the rows were there already.
        here = self._layout.line_of(min(first, self.history.rowCount() - 1))
        self._layout.change_between(max(0, here.start - 1), here.stop + 1, kept)

    def rows_rearranged(self, *, all_over: bool) -> None:
        if all_over:
            self._lay_out_anew()
            return
        self._regroup(self.history.active_count, 0)
        self._layout.regroup(self._groups)
        if self.stacks.apply:
            # What was just finished may hide what lies below, or be hidden.
            border = self.history.active_count
            self._layout.forget_rows(max(0, border - 1), border + 2)

    def _regroup(self, first: int, grown: int) -> None:
        self.stacks.forget()
        if isinstance(self._groups, ModelGroups):
            self._groups.rows_changed(first, grown)
        elif not self._groups:
            # There was nothing to group before, perhaps.
            self._group()

    @guarded(nothing)
    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        if self.isVisible():
            super().scrollTo(index, hint)

    def _lay_out_row(self, row: int) -> None:
        top = self.verticalOffset()
        moved = self._layout.reveal_row(row, top, top + self.viewport().height() - 1)
        self._scroll_silently(lambda: top + moved)

    # -- news ------------------------------------------------------------------------------------

    def _on_model_about_to_change(self) -> None:
        super()._on_model_about_to_change()
        self._keep_visible()

    def _on_model_about_to_be_reset(self) -> None:
        super()._on_model_about_to_be_reset()
        # Who hears of the reset before this view may ask for places: there are none meanwhile.
        self._layout.reset(0)

    def _on_model_rows_about_to_be_removed(self, parent: Index, first: int, last: int) -> None:
        super()._on_model_rows_about_to_be_removed(parent, first, last)
        self._keep_visible()

    def _on_model_rows_about_to_be_moved(self, parent: Index, first: int, last: int) -> None:
        super()._on_model_rows_about_to_be_moved(parent, first, last)
        self._keep_visible()

    def _keep_visible(self) -> None:
        """At the top, news are shown where they belong; elsewhere nothing moves."""
        self._kept = range(0) if self.is_at_top else self.visible_rows()

    def _on_model_data_changed(
        self, top_left: QModelIndex, bottom_right: QModelIndex, roles: Sequence[int] = ()
    ) -> None:
        """A ratio that the model chose is known only when the picture has come."""
        if roles:
            return
        self._on_model_about_to_change()
        rows = range(top_left.row(), bottom_right.row() + 1)
        changed = self._layout.change_between(rows.start, rows.stop, self._kept)
        self._kept = range(0)
        place, self._place = self._place, None
        if changed:
            self._restore(place)
