"""The filters in the text of a search: what a filter bar reads and writes."""

from __future__ import annotations

import pytest

from nanobanana_desktop.domain.search_filters import (
    about,
    filters_in,
    has,
    only_choice,
    with_choice,
    with_filter,
    with_thing,
    without_filter,
    words_in,
)
from nanobanana_desktop.domain.search_format import format_expression
from nanobanana_desktop.domain.search_language import LIMIT, parse
from nanobanana_desktop.domain.search_terms import (
    Expression,
    ModelHas,
    ModelIs,
    RatingIn,
    RatioIs,
    Shape,
    ShapeIs,
    StateIs,
    StateWord,
    TagIs,
    Thing,
)

TEXT = 'red -"old fox" state:failed tag:cat|dog -has:note'


def spelled(*terms: object) -> list[str]:
    return [format_expression(Expression((term,))) for term in terms]


def test_filters_and_words_are_told_apart() -> None:
    assert spelled(*filters_in(TEXT)) == ["state:failed", "tag:cat|dog", "-has:note"]
    assert words_in(TEXT) == 'red -"old fox"'
    assert filters_in("only words") == ()


def test_one_filter_goes_and_the_others_stay() -> None:
    text = TEXT
    for term in filters_in(TEXT):
        text = without_filter(text, term)
        assert term not in filters_in(text)
    assert text == words_in(TEXT)


def test_a_choice_takes_the_place_of_all_of_its_kinds() -> None:
    kinds = (RatioIs, ShapeIs)
    text = with_choice("red ratio:16:9|1:1 size:landscape", kinds, ShapeIs(Shape.SQUARE))
    assert text == "red size:square"
    assert with_choice(text, kinds, None) == "red"
    assert about(text, kinds) == filters_in(text)


def test_what_is_denied_is_no_choice_and_stays() -> None:
    assert with_choice("-state:failed", (StateIs,), StateIs(StateWord.DONE)) == (
        "-state:failed state:done"
    )
    assert about("-state:failed", (StateIs,)) == ()


def test_things_and_tags_stand_beside_each_other() -> None:
    text = with_thing(with_thing("red", Thing.NOTE, True), Thing.REFERENCE, True)
    assert text == "red has:note has:reference"
    assert has(text, Thing.NOTE)
    assert with_thing(text, Thing.NOTE, False) == "red has:reference"
    tagged = with_filter(with_filter("", TagIs("cat")), TagIs("two words"))
    assert tagged == 'tag:cat tag:"two words"'
    assert with_filter(tagged, TagIs("cat")) == tagged


def test_only_one_thing_is_one_choice() -> None:
    assert only_choice("rating:>=4", RatingIn) == RatingIn(4, 5)
    assert only_choice("rating:1|3", RatingIn) is None
    assert only_choice("red", RatingIn) is None


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("red rating:9 fox", "red rating:9 fox state:done"),
        ("tag: state:failed fox", "tag: fox state:done"),
        ("date:soon state:failed|never -rating:x", "date:soon state:never -rating:x state:done"),
        ("  two   spaces  state:failed state:failed", "two spaces state:done"),
        ("“curly” size:4K", "“curly” size:4K state:done"),
        ('fox "no end', 'state:done fox "no end'),
        ("fox |", "state:done fox |"),
        ("rating:9", "rating:9 state:done"),
    ],
)
def test_a_choice_leaves_what_was_not_understood_in_its_place(text: str, after: str) -> None:
    chosen = with_choice(text, (StateIs,), StateIs(StateWord.DONE))
    assert chosen == after
    assert about(chosen, (StateIs,)) == parse("state:done").expression.terms
    assert with_choice(chosen, (StateIs,), StateIs(StateWord.DONE)) == after


def test_no_filter_takes_unread_parts_with_it() -> None:
    text = "rating:9 tag:cat fox size:huge|4k"
    assert without_filter(text, filters_in(text)[0]) == "rating:9 fox size:huge|4k"
    assert words_in(text) == "rating:9 fox size:huge"
    assert with_filter(text, TagIs("cat")) == text


def test_the_end_of_a_text_that_is_too_long_is_not_cut_off() -> None:
    text = "state:failed " + "x" * LIMIT + " the end"
    chosen = with_choice(text, (StateIs,), StateIs(StateWord.DONE))
    assert chosen.startswith("state:done x")
    assert chosen.endswith("x the end")


def test_a_chosen_model_is_the_whole_name_and_a_typed_one_a_part() -> None:
    kinds = (ModelIs, ModelHas)
    text = with_choice("fox model:pro", kinds, ModelIs("nano-banana"))
    assert text == 'fox model:"nano-banana"'
    assert about(text, kinds) == parse('model:"nano-banana"').expression.terms
    assert with_choice(text, kinds, None) == "fox"
