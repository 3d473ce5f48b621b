"""F6, the menu key, text size, checking all, and the card of the first run once more."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.settings import Settings
from nanobanana_desktop.domain.task import TaskState
from nanobanana_desktop.services.key_service import KeyState, KeyStatus
from nanobanana_desktop.ui.actions import Command
from nanobanana_desktop.ui.key_card import KeyCard
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.wiring.view_commands import ViewCommands
from nanobanana_desktop.ui.wiring.welcome_wiring import WelcomeWiring
from tests.ui.fake_history import make_task
from tests.ui.fake_tasks import FakeTasks
from tests.ui.shown_panes import shown_panes

C = Command
S = TaskState


class Kept(QObject):
    """Settings and key that tell when they change."""

    settings_changed = Signal(object)
    key_changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.settings = Settings()
        self.state = KeyState(KeyStatus.WORKS, usable=True)

    def change(self, **fields: object) -> None:
        self.settings = Settings(**fields)
        self.settings_changed.emit(self.settings)

    def become(self, status: KeyStatus, *, usable: bool) -> None:
        self.state = KeyState(status, usable=usable)
        self.key_changed.emit(self.state)


class Window:
    """The panes on screen with the commands of the view."""

    def __init__(self, qtbot: QtBot, theme: Theme, *, demo: bool = False) -> None:
        self.panes, _ = shown_panes(qtbot, theme, demo=demo)
        self.kept, self.tasks = Kept(), FakeTasks()
        self.parts = SimpleNamespace(
            panes=self.panes, settings=self.kept, keys=self.kept, tasks=self.tasks, demo=demo
        )
        self.view = ViewCommands(self.parts, self.panes)
        cards = SimpleNamespace(connect_card=lambda _card: None)
        self.welcome = WelcomeWiring(self.parts, cards, self.panes)

    def run(self, command: Command) -> None:
        self.panes.actions[command].trigger()

    def enabled(self, command: Command) -> bool:
        return self.panes.actions[command].isEnabled()

    @property
    def pane(self) -> str:
        """Where the focus is."""
        places = {
            "create": self.panes.create,
            "stage": self.panes.stage,
            "details": self.panes.window.details,
            "history": self.panes.history,
        }
        focused = QApplication.focusWidget()
        inside = [name for name, pane in places.items() if pane.isAncestorOf(focused)]
        return inside[0] if inside else ""

    @property
    def card(self) -> KeyCard | None:
        return self.panes.window.findChild(KeyCard)


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> Iterator[Window]:
    window = Window(qtbot, theme)
    yield window
    window.panes.window.close()


def fill_details(window: Window) -> QWidget:
    """Something to reach in the details."""
    inside = QWidget()
    inside.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    window.panes.window.details.fill(inside)
    window.panes.window.show_details(True)
    QApplication.processEvents()
    return inside


def test_f6_goes_round_the_panes_that_are_open(window: Window) -> None:
    fill_details(window)
    window.panes.history.select("a")
    window.panes.create.focus_prompt()
    seen = []
    for _ in range(4):
        window.run(C.NEXT_PANE)
        seen.append(window.pane)
    assert seen == ["stage", "details", "history", "create"]
    seen = []
    for _ in range(4):
        window.run(C.PREVIOUS_PANE)
        seen.append(window.pane)
    assert seen == ["history", "details", "stage", "create"]
    window.panes.window.show_details(False)
    window.panes.window.show_history(False)
    window.run(C.NEXT_PANE)
    window.run(C.NEXT_PANE)
    assert window.pane == "create"


def test_f6_returns_to_where_one_was_in_the_pane(window: Window) -> None:
    model = window.panes.create.model.combo
    model.setFocus()
    window.run(C.PREVIOUS_PANE)
    assert window.pane == "history"
    window.run(C.NEXT_PANE)
    assert QApplication.focusWidget() is model


def test_f6_survives_what_had_the_focus_and_is_gone(window: Window) -> None:
    inside = fill_details(window)
    inside.setFocus()
    window.run(C.NEXT_PANE)
    inside.setParent(None)
    del inside
    window.panes.create.focus_prompt()
    for _ in range(3):
        window.run(C.NEXT_PANE)
    assert window.pane in ("stage", "history", "create")


def test_f10_opens_the_menu_bar(window: Window) -> None:
    window.panes.create.focus_prompt()
    QTest.keyClick(window.panes.create.prompt.editor, Qt.Key.Key_F10)
    bar = window.panes.window.menuBar()
    assert bar.activeAction() is bar.actions()[0]
    assert window.panes.create.prompt.text() == ""
    QTest.keyClick(bar, Qt.Key.Key_Escape)


def test_text_gets_larger_and_smaller_in_steps_and_stops_at_the_ends(window: Window) -> None:
    assert not window.enabled(C.TEXT_NORMAL)
    for command, size in (
        (C.TEXT_LARGER, 115),
        (C.TEXT_NORMAL, 100),
        (C.TEXT_SMALLER, 90),
        (C.TEXT_SMALLER, 90),
    ):
        window.run(command)
        assert window.kept.settings.text_size == size
    assert not window.enabled(C.TEXT_SMALLER)
    window.kept.change(text_size=150)
    assert not window.enabled(C.TEXT_LARGER)


def test_all_that_are_under_way_are_asked_about_once(window: Window) -> None:
    asked: list[str] = []
    window.panes.requests.check_now_requested.connect(asked.append)
    assert not window.enabled(C.CHECK_ALL)
    window.tasks.open_tasks = [
        make_task("p", S.PROCESSING),
        make_task("r", S.READY),
        make_task("q", S.QUEUED),
    ]
    window.panes.history.active_count_changed.emit(3)
    assert window.enabled(C.CHECK_ALL)
    window.run(C.CHECK_ALL)
    assert window.tasks.asked == [("check_now", "p")]
    assert asked == ["q"]
    assert window.panes.window.toast.text == "Checking 2 task(s) now."


def test_comparing_commands_are_off_elsewhere_and_show_the_slider(window: Window) -> None:
    assert not window.enabled(C.SLIDER)
    assert window.enabled(C.COMPARE)
    window.panes.stage.header.set_compare_enabled(False)
    assert not window.enabled(C.COMPARE)
    window.panes.stage.header.set_compare_enabled(True)
    window.panes.history.select("a")
    window.panes.stage.set_view("compare")
    assert window.enabled(C.SWAP)
    window.run(C.SLIDER)
    assert window.panes.actions[C.SLIDER].isChecked()
    assert window.panes.stage.compare.view.mode.value == "slider"
    window.run(C.NEXT_COMPARE_MODE)
    assert not window.panes.actions[C.SLIDER].isChecked()
    assert window.panes.actions[C.DIFFERENCE].isChecked()
    window.run(C.DIFFERENCE)
    assert window.panes.actions[C.DIFFERENCE].isChecked()
    window.panes.stage.set_view("grid")
    assert not window.enabled(C.SWAP)


# -- the card of the first run -------------------------------------------------------------------


def test_the_card_comes_back_when_it_is_wanted_and_escape_takes_it_away(window: Window) -> None:
    window.panes.history.select("a")
    assert window.card is None
    window.run(C.WELCOME)
    card = window.card
    assert card is not None
    assert card.isVisible()
    assert QApplication.focusWidget() is card.key_field.edit
    QTest.keyClick(card.key_field.edit, Qt.Key.Key_Escape)
    assert not card.isVisible()
    assert window.pane == "stage"


def test_the_card_goes_when_somebody_goes_on_to_a_task_but_not_by_itself(window: Window) -> None:
    window.panes.history.select("a")
    window.run(C.WELCOME)
    card = window.card
    window.panes.history.current_changed.emit(make_task("a", S.DONE))
    assert card.isVisible()
    window.panes.history.select("b")
    assert not card.isVisible()


def test_a_key_that_works_ends_the_welcome_and_leads_to_the_prompt(window: Window) -> None:
    window.run(C.WELCOME)
    card = window.card
    window.kept.become(KeyStatus.CHECKING, usable=True)
    assert card.isVisible()
    window.kept.become(KeyStatus.REFUSED, usable=True)
    assert card.isVisible()
    window.kept.become(KeyStatus.WORKS, usable=True)
    assert not card.isVisible()
    assert window.pane == "create"


def test_without_a_key_escape_leaves_the_card(qtbot: QtBot, theme: Theme) -> None:
    window = Window(qtbot, theme)
    window.panes.history.selection_model.clear()
    window.kept.become(KeyStatus.MISSING, usable=False)
    card = window.card
    assert card is not None
    QTest.keyClick(card.key_field.edit, Qt.Key.Key_Escape)
    assert card.isVisible()


def test_the_demo_has_no_card(qtbot: QtBot, theme: Theme) -> None:
    window = Window(qtbot, theme, demo=True)
    assert not window.enabled(C.WELCOME)


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (KeyStatus.WORKS, "Key works. Checked just now."),
        (KeyStatus.UNDECIDED, "Saved. It will be proved with your first image."),
        (
            KeyStatus.UNREACHABLE,
            "Could not reach the service. The key was saved and will be checked later.",
        ),
        (KeyStatus.SAVED, ""),
    ],
)
def test_what_came_of_the_check_outlives_the_card(
    window: Window, status: KeyStatus, said: str
) -> None:
    window.kept.become(KeyStatus.MISSING, usable=False)
    assert window.card is not None
    toast = window.panes.window.toast
    window.kept.become(status, usable=True)
    assert (toast.text if toast.isVisible() else "") == said
