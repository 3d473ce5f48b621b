"""Unusual and broken picture files on the three ways they take: download, thumbnail, full view."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QImageReader

from nanobanana_desktop.domain.picture_format import detect_format
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.domain.tile import picture_key
from nanobanana_desktop.errors import AppError, ErrorCase, StorageError
from nanobanana_desktop.services.loaded_picture import loaded_picture
from nanobanana_desktop.services.picture_shelf import PictureShelf
from nanobanana_desktop.services.thumbnail_shelf import ThumbnailShelf
from nanobanana_desktop.storage import picture_reader
from nanobanana_desktop.storage.image_store import ImageStore
from nanobanana_desktop.storage.quarantine import Quarantine
from nanobanana_desktop.storage.spool import Spool
from nanobanana_desktop.storage.thumbnail_store import ThumbnailStore
from tests.bad_pictures import refused, shown
from tests.fakes import make_image, make_task
from tests.pictures import png_header

SHOWN = shown()
REFUSED = refused()
SIDE = 256


class SpyReader(QImageReader):
    """Notes what is decoded, and by which decoder."""

    seen: list[tuple[bytes, bool, bool]]

    def read(self) -> QImage:
        self.seen.append(
            (
                bytes(self.format().data()),
                self.autoDetectImageFormat(),
                self.decideFormatFromContent(),
            )
        )
        return super().read()


@pytest.fixture
def decoders(monkeypatch: pytest.MonkeyPatch) -> list[tuple[bytes, bool, bool]]:
    SpyReader.seen = []
    monkeypatch.setattr(picture_reader, "QImageReader", SpyReader)
    return SpyReader.seen


class Library:
    """An image folder with one picture in it, and all that reads from it."""

    def __init__(self, root: Path) -> None:
        self.folder = root / "images"
        (self.folder / "2026" / "11").mkdir(parents=True)
        self.images = ImageStore(self.folder)
        self.store = ThumbnailStore(root / "thumbnails.sqlite")
        self.shelf = PictureShelf(
            self.images,
            Spool(root / "spool"),
            self.store,
            Quarantine(root / "quarantine"),
            lambda: False,
        )
        self.thumbnails = ThumbnailShelf(self.store, self.shelf.path)

    def place(self, data: bytes, ending: str = "png") -> GenerationTask:
        """A finished task whose file holds `data` by now."""
        record = make_image(relative_path=f"2026/11/a.{ending}")
        self.path(record.relative_path).write_bytes(data)
        return make_task(state=TaskState.DONE, image=record)

    def path(self, relative: str = "2026/11/a.png") -> Path:
        return self.folder / relative

    def download(self, data: bytes) -> GenerationTask:
        part = self.shelf.begin("a" * 32, "boat", 1_000.0, expected_length=len(data))
        with part:
            part.write(data)
            return make_task(state=TaskState.DONE, image=self.shelf.finish(part, 1_100.0))


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path)


def sizes(orientation: str) -> set[tuple[int, int]]:
    turned = orientation.removeprefix("jpeg_orientation_") in {"5", "6", "7", "8"}
    return {(40, 60)} if turned else {(60, 40)}


@pytest.mark.parametrize("name", SHOWN)
def test_an_unusual_picture_is_downloaded_and_shown_by_its_own_decoder(
    library: Library,
    decoders: list[tuple[bytes, bool, bool]],
    qt_messages: list[str],
    name: str,
) -> None:
    data = SHOWN[name]
    task = library.download(data)
    assert task.image is not None
    thumbnail = library.thumbnails.make(task, SIDE)
    whole = library.shelf.decode(task)
    levels = loaded_picture(whole, library.shelf.path(task)).levels
    kept = library.thumbnails.kept([picture_key(task)])
    again = library.thumbnails.read(kept[picture_key(task)], SIDE)
    seen = {image.size().toTuple() for image in (thumbnail, whole, again, levels[0])}
    assert seen == sizes(name) == {(task.image.width, task.image.height)}
    assert levels[0].format() in (
        QImage.Format.Format_RGB32,
        QImage.Format.Format_ARGB32_Premultiplied,
    ), "painting converts nothing"
    expected = detect_format(data[:12])
    assert expected is not None
    assert set(decoders[:3]) == {(expected.value.encode(), False, False)}
    # Libraries warn of broken profiles.
    qt_messages.clear()


@pytest.mark.parametrize("ending", ["png", "jpg", "webp"])
@pytest.mark.parametrize("name", ["png", "jpeg", "webp"])
def test_the_bytes_tell_the_format_not_the_name(
    library: Library, decoders: list[tuple[bytes, bool, bool]], name: str, ending: str
) -> None:
    task = library.place(SHOWN[name], ending)
    assert library.thumbnails.make(task, SIDE).size() == QSize(60, 40)
    assert library.shelf.decode(task).size() == QSize(60, 40)
    assert decoders == [(name.encode(), False, False)] * 2


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_whole_picture_is_refused_on_every_way(
    library: Library, qt_messages: list[str], name: str
) -> None:
    data = REFUSED[name]
    with pytest.raises(AppError) as downloaded:
        library.download(data)
    assert downloaded.value.case in (ErrorCase.RESULT_BAD, ErrorCase.DOWNLOAD_FAILED)
    task = library.place(data)
    for read in (
        lambda: library.thumbnails.make(task, SIDE),
        lambda: library.thumbnails.read_file(task, 1000),
        lambda: library.shelf.decode(task),
    ):
        with pytest.raises(StorageError) as raised:
            read()
        assert raised.value.case is ErrorCase.PICTURE_UNREADABLE
    assert library.thumbnails.kept([picture_key(task)]) == {}
    qt_messages.clear()


@pytest.mark.parametrize("name", [name for name in REFUSED if "header" in name or "30000" in name])
def test_nothing_is_decoded_of_a_picture_that_is_too_large(
    library: Library, decoders: list[tuple[bytes, bool, bool]], name: str
) -> None:
    task = library.place(REFUSED[name])
    for read in (library.thumbnails.make, library.thumbnails.read_file):
        with pytest.raises(StorageError, match="pixels"):
            read(task, SIDE)
    with pytest.raises(StorageError, match="pixels"):
        library.shelf.decode(task)
    assert decoders == []


def test_a_picture_that_takes_too_much_memory_is_refused(
    library: Library, qt_messages: list[str]
) -> None:
    # Sixteen bits for each of four channels: half a gigabyte.
    deep = bytearray(png_header(8_192, 8_192))
    deep[24:26] = bytes([16, 6])
    task = library.place(bytes(deep))
    with pytest.raises(StorageError) as raised:
        library.shelf.decode(task)
    assert raised.value.case is ErrorCase.PICTURE_UNREADABLE
    qt_messages.clear()


def gone(path: Path) -> None:
    path.unlink()


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def a_link_to_itself(path: Path) -> None:
    path.unlink()
    path.symlink_to(path)


def a_link_to_nothing(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.with_name("nothing"))


def a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def an_unplugged_drive(path: Path) -> None:
    path.unlink()
    path.parent.rmdir()
    path.parent.parent.rmdir()
    path.parent.parent.parent.rmdir()


@pytest.mark.parametrize(
    "change",
    [gone, a_folder, a_link_to_itself, a_link_to_nothing, a_pipe, an_unplugged_drive],
    ids=lambda change: change.__name__,
)
def test_a_file_that_is_not_there_is_missing_and_its_thumbnail_is_shown_on(
    library: Library, change: Callable[[Path], None]
) -> None:
    task = library.place(SHOWN["png"])
    library.thumbnails.make(task, SIDE)
    change(library.path())
    for read in (library.thumbnails.make, library.thumbnails.read_file):
        with pytest.raises(StorageError) as raised:
            read(task, SIDE)
        assert raised.value.case is ErrorCase.FILE_GONE
    with pytest.raises(StorageError) as raised:
        library.shelf.decode(task)
    assert raised.value.case is ErrorCase.FILE_GONE
    jpeg = library.thumbnails.kept([picture_key(task)])[picture_key(task)]
    assert library.thumbnails.read(jpeg, SIDE).size() == QSize(60, 40)


@pytest.mark.parametrize("number", [errno.EACCES, errno.EIO, errno.ESTALE])
def test_a_file_that_cannot_be_read_is_not_called_missing(
    library: Library, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    task = library.place(SHOWN["png"])

    def unreadable(*_arguments: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(picture_reader, "inspect_file", unreadable)
    with pytest.raises(StorageError) as raised:
        library.shelf.decode(task)
    assert raised.value.case is ErrorCase.PICTURE_UNREADABLE


def test_a_file_that_goes_while_it_is_read_is_missing(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = library.place(SHOWN["png"])
    real = picture_reader.inspect_file

    def then_gone(path: Path) -> object:
        facts = real(path)
        path.unlink()
        return facts

    monkeypatch.setattr(picture_reader, "inspect_file", then_gone)
    with pytest.raises(StorageError) as raised:
        library.shelf.decode(task)
    assert raised.value.case is ErrorCase.FILE_GONE
