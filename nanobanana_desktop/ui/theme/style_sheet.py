"""The one style sheet of the program, made from the colour table and the size of the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from nanobanana_desktop.ui.theme.style_template import TEMPLATE

_TOKEN = re.compile(r"\$(\w+)")
_LENGTH = re.compile(r"\b(\d+)px(-1)?")
_FONT_SIZE = re.compile(r"font-size: ([\d.]+)em")
_HAIRLINE = 2


def make_style_sheet(table: Mapping[str, str], px: Callable[[float], int], points: float) -> str:
    """Fill the template. `px` scales a length of the design, `points` is the base font's size.

    Lengths of one or two pixels are lines and stay as they are.
    """

    def length(match: re.Match[str]) -> str:
        value = int(match[1])
        scaled = value if value <= _HAIRLINE else px(value)
        return f"{scaled - 1 if match[2] else scaled}px"

    text = _LENGTH.sub(length, TEMPLATE)
    text = _FONT_SIZE.sub(lambda m: f"font-size: {float(m[1]) * points:.4f}pt", text)
    return _TOKEN.sub(lambda m: table[m[1]], text)
