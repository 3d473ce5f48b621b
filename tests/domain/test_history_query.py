from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nanobanana_desktop.domain.history_query import (
    WORD_LIMIT,
    HistoryQuery,
    history_key,
    normalise_for_search,
)
from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.domain.task import GenerationTask, TaskState


def make_task(task_id: str, state: TaskState, created_at: float) -> GenerationTask:
    return GenerationTask(
        id=task_id, params=GenerationParams(prompt="x"), state=state, created_at=created_at
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


def test_number_of_words_is_bounded() -> None:
    many = " ".join(f"w{n}" for n in range(100))
    assert len(HistoryQuery(many).words) == WORD_LIMIT
    assert len(HistoryQuery("x" * 100_000).words[0]) <= 400


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


def test_active_tasks_are_first_then_the_newest() -> None:
    tasks = [
        make_task("a", TaskState.DONE, 30.0),
        make_task("b", TaskState.PROCESSING, 10.0),
        make_task("c", TaskState.DONE, 30.0),
        make_task("d", TaskState.READY, 20.0),
        make_task("e", TaskState.SUBMIT_UNKNOWN, 40.0),
    ]
    ordered = sorted(tasks, key=history_key, reverse=True)
    assert [task.id for task in ordered] == ["d", "b", "e", "c", "a"]
