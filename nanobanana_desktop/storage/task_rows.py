"""Tasks as rows of the database: what goes in is cleaned, what comes out is never trusted."""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any, Final

from nanobanana_desktop.domain.history_query import normalise_for_search
from nanobanana_desktop.domain.image_record import ImageRecord
from nanobanana_desktop.domain.params import GenerationParams, Reference, ReferenceKind
from nanobanana_desktop.domain.remote_text import well_formed
from nanobanana_desktop.domain.task import ACTIVE, TROUBLED, GenerationTask, TaskState
from nanobanana_desktop.errors import ErrorCase

Value = str | int | float | None

ROW_LIMIT: Final = 500
"""No call reads more rows at once, so that none holds up the window."""

_LARGEST_INTEGER: Final = 2**63 - 1


def clean_text(text: str, limit: int | None = None) -> str:
    """What SQLite takes and gives back as it is: no lone surrogate, no NUL, cut at `limit`."""
    return well_formed(text.replace("\0", "")[:limit])


def clean_integer(number: int) -> int:
    """The nearest number that fits into SQLite's 64 bits."""
    return max(-_LARGEST_INTEGER - 1, min(_LARGEST_INTEGER, number))


def clean_time(seconds: float | None) -> float | None:
    """None for what is no moment: SQLite would store NaN as NULL."""
    return seconds if seconds is not None and math.isfinite(seconds) else None


def task_values(task: GenerationTask) -> dict[str, Value]:
    """The values of `tasks` for this task, without `number`, `owner_epoch` and the person's marks.

    Of those only `starred` and `seen` are here: the others are written where they are changed.
    """
    params = task.params
    return {
        "id": clean_text(task.id),
        "state": task.state.value,
        "is_active": task.state in ACTIVE,
        "is_troubled": task.state in TROUBLED,
        "starred": task.starred,
        "seen": task.seen,
        "created_at": clean_time(task.created_at) or 0.0,
        "changed_at": clean_time(task.changed_at) or 0.0,
        "position": clean_time(task.position) or 0.0,
        "held_back": task.held_back,
        "refused_later": clean_integer(task.refused_later),
        "insecure_allowed": task.insecure_allowed,
        "batch_id": clean_text(task.batch_id),
        "profile_id": clean_text(task.profile_id),
        "rerun_of": clean_text(task.rerun_of),
        "attempt": clean_integer(task.attempt),
        "submitted_at": clean_time(task.submitted_at),
        "remote_id": clean_text(task.remote_id),
        "accepted_at": clean_time(task.accepted_at),
        "raw_status": clean_text(task.raw_status),
        "result_url": clean_text(task.result_url),
        "result_seen_at": clean_time(task.result_seen_at),
        "fresh_link_asked": task.fresh_link_asked,
        "empty_results": clean_integer(task.empty_results),
        "not_found_count": clean_integer(task.not_found_count),
        "not_found_since": clean_time(task.not_found_since),
        "download_tries": clean_integer(task.download_tries),
        "fresh_links": clean_integer(task.fresh_links),
        "error_case": task.error_case.value if task.error_case else None,
        "error_text": clean_text(task.error_text),
        "error_detail": clean_text(task.error_detail),
        "http_status": None if task.http_status is None else clean_integer(task.http_status),
        "amount": clean_text(task.amount),
        "told_model": clean_text(task.told_model),
        "left_queue_at": clean_time(task.left_queue_at),
        "finished_at": clean_time(task.finished_at),
        "model_name": clean_text(params.model_name),
        "resolution": clean_text(params.resolution),
        "aspect_ratio": None if params.aspect_ratio is None else clean_text(params.aspect_ratio),
        "ratio": shown_ratio(task),
        "prompt": clean_text(params.prompt),
    }


def shown_ratio(task: GenerationTask) -> float:
    """Width by height of the picture, before there is one as asked, 1 when the model chooses."""
    image = task.image
    if image is not None and image.width > 0 and image.height > 0:
        return image.width / image.height
    width, _, height = (task.params.aspect_ratio or "").partition(":")
    try:
        ratio = float(width) / float(height)
    except (ValueError, ZeroDivisionError):
        return 1.0
    return ratio if math.isfinite(ratio) and ratio > 0 else 1.0


def search_values(task: GenerationTask) -> dict[str, Value]:
    """The values of `task_search` for this task, without `task_number`."""
    name = PurePosixPath(task.image.relative_path).name if task.image else ""
    search_text, file_name = search_texts(task.params.prompt, name)
    return {"search_text": search_text, "file_name": file_name}


def search_texts(prompt: str, file_name: str) -> tuple[str, str]:
    """Both texts in the form in which they are searched."""
    return normalise_for_search(clean_text(prompt)), normalise_for_search(clean_text(file_name))


def image_values(image: ImageRecord) -> dict[str, Value]:
    """The values of `images` for this record, without `task_number`."""
    return {
        "relative_path": clean_text(image.relative_path),
        "sha256": clean_text(image.sha256),
        "mime": clean_text(image.mime),
        "width": clean_integer(image.width),
        "height": clean_integer(image.height),
        "byte_size": clean_integer(image.byte_size),
        "saved_at": clean_time(image.saved_at) or 0.0,
    }


def reference_values(reference: Reference) -> dict[str, Value]:
    """The values of `task_references`, without `task_number` and `place`."""
    return {
        "kind": reference.kind.value,
        "name": clean_text(reference.name),
        "url": clean_text(reference.url),
        "sha256": clean_text(reference.sha256),
        "mime": clean_text(reference.mime),
        "width": clean_integer(reference.width),
        "height": clean_integer(reference.height),
        "byte_size": clean_integer(reference.byte_size),
    }


def load_tasks(connection: sqlite3.Connection, ids: Sequence[str]) -> list[GenerationTask]:
    """The tasks of these ids in the order of the ids; unknown ids are left out.

    At most `ROW_LIMIT` ids. A file of another version that lacks a column raises DatabaseError.
    """
    try:
        return _load_tasks(connection, ids)
    except (IndexError, KeyError) as error:
        raise sqlite3.DatabaseError("a column is missing") from error


def _load_tasks(connection: sqlite3.Connection, ids: Sequence[str]) -> list[GenerationTask]:
    wanted = json.dumps(ids[:ROW_LIMIT])
    references: dict[int, list[Reference]] = {}
    for row in connection.execute(_REFERENCES_OF_TASKS, (wanted,)):
        references.setdefault(row["task_number"], []).append(_reference_from_row(row))
    tags: dict[int, list[str]] = {}
    for row in connection.execute(_TAGS_OF_TASKS, (wanted,)):
        tags.setdefault(row["task_number"], []).append(row["name"])
    tasks = {
        row["id"]: _task_from_row(
            row, references.get(row["number"], ()), tags.get(row["number"], ())
        )
        for row in _rows_as_dicts(connection, _TASKS_BY_ID, wanted)
    }
    return [tasks[task_id] for task_id in ids[:ROW_LIMIT] if task_id in tasks]


def _rows_as_dicts(
    connection: sqlite3.Connection, sql: str, value: str
) -> Iterator[dict[str, Any]]:
    """A `sqlite3.Row` looks at all names before the one that is asked for, at every question."""
    cursor = connection.cursor()
    cursor.row_factory = None
    cursor.execute(sql, (value,))
    names = [column[0] for column in cursor.description]
    return (dict(zip(names, row, strict=True)) for row in cursor)


_TASKS_BY_ID: Final = """
SELECT tasks.*, images.* FROM tasks LEFT JOIN images ON images.task_number = tasks.number
WHERE tasks.id IN (SELECT value FROM json_each(?))
"""

_REFERENCES_OF_TASKS: Final = """
SELECT task_references.* FROM task_references JOIN tasks ON tasks.number = task_number
WHERE tasks.id IN (SELECT value FROM json_each(?)) ORDER BY task_number, place
"""


_TAGS_OF_TASKS: Final = """
SELECT task_number, name FROM tasks
JOIN task_tags ON task_number = tasks.number JOIN tags ON tags.number = tag_number
WHERE tasks.id IN (SELECT value FROM json_each(?)) ORDER BY task_number, folded
"""


def _reference_from_row(row: sqlite3.Row) -> Reference:
    is_file = row["kind"] == ReferenceKind.FILE.value
    return Reference(
        kind=ReferenceKind.FILE if is_file else ReferenceKind.LINK,
        name=row["name"],
        url=row["url"],
        sha256=row["sha256"],
        mime=row["mime"],
        width=row["width"],
        height=row["height"],
        byte_size=row["byte_size"],
    )


def image_from_row(row: sqlite3.Row | dict[str, Any]) -> ImageRecord:
    """The record in a row with the columns of `images`."""
    return ImageRecord(
        relative_path=row["relative_path"],
        sha256=row["sha256"],
        mime=row["mime"],
        width=row["width"],
        height=row["height"],
        byte_size=row["byte_size"],
        saved_at=row["saved_at"],
    )


def _task_from_row(
    row: dict[str, Any], references: Sequence[Reference], tags: Sequence[str]
) -> GenerationTask:
    """The task of a row. A word that this version does not know becomes FAILED or UNKNOWN."""
    state, problem = _state(row["state"])
    return GenerationTask(
        id=row["id"],
        params=GenerationParams(
            prompt=row["prompt"],
            model_name=row["model_name"],
            resolution=row["resolution"],
            aspect_ratio=row["aspect_ratio"],
            references=tuple(references),
        ),
        state=state,
        created_at=row["created_at"],
        batch_id=row["batch_id"],
        profile_id=row["profile_id"],
        changed_at=row["changed_at"],
        attempt=row["attempt"],
        submitted_at=row["submitted_at"],
        remote_id=row["remote_id"],
        accepted_at=row["accepted_at"],
        raw_status=row["raw_status"],
        result_url=row["result_url"],
        result_seen_at=row["result_seen_at"],
        fresh_link_asked=bool(row["fresh_link_asked"]),
        empty_results=row["empty_results"],
        not_found_count=row["not_found_count"],
        not_found_since=row["not_found_since"],
        download_tries=row["download_tries"],
        fresh_links=row["fresh_links"],
        refused_later=row["refused_later"],
        insecure_allowed=bool(row["insecure_allowed"]),
        position=row["position"],
        held_back=bool(row["held_back"]),
        error_case=ErrorCase.UNKNOWN if problem else _error_case(row["error_case"]),
        error_text=row["error_text"],
        error_detail=problem or row["error_detail"],
        http_status=row["http_status"],
        amount=row["amount"],
        told_model=row["told_model"],
        left_queue_at=row["left_queue_at"],
        finished_at=row["finished_at"],
        image=None if row["task_number"] is None else image_from_row(row),
        starred=bool(row["starred"]),
        seen=bool(row["seen"]),
        rating=row["rating"],
        note=row["note"],
        tags=tuple(tags),
        trashed_at=row["trashed_at"],
        rerun_of=row["rerun_of"],
    )


def _state(word: str) -> tuple[TaskState, str]:
    try:
        return TaskState(word), ""
    except ValueError:
        return TaskState.FAILED, f"the state '{word}' is not known to this version"


def _error_case(word: str | None) -> ErrorCase | None:
    if word is None:
        return None
    try:
        return ErrorCase(word)
    except ValueError:
        return ErrorCase.UNKNOWN
