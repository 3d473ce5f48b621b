"""Picture files of every kind that a person or a service can come up with, good and bad."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator

from PySide6.QtGui import QColorSpace, QImage

from tests.pictures import (
    NO_PICTURES,
    encode,
    gradient,
    jpeg_with_orientation,
    picture,
    png_header,
)

_PNG = b"\x89PNG\r\n\x1a\n"
Format = QImage.Format


def png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    position = len(_PNG)
    while position < len(data):
        length = int.from_bytes(data[position : position + 4])
        kind = data[position + 4 : position + 8]
        yield kind, data[position + 8 : position + 8 + length]
        position += 12 + length


def png_of(chunks: Iterable[tuple[bytes, bytes]]) -> bytes:
    return _PNG + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def one_bit_png(side: int) -> bytes:
    """A whole PNG of black and white pixels, a few KB for any side."""
    packer = zlib.compressobj(9)
    row = bytes(1 + (side + 7) // 8)
    body = b"".join(packer.compress(row * 100) for _ in range(side // 100)) + packer.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return png_of([(b"IHDR", header), (b"IDAT", body), (b"IEND", b"")])


def jpeg_of_size(width: int, height: int) -> bytes:
    """A JPEG whose header tells another size than its pixels."""
    data = bytearray(picture("jpeg"))
    place = data.index(b"\xff\xc0") + 5
    data[place : place + 4] = struct.pack(">HH", height, width)
    return bytes(data)


def animated_png() -> bytes:
    """Two frames: the picture, then the same once more."""
    chunks = list(png_chunks(picture("png")))
    pixels = b"".join(data for kind, data in chunks if kind == b"IDAT")
    frame = struct.pack(">IIIIHHBB", 60, 40, 0, 0, 1, 10, 0, 0)
    return png_of(
        [
            chunks[0],
            (b"acTL", struct.pack(">II", 2, 0)),
            (b"fcTL", struct.pack(">I", 0) + frame),
            (b"IDAT", pixels),
            (b"fcTL", struct.pack(">I", 1) + frame),
            (b"fdAT", struct.pack(">I", 2) + pixels),
            (b"IEND", b""),
        ]
    )


def _riff(kind: bytes, data: bytes) -> bytes:
    return kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)


def _size24(number: int) -> bytes:
    return struct.pack("<I", number)[:3]


def animated_webp(width: int = 60, height: int = 40, frames: int = 3) -> bytes:
    still = picture("webp", width, height)
    # Behind "RIFF", the size and "WEBP" begins the only chunk.
    pixels = still[12:]
    place = _size24(0) * 2 + _size24(width - 1) + _size24(height - 1) + _size24(100) + b"\0"
    body = _riff(b"VP8X", b"\x02\0\0\0" + _size24(width - 1) + _size24(height - 1))
    body += _riff(b"ANIM", bytes(6))
    body += b"".join(_riff(b"ANMF", place + pixels) for _ in range(frames))
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def jpeg_with_exif(tiff: bytes) -> bytes:
    exif = b"Exif\0\0" + tiff
    data = picture("jpeg")
    return data[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + data[2:]


def _palette() -> QImage:
    image = gradient().convertToFormat(Format.Format_Indexed8)
    table = image.colorTable()
    table[0] = 0
    table[1] = 0x40FF0000
    image.setColorTable(table)
    return image


def png_with_profile(profile: bytes) -> bytes:
    chunks = [chunk for chunk in png_chunks(picture("png")) if chunk[0] != b"iCCP"]
    return png_of([chunks[0], (b"iCCP", b"x\0\0" + zlib.compress(profile)), *chunks[1:]])


def _turned_profile() -> bytes:
    """The profile of another kind of device than the pixels are for."""
    image = gradient()
    image.setColorSpace(QColorSpace(QColorSpace.NamedColorSpace.DisplayP3))
    stored = next(data for kind, data in png_chunks(encode(image, "png")) if kind == b"iCCP")
    profile = bytearray(zlib.decompress(stored.split(b"\0", 1)[1][1:]))
    profile[12:20] = b"prtrCMYK"
    return png_with_profile(bytes(profile))


def _gray_with_profile() -> bytes:
    image = gradient().convertToFormat(Format.Format_Grayscale8)
    image.setColorSpace(
        QColorSpace(QColorSpace.Primaries.SRgb, QColorSpace.TransferFunction.Gamma, 1.8)
    )
    return encode(image, "png")


def shown() -> dict[str, bytes]:
    """Unusual pictures that can be shown; each is 60 x 40 pixels, perhaps turned."""
    image = gradient()
    pictures = {
        "png": picture("png"),
        "jpeg": picture("jpeg"),
        "webp": picture("webp"),
        "png_16_bit": encode(image.convertToFormat(Format.Format_RGBX64), "png"),
        "png_16_bit_alpha": encode(image.convertToFormat(Format.Format_RGBA64), "png"),
        "png_16_bit_grey": encode(image.convertToFormat(Format.Format_Grayscale16), "png"),
        "png_grey": encode(image.convertToFormat(Format.Format_Grayscale8), "png"),
        "png_grey_with_profile": _gray_with_profile(),
        "png_1_bit": encode(image.convertToFormat(Format.Format_Mono), "png"),
        "png_palette_with_transparency": encode(_palette(), "png"),
        "png_animated": animated_png(),
        "webp_animated": animated_webp(),
        "jpeg_grey": encode(image.convertToFormat(Format.Format_Grayscale8), "jpeg"),
        "jpeg_cmyk": encode(image.convertToFormat(Format.Format_CMYK8888), "jpeg"),
        "png_profile_is_rubbish": png_with_profile(b"rubbish" * 40),
        "png_profile_is_empty": png_with_profile(b""),
        "png_profile_of_a_printer": _turned_profile(),
        "jpeg_exif_is_rubbish": jpeg_with_exif(b"rubbish" * 9),
        "jpeg_exif_is_empty": jpeg_with_exif(b""),
        "jpeg_exif_leads_out": jpeg_with_exif(b"MM\0*\xff\xff\xff\xf0"),
        "jpeg_exif_leads_to_itself": jpeg_with_exif(b"MM\0*\0\0\0\x08\0\0\0\0\0\x08" + bytes(8)),
        "jpeg_exif_of_many_entries": jpeg_with_exif(b"II*\0\x08\0\0\0\xff\xff" + bytes(24)),
        "text_behind_the_end": picture("png") + b"<html>signed</html>",
    }
    for orientation in (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 255, 65535):
        pictures[f"jpeg_orientation_{orientation}"] = jpeg_with_orientation(orientation)
    return pictures


def refused() -> dict[str, bytes]:
    """What only looks like a picture, or cannot be shown."""
    files = {name: data for name, data in NO_PICTURES.items() if data}
    files |= {"zero_bytes": b""}
    for name in ("png", "jpeg", "webp"):
        whole = picture(name, 300, 200)
        files |= {
            f"{name}_cut_at_1_percent": whole[: max(13, len(whole) // 100)],
            f"{name}_cut_in_half": whole[: len(whole) // 2],
            f"{name}_without_its_end": whole[:-3],
        }
    return files | {
        "png_without_pixels": png_header(64, 64),
        "png_pixels_are_rubbish": png_header(64, 64, b"?"),
        "png_30000_pixels_1_bit": one_bit_png(30_000),
        "png_header_of_4_billion": png_header(0xFFFF_FFFF, 0xFFFF_FFFF),
        "png_header_of_nothing": png_header(0, 0),
        "jpeg_header_of_65535": jpeg_of_size(65_535, 65_535),
        "jpeg_header_of_nothing": jpeg_of_size(60, 0),
        "webp_header_of_16384": animated_webp()[:24] + _size24(16_383) * 2 + animated_webp()[30:],
    }
