"""What moves rests while another window is used, and goes on afterwards."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.task import TaskState
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.ticker import Pace
from tests.ui.fake_history import HOUR, make_task
from tests.ui.shown_panes import shown_panes


@pytest.fixture
def other(qtbot: QtBot) -> Iterator[QWidget]:
    """Another window of the program."""
    other = QWidget()
    qtbot.addWidget(other)
    yield other
    other.close()


def use(window: QWidget) -> None:
    window.show()
    window.activateWindow()
    QApplication.processEvents()
    assert window.isActiveWindow()


def test_a_ring_on_the_stage_rests_while_another_window_is_used(
    qtbot: QtBot, theme: Theme, other: QWidget
) -> None:
    panes, source = shown_panes(qtbot, theme)
    source.put(make_task("w", TaskState.PROCESSING, age=HOUR / 60))
    panes.history.show_history()
    panes.history.select("w")
    use(panes.window)
    paces, stage = panes.ticker._paces, panes.stage
    assert paces[stage] is Pace.FRAMES
    use(other)
    assert paces[stage] is Pace.SECONDS
    use(panes.window)
    assert paces[stage] is Pace.FRAMES
    panes.window.close()


def test_rows_that_move_rest_while_another_window_is_used(
    qtbot: QtBot, theme: Theme, other: QWidget
) -> None:
    panes, source = shown_panes(qtbot, theme)
    source.put(make_task("w", TaskState.PROCESSING, age=HOUR / 60))
    panes.history.show_history()
    QApplication.processEvents()
    use(panes.window)
    panes.history.list._refresh_pace()
    paces, rows = panes.ticker._paces, panes.history.list
    assert paces[rows] is Pace.FRAMES
    use(other)
    assert paces[rows] is Pace.SECONDS
    use(panes.window)
    assert paces[rows] is Pace.FRAMES
    panes.window.close()


def test_letters_of_the_menus_go_when_alt_goes_up_elsewhere(
    qtbot: QtBot, theme: Theme, other: QWidget
) -> None:
    panes, _ = shown_panes(qtbot, theme)
    bar = panes.window.menuBar()
    bar.set_alt_held(True)
    action = bar.actions()[0]
    assert "&" in bar.shown_text(action)
    use(other)
    assert "&" not in bar.shown_text(action)
    panes.window.close()
