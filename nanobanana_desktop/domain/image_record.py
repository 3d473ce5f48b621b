"""A picture kept on this computer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FileEvent(StrEnum):
    """What the person said to a file that is not what was saved, as a task's log holds it."""

    ACCEPTED = "changed file accepted"
    TAKEN_BACK = "changed file no longer accepted"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageRecord:
    """The file of a finished task.

    `relative_path` uses forward slashes and is relative to the image folder; `sha256` is the
    lower-case hex digest of the file's bytes; `width`/`height` are pixels, `byte_size` bytes,
    `saved_at` UTC seconds; `mime` is one of image/png, image/jpeg, image/webp.
    """

    relative_path: str
    sha256: str
    mime: str
    width: int
    height: int
    byte_size: int
    saved_at: float
