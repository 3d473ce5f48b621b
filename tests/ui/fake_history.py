"""A history in memory, ordered like the real one, and tasks in every state."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from nanobanana_desktop.domain.history_listing import HistoryListing
from nanobanana_desktop.domain.history_query import (
    HistoryCounts,
    HistoryFilter,
    HistoryQuery,
    normalise_for_search,
)
from nanobanana_desktop.domain.history_query import HistorySort as Sort
from nanobanana_desktop.domain.image_record import ImageRecord
from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.domain.task import ACTIVE, GenerationTask, TaskState
from nanobanana_desktop.domain.tile import TileKey, TileWish
from nanobanana_desktop.errors import ErrorCase
from nanobanana_desktop.services.tile_drawing import cut_tile
from nanobanana_desktop.ui.history.matching import passes
from nanobanana_desktop.ui.ports import Picture

NOON = datetime(2026, 11, 22, 15, 0).astimezone().timestamp()
"""The afternoon of a Sunday, local time, in UTC seconds: the "now" of these tests."""

HOUR = 3600.0
DAY = 24 * HOUR


def make_task(
    task_id: str = "a",
    state: TaskState = TaskState.DONE,
    *,
    age: float = HOUR,
    prompt: str = "A ripe banana carved into a tiny sailing boat",
    ratio: str | None = "16:9",
    **fields: object,
) -> GenerationTask:
    """A believable task that was ordered `age` seconds before `NOON`."""
    created = NOON - age
    task = GenerationTask(
        id=task_id,
        params=GenerationParams(prompt=prompt, aspect_ratio=ratio, resolution="2k"),
        state=state,
        created_at=created,
        submitted_at=None if state in (TaskState.DRAFT, TaskState.READY) else created,
        seen=True,
    )
    if state is TaskState.DONE:
        task = replace(task, finished_at=created + 41, image=make_record(task_id))
    if state is TaskState.FAILED:
        task = replace(task, error_case=ErrorCase.CONTENT, error_text="风控拒绝")
    return replace(task, **fields)


def make_record(name: str, width: int = 2752, height: int = 1536) -> ImageRecord:
    return ImageRecord(
        relative_path=f"2026/11/{name}.png",
        sha256="0" * 64,
        mime="image/png",
        width=width,
        height=height,
        byte_size=6_800_000,
        saved_at=NOON,
    )


class FakeHistory(QObject):
    """What `HistoryView` does, over a dict; counts how much was read.

    What is requested is answered by itself, or by `answer` when `answers_itself` is off.
    """

    listed = Signal(int, object)
    unlisted = Signal(int)

    def __init__(self, tasks: Iterable[GenerationTask] = ()) -> None:
        super().__init__()
        self.by_id: dict[str, GenerationTask] = {}
        self.numbers: dict[str, int] = {}
        self.gone: set[str] = set()
        """Ids that are still listed although their tasks can no longer be read."""
        self.removed: set[str] = set()
        self.page_size = 500
        self.answers_itself = True
        self.requested: HistoryQuery | None = None
        self.largest_read = 0
        self.tasks_read = 0
        self._token = 0
        # The history was written from its beginning.
        for task in sorted(tasks, key=lambda task: (task.created_at, task.id)):
            self.put(task)

    def put(self, task: GenerationTask) -> GenerationTask:
        self.by_id[task.id] = task
        self.removed.discard(task.id)
        self.numbers.setdefault(task.id, len(self.numbers) + 1)
        return task

    def remove(self, task_id: str) -> None:
        """As after the deletion of the task; `put` makes a new one of the same id."""
        self.by_id.pop(task_id)
        self.removed.add(task_id)

    def ordered(self, query: HistoryQuery) -> list[GenerationTask]:
        found = [
            task
            for task in self.by_id.values()
            if passes(query.filter, task)
            and all(word in normalise_for_search(task.params.prompt) for word in query.words)
        ]
        return sorted(found, key=lambda task: self._place(query.sort, task))

    def listing(self, query: HistoryQuery) -> HistoryListing:
        """All that matches."""
        found = self.ordered(query)
        return HistoryListing(
            array("q", [self.numbers[task.id] for task in found]),
            array("d", [task.created_at for task in found]),
            array("f", [_shape(task) for task in found]),
            sum(task.state in ACTIVE for task in found) if query.sort is Sort.NEWEST else 0,
        )

    def first_page(self, query: HistoryQuery) -> HistoryListing:
        assert not query.words, "words are looked for elsewhere"
        return self._first_of(self.listing(query))

    def request(self, query: HistoryQuery) -> int:
        self._token += 1
        self.requested = query
        if self.answers_itself:
            QTimer.singleShot(0, self, self.answer)
        return self._token

    def fail(self) -> None:
        """What was requested last comes to nothing."""
        self.requested = None
        self.unlisted.emit(self._token)

    def answer(self) -> None:
        """Tell what was requested last: the first rows, then all."""
        if self.requested is None:
            return
        query, self.requested = self.requested, None
        self.tell_first(query)
        self.listed.emit(self._token, self.listing(query))

    def tell_first(self, query: HistoryQuery) -> None:
        """Tell the first rows of what was requested last, when there are more."""
        first = self._first_of(self.listing(query))
        if not first.complete:
            self.listed.emit(self._token, first)

    def tasks_at(self, numbers: Sequence[int]) -> list[tuple[int, GenerationTask]]:
        self._count(numbers)
        ids = list(self.numbers)
        found = ((number, self._readable(ids[number - 1])) for number in numbers)
        return [(number, task) for number, task in found if task is not None]

    def numbers_of(self, ids: Sequence[str]) -> dict[str, int]:
        """An id that was never heard of is that of a task that was just written."""
        self._count(ids)
        for task_id in ids:
            self.numbers.setdefault(task_id, len(self.numbers) + 1)
        return {task_id: self.numbers[task_id] for task_id in ids if task_id not in self.removed}

    def ids_of(self, numbers: Sequence[int]) -> list[str]:
        self._count(numbers)
        return [task.id for _, task in self.tasks_at(numbers)]

    def matching(self, query: HistoryQuery, ids: Sequence[str]) -> set[str]:
        self._count(ids)
        return {task.id for task in self.ordered(query)}.intersection(ids)

    def tasks(self, ids: Sequence[str]) -> list[GenerationTask]:
        self._count(ids)
        found = (self._readable(task_id) for task_id in ids)
        return [task for task in found if task is not None]

    def counts(self) -> HistoryCounts:
        numbers = {f: len(self.ordered(HistoryQuery(filter=f))) for f in HistoryFilter}
        return HistoryCounts(**{f.value: count for f, count in numbers.items()})

    def _first_of(self, whole: HistoryListing) -> HistoryListing:
        if len(whole) <= self.page_size:
            return whole
        end = self.page_size
        return HistoryListing(
            whole.numbers[:end],
            whole.created[:end],
            whole.ratios[:end],
            min(whole.active, end),
            complete=False,
        )

    def _readable(self, task_id: str) -> GenerationTask | None:
        return None if task_id in self.gone else self.by_id.get(task_id)

    def _count(self, read: Sequence[object]) -> None:
        self.largest_read = max(self.largest_read, len(read))
        self.tasks_read += len(read)

    def _place(self, sort: Sort, task: GenerationTask) -> tuple[float, ...]:
        """Shown first is the smallest."""
        number, created = self.numbers[task.id], task.created_at
        if sort is Sort.OLDEST:
            return (created, number)
        if sort is Sort.RATING:
            return (-task.rating, -created, -number)
        if sort is Sort.SIZE:
            pixels = task.image.width * task.image.height if task.image else -1
            return (-pixels, -created, -number)
        if sort is Sort.COST:
            return (-float(task.amount or 0), -created, -number)
        if sort is Sort.MODEL:
            return (*(-ord(letter) for letter in task.params.model_name), 1, -created, -number)
        waits = task.state is TaskState.READY
        position = task.position if waits else 0.0
        return (task.state not in ACTIVE, not waits, -position, -created, -number)


def _shape(task: GenerationTask) -> float:
    if task.image is not None:
        return task.image.width / task.image.height
    width, height = (task.params.aspect_ratio or "1:1").split(":")
    return int(width) / int(height)


class FakePictures(QObject):
    """A thumbnail and picture source that answers when it is told to."""

    thumbnail_loaded = Signal(str, QImage)
    tile_loaded = Signal(object, QImage, bool)
    screen_loaded = Signal(str, QImage)
    picture_loaded = Signal(str, object)
    picture_failed = Signal(str, object)
    difference_made = Signal(int, object)

    def __init__(self) -> None:
        super().__init__()
        self.difference_requests: list[tuple[Picture, Picture, int, int | None]] = []
        self.thumbnail_requests: list[tuple[str, int]] = []
        self.picture_requests: list[str] = []
        self.tiles_wanted: dict[TileKey, TileWish] = {}
        """As they were asked for last."""
        self.tile_requests: list[str] = []
        """Task ids of all tiles that were ever asked for, once for each time in between."""

    def request(self, task: GenerationTask, size_px: int | None = None) -> None:
        if size_px is None:
            self.picture_requests.append(task.id)
        else:
            self.thumbnail_requests.append((task.id, size_px))

    def request_difference(self, a: Picture, b: Picture, side: int, gain: int | None = None) -> int:
        self.difference_requests.append((a, b, side, gain))
        return len(self.difference_requests)

    def want_tiles(self, wishes: Sequence[TileWish]) -> None:
        self.tile_requests += [
            wish.task.id
            for wish in wishes
            if wish.key not in self.tiles_wanted or self.tiles_wanted[wish.key].sharp != wish.sharp
        ]
        self.tiles_wanted = {wish.key: wish for wish in wishes}

    def give_tiles(self, task_id: str, image: QImage, *, sharp: bool = True) -> None:
        """Answer what is wanted of a task now."""
        for key in [key for key in self.tiles_wanted if key.picture.task_id == task_id]:
            del self.tiles_wanted[key]
            tile = QImage() if image.isNull() else cut_tile(image, key.shape)
            self.tile_loaded.emit(key, tile, sharp)
