"""What a change of marks makes of a note, and how it is taken back."""

from __future__ import annotations

import pytest

from nanobanana_desktop.domain.marks import NO_CHANGE, NOTE_LIMIT, MarkChange
from tests.fakes import make_task

LONG = "x" * NOTE_LIMIT


@pytest.mark.parametrize(
    ("change", "before", "after"),
    [
        (MarkChange(), "kept", "kept"),
        (MarkChange(note=""), "gone", ""),
        (MarkChange(note="new"), "old", "new"),
        (MarkChange(add_note="more"), "", "more"),
        (MarkChange(add_note="more"), "first", "first\nmore"),
        (MarkChange(add_note="more"), LONG, LONG),
        (MarkChange(drop_note="more"), "more", ""),
        (MarkChange(drop_note="more"), "first\nmore", "first"),
        (MarkChange(drop_note="more"), "first\nmore\nlast", "first\nmore\nlast"),
        (MarkChange(drop_note="more"), "evermore", "evermore"),
        (MarkChange(drop_note="two\nlines"), "a\ntwo\nlines", "a"),
    ],
)
def test_a_note_after_a_change(change: MarkChange, before: str, after: str) -> None:
    assert change.note_after(before) == after


@pytest.mark.parametrize("before", ["", "old", "new", "old\nnew", LONG])
@pytest.mark.parametrize(
    "change",
    [MarkChange(note="new"), MarkChange(note=""), MarkChange(add_note="new")],
)
def test_the_inverse_leads_back(change: MarkChange, before: str) -> None:
    inverse = change.inverse(make_task(note=before))
    after = change.note_after(before)
    assert (inverse == NO_CHANGE) == (after == before)
    assert inverse.note_after(after) == before


def test_what_was_added_to_many_different_notes_is_taken_back_by_one_change() -> None:
    change = MarkChange(add_note="more")
    inverses = {change.inverse(make_task(note=f"note {number}")) for number in range(50)}
    assert len(inverses) == 1


@pytest.mark.parametrize("tags", [("cat", "sea"), ("CAT",)])
def test_a_tag_in_another_spelling_is_taken_back(tags: tuple[str, ...]) -> None:
    change = MarkChange(add_tags=("Cat",), remove_tags=(tags[0],))
    inverse = change.inverse(make_task(tags=tags))
    assert inverse == MarkChange(add_tags=(tags[0],), remove_tags=("Cat",))
