"""The panes of the window on screen, with two finished tasks, for the tests of commands."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.task import TaskState
from nanobanana_desktop.ui.panes import Panes
from nanobanana_desktop.ui.theme.theme import Theme
from tests.ui.fake_history import NOON, FakeHistory, FakePictures, make_task


def shown_panes(qtbot: QtBot, theme: Theme, *, demo: bool = False) -> tuple[Panes, FakeHistory]:
    """The window is active, its menus work, and nothing is selected; the tasks are "a" and "b"."""
    source, pictures = (
        FakeHistory([make_task(name, TaskState.DONE) for name in "ab"]),
        FakePictures(),
    )
    panes = Panes(theme, source, pictures, pictures, lambda: NOON, demo=demo)
    qtbot.addWidget(panes.window)
    panes.actions.fill_menus()
    panes.window.resize(1500, 900)
    with qtbot.waitExposed(panes.window):
        panes.show()
        panes.history.show_history()
        panes.window.activateWindow()
    return panes, source
