"""The drawn pictures: right size, same for the same prompt, different for another, marked."""

from __future__ import annotations

import itertools
import random
import threading

import pytest
from PySide6.QtGui import QImage

from nanobanana_desktop.demo.art.mark import mark_rect
from nanobanana_desktop.demo.art.picture import (
    ONE_K,
    PictureFormat,
    draw,
    encode,
    make_picture,
    picture_format,
    picture_size,
)
from nanobanana_desktop.demo.art.subject import MOTIFS, choose_subject
from nanobanana_desktop.domain.params import ASPECT_RATIOS, RESOLUTIONS

SIDE = 160


def pixels(image: QImage) -> bytes:
    return bytes(image.constBits())


def colors(image: QImage) -> int:
    step = 7
    return len(
        {
            image.pixel(x, y)
            for x in range(0, image.width(), step)
            for y in range(0, image.height(), step)
        }
    )


@pytest.mark.parametrize("resolution", RESOLUTIONS)
def test_sizes_fit_ratio_and_resolution(resolution: str) -> None:
    assert set(ONE_K) == set(ASPECT_RATIOS)
    for ratio in ASPECT_RATIOS:
        width, height = picture_size(ratio, resolution, "x")
        across, down = (int(part) for part in ratio.split(":"))
        assert width / height == pytest.approx(across / down, rel=0.025)
        million = width * height / {"1k": 1, "2k": 4, "4k": 16}[resolution]
        assert million == pytest.approx(1024 * 1024, rel=0.04)


def test_known_sizes() -> None:
    assert picture_size("1:1", "1k", "") == (1024, 1024)
    assert picture_size("1:1", "2k", "") == (2048, 2048)
    assert picture_size("1:1", "4k", "") == (4096, 4096)
    assert picture_size("16:9", "2k", "") == (2752, 1536)


def test_without_a_ratio_the_prompt_decides() -> None:
    sizes = [picture_size(None, "1k", f"prompt {n}") for n in range(40)]
    assert set(sizes) <= set(ONE_K.values())
    assert len(set(sizes)) > 5
    assert picture_size(None, "1k", "prompt 3") == sizes[3]


@pytest.mark.parametrize("name", [motif[0] for motif in MOTIFS])
def test_each_motif(name: str) -> None:
    """Each motif paints something rich, and every picture of it is another one."""
    words = next(motif[2] for motif in MOTIFS if motif[0] == name).split()
    images = [draw(f"a {words[0]}", seed, SIDE, SIDE) for seed in range(4)]
    for image in images:
        assert colors(image) > 25
        assert (image.width(), image.height()) == (SIDE, SIDE)
    assert len({pixels(image) for image in images}) == 4


def test_same_prompt_and_seed_same_picture() -> None:
    first, second = draw("山 at dawn", 7, SIDE, SIDE), draw("山 at dawn", 7, SIDE, SIDE)
    assert pixels(first) == pixels(second)
    assert pixels(draw("山 at dusk", 7, SIDE, SIDE)) != pixels(first)
    assert pixels(draw("山 at dawn", 8, SIDE, SIDE)) != pixels(first)


def test_the_composition_is_the_same_at_every_size() -> None:
    small = draw("a calm sea", 3, 200, 120)
    large = draw("a calm sea", 3, 400, 240).scaled(200, 120)
    near = 0
    places = [(x, y) for x in range(5, 200, 10) for y in range(5, 100, 10)]
    for x, y in places:
        one, two = small.pixelColor(x, y), large.pixelColor(x, y)
        distance = abs(one.red() - two.red()) + abs(one.green() - two.green())
        near += distance < 24
    assert near > 0.9 * len(places)


def test_the_motif_follows_the_words() -> None:
    expected = {
        "Layered paper-cut mountains in morning fog": "mountain",
        "远处的山峰": "mountain",
        "A ripe banana carved into a tiny sailing boat on a lake": "sea",
        "平静的海和小船": "sea",
        "Isometric night market in the city": "city",
        "未来城市": "city",
        "a starry night": "night",
        "夏夜": "night",
        "Astronaut tending a bonsai": "tree",
        "一棵樱花树": "tree",
        "a bouquet of flowers": "flower",
        "一朵花": "flower",
        "two bananas": "banana",
        "香蕉": "banana",
        "Risograph poster for a Sunday jazz festival, orange sun, banana": "poster",
        "a matte ceramic teapot": "teapot",
    }
    for prompt, name in expected.items():
        found = {choose_subject(prompt, random.Random(n)).name for n in range(12)}
        assert found == {name}, prompt
    free = {choose_subject("catalogue of seasons", random.Random(n)).name for n in range(12)}
    assert len(free) > 1, "a word inside another one must not count"


def test_the_colours_follow_the_words() -> None:
    assert choose_subject("mountains at night", random.Random(1)).palette.name == "night"
    assert choose_subject("雪山", random.Random(1)).palette.name == "ice"
    assert choose_subject("日落 海", random.Random(1)).palette.name == "ember"
    free = {choose_subject("mountains", random.Random(n)).palette.name for n in range(30)}
    assert len(free) > 5


@pytest.mark.parametrize("size", [(1024, 1024), (768, 1376), (1584, 672)])
def test_the_mark_is_in_the_corner(size: tuple[int, int]) -> None:
    width, height = size
    area = mark_rect(width, height)
    assert area.right() < width
    assert area.bottom() < height
    assert area.left() > width * 0.8
    assert area.top() > height * 0.9
    for prompt in ("white ice mountains", "night", "bananas"):
        image = draw(prompt, 1, width, height)
        inside = image.copy(area.toRect())
        light = dark = 0
        for x in range(inside.width()):
            for y in range(inside.height()):
                value = inside.pixelColor(x, y).lightness()
                light += value > 215
                dark += value < 130
        assert light > 0.04 * inside.width() * inside.height(), prompt
        assert dark > 0.3 * inside.width() * inside.height(), prompt
        row = [
            inside.pixelColor(x, inside.height() // 2).lightness() > 190
            for x in range(inside.width())
        ]
        strokes = sum(now and not before for before, now in itertools.pairwise(row))
        assert strokes >= 6, "the letters are drawn, not a bar"


@pytest.mark.parametrize("file_format", list(PictureFormat))
def test_files_are_whole(file_format: PictureFormat) -> None:
    picture = make_picture("a quiet sea", 2, (320, 200), file_format)
    assert (picture.width, picture.height) == (320, 200)
    assert picture.mime == f"image/{file_format.value}"
    image = QImage.fromData(picture.data, file_format.value)
    assert (image.width(), image.height()) == (320, 200)
    ends = {
        PictureFormat.PNG: picture.data.endswith(b"IEND\xaeB`\x82"),
        PictureFormat.JPEG: picture.data.endswith(b"\xff\xd9"),
        PictureFormat.WEBP: int.from_bytes(picture.data[4:8], "little") + 8 == len(picture.data),
    }
    assert ends[file_format]
    again = make_picture("a quiet sea", 2, (320, 200), file_format)
    assert again.data == picture.data


def test_the_mix_of_formats_has_all_three() -> None:
    formats = [picture_format("sea", seed) for seed in range(60)]
    assert set(formats) == set(PictureFormat)
    assert formats == [picture_format("sea", seed) for seed in range(60)]


def test_drawing_in_another_thread_gives_the_same_picture() -> None:
    found: list[bytes] = []
    thread = threading.Thread(
        target=lambda: found.append(encode(draw("a cat", 1, SIDE, SIDE), PictureFormat.PNG))
    )
    thread.start()
    thread.join()
    assert found == [encode(draw("a cat", 1, SIDE, SIDE), PictureFormat.PNG)]


@pytest.mark.parametrize("prompt", ["\ud800 sea", "\0", "🍌" * 500, "x" * 4000])
def test_any_prompt_can_be_painted(prompt: str) -> None:
    assert colors(draw(prompt, 0, SIDE, SIDE)) > 10
