"""Drafts of any age, and the guard against ordering twice."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nanobanana_desktop.domain.params import GenerationParams, Reference, ReferenceKind
from nanobanana_desktop.ui.create.form_state import (
    EMPTY_FORM,
    FormState,
    form_from_draft,
    form_to_draft,
)
from nanobanana_desktop.ui.create.send_guard import SendGuard, Verdict

REFERENCES = (
    Reference(kind=ReferenceKind.LINK, name="a.png", url="https://example.com/a.png"),
    Reference(kind=ReferenceKind.FILE, name="b.png", sha256="ab" * 32, width=3, byte_size=9),
)
FULL = FormState(
    GenerationParams(
        prompt="香蕉 🍌",
        model_name="own-model",
        resolution="4k",
        aspect_ratio=None,
        references=REFERENCES,
    ),
    3,
)

plain_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=8,
)
KEYS = ("prompt", "model_name", "resolution", "aspect_ratio", "count", "references")


def test_a_draft_survives_json() -> None:
    assert form_from_draft(json.loads(json.dumps(form_to_draft(FULL)))) == FULL


@pytest.mark.parametrize(
    "draft",
    [
        {},
        {"prompt": 5, "model_name": None, "resolution": "8k", "aspect_ratio": "7:1", "count": 9},
        {"count": True, "references": "no list"},
        {"references": [None, {}, {"kind": "stone", "name": "x"}, {"kind": "file", "name": "x"}]},
        {"references": [{"kind": "link", "name": "x", "url": "https://x", "width": "wide"}]},
        {"references": [{"kind": "link", "url": "https://x"}]},
    ],
)
def test_what_makes_no_sense_has_its_default(draft: dict[str, object]) -> None:
    assert form_from_draft(draft) == EMPTY_FORM


@given(st.dictionaries(st.sampled_from(KEYS), plain_json))
def test_no_draft_breaks_the_form(draft: dict[str, object]) -> None:
    state = form_from_draft(draft)
    assert 1 <= state.count <= 4
    assert form_from_draft(form_to_draft(state)) == state


def test_only_six_references_are_read() -> None:
    link = {"kind": "link", "name": "x", "url": "https://x"}
    assert len(form_from_draft({"references": [link] * 9}).params.references) == 6


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize("pause", [0.0, 0.3, 0.59])
def test_a_double_press_sends_once(pause: float) -> None:
    clock = Clock()
    guard = SendGuard(clock)
    assert guard.press(FULL) is Verdict.SEND
    clock.now += pause
    assert guard.press(FULL) is Verdict.TOO_SOON


def test_the_same_order_is_asked_about_and_then_sent() -> None:
    clock = Clock()
    guard = SendGuard(clock)
    guard.press(FULL)
    clock.now += 5
    assert guard.press(FULL) is Verdict.ASK
    clock.now += 0.2
    assert guard.press(FULL) is Verdict.TOO_SOON
    clock.now += 1
    assert guard.press(FULL) is Verdict.SEND_AGAIN
    clock.now += 1
    assert guard.press(FULL) is Verdict.ASK


def test_a_key_that_is_held_orders_once() -> None:
    clock = Clock()
    guard = SendGuard(clock)
    verdicts = [guard.press(FULL)]
    for _ in range(200):
        clock.now += 0.03
        verdicts.append(guard.press(FULL))
    assert verdicts.count(Verdict.SEND) == 1
    assert Verdict.ASK not in verdicts


def test_a_changed_form_takes_the_question_back() -> None:
    clock = Clock()
    guard = SendGuard(clock)
    guard.press(FULL)
    clock.now += 2
    assert guard.press(FULL) is Verdict.ASK
    guard.forget_question()
    clock.now += 2
    assert guard.press(FULL) is Verdict.ASK


def test_another_order_or_a_later_one_is_not_asked_about() -> None:
    clock = Clock()
    guard = SendGuard(clock)
    guard.press(FULL)
    clock.now += 1
    assert guard.press(EMPTY_FORM) is Verdict.SEND
    clock.now += 10
    assert guard.press(EMPTY_FORM) is Verdict.SEND
