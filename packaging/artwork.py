"""The program's icon in every size and form that systems ask for, drawn from the one SVG.

`python artwork.py FOLDER` writes `<size>.png`, `nanobanana-desktop.ico` and `.icns` there. It is
run by the environment's Python: Qt draws.
"""

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer

SOURCE: Final = Path(__file__).parents[1] / "resources" / "icons" / "app.svg"
NAME: Final = "nanobanana-desktop"
PNG_SIZES: Final = (16, 22, 24, 32, 48, 64, 96, 128, 256, 512, 1024)
ICO_SIZES: Final = (16, 24, 32, 48, 64, 128, 256)
ICNS_TYPES: Final[Mapping[bytes, int]] = {
    b"icp4": 16,
    b"icp5": 32,
    b"icp6": 64,
    b"ic07": 128,
    b"ic08": 256,
    b"ic09": 512,
    b"ic10": 1024,
    b"ic11": 32,
    b"ic12": 64,
    b"ic13": 256,
    b"ic14": 512,
}
"""Type codes of PNG entries and their pixels; the last four are those of 2x screens."""


def draw(renderer: QSvgRenderer, size: int) -> bytes:
    """The icon as PNG of size x size pixels."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


def ico(pictures: Mapping[int, bytes]) -> bytes:
    """A Windows icon of PNG pictures (Windows Vista and later): directory, then pictures."""
    place = 6 + 16 * len(pictures)
    directory, data = struct.pack("<HHH", 0, 1, len(pictures)), b""
    for size, png in sorted(pictures.items()):
        side = size % 256  # 0 stands for 256.
        entry = struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(png), place + len(data))
        directory, data = directory + entry, data + png
    return directory + data


def icns(pictures: Mapping[bytes, bytes]) -> bytes:
    """A macOS icon: each picture with its type and length, in one container."""
    body = b"".join(kind + struct.pack(">I", 8 + len(png)) + png for kind, png in pictures.items())
    return b"icns" + struct.pack(">I", 8 + len(body)) + body


def make(folder: Path) -> None:
    """Write every form of the icon. The same source gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    renderer = QSvgRenderer(str(SOURCE))
    if not renderer.isValid():
        raise SystemExit(f"{SOURCE} is no picture that Qt can draw.")
    drawn = {size: draw(renderer, size) for size in PNG_SIZES}
    for size, png in drawn.items():
        (folder / f"{size}.png").write_bytes(png)
    (folder / f"{NAME}.ico").write_bytes(ico({size: drawn[size] for size in ICO_SIZES}))
    entries = {kind: drawn[size] for kind, size in ICNS_TYPES.items()}
    (folder / f"{NAME}.icns").write_bytes(icns(entries))


def main(arguments: Sequence[str]) -> int:
    if len(arguments) != 1:
        raise SystemExit("usage: artwork.py FOLDER")
    _application = QGuiApplication([])
    make(Path(arguments[0]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
