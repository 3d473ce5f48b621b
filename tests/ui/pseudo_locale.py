"""A language that nobody speaks: every text in brackets and 40 % longer, as German would be."""

from __future__ import annotations

import math

from PySide6.QtCore import QTranslator

LONGER = 0.4
FILLING = " und so weiter"
PATTERN_STARTS = ("d MMM",)
"""Texts that are no words but tell how a date is written."""
SHORTEST = 3
"""Below it a text is a sign ("A", "…") that other languages write alike."""


def pseudo(text: str) -> str:
    """What stands for an English text; an unfinished bracket on screen is a text that was cut."""
    if len(text) < SHORTEST or text.startswith(PATTERN_STARTS):
        return text
    missing = max(1, math.ceil(len(text) * LONGER) - len("[]"))
    filling = (FILLING * (missing // len(FILLING) + 1))[:missing]
    return f"[{text}{filling}]"


class PseudoLocale(QTranslator):
    """Install it on the application; placeholders, counts and menu letters stay as they are."""

    def translate(
        self, _context: str, text: str, _comment: str | None = None, _count: int = -1
    ) -> str:
        return pseudo(text)

    def isEmpty(self) -> bool:
        return False
