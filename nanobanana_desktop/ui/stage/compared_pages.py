"""Pictures that are looked at together: two of them compared, or up to six in a survey."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui.history.model import HistoryModel
from nanobanana_desktop.ui.ports import PictureSource, ThumbnailSource
from nanobanana_desktop.ui.stage.compare_modes import CompareMode, mode_named
from nanobanana_desktop.ui.task_requests import COMPARED_TOGETHER, TaskRequests
from nanobanana_desktop.ui.task_status import has_picture
from nanobanana_desktop.ui.theme.theme import Theme

if TYPE_CHECKING:
    from nanobanana_desktop.ui.stage.compare import Compare
    from nanobanana_desktop.ui.stage.picture_view import PictureView
    from nanobanana_desktop.ui.stage.survey import Survey

_FEW: Final = 2
LOOKED_THROUGH: Final = 300
"""Selected rows among which pictures are looked for."""


class ComparedPages(QObject):
    """`compare` and `survey` are made when they are first wanted; at most one of them is on.

    Signals: `compare_made(Compare)`; `refused(str)` – why nothing is compared –; `left()` – the
    person is done, or too few pictures are left –; `changed()` – other pictures are shown –;
    `zoom_changed()`; `reference_wanted(Reference)` of `compare`; `menu_requested(GenerationTask,
    QPoint)` in global coordinates; `file_missing_changed(task_id: str, missing: bool)`.
    """

    compare_made = Signal(object)
    refused = Signal(str)
    left = Signal()
    changed = Signal()
    zoom_changed = Signal()
    reference_wanted = Signal(object)
    menu_requested = Signal(object, object)
    file_missing_changed = Signal(str, bool)

    def __init__(
        self,
        theme: Theme,
        model: HistoryModel,
        sources: tuple[PictureSource, ThumbnailSource],
        requests: TaskRequests,
        host: QWidget,
    ) -> None:
        super().__init__(host)
        self._theme = theme
        self._model = model
        self._sources = sources
        self._requests = requests
        self._ground = "stage"
        self._letters = True
        self._mode = ""
        self._surveys = False
        self.compare: Compare | None = None
        self.survey: Survey | None = None
        requests.compare_swap_requested.connect(self._on_requests_compare_swap_requested)

    # -- which are looked at ---------------------------------------------------------------------

    def begin(self, selected: Iterable[int], current: int) -> bool:
        """Show the pictures of the rows that are selected, or the current one and the next.

        False when there are too few or too many; nothing changes then.
        """
        rows = list(islice(selected, LOOKED_THROUGH))
        found = self._pictures(rows)
        if len(found) > COMPARED_TOGETHER:
            self.refused.emit(self.tr("Compare takes up to six images. More are selected."))
            return False
        if len(found) > _FEW:
            self._begin_survey([task.id for task in found], self._model.id_at(current))
            return True
        if not self._made_compare().begin(rows, current):
            self.refused.emit(self.tr("Compare needs two images."))
            return False
        self._turn_to(surveys=False)
        return True

    def begin_with(self, first: str, partner: str) -> bool:
        """Compare these two; False when one of them has no picture."""
        if not self._made_compare().begin_with(first, partner):
            return False
        self._turn_to(surveys=False)
        return True

    def begin_with_reference(self, task: GenerationTask) -> bool:
        """Compare the picture of this task with its reference images; False without any."""
        if not self._made_compare().begin_with_reference(task):
            return False
        self._turn_to(surveys=False)
        return True

    def are_too_many(self, selected: Iterable[int], looked_through: int) -> bool:
        """Whether more pictures are among the first of these rows than can be looked at."""
        return len(self._pictures(islice(selected, looked_through))) > COMPARED_TOGETHER

    def end(self) -> None:
        """The stage shows something else."""
        if self.compare is not None:
            self.compare.end()
        if self.survey is not None:
            self.survey.end()
        self._surveys = False

    def refresh(self) -> None:
        """A task changed, went or came back."""
        if self.compare is not None:
            self.compare.refresh()
        if self.survey is not None:
            self.survey.refresh()

    def tasks_removed(self) -> None:
        """Rows went, and with them perhaps what was current in the history."""
        self.refresh()
        if self.survey is not None and self._surveys:
            self.survey.tell_current()

    def show_again(self) -> None:
        """Files that were missing may be back."""
        if self.compare is not None:
            self.compare.show_again()
        if self.survey is not None:
            self.survey.show_again()

    def go_to(self, task_id: str) -> bool:
        """The person went to this task elsewhere; False when it is to be shown instead of these."""
        if self.survey is not None and self._surveys:
            return self.survey.show_current(task_id) or self.survey.view.has_focus_inside()
        if self.compare is not None and self.compare.reference.is_on:
            return task_id == self.compare.pair.a
        if self.compare is not None:
            self.compare.show_first(task_id)
        return True

    def step(self, distance: int) -> None:
        """Another picture is B, or the current one of a survey."""
        if self.survey is not None and self._surveys:
            self.survey.view.go(distance)
        elif self.compare is not None:
            self.compare.step(distance)

    # -- what is on the stage --------------------------------------------------------------------

    @property
    def page(self) -> QWidget | None:
        if self.survey is not None and self._surveys:
            return self.survey.view
        return None if self.compare is None else self.compare.view

    @property
    def surveyed(self) -> list[str]:
        """The tasks of the survey that is on; none while two are compared."""
        return self.survey.ids if self.survey is not None and self._surveys else []

    @property
    def task_ids(self) -> list[str]:
        """Whose pictures are shown; of a survey the current one first."""
        if self.survey is not None and self._surveys:
            current = self.survey.current
            return [current, *(i for i in self.survey.ids if i != current)]
        pair = None if self.compare is None else self.compare.pair
        return [] if pair is None else [task_id for task_id in (pair.a, pair.b) if task_id]

    @property
    def meant(self) -> str:
        """The id that single keys act on: the picture with the focus of two beside each other."""
        if self.compare is not None and not self._surveys:
            pair, view = self.compare.pair, self.compare.view
            if view.mode is CompareMode.SIDE and view.b.hasFocus() and pair.b:
                return pair.b
        return next(iter(self.task_ids), "")

    @property
    def zoomed(self) -> PictureView | None:
        """The picture that zoom commands mean."""
        if self.survey is not None and self._surveys:
            return self.survey.view.zoomed
        return None if self.compare is None else self.compare.view.b

    @property
    def mode(self) -> str:
        """How two are compared: the value of a `CompareMode`, empty while nothing was chosen."""
        return self._mode if self.compare is None else self.compare.view.mode.value

    def set_mode(self, mode: str) -> None:
        """Compare two in this way, now or as soon as two are; what is no `CompareMode` is none."""
        self._mode = mode if mode_named(mode) else ""
        if self.compare is not None:
            self.compare.show_mode(mode)

    def is_survey(self, page: QWidget | None) -> bool:
        """Whether this page is the one of the survey."""
        return self.survey is not None and page is self.survey.view

    def show_caption(self, page: QWidget | None) -> None:
        """That of two pictures belongs to their page; a survey has the one of its current task."""
        if self.compare is not None:
            self.compare.caption.setVisible(page is self.compare.view)

    def set_letters(self, enabled: bool) -> None:
        """Whether letters without Ctrl act as commands."""
        self._letters = enabled
        for page in (self.compare, self.survey):
            if page is not None:
                page.view.letters = enabled

    def set_ground(self, ground: str) -> None:
        """A colour token, or `BLACK`."""
        self._ground = ground
        for page in (self.compare, self.survey):
            if page is not None:
                page.view.set_ground(ground)

    # -- inside ----------------------------------------------------------------------------------

    def _pictures(self, rows: Iterable[int]) -> list[GenerationTask]:
        """One more than can be looked at, at the most."""
        tasks = (self._model.task_at(row) for row in rows)
        found = (task for task in tasks if task is not None and has_picture(task))
        return list(islice(found, COMPARED_TOGETHER + 1))

    def _begin_survey(self, ids: list[str], current: str) -> None:
        if self.survey is None:
            from nanobanana_desktop.ui.stage.survey import Survey

            survey = self.survey = Survey(self._theme, self._model, *self._sources, self)
            survey.changed.connect(self.changed)
            survey.current_changed.connect(self._requests.select_requested)
            self._connect(survey)
        self._turn_to(surveys=True)
        self.survey.begin(ids, current)

    def _made_compare(self) -> Compare:
        if self.compare is None:
            from nanobanana_desktop.ui.stage.compare import Compare

            compare = Compare(self._theme, self._model, *self._sources, self._requests, self)
            self.compare = compare
            compare.pair_changed.connect(self.changed)
            compare.reference_wanted.connect(self.reference_wanted)
            compare.first_chosen.connect(self._requests.select_requested)
            self._connect(compare)
            if self._mode:
                compare.show_mode(self._mode)
            self.compare_made.emit(compare)
        return self.compare

    def _connect(self, page: Compare | Survey) -> None:
        page.left.connect(self.left)
        page.menu_requested.connect(self.menu_requested)
        page.file_missing_changed.connect(self.file_missing_changed)
        page.view.zoom_changed.connect(self.zoom_changed)
        page.view.letters = self._letters
        page.view.set_ground(self._ground)

    def _turn_to(self, *, surveys: bool) -> None:
        """The other one of the two is not looked at any more."""
        self._surveys = surveys
        if surveys and self.compare is not None:
            self.compare.end()
        if not surveys and self.survey is not None:
            self.survey.end()

    def _on_requests_compare_swap_requested(self) -> None:
        """In a survey nothing changes places; the key takes out instead."""
        if self.survey is not None and self._surveys and self.survey.view.isVisible():
            self.survey.take_out(self.survey.current)
