"""Names of picture files: made by this program from the date, the prompt and the task's id."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from datetime import datetime
from typing import Final

SLUG_BYTES: Final = 60
"""UTF-8 bytes of the prompt's part of a name."""

EMPTY_SLUG: Final = "picture"

PART_SUFFIX: Final = ".part"
"""A file without it is always complete."""

_NOT_IN_SLUG: Final = re.compile(r"[^\w]+|_+")
_STARTS_WITH_TAG: Final = re.compile(r"[0-9a-f]{8}")
_PART_NAME: Final = re.compile(r"\d{4}-\d{2}-\d{2}_[\w-]+_[0-9a-f]{8}(-\d+)?\.part")

_PICTURE_NAME: Final = re.compile(
    r"\d{4}-\d{2}-\d{2}_([\w-]+)_[0-9a-f]{8}(?:-\d+)?\.(?:png|jpg|webp)"
)


def slug(prompt: str, byte_limit: int = SLUG_BYTES) -> str:
    """The beginning of the prompt in letters, digits and hyphens of any script, lower case.

    NFC; at most `byte_limit` bytes of UTF-8; never empty; no hyphen at its ends. Everything that
    could lead out of a folder or that a file system treats specially is gone.
    """
    # Beyond 4 code points per byte allowed nothing can reach the name.
    words = unicodedata.normalize("NFC", prompt[: 4 * SLUG_BYTES]).lower()
    joined = _NOT_IN_SLUG.sub("-", words).strip("-")
    cut = joined.encode("utf-8", "ignore")[:byte_limit].decode("utf-8", "ignore").strip("-")
    return cut or EMPTY_SLUG


def task_tag(task_id: str) -> str:
    """Eight hexadecimal digits that mark the files of a task: the first of its id.

    An id that does not begin with eight such digits is hashed, so a tag always exists.
    """
    found = _STARTS_WITH_TAG.match(task_id.lower())
    if found:
        return found.group()
    return hashlib.sha256(task_id.encode("utf-8", "replace")).hexdigest()[:8]


def picture_folder(when: datetime) -> str:
    """`YYYY/MM` below the image folder, with a forward slash."""
    return f"{when.year:04d}/{when.month:02d}"


def picture_stem(
    task_id: str, prompt: str, when: datetime, *, number: int = 1, slug_bytes: int = SLUG_BYTES
) -> str:
    """`<date>_<slug>_<tag>`, and `-2`, `-3` … behind it for further files of the same task.

    Beginning with the date it is never a device name of Windows, and ending with the tag it never
    ends with a dot or a space.
    """
    suffix = "" if number == 1 else f"-{number}"
    date = f"{when.year:04d}-{when.month:02d}-{when.day:02d}"
    return f"{date}_{slug(prompt, slug_bytes)}_{task_tag(task_id)}{suffix}"


def prompt_of_name(name: str) -> str | None:
    """What a finished picture's name tells of its prompt; None when this program did not give it.

    Empty when the prompt left nothing for the name.
    """
    found = _PICTURE_NAME.fullmatch(name)
    if found is None:
        return None
    return "" if found[1] == EMPTY_SLUG else found[1].replace("-", " ")


def is_part_name(name: str) -> bool:
    """Whether this program gave the name to an unfinished download."""
    return _PART_NAME.fullmatch(name) is not None


def is_name_for_task(name: str, task_id: str, extensions: frozenset[str]) -> bool:
    """Whether the finished file of this name can belong to the task, by tag and extension."""
    stem, _, extension = name.rpartition(".")
    tagged = re.search(r"_([0-9a-f]{8})(-\d+)?$", stem)
    return extension in extensions and tagged is not None and tagged[1] == task_tag(task_id)
