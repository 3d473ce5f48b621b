"""Colours of the demo pictures: mixing by eye, and the palettes that motifs are painted with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtGui import QColor

Oklab = tuple[float, float, float]


def color(text: str, alpha: float = 1.0) -> QColor:
    """A colour from `#rrggbb`; `alpha` from 0 (clear) to 1 (solid)."""
    result = QColor(text)
    result.setAlphaF(alpha)
    return result


def faded(base: QColor, alpha: float) -> QColor:
    """The same colour with another opacity (0 to 1)."""
    result = QColor(base)
    result.setAlphaF(max(0.0, min(1.0, alpha)))
    return result


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _gamma(channel: float) -> float:
    channel = max(0.0, min(1.0, channel))
    return channel * 12.92 if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055


def _oklab(base: QColor) -> Oklab:
    red, green, blue = _linear(base.redF()), _linear(base.greenF()), _linear(base.blueF())
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def _from_oklab(lab: Oklab, alpha: float) -> QColor:
    light, a, b = lab
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return QColor.fromRgbF(
        _gamma(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
        _gamma(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
        _gamma(-0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short),
        alpha,
    )


def mixed(first: QColor, second: QColor, share: float) -> QColor:
    """`share` of the second colour (0 to 1), mixed in Oklab so that no mud appears between hues."""
    share = max(0.0, min(1.0, share))
    one, two = _oklab(first), _oklab(second)
    lab = (
        one[0] + (two[0] - one[0]) * share,
        one[1] + (two[1] - one[1]) * share,
        one[2] + (two[2] - one[2]) * share,
    )
    alpha = first.alphaF() + (second.alphaF() - first.alphaF()) * share
    return _from_oklab(lab, alpha)


def along(colors: tuple[str, ...], place: float) -> QColor:
    """The colour at `place` (0 to 1) of an even ramp through `colors`."""
    position = max(0.0, min(1.0, place)) * (len(colors) - 1)
    index = min(int(position), len(colors) - 2)
    return mixed(color(colors[index]), color(colors[index + 1]), position - index)


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of a scene: `sky` from top to horizon, `land` from far to near, `light` of the
    sun or moon, one `accent`. `dark` tells that stars may show."""

    name: str
    sky: tuple[str, ...]
    land: tuple[str, ...]
    light: str
    accent: str
    dark: bool = False


@dataclass(frozen=True, slots=True)
class Inks:
    """Colours of flat, printed-looking pictures: the paper and four inks, the last the darkest."""

    paper: str
    inks: tuple[str, str, str, str]


PALETTES: Final = (
    Palette(
        "dawn",
        ("#f2cdb3", "#f8dcc4", "#fbe8d6"),
        ("#ecccc4", "#b896b2", "#72648f", "#363866", "#171b40"),
        "#fff4dc",
        "#e8765a",
    ),
    Palette(
        "teal",
        ("#1c4d6d", "#2f7388", "#6fb3b0", "#c4e4d2"),
        ("#b0d9c6", "#74b5a6", "#3d8484", "#1e5662", "#0e323d"),
        "#f6fcf0",
        "#f2b05e",
    ),
    Palette(
        "dusk",
        ("#22305f", "#5d639f", "#c58fa5", "#f6b08e", "#ffd8a8"),
        ("#b99cc2", "#8079b2", "#545492", "#33376d", "#191d45"),
        "#fff0cf",
        "#f4c22f",
    ),
    Palette(
        "night",
        ("#080d28", "#141b4a", "#2d2f6d", "#5a4680"),
        ("#85597f", "#5e3f6d", "#402c58", "#271c41", "#120d26"),
        "#f3f0ff",
        "#ffce6b",
        dark=True,
    ),
    Palette(
        "ember",
        ("#3a1d4d", "#8d3560", "#e2644f", "#ffb35f", "#ffdc95"),
        ("#e2735e", "#a8455f", "#6b2f58", "#3b1c45", "#1c0e2a"),
        "#ffedb8",
        "#ffd54a",
    ),
    Palette(
        "forest",
        ("#cfe0d2", "#e4ebd3", "#f7f1da"),
        ("#bfd2b8", "#87ad90", "#517f69", "#2b5548", "#122d2b"),
        "#fff8dd",
        "#e98a4b",
    ),
    Palette(
        "sand",
        ("#f3cfa6", "#f8dfbd", "#fcf0da"),
        ("#f1c78d", "#e3a468", "#c97e4b", "#97553c", "#58302e"),
        "#fff6d9",
        "#2f7f86",
    ),
    Palette(
        "ice",
        ("#a9cbe8", "#cfe3f3", "#f1f7fb"),
        ("#cadeec", "#9cbcd9", "#6a93bb", "#3f6594", "#1d3860"),
        "#ffffff",
        "#ef6f5e",
    ),
    Palette(
        "rose",
        ("#f2b8c6", "#f9d3d4", "#fff0e6"),
        ("#f3bcc0", "#db8aa0", "#aa5d83", "#6d3b69", "#371e45"),
        "#fffaf0",
        "#f2a541",
    ),
    Palette(
        "ink",
        ("#e4dfd5", "#efebe3", "#f8f5ee"),
        ("#d6d1c8", "#a9a49d", "#757170", "#454346", "#1d1d21"),
        "#d6402f",
        "#d6402f",
    ),
)

INKS: Final = (
    Inks("#f4e9d6", ("#e5512f", "#f3b62f", "#2f8d83", "#1d3557")),
    Inks("#fbf1e6", ("#ff6f59", "#ffc145", "#5b8fd6", "#23315c")),
    Inks("#eef0e2", ("#f4845f", "#f7c548", "#4f9d69", "#1b4338")),
    Inks("#fcecec", ("#e4577f", "#ffb84c", "#6f62c9", "#2b1b4d")),
    Inks("#e9eef2", ("#f0604d", "#f6d04d", "#3fa7b5", "#1e2a44")),
    Inks("#1d1e2c", ("#ff6f4e", "#ffd23f", "#3ec1b5", "#f6efe3")),
)


def palette_named(name: str) -> Palette:
    """The palette of that name; `KeyError` when there is none."""
    for palette in PALETTES:
        if palette.name == name:
            return palette
    raise KeyError(name)
