from __future__ import annotations

import errno
import threading
from pathlib import Path

import pytest

from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.storage.id_journal import IdJournal, JournalEntry, Removal, Sending
from tests.storage.faults import fail_call


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ids.log"


@pytest.mark.parametrize("call", ["open", "write", "fsync"])
def test_failure_is_reported_and_the_next_entry_is_whole(
    path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    journal = IdJournal(path)
    journal.append("t1", "r1", 1.0)
    with monkeypatch.context() as patch:
        fail_call(patch, call, errno.ENOSPC)
        with pytest.raises(StorageError) as raised:
            journal.append("t2", "r2", 2.0)
    assert raised.value.case is ErrorCase.DISK_FULL
    journal.append("t3", "r3", 3.0)
    entries = journal.read()
    assert entries[0] == JournalEntry("t1", "r1", 1.0)
    assert entries[-1] == JournalEntry("t3", "r3", 3.0)


def test_entry_is_synced_before_append_returns(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fsync = fail_call(monkeypatch, "fsync", errno.EIO, at=0)
    IdJournal(path).append("t", "r", 1.0)
    # The file, and the folder that got a new name.
    assert fsync.calls == 2


def test_torn_line_does_not_swallow_the_next(path: Path) -> None:
    path.write_bytes(b'{"task": "t1", "remote": "r1", "at": 1}\n{"task": "t2", "rem')
    journal = IdJournal(path)
    journal.append("t3", "r3", 3.0)
    assert [entry.task_id for entry in journal.read()] == ["t1", "t3"]


@pytest.mark.parametrize(
    "line",
    [
        b"\0\0\0\0",
        b"null",
        b"[]",
        b"{}",
        b'{"task": 1, "remote": "r", "at": 1}',
        b'{"task": "", "remote": "r", "at": 1}',
        b'{"task": "t", "remote": "", "at": 1}',
        b'{"task": "t", "remote": "r", "at": "x"}',
        b'{"task": "t", "remote": "r", "at": ' + b"9" * 400 + b"}",
        b"\xff\xfe",
        b'{"sending": "t", "attempt": "x", "at": 1}',
        b'{"sending": "", "attempt": 1, "at": 1}',
        b'{"removed": 7, "at": 1}',
        b"[" * 100_000,
    ],
)
def test_foreign_lines_are_passed_over(path: Path, line: bytes) -> None:
    path.write_bytes(line + b"\n" + b'{"task": "t", "remote": "r", "at": 5}\n')
    assert IdJournal(path).read() == [JournalEntry("t", "r", 5.0)]


def test_no_journal_is_empty(path: Path) -> None:
    assert IdJournal(path).read() == []


def test_folder_in_place_of_the_journal(path: Path) -> None:
    path.mkdir()
    journal = IdJournal(path)
    assert journal.read() == []
    with pytest.raises(StorageError):
        journal.append("t", "r", 1.0)


def test_odd_ids_survive(path: Path) -> None:
    entry = JournalEntry("t", '../../x?y#z"\n\0\ud800猫', 1.5)
    IdJournal(path).append(entry.task_id, entry.remote_id, entry.at)
    assert IdJournal(path).read() == [entry]
    assert path.stat().st_mode & 0o777 == 0o600


def test_what_is_being_sent_and_what_was_removed_is_no_paid_id(path: Path) -> None:
    journal = IdJournal(path)
    journal.note_sending("t1", 2, 1.0)
    journal.append("t1", "r1", 2.0)
    journal.append("t2", "r2", 3.0)
    journal.note_removal("t1", 4.0)
    paid = [JournalEntry("t1", "r1", 2.0), JournalEntry("t2", "r2", 3.0)]
    assert journal.lines() == [Sending("t1", 2, 1.0), *paid, Removal("t1", 4.0)]
    assert journal.read() == paid[1:]
    journal.drop_before(2.5)
    assert journal.lines() == [paid[1], Removal("t1", 4.0)]


def test_old_entries_are_dropped(path: Path) -> None:
    journal = IdJournal(path)
    for second in range(10):
        journal.append(f"t{second}", "r", float(second))
    journal.drop_before(7.0)
    assert [entry.at for entry in journal.read()] == [7.0, 8.0, 9.0]


def test_failed_dropping_keeps_all(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = IdJournal(path)
    journal.append("t", "r", 1.0)
    with monkeypatch.context() as patch:
        fail_call(patch, "replace", errno.EIO)
        with pytest.raises(StorageError):
            journal.drop_before(2.0)
    assert len(journal.read()) == 1


def test_many_threads_lose_nothing(path: Path) -> None:
    journal = IdJournal(path)
    threads = [
        threading.Thread(
            target=lambda n=n: [journal.append(f"{n}-{i}", "r", 1.0) for i in range(20)]
        )
        for n in range(5)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({entry.task_id for entry in journal.read()}) == 100
