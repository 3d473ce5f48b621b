"""The export service: one at a time, off the window's thread, told exactly once how it ended."""

from __future__ import annotations

import threading
from array import array
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from nanobanana_desktop.domain.export_plan import (
    CopyWish,
    ExportChoice,
    ExportMeans,
    ExportPlan,
    ExportSummary,
)
from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.services.background import Jobs
from nanobanana_desktop.services.export_service import SLICE, ExportService
from tests.fakes import make_image, make_task
from tests.pictures import picture

WaitUntil = Callable[..., Awaitable[None]]


@dataclass
class Reader:
    tasks_by_id: dict[str, GenerationTask] = field(default_factory=dict)
    asked: list[int] = field(default_factory=list)
    threads: set[int] = field(default_factory=set)
    closed: int = 0
    trouble: StorageError | None = None

    def tasks(self, ids: Sequence[str]) -> list[GenerationTask]:
        self.threads.add(threading.get_ident())
        self.asked.append(len(ids))
        if self.trouble is not None:
            raise self.trouble
        return [self.tasks_by_id[i] for i in ids if i in self.tasks_by_id]

    def tasks_at(self, numbers: Sequence[int]) -> list[tuple[int, GenerationTask]]:
        self.threads.add(threading.get_ident())
        self.asked.append(len(numbers))
        every = list(self.tasks_by_id.values())
        return [(number, every[number]) for number in numbers if number < len(every)]

    def close(self) -> None:
        self.threads.add(threading.get_ident())
        self.closed += 1


@dataclass
class Bench:
    service: ExportService
    reader: Reader
    jobs: Jobs
    folder: Path
    original: Path
    located: list[str] = field(default_factory=list)
    on_locate: Callable[[], None] = lambda: None
    progress: list[tuple[int, int]] = field(default_factory=list)
    summaries: list[ExportSummary] = field(default_factory=list)

    def put(self, count: int, *, pictures: bool = True) -> ExportChoice:
        tasks = [
            make_task(
                id=f"{number:032x}",
                state=TaskState.DONE,
                params=GenerationParams(prompt=f"p{number}"),
                image=make_image() if pictures else None,
            )
            for number in range(count)
        ]
        self.reader.tasks_by_id = {task.id: task for task in tasks}
        return ExportChoice(ids=[task.id for task in tasks])

    def locate(self, task: GenerationTask) -> Path:
        self.located.append(task.id)
        self.on_locate()
        return self.original

    @property
    def plan(self) -> ExportPlan:
        return ExportPlan(folder=self.folder, template="{prompt}", wish=CopyWish())

    @property
    def names(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir())


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    original = tmp_path / "original.png"
    original.write_bytes(picture("png"))
    folder = tmp_path / "folder"
    folder.mkdir()
    reader, jobs = Reader(), Jobs()
    made: list[Bench] = []

    def locate(task: GenerationTask) -> Path:
        return made[0].locate(task)

    service = ExportService(ExportMeans(locate, "1.0"), lambda: reader, jobs)
    made.append(Bench(service, reader, jobs, folder, original))
    service.progress_changed.connect(lambda *values: made[0].progress.append(values))
    service.finished.connect(made[0].summaries.append)
    yield made[0]
    await service.stop()
    await jobs.close()


async def test_a_folder_that_is_gone_is_told_once(bench: Bench, wait_until: WaitUntil) -> None:
    choice = bench.put(2)
    bench.folder.rmdir()
    assert bench.service.export(choice, bench.plan)
    await wait_until(lambda: bench.summaries)
    error = bench.summaries[0].error
    assert error is not None
    assert error.case is ErrorCase.FOLDER_MISSING
    assert (len(bench.summaries), bench.service.running, bench.progress) == (1, False, [])
    bench.folder.mkdir()


async def test_a_history_that_cannot_be_read_is_told_and_nothing_half_stays(
    bench: Bench, wait_until: WaitUntil
) -> None:
    choice = bench.put(2)
    bench.reader.trouble = StorageError(ErrorCase.DATABASE, "locked")
    bench.service.export_list(choice, bench.folder / "list.csv")
    await wait_until(lambda: bench.summaries)
    assert bench.summaries[0].error is bench.reader.trouble
    assert (bench.names, bench.reader.closed) == ([], 1)


async def test_a_bug_ends_the_export_and_is_reported(
    bench: Bench, wait_until: WaitUntil, expected_log: Callable[[str], None]
) -> None:
    expected_log("job export failed")

    def fail() -> None:
        raise RuntimeError("a bug")

    bench.on_locate = fail
    bench.service.export(bench.put(2), bench.plan)
    await wait_until(lambda: not bench.jobs.names)
    error = bench.summaries[0].error
    assert error is not None
    assert (error.case, bench.service.running) == (ErrorCase.UNKNOWN, False)
    assert bench.reader.closed == 1


async def test_cancelled_between_two_files_it_keeps_the_first(
    bench: Bench, wait_until: WaitUntil
) -> None:
    bench.on_locate = bench.service.cancel
    bench.service.export(bench.put(5), bench.plan)
    await wait_until(lambda: bench.summaries)
    summary = bench.summaries[0]
    assert (summary.cancelled, summary.exported, summary.total) == (True, 1, 5)
    assert bench.names == ["p0.png"]
    assert bench.progress == [(1, 5)]


async def test_only_one_runs_at_a_time_and_the_next_may_follow(
    bench: Bench, wait_until: WaitUntil
) -> None:
    choice = bench.put(2)
    assert bench.service.export(choice, bench.plan)
    assert not bench.service.export(choice, bench.plan)
    assert not bench.service.export_list(choice, bench.folder / "list.csv")
    await wait_until(lambda: bench.summaries)
    assert bench.service.export_list(choice, bench.folder / "list.csv")
    await wait_until(lambda: len(bench.summaries) == 2)
    assert bench.names == ["list.csv", "p0.png", "p1.png"]


async def test_progress_is_told_after_every_file(bench: Bench, wait_until: WaitUntil) -> None:
    bench.service.export(bench.put(3), bench.plan)
    await wait_until(lambda: bench.summaries)
    assert bench.progress == [(1, 3), (2, 3), (3, 3)]
    assert bench.summaries[0].exported == 3


async def test_tasks_that_left_the_history_meanwhile_are_told(
    bench: Bench, wait_until: WaitUntil
) -> None:
    choice = bench.put(3)
    del bench.reader.tasks_by_id[choice.ids[1]]
    bench.service.export(choice, bench.plan)
    await wait_until(lambda: bench.summaries)
    summary = bench.summaries[0]
    assert (summary.exported, summary.failed) == (2, 1)
    assert summary.failures[0].task_id == choice.ids[1]


async def test_a_long_list_is_read_in_slices_by_one_other_thread(
    bench: Bench, wait_until: WaitUntil
) -> None:
    bench.put(2 * SLICE + 1, pictures=False)
    numbers = array("q", range(2 * SLICE + 1))
    bench.service.export_list(ExportChoice(numbers=numbers), bench.folder / "list.csv")
    await wait_until(lambda: bench.summaries)
    assert bench.reader.asked == [SLICE, SLICE, 1]
    assert bench.reader.threads != {threading.get_ident()}
    assert len(bench.reader.threads) == 1
    assert bench.summaries[0].listed == 2 * SLICE + 1
    assert (bench.folder / "list.csv").read_bytes().count(b"\r\n") == 2 * SLICE + 2
    assert bench.progress[-1] == (2 * SLICE + 1, 2 * SLICE + 1)


async def test_the_end_of_the_program_waits_for_the_file_and_leaves_nothing_half(
    bench: Bench, wait_until: WaitUntil
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def hold() -> None:
        begun.set()
        go_on.wait(10)

    bench.on_locate = hold
    bench.service.export(bench.put(5), bench.plan)
    await wait_until(begun.is_set)
    go_on.set()
    await bench.service.stop()
    await bench.service.stop()
    assert bench.names == ["p0.png"]
    assert bench.summaries[0].cancelled
    await bench.jobs.close()
    assert not bench.service.export(bench.put(1), bench.plan)
