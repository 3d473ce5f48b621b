"""The small line of a card: what is known of an unconfirmed order, how long a link still lives."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.domain.track_record import UnconfirmedEndings
from nanobanana_desktop.ui import formats
from nanobanana_desktop.ui.texts import link_text, spoken_list

_CLOSED = ("the program ended", "the program was closed")
_TOO_LATE = "no complete answer"
"""How `GenerationTask.error_detail` begins when that was the reason."""


def card_note(task: GenerationTask, now: float, endings: UnconfirmedEndings | None = None) -> str:
    """One line or two, or empty. `now` in UTC seconds; `endings` are those of earlier orders."""
    if task.state is TaskState.SUBMIT_UNKNOWN:
        known = (_evidence(task, now), _so_far(endings) if endings is not None else "")
        return "\n".join(line for line in known if line)
    link = link_text(task, now)
    return link[:1].upper() + link[1:]


def _so_far(endings: UnconfirmedEndings) -> str:
    """How earlier ones ended; empty when there were none."""
    translate = QCoreApplication.translate
    parts = (
        (endings.found, translate("Status", "{count} found")),
        (endings.run_again, translate("Status", "{count} run again")),
        (endings.dismissed, translate("Status", "{count} dismissed")),
    )
    counted = spoken_list(
        text.format(count=formats.count_text(count)) for count, text in parts if count
    )
    if not counted:
        return ""
    return translate("Status", "Earlier ones so far: {counted}.").format(counted=counted)


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
        text = translate(
            "Status", "Sent at {time}; connection lost {seconds} s later, before an answer."
        )
    return text.format(
        time=formats.day_and_time(task.submitted_at, now),
        status=task.http_status,
        seconds=max(0, round(task.changed_at - task.submitted_at)),
    )
