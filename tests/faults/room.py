"""The services of the program over real files and real sockets, without a window."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer

from nanobanana_desktop.api.client import ApiClient
from nanobanana_desktop.api.payload import build_request
from nanobanana_desktop.api.picture_links import PictureLinks
from nanobanana_desktop.api.transport import Connections, Timeouts
from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.domain.task import GenerationTask, Hold, TaskState
from nanobanana_desktop.errors import AppError
from nanobanana_desktop.paths import DataPaths
from nanobanana_desktop.secret import Secret
from nanobanana_desktop.services.background import Jobs, Workers
from nanobanana_desktop.services.clock import Chance, Clock
from nanobanana_desktop.services.holds import HoldState
from nanobanana_desktop.services.picture_shelf import PictureShelf, ShelfRecovery, ThreadedJournal
from nanobanana_desktop.services.recovery import RecoveryReport
from nanobanana_desktop.services.reference_service import InlineRequestBuilder
from nanobanana_desktop.services.task_service import TaskService, TaskStores
from nanobanana_desktop.services.wake_watch import NetworkWatch
from nanobanana_desktop.storage.database import Database
from nanobanana_desktop.storage.history_reader import HistoryReader
from nanobanana_desktop.storage.history_store import HistoryStore
from nanobanana_desktop.storage.id_journal import IdJournal
from nanobanana_desktop.storage.image_store import ImageStore
from nanobanana_desktop.storage.quarantine import Quarantine
from nanobanana_desktop.storage.reference_store import ReferenceStore
from nanobanana_desktop.storage.spool import Spool
from nanobanana_desktop.storage.thumbnail_store import ThumbnailStore

KEY = "sk-test-0123456789-abcdefghij-canary"
LIMIT = 60.0
"""Seconds for anything that takes about one on a quiet computer."""
CONCURRENCY = 4
SPEED = 100.0
"""How much faster the services' own time passes: a rhythm of seconds in hundredths. The limits of
the network stay as they are."""
PICTURE_SUFFIXES = (".png", ".jpg", ".webp")

PATIENT = Timeouts(connect=10.0, submit_read=10.0, query_read=10.0, picture_window=10.0)
"""Where nothing hangs: a busy machine must not look like a fault."""

QUICK_ORDER = replace(PATIENT, submit_read=1.0, submit_total=1.5)
"""Where an order hangs. The limits hold from the first step on, so a busy machine must have sent
the order, and the stand-in must have read it, before they are over."""

QUICK_QUERY = replace(PATIENT, query_read=0.2, query_total=0.3)
"""Where a question hangs, which is asked again."""

QUICK_PICTURE = replace(
    PATIENT, connect=0.5, picture_window=0.3, picture_rate=16_384, picture_total=5.0
)
"""Where a download hangs, which is tried again. An order that meets no connection in time waits."""


def _no_proxies() -> Mapping[str, str]:
    return {}


def direct_connections() -> Connections:
    """Connections that take no notice of the computer's proxy settings."""
    return Connections(proxy_settings=_no_proxies, proxy_bypass=lambda _host: False)


@dataclass
class Room:
    """The services at work.

    `latest` holds each task as it was told last, `seen` its states so far, `held` every hold that
    there ever was.
    """

    paths: DataPaths
    database: Database
    tasks: TaskService
    client: ApiClient
    latest: dict[str, GenerationTask] = field(default_factory=dict)
    seen: dict[str, list[TaskState]] = field(default_factory=dict)
    troubles: list[AppError] = field(default_factory=list)
    reports: list[RecoveryReport] = field(default_factory=list)
    held: set[Hold] = field(default_factory=set)

    def note_all(self, tasks: list[GenerationTask]) -> None:
        for task in tasks:
            self.note(task)

    def note(self, task: GenerationTask) -> None:
        self.latest[task.id] = task
        self.seen.setdefault(task.id, []).append(task.state)

    def note_holds(self, state: HoldState) -> None:
        self.held |= set(state.active)

    def order(self, prompt: str) -> str:
        return self.tasks.create(GenerationParams(prompt=prompt))[0]

    def state(self, task_id: str) -> TaskState | None:
        """As it was told last; None before the first time."""
        task = self.latest.get(task_id)
        return None if task is None else task.state

    async def until(self, condition: Callable[[], object], limit: float = LIMIT) -> None:
        """Turn the loop until the condition holds; TimeoutError after `limit` seconds."""
        await _turn(condition, limit)

    async def stored(self) -> list[GenerationTask]:
        """All tasks as the history has them, oldest first."""
        rows = await self.database.run(
            lambda c: c.execute("SELECT id FROM tasks ORDER BY number").fetchall()
        )
        store = HistoryStore(self.database)
        found = [await store.get(row[0]) for row in rows]
        return [task for task in found if task is not None]

    def pictures(self) -> list[Path]:
        return [p for p in self.paths.images.rglob("*") if p.suffix in PICTURE_SUFFIXES]

    def parts(self) -> list[Path]:
        return list(self.paths.images.rglob("*.part"))

    def assert_whole(self, task_id: str) -> None:
        """The task's picture is the only file, and it is the one that the history knows."""
        image = self.latest[task_id].image
        assert image is not None
        assert [sha256(p.read_bytes()).hexdigest() for p in self.pictures()] == [image.sha256]
        assert not self.parts()


async def _turn(condition: Callable[[], object], limit: float) -> None:
    loop = asyncio.get_running_loop()
    deadline = loop.time() + limit
    while not condition():
        if loop.time() > deadline:
            raise TimeoutError
        await asyncio.sleep(0.005)


class _QuickTimer(QTimer):
    def __init__(self, on_timeout: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self.setSingleShot(True)
        self.timeout.connect(on_timeout)

    def start(self, milliseconds: int) -> None:
        super().start(round(milliseconds / SPEED))

    def setTimerType(self, _kind: Qt.TimerType) -> None:
        super().setTimerType(Qt.TimerType.PreciseTimer)


def quick_clock() -> Clock:
    """A clock on which time passes `SPEED` times as fast."""
    utc, monotonic = time.time(), time.monotonic()

    def passed() -> float:
        return (time.monotonic() - monotonic) * SPEED

    return Clock(lambda: utc + passed(), passed, make_timer=_QuickTimer)


@asynccontextmanager
async def open_room(
    root: Path,
    base_url: str,
    timeouts: Timeouts = PATIENT,
    *,
    key: str = KEY,
    links: PictureLinks | None = None,
    connections: Connections | None = None,
    network: NetworkWatch | None = None,
) -> AsyncIterator[Room]:
    """The services on the data folder `root`, started, and in the end stopped as on quit.

    Without `connections` they take no notice of the computer's proxies.
    """
    paths = DataPaths(root)
    paths.create()
    jobs, workers = Jobs(), Workers("files", 3)
    database = Database(paths.database)
    await database.open()
    images, spool = ImageStore(paths.images), Spool(paths.spool)
    thumbnails = ThumbnailStore(paths.thumbnails)
    shelf = PictureShelf(images, spool, thumbnails, Quarantine(paths.quarantine), lambda: True)
    journal = IdJournal(paths.id_journal)
    reader = HistoryReader(paths.database)
    tasks = TaskService(
        TaskStores(
            HistoryStore(database),
            ThreadedJournal(journal, workers),
            shelf,
            ShelfRecovery(images, spool, shelf, journal, reader, workers),
        ),
        InlineRequestBuilder(ReferenceStore(paths.references), workers, build_request),
        jobs,
        workers,
        quick_clock(),
        Chance(),
        CONCURRENCY,
        network=network,
    )
    secret = Secret(key)
    client = ApiClient(
        base_url,
        lambda: secret,
        timeouts=timeouts,
        connections=connections or direct_connections(),
        links=links,
    )
    room = Room(paths, database, tasks, client)
    tasks.tasks_added.connect(room.note_all)
    tasks.task_changed.connect(room.note)
    tasks.trouble.connect(room.troubles.append)
    tasks.holds_changed.connect(room.note_holds)
    tasks.recovered.connect(room.reports.append)
    try:
        await tasks.start(client, hold_waiting=database.report.rebuild_due)
        yield room
    finally:
        await tasks.stop()
        await jobs.close()
        await client.aclose()
        workers.close()
        thumbnails.close()
        reader.close()
        await database.close()
