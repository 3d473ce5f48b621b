"""Variables in prompts: what is one, what is text, and what stands there afterwards."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nanobanana_desktop.domain.template_variables import NAME_LIMIT, Variable, filled, variables

V = Variable
NOTHING: tuple[Variable, ...] = ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no braces",
        "{single}",
        "{{}}",
        "{{ }}",
        "{{=x}}",
        "{{open",
        "closed}}",
        "{{a\nb}}",
        "{{a=x\ny}}",
        "{{a}",
        "{{a=}",
        '{"size": {"w": 1}}',
        '{{"a": 1}}',
        "{{a, b}}",
        "{{-a}}",
        "{{a/b}}",
        "{{<b>}}",
        "{{a\u202eb}}",
        "{{" + "a" * (NAME_LIMIT + 1) + "}}",
        r"\{{a}}",
        r"\\\{{a}}",
        "{{a={{}}",
    ],
)
def test_what_is_text(text: str) -> None:
    assert variables(text) == NOTHING


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{{a}}", [V("a")]),
        ("{{ two  words }}!", [V("two words")]),
        ("{{主体}}在{{地点=海边}}", [V("主体"), V("地点", "海边")]),
        ("{{主体\uff1d猫}}", [V("主体", "猫")]),
        ("{{हिन्दी}}", [V("हिन्दी")]),
        ("{{e\u0301}} {{\xe9}}", [V("\xe9")]),
        ("{{a}} {{b}} {{a}}", [V("a"), V("b")]),
        ("{{a}} {{a=1}} {{a=2}}", [V("a", "1")]),
        ("{{a=}} {{a=2}}", [V("a", "")]),
        ("{{A}}{{a}}", [V("A"), V("a")]),
        ("{{a=x=y}}", [V("a", "x=y")]),
        ("{{a={b} and {c}}}", [V("a", "{b} and {c}")]),
        ("{{a={b}}}", [V("a", "{b}")]),
        ("{{{a}}}", [V("a")]),
        ("{{a{{b}}}}", [V("b")]),
        ("{{a={{b}}}}", [V("b")]),
        ("{{_x-1.y}}", [V("_x-1.y")]),
        (r"\\{{a}}", [V("a")]),
        ("{{" + "a" * NAME_LIMIT + "}}", [V("a" * NAME_LIMIT)]),
    ],
)
def test_what_is_a_variable(text: str, found: list[Variable]) -> None:
    assert list(variables(text)) == found


@pytest.mark.parametrize(
    ("text", "values", "result"),
    [
        ("a {{x}} b {{ x }} c {{x=1}}", {"x": "cat"}, "a cat b cat c cat"),
        ("{{x}} and {{y}}", {"x": "1"}, "1 and {{y}}"),
        ("{{x=1}}", {}, "{{x}}"),
        ("{{x}}", {"x": ""}, ""),
        ("{{x}}{{y}}", {"x": "{{y}}", "y": r"\1"}, r"{{y}}\1"),
        (r"\{{x}} {{x}}", {"x": "1"}, "{{x}} 1"),
        (r"\\{{x}}", {"x": "1"}, r"\1"),
        (r"\\\{{x}}", {"x": "1"}, r"\{{x}}"),
        (r'C:\a {{"b"}} \{c}', {"b": "1"}, r'C:\a {{"b"}} \{c}'),
        ("{{{x}}}", {"x": "1"}, "{1}"),
        ("{{a{{b}}}}", {"b": "1"}, "{{a1}}"),
        ("{{主体}}、{{地点=海边}}", {"主体": "🍌", "地点": "家"}, "🍌、家"),
    ],
)
def test_values_take_the_places_of_their_variables(
    text: str, values: dict[str, str], result: str
) -> None:
    assert filled(text, values) == result


@given(st.text(alphabet="{}=\\a b\n猫\uff1d", max_size=40))
def test_any_text_is_taken_and_a_whole_filling_leaves_no_variable(text: str) -> None:
    found = variables(text)
    names = [variable.name for variable in found]
    assert len(set(names)) == len(names)
    if "\\" not in text and not found:
        assert filled(text, {}) == text
    done = filled(text, dict.fromkeys(names, "•"))
    assert "•" in done or not found


@pytest.mark.parametrize("part", ["{{", "\\", "{{a=", "{{a={b}", "{{a", "}}", "{{a}}"])
def test_long_texts_are_read_in_time_that_grows_with_their_length(part: str) -> None:
    steps = [len(variables(part * count)) for count in (1, 20_000)]
    assert steps[0] == steps[1]
