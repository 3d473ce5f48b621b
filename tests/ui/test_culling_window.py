"""Sorting out in its window: keys and buttons, what is said, and pictures that come too late."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.culling import BIN, KEEP, Culling, CullScope, Decision
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.errors import AppError, ErrorCase
from nanobanana_desktop.ui.culling import window as window_module
from nanobanana_desktop.ui.culling.cull_keys import KEYS, LISTED, CullStep
from nanobanana_desktop.ui.culling.window import CullingWindow
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.thumbnails import ThumbnailCache
from tests.ui.cut_texts import cut_texts
from tests.ui.fake_history import HOUR, FakePictures, make_task
from tests.ui.staged import picture, pixels

Key = Qt.Key


@dataclass
class Shown:
    window: CullingWindow
    pictures: FakePictures
    tasks: dict[str, GenerationTask]
    culling: Culling
    spoken: list[str]
    decided: list[bool] = field(default_factory=list)
    left: list[bool] = field(default_factory=list)

    def press(self, key: Qt.Key | str, modifier: Qt.KeyboardModifier | None = None) -> None:
        QTest.keyClick(self.window.deck.picture, key, modifier or Qt.KeyboardModifier.NoModifier)

    @property
    def at_the_end(self) -> bool:
        return self.window.end.isVisible()


@pytest.fixture
def show(qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Shown]:
    spoken: list[str] = []
    monkeypatch.setattr(window_module, "announce", lambda _widget, text: spoken.append(text))

    def build(count: int = 4) -> Shown:
        names = [f"t{n}" for n in range(count)]
        tasks = {name: make_task(name, age=HOUR, prompt=f"Image {name}") for name in names}
        pictures = FakePictures()
        window = CullingWindow(theme, pictures, pictures, ThumbnailCache(pictures), tasks.get)
        qtbot.addWidget(window)
        window.resize(1280, 800)
        with qtbot.waitExposed(window):
            window.show()
            window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        culling = Culling(CullScope.DAY, names)
        shown = Shown(window, pictures, tasks, culling, spoken)
        window.decided.connect(lambda: shown.decided.append(True))
        window.left.connect(lambda: shown.left.append(True))
        window.begin(culling)
        return shown

    return build


# -- pictures that do not come -------------------------------------------------------------------


def test_a_picture_that_cannot_be_read_is_named_and_the_next_one_is_read(show) -> None:
    shown = show()
    gone = AppError(ErrorCase.FILE_GONE, "gone")
    shown.pictures.picture_failed.emit("t0", gone)
    assert shown.window.deck.picture.accessibleDescription()
    assert shown.pictures.picture_requests == ["t0", "t1"]
    shown.pictures.picture_failed.emit("t1", gone)
    # Once it is looked at it is asked for again: its drive may be back.
    shown.press("x")
    assert shown.pictures.picture_requests == ["t0", "t1", "t1"]
    shown.press("x")
    assert shown.culling.for_bin == ["t0", "t1"]


def test_a_task_that_can_no_longer_be_read_leaves_the_window_usable(show) -> None:
    shown = show()
    shown.tasks.clear()
    for _ in range(4):
        shown.press("k")
    assert shown.at_the_end


def test_nothing_that_comes_after_the_end_is_shown(show) -> None:
    shown = show()
    shown.window.stop()
    shown.pictures.picture_loaded.emit("t0", picture())
    shown.pictures.thumbnail_loaded.emit("t0", pixels())
    shown.pictures.screen_loaded.emit("t0", pixels())
    shown.press("x")
    assert not shown.window.deck.picture.has_picture
    assert shown.decided == []


def test_pictures_that_came_too_late_do_not_stand_for_others(show) -> None:
    shown = show()
    shown.press("k")
    shown.press("k")
    shown.pictures.picture_loaded.emit("t0", picture())
    assert not shown.window.deck.picture.has_picture
    shown.pictures.picture_loaded.emit("t2", picture())
    assert shown.window.deck.picture.has_picture
    assert shown.window.deck.picture.task_id == "t2"


# -- read ahead ----------------------------------------------------------------------------------


def test_the_next_picture_is_there_at_once(show) -> None:
    shown = show()
    assert shown.pictures.picture_requests == ["t0"]
    shown.pictures.picture_loaded.emit("t0", picture())
    assert shown.pictures.picture_requests == ["t0", "t1"]
    shown.pictures.picture_loaded.emit("t1", picture())
    shown.press("k")
    assert shown.window.deck.picture.has_picture
    assert shown.window.deck.picture.accessibleName() == "Image t1"
    assert shown.pictures.picture_requests == ["t0", "t1", "t2"]


def test_a_picture_that_is_being_read_ahead_is_not_begun_once_more(show) -> None:
    shown = show()
    shown.pictures.picture_loaded.emit("t0", picture())
    shown.pictures.screen_loaded.emit("t1", QImage(1200, 800, QImage.Format.Format_RGB32))
    shown.press("k")
    assert shown.pictures.picture_requests == ["t0", "t1"]
    shown.pictures.picture_loaded.emit("t1", picture())
    assert shown.window.deck.picture.has_picture


def test_whoever_is_fast_waits_for_nothing(show) -> None:
    shown = show(2_000)
    for _ in range(1_999):
        shown.window.take(CullStep.KEEP)
    assert shown.culling.current == "t1999"
    shown.window.take(CullStep.BIN)
    assert shown.at_the_end
    assert shown.culling.for_bin == ["t1999"]


# -- keys ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "decision"),
    [
        ("k", KEEP),
        (Key.Key_Space, KEEP),
        ("x", BIN),
        (Key.Key_Delete, BIN),
        ("s", Decision(starred=True)),
        *((str(stars), Decision(rating=stars)) for stars in range(1, 6)),
    ],
)
def test_every_key_decides_and_goes_on(show, key, decision) -> None:
    shown = show()
    shown.press(key)
    assert shown.culling.decision("t0") == decision
    assert shown.window.deck.picture.accessibleName() == "Image t1"
    assert shown.decided == [True]


@pytest.mark.parametrize("key", ["a", "0", "6", Key.Key_F5, Key.Key_Insert])
def test_other_keys_decide_nothing(show, key) -> None:
    shown = show()
    shown.press(key)
    shown.press("k", Qt.KeyboardModifier.ControlModifier)
    shown.press("x", Qt.KeyboardModifier.AltModifier)
    assert shown.culling.decided == []


def test_a_held_key_decides_about_one_picture_only(show) -> None:
    shown = show()
    target = shown.window.deck.picture
    QTest.keyPress(target, "x")
    for _ in range(5):
        again = QKeyEvent(
            QEvent.Type.KeyPress, Key.Key_X, Qt.KeyboardModifier.NoModifier, "x", True
        )
        QApplication.sendEvent(target, again)
    assert shown.culling.for_bin == ["t0"]


@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (Key.Key_Backspace, Qt.KeyboardModifier.NoModifier),
        (Key.Key_Z, Qt.KeyboardModifier.ControlModifier),
    ],
)
def test_a_decision_is_taken_back(show, key, modifier) -> None:
    shown = show()
    shown.press("x")
    shown.press("k")
    shown.press(key, modifier)
    shown.press(key, modifier)
    shown.press(key, modifier)
    assert shown.culling.decided == []
    assert shown.window.deck.picture.accessibleName() == "Image t0"
    assert shown.decided == [True] * 4


def test_arrows_look_around_without_deciding(show) -> None:
    shown = show()
    for key in (Key.Key_Right, Key.Key_Down, Key.Key_Left, Key.Key_PageDown, Key.Key_Right):
        shown.press(key)
    assert shown.culling.current == "t3"
    assert shown.decided == []


def test_a_zoomed_picture_is_panned_by_the_arrows(show) -> None:
    shown = show()
    shown.pictures.picture_loaded.emit("t0", picture(6_000, 4_000))
    shown.press("z")
    assert shown.window.deck.picture.zoom.shown_scale == 1.0
    shown.press(Key.Key_Right)
    assert shown.culling.current == "t0"
    shown.press("k")
    assert shown.culling.current == "t1"


def test_with_single_keys_off_letters_and_digits_do_nothing_and_others_are_shown(show) -> None:
    shown = show()
    shown.window.letters = False
    shown.window.begin(shown.culling)
    for key in ("k", "x", "s", "3"):
        shown.press(key)
    assert shown.culling.decided == []
    shown.press(Key.Key_Space)
    shown.press(Key.Key_Delete)
    assert (shown.culling.kept, shown.culling.for_bin) == (1, ["t1"])
    assert CullStep.KEEP.key_text(letters=False) == "Space"
    assert CullStep.STAR.key_text(letters=False) == ""


def test_keys_of_the_window_are_no_two_things(show) -> None:
    keys = [key for held in KEYS.values() for key in held]
    assert len(keys) == len(set(keys))
    assert set(LISTED) <= set(KEYS)


# -- buttons -------------------------------------------------------------------------------------


def test_everything_can_be_done_by_buttons_and_each_has_a_name(show) -> None:
    shown = show(12)
    deck = shown.window.deck
    for button in (*deck.deciding, *deck.rating):
        button.click()
    assert (shown.culling.kept, len(shown.culling.for_bin)) == (7, 1)
    deck.back.click()
    assert len(shown.culling.decided) == 7
    deck.previous.click()
    deck.next.click()
    names = [button.accessibleName() for button in deck.findChildren(QPushButton)]
    assert all(names)
    assert len(names) == len(set(names))
    deck.finish.click()
    assert shown.at_the_end


def test_tab_goes_round_and_the_keys_act_wherever_the_focus_is(show) -> None:
    shown = show()
    start, seen = shown.window.deck.picture, []
    widget: QWidget | None = start
    for _ in range(40):
        assert widget is not None
        QTest.keyClick(widget, Key.Key_Tab)
        widget = QApplication.focusWidget()
        if widget is start:
            break
        seen.append(widget)
    assert widget is start
    assert len(seen) == 12
    QTest.keyClick(shown.window.deck.finish, "x")
    assert shown.culling.for_bin == ["t0"]
    # On a button the space bar presses the button.
    QTest.keyClick(shown.window.deck.previous, Key.Key_Space)
    assert shown.culling.current == "t0"


# -- the end -------------------------------------------------------------------------------------


def test_esc_leaves_at_once_when_nothing_was_decided(show) -> None:
    shown = show()
    shown.press(Key.Key_Escape)
    assert shown.left == [True]
    assert not shown.at_the_end


def test_esc_asks_first_and_leaves_then(show) -> None:
    shown = show()
    shown.press("x")
    shown.press(Key.Key_Escape)
    assert (shown.at_the_end, shown.left) == (True, [])
    QTest.keyClick(shown.window.end.carry_out, Key.Key_Escape)
    assert shown.left == [True]
    assert shown.culling.for_bin == ["t0"]


def test_closing_the_window_leaves_and_decides_nothing(show) -> None:
    shown = show()
    shown.press("x")
    shown.window.close()
    assert shown.left == [True]
    assert shown.culling.for_bin == ["t0"]


def test_the_end_comes_by_itself_and_one_can_go_on_deciding(show) -> None:
    shown = show(2)
    shown.press("x")
    shown.press("x")
    assert shown.at_the_end
    assert shown.window.end.carry_out.hasFocus()
    shown.window.end.go_on.click()
    assert shown.window.deck.picture.hasFocus()
    shown.press(Key.Key_Backspace)
    assert shown.culling.for_bin == ["t0"]
    shown.press("k")
    assert shown.at_the_end


def test_what_is_for_the_bin_is_looked_at_once_more(show) -> None:
    shown = show(3)
    for key in "xkx":
        shown.press(key)
    bin_list = shown.window.end.list
    assert [bin_list.rows.id_at(row) for row in range(bin_list.rows.rowCount())] == ["t0", "t2"]
    names = [bin_list.rows.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in (0, 1)]
    assert names == ["Image t0", "Image t2"]
    QTest.keyClick(bin_list, Key.Key_Right)
    QTest.keyClick(bin_list, Key.Key_Return)
    assert shown.window.deck.picture.accessibleName() == "Image t2"
    shown.press("k")
    assert shown.culling.for_bin == ["t0"]
    assert shown.at_the_end


def test_esc_in_the_list_leaves_too(show) -> None:
    shown = show(1)
    shown.press("x")
    QTest.keyClick(shown.window.end.list, Key.Key_Escape)
    assert shown.left == [True]


def test_of_two_thousand_for_the_bin_only_those_in_view_are_read(show, monkeypatch) -> None:
    shown = show(2_000)
    for _ in range(1_999):
        shown.culling.decide(BIN)
    shown.window.ask_at_the_end()
    shown.pictures.tiles_wanted.clear()
    read: list[str] = []
    rows = shown.window.end.list.rows
    monkeypatch.setattr(rows, "_task_of", lambda i: read.append(i) or shown.tasks.get(i))
    rows.show_ids(shown.culling.for_bin)
    shown.window.grab()
    assert 0 < len(read) < 60
    assert shown.window.end.carry_out.isVisible()


@pytest.mark.parametrize("scale", [100, 150])
def test_the_longest_words_have_room_on_a_small_screen(show, theme, scale) -> None:
    shown = show(2_000)
    for _ in range(1_200):
        shown.culling.decide(BIN)
    shown.culling.look_at("t1998")
    shown.culling.star()
    shown.culling.look_at("t1998")
    shown.culling.rate(5)
    shown.culling.look_at("t1998")
    theme.configure(mode="light", text_scale=scale, language="en", motion="reduce")
    shown.window.refresh()
    shown.window.resize(1_024, 720)
    for _ in range(3):
        QApplication.processEvents()
    assert shown.window.minimumSizeHint().width() <= 1_024
    assert shown.window.width() == 1_024
    assert cut_texts(shown.window) == []


def test_the_cards_grow_and_shrink_with_the_text_while_they_are_open(show, theme) -> None:
    shown = show(2)
    for key in "xx":
        shown.press(key)
    sizes = []
    for scale in (100, 150, 100):
        theme.configure(mode="light", text_scale=scale, language="en", motion="reduce")
        for _ in range(3):
            QApplication.processEvents()
        assert cut_texts(shown.window) == []
        sizes.append(shown.window.end.size())
    assert sizes[0] == sizes[2]
    assert sizes[1].width() > 1.3 * sizes[0].width()


# -- what is said --------------------------------------------------------------------------------


def test_decisions_are_spoken_with_what_comes_next(show) -> None:
    shown = show()
    shown.spoken.clear()
    shown.press("x")
    shown.press(Key.Key_Left)
    shown.press("5")
    assert shown.spoken == [
        "For the bin. Image t1. 2 of 4  ·  0 kept  ·  1 for the bin",
        "Image t0. 1 of 4  ·  0 kept  ·  1 for the bin. For the bin",
        "Kept, rated ★★★★★. Image t1. 2 of 4  ·  1 kept  ·  0 for the bin",
    ]


def test_a_decided_picture_says_so_by_words_and_not_by_colour_alone(show) -> None:
    shown = show()
    assert not shown.window.deck.verdict.isVisible()
    shown.press("x")
    shown.press(Key.Key_Left)
    assert shown.window.deck.verdict.isVisible()
    assert shown.window.deck.verdict.text.text() == "For the bin"
    assert shown.window.deck.picture.accessibleDescription() == "For the bin"


def test_the_language_is_followed(show, pseudo_language) -> None:
    shown = show()
    shown.press("x")
    before = shown.window.deck.progress.text()
    QCoreApplication.processEvents()
    assert before.startswith("[")
    assert shown.window.windowTitle().startswith("[")


# -- meanwhile -----------------------------------------------------------------------------------


def test_a_picture_that_goes_makes_room_for_the_next(show) -> None:
    shown = show()
    shown.culling.set_away(["t0"])
    shown.window.refresh()
    assert shown.window.deck.picture.accessibleName() == "Image t1"
    assert shown.window.deck.progress.text().startswith("1 of 3")


def test_at_the_end_what_goes_is_counted_no_more(show) -> None:
    shown = show(3)
    for key in "xxk":
        shown.press(key)
    shown.culling.set_away(["t0"])
    shown.window.refresh()
    assert shown.window.end.list.rows.rowCount() == 1
    assert "1" in shown.window.end.carry_out.text()
