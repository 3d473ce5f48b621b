"""One whole task of the demo, without a window: ordered, followed, fetched, kept as a file."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from nanobanana_desktop.api.client import ApiClient
from nanobanana_desktop.api.payload import build_request
from nanobanana_desktop.demo.scenario import Course, Scenario
from nanobanana_desktop.demo.server import DemoServer, DemoSetup
from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.paths import DataPaths
from nanobanana_desktop.secret import Secret
from nanobanana_desktop.self_test.installation import SelfTestError
from nanobanana_desktop.self_test.toolkit import application
from nanobanana_desktop.services.background import Jobs, Workers
from nanobanana_desktop.services.clock import Chance, Clock
from nanobanana_desktop.services.picture_shelf import PictureShelf, ShelfRecovery, ThreadedJournal
from nanobanana_desktop.services.reference_service import InlineRequestBuilder
from nanobanana_desktop.services.task_service import TaskService, TaskStores
from nanobanana_desktop.storage.database import Database
from nanobanana_desktop.storage.history_reader import HistoryReader
from nanobanana_desktop.storage.history_store import HistoryStore
from nanobanana_desktop.storage.id_journal import IdJournal
from nanobanana_desktop.storage.image_store import ImageStore
from nanobanana_desktop.storage.quarantine import Quarantine
from nanobanana_desktop.storage.reference_store import ReferenceStore
from nanobanana_desktop.storage.spool import Spool
from nanobanana_desktop.storage.thumbnail_store import ThumbnailStore

SECONDS: Final = 60.0
"""For what takes about four on a quiet computer."""
PROMPT: Final = "a banana boat on a calm lake"
SCENARIO: Final = Scenario(course=Course(processing=(0.2, 0.2)))

_ENDS: Final = frozenset({TaskState.DONE, TaskState.FAILED, TaskState.REFUSED})


def check_demo_task(folder: Path, scenario: Scenario = SCENARIO) -> dict[str, object]:
    """Make a picture below `folder`; what became of it.

    Raises SelfTestError when it was not made in time. `scenario` is what the service does.
    """
    app: QApplication = application()
    with _service(scenario) as address, asyncio.Runner(loop_factory=lambda: QEventLoop(app)) as run:
        return run.run(_make(folder, address))


@contextmanager
def _service(scenario: Scenario) -> Iterator[str]:
    server = DemoServer(DemoSetup(scenario=scenario, key_needed=False, log_bodies=False))
    server.start()
    try:
        yield server.base_url
    finally:
        server.stop()


async def _make(folder: Path, address: str) -> dict[str, object]:
    paths = DataPaths(folder)
    paths.create()
    jobs, workers = Jobs(), Workers("self-test", 2)
    database, thumbnails = Database(paths.database), ThumbnailStore(paths.thumbnails)
    reader = HistoryReader(paths.database)
    images, spool, journal = (
        ImageStore(paths.images),
        Spool(paths.spool),
        IdJournal(paths.id_journal),
    )
    shelf = PictureShelf(images, spool, thumbnails, Quarantine(paths.quarantine), lambda: True)
    client = ApiClient(address, lambda: Secret("demo"), allow_private_pictures=True)
    await database.open()
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
        Clock(),
        Chance(),
        concurrency=1,
    )
    try:
        await tasks.start(client)
        return await _order(tasks, shelf, paths, workers)
    finally:
        await tasks.stop()
        await jobs.close()
        await client.aclose()
        reader.close()
        workers.close()
        thumbnails.close()
        await database.close()


async def _order(
    tasks: TaskService, shelf: PictureShelf, paths: DataPaths, workers: Workers
) -> dict[str, object]:
    ended: asyncio.Future[GenerationTask] = asyncio.get_running_loop().create_future()
    states: list[str] = []

    def on_changed(task: GenerationTask) -> None:
        states.append(task.state.value)
        if task.state in _ENDS and not ended.done():
            ended.set_result(task)

    tasks.task_changed.connect(on_changed)
    tasks.create(GenerationParams(prompt=PROMPT))
    try:
        async with asyncio.timeout(SECONDS):
            task = await ended
    except TimeoutError:
        way = ", ".join(dict.fromkeys(states))
        raise SelfTestError(f"no picture within {SECONDS:.0f} s; states: {way}") from None
    if task.state is not TaskState.DONE or task.image is None:
        raise SelfTestError(f"the task ended as {task.state.value}: {task.error_text}")
    file = shelf.path(task)
    image = await workers.run(shelf.decode, task)
    return {
        "states": list(dict.fromkeys(states)),
        "picture": file.relative_to(paths.images).as_posix(),
        "bytes": file.stat().st_size,
        "pixels": [image.width(), image.height()],
    }
