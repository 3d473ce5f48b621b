"""Every kind of control answers to the pointer and to being pressed; what is disabled does not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from nanobanana_desktop.ui.theme.theme import Contrast, Mode, Theme
from tests.ui.control_kinds import KINDS, control_shown

Look = tuple[Mode, Contrast]
LOOKS: list[Look] = [
    ("light", "standard"),
    ("dark", "standard"),
    ("light", "high"),
    ("dark", "high"),
]


@pytest.fixture(params=LOOKS, ids="-".join)
def look(request: pytest.FixtureRequest, theme: Theme) -> Iterator[Theme]:
    mode, contrast = request.param
    theme.configure(mode=mode, contrast=contrast)
    yield theme
    theme.configure(mode="light", contrast="system")


@pytest.mark.parametrize("name", KINDS)
def test_it_answers(look: Theme, name: str) -> None:
    kind = KINDS[name]
    with control_shown(look, kind) as shown:
        shown.leave()
        rest = shown.picture()
        shown.enter()
        hovered = shown.picture()
        shown.press()
        pressed = shown.picture()
        shown.release()
    assert (hovered != rest) is kind.reacts
    assert pressed != rest or not kind.reacts


@pytest.mark.parametrize("name", KINDS)
def test_it_does_not_answer_when_it_is_disabled(look: Theme, name: str) -> None:
    with control_shown(look, KINDS[name]) as shown:
        shown.leave()
        enabled = shown.picture()
        shown.control.setEnabled(False)
        rest = shown.picture()
        shown.enter()
        hovered = shown.picture()
        shown.press()
        pressed = shown.picture()
        shown.release()
    assert rest != enabled or name in SEEN_BESIDE
    assert hovered == rest
    assert pressed == rest


SEEN_BESIDE = {"splitter"}
"""Its panes are disabled with it."""
