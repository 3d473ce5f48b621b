"""What the details say: spans of time, sizes asked for and received, sums over several tasks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Final, NamedTuple

from PySide6.QtCore import QCoreApplication, QLocale

from nanobanana_desktop.domain.delivered_size import size_gap
from nanobanana_desktop.domain.params import is_other_model, told_model_label
from nanobanana_desktop.domain.remote_text import isolated
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui import formats, texts
from nanobanana_desktop.ui.task_status import status_of

SHORTEST: Final = 0.1
"""Seconds; less is not worth a line."""
LARGEST_COST: Final = 10**9
"""What claims to be more is no cost."""


class Wish(NamedTuple):
    """One thing that was asked for, and what came."""

    name: str
    asked: str
    received: str
    differs: bool


class Line(NamedTuple):
    name: str
    text: str


def wishes(task: GenerationTask) -> list[Wish]:
    """Size and ratio; `received` is empty as long as nothing came."""
    params, image = task.params, task.image
    gap = None if image is None else size_gap(params, image.width, image.height)
    pixels = "" if image is None else formats.pixel_size(image.width, image.height)
    return [
        Wish(
            QCoreApplication.translate("Details", "Size"),
            formats.resolution_label(params.resolution),
            pixels,
            gap is not None and gap.smaller,
        ),
        Wish(
            QCoreApplication.translate("Details", "Ratio"),
            formats.ratio_label(params.aspect_ratio),
            "" if image is None else received_ratio(task),
            gap is not None and gap.other_ratio,
        ),
    ]


class ToldModel(NamedTuple):
    """What the service said about the model."""

    text: str
    differs: bool


def told_model(task: GenerationTask) -> ToldModel | None:
    """Whether it is the one that was asked for; None where the service named none."""
    if not task.told_model:
        return None
    if not is_other_model(task.params.model_name, task.told_model):
        text = QCoreApplication.translate("Details", "The service names the same model.")
        return ToldModel(text, False)
    text = QCoreApplication.translate("Details", "The service names another model: {model}")
    return ToldModel(text.format(model=isolated(told_model_label(task.told_model))), True)


def received_ratio(task: GenerationTask) -> str:
    """The ratio that came, by the name of the form if it has one, else to two places."""
    image = task.image
    if image is None or not image.width or not image.height:
        return ""
    shape = image.width / image.height
    named = formats.nearest_ratio(shape)
    return named or f"{QLocale().toString(shape, 'f', 2)}:1"


def moments(task: GenerationTask) -> list[Line]:
    """When it was ordered, and when it was sent and finished where that is another minute."""
    known = (
        (QCoreApplication.translate("Details", "Ordered"), task.created_at),
        (QCoreApplication.translate("Details", "Sent"), task.submitted_at),
        (QCoreApplication.translate("Details", "Finished"), task.finished_at),
    )
    lines: list[Line] = []
    for name, time in known:
        text = formats.full_time(time) if time else ""
        if text and all(line.text != text for line in lines):
            lines.append(Line(name, text))
    return lines


def spans(task: GenerationTask) -> list[Line]:
    """How long it waited here and there, was made there, and came over; only what is over."""
    queue = QCoreApplication.translate("Details", "In the queue")
    taken = task.accepted_at or task.submitted_at
    saved = task.image.saved_at if task.image is not None else None
    parts = (
        (QCoreApplication.translate("Details", "Waited"), task.created_at, task.submitted_at),
        (queue, taken, task.left_queue_at),
        (QCoreApplication.translate("Details", "Made in"), taken, task.result_seen_at),
        (QCoreApplication.translate("Details", "Download"), task.result_seen_at, saved),
        (QCoreApplication.translate("Details", "In all"), task.created_at, task.finished_at),
    )
    # It left the queue some time between two looks.
    roughly = QCoreApplication.translate("Details", "up to {time}")
    return [
        Line(name, (roughly if name is queue else "{time}").format(time=precise(end - start)))
        for name, start, end in parts
        if start and end and end - start >= SHORTEST
    ]


def precise(seconds: float) -> str:
    """A span as `formats.duration` says it, with a tenth below ten seconds."""
    if seconds >= 9.95:
        return formats.duration(seconds)
    text = QCoreApplication.translate("Formats", "{seconds} s")
    return text.format(seconds=QLocale().toString(seconds, "f", 1))


class Sum(NamedTuple):
    """What several tasks come to. `without` of them have no cost that is known."""

    lines: list[Line]
    without: int


def summed(tasks: Sequence[GenerationTask], now: float) -> Sum:
    """States, cost, time and size on disk of several tasks."""
    words = Counter(texts.state_word(status_of(task, now).kind) for task in tasks)
    states = texts.spoken_list(
        f"{word}: {formats.count_text(count)}" for word, count in words.most_common()
    )
    lines = [Line(QCoreApplication.translate("Details", "States"), states)]
    costs = [cost for task in tasks if (cost := _number(task.amount)) is not None]
    if costs:
        total = QLocale().toString(float(sum(costs)), "f", _places(costs))
        lines.append(Line(QCoreApplication.translate("Details", "Cost as reported"), total))
    created = [task.created_at for task in tasks]
    first, last = formats.full_time(min(created)), formats.full_time(max(created))
    text = QCoreApplication.translate("Details", "{first} to {last}", "two moments")
    period = first if first == last else text.format(first=first, last=last)
    lines.append(Line(QCoreApplication.translate("Details", "Ordered"), period))
    stored = [task.image.byte_size for task in tasks if task.image is not None]
    if stored:
        size = formats.byte_size(sum(stored))
        lines.append(Line(QCoreApplication.translate("Details", "Size on disk"), size))
    return Sum(lines, len(tasks) - len(costs))


def _number(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value) < LARGEST_COST else None


def _places(costs: Sequence[Decimal]) -> int:
    """As many as the finest of them has, so that nothing is rounded away."""
    return min(6, max(max(0, -int(cost.as_tuple().exponent)) for cost in costs))
