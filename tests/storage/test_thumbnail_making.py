"""Small versions of pictures: their shape, their colours, and what has none."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QColorSpace, QImage

from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.storage.picture_reader import read_picture
from nanobanana_desktop.storage.thumbnail_making import (
    THUMBNAIL_SIDE,
    make_thumbnail,
    read_kept,
)
from tests.pictures import (
    FORMATS,
    encode,
    gradient,
    jpeg_with_orientation,
    picture,
)


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


def test_a_larger_picture_is_shown_and_the_usual_size_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(picture("png", 900, 450))
    made = make_thumbnail(path, 600)
    assert (made.image.width(), made.image.height()) == (600, 300)
    kept = read_kept(made.jpeg, THUMBNAIL_SIDE)
    assert (kept.width(), kept.height()) == (256, 128)
    exact = read_picture(path, THUMBNAIL_SIDE)
    for x, y in ((5, 5), (128, 64), (250, 120)):
        there, wanted = kept.pixelColor(x, y), exact.pixelColor(x, y)
        assert abs(there.red() - wanted.red()) + abs(there.green() - wanted.green()) < 24


def test_a_kept_thumbnail_is_read_at_the_size_needed(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(picture("png", 600, 300))
    jpeg = make_thumbnail(path).jpeg
    assert read_kept(jpeg, 100).size().toTuple() == (100, 50)
    assert read_kept(jpeg, 4000).size().toTuple() == (256, 128)


@pytest.mark.parametrize("name", ["png", "webp"])
def test_only_own_thumbnails_are_read_back(name: str) -> None:
    with pytest.raises(StorageError, match="picture_unreadable"):
        read_kept(picture(name), THUMBNAIL_SIDE)


def test_damaged_thumbnails_are_not_read_back() -> None:
    whole = picture("jpeg")
    for damaged in (b"", whole[:-2], whole[: len(whole) // 2], picture("jpeg", 300, 300)):
        with pytest.raises(StorageError, match="picture_unreadable"):
            read_kept(damaged, THUMBNAIL_SIDE)
