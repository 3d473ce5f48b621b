"""Whole libraries to measure with: a history, its search index and its picture files.

They take long to make, so they are kept below `build/` and made anew when the schema or the data
set changes. Measurements that write work on a copy.
"""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import os
import shutil
import sys
from pathlib import Path
from typing import Final

from nanobanana_desktop.demo.art.picture import MIME, ONE_K, PictureFormat, make_picture
from nanobanana_desktop.domain.params import ASPECT_RATIOS
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.paths import DataPaths
from nanobanana_desktop.storage import search_index
from nanobanana_desktop.storage.database import Database
from nanobanana_desktop.storage.history_finder import HistoryFinder
from nanobanana_desktop.storage.history_store import HistoryStore
from nanobanana_desktop.storage.migrations import MIGRATIONS

sys.path.insert(0, str(Path(__file__).resolve().parent))
from dataset import PictureFile, make_tasks
from measuring import ROOT

KEPT: Final = ROOT / "build" / "benchmarks"
PICTURES: Final = 120
"""Different files; the tasks' pictures are hard links to them."""
LINKED: Final = 100_000
"""Only so many of the newest tasks have their file on disk; nobody looks at older ones here."""
AT_ONCE: Final = 2_000
FORMATS: Final = (PictureFormat.PNG, PictureFormat.JPEG, PictureFormat.WEBP)
ENDINGS: Final = {
    PictureFormat.PNG: ".png",
    PictureFormat.JPEG: ".jpg",
    PictureFormat.WEBP: ".webp",
}


def library(count: int) -> Path:
    """The data folder of a library with `count` tasks; only to be read."""
    root = KEPT / f"{count}-{_version()}"
    if not root.exists():
        _say(f"making a library of {count:,} tasks …")
        unfinished = root.with_suffix(".part")
        shutil.rmtree(unfinished, ignore_errors=True)
        asyncio.run(_make(unfinished, count))
        unfinished.rename(root)
    return root


def copy_of(root: Path, to: Path) -> Path:
    """A copy of a library that may be written to; the pictures are those of the library."""
    paths, copy = DataPaths(root), DataPaths(to)
    copy.create()
    for file in (paths.database, paths.search_index, paths.thumbnails):
        if file.exists():
            shutil.copy2(file, to / file.name)
    copy.images.rmdir()
    copy.images.symlink_to(paths.images, target_is_directory=True)
    return to


async def _make(root: Path, count: int) -> None:
    paths = DataPaths(root)
    paths.create()
    files = dict(_pictures())
    database = Database(paths.database)
    await database.open()
    try:
        store = HistoryStore(database)
        tasks = make_tasks(count, files=tuple(files))
        done = 0
        while some := list(itertools.islice(tasks, AT_ONCE)):
            await store.add(some)
            if done < LINKED:
                _link(some, paths.images, files)
            done += len(some)
    finally:
        await database.close()
    finder = HistoryFinder(paths.database, paths.search_index)
    while finder.build():
        pass
    finder.close()


def _link(tasks: list[GenerationTask], images: Path, files: dict[PictureFile, Path]) -> None:
    by_content = {file.sha256: path for file, path in files.items()}
    for task in tasks:
        if task.image is not None:
            place = images / task.image.relative_path
            place.parent.mkdir(parents=True, exist_ok=True)
            os.link(by_content[task.image.sha256], place)


def _pictures() -> list[tuple[PictureFile, Path]]:
    """Real pictures of all ratios and formats, drawn once."""
    folder = KEPT / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    pictures = []
    for number in range(PICTURES):
        picture_format = FORMATS[number % len(FORMATS)]
        path = folder / f"{number:03d}{ENDINGS[picture_format]}"
        size = ONE_K[ASPECT_RATIOS[number % len(ASPECT_RATIOS)]]
        if not path.exists():
            part = path.with_suffix(".part")
            part.write_bytes(make_picture(f"picture {number}", number, size, picture_format).data)
            part.rename(path)
        data = path.read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        file = PictureFile(path.suffix, MIME[picture_format], digest, *size, len(data))
        pictures.append((file, path))
    return pictures


def _version() -> str:
    """Changes with the schema, the index and the data set."""
    digest = hashlib.sha256(f"{MIGRATIONS!r} {search_index.VERSION}".encode())
    for name in ("dataset.py", "library.py"):
        digest.update(Path(__file__).with_name(name).read_bytes())
    return digest.hexdigest()[:8]


def _say(text: str) -> None:
    sys.stdout.write(f"  ({text})\n")
    sys.stdout.flush()
