"""Gives a copy of a library the thumbnails that one of long standing has."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from PySide6.QtGui import QImage

from nanobanana_desktop.domain.tile import PictureKey
from nanobanana_desktop.paths import DataPaths
from nanobanana_desktop.storage.picture_reader import encode_jpeg
from nanobanana_desktop.storage.thumbnail_making import make_thumbnail
from nanobanana_desktop.storage.thumbnail_store import ThumbnailStore

LOOKED_AT: Final = 1_000
"""The newest have thumbnails of their pictures; all others share a tiny one that nobody sees."""
TINY: Final = 16
QUALITY: Final = 50
_PICTURES: Final = """
SELECT tasks.id, images.sha256, images.relative_path
FROM tasks JOIN images ON images.task_number = tasks.number
WHERE tasks.number > (SELECT max(number) FROM tasks) - ?
"""


def keep_thumbnails(root: Path) -> None:
    """Nothing is left to be made when the program starts."""
    paths = DataPaths(root)
    tiny = QImage(TINY, TINY, QImage.Format.Format_RGB32)
    tiny.fill(0)
    store = ThumbnailStore(paths.thumbnails)
    made: dict[str, bytes] = {}
    with closing(sqlite3.connect(paths.database)) as connection:
        for _, digest, path in connection.execute(_PICTURES, (LOOKED_AT,)):
            if digest not in made:
                made[digest] = make_thumbnail(paths.images / path).jpeg
        newest = {task_id for task_id, _, _ in connection.execute(_PICTURES, (LOOKED_AT,))}
        shared = encode_jpeg(tiny, QUALITY)
        for task_id, digest, _ in connection.execute(_PICTURES, (1 << 40,)):
            store.put(PictureKey(task_id, digest), made[digest] if task_id in newest else shared)
    store.close()
