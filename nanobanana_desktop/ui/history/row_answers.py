"""What a row answers when Qt, a delegate or a screen reader asks, and what is known about it."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import Any, Final

from PySide6.QtCore import Qt

from nanobanana_desktop.domain.task import POLLED, GenerationTask
from nanobanana_desktop.ui import formats, texts
from nanobanana_desktop.ui.labels import plain_tooltip_text
from nanobanana_desktop.ui.ports import HoldView, Prospects
from nanobanana_desktop.ui.task_status import NOTHING_KNOWN, TaskStatus, status_of

TOOLTIP_LENGTH: Final = 400

Progress = tuple[int, int | None]
"""Bytes received, bytes in all (None when the service did not say)."""


class Role(IntEnum):
    TASK = Qt.ItemDataRole.UserRole + 1
    STATUS = Qt.ItemDataRole.UserRole + 2
    PROGRESS = Qt.ItemDataRole.UserRole + 3
    HEADER = Qt.ItemDataRole.UserRole + 4
    COST = Qt.ItemDataRole.UserRole + 5
    """What running it again will probably cost, None when not known."""


class RowAnswers:
    """Answers about tasks from what the services told besides them. `now` gives UTC seconds."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self.progress: dict[str, Progress] = {}
        self.missing_files: set[str] = set()
        self.hold: HoldView | None = None
        self.prospects: Prospects = NOTHING_KNOWN

    def forget(self, task_id: str) -> None:
        self.progress.pop(task_id, None)
        self.missing_files.discard(task_id)

    def status(self, task: GenerationTask) -> TaskStatus:
        return status_of(
            task,
            self._now(),
            hold=self.hold,
            file_missing=task.id in self.missing_files,
            prospects=self.prospects,
        )

    def answer(self, task: GenerationTask, role: int) -> Any:
        """None for a role that no row answers."""
        answer = _ANSWERS.get(role)
        return None if answer is None else answer(self, task)

    def tooltip(self, task: GenerationTask) -> str:
        progress = self.progress.get(task.id)
        if progress is not None:
            return formats.progress_bytes(*progress)
        lines = [texts.shortened(texts.heading(task), TOOLTIP_LENGTH)]
        if task.state in POLLED:
            lines.append(texts.usual_text(self.prospects.usual(task)))
        lines.append(texts.link_text(task, self._now()))
        return plain_tooltip_text("\n".join(line for line in lines if line))


_ANSWERS: Final[dict[int, Callable[[RowAnswers, GenerationTask], Any]]] = {
    Role.TASK: lambda _known, task: task,
    Role.STATUS: lambda known, task: known.status(task),
    Role.PROGRESS: lambda known, task: known.progress.get(task.id),
    Role.COST: lambda known, task: known.prospects.usual_cost(task.params),
    Qt.ItemDataRole.DisplayRole: lambda _known, task: texts.heading(task),
    Qt.ItemDataRole.ToolTipRole: lambda known, task: known.tooltip(task),
    Qt.ItemDataRole.AccessibleTextRole: (
        lambda known, task: texts.spoken_row(task, known.status(task))
    ),
    Qt.ItemDataRole.AccessibleDescriptionRole: (
        lambda known, task: texts.spoken_row_details(known.status(task))
    ),
}
ANSWERED: Final = frozenset(_ANSWERS)
"""Roles that need the task: it is read for nothing else."""
