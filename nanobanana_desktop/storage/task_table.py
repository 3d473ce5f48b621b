"""Tasks as a table in a CSV file that spreadsheets open as it is."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from typing import Final

from nanobanana_desktop.domain.remote_text import well_formed
from nanobanana_desktop.domain.task import GenerationTask

BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
"""Without it Excel takes UTF-8 for another encoding."""
CELL_LIMIT: Final = 32_767
"""Characters that a cell of a spreadsheet can hold."""
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", *"\uff1d\uff0b\uff0d\uff20")
"""Spreadsheets take a cell that begins like this for something to carry out."""

_Moment = Callable[[float | None], str]
_Column = Callable[[GenerationTask, _Moment], object]

_COLUMNS: Final[Mapping[str, _Column]] = {
    "created": lambda task, when: when(task.created_at),
    "finished": lambda task, when: when(task.finished_at),
    "state": lambda task, _: task.state.value,
    "prompt": lambda task, _: task.params.prompt,
    "model": lambda task, _: task.params.model_name,
    "model told by the service": lambda task, _: task.told_model,
    "resolution": lambda task, _: task.params.resolution,
    "aspect ratio": lambda task, _: task.params.aspect_ratio or "auto",
    "references": lambda task, _: "; ".join(r.name for r in task.params.references),
    "width": lambda task, _: task.image.width if task.image else "",
    "height": lambda task, _: task.image.height if task.image else "",
    "bytes": lambda task, _: task.image.byte_size if task.image else "",
    "file": lambda task, _: task.image.relative_path if task.image else "",
    "sha256": lambda task, _: task.image.sha256 if task.image else "",
    "cost": lambda task, _: task.amount,
    "rating": lambda task, _: task.rating or "",
    "starred": lambda task, _: "yes" if task.starred else "",
    "tags": lambda task, _: "; ".join(task.tags),
    "note": lambda task, _: task.note,
    "error": lambda task, _: task.error_case.value if task.error_case else "",
    "task": lambda task, _: task.id,
    "task at the service": lambda task, _: task.remote_id,
    "batch": lambda task, _: task.batch_id,
}
COLUMNS: Final = tuple(_COLUMNS)


def table_head() -> bytes:
    """The byte-order mark and the names of the columns."""
    return BYTE_ORDER_MARK + _lines([COLUMNS])


def table_rows(tasks: Sequence[GenerationTask], zone: tzinfo | None = None) -> bytes:
    """A line for each task as RFC 4180 asks for; times are those of `zone`, this computer's."""

    def when(at: float | None) -> str:
        return _local(at, zone)

    rows = ([cell(str(column(task, when))) for column in _COLUMNS.values()] for task in tasks)
    return _lines(rows)


def cell(text: str) -> str:
    """`text` so that no spreadsheet carries it out, refuses it or cuts its line short."""
    plain = well_formed(text.replace("\0", ""))[: CELL_LIMIT - 1]
    return f"'{plain}" if plain.startswith(_FORMULA) else plain


def _lines(rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()


def _local(at: float | None, zone: tzinfo | None) -> str:
    if at is None:
        return ""
    try:
        return f"{datetime.fromtimestamp(at, UTC).astimezone(zone):%Y-%m-%d %H:%M:%S}"
    except (ValueError, OverflowError, OSError):
        return ""
