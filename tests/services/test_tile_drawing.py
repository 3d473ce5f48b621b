"""Tiles show the middle of a picture, as much of it as their shape allows."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from nanobanana_desktop.domain.tile import TileShape
from nanobanana_desktop.services.tile_drawing import cut_tile
from tests.fakes import make_image
from tests.pictures import gradient


def plain(width: int, height: int) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    return image


@pytest.mark.parametrize("size", [(1200, 800), (256, 170), (62, 42), (61, 40), (60, 40), (30, 20)])
def test_the_whole_picture_is_in_a_tile_of_its_shape(size: tuple[int, int]) -> None:
    tile = cut_tile(gradient(*size), TileShape(60, 40, 0.0, 1.0))
    assert tile.size().toTuple() == (60, 40)
    # Red grows to the right and green downwards.
    assert tile.pixelColor(1, 20).red() < 20
    assert tile.pixelColor(58, 20).red() > 235
    assert tile.pixelColor(30, 1).green() < 30
    assert tile.pixelColor(30, 38).green() > 225


@pytest.mark.parametrize("size", [(900, 600), (240, 160), (60, 40)])
def test_of_a_picture_of_another_shape_the_middle_is_shown(size: tuple[int, int]) -> None:
    tile = cut_tile(gradient(*size), TileShape(40, 40, 0.0, 1.0))
    assert tile.size().toTuple() == (40, 40)
    assert 30 < tile.pixelColor(0, 20).red() < 60
    assert 195 < tile.pixelColor(39, 20).red() < 225
    assert tile.pixelColor(20, 0).green() < 25
    assert tile.pixelColor(20, 39).green() > 230


def test_corners_are_round_and_the_same_on_all_sides() -> None:
    tile = cut_tile(plain(80, 60), TileShape(80, 60, 8.5, 2.0))
    assert tile.devicePixelRatio() == 2.0
    alphas = [[tile.pixelColor(x, y).alpha() for x in range(80)] for y in range(60)]
    assert alphas[0][0] == 0
    assert any(0 < alpha < 255 for row in alphas[:9] for alpha in row[:9]), "smooth"
    for mirrored in ([row[::-1] for row in alphas], alphas[::-1]):
        differences = {
            abs(one - other)
            for row, mirror in zip(alphas, mirrored, strict=True)
            for one, other in zip(row, mirror, strict=True)
        }
        assert max(differences) <= 24
    assert {alpha for row in alphas[9:51] for alpha in row} == {255}
    assert tile.pixelColor(40, 30).name() == "#ff0000"


def test_what_is_transparent_stays_so() -> None:
    image = QImage(60, 40, QImage.Format.Format_ARGB32)
    image.fill(0)
    tile = cut_tile(image, TileShape(60, 40, 4.0, 1.0))
    assert tile.pixelColor(30, 20).alpha() == 0


@pytest.mark.parametrize(
    ("picture", "tile", "side"),
    [
        ((1024, 1024), (172, 172), 172),
        ((1024, 1024), (54, 54), 54),
        ((1376, 768), (305, 172), 309),
        ((768, 1376), (54, 54), 97),
        ((0, 0), (54, 40), 54),
    ],
)
def test_the_side_that_covers_a_tile(
    picture: tuple[int, int], tile: tuple[int, int], side: int
) -> None:
    image = make_image(width=picture[0], height=picture[1])
    assert TileShape(*tile, 8.0, 1.0).covering_side(image) == side
