from __future__ import annotations

import errno
import hashlib
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, timedelta, timezone
from pathlib import Path

import pytest

from nanobanana_desktop.domain.image_record import ImageRecord
from nanobanana_desktop.domain.picture_format import BYTE_LIMIT
from nanobanana_desktop.errors import AppError, ErrorCase, StorageError
from nanobanana_desktop.storage import private_files, quarantine
from nanobanana_desktop.storage.image_store import ImageStore
from nanobanana_desktop.storage.quarantine import Quarantine
from nanobanana_desktop.storage.result_errors import ResultBadError, ResultIncompleteError
from tests.pictures import FORMATS, NO_PICTURES, jpeg_with_orientation, picture, png_header
from tests.storage.faults import DISK_FULL, FOLDER_GONE, fail_call

CREATED = 1_763_942_340.0  # 2025-11-23 23:59 UTC
TASK = "1a2b3c4d" + "0" * 24
PROMPT = "A fox, 一只狐狸"
STEM = "2025-11-23_a-fox-一只狐狸_1a2b3c4d"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "images"
    folder.mkdir()
    return folder


@pytest.fixture
def store(folder: Path) -> ImageStore:
    return ImageStore(folder, zone=UTC)


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(private_files.time, "sleep", lambda seconds: None)


@pytest.fixture
def no_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def save(
    store: ImageStore, data: bytes, *, expected: int | None = None, task: str = TASK
) -> ImageRecord:
    with store.begin(task, PROMPT, CREATED, expected_length=expected) as part:
        for start in range(0, len(data), 1000):
            part.write(data[start : start + 1000])
        return store.finish(part, 42.0)


def files_below(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


@pytest.mark.parametrize("data", NO_PICTURES.values(), ids=NO_PICTURES)
def test_what_is_no_picture_is_not_saved(store: ImageStore, folder: Path, data: bytes) -> None:
    expected = ResultBadError if data else ResultIncompleteError
    with pytest.raises(expected):
        save(store, data)
    assert files_below(folder) == []


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("share", [0.01, 0.5, 0.99])
def test_cut_picture_is_incomplete_with_and_without_a_length(
    store: ImageStore, folder: Path, name: str, share: float
) -> None:
    data = picture(name)
    cut = data[: max(12, int(len(data) * share))]
    for expected in (None, len(data)):
        with pytest.raises(ResultIncompleteError) as raised:
            save(store, cut, expected=expected)
        assert raised.value.case is ErrorCase.DOWNLOAD_FAILED
        assert raised.value.retryable
    assert files_below(folder) == []


def test_length_that_differs_is_incomplete_even_with_an_end(store: ImageStore) -> None:
    data = picture("png")
    with pytest.raises(ResultIncompleteError):
        save(store, data, expected=len(data) + 1)
    with pytest.raises(ResultIncompleteError):
        save(store, data, expected=len(data) - 1)


@pytest.mark.parametrize("size", [(8193, 1), (1, 8193), (65_535, 65_535), (0, 5)])
def test_bomb_is_refused_before_it_is_decoded(
    store: ImageStore, folder: Path, size: tuple[int, int]
) -> None:
    with pytest.raises(ResultBadError):
        save(store, png_header(*size))
    assert files_below(folder) == []


def test_whole_container_with_broken_pixels_is_bad(store: ImageStore) -> None:
    with pytest.raises(ResultBadError) as raised:
        save(store, png_header(64, 64, b"too few"))
    assert raised.value.case is ErrorCase.RESULT_BAD
    assert not raised.value.retryable


def test_too_many_bytes_are_refused_while_they_come(
    store: ImageStore, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ResultBadError):
        store.begin(TASK, PROMPT, CREATED, expected_length=BYTE_LIMIT + 1)
    monkeypatch.setattr("nanobanana_desktop.storage.part_file.BYTE_LIMIT", 5_000)
    with store.begin(TASK, PROMPT, CREATED) as part:
        part.write(bytes(5_000))
        with pytest.raises(ResultBadError):
            part.write(b"x")
    assert files_below(folder) == []


def test_too_little_space_is_said_before_the_download(
    store: ImageStore, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nanobanana_desktop.storage.image_store.free_bytes", lambda folder: 999)
    with pytest.raises(StorageError) as raised:
        store.begin(TASK, PROMPT, CREATED, expected_length=1000)
    assert raised.value.case is ErrorCase.DISK_FULL
    assert raised.value.facts["size"] == 1000
    assert raised.value.facts["folder"] == str(folder)
    store.begin(TASK, PROMPT, CREATED, expected_length=999).abort()


CODES = {
    **dict.fromkeys(DISK_FULL, ErrorCase.DISK_FULL),
    **dict.fromkeys(FOLDER_GONE, ErrorCase.FOLDER_MISSING),
}


@pytest.mark.parametrize("call", ["open", "mkdir", "write", "fsync", "link"])
@pytest.mark.parametrize("code", CODES, ids=lambda code: errno.errorcode[code])
@pytest.mark.parametrize("sticky", [False, True], ids=["once", "sticky"])
def test_disk_fault_at_every_step_saves_nothing_and_the_next_try_works(
    store: ImageStore,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    call: str,
    code: int,
    sticky: bool,
) -> None:
    data = picture("png")
    faults: list[AppError] = []
    for step in range(1, 20):
        with monkeypatch.context() as patch:
            failing = fail_call(patch, call, code, at=step, sticky=sticky)
            try:
                save(store, data, task=f"{step:08x}" + "0" * 24)
            except AppError as error:
                faults.append(error)
            if failing.calls < step:
                break
        complete = [name for name in files_below(folder) if name.endswith(".png")]
        assert all((folder / name).read_bytes() == data for name in complete)
    else:
        pytest.fail("the steps do not end")
    retried = code == errno.EACCES and call == "link" and not sticky
    assert faults or retried
    assert {error.case for error in faults} <= {CODES[code]}
    assert {error.facts["folder"] for error in faults} <= {str(folder)}
    record = save(store, data, task="ffffffff" + "0" * 24)
    assert store.locate(record) is not None


def test_room_and_what_stands_in_its_way(
    store: ImageStore, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert store.problem() is None
    assert store.room() > 0
    with monkeypatch.context() as patch:
        patch.setattr("nanobanana_desktop.storage.image_store.free_bytes", lambda folder: 0)
        problem = store.problem()
        assert problem is not None
        assert problem.case is ErrorCase.DISK_FULL
        assert store.room() == 0
    with monkeypatch.context() as patch:
        patch.setattr(os, "access", lambda path, mode: False)
        assert store.room() == 0
    folder.rmdir()
    problem = store.problem()
    assert problem is not None
    assert problem.case is ErrorCase.FOLDER_MISSING
    assert problem.facts["folder"] == str(folder)
    assert store.room() == 0


def test_missing_folder_is_not_made(store: ImageStore, folder: Path) -> None:
    folder.rmdir()
    with pytest.raises(StorageError) as raised:
        store.begin(TASK, PROMPT, CREATED)
    assert raised.value.case is ErrorCase.FOLDER_MISSING
    assert raised.value.facts["folder"] == str(folder)
    assert not folder.exists()
    folder.touch()
    with pytest.raises(StorageError):
        store.begin(TASK, PROMPT, CREATED)


def test_folder_that_goes_away_during_a_download(store: ImageStore, folder: Path) -> None:
    data = picture("png")
    with store.begin(TASK, PROMPT, CREATED) as part:
        part.write(data)
        folder.rename(folder.with_name("unplugged"))
        with pytest.raises(StorageError) as raised:
            store.finish(part, 0.0)
    # Not RESULT_BAD: the picture can be fetched again when the folder is back.
    assert raised.value.case is ErrorCase.FOLDER_MISSING
    assert not folder.exists()


def test_file_in_place_of_the_month(store: ImageStore, folder: Path) -> None:
    (folder / "2025").touch()
    with pytest.raises(StorageError) as raised:
        store.begin(TASK, PROMPT, CREATED)
    assert raised.value.case is ErrorCase.FOLDER_MISSING


@pytest.mark.parametrize(
    ("name", "ending", "mime"),
    [("png", "png", "image/png"), ("jpeg", "jpg", "image/jpeg"), ("webp", "webp", "image/webp")],
)
def test_picture_is_placed_unchanged(
    store: ImageStore, folder: Path, name: str, ending: str, mime: str
) -> None:
    data = picture(name)
    record = save(store, data, expected=len(data))
    assert record == ImageRecord(
        relative_path=f"2025/11/{STEM}.{ending}",
        sha256=hashlib.sha256(data).hexdigest(),
        mime=mime,
        width=60,
        height=40,
        byte_size=len(data),
        saved_at=42.0,
    )
    assert files_below(folder) == [record.relative_path]
    path = store.locate(record)
    assert path is not None
    assert path.read_bytes() == data


@pytest.mark.usefixtures("no_umask")
def test_files_and_folders_are_private(
    store: ImageStore, folder: Path, mode: Callable[[Path], int]
) -> None:
    record = save(store, picture("png"))
    assert mode(folder / record.relative_path) == 0o600
    assert mode(folder / "2025") == mode(folder / "2025/11") == 0o700


def test_turned_picture_has_the_size_that_is_shown(store: ImageStore) -> None:
    record = save(store, jpeg_with_orientation(6))
    assert (record.width, record.height) == (40, 60)


class Noted:
    """Writes down that a function is called, and calls it."""

    def __init__(self, real: Callable[..., object], name: str, calls: list[str]) -> None:
        self._real = real
        self._name = name
        self._calls = calls

    def __call__(self, *arguments: object, **options: object) -> object:
        self._calls.append(self._name)
        return self._real(*arguments, **options)


def test_bytes_are_durable_before_the_name_and_the_name_before_the_record(
    store: ImageStore, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "2025/11").mkdir(parents=True)
    calls: list[str] = []
    for name in ("open", "write", "fsync", "link", "unlink"):
        real = getattr(os, name)

        monkeypatch.setattr(os, name, Noted(real, name, calls))
    save(store, picture("png", 20, 10))
    # New file, bytes, check of the pixels, sync, name; then the folder is opened and synced.
    assert calls == ["open", "write", "open", "fsync", "link", "unlink", "open", "fsync"]


def test_nothing_is_ever_replaced(store: ImageStore, folder: Path) -> None:
    data = picture("png")
    records = [save(store, data) for _ in range(3)]
    names = [record.relative_path for record in records]
    assert names == [f"2025/11/{STEM}{suffix}.png" for suffix in ("", "-2", "-3")]
    assert files_below(folder) == sorted(names)


def test_two_downloads_of_one_task_do_not_meet(store: ImageStore) -> None:
    with store.begin(TASK, PROMPT, CREATED) as first, store.begin(TASK, PROMPT, CREATED) as second:
        assert first.path != second.path
        first.write(picture("png"))
        second.write(picture("jpeg"))
        assert store.finish(second, 0.0).mime == "image/jpeg"
        assert store.finish(first, 0.0).mime == "image/png"


def test_many_threads_save_at_once(store: ImageStore, folder: Path) -> None:
    records: list[ImageRecord] = []

    def work(number: int) -> None:
        data = picture(FORMATS[number % 3], 30 + number, 20)
        records.append(save(store, data, task=f"{number % 4:08x}" + "0" * 24))

    threads = [threading.Thread(target=work, args=(n,)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(files_below(folder)) == len({r.relative_path for r in records}) == 12
    for record in records:
        path = store.locate(record)
        assert path is not None
        assert hashlib.sha256(path.read_bytes()).hexdigest() == record.sha256


def test_name_fits_into_a_long_folder(tmp_path: Path) -> None:
    folder = tmp_path / ("d" * (180 - len(str(tmp_path))))
    folder.mkdir()
    store = ImageStore(folder, zone=UTC)
    with store.begin(TASK, "x" * 500, CREATED) as part:
        part.write(picture("png"))
        record = store.finish(part, 0.0)
    assert len(str(folder / record.relative_path)) <= 240
    assert record.relative_path.endswith("_1a2b3c4d.png")


@pytest.mark.parametrize("at", [-1e18, 1e18, float("inf"), float("nan")])
def test_clock_beyond_all_calendars(store: ImageStore, at: float) -> None:
    with store.begin(TASK, PROMPT, at) as part:
        part.write(picture("png"))
        assert store.finish(part, 0.0).relative_path.startswith("1970/01/")


@pytest.mark.parametrize(
    "path",
    [
        "../outside.png",
        "2025/../../outside.png",
        "/outside.png",
        "C:/outside.png",
        "2025\\11\\x.png",
        "",
        ".",
        "2025/11/x.svg",
        "2025/11/x.sh",
        "2025/11/x",
        "x\0.png",
    ],
)
def test_record_never_leads_out_of_the_folder(store: ImageStore, folder: Path, path: str) -> None:
    (folder.parent / "outside.png").write_bytes(picture("png"))
    record = replace(save(store, picture("png")), relative_path=path)
    assert store.locate(record) is None


def test_pictures_of_a_former_folder_are_found(store: ImageStore, folder: Path) -> None:
    old = save(store, picture("png"))
    other = folder.with_name("other")
    other.mkdir()
    store.use_folders(other, (folder,))
    new = save(store, picture("jpeg"), task="ffffffff" + "0" * 24)
    assert store.locate(old) == folder / old.relative_path
    assert store.locate(new) == other / new.relative_path
    (folder / old.relative_path).unlink()
    assert store.locate(old) is None


def test_name_of_a_found_picture_is_made_durable(
    store: ImageStore, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = save(store, picture("png"))
    synced: list[Path] = []
    monkeypatch.setattr("nanobanana_desktop.storage.image_store.sync_folder", synced.append)
    assert store.find_placed(TASK, CREATED) is not None
    assert synced == [(folder / record.relative_path).parent]


def test_picture_that_was_placed_but_not_recorded_is_found(store: ImageStore) -> None:
    record = save(store, picture("webp"))
    found = store.find_placed(TASK, CREATED)
    assert found is not None
    assert replace(found, saved_at=42.0) == record
    assert store.find_placed("ffffffff" + "0" * 24, CREATED) is None
    assert store.find_placed(TASK, CREATED + 5 * 86_400) is None


def test_placed_picture_is_found_after_a_move_to_another_time_zone(folder: Path) -> None:
    save(ImageStore(folder, zone=UTC), picture("png"))
    for hours in (-12, 14):
        moved = ImageStore(folder, zone=timezone(timedelta(hours=hours)))
        assert moved.find_placed(TASK, CREATED) is not None


def test_broken_file_is_not_adopted_but_stays(store: ImageStore, folder: Path) -> None:
    record = save(store, picture("png"))
    path = folder / record.relative_path
    path.write_bytes(path.read_bytes()[:-5])
    assert store.find_placed(TASK, CREATED) is None
    path.unlink()
    os.mkfifo(path)
    assert store.find_placed(TASK, CREATED) is None
    assert path.exists()


def test_parts_of_earlier_runs_are_removed_and_nothing_else(
    store: ImageStore, folder: Path
) -> None:
    record = save(store, picture("png"))
    for number in range(50):
        (folder / f"2025/11/2025-11-01_x_{number:08x}.part").write_bytes(b"half")
    half = (folder / record.relative_path).with_name(f".{STEM}.png.json.tmp")
    half.write_bytes(b"{")
    os.utime(half, (CREATED, CREATED))
    in_work = half.with_name(".2025-11-01_x_00000001.png.json.tmp")
    in_work.write_bytes(b"{")
    others = ["movie.mkv.part", "2025/11/browser.part", "2025/notes.txt", "2025/11/.x.json.tmp"]
    others.append("2025/1.part")
    for name in others:
        (folder / name).write_bytes(b"theirs")
    with store.begin(TASK, PROMPT, CREATED) as running:
        assert store.clean_parts() == 51
        assert running.path.exists()
        running.write(picture("png"))
        second = store.finish(running, 0.0)
    kept = [record.relative_path, second.relative_path, in_work.relative_to(folder).as_posix()]
    assert files_below(folder) == sorted([*kept, *others])
    assert store.clean_parts() == 0


def test_cleaning_a_missing_folder(store: ImageStore, folder: Path) -> None:
    folder.rmdir()
    assert store.clean_parts() == 0


def test_aborting_twice_and_writing_afterwards(store: ImageStore, folder: Path) -> None:
    part = store.begin(TASK, PROMPT, CREATED)
    part.write(b"x")
    part.abort()
    part.abort()
    with pytest.raises(ValueError, match="closed"):
        part.write(b"y")
    assert files_below(folder) == []


def test_bad_bytes_are_kept_in_quarantine(store: ImageStore, folder: Path, tmp_path: Path) -> None:
    quarantine = Quarantine(tmp_path / "quarantine", clock=lambda: 0.0)
    data = NO_PICTURES["svg"]
    kept = []
    for _ in range(2):
        with store.begin(TASK, PROMPT, CREATED) as part:
            part.write(data)
            with pytest.raises(ResultBadError):
                store.finish(part, 0.0)
            kept.append(quarantine.keep(part))
    assert [path.read_bytes() for path in kept] == [data, data]
    assert kept[0].name == "19700101T000000Z_1a2b3c4d.bin"
    assert kept[0].stat().st_mode & 0o777 == 0o600
    assert kept[0].parent.stat().st_mode & 0o777 == 0o700
    assert files_below(folder) == []


def test_quarantine_that_cannot_be_written_says_so(store: ImageStore, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    quarantine = Quarantine(tmp_path / "file" / "quarantine")
    with store.begin(TASK, PROMPT, CREATED) as part:
        part.write(b"x")
        with pytest.raises(StorageError) as raised:
            quarantine.keep(part)
        assert raised.value.case is ErrorCase.FOLDER_MISSING
        assert part.path.exists()


def test_two_that_are_kept_in_quarantine_at_once_do_not_meet(
    store: ImageStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Quarantine(tmp_path / "quarantine", clock=lambda: 0.0)
    with store.begin(TASK, PROMPT, CREATED) as first, store.begin(TASK, PROMPT, CREATED) as second:
        first.write(b"1")
        second.write(b"2")
        other = threading.Thread(target=place.keep, args=(second,))

        def chosen_meanwhile(path: Path) -> Path:
            free = private_files.unused_name(path)
            if other.ident is None:
                other.start()
                other.join(0.1)
            return free

        monkeypatch.setattr(quarantine, "unused_name", chosen_meanwhile)
        place.keep(first)
        other.join()
    kept = sorted((tmp_path / "quarantine").iterdir())
    assert sorted(path.read_bytes() for path in kept) == [b"1", b"2"]


def test_quarantine_drops_the_oldest(
    store: ImageStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nanobanana_desktop.storage.quarantine.TOTAL_LIMIT", 250)
    for second in range(4):
        quarantine = Quarantine(tmp_path / "quarantine", clock=lambda second=second: second * 1.0)
        with store.begin(TASK, PROMPT, CREATED) as part:
            part.write(bytes([second]) * 100)
            quarantine.keep(part)
    kept = sorted((tmp_path / "quarantine").iterdir())
    assert [path.read_bytes()[0] for path in kept] == [2, 3]
