"""Laying out the prompt of a row: at most two lines, the last one cut, search words underlined."""

from __future__ import annotations

from collections import OrderedDict
from math import ceil
from typing import Final, NamedTuple

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QTextLayout,
    QTextOption,
)

from nanobanana_desktop.ui.text_units import utf16_length

CACHE_LIMIT: Final = 300
PROMPT_LIMIT: Final = 400
"""More of a prompt than this never fits into two lines."""
BEFORE_MARK: Final = 16
"""Code points of a prompt at the most that are shown before a word further down in it."""


class Lines(NamedTuple):
    """Lines ready to be drawn, each `pitch` pixels below the one before."""

    layouts: tuple[QTextLayout, ...]
    pitch: int

    @property
    def height(self) -> int:
        return self.pitch * len(self.layouts)

    def draw(self, painter: QPainter, place: QPoint, color: QColor) -> None:
        painter.setPen(color)
        for number, layout in enumerate(self.layouts):
            spare = (self.pitch - layout.boundingRect().height()) / 2
            layout.draw(painter, QPointF(place.x(), place.y() + number * self.pitch + spare))


class LineCache:
    """Keeps laid out prompts, because laying out costs more than drawing."""

    def __init__(self, limit: int = CACHE_LIMIT) -> None:
        self._limit = limit
        self._lines: OrderedDict[tuple[object, ...], Lines] = OrderedDict()

    def clear(self) -> None:
        self._lines.clear()

    def lines(
        self,
        prompt: str,
        font: QFont,
        width: int,
        *,
        count: int,
        pitch: int,
        marked: tuple[str, ...] = (),
    ) -> Lines:
        """`prompt` in at most `count` lines of `width`; `pitch` is the least line distance."""
        key = (prompt, font.weight(), width, count, marked)
        known = self._lines.get(key)
        if known is not None:
            self._lines.move_to_end(key)
            return known
        laid_out = _lay_out(prompt, font, width, count, pitch, marked)
        self._lines[key] = laid_out
        if len(self._lines) > self._limit:
            self._lines.popitem(last=False)
        return laid_out


def _lay_out(
    prompt: str, font: QFont, width: int, count: int, pitch: int, marked: tuple[str, ...]
) -> Lines:
    lines = cut_lines(prompt, font, width, count)
    if marked and not any(_marks(line, marked) for line in lines):
        lines = _lines_with_mark(prompt, font, width, count, marked) or lines
    layouts = [_one_line(line, font, marked) for line in lines]
    tallest = max(layout.boundingRect().height() for layout in layouts)
    return Lines(tuple(layouts), max(pitch, ceil(tallest)))


def _lines_with_mark(
    prompt: str, font: QFont, width: int, count: int, marked: tuple[str, ...]
) -> list[str]:
    """The part of the prompt around the first word that was searched for; nothing without one."""
    from nanobanana_desktop.domain.search_marks import find_marks

    text = " ".join(prompt.split())
    found = find_marks(text, marked)
    if not found:
        return []
    start = max(0, found[0].start - BEFORE_MARK)
    metrics = QFontMetricsF(font)
    while metrics.horizontalAdvance(text[start : found[0].start]) > width / 3:
        start += 1
    space = text.find(" ", start, found[0].start)
    start = start if space < 0 else space + 1
    return cut_lines(f"…{text[start : start + PROMPT_LIMIT]}", font, width, count)


def cut_lines(prompt: str, font: QFont, width: int, count: int) -> list[str]:
    """The text of at most `count` lines of `width`; the last one ends with an ellipsis if cut."""
    rest = " ".join(prompt[:PROMPT_LIMIT].split())
    if len(prompt) > PROMPT_LIMIT:
        rest += "…"
    metrics = QFontMetricsF(font)
    lines = []
    for number in range(count):
        is_last = number == count - 1
        text, rest = (rest, "") if is_last else _split(rest, font, width)
        lines.append(metrics.elidedText(text, Qt.TextElideMode.ElideRight, width))
        if not rest:
            break
    return lines


def _split(text: str, font: QFont, width: int) -> tuple[str, str]:
    """The part of `text` that fills the first line, and what is left."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    if not line.isValid():
        return text, ""
    line.setLineWidth(width)
    length = line.textLength()
    layout.endLayout()
    units = text.encode("utf-16-le")
    head = units[: 2 * length].decode("utf-16-le", "replace")
    tail = units[2 * length :].decode("utf-16-le", "replace")
    return head.rstrip(), tail.lstrip()


def _one_line(text: str, font: QFont, marked: tuple[str, ...]) -> QTextLayout:
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    layout.setTextOption(option)
    if marked:
        layout.setFormats(_marks(text, marked))
    layout.setCacheEnabled(True)
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    return layout


def _marks(text: str, words: tuple[str, ...]) -> list[QTextLayout.FormatRange]:
    """Underlined ranges for the search words.

    The weight alone does not tell them: rows that are new are bold from end to end.
    """
    # Loaded with the first search.
    from PySide6.QtGui import QTextCharFormat

    from nanobanana_desktop.domain.search_marks import find_marks

    ranges = []
    for start, end in find_marks(text, words):
        mark = QTextLayout.FormatRange()
        mark.start = utf16_length(text[:start])
        mark.length = utf16_length(text[start:end])
        form = QTextCharFormat()
        form.setFontWeight(QFont.Weight.Bold)
        form.setFontUnderline(True)
        mark.format = form
        ranges.append(mark)
    return ranges
