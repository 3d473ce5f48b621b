"""Brings reference images to the comparison with the picture that was made from them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from nanobanana_desktop.domain.params import Reference
from nanobanana_desktop.domain.picture_format import SIDE_LIMIT
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.errors import AppError
from nanobanana_desktop.services.background import Jobs, Workers
from nanobanana_desktop.services.loaded_picture import loaded_picture
from nanobanana_desktop.ui.actions import Command
from nanobanana_desktop.ui.panes import Panes
from nanobanana_desktop.ui.stage.reference_side import can_compare_references

if TYPE_CHECKING:
    from nanobanana_desktop.ui.stage.compare import Compare


class KeptReferences(Protocol):
    async def picture(self, reference: Reference, side: int) -> QImage:
        """At most `side` pixels. Raises StorageError(FILE_GONE)."""
        ...

    async def place(self, reference: Reference) -> Path | None: ...


class ReferenceComparingParts(Protocol):
    """What is needed of the window's parts."""

    @property
    def panes(self) -> Panes: ...

    @property
    def references(self) -> KeptReferences: ...

    @property
    def workers(self) -> Workers: ...

    @property
    def jobs(self) -> Jobs: ...


class ReferenceComparing(QObject):
    """Carries out the command, offers it while it can be, and reads the images in a thread."""

    def __init__(self, parts: ReferenceComparingParts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parts = parts
        self._panes = parts.panes
        self._action = self._panes.actions[Command.COMPARE_REFERENCE]
        self._action.triggered.connect(self._on_action_triggered)
        self._panes.history.current_changed.connect(self._offer)
        self._panes.stage.compared.reference_wanted.connect(self._on_reference_wanted)
        self._offer(self._panes.history.current_task())

    def _offer(self, task: GenerationTask | None) -> None:
        self._action.setEnabled(can_compare_references(task))

    def _on_action_triggered(self) -> None:
        task = self._panes.history.current_task()
        if task is not None:
            self._panes.requests.compare_reference_requested.emit(task)

    def _on_reference_wanted(self, reference: Reference) -> None:
        compare = self._panes.stage.compare
        if compare is not None:
            self._parts.jobs.start("reference to compare", self._read(compare, reference))

    async def _read(self, compare: Compare, reference: Reference) -> None:
        try:
            image = await self._parts.references.picture(reference, SIDE_LIMIT)
        except AppError as error:
            compare.show_reference_trouble(reference, error)
            return
        path = await self._parts.references.place(reference) or Path(reference.name)
        compare.show_reference(
            reference, await self._parts.workers.run(loaded_picture, image, path)
        )
