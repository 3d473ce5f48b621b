"""What a person reads or hears about a task: state words, row lines, spoken rows, tooltips."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

from nanobanana_desktop.domain.params import model_label
from nanobanana_desktop.domain.remote_text import isolated
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.errors import ErrorCase
from nanobanana_desktop.ui import formats
from nanobanana_desktop.ui.error_rows import error_row
from nanobanana_desktop.ui.ports import HoldView, Usual
from nanobanana_desktop.ui.task_status import StatusKind, TaskStatus, waited
from nanobanana_desktop.ui.translation_marks import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    from nanobanana_desktop.services.picture_fetch import SpaceNeeded
    from nanobanana_desktop.ui.error_texts import ErrorText

SPOKEN_PROMPT_LENGTH: Final = 80
_UNSAVED: Final = frozenset({TaskState.RESULT_READY, TaskState.SAVE_BLOCKED, TaskState.RESULT_BAD})

_WORDS: Final[dict[StatusKind, str]] = {
    StatusKind.QUEUED: QT_TRANSLATE_NOOP("Status", "Queued"),
    StatusKind.SENDING: QT_TRANSLATE_NOOP("Status", "Sending"),
    StatusKind.NOT_CONFIRMED: QT_TRANSLATE_NOOP("Status", "Not confirmed"),
    StatusKind.PROCESSING: QT_TRANSLATE_NOOP("Status", "Processing"),
    StatusKind.SLOW: QT_TRANSLATE_NOOP("Status", "Slower than usual"),
    StatusKind.DOWNLOADING: QT_TRANSLATE_NOOP("Status", "Downloading"),
    StatusKind.NOT_DOWNLOADED: QT_TRANSLATE_NOOP("Status", "Not downloaded"),
    StatusKind.COMPLETED: QT_TRANSLATE_NOOP("Status", "Completed"),
    StatusKind.FAILED: QT_TRANSLATE_NOOP("Status", "Failed"),
    StatusKind.LINK_EXPIRED: QT_TRANSLATE_NOOP("Status", "Link expired"),
    StatusKind.STOPPED: QT_TRANSLATE_NOOP("Status", "Stopped"),
    StatusKind.FILE_MISSING: QT_TRANSLATE_NOOP("Status", "File missing"),
}


def state_word(kind: StatusKind) -> str:
    return QCoreApplication.translate("Status", _WORDS[kind])


def row_text(status: TaskStatus) -> str:
    """The short line of a row: the reason where there is one, else the state word."""
    if status.case is not None and status.kind is not StatusKind.SLOW:
        return error_row(status.case)
    if status.stalled:
        return QCoreApplication.translate("Status", "Stalled")
    return _waiting_text(status) if status.local else state_word(status.kind)


def tile_word(status: TaskStatus) -> str:
    """The line of a tile: the reason as its row says it; what waits has only its state there."""
    no_reason = status.case is None or status.kind is StatusKind.SLOW
    return state_word(status.kind) if no_reason else row_text(status)


def _waiting_text(status: TaskStatus) -> str:
    if status.held_back:
        return QCoreApplication.translate("Status", "Held back")
    if status.in_grace:
        return QCoreApplication.translate("Status", "Sending in a moment")
    if status.place > 1 or (status.place and status.held):
        text = QCoreApplication.translate("Status", "Waiting · {place}", "place in a line: 2nd")
        return text.format(place=formats.ordinal(status.place))
    if status.place and status.full:
        return QCoreApplication.translate("Status", "Waits for a free place")
    return QCoreApplication.translate("Status", "Queued, sends next")


def heading(task: GenerationTask) -> str:
    """The prompt; for a task that was fetched by its id and has none, that id."""
    if task.params.prompt.strip() or not task.remote_id:
        return task.params.prompt
    text = QCoreApplication.translate("Status", "Task {id}")
    return text.format(id=isolated(task.remote_id))


def usual_text(usual: Usual | None) -> str:
    """How long such tasks take, empty while it is not known."""
    return "" if usual is None else formats.usual_span(usual.typical, usual.ninety)


def link_text(task: GenerationTask, now: float) -> str:
    """How long the link of a picture that is not saved yet still lives; else empty."""
    deadline = task.link_deadline
    if task.state not in _UNSAVED or task.image is not None or not task.result_url:
        return ""
    if deadline is None or deadline <= now:
        return ""
    text = QCoreApplication.translate("Status", "link valid {time}")
    return text.format(time=formats.remaining(deadline - now))


STAR: Final = "★"
"""One for each step of a rating."""


def spoken_row(task: GenerationTask, status: TaskStatus) -> str:
    """One sentence for screen readers: prompt, state word, time, ratio, size, starred, new."""
    parts = [
        shortened(heading(task), SPOKEN_PROMPT_LENGTH),
        state_word(status.kind),
        formats.clock_time(task.created_at),
        formats.spoken_ratio(formats.task_ratio(task)),
        formats.resolution_label(task.params.resolution),
    ]
    if task.starred:
        parts.append(QCoreApplication.translate("Status", "starred"))
    if task.rating:
        text = QCoreApplication.translate("Status", "{rating} of 5 stars")
        parts.append(text.format(rating=task.rating))
    if is_new(task):
        parts.append(QCoreApplication.translate("Status", "new"))
    return spoken_list(parts)


def compared_as(mark: str) -> str:
    """That a picture is `mark`, A or B, of the two that are compared."""
    return QCoreApplication.translate("Status", "compared as {mark}").format(mark=mark)


def spoken_list(parts: Iterable[str]) -> str:
    """The parts that are not empty, with a pause between them."""
    pause = QCoreApplication.translate("Status", ", ", "between parts of a spoken row")
    return pause.join(part for part in parts if part)


def spoken_row_details(status: TaskStatus) -> str:
    """The reason and the next key, for rows that need the person."""
    if status.case is None:
        return row_text(status) if status.local else ""
    text = QCoreApplication.translate("Status", "{reason}. Press Enter for details.")
    return text.format(reason=row_text(status))


def is_new(task: GenerationTask) -> bool:
    """A picture that arrived and was not looked at yet."""
    return task.state is TaskState.DONE and not task.seen


def shortened(prompt: str, length: int) -> str:
    """The prompt in one line of at most `length` code points, then an ellipsis."""
    line = " ".join(prompt.split())
    return line if len(line) <= length else line[:length].rstrip() + "…"


def meta_parts(task: GenerationTask) -> list[str]:
    """The small line of the stage: model, ratio, pixels or size, time, duration."""
    parts = []
    if task.params.model_name:
        parts.append(isolated(model_label(task.params.model_name)))
        parts.append(formats.ratio_label(formats.task_ratio(task)))
    if task.image is not None:
        parts.append(formats.pixel_size(task.image.width, task.image.height))
    elif task.params.resolution:
        parts.append(formats.resolution_label(task.params.resolution))
    parts.append(formats.clock_time(task.created_at))
    if task.state is TaskState.DONE and task.finished_at is not None:
        parts.append(formats.duration(waited(task, task.finished_at)))
    if task.rating:
        parts.append(STAR * task.rating)
    return parts


def card_text(
    task: GenerationTask,
    status: TaskStatus,
    hold: HoldView | None,
    now: float,
    folder: str = "",
    *,
    needed: SpaceNeeded | None = None,
) -> ErrorText:
    """The words of the card for `status`, with the facts that the task and the hold know.

    `folder` is where pictures are saved; `needed` is what this one lacks on a full disk.
    """
    from nanobanana_desktop.ui.error_texts import error_text

    if status.kind is StatusKind.STOPPED:
        return _stopped_text()
    if status.case is ErrorCase.LINK_REFUSED and task.result_url.startswith("http://"):
        return _insecure_text()
    facts: dict[str, str | float] = {"minutes": int(waited(task, now) // 60)}
    if folder:
        facts["folder"] = isolated(folder)
    if needed is not None:
        facts |= {"size": formats.byte_size(needed.size), "volume": isolated(needed.volume)}
    if status.case is ErrorCase.RATE_LIMITED:
        if hold is not None and hold.until is not None:
            facts["time"] = formats.clock_time(hold.until)
    elif task.link_deadline is not None:
        facts["time"] = formats.day_and_time(task.link_deadline, now)
    text = error_text(status.case or ErrorCase.UNKNOWN, facts)
    if status.case is ErrorCase.NOT_SENT and task.state is TaskState.REFUSED:
        body = QCoreApplication.translate("Status", "You marked it as not sent. It is kept here.")
        return text._replace(body=body)
    return text


def _stopped_text() -> ErrorText:
    from nanobanana_desktop.ui.card_actions import CardAction
    from nanobanana_desktop.ui.error_texts import ErrorText

    return ErrorText(
        row=state_word(StatusKind.STOPPED),
        title=QCoreApplication.translate("Status", "You stopped waiting for this task"),
        body=QCoreApplication.translate(
            "Status", "The service may still finish and charge it. Watching again is free."
        ),
        actions=(CardAction.WATCH_AGAIN, CardAction.RUN_AGAIN),
    )


def _insecure_text() -> ErrorText:
    from nanobanana_desktop.ui.card_actions import CardAction
    from nanobanana_desktop.ui.error_texts import ErrorText

    return ErrorText(
        row=error_row(ErrorCase.LINK_REFUSED),
        title=QCoreApplication.translate("Status", "The image's link is not encrypted"),
        body=QCoreApplication.translate(
            "Status",
            "Others in the network could see the image while it is downloaded. The key is not "
            "sent with it.",
        ),
        actions=(CardAction.DOWNLOAD_ANYWAY, CardAction.COPY_LINK),
    )


def details_for_report(
    task: GenerationTask, version: str, format_time: Callable[[float], str]
) -> str:
    """What "Copy details" copies: times, ids, answers. Never the prompt and never the key."""
    import platform

    ratio = task.params.aspect_ratio or "auto"
    lines = [
        f"NanoBanana Desktop {version} ({platform.system()} {platform.machine()})",
        f"task {task.id}, service id {task.remote_id or '-'}",
        f"created {format_time(task.created_at)}, changed {format_time(task.changed_at)}",
        f"state {task.state.value}, service word {task.raw_status or '-'}, sent {task.attempt}x",
        f"model {task.params.model_name}, {task.params.resolution}, {ratio}",
        f"references {len(task.params.references)}",
    ]
    if task.error_case is not None:
        lines.append(f"case {task.error_case.value}, HTTP {task.http_status or '-'}")
    lines.extend(text for text in (task.error_text, task.error_detail) if text)
    return "\n".join(lines)
