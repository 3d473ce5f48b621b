"""The form and what stands behind it: orders, reference images, the draft."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from nanobanana_desktop.domain.params import GenerationParams, Reference
from nanobanana_desktop.domain.task import ACTIVE, GenerationTask, TaskState
from nanobanana_desktop.errors import AppError
from nanobanana_desktop.services.background import Jobs
from nanobanana_desktop.services.clock import Clock
from nanobanana_desktop.services.reference_service import ReferenceService
from nanobanana_desktop.services.task_service import TaskService
from nanobanana_desktop.ui.create.create_pane import CreatePane
from nanobanana_desktop.ui.create.form_state import OrderManner
from nanobanana_desktop.ui.create.reference_items import ReferenceRequest

AUTOSAVE_MS: Final = 1_000


class FormWiring(QObject):
    """Connects the create pane with the task and reference services.

    The draft is handed to `save_draft` at most once a second while it changes.

    Signals: `ordered(list[str])` – the local ids of new tasks, newest last.
    """

    ordered = Signal(list)

    def __init__(
        self,
        pane: CreatePane,
        tasks: TaskService,
        references: ReferenceService,
        save_draft: Callable[[Mapping[str, object]], None],
        jobs: Jobs,
        clock: Clock,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._pane = pane
        self._tasks = tasks
        self._references = references
        self._save_draft = save_draft
        self._jobs = jobs
        self._clock = clock
        self._autosave = QTimer(self)
        self._autosave.setObjectName("draft autosave")
        self._autosave.setSingleShot(True)
        self._autosave.setInterval(AUTOSAVE_MS)
        self._autosave.timeout.connect(self._on_autosave_timeout)
        pane.submitted.connect(self._on_pane_submitted)
        pane.references_requested.connect(self._on_pane_references_requested)
        pane.draft_changed.connect(self._on_pane_draft_changed)
        references.prepared.connect(self._on_references_prepared)
        references.refused.connect(self._on_references_refused)
        # The draft was restored with the window; its images were asked for when nobody listened.
        QTimer.singleShot(0, self, self._prepare_draft)

    def save_now(self) -> None:
        """Hand over the draft without waiting; called at the end."""
        self._autosave.stop()
        self._save_draft(self._pane.draft())

    def _on_pane_submitted(self, params: GenerationParams, count: int, manner: OrderManner) -> None:
        self._jobs.start("order", self._order(params, count, manner))

    async def _order(self, params: GenerationParams, count: int, manner: OrderManner) -> None:
        twin = None if manner.confirmed else await self._tasks.find_twin(params)
        if twin is None:
            self.ordered.emit(self._tasks.create(params, count, first=manner.first))
        else:
            self._pane.ask_again(params, count, self._question_about(twin))

    def _question_about(self, twin: GenerationTask) -> str:
        if twin.state is TaskState.SUBMIT_UNKNOWN:
            return self.tr("Same as a task that is not confirmed. Send again?")
        if twin.state in ACTIVE:
            return self.tr("Same as a task that is still being made. Send again?")
        text = self.tr("Same as a task from {seconds} s ago. Send again?")
        return text.format(seconds=max(0, round(self._clock.utc() - twin.created_at)))

    def _on_pane_references_requested(self, requests: list[ReferenceRequest]) -> None:
        for request in requests:
            if request.smaller:
                self._make_smaller(request)
            elif request.path is not None:
                self._references.take_file(request.ticket, request.path)
            elif request.image is not None:
                self._references.take_image(request.ticket, request.image, self._no_name())
            elif request.encoded:
                self._references.take_bytes(request.ticket, request.encoded, self._no_name())
            elif request.data_link:
                self._references.take_data_link(request.ticket, request.data_link, self._no_name())
            elif request.reference is not None:
                self._references.show_again(request.ticket, request.reference)
            else:
                self._references.take_link(request.ticket, request.link)

    def _make_smaller(self, request: ReferenceRequest) -> None:
        name = self._no_name() if request.path is None else request.path.name
        for source in (request.path, request.image, request.encoded, request.data_link):
            if source:
                self._references.take_smaller(request.ticket, source, name)
                return

    def _prepare_draft(self) -> None:
        self._on_pane_references_requested(self._pane.references.unanswered())

    def _no_name(self) -> str:
        return self.tr("Pasted image")

    def _on_references_prepared(self, ticket: int, reference: Reference, small: QImage) -> None:
        self._pane.add_reference(reference, None if small.isNull() else small, ticket)

    def _on_references_refused(self, ticket: int, error: AppError) -> None:
        self._pane.show_reference_problem(error.case, error.facts, ticket)

    def _on_pane_draft_changed(self) -> None:
        if not self._autosave.isActive():
            self._autosave.start()

    def _on_autosave_timeout(self) -> None:
        self._save_draft(self._pane.draft())
