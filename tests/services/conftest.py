"""A task service with everything behind it replaced by doubles."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.errors import AppError
from nanobanana_desktop.services.background import Jobs, Workers
from nanobanana_desktop.services.clock import Chance, Clock
from nanobanana_desktop.services.recovery import RecoveryReport
from nanobanana_desktop.services.task_service import TaskService, TaskStores
from tests.fakes import (
    FakeClient,
    FakeJournal,
    FakePictureStore,
    FakeRecoverySource,
    FakeRequestBuilder,
    FakeStore,
)


@dataclass
class Bench:
    """The service under test and all its doubles; `seen` are the states told, by task id."""

    service: TaskService
    store: FakeStore
    journal: FakeJournal
    client: FakeClient
    pictures: FakePictureStore
    recovery: FakeRecoverySource
    jobs: Jobs
    builder: FakeRequestBuilder
    seen: dict[str, list[str]] = field(default_factory=dict)
    troubles: list[AppError] = field(default_factory=list)
    reports: list[RecoveryReport] = field(default_factory=list)

    def note_all(self, tasks: list[GenerationTask]) -> None:
        for task in tasks:
            self.note(task)

    def note(self, task: GenerationTask) -> None:
        self.seen.setdefault(task.id, []).append(task.state.value)

    def state(self, task_id: str) -> str:
        """The stored state; "absent" before the row is on disk."""
        task = self.store.tasks.get(task_id)
        return "absent" if task is None else task.state.value

    async def mark(self, task_id: str, **marks: Any) -> list[GenerationTask]:
        """Set marks of a task in the history, as the person does."""

        async def write() -> list[GenerationTask]:
            self.store.tasks[task_id] = replace(self.store.tasks[task_id], **marks)
            return [self.store.tasks[task_id]]

        return await self.service.mark(write)


@pytest.fixture(autouse=True)
def quick_rhythm(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rhythm of the service in hundredths, so that no test waits for it."""
    monkeypatch.setattr("nanobanana_desktop.services.rhythm.POLL_INTERVAL", 0.03)


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    numbers = itertools.count(1)
    store, journal, client = FakeStore(), FakeJournal(), FakeClient()
    pictures, recovery, jobs = FakePictureStore(), FakeRecoverySource(), Jobs()
    workers = Workers("test", 2)
    builder = FakeRequestBuilder()
    service = TaskService(
        TaskStores(store, journal, pictures, recovery),
        builder,
        jobs,
        workers,
        Clock(),
        Chance(lambda: 0.0, lambda: f"{next(numbers):032x}"),
        concurrency=4,
    )
    made = Bench(service, store, journal, client, pictures, recovery, jobs, builder)
    service.tasks_added.connect(made.note_all)
    service.task_changed.connect(made.note)
    service.trouble.connect(made.troubles.append)
    service.recovered.connect(made.reports.append)
    yield made
    await service.stop()
    await jobs.close()
    workers.close()
