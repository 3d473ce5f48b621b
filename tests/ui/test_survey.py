"""Three to six pictures at once: who is shown, keys, what goes and comes back, and bad files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.services.picture_loaders import PictureLoader
from nanobanana_desktop.ui.actions import Command
from nanobanana_desktop.ui.panes import Panes
from nanobanana_desktop.ui.ports import PictureSource
from nanobanana_desktop.ui.stage.shared_room import best_cells, shown_area
from nanobanana_desktop.ui.stage.stage_header import COMPARE, GRID, SINGLE
from nanobanana_desktop.ui.stage.survey import Survey
from nanobanana_desktop.ui.stage.survey_view import SurveyView
from nanobanana_desktop.ui.theme.theme import Theme
from tests.ui.fake_history import HOUR, NOON, FakeHistory, FakePictures, make_record, make_task
from tests.ui.picture_folder import SIZE, Folder
from tests.ui.staged import picture, pixels

Key = Qt.Key
Flag = QItemSelectionModel.SelectionFlag
READING_MS = 30_000
"""Until what a thread reads has come, however busy the machine is."""
COLORS = ("#aa0000", "#00aa00", "#0000aa", "#aaaa00", "#00aaaa", "#aa00aa", "#777777", "#222222")


class Surveyed:
    """The window with eight finished tasks, t0 on top, and a failed one; wishes are carried out."""

    def __init__(self, qtbot: QtBot, theme: Theme, pictures: PictureSource) -> None:
        tasks = [
            make_task(f"t{n}", age=HOUR * (n + 1), image=make_record(f"t{n}", *SIZE))
            for n in range(8)
        ]
        self.source = FakeHistory([*tasks, make_task("f", TaskState.FAILED, age=HOUR * 20)])
        self.panes = Panes(theme, self.source, FakePictures(), pictures, lambda: NOON, demo=False)
        qtbot.addWidget(self.panes.window)
        self.panes.actions.fill_menus()
        self.panes.window.resize(1300, 800)
        with qtbot.waitExposed(self.panes.window):
            self.panes.show()
            self.panes.history.show_history()
            self.panes.window.activateWindow()
        requests = self.panes.requests
        requests.select_requested.connect(self.panes.history.select)
        requests.delete_requested.connect(self.delete)
        requests.star_toggled.connect(self._star)

    @property
    def survey(self) -> Survey:
        survey = self.panes.stage.compared.survey
        assert survey is not None
        return survey

    @property
    def view(self) -> SurveyView:
        return self.survey.view

    @property
    def selected(self) -> list[str]:
        return [task.id for task in self.panes.history.selected_tasks()]

    def select(self, names: Sequence[str]) -> None:
        model, selection = self.panes.history.model, self.panes.history.selection_model
        self.panes.history.select(names[0])
        for name in names[1:]:
            selection.select(model.index_of(name), Flag.Select)

    def begin(self, *names: str) -> None:
        """Select these tasks and press C."""
        self.select(names)
        self.panes.stage.set_view(COMPARE)
        QApplication.processEvents()

    def change(self, task: GenerationTask) -> None:
        self.source.put(task)
        self.panes.history.task_changed(task)
        self.panes.stage.task_changed(task)

    def delete(self, names: Sequence[str]) -> None:
        for name in names:
            self.source.remove(name)
        self.panes.history.tasks_removed(names)
        self.panes.stage.tasks_removed(names)

    def _star(self, name: str, starred: bool) -> None:
        self.change(replace(self.source.by_id[name], starred=starred))


@pytest.fixture
def pictures() -> FakePictures:
    return FakePictures()


@pytest.fixture
def surveyed(qtbot: QtBot, theme: Theme, pictures: FakePictures) -> Iterator[Surveyed]:
    surveyed = Surveyed(qtbot, theme, pictures)
    yield surveyed
    surveyed.panes.window.close()


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    folder = Folder(tmp_path)
    for number, color in enumerate(COLORS):
        folder.write(f"t{number}", color)
    return folder


@pytest.fixture
def real(qtbot: QtBot, theme: Theme, folder: Folder) -> Iterator[Surveyed]:
    """The pictures are files that are read in a thread."""
    loader = PictureLoader()
    loader.start(folder)
    surveyed = Surveyed(qtbot, theme, loader)
    yield surveyed
    surveyed.panes.window.close()
    loader.stop()


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    target = QApplication.focusWidget()
    assert isinstance(target, QWidget)
    QTest.keyClick(target, key, modifiers)


def seen(surveyed: Surveyed) -> list[str]:
    """The colour in the middle of each tile."""
    return [
        tile.grab().toImage().pixelColor(tile.rect().center()).name()
        for tile in surveyed.view.tiles
    ]


# -- who is shown --------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [3, 4, 5, 6])
def test_three_to_six_selected_files_are_seen_together(
    real: Surveyed, qtbot: QtBot, count: int
) -> None:
    names = [f"t{n}" for n in range(count)]
    real.begin(*names)
    assert real.panes.stage.view == COMPARE
    assert real.panes.stage.page is real.view
    qtbot.waitUntil(lambda: all(t.has_picture for t in real.view.tiles), timeout=READING_MS)
    assert seen(real) == list(COLORS[:count])
    assert [tile.letter for tile in real.view.tiles] == list("ABCDEF"[:count])
    assert [real.panes.history.model.compare_mark(name) for name in names] == list("ABCDEF"[:count])
    assert all(real.view.rect().contains(tile.geometry()) for tile in real.view.tiles)


def test_two_are_compared_and_what_has_no_picture_does_not_count(surveyed: Surveyed) -> None:
    surveyed.begin("t0", "t4", "f")
    assert surveyed.panes.stage.compared.survey is None
    pair = surveyed.panes.stage.compare.pair
    assert (pair.a, pair.b) == ("t0", "t4")
    surveyed.panes.stage.set_view(GRID)
    surveyed.begin("t0", "t4", "f", "t5")
    assert surveyed.survey.ids == ["t0", "t4", "t5"]
    surveyed.panes.stage.set_view(GRID)
    surveyed.begin("t1", "t2")
    assert surveyed.panes.stage.page is surveyed.panes.stage.compare.view
    assert surveyed.view.tiles == []


def test_more_than_six_are_refused_with_the_reason(surveyed: Surveyed) -> None:
    told: list[str] = []
    surveyed.panes.stage.compared.refused.connect(told.append)
    choice = surveyed.panes.stage.header.views.group.choice(COMPARE)
    surveyed.select([f"t{n}" for n in range(6)])
    assert choice.isEnabled()
    surveyed.select([f"t{n}" for n in range(7)])
    assert not choice.isEnabled()
    reason = "Compare takes up to six images. More are selected."
    assert choice.toolTip() == reason
    surveyed.panes.stage.set_view(GRID)
    surveyed.panes.stage.focus_stage()
    press(Key.Key_C)
    assert surveyed.panes.stage.view == GRID
    assert told == [reason]
    surveyed.select(["t0", "t1"])
    assert choice.isEnabled()
    assert choice.toolTip() == "Compare (C)"


def test_six_pictures_among_many_failed_tasks_are_not_too_many(surveyed: Surveyed) -> None:
    for number in range(60):
        surveyed.change(make_task(f"x{number}", TaskState.FAILED, age=HOUR * (30 + number)))
    names = [f"t{n}" for n in range(3)] + [f"x{n}" for n in range(60)]
    surveyed.begin(*names)
    assert surveyed.survey.ids == ["t0", "t1", "t2"]


@pytest.mark.parametrize(
    ("ratios", "size", "cells"),
    [
        ([1.5] * 3, (1500, 400), (3, 1)),
        ([1.5] * 4, (900, 700), (2, 2)),
        ([0.6] * 5, (1000, 500), (5, 1)),
        ([1.8] * 6, (900, 800), (2, 3)),
        ([1.8] * 3, (500, 900), (1, 3)),
    ],
)
def test_the_arrangement_with_the_largest_pictures_wins(
    ratios: list[float], size: tuple[int, int], cells: tuple[int, int]
) -> None:
    chosen = best_cells(ratios, *size, 12)
    assert chosen == cells
    area = shown_area(ratios, size[0] / chosen.across, size[1] / chosen.down, 12)
    for across in range(1, len(ratios) + 1):
        down = -(-len(ratios) // across)
        assert shown_area(ratios, size[0] / across, size[1] / down, 12) <= area + 1e-6


def test_a_shorter_last_row_stands_in_the_middle(surveyed: Surveyed) -> None:
    surveyed.begin(*[f"t{n}" for n in range(5)])
    surveyed.view.resize(900, 600)
    rows: dict[int, list[QRect]] = {}
    for tile in surveyed.view.tiles:
        rows.setdefault(tile.y(), []).append(tile.geometry())
    assert [len(row) for row in rows.values()] == [3, 2]
    last = list(rows.values())[-1]
    assert abs(last[0].left() - (surveyed.view.width() - 1 - last[-1].right())) <= 1


# -- keys ----------------------------------------------------------------------------------------


def test_arrows_go_to_the_picture_that_lies_there(surveyed: Surveyed) -> None:
    surveyed.begin(*[f"t{n}" for n in range(5)])
    surveyed.view.resize(900, 600)
    path = []
    for key in (Key.Key_Right, Key.Key_Down, Key.Key_Right, Key.Key_Up, Key.Key_Up, Key.Key_Left):
        press(key)
        path.append(surveyed.survey.current)
    assert path == ["t1", "t4", "t4", "t1", "t1", "t0"]
    assert QApplication.focusWidget() is surveyed.view.tile("t0")
    press(Key.Key_Right)
    press(Key.Key_Right)
    press(Key.Key_Down)
    assert surveyed.survey.current == "t4"
    assert surveyed.panes.history.current_task().id == "t4"
    assert surveyed.selected == ["t4"]


def test_s_stars_the_current_picture_alone(surveyed: Surveyed) -> None:
    surveyed.begin("t0", "t1", "t2")
    press(Key.Key_Right)
    press(Key.Key_S)
    starred = [name for name, task in surveyed.source.by_id.items() if task.starred]
    assert starred == ["t1"]
    assert "starred" in surveyed.view.tile("t1").accessibleDescription()
    surveyed.panes.actions[Command.STAR].trigger()
    assert surveyed.survey.ids == ["t0", "t1", "t2"]


def test_del_takes_the_current_one_to_the_bin_and_undo_brings_it_back(
    surveyed: Surveyed, pictures: FakePictures
) -> None:
    surveyed.begin("t0", "t2", "t4", "t6")
    press(Key.Key_Right)
    gone = surveyed.source.by_id["t2"]
    press(Key.Key_Delete)
    assert "t2" not in surveyed.source.by_id
    assert surveyed.panes.stage.view == COMPARE
    assert surveyed.survey.ids == ["t0", "t4", "t6"]
    assert surveyed.survey.current == "t4"
    assert surveyed.selected == ["t4"]
    assert QApplication.focusWidget() is surveyed.view.tile("t4")
    surveyed.change(gone)
    surveyed.panes.requests.select_requested.emit("t2")
    assert surveyed.survey.ids == ["t0", "t2", "t4", "t6"]
    assert surveyed.survey.current == "t2"
    assert [tile.letter for tile in surveyed.view.tiles] == list("ABCD")


def test_after_the_last_one_went_commands_and_caption_mean_the_same(surveyed: Surveyed) -> None:
    surveyed.begin("t0", "t1", "t2", "t3")
    for _ in range(3):
        press(Key.Key_Right)
    press(Key.Key_Delete)
    assert surveyed.survey.current == "t2"
    assert surveyed.selected == ["t2"]
    shown = surveyed.panes.stage.task
    assert shown is not None
    assert shown.id == "t2"


def test_who_comes_back_is_looked_at_as_the_others_are(surveyed: Surveyed) -> None:
    surveyed.begin("t0", "t2", "t4", "t6")
    press(Key.Key_Right)
    gone = surveyed.source.by_id["t2"]
    press(Key.Key_Delete)
    surveyed.panes.stage.zoom(lambda view: view.show_scale(2.0))
    surveyed.change(gone)
    surveyed.panes.requests.select_requested.emit("t2")
    QApplication.processEvents()
    assert [tile.zoom.shown_scale for tile in surveyed.view.tiles] == pytest.approx([2.0] * 4)


def test_the_menu_never_means_more_than_the_current_picture(surveyed: Surveyed) -> None:
    surveyed.begin("t0", "t2", "t4")
    assert surveyed.selected == ["t0"]
    press(Key.Key_Right)
    assert surveyed.selected == ["t2"]


def test_x_takes_the_current_one_out_and_nothing_happens_to_it(surveyed: Surveyed) -> None:
    surveyed.begin("t0", "t2", "t4", "t6")
    press(Key.Key_Right)
    press(Key.Key_X)
    assert surveyed.survey.ids == ["t0", "t4", "t6"]
    assert surveyed.survey.current == "t4"
    assert "t2" in surveyed.source.by_id
    assert surveyed.panes.history.model.compare_mark("t2") == ""
    QTest.mouseClick(surveyed.view.tile("t0").out, Qt.MouseButton.LeftButton)
    assert surveyed.survey.ids == ["t4", "t6"]
    press(Key.Key_X)
    assert surveyed.panes.stage.view == SINGLE


def test_enter_opens_the_current_one_and_c_comes_back(surveyed: Surveyed) -> None:
    surveyed.begin("t0", "t2", "t4")
    press(Key.Key_Right)
    press(Key.Key_Return)
    assert surveyed.panes.stage.view == SINGLE
    assert surveyed.panes.stage.task.id == "t2"
    assert QApplication.focusWidget() is surveyed.panes.stage.picture
    assert surveyed.view.tiles == []
    assert surveyed.selected == ["t2"]


@pytest.mark.parametrize("former", [GRID, SINGLE])
def test_escape_goes_back_with_what_is_left_selected(surveyed: Surveyed, former: str) -> None:
    surveyed.panes.stage.set_view(former)
    surveyed.begin("t0", "t2", "t4", "t6")
    press(Key.Key_Right)
    press(Key.Key_X)
    press(Key.Key_Escape)
    assert surveyed.panes.stage.view == former
    assert QApplication.focusWidget() is surveyed.panes.stage.page
    assert sorted(surveyed.selected) == ["t0", "t4", "t6"]
    assert surveyed.panes.history.model.compare_mark("t0") == ""
    surveyed.panes.stage.set_view(COMPARE)
    assert surveyed.survey.ids == ["t0", "t4", "t6"]


def test_escape_leaves_the_screen_before_it_leaves_the_survey(surveyed: Surveyed) -> None:
    surveyed.begin("t0", "t2", "t4")
    stage = surveyed.panes.stage
    stage.toggle_full_screen()
    screen = surveyed.view.window()
    assert screen is not surveyed.panes.window
    QApplication.processEvents()
    QTest.keyClick(screen.focusWidget(), Key.Key_Escape)
    assert surveyed.view.window() is surveyed.panes.window
    assert (stage.view, surveyed.survey.ids) == (COMPARE, ["t0", "t2", "t4"])
    focused = surveyed.panes.window.focusWidget()
    assert surveyed.view.isAncestorOf(focused)
    QTest.keyClick(focused, Key.Key_Escape)
    assert stage.view != COMPARE


def test_letters_can_be_switched_off(surveyed: Surveyed) -> None:
    surveyed.panes.stage.set_single_keys(False)
    surveyed.begin("t0", "t2", "t4")
    press(Key.Key_X)
    assert surveyed.survey.ids == ["t0", "t2", "t4"]
    press(Key.Key_Right)
    assert surveyed.survey.current == "t2"


def test_all_are_zoomed_and_moved_together(surveyed: Surveyed, pictures: FakePictures) -> None:
    surveyed.begin("t0", "t2", "t4")
    for name in ("t0", "t2", "t4"):
        pictures.picture_loaded.emit(name, picture(*SIZE))
    surveyed.panes.stage.zoom(lambda tile: tile.show_scale(4.0))
    press(Key.Key_Right)
    press(Key.Key_Down)
    zooms = [tile.zoom for tile in surveyed.view.tiles]
    assert [zoom.shown_scale for zoom in zooms] == [pytest.approx(4.0)] * 3
    for zoom in zooms[1:]:
        assert (zoom.x, zoom.y) == pytest.approx((zooms[0].x, zooms[0].y))
    assert zooms[0].x != 300.0
    assert surveyed.survey.current == "t0"
    press(Key.Key_PageDown)
    assert surveyed.survey.current == "t2"
    press(Key.Key_X)
    left = [tile.zoom.shown_scale for tile in surveyed.view.tiles]
    assert left == [pytest.approx(left[0])] * 2


# -- what comes and goes -------------------------------------------------------------------------


def test_a_missing_file_says_so_and_the_others_come(
    real: Surveyed, qtbot: QtBot, folder: Folder
) -> None:
    folder.remove("t2")
    folder.spoil("t4")
    told: list[tuple[str, bool]] = []
    real.panes.stage.file_missing_changed.connect(lambda name, gone: told.append((name, gone)))
    real.begin("t0", "t2", "t4", "t6")
    tiles = real.view.tiles
    qtbot.waitUntil(lambda: all(t.has_picture or t.trouble for t in tiles), timeout=READING_MS)
    assert [bool(tile.trouble) for tile in tiles] == [False, True, True, False]
    assert ("t2", True) in told
    assert "File missing" in tiles[1].accessibleDescription()
    folder.write("t2", COLORS[2])
    real.panes.stage.show_again()
    qtbot.waitUntil(lambda: real.view.tile("t2").has_picture, timeout=READING_MS)
    assert "File missing" not in real.view.tile("t2").accessibleDescription()
    assert real.view.tile("t2").accessibleName().startswith("B: ")


def test_a_picture_that_arrives_again_is_read_again(
    real: Surveyed, qtbot: QtBot, folder: Folder
) -> None:
    real.begin("t0", "t2", "t4")
    qtbot.waitUntil(lambda: all(t.has_picture for t in real.view.tiles), timeout=READING_MS)
    folder.write("t2", "#ffffff")
    task = real.source.by_id["t2"]
    real.change(replace(task, image=replace(task.image, sha256="9" * 64)))
    qtbot.waitUntil(lambda: real.view.tile("t2").has_picture, timeout=READING_MS)
    assert seen(real) == [COLORS[0], "#ffffff", COLORS[4]]


def test_who_goes_on_while_pictures_are_read_gets_all_of_them(
    surveyed: Surveyed, pictures: FakePictures
) -> None:
    surveyed.begin("t0", "t2", "t4")
    press(Key.Key_Right)
    press(Key.Key_Right)
    asked = pictures.picture_requests[-1]
    for _ in range(3):
        pictures.picture_loaded.emit(asked, picture(*SIZE))
        asked = pictures.picture_requests[-1]
    assert all(tile.has_picture for tile in surveyed.view.tiles)


def test_what_is_looked_at_together_is_not_read_for_single_too(
    surveyed: Surveyed, pictures: FakePictures
) -> None:
    surveyed.begin("t0", "t2", "t4")
    for name in ("t0", "t2", "t4"):
        pictures.picture_loaded.emit(name, picture(*SIZE))
    before = len(pictures.picture_requests)
    press(Key.Key_Right)
    press(Key.Key_Right)
    assert len(pictures.picture_requests) == before
    press(Key.Key_Return)
    assert pictures.picture_requests[before:] == ["t4"]


def test_of_large_pictures_no_more_is_kept_than_is_looked_at(
    surveyed: Surveyed, pictures: FakePictures, theme: Theme
) -> None:
    large = (5504, 3072)
    names = ["t0", "t2", "t4"]
    for name in names:
        task = surveyed.source.by_id[name]
        surveyed.change(replace(task, image=make_record(name, *large)))
    surveyed.begin(*names)
    for name in names:
        surveyed.view.tile(name).set_preview(pixels(256, 143))
        pictures.picture_loaded.emit(name, picture(*large))
    tiles = surveyed.view.tiles
    assert [tile.loaded.levels[0].width() for tile in tiles] == [2752] * 3
    assert {(tile.zoom.width, tile.zoom.height) for tile in tiles} == {large}
    given = tiles[1].given_away(tiles[1].loaded)
    assert (given.pixels, given.task_ids) == (None, ["t2"])
    before = len(pictures.picture_requests)
    surveyed.panes.stage.zoom(lambda tile: tile.show_scale(0.5))
    assert len(pictures.picture_requests) == before
    surveyed.panes.stage.zoom(lambda tile: tile.show_scale(1.0))
    theme.configure(motion="full")
    for _ in names:
        pictures.picture_loaded.emit(pictures.picture_requests[-1], picture(*large))
    # What was seen already does not come in softly once more.
    assert [tile._painting.opacity for tile in tiles] == [1.0] * 3
    assert sorted(pictures.picture_requests[before:]) == names
    assert [tile.loaded.levels[0].width() for tile in tiles] == [5504] * 3
    assert {round(tile.zoom.shown_scale, 6) for tile in tiles} == {1.0}
    assert tiles[1].given_away(tiles[1].loaded).pixels.width() == 5504


def test_for_another_window_the_current_picture_is_read_in_full(
    surveyed: Surveyed, pictures: FakePictures
) -> None:
    surveyed.begin("t0", "t2", "t4")
    surveyed.panes.stage.single.read_for_others(True)
    assert pictures.picture_requests[-1] == "t0"
    press(Key.Key_Right)
    assert pictures.picture_requests[-1] == "t2"
    for _ in range(3):
        pictures.picture_loaded.emit(pictures.picture_requests[-1], picture(*SIZE))
    assert all(tile.has_picture for tile in surveyed.view.tiles)
    assert surveyed.panes.stage.single.held("t2") is not None
    surveyed.panes.stage.single.read_for_others(False)
    before = len(pictures.picture_requests)
    press(Key.Key_Right)
    assert len(pictures.picture_requests) == before


def test_tasks_that_go_elsewhere_leave_too_few(surveyed: Surveyed) -> None:
    surveyed.begin("t0", "t2", "t4")
    surveyed.delete(["t4", "t0"])
    assert surveyed.panes.stage.view != COMPARE
    assert surveyed.view.tiles == []
    surveyed.delete(["t2"])


def test_a_failed_download_of_a_task_takes_its_picture_away(surveyed: Surveyed) -> None:
    surveyed.begin("t0", "t2", "t4", "t6")
    surveyed.change(replace(surveyed.source.by_id["t4"], state=TaskState.EXPIRED, image=None))
    assert surveyed.survey.ids == ["t0", "t2", "t6"]


def test_a_row_of_the_survey_becomes_current_and_another_one_is_shown_instead(
    surveyed: Surveyed,
) -> None:
    surveyed.begin("t0", "t2", "t4")
    surveyed.panes.history.focus_list()
    surveyed.panes.history.select("t4")
    assert surveyed.survey.current == "t4"
    surveyed.panes.history.select("t3")
    assert surveyed.panes.stage.view == SINGLE
    assert surveyed.panes.stage.task.id == "t3"
    assert surveyed.view.tiles == []


def test_a_partner_that_is_chosen_ends_the_survey(surveyed: Surveyed) -> None:
    surveyed.begin("t0", "t2", "t4")
    surveyed.panes.requests.compare_with_requested.emit("t5")
    assert surveyed.panes.stage.page is surveyed.panes.stage.compare.view
    pair = surveyed.panes.stage.compare.pair
    assert (pair.a, pair.b) == ("t0", "t5")
    assert surveyed.view.tiles == []


# -- looks and words -----------------------------------------------------------------------------


def test_screen_readers_hear_letter_prompt_and_state(surveyed: Surveyed) -> None:
    surveyed.change(replace(surveyed.source.by_id["t2"], starred=True, rating=4))
    surveyed.begin("t0", "t2", "t4")
    tile = surveyed.view.tile("t2")
    interface = QAccessible.queryAccessibleInterface(tile)
    assert interface.role() == QAccessible.Role.Graphic
    assert interface.text(QAccessible.Text.Name) == (
        "B: A ripe banana carved into a tiny sailing boat"
    )
    assert interface.text(QAccessible.Text.Description) == "starred, 4 star(s) of 5"
    assert surveyed.view.tile("t0").accessibleDescription() == "current"
    assert tile.out.accessibleName() == "Take B out"


def test_the_ring_tells_which_one_is_current(surveyed: Surveyed, theme: Theme) -> None:
    surveyed.begin("t0", "t2", "t4")

    def ring(name: str) -> str:
        tile = surveyed.view.tile(name)
        return tile.grab().toImage().pixelColor(1, tile.height() // 2).name()

    accent = theme.color("accent_line").name()
    assert [ring(name) == accent for name in ("t0", "t2", "t4")] == [True, False, False]
    press(Key.Key_Right)
    assert [ring(name) == accent for name in ("t0", "t2", "t4")] == [False, True, False]
    surveyed.panes.create.focus_prompt()
    assert ring("t2") not in (accent, ring("t0"))


def test_tab_reaches_the_current_picture_alone(surveyed: Surveyed) -> None:
    surveyed.begin("t0", "t2", "t4")
    press(Key.Key_Right)
    policies = [tile.focusPolicy() & Qt.FocusPolicy.TabFocus for tile in surveyed.view.tiles]
    assert [bool(policy) for policy in policies] == [False, True, False]
    surveyed.panes.create.focus_prompt()
    surveyed.panes.stage.focus_stage()
    assert QApplication.focusWidget() is surveyed.view.tile("t2")


def test_the_menu_of_a_tile_is_that_of_its_task(
    surveyed: Surveyed, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QMenu] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, _place: opened.append(menu))
    surveyed.begin("t0", "t2", "t4")
    surveyed.view.tile("t4").menu_requested.emit(QPoint(3, 4))
    assert surveyed.survey.current == "t4"
    assert "Move to bin" in [action.text() for action in opened[0].actions()]


def test_the_caption_is_that_of_the_current_picture(surveyed: Surveyed) -> None:
    surveyed.begin("t0", "t2", "t4")
    caption = surveyed.panes.stage.single.caption
    assert caption.isVisible()
    press(Key.Key_Escape)
    surveyed.panes.stage.set_view(GRID)
    assert not caption.isVisible()
