from __future__ import annotations

import io
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nanobanana_desktop.domain.picture_format import (
    SIDE_LIMIT,
    PictureFacts,
    PictureFormat,
    detect_format,
    inspect_picture,
)
from tests.pictures import FORMATS, NO_PICTURES, picture, png_header

PICTURES = {name: picture(name) for name in FORMATS}


def inspect(data: bytes) -> PictureFacts | None:
    return inspect_picture(io.BytesIO(data))


@pytest.mark.parametrize("name", PICTURES)
def test_every_cut_picture_is_incomplete(name: str) -> None:
    data = PICTURES[name]
    for length in range(len(data)):
        facts = inspect(data[:length])
        assert facts is None or not facts.complete, length


@pytest.mark.parametrize(
    ("name", "mime", "extension"),
    [("png", "image/png", "png"), ("jpeg", "image/jpeg", "jpg"), ("webp", "image/webp", "webp")],
)
def test_whole_picture_has_its_format_and_size(name: str, mime: str, extension: str) -> None:
    facts = inspect(PICTURES[name])
    assert facts == PictureFacts(PictureFormat(name), 60, 40, complete=True)
    assert (facts.format.mime, facts.format.extension) == (mime, extension)
    assert PictureFormat.from_mime(mime) is facts.format


@pytest.mark.parametrize("name", PICTURES)
def test_bytes_behind_the_end_are_allowed(name: str) -> None:
    facts = inspect(PICTURES[name] + b"signature")
    assert facts is not None
    assert facts.complete


@pytest.mark.parametrize(
    "data",
    [
        *NO_PICTURES.values(),
        b"\x89PNG",
        b"\xff\xd8",
        b"RIFF\0\0\0\0WAVE",
        b" \x89PNG\r\n\x1a\n",
    ],
)
def test_nothing_else_is_a_picture(data: bytes) -> None:
    assert detect_format(data[:12]) is None
    assert inspect(data) is None


def test_end_marker_of_an_embedded_preview_does_not_count() -> None:
    preview = PICTURES["jpeg"]
    exif = b"\xff\xe1" + struct.pack(">H", len(preview) + 2) + preview
    cut = b"\xff\xd8" + exif + PICTURES["jpeg"][2:-2]
    facts = inspect(cut)
    assert facts is not None
    assert not facts.complete
    whole = inspect(cut + b"\xff\xd9")
    assert whole == PictureFacts(PictureFormat.JPEG, 60, 40, complete=True)


def test_jpeg_marker_across_two_blocks_is_found() -> None:
    scan_header = b"\xff\xda\x00\x02"
    start = b"\xff\xd8" + scan_header
    for filler in range(256 * 1024 - 3, 256 * 1024 + 3):
        facts = inspect(start + bytes(filler) + b"\xff\xd9")
        assert facts is not None
        assert facts.complete, filler


def test_literal_ff_restart_and_padding_do_not_end_a_scan() -> None:
    scan = b"\xff\xd8\xff\xda\x00\x02" + b"\x11\xff\x00\x22\xff\xd0\x33\xff\xd7"
    without_end = inspect(scan)
    assert without_end is not None
    assert not without_end.complete
    padded = inspect(scan + b"\xff\xff\xff\xd9")
    assert padded is not None
    assert padded.complete


@pytest.mark.parametrize(
    ("width", "height", "within"),
    [
        (SIDE_LIMIT, SIDE_LIMIT, True),
        (SIDE_LIMIT + 1, 1, False),
        (1, SIDE_LIMIT + 1, False),
        (2**32 - 1, 2**32 - 1, False),
        (0, 10, False),
    ],
)
def test_size_limits(width: int, height: int, within: bool) -> None:
    facts = inspect(png_header(width, height))
    assert facts is not None
    assert (facts.width, facts.height) == (width, height)
    assert facts.within_limits is within


def test_png_chunk_longer_than_the_file_is_incomplete() -> None:
    data = png_header(1, 1)[:-12] + b"\xff\xff\xff\xffIEND"
    facts = inspect(data)
    assert facts is not None
    assert not facts.complete


@settings(deadline=None)
@given(st.sampled_from([b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF\x10\0\0\0WEBP"]), st.binary())
def test_garbage_behind_the_magic_never_raises(magic: bytes, rest: bytes) -> None:
    facts = inspect(magic + rest)
    assert facts is not None
    assert facts.width >= 0


@settings(deadline=None)
@given(st.sampled_from(sorted(PICTURES)), st.data())
def test_changed_bytes_never_raise(name: str, data: st.DataObject) -> None:
    picture = bytearray(PICTURES[name])
    for _ in range(data.draw(st.integers(1, 8))):
        picture[data.draw(st.integers(0, len(picture) - 1))] = data.draw(st.integers(0, 255))
    facts = inspect(bytes(picture))
    assert facts is None or facts.format in PictureFormat
