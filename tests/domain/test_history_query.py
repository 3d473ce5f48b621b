from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nanobanana_desktop.domain.history_query import (
    HistoryQuery,
    HistorySort,
    normalise_for_search,
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ()),
        ("  \n\t ", ()),
        ("Red FOX", ("red", "fox")),
        ("fox fox", ("fox",)),
        ("橘猫\u3000窗台", ("橘猫", "窗台")),
        ("\uff26\uff2f\uff38 \ufb01re", ("fox", "fire")),
        ("STRASSE straße", ("strasse",)),
        ("cafe\u0301", ("caf\u00e9",)),
        ("a\u200bb\u202e", ("ab",)),
        ("\0\ud800", ()),
    ],
)
def test_words_are_normalised(text: str, words: tuple[str, ...]) -> None:
    assert HistoryQuery(text).words == words


@pytest.mark.parametrize(
    ("text", "sort", "is_quick"),
    [
        ("", HistorySort.NEWEST, True),
        (" \n", HistorySort.RATING, True),
        ("", HistorySort.SIZE, False),
        ("rating:5", HistorySort.NEWEST, False),
    ],
)
def test_what_an_index_lists(text: str, sort: HistorySort, is_quick: bool) -> None:
    assert HistoryQuery(text, sort=sort).is_quick == is_quick
    assert HistoryQuery("rating:5").words == ()
    assert HistoryQuery("rating:5").has_text


@settings(deadline=None)
@given(st.text(st.characters()))
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise_for_search(text)
    assert normalise_for_search(once) == once


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_composition_makes_no_difference(text: str) -> None:
    composed = normalise_for_search(unicodedata.normalize("NFC", text))
    assert composed == normalise_for_search(unicodedata.normalize("NFD", text))


@pytest.mark.parametrize("seed", range(20))
def test_plain_letters_are_spelled_as_beside_others(seed: int) -> None:
    pick = random.Random(seed)
    for _ in range(100):
        text = "".join(chr(pick.randrange(128)) for _ in range(pick.randrange(12)))
        assert normalise_for_search(f"{text} 猫") == f"{normalise_for_search(text)} 猫".strip()
