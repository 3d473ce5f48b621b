"""How an image folder is laid out: `YYYY/MM/` with pictures and unfinished downloads.

After a pattern of the person's they may lie in any other folder below it as well.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Final

from nanobanana_desktop.domain.file_names import (
    PART_SUFFIX,
    is_name_for_task,
    is_part_name,
    picture_folder,
    prompt_of_name,
)
from nanobanana_desktop.domain.picture_format import EXTENSIONS
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.storage.private_files import FOLDER_MODE, sync_folder
from nanobanana_desktop.storage.tagged_files import all_files, is_tagged, tagged_pictures, told_of

_UNFINISHED: Final = (PART_SUFFIX, ".json.tmp")

logger = get_logger(__name__)


def make_folder(root: Path, relative: str) -> Path:
    """The folder `a/b` below the root. FileNotFoundError when the root is not there."""
    if not root.is_dir():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(root))
    folder = root
    for name in PurePosixPath(relative).parts:
        parent, folder = folder, folder / name
        if not folder.is_dir():
            folder.mkdir(mode=FOLDER_MODE, exist_ok=True)
            sync_folder(parent)
    return folder


def safe_relative(relative_path: str) -> PurePosixPath | None:
    """The path as one below the root to a file with a picture's ending, or None if it is not."""
    relative = PurePosixPath(relative_path)
    strange = re.search(r'[\\:\0*?"<>|]', relative_path)
    if strange or relative.is_absolute() or not relative.parts or ".." in relative.parts:
        return None
    return relative if relative.suffix.removeprefix(".") in EXTENSIONS else None


def pictures_of_task(root: Path, task_id: str, days: Sequence[datetime]) -> Iterator[Path]:
    """Finished files with the task's tag whose names begin with one of the days."""
    dates = {f"{day:%Y-%m-%d}_" for day in days}
    for folder in dict.fromkeys(picture_folder(day) for day in days):
        try:
            files = sorted((root / folder).iterdir())
        except OSError:
            continue
        for file in files:
            if file.name[:11] in dates and is_name_for_task(file.name, task_id, EXTENSIONS):
                yield file


def placed_pictures(root: Path) -> Iterator[Path]:
    """Finished files with names that this program gives, oldest month first.

    Then those after a pattern, as far as sidecars tell of them.
    """
    usual = list(_usually_placed(root))
    yield from usual
    known = set(usual)
    yield from told_of(path for path in tagged_pictures(root) if path not in known)


def _usually_placed(root: Path) -> Iterator[Path]:
    try:
        for path in sorted(root.glob("[0-9][0-9][0-9][0-9]/[0-9][0-9]/*")):
            if prompt_of_name(path.name) is not None:
                yield path
    except OSError as error:
        logger.info("the image folder cannot be searched: %s", error)


def part_files(root: Path, *, everywhere: bool = False) -> Iterator[Path]:
    """Unfinished pictures and sidecars of this program; files of others are left alone.

    In the folders of months, or in all folders below the root.
    """
    if everywhere:
        yield from (path for path in all_files(root) if _is_unfinished(path.name))
        return
    for year in _folders(root, digits=4):
        for month in _folders(year, digits=2):
            for name in _names(month):
                # Every start looks through all names, of which there may be hundreds of thousands.
                if _is_unfinished(name):
                    yield month / name


def _is_unfinished(name: str) -> bool:
    return name.endswith(_UNFINISHED) and (is_part_name(name) or _is_half_sidecar(name))


def _folders(parent: Path, *, digits: int) -> Iterator[Path]:
    for name in _names(parent):
        if len(name) == digits and name.isascii() and name.isdigit():
            yield parent / name


def _names(folder: Path) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return [entry.name for entry in entries]
    except NotADirectoryError:
        return []
    except OSError as error:
        logger.info("the image folder cannot be searched: %s", error)
        return []


def _is_half_sidecar(name: str) -> bool:
    picture = name.removeprefix(".").removesuffix(".json.tmp")
    return name == f".{picture}.json.tmp" and is_tagged(picture)
