"""Marks lie on what the search finds, however it is written."""

from __future__ import annotations

import random

import pytest

from nanobanana_desktop.domain.history_query import normalise_for_search
from nanobanana_desktop.domain.search_marks import Mark, find_marks


@pytest.mark.parametrize(
    ("text", "word", "marked"),
    [
        ("A ripe Banana", "banana", ["Banana"]),
        ("banana, BANANA", "banana", ["banana", "BANANA"]),
        ("晨雾中的斑马", "斑马", ["斑马"]),
        (
            "\uff42\uff41\uff4e\uff41\uff4e\uff41 boat",
            "banana",
            ["\uff42\uff41\uff4e\uff41\uff4e\uff41"],
        ),
        ("a ﬁne ﬂat", "fi", ["ﬁ"]),
        ("Straße", "strasse", ["Straße"]),
        ("cafe\u0301 au lait", "café", ["cafe\u0301"]),
        ("warm\n\t rim   light", "warm rim light", ["warm\n\t rim   light"]),
        ("soft\u200bware", "software", ["soft\u200bware"]),
        ("\u1112\u1161\u11ab\u1100\u116e\u11a8", "한국", ["\u1112\u1161\u11ab\u1100\u116e\u11a8"]),
        ("a 🍌 boat", "🍌", ["🍌"]),
        ("100 % of _it_", "%", ["%"]),
    ],
)
def test_what_is_searched_is_marked(text: str, word: str, marked: list[str]) -> None:
    assert [text[mark.start : mark.end] for mark in find_marks(text, [word])] == marked


def test_marks_that_touch_are_one() -> None:
    assert find_marks("banana", ["ban", "nan", "ana"]) == (Mark(0, 6),)


@pytest.mark.parametrize(("text", "words"), [("", ["a"]), ("abc", []), ("abc", [""]), ("", [""])])
def test_nothing_to_mark(text: str, words: list[str]) -> None:
    assert find_marks(text, words) == ()


def test_the_far_end_of_a_long_text_is_not_looked_at() -> None:
    assert find_marks("x" * 5_000 + "banana", ["banana"]) == ()


ALPHABET = (
    "aAbB\u00df\u0130\u0131ﬁ\uff21\uff41 \u3000\t\n\u200b\u0301\u0327é斑马香蕉🍌👩\u200d🎨%_\"'"
    "\u1112\u1161\u11abΣς½Ⅷ"
)


@pytest.mark.parametrize("seed", range(40))
def test_marks_hold_the_word_and_none_is_missed(seed: int) -> None:
    chance = random.Random(seed)
    followed = 0
    for _ in range(50):
        text = "".join(chance.choices(ALPHABET, k=chance.randint(1, 30)))
        folded = normalise_for_search(text)
        if not folded:
            continue
        start = chance.randrange(len(folded))
        word = folded[start : start + chance.randint(1, 4)].strip()
        marks = find_marks(text, [word])
        for mark in marks:
            assert word in normalise_for_search(text[mark.start : mark.end])
        followed += bool(marks)
    assert followed > 25
