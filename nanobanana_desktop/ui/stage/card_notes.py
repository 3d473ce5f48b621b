"""The small line of a card: what is known of an unconfirmed order, how long a link still lives."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.ui import formats
from nanobanana_desktop.ui.texts import link_text

_CLOSED = ("the program ended", "the program was closed")
_TOO_LATE = "no complete answer"
"""How `GenerationTask.error_detail` begins when that was the reason."""


def card_note(task: GenerationTask, now: float) -> str:
    """One line, or empty. `now` in UTC seconds."""
    if task.state is TaskState.SUBMIT_UNKNOWN:
        return _evidence(task, now)
    link = link_text(task, now)
    return link[:1].upper() + link[1:]


def _evidence(task: GenerationTask, now: float) -> str:
    """When the order was sent and how that ended."""
    if task.submitted_at is None:
        return ""
    translate = QCoreApplication.translate
    if task.error_detail.startswith(_CLOSED):
        text = translate("Status", "Sent at {time}; the app was closed before an answer came.")
    elif task.http_status is not None:
        text = translate("Status", "Sent at {time}; answered with HTTP {status} and no task ID.")
    elif task.error_detail.startswith(_TOO_LATE):
        text = translate("Status", "Sent at {time}; no answer came within {seconds} s.")
    else:
        text = translate("Status", "Sent at {time}; connection lost {seconds} s after sending.")
    return text.format(
        time=formats.day_and_time(task.submitted_at, now),
        status=task.http_status,
        seconds=max(0, round(task.changed_at - task.submitted_at)),
    )
