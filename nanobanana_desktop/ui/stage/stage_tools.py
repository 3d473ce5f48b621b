"""The tools of the stage's header: which are offered, and zooming what is looked at."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject

from nanobanana_desktop.ui.history.model import HistoryModel
from nanobanana_desktop.ui.stage.compare_pair import ComparePair
from nanobanana_desktop.ui.stage.stage_header import StageHeader

if TYPE_CHECKING:
    from nanobanana_desktop.ui.stage.picture_view import PictureView


class OnStage(NamedTuple):
    """What is on the stage now; `zoomed` is the picture that zoom commands mean."""

    visible: bool
    welcome: bool
    task: bool
    picture: bool
    grid: bool
    zoomed: PictureView | None


class StageTools(QObject):
    """Asks `on_stage()` whenever it must know, and `too_many()` whether more is selected than can
    be compared.
    """

    def __init__(
        self,
        header: StageHeader,
        model: HistoryModel,
        on_stage: Callable[[], OnStage],
        too_many: Callable[[], bool],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._header = header
        self._model = model
        self._on_stage = on_stage
        self._too_many = too_many
        self._pair_search = ComparePair(model)
        header.zoom_in_requested.connect(lambda: self.zoom(lambda view: view.zoom_in()))
        header.zoom_out_requested.connect(lambda: self.zoom(lambda view: view.zoom_out()))
        header.fit_requested.connect(lambda: self.zoom(lambda view: view.show_fit()))
        header.fill_requested.connect(lambda: self.zoom(lambda view: view.show_fill()))
        header.scale_requested.connect(lambda scale: self.zoom(lambda view: view.show_scale(scale)))
        for changed in (
            model.modelReset,
            model.rowsInserted,
            model.rowsRemoved,
            model.rowsMoved,
            model.layoutChanged,
        ):
            changed.connect(self.refresh)

    def zoom(self, command: Callable[[PictureView], object]) -> None:
        view = self._on_stage().zoomed
        if view is not None:
            command(view)
            self._header.set_zoom(view.zoom)

    def show_zoom(self) -> None:
        self.zoom(lambda _view: None)

    def refresh(self) -> None:
        """Offer what does something now."""
        now = self._on_stage()
        has_two = now.visible and self._pair_search.is_possible()
        self._header.set_compare_enabled(has_two, too_many=has_two and self._too_many())
        self._header.show_tools(
            views=self._model.rowCount() > 0 or (now.task and not now.welcome),
            zoom=now.zoomed is not None,
            full_screen=now.picture,
            sizes=now.grid,
        )
