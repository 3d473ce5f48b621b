"""Deleting: hidden at once, undone for free, carried out once the time is over."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import pytest

from nanobanana_desktop.domain.history_query import HistoryCounts, HistoryQuery
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.services.background import Jobs, Workers
from nanobanana_desktop.services.clock import Clock
from nanobanana_desktop.services.deletion_service import DeletionService
from nanobanana_desktop.services.history_view import HistoryView
from nanobanana_desktop.storage.history_reader import HistoryPage
from tests.fakes import make_image, make_task

WaitUntil = Callable[..., Awaitable[None]]


@dataclass
class Bin:
    takes: bool = True
    files: list[str] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)
    unforgettable: str = ""

    def move(self, task: GenerationTask) -> bool:
        self.files.append(task.id)
        return self.takes

    async def forget(self, task_id: str) -> None:
        if task_id == self.unforgettable:
            raise StorageError(ErrorCase.DATABASE, "locked")
        self.forgotten.append(task_id)


def done(name: str) -> GenerationTask:
    return make_task(id=name, state=TaskState.DONE, image=make_image())


def make(bin_: Bin) -> tuple[DeletionService, Workers]:
    workers = Workers("t", 1)
    return DeletionService(bin_.move, bin_.forget, workers, Jobs(), Clock()), workers


async def test_a_bin_that_does_not_take_the_file_brings_the_task_back() -> None:
    bin_ = Bin(takes=False)
    service, workers = make(bin_)
    back: list[GenerationTask] = []
    refused: list[GenerationTask] = []
    service.task_restored.connect(back.append)
    service.not_deleted.connect(refused.append)
    service.delete([done("a")])
    await service.carry_out()
    assert [t.id for t in back] == [t.id for t in refused] == ["a"]
    assert bin_.forgotten == []
    workers.close()


async def test_a_history_that_cannot_be_written_keeps_one_task_and_not_the_others(
    expected_log: Callable[[str], None],
) -> None:
    expected_log("was not deleted")
    bin_ = Bin(unforgettable="a")
    service, workers = make(bin_)
    back: list[GenerationTask] = []
    troubles: list[StorageError] = []
    service.task_restored.connect(back.append)
    service.trouble.connect(troubles.append)
    service.delete([done("a"), done("b")])
    await service.carry_out()
    assert ([t.id for t in back], bin_.forgotten) == (["a"], ["b"])
    assert [error.case for error in troubles] == [ErrorCase.DATABASE]
    workers.close()


async def test_undo_brings_everything_back_and_deletes_nothing() -> None:
    bin_ = Bin()
    service, workers = make(bin_)
    hidden: list[str] = []
    back: list[GenerationTask] = []
    service.task_hidden.connect(hidden.append)
    service.task_restored.connect(back.append)
    service.delete([done("a"), done("b")])
    assert hidden == ["a", "b"]
    assert service.hidden == {"a", "b"}
    service.undo()
    await service.carry_out()
    assert [t.id for t in back] == ["a", "b"]
    assert (bin_.files, bin_.forgotten, service.hidden) == ([], [], frozenset())
    workers.close()


async def test_the_time_for_undo_passes(
    wait_until: WaitUntil, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nanobanana_desktop.services.deletion_service.UNDO_TIME", 0.05)
    bin_ = Bin()
    service, workers = make(bin_)
    service.delete([done("a"), make_task(id="b", state=TaskState.FAILED)])
    await wait_until(lambda: bin_.forgotten == ["a", "b"])
    assert bin_.files == ["a"]
    service.undo()
    assert bin_.forgotten == ["a", "b"]
    workers.close()


async def test_a_second_deletion_carries_out_the_first(wait_until: WaitUntil) -> None:
    bin_ = Bin()
    service, workers = make(bin_)
    service.delete([done("a")])
    service.delete([done("b")])
    await wait_until(lambda: bin_.forgotten == ["a"])
    assert service.hidden == {"b"}
    service.undo()
    workers.close()


async def test_a_deleted_task_stays_hidden_until_it_is_gone() -> None:
    seen: list[frozenset[str]] = []

    async def forget(_task_id: str) -> None:
        seen.append(service.hidden)

    workers = Workers("t", 1)
    service = DeletionService(Bin().move, forget, workers, Jobs(), Clock())
    service.delete([make_task(id="a"), make_task(id="b")])
    await service.carry_out()
    assert seen == [{"a", "b"}, {"b"}]
    assert service.hidden == frozenset()
    workers.close()


class FakeReader:
    """Three tasks: one active, one starred, one failed."""

    def __init__(self) -> None:
        self.all = {
            "a": make_task(id="a", state=TaskState.PROCESSING),
            "b": make_task(id="b", state=TaskState.DONE, starred=True),
            "c": make_task(id="c", state=TaskState.FAILED),
        }

    def page(self, query: HistoryQuery, limit: int, after: object = None) -> HistoryPage:
        return HistoryPage(tuple(self.all), None)

    def tasks(self, ids: tuple[str, ...]) -> list[GenerationTask]:
        return [self.all[i] for i in ids if i in self.all]

    def matches(self, query: HistoryQuery, task_id: str) -> bool:
        return task_id in self.all

    def counts(self) -> HistoryCounts:
        return HistoryCounts(3, 1, 1, 1)


def test_what_is_hidden_is_neither_listed_nor_counted() -> None:
    hidden: set[str] = set()
    view = HistoryView(FakeReader(), None)  # type: ignore[arg-type]
    view.hide_also(lambda: frozenset(hidden))
    assert view.counts() == HistoryCounts(3, 1, 1, 1)
    hidden.update({"b", "c", "never-there"})
    assert view.page(HistoryQuery(), 10).ids == ("a",)
    assert view.counts() == HistoryCounts(1, 1, 0, 0)
    assert not view.matches(HistoryQuery(), "b")
    assert view.matches(HistoryQuery(), "a")
