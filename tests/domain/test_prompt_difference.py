"""The difference of two prompts: both are found in it to the letter, and it is a sensible one."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from nanobanana_desktop.domain import prompt_difference as prompt_difference_module
from nanobanana_desktop.domain.prompt_difference import (
    STEP_LIMIT,
    Change,
    Piece,
    prompt_difference,
    words_of,
)

SAME, REMOVED, ADDED = Change.SAME, Change.REMOVED, Change.ADDED
ALPHABETS = (
    "ab ",
    "a cat sat on the mat , . \n",
    "月亮下的猫，看着远山。 12a",
    "é\u0301e👩\u200d🚀👍🏽🇩🇪\ufe0f \u200d",
    "<b>&amp;\t\u2028\u202e\x00 '’-_",
)


def sides(pieces: tuple[Piece, ...]) -> tuple[str, str]:
    return (
        "".join(p.text for p in pieces if p.change is not ADDED),
        "".join(p.text for p in pieces if p.change is not REMOVED),
    )


def check(before: str, after: str, **limits: int) -> tuple[Piece, ...]:
    pieces = prompt_difference(before, after, **limits)
    assert sides(pieces) == (before, after)
    assert all(piece.text for piece in pieces)
    for one, other in pairwise(pieces):
        assert one.change is not other.change
        assert (one.change, other.change) != (ADDED, REMOVED)
    return pieces


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "", []),
        ("same text", "same text", [(SAME, "same text")]),
        ("", "new", [(ADDED, "new")]),
        ("old", "", [(REMOVED, "old")]),
        (
            "a cat at dawn",
            "a black cat at dusk",
            [
                (SAME, "a "),
                (ADDED, "black "),
                (SAME, "cat at "),
                (REMOVED, "dawn"),
                (ADDED, "dusk"),
            ],
        ),
        (
            "the red house",
            "the tall tower",
            [(SAME, "the "), (REMOVED, "red house"), (ADDED, "tall tower")],
        ),
        (
            "一只猫坐在月光下",
            "一只黑猫坐在阳光下",
            [
                (SAME, "一只"),
                (ADDED, "黑"),
                (SAME, "猫坐在"),
                (REMOVED, "月"),
                (ADDED, "阳"),
                (SAME, "光下"),
            ],
        ),
        (
            "85mm 镜头",
            "35mm 镜头",
            [(REMOVED, "85mm"), (ADDED, "35mm"), (SAME, " 镜头")],
        ),
        ("don't stop", "don't go", [(SAME, "don't "), (REMOVED, "stop"), (ADDED, "go")]),
        ("👩‍🚀 here", "👨‍🚀 here", [(REMOVED, "👩‍🚀"), (ADDED, "👨‍🚀"), (SAME, " here")]),
    ],
)
def test_what_changed_is_what_a_person_would_say(before, after, expected) -> None:
    assert [tuple(piece) for piece in check(before, after)] == expected


def test_moved_words_do_not_hide_what_stayed() -> None:
    pieces = check("soft mist, warm light, a boat on a lake", "a boat on a lake, soft mist")
    same = "".join(piece.text for piece in pieces if piece.change is SAME)
    assert "a boat on a lake" in same


@pytest.mark.parametrize("alphabet", ALPHABETS)
@pytest.mark.parametrize("seed", range(40))
def test_both_sides_are_found_to_the_letter(alphabet: str, seed: int) -> None:
    dice = random.Random(f"{alphabet}{seed}")
    before = "".join(dice.choices(alphabet, k=dice.randrange(160)))
    after = list(before)
    for _ in range(dice.randrange(30)):
        place = dice.randrange(len(after) + 1)
        after[place : place + dice.randrange(4)] = dice.choices(alphabet, k=dice.randrange(4))
    check(before, "".join(after))
    check(before, "".join(dice.choices(alphabet, k=80)))


@pytest.mark.parametrize("limit", [0, 1, 50, 1_000])
@pytest.mark.parametrize("seed", range(12))
def test_with_little_time_stretches_count_as_replaced(limit: int, seed: int) -> None:
    dice = random.Random(seed)
    before, after = ("".join(dice.choices("abc ", k=300)) for _ in range(2))
    check(before, after, step_limit=limit)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("ab " * 4_000, "ba " * 4_000),
        ("猫" * 9_000, "狗" * 9_000),
        ("猫狗" * 4_500, "狗猫鸟" * 3_000),
        ("word " * 2_000, ""),
    ],
)
def test_long_prompts_take_no_more_comparisons_than_allowed(monkeypatch, before, after) -> None:
    monkeypatch.setattr(
        prompt_difference_module,
        "words_of",
        lambda text: [CountedWord(word) for word in words_of(text)],
    )
    CountedWord.compared = 0
    check(before, after)
    beside = 20 * (len(before) + len(after))
    assert CountedWord.compared < STEP_LIMIT + beside


class CountedWord(str):
    """Knows how often such words were compared."""

    compared = 0

    def __eq__(self, other: object) -> bool:
        CountedWord.compared += 1
        return str.__eq__(self, other)

    __hash__ = str.__hash__


def test_an_edit_of_a_long_prompt_is_found_where_it_is() -> None:
    dice = random.Random(7)
    words = [f"word{dice.randrange(900)}" for _ in range(4_000)]
    other = [*words[:1_000], "inserted", *words[1_000:3_000], *words[3_002:]]
    pieces = check(" ".join(words), " ".join(other))
    assert [piece.change for piece in pieces] == [SAME, ADDED, SAME, REMOVED, SAME]
    assert "inserted" in pieces[1].text
