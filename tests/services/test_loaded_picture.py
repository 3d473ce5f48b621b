"""A picture in halves: the right pixels, in formats that are painted without converting."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

from nanobanana_desktop.services.loaded_picture import loaded_picture

F = QImage.Format
PATH = Path("/pictures/a.png")


@pytest.mark.parametrize("form", [F.Format_RGB888, F.Format_RGBX64, F.Format_Grayscale8])
def test_opaque_pictures_come_without_alpha(form: F) -> None:
    image = QImage(600, 300, form)
    image.fill(QColor("#808080"))
    made = loaded_picture(image, PATH)
    assert made.path == PATH
    assert [level.format() for level in made.levels] == [F.Format_RGB32] * len(made.levels)
    assert all(abs(level.pixelColor(3, 3).red() - 128) <= 1 for level in made.levels)


def test_transparent_pictures_stay_transparent_in_every_level() -> None:
    image = QImage(512, 512, F.Format_RGBA8888)
    image.fill(QColor(200, 40, 0, 128))
    made = loaded_picture(image, PATH)
    for level in made.levels:
        assert level.format() is F.Format_ARGB32_Premultiplied
        color = level.pixelColor(9, 9)
        assert abs(color.alpha() - 128) <= 1
        assert abs(color.red() - 200) <= 3


def test_each_level_is_half_of_the_one_before_and_none_is_tiny() -> None:
    sizes = [
        (i.width(), i.height())
        for i in loaded_picture(QImage(901, 517, F.Format_RGB32), PATH).levels
    ]
    assert sizes == [(901, 517), (450, 258), (225, 129), (112, 64)]


@pytest.mark.parametrize("size", [(1, 1), (1, 8192), (8192, 1), (127, 127)])
def test_small_and_narrow_pictures_have_one_level(size: tuple[int, int]) -> None:
    assert len(loaded_picture(QImage(*size, F.Format_RGB32), PATH).levels) == 1


def test_half_a_picture_is_the_mean_of_four_pixels() -> None:
    image = QImage(256, 256, F.Format_RGB32)
    for y in range(256):
        for x in range(256):
            image.setPixelColor(x, y, QColor(x if y % 2 else 0, 200 * (x % 2), y))
    half = loaded_picture(image, PATH).levels[1]
    for x, y in ((0, 0), (37, 90), (127, 127)):
        four = [image.pixelColor(2 * x + dx, 2 * y + dy) for dx in (0, 1) for dy in (0, 1)]
        found = half.pixelColor(x, y)
        assert abs(found.red() - sum(c.red() for c in four) / 4) <= 2
        assert abs(found.green() - sum(c.green() for c in four) / 4) <= 2
        assert abs(found.blue() - sum(c.blue() for c in four) / 4) <= 2
