"""The filmstrip: below Single while the history is closed, of the same rows and selection."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.task import TaskState
from nanobanana_desktop.ui.commands import Command
from nanobanana_desktop.ui.panes import Panes
from nanobanana_desktop.ui.stage.filmstrip import Filmstrip
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.wiring.filmstrip_wiring import FilmstripWiring
from tests.ui.fake_history import HOUR, NOON, FakeHistory, FakePictures, make_task

C = Command
Key = Qt.Key
MODULE = "nanobanana_desktop.ui.stage.filmstrip"


class Window:
    """The window with tasks "t000", "t001" …, the newest first, and the first one on the stage."""

    def __init__(self, qtbot: QtBot, theme: Theme, count: int = 60, *, kept: object = None) -> None:
        self.source = FakeHistory([make_task(f"t{n:03}", age=HOUR * (n + 1)) for n in range(count)])
        self.source.page_size = 1_000
        self.pictures = FakePictures()
        self.panes = Panes(
            theme, self.source, self.pictures, self.pictures, lambda: NOON, demo=False
        )
        qtbot.addWidget(self.panes.window)
        self.panes.restore({"filmstrip": kept}, {})
        self.panes.actions.fill_menus()
        self.panes.window.resize(1300, 850)
        with qtbot.waitExposed(self.panes.window):
            self.panes.show()
            self.panes.history.show_history()
            self.panes.window.activateWindow()
        self.history = self.panes.history
        self.wiring = FilmstripWiring(self.panes, lambda: NOON, self.panes)
        if count:
            self.history.select("t000")
        QApplication.processEvents()

    def close_history(self) -> Filmstrip:
        self.panes.window.show_history(False)
        QApplication.processEvents()
        return self.strip

    @property
    def strip(self) -> Filmstrip:
        assert self.wiring.strip is not None
        return self.wiring.strip

    @property
    def is_seen(self) -> bool:
        return self.wiring.strip is not None and self.wiring.strip.isVisible()

    @property
    def current(self) -> str:
        task = self.history.current_task()
        return "" if task is None else task.id

    def place_of(self, task_id: str) -> QPoint:
        return self.strip.visualRect(self.history.model.index_of(task_id)).center()

    def trigger(self, command: Command) -> None:
        self.panes.actions[command].trigger()
        QApplication.processEvents()


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> Iterator[Window]:
    window = Window(qtbot, theme)
    yield window
    window.panes.thumbnails.stop()


def turn(strip: Filmstrip, angle: QPoint, pixels: QPoint) -> None:
    place = QPointF(strip.viewport().rect().center())
    event = QWheelEvent(
        place,
        QPointF(strip.viewport().mapToGlobal(place.toPoint())),
        pixels,
        angle,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(strip.viewport(), event)


def seen(strip: Filmstrip) -> QImage:
    QApplication.processEvents()
    return strip.viewport().grab().toImage()


# -- when there is one -----------------------------------------------------------------------------


def test_nothing_of_it_is_loaded_or_made_while_the_history_is_open(
    qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    # To import what is None here raises an error.
    monkeypatch.setitem(sys.modules, MODULE, None)
    window = Window(qtbot, theme)
    for _ in range(5):
        window.history.step(1)
    window.panes.stage.set_view("grid")
    window.panes.stage.set_view("single")
    window.panes.window.resize(1200, 800)
    QApplication.processEvents()
    assert window.wiring.strip is None
    with qtbot.captureExceptions() as errors:
        window.panes.window.show_history(False)
    assert {kind for kind, *_ in errors} == {ModuleNotFoundError}


@pytest.mark.parametrize("command", [C.HISTORY_PANEL, C.HIDE_PANELS])
def test_it_comes_when_the_history_goes_and_goes_when_it_comes(
    window: Window, command: Command
) -> None:
    assert not window.is_seen
    window.trigger(command)
    assert window.is_seen
    stage, strip = window.panes.stage, window.strip
    below = strip.mapTo(stage, strip.rect().bottomLeft()).y()
    assert below == stage.height() - 1
    assert stage.single.caption.mapTo(stage, QPoint()).y() < strip.mapTo(stage, QPoint()).y()
    window.trigger(command)
    assert not window.is_seen


def test_it_comes_when_the_window_is_too_narrow_for_the_history(
    window: Window, theme: Theme
) -> None:
    window.panes.window.resize(theme.px(1_100) - 20, 700)
    QApplication.processEvents()
    assert window.history.isHidden()
    assert window.is_seen
    window.panes.window.resize(1300, 800)
    QApplication.processEvents()
    assert not window.is_seen


def test_it_belongs_to_single_and_can_be_switched_off(window: Window) -> None:
    window.close_history()
    window.panes.stage.set_view("grid")
    assert not window.is_seen
    window.panes.stage.set_view("single")
    assert window.is_seen
    window.trigger(C.FILMSTRIP)
    assert not window.is_seen
    assert not window.wiring.is_wanted
    window.trigger(C.FILMSTRIP)
    assert window.is_seen


@pytest.mark.parametrize(
    ("kept", "wanted"),
    [(None, True), (True, True), (False, False), (7, True), ("no", True), ([], True)],
)
def test_the_choice_is_kept_and_nonsense_counts_as_none(
    qtbot: QtBot, theme: Theme, kept: object, wanted: bool
) -> None:
    window = Window(qtbot, theme, 3, kept=kept)
    window.panes.window.show_history(False)
    assert window.wiring.is_wanted is wanted
    assert window.is_seen is wanted


def test_a_history_that_is_toggled_quickly_leaves_one_strip_in_order(window: Window) -> None:
    shown = []
    for _ in range(25):
        window.panes.actions[C.HISTORY_PANEL].trigger()
        shown.append((window.history.isHidden(), window.is_seen))
    QApplication.processEvents()
    assert shown == [(True, True), (False, False)] * 12 + [(True, True)]
    assert len(window.panes.stage.findChildren(Filmstrip)) == 1
    assert window.strip.visualRect(window.strip.currentIndex()).left() >= 0


def test_a_filter_that_finds_nothing_leaves_no_empty_strip(window: Window) -> None:
    window.close_history()
    window.history.search.setText("zeppelin")
    window.history.panel.query_changed.emit()
    QApplication.processEvents()
    assert window.history.model.rowCount() == 0
    assert not window.is_seen
    window.history.search.clear_search()
    window.history.panel.query_changed.emit()
    QApplication.processEvents()
    assert window.is_seen


def test_without_any_task_there_is_none(qtbot: QtBot, theme: Theme) -> None:
    window = Window(qtbot, theme, 0)
    window.panes.window.show_history(False)
    assert not window.is_seen
    window.history.tasks_added([window.source.put(make_task("new", TaskState.QUEUED, age=1))])
    assert window.is_seen


def test_the_focus_goes_to_the_stage_when_the_strip_goes(window: Window) -> None:
    window.close_history().setFocus()
    window.trigger(C.HISTORY_PANEL)
    assert window.panes.stage.page is not None
    assert QApplication.focusWidget() is window.panes.stage.page


def test_after_a_full_screen_it_lies_below_the_caption_again(window: Window) -> None:
    strip, stage = window.close_history(), window.panes.stage
    places = [part.mapTo(stage, QPoint()) for part in (stage.single.caption, strip)]
    for _ in range(2):
        stage.toggle_full_screen()
        QApplication.processEvents()
    assert strip.isVisible()
    assert [part.mapTo(stage, QPoint()) for part in (stage.single.caption, strip)] == places


# -- what it shows ---------------------------------------------------------------------------------


def test_a_large_history_is_neither_walked_through_nor_asked_for(
    qtbot: QtBot, theme: Theme
) -> None:
    window = Window(qtbot, theme, 1_000)
    asked = window.source.tasks_read
    strip = window.close_history()
    QApplication.processEvents()
    visible = len(strip.visible_rows())
    assert 8 <= visible <= 25
    assert {key.picture.task_id for key in window.pictures.tiles_wanted} == {
        window.history.model.id_at(row) for row in strip.visible_rows()
    }
    window.pictures.tile_requests.clear()
    for _ in range(20):
        window.history.step(1)
        QApplication.processEvents()
    assert len(set(window.pictures.tile_requests)) <= 20 + visible
    assert window.source.tasks_read - asked <= 300
    strip.bar().setValue(strip.bar().maximum())
    for _ in range(2):
        QApplication.processEvents()
    assert strip.visible_rows().stop == 1_000
    assert {key.picture.task_id for key in window.pictures.tiles_wanted} == {
        window.history.model.id_at(row) for row in strip.visible_rows()
    }


def test_what_becomes_current_elsewhere_is_brought_into_the_middle(window: Window) -> None:
    strip = window.close_history()
    window.history.step(1)
    assert strip.bar().value() == 0
    window.history.select("t030")
    middle = strip.viewport().width() // 2
    assert abs(window.place_of("t030").x() - middle) <= 1
    value = strip.bar().value()
    window.history.step(1)
    assert strip.bar().value() == value
    window.history.select("t059")
    assert strip.bar().value() == strip.bar().maximum()
    window.history.select("t000")
    assert strip.bar().value() == 0


def test_the_current_one_is_seen_when_the_strip_comes(window: Window) -> None:
    window.history.select("t045")
    strip = window.close_history()
    middle = strip.viewport().width() // 2
    assert abs(window.place_of("t045").x() - middle) <= 1


def test_new_tasks_move_nothing_by_a_pixel_while_it_is_scrolled_away(window: Window) -> None:
    strip = window.close_history()
    strip.bar().setValue(1_111)
    for task_id in {key.picture.task_id for key in window.pictures.tiles_wanted}:
        picture = QImage(200, 200, QImage.Format.Format_RGB32)
        picture.fill(int(task_id[1:]) * 4_000)
        window.pictures.give_tiles(task_id, picture)
    before = seen(strip)
    for number in range(3):
        new = make_task(f"new{number}", TaskState.QUEUED, age=10 - number)
        window.history.tasks_added([window.source.put(new)])
    assert seen(strip) == before
    gone = window.history.model.id_at(0)
    window.source.remove(gone)
    window.history.tasks_removed([gone])
    assert seen(strip) == before
    strip.bar().setValue(0)
    window.history.tasks_added([window.source.put(make_task("newest", TaskState.QUEUED, age=1))])
    assert strip.indexAt(window.place_of("newest")).row() == 0
    assert strip.bar().value() == 0


@pytest.mark.parametrize("state", [TaskState.QUEUED, TaskState.PROCESSING, TaskState.FAILED])
def test_the_state_of_a_task_is_seen(window: Window, state: TaskState) -> None:
    strip = window.close_history()
    rect = strip.visualRect(window.history.model.index_of("t003"))
    plain = strip.viewport().grab(rect).toImage()
    changed = window.source.put(make_task("t003", state, age=HOUR * 4))
    window.history.task_changed(changed)
    rect = strip.visualRect(window.history.model.index_of("t003"))
    assert strip.viewport().grab(rect).toImage() != plain


def test_a_missing_file_is_seen_and_found_again(window: Window) -> None:
    strip = window.close_history()
    picture = QImage(200, 200, QImage.Format.Format_RGB32)
    picture.fill("#336699")
    window.pictures.give_tiles("t002", picture)
    rect = strip.visualRect(window.history.model.index_of("t002"))
    whole = strip.viewport().grab(rect).toImage()
    window.history.model.set_file_missing("t002", True)
    assert strip.viewport().grab(rect).toImage() != whole
    window.history.model.set_file_missing("t002", False)
    assert strip.viewport().grab(rect).toImage() == whole


def test_the_neighbour_is_next_when_the_current_one_is_deleted(window: Window) -> None:
    strip = window.close_history()
    window.history.select("t010")
    window.source.remove("t010")
    window.history.tasks_removed(["t010"])
    assert window.current == "t011"
    assert strip.currentIndex().row() == 10
    assert strip.selectionModel().isSelected(strip.currentIndex())


# -- mouse and keys --------------------------------------------------------------------------------


def test_a_click_selects_and_moves_nothing(window: Window) -> None:
    strip = window.close_history()
    strip.bar().setValue(700)
    task_id = window.history.model.id_at(strip.visible_rows().stop - 2)
    place = window.place_of(task_id)
    QTest.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert window.current == task_id
    assert strip.bar().value() == 700
    other = window.history.model.id_at(strip.visible_rows().stop - 4)
    control = Qt.KeyboardModifier.ControlModifier
    QTest.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, control, window.place_of(other))
    assert {task.id for task in window.history.selected_tasks()} == {task_id, other}


def test_a_click_between_two_pictures_means_the_nearer_one(window: Window) -> None:
    strip = window.close_history()
    rect = strip.visualRect(window.history.model.index_of("t004"))
    assert strip.indexAt(QPoint(rect.right() + 3, rect.center().y())).row() == 4
    assert strip.indexAt(QPoint(rect.left() - 3, rect.top() - 5)).row() == 4
    assert not strip.indexAt(QPoint(0, rect.top())).isValid()


@pytest.mark.parametrize(
    ("angle", "pixels", "distance"),
    [
        (QPoint(0, -120), QPoint(), 72),
        (QPoint(-120, 0), QPoint(), 72),
        (QPoint(0, 120), QPoint(), -72),
        (QPoint(0, -15), QPoint(), 9),
        (QPoint(0, -40), QPoint(3, -31), 31),
        (QPoint(-40, 0), QPoint(-17, 2), 17),
    ],
)
def test_the_wheel_scrolls_sideways_by_pixels(
    window: Window, angle: QPoint, pixels: QPoint, distance: int
) -> None:
    strip = window.close_history()
    strip.bar().setValue(500)
    turn(strip, angle, pixels)
    assert strip.bar().value() == 500 + distance


def test_small_turns_of_the_wheel_are_not_lost(window: Window) -> None:
    strip = window.close_history()
    for _ in range(30):
        turn(strip, QPoint(0, -1), QPoint())
    assert strip.bar().value() == 18


def test_the_arrows_step_as_in_single(window: Window) -> None:
    strip = window.close_history()
    strip.setFocus()
    for key, expected in (
        (Key.Key_Right, "t001"),
        (Key.Key_Down, "t002"),
        (Key.Key_Left, "t001"),
        (Key.Key_Up, "t000"),
        (Key.Key_Left, "t000"),
        (Key.Key_End, "t059"),
        (Key.Key_Right, "t059"),
        (Key.Key_Home, "t000"),
    ):
        QTest.keyClick(strip, key)
        assert window.current == expected
    QTest.keyClick(strip, Key.Key_PageDown)
    page = int(window.current[1:])
    assert len(strip.visible_rows()) - 3 <= page < len(strip.visible_rows())


@pytest.mark.parametrize(
    ("key", "wish"),
    [("s", "star_toggled"), ("r", "reuse_requested"), ("t", "tags_requested")],
)
def test_single_keys_work_in_it(window: Window, qtbot: QtBot, key: str, wish: str) -> None:
    strip = window.close_history()
    strip.setFocus()
    with qtbot.waitSignal(getattr(window.panes.requests, wish)):
        QTest.keyClick(strip, key)


def test_it_is_one_stop_behind_the_caption(window: Window) -> None:
    strip = window.close_history()
    window.panes.stage.focus_stage()
    reached: list[object] = []
    start = QApplication.focusWidget()
    for _ in range(60):
        QTest.keyClick(QApplication.focusWidget(), Key.Key_Tab)
        reached.append(QApplication.focusWidget())
        if reached[-1] is start:
            break
    assert reached.count(strip) == 1
    caption = window.panes.stage.single.caption
    stops = [stop for stop in caption.tab_stops() if stop in reached]
    assert reached.index(strip) == reached.index(stops[-1]) + 1


def test_the_menu_is_that_of_the_selected_tasks(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    strip = window.close_history()
    opened: list[QMenu] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, _place: opened.append(menu))
    place = window.place_of("t002")
    QTest.mouseClick(strip.viewport(), Qt.MouseButton.RightButton, pos=place)
    strip.setFocus()
    QTest.keyClick(strip, Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    assert len(opened) == 1
    words = [action.text() for action in opened[0].actions()]
    assert {"Compare", "Reuse settings", "Move to bin"} <= set(words)


def test_the_selected_files_can_be_dragged_out(window: Window, qtbot: QtBot) -> None:
    strip = window.close_history()
    with qtbot.waitSignal(strip.files_wanted) as wanted:
        strip.startDrag(Qt.DropAction.CopyAction)
    assert [task.id for task in wanted.args[0].tasks] == ["t000"]


# -- for screen readers ----------------------------------------------------------------------------


def test_it_is_a_list_of_the_same_sentences_as_the_history(window: Window) -> None:
    strip = window.close_history()
    told = QAccessible.queryAccessibleInterface(strip)
    listed = QAccessible.queryAccessibleInterface(window.history.list)
    assert told.role() is QAccessible.Role.List
    assert told.text(QAccessible.Text.Name) == "Filmstrip"
    assert told.childCount() == listed.childCount() == 60
    name = QAccessible.Text.Name
    for row in (0, 7, 59):
        assert told.child(row).text(name) == listed.child(row).text(name) != ""


def test_its_name_follows_the_language(window: Window, pseudo_language: None, theme: Theme) -> None:
    strip = window.close_history()
    assert strip.accessibleName().startswith("[Filmstrip")


@pytest.mark.parametrize("scale", [90, 100, 150])
def test_everything_fits_at_every_text_size(window: Window, theme: Theme, scale: int) -> None:
    strip = window.close_history()
    window.history.select("t020")
    theme.configure(text_scale=scale)
    QApplication.processEvents()
    rect = strip.visualRect(window.history.model.index_of("t020"))
    assert rect.width() == rect.height() == theme.px(64)
    beyond = strip.overdraw
    assert strip.viewport().rect().contains(rect.adjusted(-beyond, -beyond, beyond, beyond))
    assert strip.viewport().height() + strip.horizontalScrollBar().height() == strip.height()
