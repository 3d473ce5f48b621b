"""Tasks inside a drag that begins and may end in this window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QByteArray, QMimeData

TASKS_MIME: Final = "application/x-nanobanana-desktop-tasks"
TASKS_LIMIT: Final = 200
"""More are never read out of one drag."""


def put_tasks(data: QMimeData, task_ids: Sequence[str]) -> None:
    """Say which tasks are dragged, beside the files that other programs take."""
    data.setData(TASKS_MIME, QByteArray("\n".join(task_ids).encode()))


def dragged_tasks(data: QMimeData) -> tuple[str, ...]:
    """The ids of the tasks; empty when there are none.

    Another copy of the program offers ids that mean nothing here: they are not known then.
    """
    if not data.hasFormat(TASKS_MIME):
        return ()
    text = bytes(data.data(TASKS_MIME).data()).decode(errors="replace")
    return tuple(task_id for task_id in text.split("\n") if task_id)[:TASKS_LIMIT]
