"""Pictures of any size with as much detail as photographs have, always the same for a seed."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter

from nanobanana_desktop.demo.art.picture import PictureFormat, make_picture

GRAIN: Final = 0.22
"""How much of the picture is noise; a thumbnail then takes some 20 KB, as those of photographs."""
_DRAWN: Final = (1024, 1024)


def picture(size: tuple[int, int], seed: int) -> QImage:
    drawn = make_picture(f"picture {seed}", seed, _DRAWN, PictureFormat.JPEG).data
    image = QImage.fromData(drawn).scaled(
        QSize(*size),
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setOpacity(GRAIN)
    # Fine grain that is gone in small versions, and coarse one that stays.
    for divisor in (1, 4, 16):
        grain = _noise(min(1024, size[0] // divisor), min(1024, size[1] // divisor), seed)
        painter.drawImage(image.rect(), grain)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.end()
    return image


def write(path: Path, size: tuple[int, int], seed: int, quality: int = 92) -> Path:
    """Encode a picture in the format of the file's ending."""
    name = path.suffix.removeprefix(".").replace("jpg", "jpeg")
    writer = QImageWriter(str(path), name.encode())
    writer.setQuality(-1 if name == "png" else quality)
    if not writer.write(picture(size, seed)):
        raise RuntimeError(writer.errorString())
    return path


def _noise(width: int, height: int, seed: int) -> QImage:
    width, height = max(2, width), max(2, height)
    data = random.Random(seed).randbytes(width * height * 4)
    return QImage(data, width, height, QImage.Format.Format_RGB32).copy()
