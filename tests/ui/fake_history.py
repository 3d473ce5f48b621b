"""A history in memory, ordered like the real one, and tasks in every state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from nanobanana_desktop.domain.history_query import (
    HistoryCounts,
    HistoryFilter,
    HistoryKey,
    HistoryQuery,
    history_key,
    normalise_for_search,
)
from nanobanana_desktop.domain.image_record import ImageRecord
from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.domain.tile import TileKey, TileWish
from nanobanana_desktop.errors import ErrorCase
from nanobanana_desktop.services.tile_drawing import cut_tile
from nanobanana_desktop.ui.history.matching import passes

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


@dataclass(frozen=True)
class FakePage:
    ids: tuple[str, ...]
    after: HistoryKey | None


class FakeHistory:
    """What `HistoryReader` does, over a dict; counts how much was read."""

    def __init__(self, tasks: Sequence[GenerationTask] = ()) -> None:
        self.by_id = {task.id: task for task in tasks}
        self.gone: set[str] = set()
        """Ids that are still listed although their tasks can no longer be read."""
        self.largest_read = 0
        self.tasks_read = 0

    def put(self, task: GenerationTask) -> GenerationTask:
        self.by_id[task.id] = task
        return task

    def ordered(self, query: HistoryQuery) -> list[GenerationTask]:
        found = [
            task
            for task in self.by_id.values()
            if passes(query.filter, task)
            and all(word in normalise_for_search(task.params.prompt) for word in query.words)
        ]
        return sorted(found, key=history_key, reverse=True)

    def page(self, query: HistoryQuery, limit: int, after: HistoryKey | None = None) -> FakePage:
        found = self.ordered(query)
        if after is not None:
            found = [task for task in found if history_key(task) < after]
        page = found[:limit]
        return FakePage(
            tuple(task.id for task in page),
            history_key(page[-1]) if len(page) == limit else None,
        )

    def matches(self, query: HistoryQuery, task_id: str) -> bool:
        return any(task.id == task_id for task in self.ordered(query))

    def tasks(self, ids: Sequence[str]) -> list[GenerationTask]:
        self.largest_read = max(self.largest_read, len(ids))
        self.tasks_read += len(ids)
        found = (self.by_id.get(task_id) for task_id in ids if task_id not in self.gone)
        return [task for task in found if task is not None]

    def counts(self) -> HistoryCounts:
        numbers = {f: len(self.ordered(HistoryQuery(filter=f))) for f in HistoryFilter}
        return HistoryCounts(**{f.value: count for f, count in numbers.items()})


class FakePictures(QObject):
    """A thumbnail and picture source that answers when it is told to."""

    thumbnail_loaded = Signal(str, QImage)
    tile_loaded = Signal(object, QImage, bool)
    picture_loaded = Signal(str, object)
    picture_failed = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
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
