"""What is known of a picture, in a small file beside it: enough to build the history anew."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

from PySide6.QtCore import QFile

from nanobanana_desktop.domain.image_record import ImageRecord
from nanobanana_desktop.domain.marks import RATING_LIMIT, clean_note, clean_tags
from nanobanana_desktop.domain.params import GenerationParams, Reference, ReferenceKind
from nanobanana_desktop.domain.remote_text import ID_LIMIT, clean_id, well_formed
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.storage.private_files import write_whole

ENDING: Final = ".json"
VERSION: Final = 1
SIZE_LIMIT: Final = 1024 * 1024
"""Bytes; a larger file is not ours."""

logger = get_logger(__name__)

T = TypeVar("T", str, int)


def sidecar_path(picture: Path) -> Path:
    """`<picture>.json`, with the picture's own ending inside."""
    return picture.with_name(picture.name + ENDING)


def sidecar_content(task: GenerationTask) -> dict[str, object]:
    """Plain values for JSON. Times are UTC seconds; neither keys nor links to results are told."""
    params, image = task.params, task.image
    content: dict[str, object] = {
        "sidecar": VERSION,
        "task": task.id,
        "remote_id": task.remote_id,
        "prompt": params.prompt,
        "model": params.model_name,
        "requested": {"resolution": params.resolution, "aspect_ratio": params.aspect_ratio},
        "references": [_reference_content(reference) for reference in params.references],
        "batch": task.batch_id,
        "rerun_of": task.rerun_of,
        "attempt": task.attempt,
        "ordered_at": task.created_at,
        "accepted_at": task.accepted_at,
        "result_seen_at": task.result_seen_at,
        "finished_at": task.finished_at,
        "cost": task.amount,
        "marks": {
            "starred": task.starred,
            "rating": task.rating,
            "note": task.note,
            "tags": list(task.tags),
            "trashed_at": task.trashed_at,
        },
    }
    # What the service did not tell is left out, so that sidecars of before stay whole.
    if task.left_queue_at is not None:
        content["left_queue_at"] = task.left_queue_at
    if image is not None:
        delivered: dict[str, object] = {"width": image.width, "height": image.height}
        content["delivered"] = delivered
        if task.told_model:
            delivered["model"] = task.told_model
        content["file"] = {
            "sha256": image.sha256,
            "mime": image.mime,
            "bytes": image.byte_size,
            "saved_at": image.saved_at,
        }
    return content


def write_sidecar(picture: Path, task: GenerationTask) -> bool:
    """Replace the picture's sidecar as a whole; a failure is logged and costs nothing else."""
    try:
        write_whole(sidecar_path(picture), _text(task).encode() + b"\n")
    except OSError as error:
        logger.info("no sidecar for a picture: %s", error.strerror)
        return False
    return True


def needs_sidecar(picture: Path, task: GenerationTask) -> bool:
    """Whether what lies beside the picture tells less, or something else, than is known now.

    The sidecar of another task is that task's business.
    """
    try:
        content = _content(sidecar_path(picture))
    except (OSError, ValueError, RecursionError):
        return True
    if isinstance(content, Mapping) and content.get("task") not in (None, task.id):
        return False
    return bool(content != json.loads(_text(task)))


def remove_sidecar(picture: Path) -> None:
    """Into the system's bin with its picture, or away if the bin does not take it."""
    path = sidecar_path(picture)
    if path.is_file() and not QFile(str(path)).moveToTrash():
        try:
            path.unlink()
        except OSError as error:
            logger.info("a sidecar stays: %s", error.strerror)


def read_sidecar(picture: Path, relative_path: str) -> GenerationTask | None:
    """The finished task that the sidecar tells of; None when there is none or it is not usable.

    The picture must have as many bytes as the sidecar says; the digest is believed.
    """
    try:
        content = _content(sidecar_path(picture))
        size = picture.stat().st_size
        return _task(_Fields(content), relative_path, size)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError, RecursionError, OverflowError) as error:
        logger.info("a sidecar cannot be used: %s", type(error).__name__)
        return None


def _text(task: GenerationTask) -> str:
    return well_formed(json.dumps(sidecar_content(task), indent=1, ensure_ascii=False))


def _content(path: Path) -> object:
    """What the file says; None when it is too large. Raises OSError, ValueError."""
    with path.open("rb") as file:
        data = file.read(SIZE_LIMIT + 1)
    return json.loads(data) if len(data) <= SIZE_LIMIT else None


def _reference_content(reference: Reference) -> dict[str, object]:
    return {
        "kind": reference.kind.value,
        "name": reference.name,
        "url": reference.url,
        "sha256": reference.sha256,
        "mime": reference.mime,
        "width": reference.width,
        "height": reference.height,
        "bytes": reference.byte_size,
    }


class _Fields:
    """Typed looks into a mapping of unknown origin; ValueError for what cannot be."""

    def __init__(self, content: object) -> None:
        if not isinstance(content, Mapping):
            raise ValueError("no object")
        self._content = content

    def text(self, name: str, default: str | None = None) -> str:
        return self._take(name, str, default)

    def number(self, name: str, default: int | None = None) -> int:
        return self._take(name, int, default)

    def moment(self, name: str) -> float | None:
        value = self._content.get(name)
        if isinstance(value, int | float) and math.isfinite(value):
            return float(value)
        return None

    def optional(self, name: str) -> str | None:
        value = self._content.get(name)
        return value if isinstance(value, str) else None

    def inner(self, name: str) -> _Fields:
        return _Fields(self._content[name])

    def part(self, name: str) -> _Fields:
        """As `inner`; without any field where there is none, as in sidecars of before."""
        value = self._content.get(name)
        return _Fields(value if isinstance(value, Mapping) else {})

    def flag(self, name: str) -> bool:
        return self._content.get(name) is True

    def texts(self, name: str) -> list[str]:
        values = self._content.get(name, ())
        listed = values if isinstance(values, list) else ()
        return [value for value in listed if isinstance(value, str) and value.strip()]

    def list_of(self, name: str, read: Callable[[_Fields], Any]) -> tuple[Any, ...]:
        values = self._content.get(name, ())
        return tuple(read(_Fields(value)) for value in values)

    def _take(self, name: str, kind: type[T], default: T | None) -> T:
        value = self._content.get(name, default)
        if not isinstance(value, kind) or isinstance(value, bool):
            raise ValueError(f"{name} is no {kind.__name__}")
        return value


def _task(fields: _Fields, relative_path: str, size: int) -> GenerationTask:
    if fields.number("sidecar") != VERSION:
        raise ValueError("a sidecar of another version")
    file, delivered, requested = (fields.inner(name) for name in ("file", "delivered", "requested"))
    if file.number("bytes") != size:
        raise ValueError("the picture is not the one that the sidecar tells of")
    task_id = fields.text("task")
    if not 0 < len(task_id) <= ID_LIMIT:
        raise ValueError("no task id")
    saved_at = file.moment("saved_at") or 0.0
    ordered_at = fields.moment("ordered_at")
    marks = fields.part("marks")
    return GenerationTask(
        id=task_id,
        params=GenerationParams(
            prompt=fields.text("prompt"),
            model_name=fields.text("model"),
            resolution=requested.text("resolution"),
            aspect_ratio=requested.optional("aspect_ratio"),
            references=fields.list_of("references", _reference),
        ),
        state=TaskState.DONE,
        created_at=saved_at if ordered_at is None else ordered_at,
        changed_at=saved_at,
        position=saved_at if ordered_at is None else ordered_at,
        batch_id=fields.text("batch", ""),
        rerun_of=fields.text("rerun_of", ""),
        attempt=fields.number("attempt", 0),
        remote_id=fields.text("remote_id", ""),
        accepted_at=fields.moment("accepted_at"),
        result_seen_at=fields.moment("result_seen_at"),
        finished_at=fields.moment("finished_at") or saved_at,
        amount=fields.text("cost", ""),
        told_model=clean_id(delivered.optional("model") or ""),
        left_queue_at=fields.moment("left_queue_at"),
        image=ImageRecord(
            relative_path=relative_path,
            sha256=file.text("sha256"),
            mime=file.text("mime"),
            width=delivered.number("width"),
            height=delivered.number("height"),
            byte_size=size,
            saved_at=saved_at,
        ),
        seen=True,
        starred=marks.flag("starred"),
        rating=min(max(marks.number("rating", 0), 0), RATING_LIMIT),
        note=clean_note(marks.text("note", "")),
        tags=clean_tags(marks.texts("tags")),
        trashed_at=marks.moment("trashed_at"),
    )


def _reference(fields: _Fields) -> Reference:
    return Reference(
        kind=ReferenceKind(fields.text("kind")),
        name=fields.text("name"),
        url=fields.text("url", ""),
        sha256=fields.text("sha256", ""),
        mime=fields.text("mime", ""),
        width=fields.number("width", 0),
        height=fields.number("height", 0),
        byte_size=fields.number("bytes", 0),
    )
