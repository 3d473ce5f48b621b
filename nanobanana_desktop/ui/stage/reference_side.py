"""A reference image as the other side of a comparison with the picture that was made from it."""

from __future__ import annotations

from nanobanana_desktop.domain.image_record import ImageRecord
from nanobanana_desktop.domain.params import GenerationParams, Reference, ReferenceKind
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.ui.task_status import has_picture


def kept_references(task: GenerationTask) -> tuple[Reference, ...]:
    """Those whose pictures are kept here; a link may lead to anything by now."""
    return tuple(each for each in task.params.references if each.kind is ReferenceKind.FILE)


def can_compare_references(task: GenerationTask | None) -> bool:
    """Whether there is a picture and an image to compare it with."""
    return task is not None and has_picture(task) and bool(kept_references(task))


class ReferenceSide:
    """One of the kept references of a task, stepped through in their order. None is on at first."""

    def __init__(self) -> None:
        self._references: tuple[Reference, ...] = ()
        self._place = 0

    @property
    def is_on(self) -> bool:
        return bool(self._references)

    @property
    def reference(self) -> Reference | None:
        """The one that is compared; None when none is."""
        return self._references[self._place] if self._references else None

    def begin(self, task: GenerationTask) -> bool:
        """Take the first reference of this task; False when there is none, and none is on then."""
        self._references, self._place = kept_references(task), 0
        return self.is_on

    def end(self) -> None:
        self._references, self._place = (), 0

    def step(self, direction: int) -> bool:
        """To the next or the previous one; False at the end."""
        place = self._place + direction
        if not 0 <= place < len(self._references):
            return False
        self._place = place
        return True

    def stand_in(self) -> GenerationTask | None:
        """What the views are given for it; it is in no history. None when none is on."""
        reference = self.reference
        if reference is None:
            return None
        image = ImageRecord(
            relative_path="",
            sha256=reference.sha256,
            mime=reference.mime,
            width=reference.width,
            height=reference.height,
            byte_size=reference.byte_size,
            saved_at=0.0,
        )
        return GenerationTask(
            id=f"reference {reference.sha256}",
            params=GenerationParams(prompt=reference.name),
            state=TaskState.DONE,
            created_at=0.0,
            image=image,
        )
