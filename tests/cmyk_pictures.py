"""A real CMYK JPEG with a colour profile of a press, made of nothing but numbers."""

from __future__ import annotations

import itertools
import struct
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage, QImageWriter

INKS: Final = {
    "paper": (0, 0, 0, 0),
    "cyan": (255, 0, 0, 0),
    "magenta": (0, 255, 0, 0),
    "yellow": (0, 0, 255, 0),
    "red": (0, 255, 255, 0),
    "black": (0, 0, 0, 255),
}
"""Parts of the four inks, 255 is all."""

PRINTED: Final = {
    "paper": (255, 255, 255),
    "cyan": (0, 158, 224),
    "magenta": (229, 0, 125),
    "yellow": (255, 237, 0),
    "red": (227, 30, 36),
    "black": (35, 31, 32),
}
"""What they look like in sRGB, as the profile tells. Plain arithmetic would give other colours:
(0, 255, 255) for cyan."""

PATCH: Final = 32


def cmyk_jpeg(*, with_profile: bool = True) -> bytes:
    """A row of patches of `INKS`, each `PATCH` pixels wide and high."""
    row = b"".join(bytes(inks) * PATCH for inks in INKS.values())
    data = row * PATCH
    width = PATCH * len(INKS)
    image = QImage(data, width, PATCH, len(row), QImage.Format.Format_CMYK8888)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, b"jpeg")
    writer.setQuality(100)
    assert writer.write(image), writer.errorString()
    plain = bytes(buffer.data().data())
    assert plain[:2] == b"\xff\xd8"
    if not with_profile:
        return plain
    content = b"ICC_PROFILE\0\1\1" + press_profile()
    return plain[:2] + b"\xff\xe2" + struct.pack(">H", len(content) + 2) + content + plain[2:]


def press_profile() -> bytes:
    """An ICC profile (version 2) of a press: a table from the sixteen full mixtures to Lab."""
    tags = {
        b"desc": b"desc\0\0\0\0" + struct.pack(">I", 6) + b"press\0" + bytes(12 + 67),
        b"cprt": b"text\0\0\0\0none\0",
        b"wtpt": b"XYZ \0\0\0\0" + _fixed(*_D50),
        b"A2B0": _table(),
    }
    place = 128 + 4 + 12 * len(tags)
    directory, body = struct.pack(">I", len(tags)), b""
    for name, content in tags.items():
        padded = content + bytes(-len(content) % 4)
        directory += name + struct.pack(">II", place + len(body), len(content))
        body += padded
    head = struct.pack(
        ">I4sI4s4s4s12s4s4s", place + len(body), b"test", 0x02400000, b"prtr", b"CMYK", b"Lab ",
        bytes(12), b"acsp", bytes(4),
    )  # fmt: skip
    head = head.ljust(68, b"\0") + _fixed(*_D50)
    return head.ljust(128, b"\0") + directory + body


def _table() -> bytes:
    """lut16Type with four inputs, three outputs and two points for each input."""
    straight = struct.pack(">HH", 0, 0xFFFF)
    nodes = b"".join(_lab16(_mixture(corner)) for corner in itertools.product((0, 1), repeat=4))
    matrix = _fixed(1, 0, 0, 0, 1, 0, 0, 0, 1)
    head = b"mft2\0\0\0\0" + bytes((4, 3, 2, 0)) + matrix + struct.pack(">HH", 2, 2)
    return head + straight * 4 + nodes + straight * 3


def _mixture(corner: tuple[int, ...]) -> tuple[int, int, int]:
    """The colour of full inks over each other; what is not in `PRINTED` is nearly black."""
    wanted = tuple(255 * ink for ink in corner)
    return next((PRINTED[name] for name, inks in INKS.items() if inks == wanted), (30, 25, 25))


_D50: Final = (0.9642, 1.0, 0.8249)
_TO_D50: Final = (
    (0.4360747, 0.3850649, 0.1430804),
    (0.2225045, 0.7168786, 0.0606169),
    (0.0139322, 0.0971045, 0.7141733),
)
"""Linear sRGB to XYZ for the light D50."""


def _lab16(rgb: tuple[int, int, int]) -> bytes:
    """Lab as profiles of version 2 write it."""
    linear = [_linear(part / 255) for part in rgb]
    x, y, z = (
        _root(sum(a * b for a, b in zip(row, linear, strict=True)) / white)
        for row, white in zip(_TO_D50, _D50, strict=True)
    )
    lightness, a, b = 116 * y - 16, 500 * (x - y), 200 * (y - z)
    return struct.pack(
        ">HHH", round(lightness * 652.8), round((a + 128) * 256), round((b + 128) * 256)
    )


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _root(part: float) -> float:
    return part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116


def _fixed(*numbers: float) -> bytes:
    """s15Fixed16."""
    return struct.pack(f">{len(numbers)}i", *(round(number * 65536) for number in numbers))
