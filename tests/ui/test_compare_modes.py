"""The ways to compare: their round, the difference of real files, and pictures that take turns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QColor, QImage, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.services.picture_loaders import PictureLoader
from nanobanana_desktop.ui.stage import flicker
from nanobanana_desktop.ui.stage.compare import Compare
from nanobanana_desktop.ui.stage.compare_modes import CompareMode
from nanobanana_desktop.ui.stage.difference_layer import SCREEN_SIDE, SHARP_SIDE
from nanobanana_desktop.ui.stage.picture_view import PictureView
from nanobanana_desktop.ui.stage.stage_header import COMPARE, GRID
from nanobanana_desktop.ui.theme.theme import Theme
from tests.ui.fake_history import HOUR, make_record, make_task
from tests.ui.picture_folder import SIZE, Folder
from tests.ui.staged import Shown, picture, shown_stage

Key = Qt.Key
Mode = CompareMode


TURN_MS = flicker.INTERVAL_MS


@pytest.fixture(autouse=True)
def turns_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """No turn comes by itself, however long a test takes."""
    monkeypatch.setattr(flicker, "INTERVAL_MS", 3_600_000)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    folder = Folder(tmp_path)
    folder.write("t0", "#808080")
    folder.write("t1", "#808080", (QRect(200, 100, 200, 200), "#848080"))
    folder.write("t2", "#808080")
    return folder


Started = Callable[..., tuple[Shown, Compare]]


def begun(shown: Shown) -> Compare:
    """Compare with the first task as A."""
    flags = QItemSelectionModel.SelectionFlag
    shown.pane._selection.setCurrentIndex(shown.model.index(0), flags.ClearAndSelect)
    shown.pane.set_view(COMPARE)
    QApplication.processEvents()
    assert shown.pane.compare is not None
    return shown.pane.compare


def four(**fields: object) -> list[GenerationTask]:
    return [make_task(f"t{n}", age=HOUR * (n + 1), **fields) for n in range(4)]


@pytest.fixture
def started(qtbot: QtBot, theme: Theme) -> Started:
    """A comparison whose pictures come when the test gives them."""

    def start() -> tuple[Shown, Compare]:
        shown = shown_stage(qtbot, theme, four(image=make_record("x", *SIZE)))
        return shown, begun(shown)

    return start


@pytest.fixture
def real(
    qtbot: QtBot, theme: Theme, folder: Folder
) -> Iterator[Callable[[], tuple[Shown, Compare]]]:
    """A comparison of files that are read in a thread."""
    loader = PictureLoader()
    loader.start(folder)

    def start() -> tuple[Shown, Compare]:
        tasks = four(image=make_record("x", *SIZE))
        shown = shown_stage(qtbot, theme, tasks, pictures=loader)
        return shown, begun(shown)

    yield start
    loader.stop()


def press(key: Qt.Key) -> None:
    target = QApplication.focusWidget()
    assert isinstance(target, QWidget)
    QTest.keyClick(target, key)


def send(key: Qt.Key, kind: QEvent.Type, *, again: bool = False) -> None:
    """One half of a key; `again` as a held key is told."""
    target = QApplication.focusWidget()
    assert isinstance(target, QWidget)
    text = " " if key == Key.Key_Space else ""
    event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text, again)
    QApplication.sendEvent(target, event)


def middle(compare: Compare) -> str:
    """The colour in the middle of what is seen."""
    view = compare.view
    return view.grab().toImage().pixelColor(view.rect().center()).name()


def settled(qtbot: QtBot, compare: Compare) -> None:
    view = compare.view
    qtbot.waitUntil(lambda: view.a.has_picture and view.b.has_picture)


def compared(qtbot: QtBot, compare: Compare) -> str:
    """What is said of the difference, once it has come."""
    note = compare.view.note
    qtbot.waitUntil(lambda: note.text not in ("", "Comparing…"))
    return note.text


# -- the round -----------------------------------------------------------------------------------


def test_m_goes_round_all_ways_and_the_choice_follows(started: Started) -> None:
    _, compare = started()
    seen = []
    for _ in range(5):
        seen.append((compare.view.mode, compare.caption.modes.value()))
        press(Key.Key_M)
    assert [mode for mode, _ in seen] == [*Mode, Mode.SIDE]
    assert all(mode.value == chosen for mode, chosen in seen)


def test_each_way_is_chosen_by_a_named_radio_button(started: Started) -> None:
    _, compare = started()
    choices = compare.caption.modes.findChildren(QRadioButton)
    names = [choice.accessibleName() for choice in choices]
    assert names == ["Side by side", "Slider", "Difference", "Flicker"]
    for choice, mode in zip(choices, Mode, strict=True):
        choice.click()
        assert compare.view.mode is mode
        assert choice.toolTip()
        role = QAccessible.queryAccessibleInterface(choice).role()
        assert role == QAccessible.Role.RadioButton


def test_a_way_that_there_is_not_changes_nothing(started: Started) -> None:
    shown, compare = started()
    shown.requests.compare_mode_requested.emit("difference")
    shown.requests.compare_mode_requested.emit("sideways")
    assert compare.view.mode is Mode.DIFFERENCE


@pytest.mark.parametrize("mode", list(Mode))
def test_zoom_and_place_are_the_same_for_all_in_every_way(started: Started, mode: Mode) -> None:
    shown, compare = started()
    view = compare.view
    compare.show_mode(mode.value)
    shown.pane.zoom(lambda picture: picture.show_scale(4.0))
    views = [view.a, view.b, *([view.difference] if mode is Mode.DIFFERENCE else [])]
    assert [each.zoom.shown_scale for each in views] == [4.0] * len(views)
    before = view.b.zoom.x
    QApplication.processEvents()
    press(Key.Key_M if mode is Mode.SLIDER else Key.Key_Right)
    if mode is not Mode.SLIDER:
        assert view.b.zoom.x > before
    assert view.a.zoom.x == pytest.approx(view.b.zoom.x)
    for _ in Mode:
        press(Key.Key_M)
        assert view.a.zoom.shown_scale == view.b.zoom.shown_scale == 4.0
        assert view.difference.zoom.shown_scale == pytest.approx(4.0) or not (
            view.difference.isVisible()
        )


# -- difference ----------------------------------------------------------------------------------


def test_small_differences_of_two_files_are_seen(real: Started, qtbot: QtBot) -> None:
    _, compare = real()
    settled(qtbot, compare)
    compare.show_mode("difference")
    assert compared(qtbot, compare) == "Difference × 16"
    assert middle(compare) == "#400000"
    view = compare.view
    assert view.difference.accessibleName() == "Difference of A and B"
    assert view.difference.accessibleDescription() == "Difference × 16"
    assert QApplication.focusWidget() is view.difference
    role = QAccessible.queryAccessibleInterface(view.difference).role()
    assert role == QAccessible.Role.Graphic


def test_of_the_same_pictures_it_is_said(real: Started, qtbot: QtBot) -> None:
    _, compare = real()
    settled(qtbot, compare)
    compare.show_mode("difference")
    compared(qtbot, compare)
    press(Key.Key_Right)
    qtbot.waitUntil(lambda: compare.view.note.text == "The images are the same.")
    assert (compare.pair.a, compare.pair.b) == ("t0", "t2")
    assert middle(compare) == "#000000"
    assert compare.view.difference.accessibleDescription() == "The images are the same."


def test_a_file_that_is_gone_leaves_nothing_of_the_last_difference(
    real: Started, qtbot: QtBot
) -> None:
    shown, compare = real()
    settled(qtbot, compare)
    compare.show_mode("difference")
    compared(qtbot, compare)
    shown.requests.compare_with_requested.emit("t3")
    view = compare.view
    qtbot.waitUntil(lambda: bool(view.difference.trouble))
    assert view.difference.accessibleDescription() == "File missing"
    assert view.note.isHidden()


def test_a_file_that_is_no_picture_is_told(real: Started, qtbot: QtBot, folder: Folder) -> None:
    folder.spoil("t1")
    _, compare = real()
    compare.show_mode("difference")
    view = compare.view
    qtbot.waitUntil(lambda: bool(view.difference.trouble))
    assert view.a.has_picture or view.b.trouble


def test_a_late_answer_for_another_pair_is_dropped(started: Started) -> None:
    shown, compare = started()
    gray, red = picture(*SIZE, "#808080"), picture(*SIZE, "#ff0000")
    shown.pictures.picture_loaded.emit("t0", gray)
    shown.pictures.picture_loaded.emit("t1", red)
    compare.show_mode("difference")
    assert shown.pictures.difference_requests == [(gray, red, SCREEN_SIDE, None)]
    assert compare.view.note.text == "Comparing…"
    shown.requests.compare_with_requested.emit("t2")
    shown.pictures.difference_made.emit(1, Answer("#ffffff"))
    assert compare.view.difference.grab().toImage().pixelColor(300, 200).name() != "#ffffff"
    shown.pictures.picture_loaded.emit("t2", gray)
    shown.pictures.difference_made.emit(2, Answer("#ffffff"))
    assert compare.view.note.text == "Difference × 4"
    assert middle(compare) == "#ffffff"


class Answer:
    """What the thread found, plain in one colour."""

    gain, same, unseen = 4, False, False

    def __init__(self, color: str, width: int = 600, height: int = 400) -> None:
        self.image = QImage(width, height, QImage.Format.Format_RGB32)
        self.image.fill(QColor(color))


def test_who_looks_closely_gets_more_pixels_as_bright_as_before(qtbot: QtBot, theme: Theme) -> None:
    shown = shown_stage(qtbot, theme, four())
    compare = begun(shown)
    compare.show_mode("difference")
    for name in ("t0", "t1"):
        shown.pictures.picture_loaded.emit(name, picture())
    shown.pictures.difference_made.emit(1, Answer("#101010", 1536, 857))
    shown.pane.zoom(lambda view: view.show_scale(2.0))
    assert [request[2:] for request in shown.pictures.difference_requests] == [
        (SCREEN_SIDE, None),
        (SHARP_SIDE, 4),
    ]
    shown.pictures.difference_made.emit(2, Answer("#203040", 3072, 1715))
    assert middle(compare) == "#203040"
    shown.pane.zoom(lambda view: view.show_scale(3.0))
    assert len(shown.pictures.difference_requests) == 2


def test_pictures_of_other_sizes_and_shapes_share_a_place(qtbot: QtBot, theme: Theme) -> None:
    tasks = four()
    tasks[1] = replace(tasks[1], image=make_record("small", 768, 1376))
    shown = shown_stage(qtbot, theme, tasks)
    compare = begun(shown)
    compare.show_mode("difference")
    shown.pictures.picture_loaded.emit("t0", picture())
    shown.pictures.picture_loaded.emit("t1", picture(768, 1376))
    zoom = compare.view.difference.zoom
    assert (zoom.width, zoom.height) == (2752, 2752)


def test_nothing_is_compared_that_nobody_looks_at(started: Started) -> None:
    shown, compare = started()
    for name in ("t0", "t1"):
        shown.pictures.picture_loaded.emit(name, picture(*SIZE))
    assert shown.pictures.difference_requests == []
    compare.show_mode("difference")
    compare.show_mode("flicker")
    shown.pictures.difference_made.emit(1, Answer("#ffffff"))
    compare.show_mode("difference")
    assert len(shown.pictures.difference_requests) == 2
    assert compare.view.note.text == "Comparing…"
    shown.pane.set_view(GRID)
    shown.pictures.difference_made.emit(2, Answer("#ffffff"))
    shown.pane.set_view(COMPARE)
    assert compare.view.note.text == ""


# -- taking turns --------------------------------------------------------------------------------


def coloured(started: Started, mode: Mode) -> tuple[Shown, Compare]:
    """A is red, B is blue."""
    shown, compare = started()
    for name, color in (("t0", "#ff0000"), ("t1", "#0000ff")):
        shown.pictures.picture_loaded.emit(name, picture(*SIZE, color))
    compare.show_mode(mode.value)
    return shown, compare


def test_pictures_take_turns_no_more_than_twice_a_second(started: Started, theme: Theme) -> None:
    theme.configure(motion="full")
    _, compare = coloured(started, Mode.FLICKER)
    turns = compare.view.flicker
    assert turns.is_running
    assert TURN_MS >= 500
    assert middle(compare) == "#ff0000"
    turns.turn()
    assert middle(compare) == "#0000ff"
    assert [badge.isVisible() for badge in compare.view.badges] == [False, True]
    turns.turn()
    assert middle(compare) == "#ff0000"


def test_nothing_takes_turns_where_nothing_moves(started: Started, theme: Theme) -> None:
    theme.configure(motion="reduce")
    _, compare = coloured(started, Mode.FLICKER)
    assert not compare.view.flicker.is_running
    QTest.mouseClick(compare.view.a, Qt.MouseButton.LeftButton)
    assert middle(compare) == "#0000ff"
    compare.view.flicker.restart()
    theme.configure(motion="full")
    assert compare.view.flicker.is_running
    theme.configure(motion="reduce")
    assert not compare.view.flicker.is_running


def test_a_click_stops_the_turns_and_another_goes_on(started: Started, theme: Theme) -> None:
    theme.configure(motion="full")
    _, compare = coloured(started, Mode.FLICKER)
    QTest.mouseClick(compare.view.a, Qt.MouseButton.LeftButton)
    assert not compare.view.flicker.is_running
    assert middle(compare) == "#ff0000"
    QTest.mouseClick(compare.view.a, Qt.MouseButton.LeftButton)
    assert compare.view.flicker.is_running


def test_nothing_takes_turns_while_nobody_looks(started: Started, theme: Theme) -> None:
    theme.configure(motion="full")
    shown, compare = coloured(started, Mode.FLICKER)
    shown.pane.set_view(GRID)
    assert not compare.view.flicker.is_running
    shown.pane.set_view(COMPARE)
    assert compare.view.flicker.is_running
    other = QWidget()
    other.show()
    other.activateWindow()
    QApplication.processEvents()
    assert not compare.view.isActiveWindow()
    assert not compare.view.flicker.is_running
    other.close()


@pytest.mark.parametrize(
    ("mode", "before", "held"),
    [
        (Mode.FLICKER, "#ff0000", "#0000ff"),
        (Mode.DIFFERENCE, "#ffffff", "#ff0000"),
    ],
)
def test_a_held_space_shows_the_other_picture(
    started: Started, theme: Theme, mode: Mode, before: str, held: str
) -> None:
    theme.configure(motion="full")
    shown, compare = coloured(started, mode)
    shown.pictures.difference_made.emit(1, Answer("#ffffff"))
    assert middle(compare) == before
    send(Key.Key_Space, QEvent.Type.KeyPress)
    assert middle(compare) == held
    assert not compare.view.flicker.is_running
    for kind in (QEvent.Type.KeyRelease, QEvent.Type.KeyPress):
        send(Key.Key_Space, kind, again=True)
        assert middle(compare) == held
    send(Key.Key_Space, QEvent.Type.KeyRelease)
    assert middle(compare) == before


def test_a_held_space_lets_pictures_change_places(started: Started) -> None:
    _, compare = coloured(started, Mode.SIDE)
    view = compare.view
    places = (view.a.geometry(), view.b.geometry())
    send(Key.Key_Space, QEvent.Type.KeyPress)
    assert (view.b.geometry(), view.a.geometry()) == places
    assert view.is_stacked is (places[0].y() != places[1].y())
    send(Key.Key_Space, QEvent.Type.KeyRelease)
    assert (view.a.geometry(), view.b.geometry()) == places
    compare.show_mode("slider")
    left, right = (
        QPoint(view.width() // 4, view.height() // 2),
        QPoint(view.width() * 3 // 4, view.height() // 2),
    )

    def sides() -> tuple[str, str]:
        image = view.grab().toImage()
        return image.pixelColor(left).name(), image.pixelColor(right).name()

    assert sides() == ("#ff0000", "#0000ff")
    send(Key.Key_Space, QEvent.Type.KeyPress)
    assert sides() == ("#0000ff", "#ff0000")
    send(Key.Key_Space, QEvent.Type.KeyRelease)
    assert sides() == ("#ff0000", "#0000ff")


def test_a_key_that_is_let_go_elsewhere_holds_nothing(started: Started) -> None:
    shown, compare = coloured(started, Mode.FLICKER)
    send(Key.Key_Space, QEvent.Type.KeyPress)
    shown.pane.set_view(GRID)
    shown.pane.set_view(COMPARE)
    assert not compare.view.flicker.is_held
    assert not compare.view.flicker.is_other


def test_the_menu_turns_without_holding(started: Started) -> None:
    shown, compare = coloured(started, Mode.DIFFERENCE)
    shown.requests.compare_turn_requested.emit()
    assert middle(compare) == "#ff0000"
    shown.requests.compare_mode_requested.emit("")
    assert compare.view.mode is Mode.FLICKER
    assert middle(compare) == "#ff0000"


def test_the_focus_is_seen_on_whichever_picture_is_in_front(started: Started, theme: Theme) -> None:
    _, compare = coloured(started, Mode.FLICKER)
    view, ring = compare.view, theme.color("accent_line").name()
    assert isinstance(QApplication.focusWidget(), PictureView)
    for _ in range(2):
        assert view.grab().toImage().pixelColor(1, view.height() // 2).name() == ring
        view.flicker.turn()
