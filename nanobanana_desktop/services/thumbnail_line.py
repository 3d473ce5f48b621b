"""What the threads that make thumbnails do next: what is looked at before everything else."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.domain.tile import PictureKey, TileKey, TileWish, picture_key

READ_AT_ONCE: Final = 64
"""Thumbnails of one question to the database."""

PREVIEW_LIMIT: Final = 32
"""Previews kept in line; older ones belong to pictures that were left."""

LATER_LIMIT: Final = 500
"""Tasks whose thumbnails are made when nothing else is to do."""

FILES_AT_ONCE: Final = 2
"""Threads that may read picture files; one more is left for what is kept in the database, so that
a drive that does not answer never keeps back what is there."""


@dataclass(frozen=True, slots=True)
class Preview:
    """The whole thumbnail of a task."""

    task: GenerationTask
    sharp = False

    @property
    def key(self) -> PictureKey:
        return picture_key(self.task)


Wish = TileWish | Preview


@dataclass(frozen=True, slots=True)
class ReadKept:
    """Look what is kept of the pictures."""

    pictures: tuple[PictureKey, ...]


@dataclass(frozen=True, slots=True)
class ShowKept:
    """Decode what was kept."""

    wish: Wish
    jpeg: bytes


@dataclass(frozen=True, slots=True)
class ShowFile:
    """Decode the file of the picture and keep a thumbnail if there is none; slow.

    `quiet` marks what nobody waits for: the wish is shown already, though not sharp.
    """

    wish: Wish
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class MakeAhead:
    """Make a thumbnail that nobody looks at yet."""

    task: GenerationTask


@dataclass(frozen=True, slots=True)
class WriteMade:
    """Nothing else is to do: write the thumbnails that were made."""


Work = ReadKept | ShowKept | ShowFile | MakeAhead | WriteMade


class ThumbnailLine:
    """Thread-safe. Threads call `next` and afterwards `done`; others say what is wanted."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._previews: OrderedDict[PictureKey, Preview] = OrderedDict()
        self._tiles: dict[TileKey, TileWish] = {}
        self._later: OrderedDict[str, GenerationTask] = OrderedDict()
        self._kept: dict[PictureKey, bytes | None] = {}
        self._reading: set[PictureKey] = set()
        self._unanswered: set[PictureKey | TileKey] = set()
        self._of_files: dict[PictureKey, ShowFile | MakeAhead] = {}
        self._unwritten = False
        self._stopped = False

    @property
    def is_stopped(self) -> bool:
        return self._stopped

    def want_preview(self, task: GenerationTask) -> None:
        """The newest preview comes first."""
        preview = Preview(task)
        with self._changed:
            self._previews[preview.key] = preview
            self._previews.move_to_end(preview.key)
            while len(self._previews) > PREVIEW_LIMIT:
                self._previews.popitem(last=False)
            self._forget_unwished()
            self._changed.notify_all()

    def want_tiles(self, wishes: Sequence[TileWish]) -> None:
        """These tiles are wanted, in this order, and no others."""
        with self._changed:
            self._tiles = {wish.key: wish for wish in wishes}
            self._forget_unwished()
            self._changed.notify_all()

    def want_later(self, tasks: Iterable[GenerationTask]) -> None:
        """Make these thumbnails when nothing else is to do; the oldest fall out of a long line."""
        with self._changed:
            self._later.update((task.id, task) for task in tasks)
            while len(self._later) > LATER_LIMIT:
                self._later.popitem(last=False)
            self._changed.notify_all()

    def next(self, *, wait: bool = True) -> Work | None:
        """Wait for work; None when the thread is to end, or need not `wait` and there is none."""
        with self._changed:
            while not self._stopped:
                work = self._choose()
                if work is not None or not wait:
                    return work
                self._changed.wait()
            return None

    def kept(self, read: ReadKept, found: dict[PictureKey, bytes]) -> None:
        """What came of reading."""
        with self._changed:
            self._reading.difference_update(read.pictures)
            self._kept |= {picture: found.get(picture) for picture in read.pictures}
            self._changed.notify_all()

    def is_damaged(self, wish: Wish) -> None:
        """What is kept cannot be decoded: the wish is still to be fulfilled, from the file."""
        with self._changed:
            self._unanswered.discard(wish.key)
            self._kept[_picture(wish)] = None
            if isinstance(wish, Preview):
                self._previews.setdefault(wish.key, wish)
            else:
                self._tiles.setdefault(wish.key, wish)
            self._changed.notify_all()

    def done(self, work: Work) -> None:
        """A thread has finished its work."""
        if not isinstance(work, (ShowFile, MakeAhead)):
            return
        with self._changed:
            picture = _picture_of(work)
            self._of_files.pop(picture, None)
            self._unwritten = True
            # Another size of it is read from what was kept just now.
            if self._kept.get(picture, b"") is None:
                del self._kept[picture]
            self._changed.notify_all()

    def answered(self, key: PictureKey | TileKey) -> None:
        """The answer has arrived where it was wanted; the same may be wanted again."""
        with self._changed:
            self._unanswered.discard(key)
            if key in self._tiles or key in self._previews:
                self._changed.notify_all()

    def stop(self) -> None:
        """Drop what waits; every `next` gives None from now on."""
        with self._changed:
            self._stopped = True
            self._previews.clear()
            self._tiles.clear()
            self._later.clear()
            self._kept.clear()
            self._changed.notify_all()

    def _forget_unwished(self) -> None:
        wished = {key.picture for key in self._tiles} | self._previews.keys()
        self._kept = {key: jpeg for key, jpeg in self._kept.items() if key in wished}

    # -- choosing --------------------------------------------------------------------------------

    def _choose(self) -> Work | None:
        wishes = list(self._wishes())
        return (
            self._choose_reading(wishes)
            or self._choose_kept(wishes)
            or self._choose_file(wishes)
            or self._choose_quiet(wishes)
            or self._choose_writing()
        )

    def _wishes(self) -> Iterator[Wish]:
        wishes: list[Wish] = [*reversed(self._previews.values()), *self._tiles.values()]
        return (wish for wish in wishes if wish.key not in self._unanswered)

    def _choose_reading(self, wishes: Sequence[Wish]) -> ReadKept | None:
        unread = dict.fromkeys(
            picture
            for wish in wishes
            if not wish.sharp
            and (picture := _picture(wish)) not in self._kept
            and picture not in self._reading
        )
        if not unread:
            return None
        pictures = tuple(unread)[:READ_AT_ONCE]
        self._reading.update(pictures)
        return ReadKept(pictures)

    def _choose_kept(self, wishes: Sequence[Wish]) -> ShowKept | None:
        for wish in wishes:
            jpeg = None if wish.sharp else self._kept.get(_picture(wish))
            if jpeg is not None:
                self._take(wish)
                return ShowKept(wish, jpeg)
        return None

    def _choose_file(self, wishes: Sequence[Wish]) -> ShowFile | None:
        for wish in wishes:
            picture = _picture(wish)
            is_missing = not wish.sharp and self._kept.get(picture, b"") is None
            if is_missing and self._may_read(picture):
                self._take(wish)
                work = ShowFile(wish)
                self._of_files[picture] = work
                return work
        return None

    def _choose_quiet(self, wishes: Sequence[Wish]) -> Work | None:
        """One at a time: whoever begins to scroll finds a thread that is free."""
        if any(isinstance(w, MakeAhead) or w.quiet for w in self._of_files.values()):
            return None
        for wish in wishes:
            picture = _picture(wish)
            if wish.sharp and self._may_read(picture):
                self._take(wish)
                sharpening = ShowFile(wish, quiet=True)
                self._of_files[picture] = sharpening
                return sharpening
        while self._later:
            _, task = self._later.popitem(last=False)
            picture = picture_key(task)
            if self._may_read(picture):
                making = MakeAhead(task)
                self._of_files[picture] = making
                return making
        return None

    def _choose_writing(self) -> WriteMade | None:
        if not self._unwritten or self._of_files:
            return None
        self._unwritten = False
        return WriteMade()

    def _may_read(self, picture: PictureKey) -> bool:
        return len(self._of_files) < FILES_AT_ONCE and picture not in self._of_files

    def _take(self, wish: Wish) -> None:
        self._unanswered.add(wish.key)
        if isinstance(wish, Preview):
            self._previews.pop(wish.key, None)
        else:
            self._tiles.pop(wish.key, None)


def _picture(wish: Wish) -> PictureKey:
    return wish.key if isinstance(wish, Preview) else wish.key.picture


def _picture_of(work: ShowFile | MakeAhead) -> PictureKey:
    return _picture(work.wish) if isinstance(work, ShowFile) else picture_key(work.task)
