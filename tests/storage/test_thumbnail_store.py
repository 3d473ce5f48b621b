from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtGui import QColorSpace, QImage

from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.storage.result_errors import ResultBadError
from nanobanana_desktop.storage.thumbnail_store import ThumbnailStore, make_thumbnail
from tests.pictures import (
    FORMATS,
    NO_PICTURES,
    encode,
    gradient,
    jpeg_with_orientation,
    picture,
    png_header,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "thumbnails.sqlite"


@pytest.fixture
def store(path: Path) -> Iterator[ThumbnailStore]:
    store = ThumbnailStore(path)
    yield store
    store.close()


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: bytes(len(data)),
        lambda data: data[: len(data) // 2],
        lambda data: b"<html>" * 100,
        lambda data: data[:4096] + bytes(len(data) - 4096),
    ],
    ids=["empty", "zeros", "truncated", "html", "zero_tail"],
)
def test_damaged_file_is_remade(path: Path, damage: Callable[[bytes], bytes]) -> None:
    first = ThumbnailStore(path)
    for number in range(50):
        first.put(f"t{number}", "s", b"x" * 2000)
    first.close()
    path.write_bytes(damage(path.read_bytes()))
    store = ThumbnailStore(path)
    for number in range(50):
        assert store.get(f"t{number}", "s") in (None, b"x" * 2000)
    store.put("new", "s", b"y")
    assert store.get("new", "s") == b"y"
    store.close()


def test_file_of_another_version_is_remade(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE thumbnails (other)")
        connection.execute("PRAGMA user_version = 99")
    store = ThumbnailStore(path)
    store.put("t", "s", b"x")
    assert store.get("t", "s") == b"x"
    store.close()


def test_place_that_cannot_be_written_means_no_thumbnails(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    for path in (tmp_path / "file" / "thumbnails.sqlite", tmp_path / "folder"):
        store = ThumbnailStore(path)
        store.put("t", "s", b"x")
        assert store.get("t", "s") is None
        store.close()


def test_file_that_vanishes_while_open(path: Path, store: ThumbnailStore) -> None:
    store.put("t", "s", b"x")
    for file in path.parent.iterdir():
        file.unlink()
    store.put("u", "s", b"y")
    assert store.get("u", "s") in (None, b"y")
    store.close()
    again = ThumbnailStore(path)
    assert again.get("t", "s") is None
    again.close()


def test_thumbnail_of_another_picture_is_missing(store: ThumbnailStore) -> None:
    store.put("t", "old", b"x")
    assert store.get("t", "new") is None
    store.put("t", "new", b"y")
    assert store.get("t", "new") == b"y"
    assert store.get("t", "old") is None
    store.remove("t")
    assert store.get("t", "new") is None


def test_after_closing_everything_is_missing(store: ThumbnailStore) -> None:
    store.put("t", "s", b"x")
    store.close()
    store.close()
    assert store.get("t", "s") is None
    store.put("t", "s", b"y")


def test_file_is_private(path: Path, store: ThumbnailStore, mode: Callable[[Path], int]) -> None:
    store.put("t", "s", b"x")
    assert {mode(file) for file in path.parent.iterdir()} == {0o600}


def test_many_threads(store: ThumbnailStore) -> None:
    wrong: list[str] = []

    def work(number: int) -> None:
        for step in range(20):
            key = f"{number}-{step}"
            store.put(key, "s", key.encode())
            if store.get(key, "s") != key.encode():
                wrong.append(key)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


@pytest.mark.parametrize("data", NO_PICTURES.values(), ids=NO_PICTURES)
def test_no_thumbnail_of_what_is_no_picture(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(data)
    with pytest.raises(ResultBadError):
        make_thumbnail(path)


def test_no_thumbnail_of_broken_pictures(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    for data in (png_header(64, 64, b"?"), png_header(20_000, 20_000), picture("png")[:-9]):
        path.write_bytes(data)
        with pytest.raises(ResultBadError):
            make_thumbnail(path)


def test_missing_picture(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as raised:
        make_thumbnail(tmp_path / "gone.png")
    assert raised.value.case is ErrorCase.FILE_GONE


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((600, 300), (256, 128)),
        ((300, 600), (128, 256)),
        ((60, 40), (60, 40)),
        ((900, 2), (256, 1)),
    ],
)
def test_thumbnail_keeps_the_shape(
    tmp_path: Path, name: str, size: tuple[int, int], expected: tuple[int, int]
) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(picture(name, *size))
    made = make_thumbnail(path)
    assert (made.image.width(), made.image.height()) == expected
    kept = QImage.fromData(made.jpeg)
    assert (kept.width(), kept.height()) == expected


@pytest.mark.parametrize("orientation", range(1, 9))
def test_thumbnail_stands_upright(tmp_path: Path, orientation: int) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(jpeg_with_orientation(orientation, 600, 300))
    image = make_thumbnail(path).image
    turned = orientation >= 5
    assert (image.width(), image.height()) == ((128, 256) if turned else (256, 128))
    # Red grows to the right and green downwards in the picture as it is stored.
    corners = {
        1: "top_left",
        2: "top_right",
        3: "bottom_right",
        4: "bottom_left",
        5: "top_left",
        6: "top_right",
        7: "bottom_right",
        8: "bottom_left",
    }
    right, bottom = image.width() - 1, image.height() - 1
    places = {
        "top_left": (0, 0),
        "top_right": (right, 0),
        "bottom_right": (right, bottom),
        "bottom_left": (0, bottom),
    }
    darkest = min(
        places,
        key=lambda name: (
            image.pixelColor(*places[name]).red() + image.pixelColor(*places[name]).green()
        ),
    )
    assert darkest == corners[orientation]


def test_transparency_becomes_white_and_text_is_dropped(tmp_path: Path) -> None:
    image = QImage(40, 40, QImage.Format.Format_ARGB32)
    image.fill(0)
    image.setText("parameters", "a private prompt")
    path = tmp_path / "a.png"
    path.write_bytes(encode(image, "png"))
    made = make_thumbnail(path)
    assert b"private" not in made.jpeg
    assert QImage.fromData(made.jpeg).pixelColor(5, 5).lightness() > 250


def test_colours_are_those_of_srgb(tmp_path: Path) -> None:
    image = gradient()
    image.setColorSpace(QColorSpace(QColorSpace.NamedColorSpace.DisplayP3))
    path = tmp_path / "a.png"
    path.write_bytes(encode(image, "png"))
    made = make_thumbnail(path)
    assert made.image.colorSpace() == QColorSpace(QColorSpace.NamedColorSpace.SRgb)
