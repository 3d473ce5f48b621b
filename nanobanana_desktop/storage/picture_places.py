"""Where in an image folder a new picture goes, and where those of a task may be."""

from __future__ import annotations

import errno
import threading
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

from nanobanana_desktop.domain.file_names import task_tag
from nanobanana_desktop.domain.picture_names import (
    PictureNames,
    PicturePlace,
    PictureTraits,
    usual_place,
)
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.storage.image_folder import make_folder, pictures_of_task, safe_relative
from nanobanana_desktop.storage.tagged_files import tagged_pictures

_NO_FOLDER: Final = frozenset({errno.EEXIST, errno.ENOTDIR, errno.ENAMETOOLONG, errno.EINVAL})

logger = get_logger(__name__)


class NewPlace(NamedTuple):
    """A folder that is there, the final name in it, and the one as long as it is unfinished."""

    folder: Path
    final: PicturePlace
    unfinished: PicturePlace


class PicturePlaces:
    """`names` is a pattern; without one new pictures go into folders of months."""

    def __init__(self, roots: Sequence[Path], names: PictureNames | None) -> None:
        self._roots = tuple(roots)
        self._names = names
        self._tagged: dict[str, list[tuple[Path, Path]]] | None = None
        self._forgotten = 0
        self._lock = threading.Lock()

    @property
    def is_anywhere(self) -> bool:
        """Whether new pictures may be in any folder below the roots."""
        return self._names is not None

    def new(self, task_id: str, prompt: str, when: datetime, traits: PictureTraits) -> NewPlace:
        """A place for a new picture; the folder is made. OSError passes through.

        The usual one also where the pattern's folder cannot be made. Unfinished files always have
        the usual name: by it they are known as such.
        """
        root = self._roots[0]
        usual = usual_place(len(str(root)), task_id, prompt, when)
        if self._names is not None:
            own = self._names.place(len(str(root)), task_id, prompt, when, traits)
            try:
                if own is not None:
                    return NewPlace(make_folder(root, own.folder), own, usual)
            except OSError as error:
                # Something else has the folder's name, or the system refuses it.
                if error.errno not in _NO_FOLDER:
                    raise
                logger.info("the folder of the pattern cannot be made: %s", error.strerror)
        return NewPlace(make_folder(root, usual.folder), usual, usual)

    def of_task(self, task_id: str, days: Sequence[datetime]) -> list[tuple[Path, Path]]:
        """Finished files that can be the task's, each with its root; the usual places first."""
        usual = [(r, p) for r in self._roots for p in pictures_of_task(r, task_id, days)]
        if not self.is_anywhere:
            return usual
        return [*usual, *self._with_tag(task_tag(task_id))]

    def forget(self) -> None:
        """There are other files than before."""
        with self._lock:
            self._forgotten += 1
            self._tagged = None

    def _with_tag(self, tag: str) -> list[tuple[Path, Path]]:
        """The roots are looked through once for all tasks."""
        tagged = self._tagged
        if tagged is None:
            tagged, forgotten = {}, self._forgotten
            for root in self._roots:
                for path in tagged_pictures(root):
                    own = path.stem.rpartition("_")[2][:8]
                    tagged.setdefault(own, []).append((root, path))
            with self._lock:
                # Another thread may have placed a picture behind the look.
                if forgotten == self._forgotten:
                    self._tagged = tagged
        return [
            (root, path)
            for root, path in tagged.get(tag, [])
            if safe_relative(path.relative_to(root).as_posix()) is not None
        ]
