"""The suggested name of a copy is legal everywhere and says what the picture shows."""

from __future__ import annotations

from datetime import date

import pytest

from nanobanana_desktop.domain.suggested_name import suggested_stem

DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("prompt", "words"),
    [
        ("", "image"),
        ("   \n ", "image"),
        ("???", "image"),
        ("\u202e\u200b", "image"),
        ("../../etc/passwd", "etc"),
        ("CON", "_CON"),
        ("a" * 300, "a" * 24),
        ("The", "The"),
        ("of and the", "of"),
    ],
)
def test_prompts_that_make_poor_names(prompt: str, words: str) -> None:
    assert suggested_stem(DAY, prompt, "image") == f"2026-11-22 {words}"


@pytest.mark.parametrize(
    ("prompt", "words"),
    [
        ("A ripe banana carved into a tiny sailing boat", "ripe banana carved"),
        ("Product shot of a matte ceramic teapot", "Product shot of a matte"),
        ("Risograph poster, orange sun", "Risograph poster"),
        ("一只猫看着满月，安静的山丘", "一只猫看着满月"),
        ("The cat's well-worn hat", "cat's well-worn hat"),
        ("Fox: in the snow", "Fox"),
    ],
)
def test_the_first_words_that_say_what_is_seen(prompt: str, words: str) -> None:
    assert suggested_stem(DAY, prompt, "image") == f"2026-11-22 {words}"
