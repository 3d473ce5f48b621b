"""The viewer: a window of its own that follows the selection, or keeps its picture."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.task import TaskState
from nanobanana_desktop.errors import AppError, ErrorCase
from nanobanana_desktop.ui.commands import COMMANDS, Command
from nanobanana_desktop.ui.panes import Panes
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.viewer.viewer import Viewer
from nanobanana_desktop.ui.viewer.viewer_window import ViewerWindow
from nanobanana_desktop.ui.window_place import kept_place
from nanobanana_desktop.ui.wiring.viewer_wiring import ViewerWiring
from tests.ui.fake_history import HOUR, NOON, FakeHistory, FakePictures, make_task
from tests.ui.fake_tasks import FakeSettings, FakeTasks
from tests.ui.staged import picture

C = Command
Key = Qt.Key


class Kept(FakeSettings):
    settings_changed = Signal(object)

    def change(self, **fields: object) -> None:
        super().change(**fields)
        self.settings_changed.emit(self.settings)


class Program:
    """The window with the tasks "a" to "d", the newest first and current, and the viewer."""

    def __init__(self, qtbot: QtBot, theme: Theme, kept: object = None) -> None:
        made = [
            make_task(name, age=HOUR * (n + 1), prompt=f"Boat {name}")
            for n, name in enumerate("abc")
        ]
        made.append(make_task("d", TaskState.PROCESSING, age=30.0, prompt="Boat d"))
        self.source, self.pictures = FakeHistory(made), FakePictures()
        self.panes = panes = Panes(
            theme, self.source, self.pictures, self.pictures, lambda: NOON, demo=False
        )
        qtbot.addWidget(panes.window)
        panes.restore({"viewer": kept}, {})
        panes.actions.fill_menus()
        panes.window.resize(1200, 800)
        with qtbot.waitExposed(panes.window):
            panes.show()
            panes.history.show_history()
        self.tasks, self.settings = FakeTasks(), Kept()
        self.raised: list[bool] = []
        parts = SimpleNamespace(panes=panes, tasks=self.tasks, settings=self.settings)
        self.wiring = ViewerWiring(parts, lambda: self.raised.append(True), panes)
        panes.history.select("a")
        self.pictures.picture_loaded.emit("a", picture())

    def open(self) -> Viewer:
        self.panes.actions[C.VIEWER_WINDOW].trigger()
        QApplication.processEvents()
        return self.viewer

    @property
    def viewer(self) -> Viewer:
        assert self.wiring.viewer is not None
        return self.wiring.viewer

    @property
    def shown(self) -> str:
        task = self.viewer.task
        return "" if task is None else task.id

    @property
    def page(self) -> QWidget | None:
        return self.viewer.window.column.pages.currentWidget()

    @property
    def current(self) -> str:
        task = self.panes.history.current_task()
        return "" if task is None else task.id

    def press(self, key: Qt.Key | str) -> None:
        QTest.keyClick(self.page, key)
        QApplication.processEvents()


@pytest.fixture
def program(qtbot: QtBot, theme: Theme) -> Iterator[Program]:
    program = Program(qtbot, theme)
    yield program
    program.wiring.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


# -- opening and closing ---------------------------------------------------------------------------


def test_the_command_opens_and_closes_it(program: Program) -> None:
    action = program.panes.actions[C.VIEWER_WINDOW]
    viewer = program.open()
    assert viewer.window.isVisible()
    assert action.isChecked()
    assert not viewer.window.isModal()
    assert viewer.window.parent() is None
    action.trigger()
    assert program.wiring.viewer is None
    assert not action.isChecked()
    program.open().window.close()
    assert program.wiring.viewer is None
    assert not action.isChecked()


def test_it_stays_while_the_main_window_is_minimised(program: Program) -> None:
    viewer = program.open()
    program.panes.window.showMinimized()
    QApplication.processEvents()
    assert viewer.window.isVisible()
    program.press(Key.Key_Right)
    assert program.shown == program.current == "b"


def test_opening_and_closing_again_and_again_leaves_nothing(program: Program) -> None:
    children = len(program.wiring.children())
    for _ in range(10):
        program.open()
        program.wiring.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not [each for each in QApplication.topLevelWidgets() if isinstance(each, ViewerWindow)]
    assert len(program.wiring.children()) == children
    program.panes.history.step(1)
    assert program.current == "b"


# -- what it shows ---------------------------------------------------------------------------------


def test_a_picture_that_was_read_is_not_read_again(program: Program) -> None:
    asked = list(program.pictures.picture_requests)
    previews = list(program.pictures.thumbnail_requests)
    viewer = program.open()
    assert viewer.picture.loaded is program.panes.stage.picture.loaded is not None
    assert program.pictures.picture_requests == asked
    assert program.pictures.thumbnail_requests == previews
    program.panes.history.step(1)
    assert program.pictures.picture_requests == [*asked, "b"]
    assert not viewer.picture.has_picture
    whole = picture(color="#aa3311")
    program.pictures.picture_loaded.emit("b", whole)
    assert viewer.picture.loaded is program.panes.stage.picture.loaded is whole


@pytest.mark.parametrize("view", ["grid", "single"])
def test_it_follows_whatever_the_stage_shows(program: Program, view: str) -> None:
    program.panes.stage.set_view(view)
    viewer = program.open()
    program.panes.history.select("c")
    program.pictures.picture_loaded.emit("c", picture())
    assert viewer.picture.has_picture
    assert viewer.window.windowTitle() == "Boat c"
    told = QAccessible.queryAccessibleInterface(viewer.picture)
    assert told.role() is QAccessible.Role.Graphic
    assert told.text(QAccessible.Text.Name) == "Boat c"


def test_the_picture_of_a_comparison_is_taken_from_there(program: Program) -> None:
    program.panes.stage.set_view("compare")
    program.pictures.picture_loaded.emit("a", picture())
    program.pictures.picture_loaded.emit("b", picture(color="#00aa00"))
    viewer = program.open()
    assert program.shown == "a"
    assert viewer.picture.has_picture


def test_a_task_without_a_picture_is_named_by_its_state(program: Program) -> None:
    viewer = program.open()
    program.panes.history.select("d")
    assert program.page is viewer.note
    assert viewer.note.accessibleName() == "Boat d"
    assert viewer.note.accessibleDescription() == "Processing"
    done = program.source.put(make_task("d", age=30.0, prompt="Boat d"))
    program.panes.history.task_changed(done)
    program.panes.stage.task_changed(done)
    program.pictures.picture_loaded.emit("d", picture())
    assert program.page is viewer.picture
    assert viewer.picture.has_picture


def test_nothing_selected_is_said(program: Program) -> None:
    program.panes.history.selection_model.clear()
    viewer = program.open()
    assert program.page is viewer.note
    assert viewer.window.windowTitle() == "Viewer"
    assert not viewer.bar.pin.isEnabled()
    program.press(Key.Key_Delete)
    program.press(Key.Key_F)
    assert viewer.is_full_screen


def test_a_filter_that_finds_nothing_leaves_it_with_what_the_stage_shows(program: Program) -> None:
    program.open()
    program.panes.history.search.setText("zeppelin")
    program.panes.history.panel.query_changed.emit()
    QApplication.processEvents()
    assert program.panes.history.model.rowCount() == 0
    assert program.viewer.task == program.panes.stage.task
    program.press(Key.Key_Right)
    assert program.viewer.task == program.panes.stage.task


@pytest.mark.parametrize("opened_before", [True, False])
def test_a_missing_file_is_said_and_comes_back(program: Program, opened_before: bool) -> None:
    if opened_before:
        program.open()
    program.panes.history.select("b")
    program.pictures.picture_failed.emit("b", AppError(ErrorCase.FILE_GONE))
    viewer = program.viewer if opened_before else program.open()
    assert viewer.picture.trouble != ""
    assert viewer.picture.accessibleDescription() == viewer.picture.trouble
    assert not viewer.bar.pin.isEnabled()
    program.panes.stage.show_again()
    program.pictures.picture_loaded.emit("b", picture())
    assert viewer.picture.has_picture
    assert viewer.picture.trouble == ""


def test_the_selected_task_that_is_deleted_makes_room_for_its_neighbour(program: Program) -> None:
    program.open()
    for gone, expected in (("a", "b"), ("b", "c"), ("c", "d"), ("d", "")):
        program.panes.history.select(gone)
        program.source.remove(gone)
        program.panes.history.tasks_removed([gone])
        program.tasks.tasks_removed.emit([gone])
        assert program.shown == program.current
        assert program.shown in (expected, "d", "")


def test_a_new_picture_counts_as_seen(program: Program) -> None:
    new = program.source.put(replace(make_task("b", age=2 * HOUR), seen=False))
    program.panes.history.task_changed(new)
    program.panes.window.showMinimized()
    program.open()
    program.panes.history.select("b")
    program.pictures.picture_loaded.emit("b", picture())
    assert program.tasks.asked == [("mark_seen", "b")]


# -- keeping a picture -----------------------------------------------------------------------------


def test_a_kept_picture_stays_until_it_is_let_go(program: Program) -> None:
    viewer = program.open()
    kept = viewer.picture.loaded
    QTest.mouseClick(viewer.bar.pin, Qt.MouseButton.LeftButton)
    assert viewer.is_pinned
    program.panes.history.select("b")
    program.pictures.picture_loaded.emit("b", picture())
    assert program.shown == "a"
    assert viewer.picture.loaded is kept
    assert viewer.window.windowTitle() == "Boat a"
    QTest.mouseClick(viewer.bar.pin, Qt.MouseButton.LeftButton)
    assert program.shown == "b"
    assert viewer.picture.has_picture


def test_what_has_not_come_cannot_be_kept(program: Program) -> None:
    viewer = program.open()
    program.panes.history.select("b")
    assert not viewer.bar.pin.isEnabled()
    viewer.pin(True)
    assert not viewer.is_pinned
    program.pictures.picture_loaded.emit("b", picture())
    assert viewer.bar.pin.isEnabled()


def test_a_kept_picture_that_is_deleted_is_let_go(program: Program) -> None:
    viewer = program.open()
    viewer.pin(True)
    program.panes.history.select("b")
    program.source.remove("a")
    program.panes.history.tasks_removed(["a"])
    program.tasks.tasks_removed.emit(["a"])
    assert not viewer.is_pinned
    assert not viewer.bar.pin.isChecked()
    assert program.shown == "b"


def test_keys_mean_the_kept_picture_not_the_selected_one(program: Program) -> None:
    viewer = program.open()
    viewer.pin(True)
    program.panes.history.select("b")
    starred: list[str] = []
    program.panes.requests.star_toggled.connect(lambda task_id, _on: starred.append(task_id))
    program.press("s")
    assert starred == ["a"]


# -- keys and menus --------------------------------------------------------------------------------


def test_arrows_step_and_zoom_keys_mean_its_own_picture(program: Program) -> None:
    viewer = program.open()
    viewer.window.activateWindow()
    program.press(Key.Key_Right)
    assert program.current == program.shown == "b"
    program.press(Key.Key_PageUp)
    assert program.shown == "a"
    stage = program.panes.stage.picture
    for key in ("z", "+"):
        program.press(key)
    assert viewer.picture.zoom.shown_scale > 1.0
    assert stage.zoom.is_fit
    QTest.keyClick(viewer.picture, Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert viewer.picture.zoom.is_fit


def test_the_bar_zooms(program: Program) -> None:
    viewer = program.open()
    assert viewer.bar.scale.text() == "Fit"
    viewer.bar.scale.click()
    assert viewer.bar.scale.text().startswith("100")
    viewer.bar.zoom_in.click()
    assert viewer.picture.zoom.shown_scale > 1.0
    viewer.bar.zoom_out.click()
    viewer.bar.scale.click()
    assert viewer.picture.zoom.is_fit
    program.panes.history.select("d")
    assert not viewer.bar.scale.isEnabled()


def test_other_keys_of_the_person_hold_here(program: Program) -> None:
    viewer = program.open()
    keys = {command: info.keys for command, info in COMMANDS.items()}
    program.panes.actions.use_keys({**keys, C.TOGGLE_ZOOM: ("H",), C.ZOOM_FIT: ("Ctrl+9",)})
    program.press("z")
    assert viewer.picture.zoom.is_fit
    program.press("h")
    assert viewer.picture.zoom.shown_scale == 1.0
    QTest.keyClick(viewer.picture, Key.Key_9, Qt.KeyboardModifier.ControlModifier)
    assert viewer.picture.zoom.is_fit
    program.settings.change(single_key_shortcuts=False)
    program.press("h")
    program.press("+")
    assert viewer.picture.zoom.is_fit


def test_full_screen_is_black_and_esc_leaves_it_then_closes(program: Program) -> None:
    viewer = program.open()
    program.press("f")
    full = viewer.picture.window()
    assert full is not viewer.window
    assert full.isFullScreen()
    assert full.screen() is viewer.window.screen()
    assert viewer.picture.grab().toImage().pixelColor(1, 1).name() == "#000000"
    program.press(Key.Key_Right)
    assert full.windowTitle() == "Boat b"
    program.press(Key.Key_Escape)
    assert viewer.picture.window() is viewer.window
    assert viewer.bar.isVisible()
    program.press(Key.Key_Escape)
    assert program.wiring.viewer is None


def test_the_bar_lies_whole_on_the_full_screen(program: Program) -> None:
    viewer = program.open()
    program.press("f")
    full = viewer.picture.window()
    full.wake()
    # It stays for a while; however long this test takes, it is there.
    full.findChild(QTimer, "full screen rest").stop()
    QApplication.processEvents()
    assert viewer.bar.isVisible()
    assert full.rect().contains(viewer.bar.geometry())
    assert viewer.bar.geometry().bottom() == full.rect().bottom()


def test_the_pointer_comes_back_when_another_window_is_used(program: Program) -> None:
    viewer = program.open()
    program.press("f")
    full = viewer.picture.window()
    full.activateWindow()
    QApplication.processEvents()
    full._show_pointer(False)
    assert QGuiApplication.overrideCursor() is not None
    program.panes.window.activateWindow()
    QApplication.processEvents()
    assert QGuiApplication.overrideCursor() is None


def test_what_needs_the_main_window_brings_it_to_the_front(program: Program) -> None:
    program.open()
    told: list[str] = []
    program.panes.requests.reuse_requested.connect(lambda task: told.append(task.id))
    program.panes.requests.use_as_reference_requested.connect(lambda task: told.append(task.id))
    program.press("u")
    assert (told, program.raised) == (["a"], [])
    program.press("r")
    assert (told, program.raised) == (["a", "a"], [True])


def test_the_menu_is_that_of_the_task_with_keeping(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    viewer = program.open()
    opened: list[QMenu] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, _place: opened.append(menu))
    viewer.picture.menu_requested.emit(QPoint(10, 10))
    words = [action.text() for action in opened[0].actions()]
    assert {"Open", "Reuse settings", "Move to bin", "Keep this image"} <= set(words)
    next(each for each in opened[0].actions() if each.text() == "Keep this image").trigger()
    assert viewer.is_pinned
    program.panes.history.select("d")
    viewer.pin(False)
    QTest.keyClick(viewer.note, Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    assert "Stop waiting" in [action.text() for action in opened[1].actions()]


# -- its place -------------------------------------------------------------------------------------


def is_on_a_screen(place: QRect) -> bool:
    return any(s.availableGeometry().intersects(place) for s in QGuiApplication.screens())


def test_its_place_is_kept_over_a_restart(qtbot: QtBot, theme: Theme) -> None:
    first = Program(qtbot, theme)
    first.open().window.setGeometry(60, 70, 500, 400)
    open_state = json.loads(json.dumps(first.wiring.state()))
    first.wiring.close()
    assert first.wiring.state() == open_state
    second = Program(qtbot, theme, open_state)
    assert second.wiring.state() == open_state
    assert second.open().window.size() == QSize(500, 400)
    assert second.viewer.window.geometry().topLeft() == QPoint(60, 70)
    second.wiring.close()


@pytest.mark.parametrize("kept", [None, "", "!", 7, [], {"x": 1}, "AAAA", "gone"])
def test_a_place_on_a_screen_that_is_gone_or_nonsense_is_not_believed(
    qtbot: QtBot, theme: Theme, kept: object
) -> None:
    if kept == "gone":
        far = QWidget()
        qtbot.addWidget(far)
        far.setGeometry(9_000, 7_000, 600, 400)
        kept = kept_place(far)
    program = Program(qtbot, theme, kept)
    window = program.open().window
    assert is_on_a_screen(window.geometry())
    assert window.width() >= window.minimumWidth() > 0
    program.wiring.close()


# -- looks -----------------------------------------------------------------------------------------


def test_theme_text_size_and_language_are_followed_at_once(
    program: Program, theme: Theme, language: str
) -> None:
    viewer = program.open()
    before = viewer.bar.height()
    light = viewer.window.grab().toImage()
    theme.configure(mode="dark", text_scale=150)
    QApplication.processEvents()
    dark = viewer.window.grab().toImage()
    assert light.pixelColor(3, 3).lightness() > 2 * dark.pixelColor(5, 5).lightness()
    assert viewer.bar.height() > before
    QApplication.sendEvent(viewer.window, QEvent(QEvent.Type.LanguageChange))
    QApplication.sendEvent(viewer.bar, QEvent(QEvent.Type.LanguageChange))
    expected = {"en": "Keep this image", "zh_CN": "固定这张图片"}
    assert viewer.bar.pin.accessibleName() == expected[language]


def test_every_control_is_named_and_reached_by_tab(program: Program) -> None:
    viewer = program.open()
    bar = viewer.bar
    viewer.focus_page()
    reached = []
    for _ in range(6):
        QTest.keyClick(QApplication.focusWidget(), Key.Key_Tab)
        reached.append(QApplication.focusWidget())
    assert reached == [
        bar.pin,
        bar.zoom_out,
        bar.scale,
        bar.zoom_in,
        bar.full_screen,
        viewer.picture,
    ]
    assert all(each.accessibleName() for each in reached)
