"""Copies of pictures: the same to the eye, in the format and with the words that are wished for."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QColorSpace, QImage

from nanobanana_desktop.domain import jpeg_metadata, png_metadata, webp_metadata
from nanobanana_desktop.domain.exif_block import only_orientation
from nanobanana_desktop.domain.export_plan import CopyWish
from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.domain.picture_format import PictureFormat, inspect_picture
from nanobanana_desktop.domain.picture_metadata import (
    embedding_of,
    found_parameters,
    has_credentials,
)
from nanobanana_desktop.storage.picture_copy import PictureCopy, make_copy, read_original
from nanobanana_desktop.storage.picture_reader import PinnedReader
from nanobanana_desktop.storage.result_errors import ResultBadError
from tests.fakes import make_task
from tests.pictures import (
    FORMATS,
    NO_PICTURES,
    encode,
    gradient,
    jpeg_with_orientation,
    picture,
    png_header,
)
from tests.signed_pictures import animated_webp, exif_with_note, signed, with_segment

PROMPT = "香蕉船 🍌, at dawn"
EMBEDDING = embedding_of(make_task(params=GenerationParams(prompt=PROMPT)), "1.0")
EMBED, STRIP = CopyWish(), CopyWish(embeds=False)


def shown(data: bytes) -> QImage:
    facts = inspect_picture(BytesIO(data))
    assert facts is not None
    assert facts.complete
    return PinnedReader(data, facts).read()


def told(copy: PictureCopy, folder: Path) -> str:
    path = folder / "copy"
    path.write_bytes(copy.data)
    found = found_parameters(path.read_bytes())
    return "" if found is None else found.prompt


def palette_png() -> bytes:
    image = gradient().convertToFormat(QImage.Format.Format_Indexed8)
    return encode(image, "png")


def deep_png() -> bytes:
    image = gradient().convertToFormat(QImage.Format.Format_RGBA64)
    image.setPixelColor(1, 1, QColor.fromRgba64(1, 258, 40_003, 30_000))
    return encode(image, "png")


def with_profile(picture_format: str) -> bytes:
    image = gradient()
    image.setColorSpace(QColorSpace(QColorSpace.NamedColorSpace.AdobeRgb))
    return encode(image, picture_format, 100)


def inks_jpeg() -> bytes:
    return encode(gradient().convertToFormat(QImage.Format.Format_CMYK8888), "jpeg", 95)


def see_through() -> QImage:
    image = gradient().convertToFormat(QImage.Format.Format_ARGB32)
    image.setPixelColor(0, 0, QColor(200, 0, 0, 0))
    return image


ORIGINALS = {
    **{name: picture(name) for name in FORMATS},
    "16 bit png": deep_png(),
    "palette png": palette_png(),
    "profile png": with_profile("png"),
    "profile jpeg": with_profile("jpeg"),
    "profile webp": with_profile("webp"),
    "inks jpeg": inks_jpeg(),
    "see-through png": encode(see_through(), "png"),
    "see-through lossy webp": encode(see_through(), "webp", 80),
    "lossless webp": encode(see_through(), "webp", 100),
    "moving webp": animated_webp(),
    **{f"jpeg turned {turn}": jpeg_with_orientation(turn) for turn in range(1, 9)},
    "odd exif jpeg": with_segment(0xE1, b"Exif\0\0MM\0*\xff\xff\xff\xff"),
    "camera jpeg": with_segment(0xE1, b"Exif\0\0" + exif_with_note(b"camera note", 6, "II")),
}


@pytest.mark.parametrize("data", NO_PICTURES.values(), ids=NO_PICTURES)
def test_what_is_no_picture_is_not_copied(data: bytes) -> None:
    with pytest.raises(ResultBadError):
        make_copy(data, EMBED, EMBEDDING)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("wish", [EMBED, STRIP, CopyWish(format=PictureFormat.PNG)])
def test_a_picture_that_was_cut_short_is_not_copied(name: str, wish: CopyWish) -> None:
    for end in (30, len(picture(name)) // 2):
        with pytest.raises(ResultBadError):
            make_copy(picture(name)[:end], wish, EMBEDDING)


def test_a_picture_whose_pixels_are_broken_is_not_copied() -> None:
    broken = png_header(60, 40, b"far too few")
    for wish in (EMBED, STRIP, CopyWish(format=PictureFormat.JPEG)):
        with pytest.raises(ResultBadError):
            make_copy(broken, wish, EMBEDDING)


def test_a_file_beyond_the_limit_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.png"
    with path.open("wb") as file:
        file.truncate(64 * 1024 * 1024 + 1)
    with pytest.raises(ResultBadError):
        read_original(path)


@pytest.mark.parametrize("data", ORIGINALS.values(), ids=ORIGINALS)
@pytest.mark.parametrize("wish", [EMBED, STRIP], ids=["embed", "strip"])
def test_a_copy_of_the_same_format_has_the_same_pixels(
    data: bytes, wish: CopyWish, tmp_path: Path
) -> None:
    copy = make_copy(data, wish, EMBEDDING)
    before, after = shown(data), shown(copy.data)
    assert after == before
    assert after.colorSpace() == before.colorSpace()
    assert told(copy, tmp_path) == (PROMPT if wish.embeds else "")
    assert (copy.untouched, copy.lost_credentials, copy.is_still) == (False, False, False)


@pytest.mark.parametrize("data", ORIGINALS.values(), ids=ORIGINALS)
@pytest.mark.parametrize("wanted", list(PictureFormat))
@pytest.mark.parametrize("embeds", [True, False])
def test_a_copy_of_another_format_looks_alike(
    data: bytes, wanted: PictureFormat, embeds: bool, tmp_path: Path
) -> None:
    wish = CopyWish(format=wanted, quality=100, embeds=embeds)
    copy = make_copy(data, wish, EMBEDDING)
    before, after = shown(data), shown(copy.data)
    assert copy.format is wanted
    assert after.size() == before.size()
    assert told(copy, tmp_path) == (PROMPT if embeds else "")
    if inspect_picture(BytesIO(data)).format is not wanted:
        space = after.colorSpace()
        assert not space.isValid() or space == QColorSpace(QColorSpace.NamedColorSpace.SRgb)


def test_another_format_keeps_the_colours_and_not_the_words() -> None:
    image = gradient()
    image.setText("Comment", "do-not-tell")
    data = encode(image, "png")
    assert b"do-not-tell" in data
    for wanted in (PictureFormat.JPEG, PictureFormat.WEBP):
        copy = make_copy(data, CopyWish(format=wanted, quality=100, embeds=False), EMBEDDING)
        assert b"do-not-tell" not in copy.data
        there = shown(copy.data).pixelColor(50, 5)
        here = image.pixelColor(50, 5)
        assert abs(there.red() - here.red()) + abs(there.green() - here.green()) < 16
    back = make_copy(copy.data, CopyWish(format=PictureFormat.PNG, embeds=False), EMBEDDING)
    assert b"do-not-tell" not in back.data


def test_colours_of_a_wide_profile_are_converted() -> None:
    image = gradient()
    image.setColorSpace(QColorSpace(QColorSpace.NamedColorSpace.AdobeRgb))
    expected = image.convertedToColorSpace(QColorSpace(QColorSpace.NamedColorSpace.SRgb))
    copy = make_copy(
        encode(image, "png"), CopyWish(format=PictureFormat.WEBP, quality=100), EMBEDDING
    )
    there, here = shown(copy.data).pixelColor(20, 30), expected.pixelColor(20, 30)
    assert abs(there.red() - here.red()) <= 2
    assert image.pixelColor(20, 30).red() - here.red() > 40


def test_inks_become_light() -> None:
    for wanted in (PictureFormat.PNG, PictureFormat.WEBP):
        copy = make_copy(inks_jpeg(), CopyWish(format=wanted, quality=100), EMBEDDING)
        there = shown(copy.data).pixelColor(50, 5)
        assert there.red() > 150
        assert there.green() < 100


def test_what_is_transparent_becomes_white_in_a_jpeg_only() -> None:
    data = encode(see_through(), "png")
    jpeg = make_copy(data, CopyWish(format=PictureFormat.JPEG, quality=100), EMBEDDING)
    assert shown(jpeg.data).pixelColor(0, 0).lightness() > 200
    webp = make_copy(data, CopyWish(format=PictureFormat.WEBP, quality=100), EMBEDDING)
    assert shown(webp.data).pixelColor(0, 0).alpha() == 0


def test_sixteen_bits_stay_sixteen() -> None:
    before = shown(deep_png()).pixelColor(1, 1).rgba64()
    after = shown(make_copy(deep_png(), EMBED, EMBEDDING).data).pixelColor(1, 1).rgba64()
    assert (after.red(), after.blue()) == (before.red(), before.blue())
    assert before.red() == 1


def test_a_turned_picture_stands_upright_in_another_format() -> None:
    data = jpeg_with_orientation(6)
    copy = make_copy(data, CopyWish(format=PictureFormat.PNG), EMBEDDING)
    facts = inspect_picture(BytesIO(copy.data))
    assert facts is not None
    assert (facts.width, facts.height) == (40, 60)
    bare = make_copy(data, STRIP, EMBEDDING)
    assert jpeg_metadata.read(bare.data).exif == only_orientation(6)


def test_of_a_moving_picture_other_formats_hold_the_first_frame() -> None:
    still = make_copy(animated_webp(), CopyWish(format=PictureFormat.PNG), EMBEDDING)
    assert still.is_still
    assert shown(still.data) == shown(animated_webp()).convertToFormat(shown(still.data).format())
    assert webp_metadata.is_animated(make_copy(animated_webp(), STRIP, EMBEDDING).data)


@pytest.mark.parametrize("name", FORMATS)
def test_a_signed_original_is_copied_to_the_byte(name: str) -> None:
    copy = make_copy(signed(name), EMBED, EMBEDDING)
    assert copy == PictureCopy(signed(name), PictureFormat(name), untouched=True)


@pytest.mark.parametrize("name", FORMATS)
def test_other_copies_of_a_signed_original_do_not_claim_to_be_signed(name: str) -> None:
    other = PictureFormat.WEBP if name == "png" else PictureFormat.PNG
    for wish in (STRIP, CopyWish(format=other), CopyWish(format=other, embeds=False)):
        copy = make_copy(signed(name), wish, EMBEDDING)
        assert copy.lost_credentials
        assert not copy.untouched
        assert not has_credentials(copy.data)


def test_a_better_quality_takes_more_room() -> None:
    sizes = [
        len(make_copy(picture("png"), CopyWish(format=wanted, quality=quality), EMBEDDING).data)
        for wanted in (PictureFormat.JPEG, PictureFormat.WEBP)
        for quality in (30, 95)
    ]
    assert sizes[0] < sizes[1]
    assert sizes[2] < sizes[3]


def test_a_picture_of_ours_says_so_in_every_place_of_its_format() -> None:
    data = make_copy(picture("png"), EMBED, EMBEDDING).data
    assert png_metadata.read(data).texts["parameters"].startswith(PROMPT)
