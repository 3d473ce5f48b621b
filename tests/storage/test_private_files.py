from __future__ import annotations

import errno
import os
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from nanobanana_desktop.errors import ErrorCase
from nanobanana_desktop.storage import private_files
from nanobanana_desktop.storage.private_files import (
    make_private_folder,
    open_new,
    place_without_replacing,
    storage_error,
    unused_name,
    utc_stamp,
    write_whole,
)
from tests.storage.faults import DISK_FULL, FOLDER_GONE, fail_call


@pytest.fixture
def no_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    waits: list[float] = []
    monkeypatch.setattr(private_files.time, "sleep", waits.append)
    return waits


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("call", ["write", "fsync", "replace"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_failed_write_leaves_the_old_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int
) -> None:
    path = tmp_path / "settings.json"
    write_whole(path, b"old")
    fail_call(monkeypatch, call, code)
    with pytest.raises(OSError, match=os.strerror(code)):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_leftover_of_a_crash_does_not_stop_the_next_write(tmp_path: Path) -> None:
    path = tmp_path / "a"
    (tmp_path / ".a.tmp").write_bytes(b"half")
    write_whole(path, b"whole")
    assert path.read_bytes() == b"whole"
    assert list(tmp_path.iterdir()) == [path]


def test_short_writes_are_continued(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: real(descriptor, data[:3]))
    write_whole(tmp_path / "a", b"0123456789")
    assert (tmp_path / "a").read_bytes() == b"0123456789"


@pytest.mark.usefixtures("no_umask")
def test_only_the_owner_can_read_whatever_the_umask(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    make_private_folder(folder)
    write_whole(folder / "file", b"x")
    os.close(open_new(folder / "new"))
    assert [mode(p) for p in (tmp_path / "a", folder)] == [0o700, 0o700]
    assert [mode(p) for p in (folder / "file", folder / "new")] == [0o600, 0o600]


def test_new_file_follows_no_link(tmp_path: Path) -> None:
    target = tmp_path / "target"
    (tmp_path / "link").symlink_to(target)
    with pytest.raises(FileExistsError):
        open_new(tmp_path / "link")
    assert not target.exists()


def test_placing_never_replaces(tmp_path: Path) -> None:
    (tmp_path / "a.part").write_bytes(b"new")
    (tmp_path / "a.png").write_bytes(b"old")
    with pytest.raises(FileExistsError):
        place_without_replacing(tmp_path / "a.part", tmp_path / "a.png")
    assert (tmp_path / "a.png").read_bytes() == b"old"
    assert (tmp_path / "a.part").read_bytes() == b"new"


def test_placing_gives_the_file_its_name(tmp_path: Path) -> None:
    (tmp_path / "a.part").write_bytes(b"new")
    place_without_replacing(tmp_path / "a.part", tmp_path / "a.png")
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"a.png": b"new"}


@pytest.mark.parametrize("code", [errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS])
def test_placing_where_there_are_no_hard_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    fail_call(monkeypatch, "link", code, sticky=True)
    (tmp_path / "a.part").write_bytes(b"new")
    place_without_replacing(tmp_path / "a.part", tmp_path / "a.png")
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"a.png": b"new"}
    (tmp_path / "a.part").write_bytes(b"newer")
    with pytest.raises(FileExistsError):
        place_without_replacing(tmp_path / "a.part", tmp_path / "a.png")
    assert (tmp_path / "a.png").read_bytes() == b"new"


def test_placing_waits_for_a_scanner_that_holds_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, no_waiting: list[float]
) -> None:
    real = os.link
    refusals = iter([True, True, True, False])

    def link(*arguments: str, **options: bool) -> None:
        if next(refusals):
            raise PermissionError(errno.EACCES, "held")
        real(*arguments, **options)

    monkeypatch.setattr(os, "link", link)
    (tmp_path / "a.part").write_bytes(b"new")
    place_without_replacing(tmp_path / "a.part", tmp_path / "a.png")
    assert (tmp_path / "a.png").read_bytes() == b"new"
    assert no_waiting == [0.05, 0.1, 0.2]


def test_of_many_that_place_one_name_one_wins(tmp_path: Path) -> None:
    wins: list[int] = []
    parts = [tmp_path / f"{n}.part" for n in range(8)]
    for number, part in enumerate(parts):
        part.write_bytes(bytes([number]))
    barrier = threading.Barrier(len(parts))

    def place(number: int) -> None:
        barrier.wait()
        try:
            place_without_replacing(parts[number], tmp_path / "a.png")
        except FileExistsError:
            return
        wins.append(number)

    threads = [threading.Thread(target=place, args=(n,)) for n in range(len(parts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(wins) == 1
    assert (tmp_path / "a.png").read_bytes() == bytes(wins)


@pytest.mark.parametrize("code", DISK_FULL)
def test_full_disk_says_how_much_is_needed_and_where(tmp_path: Path, code: int) -> None:
    error = storage_error(OSError(code, "x"), tmp_path, 1234)
    assert error.case is ErrorCase.DISK_FULL
    assert error.retryable
    assert error.facts["size"] == 1234
    assert error.facts["folder"] == str(tmp_path)
    assert Path(str(error.facts["volume"])).is_mount()
    assert int(error.facts["free"]) > 0


@pytest.mark.parametrize("code", FOLDER_GONE)
def test_missing_folder_is_named(tmp_path: Path, code: int) -> None:
    error = storage_error(OSError(code, "x"), tmp_path)
    assert error.case is ErrorCase.FOLDER_MISSING
    assert error.facts == {"folder": str(tmp_path)}
    assert errno.errorcode[code] in error.detail


def test_too_many_open_files_is_not_blamed_on_the_folder(tmp_path: Path) -> None:
    assert storage_error(OSError(errno.EMFILE, "x"), tmp_path).case is ErrorCase.UNKNOWN


def test_names_for_files_kept_aside(tmp_path: Path) -> None:
    assert utc_stamp(0) == "19700101T000000Z"
    first = tmp_path / "a"
    assert unused_name(first) == first
    first.touch()
    (tmp_path / "a-2").symlink_to(tmp_path / "nowhere")
    assert unused_name(first) == tmp_path / "a-3"


def test_a_file_name_does_not_reach_what_is_logged(tmp_path: Path) -> None:
    path = tmp_path / "2026-11-22_a-private-prompt_aaaaaaaa.png.part"
    error = storage_error(OSError(errno.EIO, os.strerror(errno.EIO), str(path)), tmp_path)
    assert "private" not in f"{error} {error.detail}"
    assert error.detail == "EIO: Input/output error"


@pytest.mark.parametrize("code", [errno.ENOTSUP, errno.EINVAL, errno.ENOTTY])
def test_a_volume_without_the_full_sync_of_macos_gets_the_plain_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    fcntl = pytest.importorskip("fcntl")

    def refuse(_descriptor: int, _command: int) -> int:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(private_files.sys, "platform", "darwin")
    monkeypatch.setattr(fcntl, "F_FULLFSYNC", 51, raising=False)
    monkeypatch.setattr(fcntl, "fcntl", refuse)
    synced = fail_call(monkeypatch, "fsync", errno.EIO, at=99)
    write_whole(tmp_path / "x", b"1")
    assert (tmp_path / "x").read_bytes() == b"1"
    assert synced.calls == 2


def test_a_full_sync_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fcntl = pytest.importorskip("fcntl")

    def fail(_descriptor: int, _command: int) -> int:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(private_files.sys, "platform", "darwin")
    monkeypatch.setattr(fcntl, "F_FULLFSYNC", 51, raising=False)
    monkeypatch.setattr(fcntl, "fcntl", fail)
    with pytest.raises(OSError, match="Input/output"):
        write_whole(tmp_path / "x", b"1")
    assert list(tmp_path.iterdir()) == []
