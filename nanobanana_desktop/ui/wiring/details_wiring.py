"""The details follow the selection; what only files tell is read in a worker."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from nanobanana_desktop.domain.params import Reference, ReferenceKind
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.errors import AppError
from nanobanana_desktop.services.background import Jobs, Workers
from nanobanana_desktop.services.picture_file import PictureFile, look_at
from nanobanana_desktop.ui import desktop
from nanobanana_desktop.ui.panes import Panes
from nanobanana_desktop.ui.task_status import has_picture

if TYPE_CHECKING:
    from nanobanana_desktop.ui.details.details_pane import DetailsPane

SUMMED: Final = 500
"""Tasks that are summed up; of more only their number is told."""
REST_MS: Final = 120
"""A file is read when the selection has rested so long: who steps through pictures waits for none.
"""
SMALL: Final = 192
KEPT: Final = 64
"""Small pictures of references that are kept."""


class PicturePaths(Protocol):
    def path(self, task: GenerationTask) -> Path:
        """Blocking. Raises AppError."""
        ...


class KeptReferences(Protocol):
    async def picture(self, reference: Reference, side: int) -> QImage: ...


class FileEvents(Protocol):
    def change_accepted_at(self, task_id: str) -> float | None:
        """A short read. UTC seconds; None when the file is what was saved, as far as is known."""
        ...


class Now(Protocol):
    def utc(self) -> float: ...


class DetailsParts(Protocol):
    """What the details are made from."""

    @property
    def panes(self) -> Panes: ...

    @property
    def shelf(self) -> PicturePaths: ...

    @property
    def history(self) -> FileEvents: ...

    @property
    def references(self) -> KeptReferences: ...

    @property
    def workers(self) -> Workers: ...

    @property
    def jobs(self) -> Jobs: ...

    @property
    def clock(self) -> Now: ...


class DetailsWiring(QObject):
    """Makes the pane when it is first shown. `pane` is None before.

    Signals: `pane_made(DetailsPane)` – others may put something into it now.
    """

    pane_made = Signal(object)

    def __init__(self, parts: DetailsParts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        panes = parts.panes
        self._parts = parts
        self._panes = panes
        self._window = panes.window
        self._history = panes.history
        self._small: OrderedDict[Reference, QImage] = OrderedDict()
        self._asked: GenerationTask | None = None
        self.pane: DetailsPane | None = None
        self._soon = self._single_shot("details", 0, self.refresh)
        self._rest = self._single_shot("details file", REST_MS, self._on_rest_timeout)
        window, requests, history = panes.window, panes.requests, panes.history
        window.history_made_room.connect(panes.stage.focus_stage)
        window.details_shown.connect(self._on_window_details_shown)
        requests.details_requested.connect(lambda: window.show_details(True))
        requests.details_toggled.connect(lambda: window.show_details(not window.shows_details))
        history.current_changed.connect(self._soon.start)
        history.selection_model.selectionChanged.connect(self._soon.start)
        history.model.modelReset.connect(self._soon.start)
        # Whoever listens to `pane_made` is connected by then.
        QTimer.singleShot(0, self, self._look)

    def refresh(self) -> None:
        """Describe what is selected now."""
        pane = self.pane
        if pane is None or not self._window.shows_details:
            return
        ranges = self._history.selection_model.selection()
        count = sum(ranges.at(number).height() for number in range(ranges.count()))
        if count > 1:
            tasks = self._history.selected_tasks() if count <= SUMMED else []
            self._asked = None
            pane.show_tasks(tasks, count, self._parts.clock.utc())
            return
        task = self._history.current_task()
        if task is None:
            self._asked = None
            pane.show_nothing()
        else:
            self._describe(pane, task)

    def make(self) -> None:
        """Make the pane if there is none yet; it stays closed."""
        if self.pane is None:
            self.pane = self._made_pane()

    def fill_ahead(self) -> None:
        """Describe the current task in the closed pane, so that opening it has little left to do.

        Nothing is read from the file.
        """
        task = self._history.current_task()
        if self.pane is not None and task is not None and not self._window.shows_details:
            self._tell(self.pane, task)
            self.pane.ensurePolished()

    def _tell(self, pane: DetailsPane, task: GenerationTask) -> None:
        missing = self._history.model.is_file_missing(task)
        accepted_at = (
            None if task.image is None else self._parts.history.change_accepted_at(task.id)
        )
        now = self._parts.clock.utc()
        pane.show_task(task, now, file_missing=missing, accepted_at=accepted_at)

    def _describe(self, pane: DetailsPane, task: GenerationTask) -> None:
        self._tell(pane, task)
        if not has_picture(task):
            self._asked = None
        elif self._asked is None or _file_of(task) != _file_of(self._asked):
            self._asked = task
            self._rest.start()

    def _look(self) -> None:
        self._on_window_details_shown(self._window.shows_details)

    def _on_window_details_shown(self, shown: bool) -> None:
        self._panes.stage.header.set_details_open(shown)
        if not shown:
            self._asked = None
            self._rest.stop()
            return
        self.make()
        self._soon.start()

    def _made_pane(self) -> DetailsPane:
        from nanobanana_desktop.ui.details.details_pane import DetailsPane

        place = self._window.details
        pane = DetailsPane(self._panes.theme, place)
        pane.close_requested.connect(lambda: self._window.show_details(False))
        pane.copy_requested.connect(self._on_pane_copy_requested)
        references = pane.one.references
        references.picture_wanted.connect(self._on_references_picture_wanted)
        references.preview_requested.connect(self._on_references_preview_requested)
        references.use_requested.connect(self._on_references_use_requested)
        place.fill(pane)
        self.pane_made.emit(pane)
        return pane

    # -- files -----------------------------------------------------------------------------------

    def _on_rest_timeout(self) -> None:
        if self._asked is not None:
            self._parts.jobs.start("details", self._read_file(self._asked))

    async def _read_file(self, task: GenerationTask) -> None:
        facts = None
        # Without facts the pane says that the file is missing.
        with suppress(AppError):
            facts = await self._parts.workers.run(self._look_at_file, task)
        if self.pane is not None and self._asked is task:
            self.pane.one.show_file(facts)

    def _look_at_file(self, task: GenerationTask) -> PictureFile:
        return look_at(self._parts.shelf.path(task))

    def _on_references_use_requested(self, reference: Reference) -> None:
        self._panes.create.references.append_known([reference])

    def _on_references_picture_wanted(self, reference: Reference) -> None:
        known = self._small.get(reference)
        if known is not None and self.pane is not None:
            self.pane.one.references.show_picture(reference, known)
        else:
            self._parts.jobs.start("details", self._read_small(reference))

    async def _read_small(self, reference: Reference) -> None:
        image = None
        # Without a picture the tile shows that it is not available any more.
        with suppress(AppError):
            image = self._small[reference] = await self._parts.references.picture(reference, SMALL)
        while len(self._small) > KEPT:
            self._small.popitem(last=False)
        if self.pane is not None:
            self.pane.one.references.show_picture(reference, image)

    def _on_references_preview_requested(self, reference: Reference) -> None:
        if reference.kind is ReferenceKind.LINK:
            desktop.open_link(reference.url)
        else:
            self._parts.jobs.start("details", self._preview(reference))

    async def _preview(self, reference: Reference) -> None:
        from nanobanana_desktop.ui.details.reference_preview import SIDE, ReferencePreview

        try:
            image = await self._parts.references.picture(reference, SIDE)
        except AppError:
            if self.pane is not None:
                self.pane.one.references.show_picture(reference, None)
            return
        ReferencePreview(self._panes.theme, reference, image, self._window).show()

    def _on_pane_copy_requested(self, text: str) -> None:
        desktop.copy_text(text)
        self._window.toast.show_message(self.tr("Copied"))

    def _single_shot(self, name: str, interval: int, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setObjectName(name)
        timer.setSingleShot(True)
        timer.setInterval(interval)
        timer.timeout.connect(slot)
        return timer


def _file_of(task: GenerationTask) -> tuple[str, str]:
    return task.id, "" if task.image is None else task.image.relative_path
