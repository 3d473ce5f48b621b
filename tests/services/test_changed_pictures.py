"""Changed files that the person accepts: a real history, real files, every way it can fail."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from nanobanana_desktop.domain.image_record import FileEvent
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.errors import AppError, ErrorCase, StorageError
from nanobanana_desktop.services.changed_pictures import AcceptReport, ChangedPictures
from nanobanana_desktop.services.clock import Clock
from nanobanana_desktop.storage.history_reader import HistoryReader
from nanobanana_desktop.storage.sidecar import read_sidecar
from tests.pictures import picture
from tests.services import test_library_check
from tests.services.test_library_check import Library, WaitUntil, run

library, quick = test_library_check.library, test_library_check.quick
NOW = 1_762_300_000.0


class Accepting:
    """The service over a library, and all that it told."""

    def __init__(self, library: Library, wait_until: WaitUntil) -> None:
        self.library = library
        self._wait_until = wait_until
        self.service = ChangedPictures(
            library.store,
            library,
            library.images.describe,
            library.keep_sidecar,
            library.history.log_event,
            library.workers,
            library.jobs,
            Clock(utc=lambda: NOW),
        )
        self.reports: list[AcceptReport] = []
        self.replaced: list[str] = []
        self.troubles: list[AppError] = []
        self.service.replaced.connect(lambda task: self.replaced.append(task.id))
        self.service.trouble.connect(self.troubles.append)

    async def accept(self, *numbers: int) -> AcceptReport:
        self.service.accept(numbers, self.reports.append)
        return await self._ended()

    async def take_back(self, report: AcceptReport) -> AcceptReport:
        self.service.take_back(report, self.reports.append)
        return await self._ended()

    async def _ended(self) -> AcceptReport:
        count = len(self.reports)
        await self._wait_until(lambda: len(self.reports) > count)
        return self.reports[-1]

    def events(self) -> list[tuple[str, str]]:
        with sqlite3.connect(self.library.database.path) as connection:
            return connection.execute("SELECT kind, detail FROM task_events").fetchall()

    def accepted_at(self, task: GenerationTask) -> float | None:
        reader = HistoryReader(self.library.database.path)
        at = reader.change_accepted_at(task.id)
        reader.close()
        return at


@pytest.fixture
def accepting(library: Library, wait_until: WaitUntil) -> Accepting:
    return Accepting(library, wait_until)


async def changed(library: Library, number: int) -> tuple[GenerationTask, Path]:
    """A task whose file was edited since: another picture with other pixels."""
    task = await library.put(number)
    path = library.path(task)
    path.write_bytes(picture("png", width=100 + number))
    return task, path


# -- what goes wrong -----------------------------------------------------------------------------


@pytest.mark.parametrize("data", [b"", b"<svg/>", picture("png")[:60]])
async def test_what_is_no_whole_picture_is_never_accepted(
    accepting: Accepting, library: Library, data: bytes
) -> None:
    task, path = await changed(library, 1)
    path.write_bytes(data)
    report = await accepting.accept(1)
    assert (report.accepted, report.refused) == ([], 1)
    assert await library.history.get(task.id) == await library.history.get(task.id)
    stored = await library.history.get(task.id)
    assert stored is not None
    assert stored.image == task.image
    assert path.read_bytes() == data
    assert (accepting.events(), accepting.replaced) == ([], [])


async def test_missing_files_and_rows_are_passed_over(
    accepting: Accepting, library: Library
) -> None:
    task, path = await changed(library, 1)
    path.unlink()
    report = await accepting.accept(1, 77)
    assert (report.accepted, report.refused) == ([], 1)
    assert accepting.accepted_at(task) is None


async def test_a_history_that_takes_nothing_is_told_and_the_rest_stays(
    accepting: Accepting,
    library: Library,
    monkeypatch: pytest.MonkeyPatch,
    expected_log: Callable[[str], None],
) -> None:
    expected_log("were not accepted")
    (first, _), (second, _) = await changed(library, 1), await changed(library, 2)
    amend = library.amend

    async def failing(
        task_id: str, change: Callable[[GenerationTask], GenerationTask]
    ) -> GenerationTask | None:
        if task_id == second.id:
            raise StorageError(ErrorCase.DISK_FULL, "full")
        return await amend(task_id, change)

    monkeypatch.setattr(library, "amend", failing)
    report = await accepting.accept(1, 2)
    assert report.numbers == [1]
    assert [error.case for error in accepting.troubles] == [ErrorCase.DISK_FULL]
    assert accepting.accepted_at(first) == NOW
    assert accepting.accepted_at(second) is None


async def test_a_task_that_got_another_file_meanwhile_keeps_that(
    accepting: Accepting, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    task, _ = await changed(library, 1)
    assert task.image is not None
    other = replace(task.image, relative_path="elsewhere.png")
    amend = library.amend

    async def late(
        task_id: str, change: Callable[[GenerationTask], GenerationTask]
    ) -> GenerationTask | None:
        await library.history.save(replace(task, image=other))
        return await amend(task_id, change)

    monkeypatch.setattr(library, "amend", late)
    assert (await accepting.accept(1)).accepted == []
    stored = await library.history.get(task.id)
    assert stored is not None
    assert stored.image == other
    assert accepting.events() == []


# -- what goes right -----------------------------------------------------------------------------


async def test_the_file_as_it_is_counts_from_now_on(
    accepting: Accepting, library: Library, wait_until: WaitUntil
) -> None:
    (first, path), (second, _) = await changed(library, 1), await changed(library, 2)
    await library.put(3)
    assert (await run(library, wait_until)).changed == (1, 2)
    before = path.read_bytes()
    report = await accepting.accept(1)
    assert (report.numbers, report.refused, accepting.replaced) == ([1], 0, [first.id])
    library.check.note_accepted(report.numbers)
    assert (library.check.report.changed, library.check.report.whole) == ((2,), 2)
    stored = await library.history.get(first.id)
    assert stored is not None
    assert stored.image is not None
    assert first.image is not None
    assert stored.image.sha256 == hashlib.sha256(before).hexdigest() != first.image.sha256
    assert stored.image.byte_size == len(before)
    assert stored.image.width == 101
    assert stored.image.saved_at == first.image.saved_at
    assert path.read_bytes() == before
    ((kind, detail),) = accepting.events()
    assert kind == FileEvent.ACCEPTED
    assert json.loads(detail) == {
        "former": {"sha256": first.image.sha256, "bytes": first.image.byte_size},
        "accepted": {"sha256": stored.image.sha256, "bytes": len(before)},
    }
    assert accepting.accepted_at(first) == NOW
    told = read_sidecar(path, stored.image.relative_path)
    assert told is not None
    assert told.image == stored.image
    report_anew = await run(library, wait_until)
    assert (report_anew.changed, report_anew.whole) == ((2,), 2)
    assert accepting.accepted_at(second) is None


async def test_taking_back_lets_the_former_file_count_again(
    accepting: Accepting, library: Library, wait_until: WaitUntil
) -> None:
    task, _ = await changed(library, 1)
    await run(library, wait_until)
    report = await accepting.accept(1)
    library.check.note_accepted(report.numbers)
    undone = await accepting.take_back(report)
    library.check.note_accepted(undone.numbers, accepted=False)
    stored = await library.history.get(task.id)
    assert stored is not None
    assert stored.image == task.image
    assert (library.check.report.changed, library.check.report.whole) == ((1,), 0)
    assert accepting.accepted_at(task) is None
    assert [kind for kind, _ in accepting.events()] == [FileEvent.ACCEPTED, FileEvent.TAKEN_BACK]
    assert (await accepting.take_back(report)).accepted == []
    await accepting.accept(1)
    assert accepting.accepted_at(task) == NOW


async def test_a_second_press_takes_no_undo_away_from_the_first(
    accepting: Accepting, library: Library, wait_until: WaitUntil
) -> None:
    task, _ = await changed(library, 1)
    first = await accepting.accept(1)
    second = await accepting.accept(1)
    assert (second.accepted, second.numbers) == ([], [1])
    assert len(accepting.events()) == 1
    await accepting.take_back(first)
    stored = await library.history.get(task.id)
    assert stored is not None
    assert stored.image == task.image


async def test_what_was_accepted_is_known_after_the_next_start(
    accepting: Accepting, library: Library, wait_until: WaitUntil
) -> None:
    await changed(library, 1)
    await run(library, wait_until)
    library.check.note_accepted((await accepting.accept(1)).numbers)
    await wait_until(lambda: not library.jobs.names)
    library.start()
    library.check.look_back()
    await wait_until(lambda: library.check.report.is_complete)
    assert (library.check.report.changed, library.check.report.whole) == ((), 1)
