"""When newer versions are looked for, and what is said about them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
from PySide6.QtCore import QObject, Signal

from nanobanana_desktop.domain.settings import Settings
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.domain.updates import Update
from nanobanana_desktop.errors import ErrorCase, NetworkError
from nanobanana_desktop.services.background import Jobs
from nanobanana_desktop.services.update_service import LOOK_MS, UpdateAnswer, UpdateService
from tests.fakes import make_task

if TYPE_CHECKING:
    from nanobanana_desktop.services.clock import Clock
    from nanobanana_desktop.services.settings_service import SettingsService
    from nanobanana_desktop.services.task_service import TaskService

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC).timestamp()
NEWER = Update("2.0.0", date(2026, 11, 20), {"en": ("x",), "zh_CN": ("y",)}, "https://e.org/")
OLDER = replace(NEWER, version="1.0.0")


class FakeTasks(QObject):
    task_changed = Signal(object)
    tasks_removed = Signal(list)

    def __init__(self) -> None:
        super().__init__()
        self.open_tasks: list[GenerationTask] = []

    def set(self, *states: TaskState) -> None:
        self.open_tasks = [make_task(state=state) for state in states]
        self.task_changed.emit(None)


class FakeSettings(QObject):
    settings_changed = Signal(object)

    def __init__(self, **fields: Any) -> None:
        super().__init__()
        self.settings = Settings(**fields)

    def change(self, **fields: Any) -> None:
        self.settings = replace(self.settings, **fields)
        self.settings_changed.emit(self.settings)


class Timer:
    def __init__(self, on_timeout: Callable[[], None]) -> None:
        self.ring = on_timeout
        self.ms = 0

    def start(self, ms: int) -> None:
        self.ms = ms


class Bench:
    """The service with a feed that says `update`; `asked` counts how often it was asked."""

    def __init__(self, *, feed: bool = True, **settings: Any) -> None:
        self.tasks, self.settings, self.jobs = FakeTasks(), FakeSettings(**settings), Jobs()
        self.update = NEWER
        self.error: NetworkError | None = None
        self.asked = 0
        self.now = NOW
        self.timers: list[Timer] = []
        clock = SimpleNamespace(utc=lambda: self.now, make_timer=self._make_timer)
        self.service = UpdateService(
            self._fetch if feed else None,
            "1.9.0",
            cast("SettingsService", self.settings),
            cast("TaskService", self.tasks),
            self.jobs,
            cast("Clock", clock),
        )
        self.answers: list[UpdateAnswer] = []
        self.found: list[str] = []
        self.service.answered.connect(self.answers.append)
        self.service.found.connect(lambda update: self.found.append(update.version))

    def _make_timer(self, on_timeout: Callable[[], None], _parent: QObject) -> Timer:
        self.timers.append(Timer(on_timeout))
        return self.timers[-1]

    async def _fetch(self) -> Update:
        self.asked += 1
        if self.error is not None:
            raise self.error
        return self.update

    async def settle(self) -> None:
        await self.jobs.wait(lambda _name: True, 5.0)


async def begun(**settings: Any) -> Bench:
    bench = Bench(**settings)
    bench.service.begin()
    await bench.settle()
    return bench


async def test_without_an_address_nothing_is_ever_asked() -> None:
    bench = await begun(feed=False)
    bench.service.check_now()
    await bench.settle()
    assert not bench.service.available
    assert (bench.timers, bench.asked, bench.answers) == ([], 0, [])


async def test_first_look_and_then_once_a_week() -> None:
    bench = await begun()
    assert (bench.asked, bench.found) == (1, ["2.0.0"])
    assert bench.settings.settings.updates_checked_on == "2026-11-23"
    (timer,) = bench.timers
    assert timer.ms == LOOK_MS
    for day, asked in ((6, 1), (7, 2), (8, 2)):
        bench.now = NOW + day * 86_400
        timer.ring()
        await bench.settle()
        assert bench.asked == asked, day


async def test_weekly_look_can_be_switched_off_and_asking_still_works() -> None:
    bench = await begun(check_updates=False)
    assert bench.asked == 0
    bench.service.check_now()
    await bench.settle()
    assert (bench.asked, bench.answers, bench.found) == (1, [UpdateAnswer.NEWER], [])
    assert bench.service.newest == NEWER


async def test_skipped_version_is_told_only_to_who_asks() -> None:
    bench = await begun(skipped_version="2.0.0")
    assert (bench.asked, bench.found) == (1, [])
    bench.service.check_now()
    await bench.settle()
    assert bench.answers == [UpdateAnswer.NEWER]
    bench.update = replace(NEWER, version="2.0.1")
    bench.now += 8 * 86_400
    bench.timers[0].ring()
    await bench.settle()
    assert bench.found == ["2.0.1"]


async def test_skipping_is_kept() -> None:
    bench = await begun()
    bench.service.skip("2.0.0")
    assert bench.settings.settings.skipped_version == "2.0.0"


@pytest.mark.parametrize("version", ["1.9.0", "1.9", "1.0.0"])
async def test_same_or_older_version_is_no_news(version: str) -> None:
    bench = Bench()
    bench.update = replace(OLDER, version=version)
    bench.service.begin()
    await bench.settle()
    assert (bench.asked, bench.found, bench.service.newest) == (1, [], None)
    bench.service.check_now()
    await bench.settle()
    assert bench.answers == [UpdateAnswer.CURRENT]


@pytest.mark.parametrize("state", [TaskState.SUBMITTING, TaskState.QUEUED, TaskState.DOWNLOADING])
async def test_tasks_under_way_come_first(state: TaskState) -> None:
    bench = Bench()
    bench.tasks.set(state, TaskState.SUBMIT_UNKNOWN)
    bench.service.begin()
    bench.service.check_now()
    await bench.settle()
    assert (bench.asked, bench.answers) == (0, [UpdateAnswer.LATER])
    # One that is not confirmed may stay so for ever.
    bench.tasks.set(TaskState.SUBMIT_UNKNOWN)
    await bench.settle()
    assert (bench.asked, bench.answers[-1]) == (1, UpdateAnswer.NEWER)


async def test_failure_is_said_only_to_who_asked_and_tried_again_later() -> None:
    bench = Bench()
    bench.error = NetworkError(ErrorCase.NETWORK_LOST, "away", sent=False)
    bench.service.begin()
    await bench.settle()
    assert (bench.asked, bench.answers, bench.found) == (1, [], [])
    assert bench.settings.settings.updates_checked_on == ""
    bench.tasks.set()
    await bench.settle()
    assert bench.asked == 1
    bench.service.check_now()
    await bench.settle()
    assert bench.answers == [UpdateAnswer.UNREACHABLE]
    bench.error = None
    bench.timers[0].ring()
    await bench.settle()
    assert bench.found == ["2.0.0"]


async def test_two_questions_at_once_are_one_check() -> None:
    bench = Bench()
    bench.service.check_now()
    bench.service.check_now()
    await bench.settle()
    assert (bench.asked, bench.answers) == (1, [UpdateAnswer.NEWER])
