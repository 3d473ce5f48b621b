"""The shelf's way to the system's bin, with a real bin."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.services.picture_shelf import PictureShelf
from nanobanana_desktop.services.trash_service import Departure
from nanobanana_desktop.storage.image_store import ImageStore
from nanobanana_desktop.storage.quarantine import Quarantine
from nanobanana_desktop.storage.spool import Spool
from nanobanana_desktop.storage.thumbnail_store import ThumbnailStore
from tests.fakes import make_task
from tests.pictures import picture

movable_bin_only = pytest.mark.skipif(
    sys.platform in ("win32", "darwin"), reason="the bin of these systems is where it is"
)


@pytest.fixture
def images(tmp_path: Path) -> ImageStore:
    folder = tmp_path / "images"
    folder.mkdir()
    return ImageStore(folder)


@pytest.fixture
def shelf(tmp_path: Path, images: ImageStore) -> PictureShelf:
    return PictureShelf(
        images,
        Spool(tmp_path / "spool"),
        ThumbnailStore(tmp_path / "thumbnails.sqlite"),
        Quarantine(tmp_path / "quarantine"),
        lambda: True,
    )


def done(shelf: PictureShelf) -> GenerationTask:
    part = shelf.begin("a" * 32, "a banana boat", 1_000.0)
    part.write(picture("png"))
    task = make_task(state=TaskState.DONE, image=shelf.finish(part, 1_100.0))
    shelf.settle(task)
    return task


@movable_bin_only
def test_a_bin_that_cannot_be_used_leaves_everything_in_place(
    shelf: PictureShelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_folder = tmp_path / "data home"
    no_folder.write_text("not a folder", encoding="utf-8")
    monkeypatch.setenv("XDG_DATA_HOME", str(no_folder))
    task = done(shelf)
    before = sorted((tmp_path / "images").rglob("*.*"))
    assert shelf.throw_away(task) is Departure.REFUSED
    assert shelf.departed(task) is Departure.REFUSED
    assert sorted((tmp_path / "images").rglob("*.*")) == before


@movable_bin_only
def test_a_deleted_picture_lies_in_the_bin(
    shelf: PictureShelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data_home = tmp_path / "data home"
    data_home.mkdir()
    monkeypatch.setenv("XDG_DATA_HOME", str(data_home))
    task = done(shelf)
    original = shelf.path(task).read_bytes()
    assert shelf.throw_away(task) is Departure.GONE
    assert list((tmp_path / "images").rglob("*.*")) == []
    binned = {path.suffix: path for path in (data_home / "Trash" / "files").iterdir()}
    assert sorted(binned) == [".json", ".png"]
    assert binned[".png"].read_bytes() == original
    assert shelf.throw_away(task) is Departure.GONE


def test_a_folder_that_is_away_keeps_its_pictures(shelf: PictureShelf, tmp_path: Path) -> None:
    task = done(shelf)
    (tmp_path / "images").rename(tmp_path / "unplugged")
    assert shelf.throw_away(task) is Departure.FOLDER_AWAY
    (tmp_path / "unplugged").rename(tmp_path / "images")
    shelf.path(task).unlink()
    assert shelf.throw_away(task) is Departure.GONE
    assert shelf.throw_away(replace(task, image=None)) is Departure.GONE


def test_a_former_folder_that_is_away_keeps_its_pictures_too(
    shelf: PictureShelf, images: ImageStore, tmp_path: Path
) -> None:
    task = done(shelf)
    former, today = tmp_path / "images", tmp_path / "images of today"
    today.mkdir()
    images.use_folders(today, (former,))
    former.rename(tmp_path / "unplugged")
    assert shelf.throw_away(task) is Departure.FOLDER_AWAY
    assert shelf.departed(task) is Departure.FOLDER_AWAY
    (tmp_path / "unplugged").rename(former)
    assert shelf.departed(task) is Departure.REFUSED
    shelf.path(task).unlink()
    assert shelf.departed(task) is Departure.GONE


def test_a_former_folder_that_was_given_up_is_not_waited_for(
    shelf: PictureShelf, images: ImageStore, tmp_path: Path
) -> None:
    task = done(shelf)
    assert task.image is not None
    path = task.image.relative_path
    former, today, drive = tmp_path / "images", tmp_path / "today", tmp_path / "unplugged"
    today.mkdir()
    former.rename(drive)
    images.use_folders(today, (former,))
    assert (shelf.away(), shelf.not_found([path])) == ([former], 1)
    images.use_folders(today, (former,), None, {former, today})
    assert (shelf.away(), shelf.departed(task)) == ([], Departure.GONE)
    assert shelf.throw_away(task) is Departure.GONE
    assert (drive / path).is_file()
    drive.rename(former)
    assert shelf.path(task) == former / path, "it is shown once the drive is there"
    assert (shelf.departed(task), shelf.not_found([path])) == (Departure.REFUSED, 0)
    today.rename(tmp_path / "gone")
    assert shelf.away() == [today], "the folder of new images is always waited for"
    (tmp_path / "gone").rename(today)
    assert shelf.not_found(["spool/x.png", "../secret.png"]) == 1


def test_a_sidecar_is_written_only_when_it_would_tell_something_new(
    shelf: PictureShelf, tmp_path: Path
) -> None:
    task = done(shelf)
    assert not shelf.keep_sidecar(task)
    marked = replace(task, rating=3, tags=("sea",))
    assert shelf.keep_sidecar(marked)
    assert not shelf.keep_sidecar(marked)
    assert shelf.keep_sidecar(task)
    (tmp_path / "images").rename(tmp_path / "unplugged")
    assert not shelf.keep_sidecar(marked)
