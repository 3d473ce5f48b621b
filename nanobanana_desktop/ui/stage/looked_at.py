"""What lies on the stage now: which picture commands mean, and which were seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui.history.model import HistoryModel
from nanobanana_desktop.ui.stage.late_pages import LatePages
from nanobanana_desktop.ui.stage.page_stack import PageStack
from nanobanana_desktop.ui.stage.seen_pictures import SeenPictures
from nanobanana_desktop.ui.stage.single import Single
from nanobanana_desktop.ui.stage.stage_tools import OnStage

if TYPE_CHECKING:
    from nanobanana_desktop.ui.stage.picture_view import PictureView


class LookedAt:
    """Answers for the page that is in front."""

    def __init__(
        self,
        host: QWidget,
        pages: PageStack,
        single: Single,
        late: LatePages,
        model: HistoryModel,
        seen: SeenPictures,
    ) -> None:
        self._host = host
        self._pages = pages
        self._single = single
        self._late = late
        self._model = model
        self._seen = seen

    @property
    def page(self) -> QWidget | None:
        return self._pages.currentWidget()

    @property
    def single_task(self) -> bool:
        """Whether the page is one for a single task."""
        return self.page is self._single.page

    @property
    def picture(self) -> bool:
        """Whether the page is a single picture."""
        return self._single.shows_picture and self.single_task

    @property
    def comparison(self) -> bool:
        return self.page is not None and self.page is self._late.compared.page

    @property
    def task(self) -> GenerationTask | None:
        """What single keys act on."""
        if self.comparison:
            return self._model.task(self._late.compared.meant)
        return self._single.task

    @property
    def zoomed(self) -> PictureView | None:
        """The picture that zoom commands mean."""
        if self.comparison:
            return self._late.compared.zoomed
        return self._single.picture if self.picture else None

    def on_stage(self) -> OnStage:
        grid = self._late.grid
        return OnStage(
            visible=self._host.isVisible(),
            welcome=self.page is self._late.welcome,
            task=self._single.task is not None,
            picture=self.picture or self.comparison,
            grid=grid is not None and self.page is grid.view,
            zoomed=self.zoomed,
        )

    def tell_seen(self) -> None:
        """Pictures that are on screen now are not new any more."""
        if not self._pages.isVisible():
            return
        if self.picture:
            self._seen.note(self._single.task)
        elif self.comparison:
            for task_id in self._late.compared.task_ids:
                self._seen.note(self._model.task(task_id))
