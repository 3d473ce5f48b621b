"""The filmstrip in low windows: the picture comes first."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nanobanana_desktop.ui.actions import Command
from nanobanana_desktop.ui.stage.filmstrip_room import LEAST_STAGE
from nanobanana_desktop.ui.theme.theme import Theme
from tests.ui.test_filmstrip import Window

C = Command


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> Iterator[Window]:
    window = Window(qtbot, theme)
    yield window
    window.panes.thumbnails.stop()


def give(window: Window, height: int) -> None:
    """Make the stage so many pixels high, lower than a person can."""
    main, stage = window.panes.window, window.panes.stage
    main.setMinimumHeight(1)
    main.resize(main.width(), main.height() + height - stage.height())
    QApplication.processEvents()
    assert stage.height() == height


@pytest.mark.parametrize("scale", [90, 100, 150])
def test_the_picture_has_half_of_the_stage_wherever_there_is_a_strip(
    window: Window, theme: Theme, scale: int
) -> None:
    theme.configure(text_scale=scale)
    window.close_history()
    pages, heights = window.panes.stage.pages, []
    for design in range(440, 640, 10):
        give(window, theme.px(design))
        if window.is_seen:
            heights.append(theme.px(design))
            assert pages.height() * 2 >= heights[-1]
    assert theme.px(LEAST_STAGE) == min(heights)
    assert theme.px(630) == max(heights)


def test_it_goes_in_a_low_window_and_comes_back_in_a_high_one(window: Window, theme: Theme) -> None:
    strip, stage = window.close_history(), window.panes.stage
    before = strip.height()
    for _ in range(2):
        give(window, theme.px(LEAST_STAGE))
        assert window.is_seen
        with_strip = stage.pages.height()
        give(window, theme.px(LEAST_STAGE) - 1)
        assert not window.is_seen
        # All of its room is the picture's.
        assert stage.pages.height() > with_strip + before - 2
    assert window.wiring.is_wanted
    assert window.panes.actions[C.FILMSTRIP].isChecked()


def test_it_is_not_even_made_before_there_is_room(window: Window, theme: Theme) -> None:
    give(window, theme.px(LEAST_STAGE) - 1)
    window.panes.window.show_history(False)
    assert window.wiring.strip is None
    give(window, theme.px(LEAST_STAGE))
    assert window.is_seen


@pytest.mark.parametrize("scale", [90, 100])
def test_the_smallest_window_has_room_for_it(window: Window, theme: Theme, scale: int) -> None:
    theme.configure(text_scale=scale)
    window.close_history()
    main = window.panes.window
    main.resize(main.width(), main.minimumHeight())
    QApplication.processEvents()
    assert main.height() == main.minimumHeight()
    assert window.is_seen


def test_larger_text_takes_its_room_and_smaller_text_gives_it_back(
    window: Window, theme: Theme
) -> None:
    window.close_history()
    give(window, theme.px(LEAST_STAGE) + 20)
    theme.configure(text_scale=150)
    QApplication.processEvents()
    assert not window.is_seen
    theme.configure(text_scale=100)
    QApplication.processEvents()
    assert window.is_seen


def test_the_focus_goes_to_the_picture_when_the_room_goes(window: Window, theme: Theme) -> None:
    window.close_history().setFocus()
    give(window, theme.px(LEAST_STAGE) - 1)
    assert window.panes.stage.page is not None
    assert QApplication.focusWidget() is window.panes.stage.page


@pytest.mark.parametrize("missing", [0, 1])
def test_neither_a_full_screen_nor_another_task_changes_it(
    window: Window, theme: Theme, missing: int
) -> None:
    window.close_history()
    give(window, theme.px(LEAST_STAGE) - missing)
    stage = window.panes.stage
    for _ in range(2):
        stage.toggle_full_screen()
        QApplication.processEvents()
    assert window.is_seen is not bool(missing)
    window.history.select("t001")
    stage.show_task(window.source.by_id["t001"])
    QApplication.processEvents()
    assert window.is_seen is not bool(missing)
