"""Pictures made of four inks are shown and copied in the colours that their profile tells."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from nanobanana_desktop.domain.export_plan import CopyWish
from nanobanana_desktop.domain.picture_format import PictureFormat
from nanobanana_desktop.domain.picture_metadata import embedding_of
from nanobanana_desktop.storage.picture_copy import make_copy
from nanobanana_desktop.storage.picture_reader import read_picture
from nanobanana_desktop.storage.thumbnail_making import make_thumbnail, read_kept
from tests.cmyk_pictures import INKS, PATCH, PRINTED, cmyk_jpeg
from tests.fakes import make_task

EMBEDDING = embedding_of(make_task(), "1.0")

TOLERANCE = 3
"""Of 255, for the losses of JPEG."""
PLAIN = {
    name: tuple((255 - ink) * (255 - inks[3]) // 255 for ink in inks[:3])
    for name, inks in INKS.items()
}
"""Without a profile: each ink takes away its light and nothing else."""

Color = tuple[int, ...]


def patches(image: QImage) -> dict[str, Color]:
    """The colour in the middle of each patch."""
    side = image.width() / len(INKS)
    middles = {name: int(side * (number + 0.5)) for number, name in enumerate(INKS)}
    return {
        name: image.pixelColor(x, image.height() // 2).getRgb()[:3] for name, x in middles.items()
    }


def assert_close(found: dict[str, Color], expected: dict[str, Color], tolerance: int) -> None:
    far = {
        name: (found[name], color)
        for name, color in expected.items()
        if max(abs(a - b) for a, b in zip(found[name], color, strict=True)) > tolerance
    }
    assert far == {}


@pytest.fixture
def printed(tmp_path: Path) -> Path:
    path = tmp_path / "inks.jpg"
    path.write_bytes(cmyk_jpeg())
    return path


@pytest.mark.parametrize("side", [None, 3 * PATCH])
def test_inks_with_a_profile_are_shown_as_they_are_printed(printed: Path, side: int | None) -> None:
    before = printed.read_bytes()
    image = read_picture(printed, side)
    assert_close(patches(image), PRINTED, TOLERANCE)
    assert printed.read_bytes() == before


def test_small_pictures_have_the_same_colours(printed: Path) -> None:
    made = make_thumbnail(printed)
    assert_close(patches(made.image), PRINTED, TOLERANCE)
    assert_close(patches(read_kept(made.jpeg, 256)), PRINTED, 3 * TOLERANCE)


@pytest.mark.parametrize("wanted", [PictureFormat.PNG, PictureFormat.WEBP])
def test_copies_in_another_format_have_the_same_colours(
    printed: Path, wanted: PictureFormat
) -> None:
    copy = make_copy(printed.read_bytes(), CopyWish(format=wanted), EMBEDDING)
    path = printed.with_suffix(f".{wanted.value}")
    path.write_bytes(copy.data)
    image = read_picture(path)
    assert image.format() != QImage.Format.Format_CMYK8888
    assert_close(patches(image), PRINTED, 3 * TOLERANCE)


def test_a_copy_in_its_own_format_keeps_inks_and_profile(printed: Path) -> None:
    copy = make_copy(printed.read_bytes(), CopyWish(embeds=False), EMBEDDING)
    assert b"ICC_PROFILE\0" in copy.data
    printed.write_bytes(copy.data)
    assert_close(patches(read_picture(printed)), PRINTED, TOLERANCE)


@pytest.mark.parametrize("damage", ["no profile", "profile of nothing", "profile cut short"])
def test_inks_without_a_usable_profile_are_shown_by_plain_arithmetic(
    tmp_path: Path, damage: str, qt_messages: list[str]
) -> None:
    data = cmyk_jpeg(with_profile=damage != "no profile")
    if damage == "profile of nothing":
        data = data.replace(b"A2B0", b"A2B9")
    elif damage == "profile cut short":
        start = data.index(b"mft2")
        data = data[:start] + bytes(40) + data[start + 40 :]
    path = tmp_path / "inks.jpg"
    path.write_bytes(data)
    assert_close(patches(read_picture(path)), PLAIN, TOLERANCE)
    assert_close(patches(read_kept(make_thumbnail(path).jpeg, 256)), PLAIN, 3 * TOLERANCE)
    assert all("fromIccProfile" in message for message in qt_messages)
    qt_messages.clear()
