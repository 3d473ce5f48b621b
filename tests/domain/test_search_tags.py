"""A search follows its tags; all else in it stays as it was written."""

from __future__ import annotations

import random

import pytest

from nanobanana_desktop.domain.search_language import LIMIT, parse
from nanobanana_desktop.domain.search_tags import tags_asked_for, unknown_tags, with_tag_instead
from nanobanana_desktop.domain.search_terms import TagIs


@pytest.mark.parametrize(
    "text",
    ["", "cat", '"tag:cat"', "model:cat", "-cat", "tag:", "tag:cats", 'tag:"cat food"', "note tag"],
)
def test_what_does_not_ask_for_the_tag_stays_as_it_is(text: str) -> None:
    assert with_tag_instead(text, ["cat"], "dog") == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tag:cat", "tag:feline"),
        ("red   fox tag:CAT  rating:>=4", "red   fox tag:feline  rating:>=4"),
        ("-tag:cat snow", "-tag:feline snow"),
        ("标签：cat 雪", "tag:feline 雪"),
        ("tag:cat|dog", "tag:feline|dog"),
        ("tag:dog|cat|feline", "tag:dog|feline"),
        ("tag:cat tag:kitten", "tag:feline tag:feline"),
        ('tag:"cat" rating:nonsense', "tag:feline rating:nonsense"),
        ("tag:cat|snow x", "tag:feline|snow x"),
    ],
)
def test_the_new_name_stands_where_the_old_one_stood(text: str, expected: str) -> None:
    assert with_tag_instead(text, ["cat", "kitten"], "feline") == expected


def test_a_name_that_is_more_than_a_word_is_quoted() -> None:
    new = with_tag_instead("tag:cat blue", ["cat"], 'big "wild" cat')
    assert tags_asked_for(new) == ('big "wild" cat',)
    assert new.endswith(" blue")


def test_a_quote_that_is_left_open_swallows_nothing() -> None:
    new = with_tag_instead('tag:"cat', ["cat"], "dog")
    assert tags_asked_for(new) == ("dog",)


def test_what_would_be_too_long_to_be_read_stays() -> None:
    text = "tag:a " + "x" * (LIMIT - 10)
    assert with_tag_instead(text, ["a"], "b" * 60) == text


@pytest.mark.parametrize("seed", range(200))
def test_whatever_was_written_asks_for_the_same_but_for_the_tag(seed: int) -> None:
    rng = random.Random(seed)
    words = [
        "tag:cat",
        "-tag:cat|dog",
        "fox",
        '"red fox"',
        "rating:>3",
        "tag:x|cat",
        "标签:cat",
        "|",
    ]
    words += ['"', "date:last week", "rating:?", "-", "model:pro"]
    text = " ".join(rng.choice(words) for _ in range(rng.randrange(8)))
    new = with_tag_instead(text, ["cat"], "big cat")

    def others(of: str) -> set[object]:
        terms = parse(of).expression.terms
        return {
            (part, term.negated)
            for term in terms
            for part in term.parts
            if part not in (TagIs("cat"), TagIs("big cat"))
        }

    assert "cat" not in tags_asked_for(new)
    assert ("big cat" in tags_asked_for(new)) == ("cat" in tags_asked_for(text))
    assert others(new) == others(text)


def test_tags_that_no_image_has() -> None:
    assert unknown_tags("tag:cat tag:DOG -tag:bird x", ["dog"]) == ("cat", "bird")
    assert unknown_tags("x", []) == ()
