"""Files in which templates go to other people and computers, with their reference images."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from nanobanana_desktop.domain.params import Reference
from nanobanana_desktop.domain.prompt_template import PromptTemplate
from nanobanana_desktop.domain.template_book import (
    FileProblem,
    ImportedTemplates,
    TemplateFileError,
    exported,
    imported,
)
from nanobanana_desktop.storage.private_files import SHARED_MODE, storage_error, write_whole

PICTURES_LIMIT: Final = 24 * 1024 * 1024
"""Bytes of all pictures in a file together; such a file is read at once."""

IMPORT_LIMIT: Final = 64 * 1024 * 1024


def write_export(
    path: Path,
    templates: Sequence[PromptTemplate],
    locate: Callable[[Reference], Path | None],
) -> int:
    """Write a file for others; one of this name is replaced.

    Returns how many reference images did not fit, or are not there any more. Raises
    StorageError(DISK_FULL | FOLDER_MISSING).
    """
    pictures, left_out = _encoded(templates, locate)
    text = json.dumps(exported(templates, pictures), indent=2, ensure_ascii=False)
    data = text.encode("utf-8", "replace") + b"\n"
    try:
        write_whole(path, data, SHARED_MODE)
    except OSError as error:
        raise storage_error(error, path.parent, len(data)) from error
    return left_out


def read_import(path: Path, make_id: Callable[[], str]) -> ImportedTemplates:
    """The templates of a file of others. Raises TemplateFileError."""
    try:
        if not path.is_file():
            raise TemplateFileError(FileProblem.UNREADABLE, "no file")
        with path.open("rb") as file:
            data = file.read(IMPORT_LIMIT + 1)
    except OSError as error:
        raise TemplateFileError(FileProblem.UNREADABLE, error.strerror or "") from error
    if len(data) > IMPORT_LIMIT:
        raise TemplateFileError(FileProblem.TOO_LARGE)
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise TemplateFileError(FileProblem.OTHER_FILE, type(error).__name__) from error
    return imported(content, make_id)


def decoded(text: str) -> bytes | None:
    """The bytes of a picture in such a file; None when they are none."""
    try:
        return binascii.a2b_base64(text, strict_mode=True)
    except ValueError:
        return None


def _encoded(
    templates: Sequence[PromptTemplate], locate: Callable[[Reference], Path | None]
) -> tuple[Mapping[str, str], int]:
    pictures: dict[str, str] = {}
    used, left_out = 0, 0
    references = (one for each in templates for one in each.references or () if one.sha256)
    for reference in {one.sha256: one for one in references}.values():
        data = _bytes_of(locate(reference))
        if data is None or used + len(data) > PICTURES_LIMIT:
            left_out += 1
            continue
        used += len(data)
        pictures[reference.sha256] = base64.b64encode(data).decode("ascii")
    return pictures, left_out


def _bytes_of(path: Path | None) -> bytes | None:
    if path is None:
        return None
    try:
        return path.read_bytes()
    except OSError:
        return None
