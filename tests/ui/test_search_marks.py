"""Words of a search in the rows: marked where they are seen, brought into view where not."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFont

from nanobanana_desktop.ui.details.read_box import ReadBox
from nanobanana_desktop.ui.history.row_text import LineCache, Lines

pytestmark = pytest.mark.usefixtures("qapp")
WIDE_CHIPS = "".join(chr(ord(letter) + 0xFEE0) for letter in "CHIPS")
"""In letters as wide as Chinese ones."""


def lines_of(prompt: str, *marked: str, count: int = 2, width: int = 220) -> Lines:
    return LineCache().lines(prompt, QFont(), width, count=count, pitch=17, marked=marked)


def marked_in(lines: Lines) -> list[str]:
    found = []
    for layout in lines.layouts:
        units = layout.text().encode("utf-16-le")
        for mark in layout.formats():
            part = units[2 * mark.start : 2 * (mark.start + mark.length)]
            found.append(part.decode("utf-16-le"))
    return found


def test_words_are_marked_as_they_are_written() -> None:
    assert marked_in(lines_of("A RED Fox", "red", "fox")) == ["RED", "Fox"]
    assert marked_in(lines_of("一只红狐狸", "狐狸")) == ["狐狸"]
    assert marked_in(lines_of(f"\N{LATIN SMALL LIGATURE FI}sh and {WIDE_CHIPS}", "chips")) == [
        WIDE_CHIPS
    ]


def test_characters_beyond_the_first_plane_do_not_shift_the_marks() -> None:
    assert marked_in(lines_of("🎉🎉 red 🎉 fox", "fox", "🎉 fox")) == ["🎉 fox"]


def test_a_word_far_behind_is_brought_into_view() -> None:
    prompt = "many words before it comes " * 12 + "the teapot stands on a table"
    lines = lines_of(prompt, "teapot")
    assert marked_in(lines) == ["teapot"]
    assert lines.layouts[0].text().startswith("…")
    assert len(lines.layouts) == 2


def test_a_word_far_behind_in_chinese_is_brought_into_view() -> None:
    lines = lines_of("清晨薄雾中的层叠剪纸山峦" * 20 + "茶壶", "茶壶", count=1)
    assert marked_in(lines) == ["茶壶"]


def test_a_prompt_without_the_word_is_shown_from_its_beginning() -> None:
    prompt = "many words before it comes " * 12
    plain, searched = lines_of(prompt), lines_of(prompt, "teapot")
    assert [x.text() for x in plain.layouts] == [x.text() for x in searched.layouts]
    assert marked_in(searched) == []


def test_words_are_marked_in_the_whole_prompt_of_the_details() -> None:
    box = ReadBox()
    box.mark_words(["fox"])
    box.show_text("🎉 a Fox\nand a fox")
    marks = box.extraSelections()
    assert [mark.cursor.selectedText() for mark in marks] == ["Fox", "fox"]
    assert all(mark.format.fontUnderline() for mark in marks)
    box.show_text("a wolf")
    assert box.extraSelections() == []
    box.mark_words(["wolf"])
    assert len(box.extraSelections()) == 1
    box.mark_words([])
    assert box.extraSelections() == []
