"""Pictures anywhere below an image folder, known by the tag at the end of their names."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from nanobanana_desktop.domain.name_template import FOLDER_LIMIT
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.storage.sidecar import sidecar_path

_TAGGED: Final = re.compile(r"_[0-9a-f]{8}(?:-\d+)?\.(?:png|jpg|webp)$")

logger = get_logger(__name__)


def is_tagged(name: str) -> bool:
    """Whether it ends as every name does that this program gives; cameras have such names too."""
    return _TAGGED.search(name) is not None


def all_files(root: Path) -> Iterator[Path]:
    """Every file as deep as a pattern can lead; hidden folders and links are not entered."""
    waiting = [(root, 0)]
    while waiting:
        folder, depth = waiting.pop()
        for entry in _entries(folder):
            try:
                is_folder = entry.is_dir(follow_symlinks=False)
            except OSError:
                continue
            if not is_folder:
                yield folder / entry.name
            elif depth < FOLDER_LIMIT and not entry.name.startswith("."):
                waiting.append((folder / entry.name, depth + 1))


def tagged_pictures(root: Path) -> Iterator[Path]:
    """Files with names that end as those of pictures do, whosoever they are."""
    return (path for path in all_files(root) if is_tagged(path.name))


def told_of(paths: Iterator[Path]) -> Iterator[Path]:
    """Those with a sidecar beside them: others may have been named by cameras."""
    return (path for path in paths if sidecar_path(path).is_file())


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        logger.info("a folder of images cannot be searched: %s", error.strerror)
        return []
