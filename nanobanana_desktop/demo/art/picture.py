"""A finished demo picture: its size in pixels, its drawing and its bytes."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage, QImageWriter, QPainter

from nanobanana_desktop.demo.art.canvas import Canvas
from nanobanana_desktop.demo.art.mark import draw_mark
from nanobanana_desktop.demo.art.subject import choose_subject

ONE_K: Final[Mapping[str, tuple[int, int]]] = MappingProxyType(
    {
        "1:1": (1024, 1024),
        "2:3": (848, 1264),
        "3:2": (1264, 848),
        "3:4": (896, 1200),
        "4:3": (1200, 896),
        "4:5": (928, 1152),
        "5:4": (1152, 928),
        "9:16": (768, 1376),
        "16:9": (1376, 768),
        "21:9": (1584, 672),
    }
)
"""Pixels at 1k, about one million each; 2k has twice and 4k four times as many on each side."""

SCALES: Final[Mapping[str, int]] = MappingProxyType({"1k": 1, "2k": 2, "4k": 4})


class PictureFormat(StrEnum):
    PNG = "png"
    JPEG = "jpeg"
    WEBP = "webp"


MIME: Final[Mapping[PictureFormat, str]] = MappingProxyType(
    {
        PictureFormat.PNG: "image/png",
        PictureFormat.JPEG: "image/jpeg",
        PictureFormat.WEBP: "image/webp",
    }
)

QUALITY: Final[Mapping[PictureFormat, int]] = MappingProxyType(
    {PictureFormat.PNG: 60, PictureFormat.JPEG: 92, PictureFormat.WEBP: 86}
)
"""Qt's scale of 0 to 100; for PNG it chooses the speed of the loss-free compression."""


@dataclass(frozen=True, slots=True)
class Picture:
    """The bytes of a picture and what they are."""

    data: bytes
    format: PictureFormat
    width: int
    height: int

    @property
    def mime(self) -> str:
        return MIME[self.format]


def _chance(*parts: str) -> random.Random:
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).digest()
    return random.Random(int.from_bytes(digest, "big"))


def picture_size(ratio: str | None, resolution: str, prompt: str) -> tuple[int, int]:
    """Width and height in pixels; without a ratio the prompt decides. `KeyError` if unknown."""
    if ratio is None:
        ratio = _chance("ratio", prompt).choice(sorted(ONE_K))
    width, height = ONE_K[ratio]
    scale = SCALES[resolution]
    return width * scale, height * scale


def picture_format(prompt: str, seed: int) -> PictureFormat:
    """The format that a mix by chance gives this prompt and seed."""
    return _chance("format", prompt, str(seed)).choice(list(PictureFormat))


def draw(prompt: str, seed: int, width: int, height: int) -> QImage:
    """Paints the picture, always the same for the same arguments. May run in any thread."""
    rng = _chance("picture", prompt, str(seed))
    subject = choose_subject(prompt, rng)
    image = QImage(width, height, QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        canvas = Canvas(painter, image.size(), rng, subject.palette, subject.inks, subject.things)
        subject.paint(canvas)
        draw_mark(painter, width, height)
    return image


def encode(image: QImage, file_format: PictureFormat) -> bytes:
    """The image as a file of that format; `RuntimeError` when Qt cannot write it."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, file_format.value.encode())
    writer.setQuality(QUALITY[file_format])
    if not writer.write(image):
        raise RuntimeError(f"{file_format.value}: {writer.errorString()}")
    return bytes(buffer.data().data())


def make_picture(
    prompt: str, seed: int, size: tuple[int, int], file_format: PictureFormat
) -> Picture:
    """Draws and encodes a picture."""
    width, height = size
    data = encode(draw(prompt, seed, width, height), file_format)
    return Picture(data, file_format, width, height)
