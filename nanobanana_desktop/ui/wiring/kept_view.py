"""What was looked at when the program was left is looked at again after the next start."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from PySide6.QtCore import QObject, QPersistentModelIndex, Signal

from nanobanana_desktop.ui.item_view import GeometryView
from nanobanana_desktop.ui.kept_place import KeptPlace, place_of_current
from nanobanana_desktop.ui.panes import Panes
from nanobanana_desktop.ui.stage.stage_header import GRID, SINGLE
from nanobanana_desktop.ui.stage.tile_sizes import HEIGHTS

_LONGEST_ID: Final = 64
_FARTHEST: Final = 20_000
"""Pixels from the top of a view; no screen has more."""


class _Place(NamedTuple):
    """A task and how far below the top of the view it stood."""

    task_id: str
    edge: int


class KeptView(QObject):
    """Brings back view, size of the tiles, way to compare, selected task and place of the list.

    `begin` does so once the rows are there. What a person chose meanwhile stays as it is.

    Signals: `task_found(str)` – this task is selected next.
    """

    task_found = Signal(str)

    def __init__(self, panes: Panes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._panes = panes
        kept = panes.kept_view
        state: Mapping[str, Any] = kept if isinstance(kept, Mapping) else {}
        self._view = state.get("view")
        self._step = state.get("tile_size")
        self._mode = state.get("compare_mode")
        self._task_id = _id(state.get("task"))
        self._places = {view: _place(state.get(f"place_in_{view}")) for view in ("list", "grid")}

    def begin(self) -> None:
        """Take over what earlier sessions left, now or when its row is found."""
        stage = self._panes.stage
        if isinstance(self._step, int) and self._step in range(len(HEIGHTS)):
            stage.header.set_size(self._step)
        if isinstance(self._mode, str):
            stage.compared.set_mode(self._mode)
        if self._view == GRID and stage.view == SINGLE:
            stage.begin_with_grid()
        if not self._find():
            model = self._panes.history.model
            model.modelReset.connect(self._on_model_listed)
            model.listing_changed.connect(self._on_model_listed)

    def state(self) -> dict[str, Any]:
        """What is looked at now, in plain values that JSON can hold."""
        panes = self._panes
        task = panes.history.current_task()
        grid = panes.stage.grid
        return {
            "view": GRID if panes.stage.view == GRID else SINGLE,
            "compare_mode": panes.stage.compared.mode,
            "tile_size": panes.stage.header.size_slider.value(),
            "task": None if task is None else task.id,
            "place_in_list": self._told(panes.history.list),
            "place_in_grid": None if grid is None else self._told(grid),
        }

    def _find(self) -> bool:
        """Select the task and show it where it was; whether nothing is left to be done."""
        history, model = self._panes.history, self._panes.history.model
        wanted = self._task_id or next((p.task_id for p in self._places.values() if p), "")
        if not wanted or history.current_task() is not None:
            return True
        if not model.rowCount():
            # There may be no history yet, or one that is about to be set aside: it is not asked.
            return False
        if model.row_of(wanted) is None:
            return model.is_complete
        if self._task_id:
            self.task_found.emit(self._task_id)
            history.select(self._task_id)
        grid = self._panes.stage.grid
        self._put(history.list, self._places["list"])
        if grid is not None:
            self._put(grid, self._places["grid"])
        return True

    def _put(self, view: GeometryView, place: _Place | None) -> None:
        row = None if place is None else self._panes.history.model.row_of(place.task_id)
        if place is not None and row is not None:
            index = self._panes.history.model.index(row)
            view.put_at(KeptPlace(QPersistentModelIndex(index), place.edge))

    def _told(self, view: GeometryView) -> _Place | None:
        place = place_of_current(view) if view.isVisible() else None
        if place is None:
            return None
        return _Place(self._panes.history.model.id_at(place.row.row()), place.edge)

    def _on_model_listed(self) -> None:
        if self._find():
            model = self._panes.history.model
            model.modelReset.disconnect(self._on_model_listed)
            model.listing_changed.disconnect(self._on_model_listed)


def _id(value: object) -> str:
    return value if isinstance(value, str) and len(value) <= _LONGEST_ID else ""


def _place(value: object) -> _Place | None:
    if not isinstance(value, list) or len(value) != 2:
        return None
    task_id, edge = value
    if not _id(task_id) or not isinstance(edge, int) or abs(edge) > _FARTHEST:
        return None
    return _Place(task_id, edge)
