from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nanobanana_desktop.domain.search_dates import Days, days_of, start_of_day
from nanobanana_desktop.domain.search_format import format_expression
from nanobanana_desktop.domain.search_language import (
    LIMIT,
    PART_LIMIT,
    Problem,
    ProblemKind,
    parse,
)
from nanobanana_desktop.domain.search_signs import KEY_NAMES
from nanobanana_desktop.domain.search_terms import (
    CostIn,
    DateIn,
    Has,
    ModelHas,
    ModelIs,
    Part,
    PixelsAre,
    RatingIn,
    RatioIs,
    ResolutionIs,
    SearchKey,
    Shape,
    ShapeIs,
    StateIs,
    StateWord,
    TagIs,
    Term,
    Text,
    Thing,
)


def terms(text: str) -> tuple[Term, ...]:
    parsed = parse(text)
    assert parsed.problems == ()
    return parsed.expression.terms


def only(text: str) -> Part:
    (term,) = terms(text)
    (part,) = term.parts
    return part


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        (" \u3000\n", ()),
        ("red fox", (Term((Text("red"),)), Term((Text("fox"),)))),
        ("red  red", (Term((Text("red"),)),)),
        ('"red fox"', (Term((Text("red fox"),)),)),
        ('"red fox', (Term((Text("red fox"),)),)),
        ("“red fox”", (Term((Text("red fox"),)),)),
        ("「橘 猫」", (Term((Text("橘 猫"),)),)),
        ('"say ""hi"""', (Term((Text('say "hi"'),)),)),
        ("-fox", (Term((Text("fox"),), negated=True),)),
        ('-"red fox"', (Term((Text("red fox"),), negated=True),)),
        ("film-noir", (Term((Text("film-noir"),)),)),
        ("- fox", (Term((Text("-"),)), Term((Text("fox"),)))),
        ("cat|dog", (Term((Text("cat"), Text("dog"))),)),
        ("cat | dog", (Term((Text("cat"), Text("dog"))),)),
        ("猫\N{FULLWIDTH VERTICAL LINE}狗", (Term((Text("猫"), Text("狗"))),)),
        ("-cat|dog", (Term((Text("cat"), Text("dog")), negated=True),)),
        ("|cat||", (Term((Text("cat"),)),)),
        ("tag:cat|dog", (Term((TagIs("cat"), TagIs("dog"))),)),
        ('tag:cat|"dog"', (Term((TagIs("cat"), Text("dog"))),)),
        ("tag:cat|rating:5", (Term((TagIs("cat"), RatingIn(5, 5))),)),
        ("12:30 http://x", (Term((Text("12:30"),)), Term((Text("http://x"),)))),
        ('5" foo"bar', (Term((Text('5"'),)), Term((Text('foo"bar'),)))),
        ("\u200b \0", ()),
    ],
)
def test_words_phrases_and_alternatives(text: str, expected: tuple[Term, ...]) -> None:
    assert terms(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("state:failed", StateIs(StateWord.FAILED)),
        ("STATE:Done", StateIs(StateWord.DONE)),
        ("状态:失败", StateIs(StateWord.FAILED)),
        ("状态\N{FULLWIDTH COLON}已完成", StateIs(StateWord.DONE)),
        ("model:pro", ModelHas("pro")),
        ('model:"Nano Banana"', ModelIs("Nano Banana")),
        ("模型:「nano-banana」", ModelIs("nano-banana")),
        ("size:2K", ResolutionIs("2k")),
        ("分辨率:4k", ResolutionIs("4k")),
        ("size:横图", ShapeIs(Shape.LANDSCAPE)),
        ("size:512x?", PixelsAre(512, None)),
        ("size:*x1024", PixelsAre(None, 1024)),
        ("size:640×480", PixelsAre(640, 480)),
        ("ratio:16:9", RatioIs("16:9")),
        ("比例\N{FULLWIDTH COLON}16\N{FULLWIDTH COLON}9", RatioIs("16:9")),
        ("ratio:auto", RatioIs("")),
        ("rating:5", RatingIn(5, 5)),
        ("rating:>=4", RatingIn(4, 5)),
        ("rating:≥4", RatingIn(4, 5)),
        ("rating:>3", RatingIn(4, 5)),
        ("rating:<3", RatingIn(1, 2)),
        ("rating:3-5", RatingIn(3, 5)),
        ("rating:5..3", RatingIn(3, 5)),
        ("rating:4+", RatingIn(4, 5)),
        ("评分:4星", RatingIn(4, 4)),
        ("tag:斑马", TagIs("斑马")),
        ("has:reference", Has(Thing.REFERENCE)),
        ("有:备注", Has(Thing.NOTE)),
        ("cost:>0.1", CostIn(0.1, None, low_open=True)),
        ("cost:$0.05-0.2", CostIn(0.05, 0.2)),
        ("cost:..3", CostIn(None, 3.0)),
        ("date:today", DateIn("today", "today")),
        ("日期:昨天", DateIn("yesterday", "yesterday")),
        ("date:last week", DateIn("last-week", "last-week")),
        ("date:last-week", DateIn("last-week", "last-week")),
        ("date:7d", DateIn("7d", "7d")),
        ("date:2026-11", DateIn("2026-11", "2026-11")),
        ("date:2026/1/2", DateIn("2026-01-02", "2026-01-02")),
        ("日期:2026年11月2日", DateIn("2026-11-02", "2026-11-02")),
        ("date:2026-11-02..2026-11-20", DateIn("2026-11-02", "2026-11-20")),
        ("date:2026-11-02..", DateIn("2026-11-02", "")),
        ("date:>2026", DateIn("2026", "", first_open=True)),
        ("date:<=today", DateIn("", "today")),
    ],
)
def test_conditions(text: str, expected: Part) -> None:
    assert only(text) == expected
    assert only(format_expression(parse(text).expression)) == expected


@pytest.mark.parametrize(
    "text",
    ['tag:cat|tag:"x y"', 'model:pro|model:"nano-banana"', "tag:cat|tag:model:pro", "tag:a|tag:-b"],
)
def test_each_value_behind_a_bar_is_written_so_that_it_is_one(text: str) -> None:
    expression = parse(text).expression
    assert parse(format_expression(expression)).expression == expression


@pytest.mark.parametrize("key", SearchKey)
def test_every_key_says_what_is_wrong_with_its_value(key: SearchKey) -> None:
    for name in KEY_NAMES[key]:
        parsed = parse(f"fox {name}: cat")
        start, end = 4, 4 + len(name) + 1
        assert parsed.problems == (Problem(start, end, ProblemKind.NO_VALUE, key),)
        assert parsed.expression.terms == (Term((Text("fox"),)), Term((Text("cat"),)))
    if key in (SearchKey.MODEL, SearchKey.TAG):
        return
    parsed = parse(f"{key}:?!")
    assert [problem.kind for problem in parsed.problems] == [ProblemKind.BAD_VALUE]
    assert parsed.expression.terms == ()


@pytest.mark.parametrize(
    "text",
    [
        *("rating:0", "rating:6", "rating:3-9", "rating:>5", "rating:<1", "rating:-"),
        *("date:2026-13", "date:2026-02-30", "date:0001", "date:9999", "date:99999d", "date:0d"),
        *("size:?x?", "size:99999999x1", "ratio:16", "cost:abc", "cost:<", "date:last"),
    ],
)
def test_values_that_mean_nothing(text: str) -> None:
    parsed = parse(text)
    assert [(p.start, p.end, p.kind) for p in parsed.problems] == [
        (0, len(text), ProblemKind.BAD_VALUE)
    ]
    assert parsed.expression.terms == ()


def test_what_is_too_much_is_told() -> None:
    parsed = parse(" ".join(f"w{n}" for n in range(PART_LIMIT + 3)))
    assert len(parsed.expression.terms) == PART_LIMIT
    assert {problem.kind for problem in parsed.problems} == {ProblemKind.TOO_MANY}
    assert len(parse("x" * 100_000).expression.highlighted[0]) == LIMIT


TODAY = date(2026, 11, 22)
"""A Sunday."""


@pytest.mark.parametrize(
    ("text", "first", "end"),
    [
        ("today", TODAY, date(2026, 11, 23)),
        ("yesterday", date(2026, 11, 21), TODAY),
        ("this-week", date(2026, 11, 16), date(2026, 11, 23)),
        ("last-week", date(2026, 11, 9), date(2026, 11, 16)),
        ("this-month", date(2026, 11, 1), date(2026, 12, 1)),
        ("last-month", date(2026, 10, 1), date(2026, 11, 1)),
        ("this-year", date(2026, 1, 1), date(2027, 1, 1)),
        ("last-year", date(2025, 1, 1), date(2026, 1, 1)),
        ("7d", date(2026, 11, 16), date(2026, 11, 23)),
        ("2026-12", date(2026, 12, 1), date(2027, 1, 1)),
        ("2026-11-02..2026-11-20", date(2026, 11, 2), date(2026, 11, 21)),
        ("2026-11-20..2026-11-02", date(2026, 11, 2), date(2026, 11, 21)),
        ("2025..last-month", date(2025, 1, 1), date(2026, 11, 1)),
        (">2026-11-02", date(2026, 11, 3), None),
        (">=2026-11-02", date(2026, 11, 2), None),
        ("<2026", None, date(2026, 1, 1)),
        ("<=2026", None, date(2027, 1, 1)),
    ],
)
def test_days(text: str, first: date | None, end: date | None) -> None:
    term = only(f"date:{text}")
    assert isinstance(term, DateIn)
    assert days_of(term, TODAY) == Days(first, end)


def test_a_day_begins_at_midnight_of_this_place() -> None:
    begin = datetime.fromtimestamp(start_of_day(TODAY)).astimezone()
    assert (begin.date(), begin.hour, begin.minute) == (TODAY, 0, 0)


def test_what_is_highlighted() -> None:
    found = parse('Red "Two  Words" -not a|B rating:5 tag:x red').expression
    assert found.highlighted == ("red", "two words", "a", "b")


SIGNS = st.sampled_from(
    [
        *'"“”「」-|:.,<>=?x×\0\ud800\u200b \n\u3000\uff0d\uff5c\uff1a\uff02',
        "e\u0301",
        "👩\u200d🎨",
        "%",
        "_",
        "\\",
        "1",
        "5",
    ]
)
WORDS = st.sampled_from(
    [name + sign for names in KEY_NAMES.values() for name in names for sign in (":", "\uff1a", "")]
    + ["last", "week", "today", "2026-11", "..", "16:9", "512x?", "4k", ">=", "cat", "斑马"]
)
TEXTS = st.lists(st.one_of(SIGNS, WORDS, st.text(st.characters(), max_size=3)), max_size=24)


@settings(deadline=None, max_examples=600)
@given(TEXTS)
def test_any_text_is_understood_and_written_back(pieces: list[str]) -> None:
    text = "".join(pieces)
    parsed = parse(text)
    for problem in parsed.problems:
        assert 0 <= problem.start < problem.end <= len(text)
    written = format_expression(parsed.expression)
    again = parse(written)
    assert again.expression == parsed.expression
    assert again.problems == ()
    assert format_expression(again.expression) == written
    for term in parsed.expression.terms:
        for part in term.parts:
            if isinstance(part, DateIn):
                days_of(part, TODAY)
            if isinstance(part, Text):
                assert part.folded
