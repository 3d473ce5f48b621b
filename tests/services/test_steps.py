"""T-STEP: order, query, download and save meet a fault at every single step on the disk."""

from __future__ import annotations

import asyncio
import errno
import itertools
import os
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from nanobanana_desktop.domain.answers import RemoteStatus, RemoteTask
from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.errors import AppError, StorageError
from nanobanana_desktop.services.background import Jobs, Workers
from nanobanana_desktop.services.clock import Chance
from nanobanana_desktop.services.picture_shelf import PictureShelf, ShelfRecovery, ThreadedJournal
from nanobanana_desktop.services.task_service import TaskService, TaskStores
from nanobanana_desktop.storage.database import Database
from nanobanana_desktop.storage.history_reader import HistoryReader
from nanobanana_desktop.storage.history_store import HistoryStore
from nanobanana_desktop.storage.id_journal import IdJournal
from nanobanana_desktop.storage.image_store import ImageStore
from nanobanana_desktop.storage.quarantine import Quarantine
from nanobanana_desktop.storage.spool import Spool
from nanobanana_desktop.storage.thumbnail_store import ThumbnailStore
from tests.fakes import FakeClient, FakeRequestBuilder
from tests.pictures import picture
from tests.services.io_steps import IoSteps
from tests.services.virtual_time import VirtualTime

CODES = (errno.ENOSPC, errno.EIO, errno.EACCES)
PARAMS = GenerationParams(prompt="a banana boat")
PNG = picture("png", 20, 10)
LONG = 3_600.0
"""Virtual seconds; longer than any pause between two tries."""
A_WHILE = 90.0
LEAST_STEPS = 25


@dataclass
class Room:
    """A data folder and the world around it, which outlive the program."""

    root: Path
    inline: bool
    client: FakeClient = field(default_factory=FakeClient)
    time: VirtualTime = field(default_factory=VirtualTime)
    ids: Callable[[], str] = field(
        default_factory=lambda: map("{:032x}".format, itertools.count(0x1A2B3C4D)).__next__
    )
    troubles: list[AppError] = field(default_factory=list)

    def __post_init__(self) -> None:
        (self.root / "images").mkdir(parents=True)
        self.client.pictures = [PNG] * 50
        if self.inline:
            answer = RemoteTask(
                remote_id="remote-1", status=RemoteStatus.COMPLETED, inline_image=PNG
            )
            self.client.queries = [answer] * 50

    @asynccontextmanager
    async def program(self) -> AsyncIterator[TaskService]:
        """The services from start to crash; StorageError when they cannot start."""
        jobs, workers = Jobs(), Workers("step", 2)
        database = Database(self.root / "history.sqlite")
        reader = HistoryReader(database.path)
        journal = IdJournal(self.root / "ids.log")
        images, spool = ImageStore(self.root / "images"), Spool(self.root / "spool")
        thumbnails = ThumbnailStore(self.root / "thumbnails.sqlite")
        shelf = PictureShelf(
            images, spool, thumbnails, Quarantine(self.root / "quarantine"), lambda: True
        )
        service = TaskService(
            TaskStores(
                HistoryStore(database),
                ThreadedJournal(journal, workers),
                shelf,
                ShelfRecovery(images, spool, shelf, journal, reader, workers),
            ),
            FakeRequestBuilder(),
            jobs,
            workers,
            self.time.clock,
            Chance(lambda: 0.5, self.ids),
            concurrency=4,
        )
        service.trouble.connect(self.troubles.append)
        self.jobs = jobs
        try:
            await database.open()
            await service.start(self.client)
            # As the library does once the tasks are on their way.
            await workers.run(images.clean_parts)
            yield service
        finally:
            # As a crash: nothing is ended in order, and no answer is waited for.
            await jobs.close()
            workers.close()
            reader.close()
            await database.close()
            self.time.timers.clear()

    async def run(
        self, *, order: bool, steps: IoSteps | None = None, seconds: float = LONG
    ) -> None:
        async with self.program() as service:
            if steps is not None:
                steps.armed = True
            if order:
                service.create(PARAMS)
            await self.time.run(self.jobs, seconds)

    def tasks(self) -> list[GenerationTask]:
        async def read() -> list[GenerationTask]:
            database = Database(self.root / "history.sqlite")
            await database.open()
            ids = await database.run(lambda c: c.execute("SELECT id FROM tasks").fetchall())
            found = [await HistoryStore(database).get(row["id"]) for row in ids]
            await database.close()
            return [task for task in found if task is not None]

        return asyncio.run(read())

    def check_integrity(self) -> None:
        with closing(sqlite3.connect(self.root / "history.sqlite")) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert connection.execute("PRAGMA foreign_key_check").fetchone() is None
        for path in (self.root / "images").rglob("*"):
            if path.suffix in (".png", ".jpg", ".webp"):
                assert path.read_bytes() == PNG

    def pass_a_day(self) -> None:
        """For the drive's clock: half sidecars stay as long as they may still be in work."""
        for half in (self.root / "images").rglob("*.json.tmp"):
            os.utime(half, (0, 0))

    def check_end(self, *, leftovers: bool = False) -> None:
        """One legal state, nothing lost; nothing left over that only a start takes away."""
        self.check_integrity()
        tasks = self.tasks()
        assert len(self.client.posted) <= 1
        if not tasks:
            # The order could not be stored: the person was told and nothing was sent.
            assert self.troubles
            assert self.client.posted == []
            return
        (task,) = tasks
        assert len(self.client.posted) == 1
        if task.state is TaskState.SUBMIT_UNKNOWN:
            # Neither database nor journal took the id: the person was shown it.
            assert [e.facts["remote_id"] for e in self.troubles if "remote_id" in e.facts]
            return
        assert task.state is TaskState.DONE
        assert task.image is not None
        files = [p for p in (self.root / "images").rglob("*") if p.is_file()]
        if leftovers:
            files = [path for path in files if path.suffix != ".part"]
        name = Path(task.image.relative_path).name
        # What stopped the program may have stopped it before the sidecar.
        assert sorted(path.name for path in files) in ([name], [name, f"{name}.json"])
        assert [p for p in (self.root / "spool").rglob("*") if p.is_file()] == []


@pytest.fixture(autouse=True)
def _no_waiting_and_no_clean_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nanobanana_desktop.services.rhythm.POLL_INTERVAL", 3.0)
    monkeypatch.setattr("nanobanana_desktop.storage.private_files._RENAME_WAITS", (0.0, 0.0))
    monkeypatch.setattr("nanobanana_desktop.storage.database.end_run", lambda connection: None)


def run_with_fault(room: Room, steps: IoSteps) -> None:
    with steps.watching(str(room.root)):
        steps.armed = False
        seconds = A_WHILE if steps.sticky else LONG
        asyncio.run(room.run(order=True, steps=steps, seconds=seconds))


def start_with_fault(room: Room, steps: IoSteps) -> None:
    """A start that may fail; then the program says so and nothing has changed."""
    with steps.watching(str(room.root)):
        try:
            asyncio.run(room.run(order=False))
        except StorageError as error:
            room.troubles.append(error)


def meet_fault(room: Room, steps: IoSteps) -> None:
    """Everything that has to hold when one step on the disk, or all from it on, fail."""
    run_with_fault(room, steps)
    room.check_integrity()
    if not steps.sticky:
        # One fault passes by; nobody has to start the program again.
        room.check_end(leftovers=True)
    elif steps.failed:
        start_with_fault(room, IoSteps(1 + steps.at % 7, steps.code, sticky=False))
        room.check_integrity()
    room.pass_a_day()
    asyncio.run(room.run(order=False))
    room.check_end()


@pytest.mark.parametrize("inline", [False, True], ids=["link", "inline"])
@pytest.mark.parametrize("sticky", [False, True], ids=["once", "sticky"])
@pytest.mark.parametrize("code", CODES, ids=lambda code: errno.errorcode[code])
def test_fault_at_every_step_loses_nothing(
    tmp_path: Path,
    expected_log: Callable[[str], None],
    capsys: pytest.CaptureFixture[str],
    code: int,
    sticky: bool,
    inline: bool,
) -> None:
    expected_log("not stored")
    expected_log("not in the journal")
    expected_log("did not take a change")
    for number in itertools.count(1):
        room = Room(tmp_path / str(number), inline)
        steps = IoSteps(number, code, sticky=sticky)
        meet_fault(room, steps)
        if not steps.failed:
            break
    with capsys.disabled():
        name = f"{errno.errorcode[code]}, {'sticky' if sticky else 'once'}"
        sys.stdout.write(f"\nT-STEP {name}: K = {number - 1}\n")
    assert number > LEAST_STEPS


def no_picture(*_arguments: object) -> None:
    return None


@pytest.mark.parametrize("blind", ["image_store.ImageStore.find_placed", "spool.Spool.drop"])
def test_control_a_program_that_forgets_a_step_is_found_out(
    tmp_path: Path,
    expected_log: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
    blind: str,
) -> None:
    expected_log("not stored")
    expected_log("not in the journal")
    expected_log("did not take a change")
    monkeypatch.setattr(f"nanobanana_desktop.storage.{blind}", no_picture)
    found_out = 0
    for number in range(1, LEAST_STEPS):
        try:
            sticky = "find_placed" in blind
            meet_fault(
                Room(tmp_path / str(number), inline=False),
                IoSteps(number, errno.ENOSPC, sticky=sticky),
            )
        except AssertionError:
            found_out += 1
    assert found_out
