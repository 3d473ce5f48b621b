"""Doubles that remember what was asked of them and say what they were told to say."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from nanobanana_desktop.domain.answers import (
    Accepted,
    OutcomeUnknown,
    RemoteStatus,
    RemoteTask,
    SubmitOutcome,
)
from nanobanana_desktop.domain.image_record import ImageRecord
from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.domain.task import ACTIVE, ENDED, ENDED_SOFTLY, GenerationTask, TaskState
from nanobanana_desktop.errors import AppError, ErrorCase, StorageError
from nanobanana_desktop.services.recovery import Noted


def make_task(**changes: Any) -> GenerationTask:
    """A task with plausible values; `changes` are fields of it."""
    values: dict[str, Any] = {
        "id": "a" * 32,
        "params": GenerationParams(prompt="a banana boat"),
        "state": TaskState.READY,
        "created_at": 1_000.0,
    }
    values |= changes
    return GenerationTask(**({"position": values["created_at"]} | values))


def make_image(**changes: Any) -> ImageRecord:
    record = ImageRecord(
        relative_path="2026/11/picture.png",
        sha256="0" * 64,
        mime="image/png",
        width=1024,
        height=1024,
        byte_size=10,
        saved_at=1_100.0,
    )
    return replace(record, **changes)


@dataclass
class FakeStore:
    """A history store in memory; `fail_on` names methods that raise StorageError once each."""

    tasks: dict[str, GenerationTask] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    fail_on: list[str] = field(default_factory=list)
    durations: dict[tuple[str, str], list[float]] = field(default_factory=dict)

    def _note(self, call: str) -> None:
        self.calls.append(call)
        self._fail(call.split(" ", maxsplit=1)[0])

    def _fail(self, name: str) -> None:
        if name in self.fail_on:
            self.fail_on.remove(name)
            raise StorageError(ErrorCase.DISK_FULL, "no space")

    async def add(self, tasks: Sequence[GenerationTask]) -> None:
        self._note("add")
        self.tasks.update({t.id: t for t in tasks})

    async def save(self, task: GenerationTask) -> bool:
        self._note(f"save {task.state.value}")
        self.tasks[task.id] = task
        return True

    async def save_all(self, tasks: Sequence[GenerationTask]) -> None:
        self._note("save_all")
        self.tasks.update({task.id: task for task in tasks})

    async def save_intent(
        self, task: GenerationTask, request_json: str, *, monotonic: float, boot_id: str
    ) -> bool:
        self._note(f"save_intent {request_json}")
        self.tasks[task.id] = task
        return True

    async def save_remote_id(self, task_id: str, remote_id: str, accepted_at: float) -> bool:
        self._note("save_remote_id")
        self.tasks[task_id] = replace(self.tasks[task_id], remote_id=remote_id)
        return True

    async def remove(self, task_id: str) -> bool:
        self._note("remove")
        return self.tasks.pop(task_id, None) is not None

    async def merge(self, task: GenerationTask, absorbed_id: str) -> None:
        self._note("merge")
        self.tasks[task.id] = task
        del self.tasks[absorbed_id]

    async def get(self, task_id: str) -> GenerationTask | None:
        return self.tasks.get(task_id)

    async def recent_durations(self, limit: int) -> dict[tuple[str, str], list[float]]:
        return self.durations

    async def ordered_since(self, moment: float) -> list[GenerationTask]:
        return [t for t in self.tasks.values() if t.state not in ACTIVE and t.created_at >= moment]

    async def find_remote(self, remote_id: str) -> GenerationTask | None:
        return next((t for t in self.tasks.values() if t.remote_id == remote_id), None)

    async def unfinished(self) -> list[GenerationTask]:
        self._fail("unfinished")
        return [t for t in self.tasks.values() if t.state not in ENDED | ENDED_SOFTLY]


@dataclass
class FakeJournal:
    ids: dict[str, str] = field(default_factory=dict)
    attempts: dict[str, int] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)

    async def append(self, task_id: str, remote_id: str, at: float) -> None:
        self.ids[task_id] = remote_id

    async def note_sending(self, task_id: str, attempt: int, at: float) -> None:
        self.attempts[task_id] = attempt

    async def note_removal(self, task_id: str, at: float) -> None:
        self.removed.append(task_id)


@dataclass
class FakeRecoverySource:
    ids: dict[str, str] = field(default_factory=dict)
    attempts: dict[str, int] = field(default_factory=dict)
    placed: dict[str, ImageRecord] = field(default_factory=dict)
    spooled: dict[str, ImageRecord] = field(default_factory=dict)
    settled: list[str] = field(default_factory=list)
    cleaned: int = 0

    async def noted(self) -> Noted:
        return Noted(self.ids, self.attempts)

    async def find_placed(self, task: GenerationTask) -> ImageRecord | None:
        return self.placed.get(task.id)

    async def find_spooled(self, task: GenerationTask) -> ImageRecord | None:
        return self.spooled.get(task.id)

    async def settle(self, task: GenerationTask) -> None:
        self.settled.append(task.id)

    async def tidy(self) -> None:
        self.cleaned += 1


@dataclass
class FakeStream:
    data: bytes

    @property
    def content_length(self) -> int | None:
        return len(self.data)

    async def chunks(self) -> AsyncIterator[bytes]:
        yield self.data


@dataclass
class FakeTrace:
    """`so_far` is the outcome when the order is broken off; without it that is not known."""

    so_far: SubmitOutcome | None = None
    bytes_left: bool = False

    def outcome_so_far(self, reason: str) -> SubmitOutcome:
        return self.so_far or OutcomeUnknown(reason)


class FakeClient:
    """Answers from lists: `creates`, `queries` and `pictures` hold answers or errors, in order.

    An empty list gives: accepted, completed with a link, and the bytes `b"picture"`. `gate` set
    makes every create wait for it; `so_far` is what an order that is broken off then came to.
    """

    def __init__(self) -> None:
        self.creates: list[SubmitOutcome] = []
        self.queries: list[RemoteTask | AppError] = []
        self.pictures: list[bytes | AppError] = []
        self.posted: list[dict[str, object]] = []
        self.queried: list[str] = []
        self.opened: list[str] = []
        self.drops = 0
        self.rests = 0
        self.insecure: list[str] = []
        self.traces: list[FakeTrace] = []
        self.so_far: SubmitOutcome | None = None
        self.gate: asyncio.Event | None = None

    def new_trace(self) -> FakeTrace:
        self.traces.append(FakeTrace(self.so_far))
        return self.traces[-1]

    async def create_task(self, body: dict[str, object], *, trace: FakeTrace) -> SubmitOutcome:
        self.posted.append(body)
        trace.bytes_left = True
        if self.gate is not None:
            await self.gate.wait()
        if self.creates:
            return self.creates.pop(0)
        return Accepted(RemoteTask(remote_id=f"remote-{len(self.posted)}"))

    async def query_task(self, remote_id: str) -> RemoteTask:
        self.queried.append(remote_id)
        answer = self.queries.pop(0) if self.queries else None
        if isinstance(answer, AppError):
            raise answer
        return answer or RemoteTask(
            remote_id=remote_id,
            status=RemoteStatus.COMPLETED,
            raw_status="completed",
            image_url=f"https://pictures.example/{remote_id}.png",
        )

    async def drop_connections(self) -> None:
        self.drops += 1

    async def rest(self) -> None:
        self.rests += 1

    @asynccontextmanager
    async def open_picture(
        self, url: str, *, allow_insecure: bool = False
    ) -> AsyncIterator[FakeStream]:
        self.opened.append(url)
        if allow_insecure:
            self.insecure.append(url)
        answer = self.pictures.pop(0) if self.pictures else b"picture"
        if isinstance(answer, AppError):
            raise answer
        yield FakeStream(answer)


@dataclass
class FakePart:
    data: bytes = b""
    aborted: bool = False
    spooled: bool = False

    def write(self, data: bytes) -> None:
        self.data += data

    def abort(self) -> None:
        self.aborted = True


@dataclass
class FakePictureStore:
    """Keeps what was written.

    `errors` are raised by `finish` and `place_spooled`, `begin_errors` and `spool_errors` by
    `begin`, each in order. `free` is what `room` says.
    """

    parts: list[FakePart] = field(default_factory=list)
    errors: list[AppError] = field(default_factory=list)
    begin_errors: list[AppError] = field(default_factory=list)
    spool_errors: list[AppError] = field(default_factory=list)
    settled: list[str] = field(default_factory=list)
    free: int = 1 << 40
    kept_aside: list[FakePart] = field(default_factory=list)

    def begin(
        self,
        task_id: str,
        prompt: str,
        created_at: float,
        *,
        expected_length: int | None = None,
        spooled: bool = False,
        traits: object = None,
    ) -> FakePart:
        errors = self.spool_errors if spooled else self.begin_errors
        if errors:
            raise errors.pop(0)
        self.parts.append(FakePart(spooled=spooled))
        return self.parts[-1]

    def finish(self, part: FakePart, now: float) -> ImageRecord:
        if self.errors:
            raise self.errors.pop(0)
        path = "spool/2026/11/picture.png" if part.spooled else "2026/11/picture.png"
        return make_image(relative_path=path, byte_size=len(part.data), saved_at=now)

    def is_spooled(self, task: GenerationTask) -> bool:
        return task.image is not None and task.image.relative_path.startswith("spool/")

    def place_spooled(self, task: GenerationTask, now: float) -> ImageRecord:
        if self.errors:
            raise self.errors.pop(0)
        return make_image(saved_at=now)

    def settle(self, task: GenerationTask) -> None:
        self.settled.append(task.id)

    def room(self) -> int:
        return self.free

    def keep_aside(self, part: FakePart) -> None:
        self.kept_aside.append(part)


class FakeRequestBuilder:
    """`error` set is raised by every `build`; `gate` set makes it wait, and `begun` tells of it."""

    def __init__(self) -> None:
        self.error: AppError | None = None
        self.begun = asyncio.Event()
        self.gate: asyncio.Event | None = None

    async def build(self, params: GenerationParams) -> dict[str, object]:
        self.begun.set()
        if self.gate is not None:
            await self.gate.wait()
        if self.error is not None:
            raise self.error
        return {"prompt": params.prompt, "model": params.model_name}


class ManualClock:
    """Time that passes only when told. `utc` and `monotonic` move together."""

    def __init__(self, utc: float = 1_700_000_000.0) -> None:
        self._utc = utc
        self._monotonic = 100.0

    def utc(self) -> float:
        return self._utc

    def monotonic(self) -> float:
        return self._monotonic

    def advance(self, seconds: float) -> None:
        self._utc += seconds
        self._monotonic += seconds


def write_bytes(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path
