"""Which view the stage has: grid, single or compare, and the way back."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui.stage.late_pages import LatePages
from nanobanana_desktop.ui.stage.single import Single
from nanobanana_desktop.ui.stage.stage_header import COMPARE, GRID, SINGLE
from nanobanana_desktop.ui.task_requests import TaskRequests


class ViewChoice(QObject):
    """Obeys the requests for views; `view` is the one that is chosen.

    Signals: `changed(str, bool)` – another view, its page is `page`; whether the focus goes there
    from elsewhere too –; `refused()` – nothing can be compared; the pages say why.
    """

    changed = Signal(str, bool)
    refused = Signal()

    def __init__(
        self, single: Single, late: LatePages, requests: TaskRequests, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._single = single
        self._late = late
        self._former = SINGLE
        self.view = SINGLE
        late.tile_opened.connect(lambda: self.choose(SINGLE))
        late.compared.left.connect(self.leave)
        requests.open_requested.connect(lambda _task_id: self.choose(SINGLE))
        requests.view_requested.connect(self.choose)
        requests.compare_with_requested.connect(self._on_requests_compare_with_requested)
        requests.compare_reference_requested.connect(self._on_requests_compare_reference_requested)
        requests.compare_step_requested.connect(self._on_requests_compare_step_requested)

    @property
    def page(self) -> QWidget:
        """The widget of the view, made if need be."""
        if self._late.welcome is not None and self.view == SINGLE:
            return self._late.welcome
        if self.view == GRID:
            return self._late.grid_view()
        compared = self._late.compared.page if self.view == COMPARE else None
        return compared or self._single.page

    def choose(self, view: str) -> None:
        """GRID, SINGLE or COMPARE; without two pictures COMPARE changes nothing."""
        if view not in (GRID, SINGLE, COMPARE) or view == self.view:
            return
        if view == COMPARE and not self._late.begin_compare():
            self.refused.emit()
            return
        was_compare = self.view == COMPARE
        if was_compare:
            self._single.rests = False
            self._single.show_again()
        self._come_to(view)
        if was_compare:
            # Not before: the focus goes from page to page.
            self._late.compared.end()

    def begin_with_grid(self) -> None:
        """As an earlier session was left; nobody asked for it just now."""
        self.view = GRID
        self.changed.emit(GRID, False)

    def leave(self) -> None:
        """Back to where the person came from, with what was surveyed selected."""
        surveyed = self._late.compared.surveyed
        self.choose(GRID if self._former == GRID else SINGLE)
        self._late.select(surveyed)

    def compare_first(self, task_id: str) -> None:
        """The person goes on in the history: while two are compared, the task becomes A.

        What does not belong to a survey is shown instead of it.
        """
        if self.view == COMPARE and not self._late.compared.go_to(task_id):
            self.choose(SINGLE)

    def _come_to(self, view: str) -> None:
        self.view, self._former = view, self.view
        self._single.rests = view == COMPARE
        self.changed.emit(view, view != SINGLE)

    def _on_requests_compare_with_requested(self, task_id: str) -> None:
        """B is chosen in the history; what is current there is A."""
        task = self._single.task
        if task is not None and self._late.compared.begin_with(task.id, task_id):
            self._come_to_compare()

    def _on_requests_compare_reference_requested(self, task: GenerationTask) -> None:
        if self._late.compared.begin_with_reference(task):
            self._come_to_compare()

    def _come_to_compare(self) -> None:
        if self.view == COMPARE:
            self.changed.emit(COMPARE, True)
        else:
            self._come_to(COMPARE)

    def _on_requests_compare_step_requested(self, distance: int) -> None:
        if self.view == COMPARE:
            self._late.compared.step(distance)
        else:
            self.choose(COMPARE)
