from __future__ import annotations

import errno
from collections.abc import Callable
from datetime import UTC
from pathlib import Path

import pytest

from nanobanana_desktop.domain.image_record import ImageRecord
from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.storage.image_store import ImageStore
from nanobanana_desktop.storage.spool import RESERVE, Spool, is_spooled
from tests.pictures import picture
from tests.storage.faults import fail_call

TASK = "1a2b3c4d" + "0" * 24
CREATED = 1_762_000_000.0
NAME = (TASK, "a banana boat", CREATED)


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return Spool(tmp_path / "data" / "spool")


@pytest.fixture
def images(tmp_path: Path) -> ImageStore:
    (tmp_path / "images").mkdir()
    return ImageStore(tmp_path / "images", zone=UTC)


def keep(spool: Spool, data: bytes, task: str = TASK) -> ImageRecord:
    with spool.begin(task, "a banana boat", CREATED, expected_length=len(data)) as part:
        assert spool.began(part)
        part.write(data)
        return spool.finish(part, 42.0)


def test_less_than_the_reserve_is_never_used(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("spool", "image_store"):
        monkeypatch.setattr(
            f"nanobanana_desktop.storage.{module}.free_bytes", lambda folder: RESERVE + 99
        )
    with pytest.raises(StorageError) as raised:
        spool.begin(*NAME, expected_length=100)
    assert raised.value.case is ErrorCase.DISK_FULL
    spool.begin(*NAME, expected_length=99).abort()


def test_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    with pytest.raises(StorageError) as raised:
        Spool(tmp_path / "data" / "spool").begin(*NAME)
    assert raised.value.case is ErrorCase.FOLDER_MISSING


def test_copy_is_known_by_its_record(spool: Spool, mode: Callable[[Path], int]) -> None:
    record = keep(spool, picture("png"))
    assert is_spooled(record)
    assert not is_spooled(None)
    path = spool.locate(record)
    assert path is not None
    assert path.read_bytes() == picture("png")
    assert mode(path) == 0o600
    assert mode(path.parents[2]) == 0o700
    found = spool.find(TASK, CREATED)
    assert found is not None
    assert found.sha256 == record.sha256
    assert is_spooled(found)


def test_record_of_the_image_folder_is_not_looked_for_here(
    spool: Spool, images: ImageStore
) -> None:
    keep(spool, picture("png"))
    with images.begin(*NAME) as part:
        assert not spool.began(part)
        part.write(picture("png"))
        assert spool.locate(images.finish(part, 0.0)) is None


def test_moving_copies_and_the_copy_stays_until_it_is_dropped(
    spool: Spool, images: ImageStore
) -> None:
    record = keep(spool, picture("jpeg"))
    with spool.move_into(images, record, NAME) as part:
        placed = images.finish(part, 43.0)
    assert placed.sha256 == record.sha256
    assert spool.locate(record) is not None
    assert spool.drop("ffffffff" + "0" * 24, record.sha256) == 0
    assert spool.drop(TASK, "0" * 64) == 0
    assert spool.drop(TASK, record.sha256) == 1
    assert spool.locate(record) is None


def test_damaged_copy_is_never_placed(
    spool: Spool, images: ImageStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = keep(spool, picture("png"))
    path = spool.locate(record)
    assert path is not None
    path.write_bytes(picture("png")[:-1] + b"x")
    with pytest.raises(StorageError) as raised:
        spool.move_into(images, record, NAME)
    assert raised.value.case is ErrorCase.FILE_GONE
    path.unlink()
    with pytest.raises(StorageError) as raised:
        spool.move_into(images, record, NAME)
    assert raised.value.case is ErrorCase.FILE_GONE
    assert [p for p in (tmp_path / "images").rglob("*") if p.is_file()] == []


def test_folder_that_does_not_take_the_copy_is_told_as_such(
    spool: Spool, images: ImageStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = keep(spool, picture("png"))
    fail_call(monkeypatch, "write", errno.ENOSPC)
    with pytest.raises(StorageError) as raised:
        spool.move_into(images, record, NAME)
    assert raised.value.case is ErrorCase.DISK_FULL
    assert raised.value.facts["folder"] == str(tmp_path / "images")
    assert spool.locate(record) is not None


def test_half_copies_are_cleaned_and_whole_ones_are_told(spool: Spool) -> None:
    part = spool.begin(*NAME)
    part.write(b"half")
    part.close()
    record = keep(spool, picture("webp"), "ffffffff" + "0" * 24)
    assert [digest for _, digest in spool.copies()] == [record.sha256]
    again = Spool(part.root)
    assert again.clean_parts() == 1
    (path,) = [path for path, _ in again.copies()]
    assert again.remove(path)
    assert not again.remove(path)
    assert list(again.copies()) == []
