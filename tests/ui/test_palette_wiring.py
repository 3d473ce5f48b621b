"""The palette over the window: its key, what was run lately, what comes later."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.history_query import HistorySort
from nanobanana_desktop.domain.prompt_template import PromptTemplate
from nanobanana_desktop.domain.settings import Settings, ThemeMode
from nanobanana_desktop.services.saved_searches import SavedSearch
from nanobanana_desktop.ui.commands import Command
from nanobanana_desktop.ui.palette.palette import Palette
from nanobanana_desktop.ui.shortcuts.keymap import keymap
from nanobanana_desktop.ui.stage.stage_header import SINGLE
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.wiring.palette_wiring import RECENT_LIMIT, PaletteWiring
from nanobanana_desktop.ui.wiring.preparation import Preparation
from tests.ui.shown_panes import shown_panes

C = Command
CTRL = Qt.KeyboardModifier.ControlModifier


class Searches(QObject):
    """Are read when they are asked for, and told when the test says so."""

    searches_changed = Signal(list)

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0

    def load(self) -> None:
        self.asked += 1


class Templates(QObject):
    """Likewise."""

    templates_changed = Signal(list)

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0

    def load(self) -> None:
        self.asked += 1


class Window:
    def __init__(self, qtbot: QtBot, theme: Theme, recent: object = None) -> None:
        self.panes, _ = shown_panes(qtbot, theme)
        self.panes.recent_commands = recent
        self.searches = Searches()
        self.templates = Templates()
        self.used: list[PromptTemplate] = []
        self.pages: list[str] = []
        self.settings = SimpleNamespace(settings=Settings(), change=self._change)
        self.changed: list[dict[str, object]] = []
        parts = SimpleNamespace(
            panes=self.panes,
            searches=self.searches,
            templates=self.templates,
            settings=self.settings,
        )
        self.wiring = PaletteWiring(parts, self.pages.append, self.used.append, self.panes)

    def _change(self, **fields: object) -> None:
        self.changed.append(fields)

    @property
    def names(self) -> list[str]:
        results = self.wiring.palette.list.results
        return [results.found_at(row).entry.name for row in range(results.rowCount())]

    def run(self, words: str) -> None:
        """Open by the key, write, press Enter."""
        QTest.keyClick(self.panes.history.list, Qt.Key.Key_K, CTRL)
        QTest.keyClicks(self.wiring.palette.line, words)
        QTest.keyClick(self.wiring.palette.line, Qt.Key.Key_Return)


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> Window:
    return Window(qtbot, theme)


def test_the_key_opens_it_from_the_prompt_and_leaves_the_prompt_alone(window: Window) -> None:
    editor = window.panes.create.prompt.editor
    editor.setFocus()
    QTest.keyClicks(editor, "a cat")
    editor.moveCursor(editor.textCursor().MoveOperation.Start)
    QTest.keyClick(editor, Qt.Key.Key_K, CTRL)
    palette = window.wiring.palette
    assert palette.isVisible()
    assert editor.toPlainText() == "a cat"
    QTest.keyClick(palette.line, Qt.Key.Key_K, CTRL)
    assert not palette.isVisible()
    assert QApplication.focusWidget() is editor


def test_another_key_opens_and_closes_it_too(window: Window) -> None:
    window.panes.actions.use_keys(keymap({"command_palette": ("F1",), "focus_prompt": ("Ctrl+K",)}))
    QTest.keyClick(window.panes.history.list, Qt.Key.Key_F1)
    palette = window.wiring.palette
    assert palette.isVisible()
    QTest.keyClick(palette.line, Qt.Key.Key_K, CTRL)
    assert palette.isVisible()
    QTest.keyClick(palette.line, Qt.Key.Key_F1)
    assert not palette.isVisible()


def test_what_was_run_lately_stands_first_and_is_kept(window: Window) -> None:
    for words in ("settings: adv", "theme: dark", "settings: adv", "reset layout"):
        window.run(words)
    assert window.wiring.recent == ["reset_layout", "settings advanced", "theme dark"]
    assert window.pages == ["advanced", "advanced"]
    assert window.changed == [{"theme": ThemeMode.DARK}]
    window.panes.actions[C.COMMAND_PALETTE].trigger()
    assert window.names[:3] == window.wiring.recent


@pytest.mark.parametrize(
    ("kept", "usable"),
    [
        (None, []),
        ("grid", []),
        ({"grid": 1}, []),
        ([1, None, "grid", ["x"]], ["grid"]),
        ([str(n) for n in range(40)], [str(n) for n in range(RECENT_LIMIT)]),
    ],
)
def test_what_an_earlier_session_kept_is_used_as_far_as_it_can_be(
    qtbot: QtBot, theme: Theme, kept: object, usable: list[str]
) -> None:
    window = Window(qtbot, theme, kept)
    assert window.wiring.recent == usable
    window.panes.actions[C.COMMAND_PALETTE].trigger()
    assert window.names[0] == ("grid" if "grid" in usable else "new_prompt")


def test_saved_searches_come_when_they_were_read_and_only_then(window: Window) -> None:
    saved = SavedSearch(7, "Cats", "cat rating:>=4", HistorySort.OLDEST)
    window.searches.searches_changed.emit([saved])
    window.panes.actions[C.COMMAND_PALETTE].trigger()
    assert window.searches.asked == 1
    assert "search 7" not in window.names
    window.searches.searches_changed.emit([saved])
    window.searches.searches_changed.emit([saved, saved])
    assert window.names.count("search 7") == 1
    window.wiring.palette.line.setText("cats")
    QTest.keyClick(window.wiring.palette.line, Qt.Key.Key_Return)
    query = window.panes.history.panel.query
    assert (query.text, query.sort) == ("cat rating:>=4", HistorySort.OLDEST)


def test_templates_come_when_they_were_read_and_are_used(window: Window) -> None:
    poster = PromptTemplate(id="p", name="{Poster} & more", folder="Work", prompt="x")
    window.templates.templates_changed.emit([poster])
    window.panes.actions[C.COMMAND_PALETTE].trigger()
    assert window.templates.asked == 1
    window.templates.templates_changed.emit([poster])
    window.templates.templates_changed.emit([poster])
    assert window.names.count("template p") == 1
    window.wiring.palette.line.setText("work poster")
    QTest.keyClick(window.wiring.palette.line, Qt.Key.Key_Return)
    assert window.used == [poster]
    assert window.wiring.recent == ["template p"]


def test_it_is_made_before_it_is_wanted(window: Window) -> None:
    details = SimpleNamespace(make=lambda: None, fill_ahead=lambda: None)
    preparation = Preparation(window.panes.history, details, window.panes, (window.wiring.prepare,))
    preparation.begin()
    window.panes.history.select("a")
    while preparation._portions:
        assert window.panes.window.findChild(Palette) is None
        preparation._breath.timeout.emit()
    preparation._breath.stop()
    assert window.panes.window.findChild(Palette).isHidden()


# -- over a picture on the whole screen ----------------------------------------------------------


@pytest.fixture
def full(window: Window, qtbot: QtBot) -> Iterator[QWidget]:
    stage = window.panes.stage
    window.panes.history.select("a")
    stage.set_view(SINGLE)
    told: list[QWidget | None] = []
    stage.full_screen_changed.connect(told.append)
    stage.toggle_full_screen()
    (full,) = told
    assert full is not None
    with qtbot.waitExposed(full):
        full.activateWindow()
    qtbot.waitUntil(full.isActiveWindow)
    yield full
    if told[-1] is not None:
        stage.toggle_full_screen()


def test_it_opens_over_full_screen_and_goes_back_with_it(window: Window, full: QWidget) -> None:
    QTest.keyClick(full.focusWidget() or full, Qt.Key.Key_K, CTRL)
    palette = window.wiring.palette
    assert palette.isVisible()
    assert palette.window() is full
    assert palette.line.hasFocus()
    QTest.keyClick(palette.line, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert full.isVisible()
    QTest.keyClick(full.focusWidget() or full, Qt.Key.Key_K, CTRL)
    window.panes.stage.toggle_full_screen()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not palette.isVisible()
    assert palette.window() is window.panes.window
    window.wiring.open()
    assert palette.isVisible()


@pytest.mark.parametrize(("words", "stays"), [("zoom in", True), ("hide panels", False)])
def test_what_happens_beside_the_picture_leads_back(
    window: Window, full: QWidget, words: str, stays: bool
) -> None:
    ran: list[Command] = []
    window.panes.actions.triggered.connect(ran.append)
    QTest.keyClick(full.focusWidget() or full, Qt.Key.Key_K, CTRL)
    QTest.keyClicks(window.wiring.palette.line, words)
    QTest.keyClick(window.wiring.palette.line, Qt.Key.Key_Return)
    assert ran[-1].value == words.replace(" ", "_")
    assert full.isVisible() is stays


@pytest.mark.parametrize(("key", "command"), [(Qt.Key.Key_Z, C.UNDO), (Qt.Key.Key_S, C.SAVE_AS)])
def test_keys_of_the_window_that_hold_there_too(
    window: Window, full: QWidget, key: Qt.Key, command: Command
) -> None:
    ran: list[Command] = []
    window.panes.actions.triggered.connect(ran.append)
    QTest.keyClick(full.focusWidget() or full, key, CTRL)
    assert ran == [command]


@pytest.mark.parametrize(
    ("key", "command"),
    [
        (Qt.Key.Key_F, C.FIND),
        (Qt.Key.Key_L, C.FOCUS_PROMPT),
        (Qt.Key.Key_Comma, C.SETTINGS),
        (Qt.Key.Key_Slash, C.SHORTCUTS),
        (Qt.Key.Key_T, C.TEMPLATES),
        (Qt.Key.Key_O, C.ADD_REFERENCES),
    ],
)
def test_keys_of_what_is_beside_the_picture_lead_back_first(
    window: Window, full: QWidget, key: Qt.Key, command: Command
) -> None:
    ran: list[tuple[Command, bool]] = []
    window.panes.actions.triggered.connect(lambda ran_: ran.append((ran_, full.isVisible())))
    QTest.keyClick(full.focusWidget() or full, key, CTRL)
    assert ran == [(command, False)]


def test_what_cannot_be_done_leads_nowhere(window: Window, full: QWidget) -> None:
    window.panes.actions.set_enabled((C.TEMPLATES,), False)
    QTest.keyClick(full.focusWidget() or full, Qt.Key.Key_T, CTRL)
    assert full.isVisible()


def test_no_order_is_sent_from_a_form_that_is_not_seen(window: Window, full: QWidget) -> None:
    ran: list[Command] = []
    window.panes.actions.triggered.connect(ran.append)
    QTest.keyClick(full.focusWidget() or full, Qt.Key.Key_Return, CTRL)
    assert ran == []
    assert full.isVisible()
