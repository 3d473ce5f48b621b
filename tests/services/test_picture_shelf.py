"""The shelf's way to the system's bin, with a real bin."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.services.picture_shelf import PictureShelf
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
def shelf(tmp_path: Path) -> PictureShelf:
    images = tmp_path / "images"
    images.mkdir()
    return PictureShelf(
        ImageStore(images),
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
    assert shelf.move_to_bin(task) is False
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
    assert shelf.move_to_bin(task) is True
    assert list((tmp_path / "images").rglob("*.*")) == []
    binned = {path.suffix: path for path in (data_home / "Trash" / "files").iterdir()}
    assert sorted(binned) == [".json", ".png"]
    assert binned[".png"].read_bytes() == original
    assert shelf.move_to_bin(task) is True
