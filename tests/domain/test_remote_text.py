"""Text from outside must not reorder, hide, break or flood what is shown."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nanobanana_desktop.domain import remote_text

ANY_TEXT = st.text(
    st.characters(codec=None) | st.sampled_from("\u202e\u2066\u2069\u200d\ud800\x00\ufeff"),
    max_size=300,
)
BIDI_CONTROLS = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("gpj.\u202eexe", "gpj.exe"),
        ("a\u2066b\u2069c", "abc"),
        ("风控\x00拒绝", "风控拒绝"),
        ("a\ud800b", "a\ufffdb"),
        ("\ufeff hello ", "hello"),
        ("line one\r\nline two\tend", "line one  line two end"),
        ("in\u200bvisible", "invisible"),
        ("\x1b[31mred", "[31mred"),
        ("👩\u200d🎨", "👩\u200d🎨"),
        ("\u0645\u06cc\u200c\u062e", "\u0645\u06cc\u200c\u062e"),
        ("", ""),
        ("<img src='file:///etc/passwd'>", "<img src='file:///etc/passwd'>"),
    ],
)
def test_clean_removes_what_misleads_and_keeps_the_rest(raw: str, expected: str) -> None:
    assert remote_text.clean_error(raw) == expected


@pytest.mark.parametrize(
    ("cut", "limit"),
    [
        (remote_text.clean_id, 128),
        (remote_text.clean_status, 64),
        (remote_text.clean_error, 2_000),
        (remote_text.clean_url, 4_096),
    ],
)
def test_each_kind_has_its_length(cut: object, limit: int) -> None:
    assert callable(cut)
    assert cut("x" * 5_000_000) == "x" * limit
    assert cut("图" * (limit + 1)) == "图" * limit


def test_dropped_characters_do_not_eat_the_length() -> None:
    assert remote_text.clean("\u200b" * 10 + "abcdef", 6) == "abcdef"


@given(ANY_TEXT, st.integers(min_value=1, max_value=64))
def test_clean_text_holds_nothing_dangerous(raw: str, limit: int) -> None:
    result = remote_text.clean(raw, limit)
    assert len(result) <= limit
    result.encode("utf-8")
    for character in result:
        category = unicodedata.category(character)
        assert category not in ("Cc", "Cs")
        assert category != "Cf" or character in "\u200c\u200d"
    assert remote_text.clean(result, limit) == result


@given(ANY_TEXT)
def test_isolated_text_cannot_leave_its_isolate(raw: str) -> None:
    shown = remote_text.isolated(raw)
    assert shown[0] == "\u2068"
    assert shown[-1] == "\u2069"
    assert not BIDI_CONTROLS & set(shown[1:-1])


def test_isolated_text_keeps_its_lines() -> None:
    assert remote_text.isolated("a\nb") == "\u2068a\nb\u2069"


@given(ANY_TEXT)
def test_well_formed_text_can_be_encoded_and_keeps_ordinary_text(raw: str) -> None:
    result = remote_text.well_formed(raw)
    result.encode("utf-8")
    if not any(unicodedata.category(c) == "Cs" for c in raw):
        assert result == raw


def test_a_surrogate_pair_becomes_its_character() -> None:
    assert remote_text.well_formed("\ud83c\udf4c!") == "🍌!"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("task-1", True), ("task\u202e-1", False), (" task", False), ("x" * 129, False)],
)
def test_is_clean_tells_usable_from_only_showable(text: str, expected: bool) -> None:
    assert remote_text.is_clean(text, 128) is expected


@pytest.mark.parametrize("text", ["abc123def456", "123456", "a.b_c:d-1", "x" * 127 + "1"])
def test_what_has_the_form_of_an_id(text: str) -> None:
    assert remote_text.is_contract_id(text)


@pytest.mark.parametrize(
    "text",
    ["", "queued", "abc12", "a/b123", "abc 123", "größe123", "abc\uff11\uff12", "x" * 128 + "1"],
)
def test_what_has_not_the_form_of_an_id(text: str) -> None:
    assert not remote_text.is_contract_id(text)
