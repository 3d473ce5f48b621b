"""The history pane as a person meets it: search, filters, keys, buttons, news, quiet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

import pytest
from PySide6.QtCore import QEvent, QItemSelectionModel, QLocale, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QFont, QImage, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.task import GenerationTask, Hold, TaskState
from nanobanana_desktop.services.holds import HoldState
from nanobanana_desktop.ui.history.filter_chips import CHOICES
from nanobanana_desktop.ui.history.pane import HistoryPane
from nanobanana_desktop.ui.history.row_answers import Role
from nanobanana_desktop.ui.history.row_text import LineCache
from nanobanana_desktop.ui.task_requests import TaskRequests
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.thumbnails import ThumbnailCache
from nanobanana_desktop.ui.ticker import Ticker
from tests.ui.fake_history import DAY, HOUR, NOON, FakeHistory, FakePictures, make_task

S = TaskState


@dataclass
class Shown:
    """A pane on screen with everything around it."""

    pane: HistoryPane
    source: FakeHistory
    pictures: FakePictures
    ticker: Ticker
    requests: TaskRequests

    @property
    def ids(self) -> list[str]:
        return [self.pane.model.id_at(row) for row in range(self.pane.model.rowCount())]

    def add(self, task: GenerationTask) -> None:
        self.pane.tasks_added([self.source.put(task)])

    def change(self, task: GenerationTask) -> None:
        self.pane.task_changed(self.source.put(task))


@pytest.fixture(autouse=True)
def british_formats() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


@pytest.fixture
def show(qtbot: QtBot, theme: Theme) -> Callable[..., Shown]:
    def build(*tasks: GenerationTask, active: bool = True, answers_itself: bool = True) -> Shown:
        source, pictures, ticker = FakeHistory(tasks), FakePictures(), Ticker()
        source.answers_itself = answers_itself
        requests = TaskRequests()
        pane = HistoryPane(theme, source, ThumbnailCache(pictures), ticker, requests, lambda: NOON)
        qtbot.addWidget(pane)
        pane.resize(304, 700)
        pane.show_history()
        with qtbot.waitExposed(pane):
            pane.show()
            if active:
                pane.activateWindow()
        QApplication.processEvents()
        return Shown(pane, source, pictures, ticker, requests)

    return build


def many(count: int) -> list[GenerationTask]:
    return [make_task(f"t{n:04}", age=HOUR * (n + 1)) for n in range(count)]


def test_rows_lie_where_the_mock_up_has_them(show, theme) -> None:
    shown = show(make_task("p", S.PROCESSING, age=24), make_task("a"), make_task("b", age=2 * HOUR))
    view = shown.pane.list
    rects = [view.visualRect(shown.pane.model.index(row)) for row in range(3)]
    metrics = shown.pane._delegate.metrics
    assert [rect.height() for rect in rects] == [
        metrics.row_height,
        metrics.row_height + metrics.header_height,
        metrics.row_height,
    ]
    assert metrics.row_height >= theme.px(76)
    assert rects[0].left() == theme.px(8)
    assert rects[1].top() == rects[0].bottom() + 1


def test_only_visible_rows_are_read_and_only_their_pictures_asked_for(show, qtbot) -> None:
    shown = show(*many(1000))
    assert shown.source.tasks_read <= 150
    qtbot.waitUntil(lambda: len(shown.pictures.tile_requests) >= 3)
    assert len(shown.pictures.tile_requests) <= 20


def test_a_thumbnail_that_comes_is_drawn_without_a_second_request(show, qtbot) -> None:
    shown = show(make_task("a"))
    shown.pane.list.grab()
    QApplication.processEvents()
    asked = len(shown.pictures.tile_requests)
    image = QImage(256, 144, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    shown.pictures.give_tiles("a", image)
    picture = shown.pane.list.grab().toImage()
    rect = shown.pane.list.visualRect(shown.pane.model.index(0))
    body = shown.pane._delegate.body_rect(rect, "Today")
    spot = body.center()
    assert picture.pixelColor(body.left() + 30, spot.y()).red() > 200
    QApplication.processEvents()
    assert len(shown.pictures.tile_requests) == asked


def test_search_waits_for_a_pause_and_says_what_it_did_not_find(show, qtbot) -> None:
    shown = show(make_task("b", prompt="A ripe banana"), make_task("a", prompt="Ein Haus"))
    search = shown.pane.search
    QTest.keyClicks(search, "bana")
    assert shown.ids == ["b", "a"]
    qtbot.waitUntil(lambda: shown.ids == ["b"])
    search.setText("teapot")
    qtbot.waitUntil(lambda: shown.ids == [])
    assert shown.pane.place.note.heading == "No prompts match “teapot”"
    assert shown.pane.place.note.button.text() == "Clear search"
    shown.pane.place.note.button.click()
    assert shown.ids == ["b", "a"]
    shown.pane._announce_wait.stop()


def test_escape_clears_the_search_and_the_second_one_returns_to_the_list(show, qtbot) -> None:
    shown = show(make_task("b", prompt="A ripe banana"), make_task("a", prompt="Ein Haus"))
    search = shown.pane.search
    search.setFocus()
    search.setText("banana")
    QTest.keyClick(search, Qt.Key.Key_Escape)
    assert search.text() == ""
    assert search.hasFocus()
    QTest.keyClick(search, Qt.Key.Key_Escape)
    assert shown.pane.list.hasFocus()


def test_filters_are_radio_buttons_with_counts(show) -> None:
    shown = show(
        make_task("a", starred=True),
        make_task("f", S.FAILED, age=2 * HOUR),
        make_task("p", S.PROCESSING),
    )
    names = [shown.pane.filters.chip(f).accessibleName() for f in CHOICES]
    assert names == ["All", "Active 1", "Failed 1", "Starred"]
    for chosen, expected in zip(CHOICES, (["p", "a", "f"], ["p"], ["f"], ["a"]), strict=True):
        chip = shown.pane.filters.chip(chosen)
        chip.click()
        assert shown.ids == expected
        interface = QAccessible.queryAccessibleInterface(chip)
        assert interface.role() == QAccessible.Role.RadioButton


def test_an_empty_history_says_what_will_be_here(show) -> None:
    shown = show()
    assert shown.pane.place.note.heading == "Your images will appear here"
    assert shown.pane.place.note.isVisible()
    shown.add(make_task("a", S.READY, age=1))
    assert shown.pane.list.isVisible()


def test_the_header_counts_what_is_under_way(show) -> None:
    shown = show(make_task("p", S.PROCESSING), make_task("q", S.QUEUED))
    assert shown.pane.summary == "1 in progress, 1 queued"
    shown.change(make_task("q", S.DOWNLOADING))
    assert shown.pane.summary == "2 in progress"
    shown.change(make_task("q", S.DOWNLOADING, trashed_at=NOON))
    assert shown.pane.summary == "1 in progress"
    shown.change(make_task("q", S.DOWNLOADING))
    assert shown.pane.summary == "2 in progress"
    shown.change(make_task("q"))
    shown.change(make_task("p", S.FAILED))
    assert shown.pane.summary == ""


def test_the_list_is_a_list_for_screen_readers(show) -> None:
    shown = show(make_task("a", starred=True), make_task("b", S.FAILED, age=2 * HOUR))
    interface = QAccessible.queryAccessibleInterface(shown.pane.list)
    assert interface.role() == QAccessible.Role.List
    assert interface.text(QAccessible.Text.Name) == "History"
    rows = [interface.child(n) for n in range(interface.childCount())]
    names = [row.text(QAccessible.Text.Name) for row in rows if row is not None]
    assert any("Completed" in name and "starred" in name for name in names)
    assert any("Failed" in name for name in names)
    field = QAccessible.queryAccessibleInterface(shown.pane.search)
    assert field.role() == QAccessible.Role.EditableText
    assert field.text(QAccessible.Text.Name) == "Search prompts"


def test_keys_ask_for_what_they_mean(show, qtbot) -> None:
    shown = show(make_task("a"), make_task("b", age=2 * HOUR))
    asked: list[tuple[object, ...]] = []
    requests = shown.requests
    requests.open_requested.connect(lambda task_id: asked.append(("open", task_id)))
    requests.star_toggled.connect(lambda task_id, on: asked.append(("star", task_id, on)))
    requests.reuse_requested.connect(lambda task: asked.append(("reuse", task.id)))
    requests.use_as_reference_requested.connect(lambda task: asked.append(("use", task.id)))
    requests.copy_requested.connect(lambda task: asked.append(("copy", task.id)))
    requests.delete_requested.connect(lambda ids: asked.append(("delete", *ids)))
    requests.view_requested.connect(lambda view: asked.append(("view", view)))
    view = shown.pane.list
    shown.pane.focus_list()
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert shown.pane.current_task().id == "b"
    for key in "srug":
        QTest.keyClick(view, key)
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(view, Qt.Key.Key_Return)
    QTest.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert asked == [
        ("star", "b", True),
        ("reuse", "b"),
        ("use", "b"),
        ("view", "grid"),
        ("copy", "b"),
        ("open", "b"),
        ("delete", "a", "b"),
    ]
    shown.pane.keys.letters = False
    QTest.keyClick(view, "s")
    assert len(asked) == 7


def test_letters_do_not_search_in_the_list(show) -> None:
    shown = show(make_task("a", prompt="alpha"), make_task("b", prompt="zebra", age=2 * HOUR))
    shown.pane.focus_list()
    QTest.keyClick(shown.pane.list, "z")
    assert shown.pane.current_task().id == "a"


def test_the_button_of_a_failed_row_asks_to_run_again(show, qtbot) -> None:
    shown = show(make_task("f", S.FAILED))
    view = shown.pane.list
    rect = view.visualRect(shown.pane.model.index(0))
    metrics = shown.pane._delegate.metrics
    body = shown.pane._delegate.body_rect(rect, "Today")
    spot = QPoint(body.right() - metrics.text_right - metrics.button // 2, body.center().y())
    with qtbot.waitSignal(shown.requests.run_again_requested) as asked:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert asked.args == ["f"]


def test_what_waits_is_cancelled_in_its_row_once_it_is_selected(show) -> None:
    shown = show(make_task("w", S.READY), make_task("a", age=HOUR))
    asked: list[str] = []
    shown.requests.stop_watching_requested.connect(asked.append)
    shown.pane.select("a")
    view = shown.pane.list
    body = view.visualRect(shown.pane.model.index(0))
    metrics = shown.pane._delegate.metrics
    spot = QPoint(body.right() - metrics.text_right - metrics.button // 2, body.center().y())
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert [task.id for task in shown.pane.selected_tasks()] == ["w"]
    assert asked == []
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert asked == ["w"]


def test_a_click_on_a_day_keeps_the_selection(show) -> None:
    shown = show(make_task("a"), make_task("b", age=DAY))
    shown.pane.select("a")
    rect = shown.pane.list.visualRect(shown.pane.model.index(1))
    header = QPoint(rect.left() + 20, rect.top() + 5)
    QTest.mouseClick(shown.pane.list.viewport(), Qt.MouseButton.LeftButton, pos=header)
    assert [task.id for task in shown.pane.selected_tasks()] == ["a"]


def test_news_above_leave_the_view_still_and_are_counted(show) -> None:
    shown = show(*many(200), make_task("p", S.PROCESSING, age=30))
    view = shown.pane.list
    shown.pane.select("t0020")
    view.verticalScrollBar().setValue(1503)
    QApplication.processEvents()
    before = view.viewport().grab().toImage()
    top = view.indexAt(QPoint(50, 100)).data(Role.TASK).id
    shown.add(make_task("n1", S.READY, age=2))
    shown.add(make_task("n2", S.READY, age=1))
    shown.change(make_task("p", age=30))
    QApplication.processEvents()
    assert view.indexAt(QPoint(50, 100)).data(Role.TASK).id == top
    assert shown.pane._new_chip.text() == "2 new"
    shown.pane._new_chip.hide()
    assert view.viewport().grab().toImage() == before
    assert shown.pane.current_task().id == "t0020"
    shown.pane._on_new_chip_clicked()
    assert view.is_at_top
    assert shown.pane._new_chip.count == 0


def test_a_few_pixels_from_the_top_news_are_seen_at_once(show) -> None:
    shown = show(*[make_task(f"t{n:04}", age=60 * (n + 1)) for n in range(60)])
    view = shown.pane.list
    view.verticalScrollBar().setValue(1)
    shown.add(make_task("new", S.READY, age=1))
    assert view.indexAt(QPoint(50, 40)).data(Role.TASK).id == "new"
    assert shown.pane._new_chip.isHidden()


def test_a_scroll_bar_with_nothing_to_scroll_shows_no_handle(show) -> None:
    shown = show(make_task("a"))
    bar = shown.pane.list.verticalScrollBar()
    assert not bar.isEnabled()
    for number in range(60):
        shown.add(make_task(f"t{number:04}", age=60 * (number + 1)))
    assert bar.maximum() > 0
    assert bar.isEnabled()


def test_shift_and_f10_open_the_menu_at_the_current_row(show) -> None:
    shown = show(make_task("a"), make_task("b", age=2 * HOUR))
    shown.pane.select("b")
    view = shown.pane.list
    places: list[QPoint] = []
    view.menu_requested.connect(places.append)
    view.menu_requested.disconnect(shown.pane._on_list_menu_requested)
    QTest.keyClick(view, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    assert view.indexAt(view.viewport().mapFromGlobal(places[0])).data(Role.TASK).id == "b"


def test_scrolling_up_into_unread_days_does_not_jump(show) -> None:
    shown = show(*[make_task(f"t{n:04}", age=DAY * (n + 1) / 3) for n in range(400)])
    view = shown.pane.list
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    for _ in range(60):
        index = view.indexAt(QPoint(50, 300))
        if not index.isValid():
            index = view.indexAt(QPoint(50, 300 - shown.pane._delegate.metrics.header_height))
        task_id = index.data(Role.TASK).id
        edge = view.visualRect(index).bottom()
        bar = view.verticalScrollBar()
        bar.setValue(bar.value() - 120)
        moved = view.visualRect(shown.pane.model.index_of(task_id)).bottom() - edge
        assert moved == 120


def test_after_a_removal_the_neighbour_is_selected(show) -> None:
    shown = show(make_task("a"), make_task("b", age=2 * HOUR), make_task("c", age=3 * HOUR))
    shown.pane.select("b")
    del shown.source.by_id["b"]
    shown.pane.tasks_removed(["b"])
    assert [task.id for task in shown.pane.selected_tasks()] in (["c"], ["a"])


def test_the_current_task_is_told_and_told_again_when_it_changes(show, qtbot) -> None:
    shown = show(make_task("a"), make_task("p", S.PROCESSING, age=9))
    shown.pane.select("a")
    with qtbot.waitSignal(shown.pane.current_changed) as told:
        shown.pane.select("p")
    assert told.args[0].id == "p"
    with qtbot.waitSignal(shown.pane.current_changed) as told:
        shown.change(make_task("p", age=9))
    assert told.args[0].state is S.DONE


def test_the_rows_behind_the_first_ones_come_without_moving_anything(show, qtbot) -> None:
    shown = show(*many(1200), answers_itself=False)
    assert shown.pane.model.rowCount() == 500
    shown.pane.select("t0300")
    bar = shown.pane.list.verticalScrollBar()
    before = bar.value()
    with qtbot.assertNotEmitted(shown.pane.model.modelReset):
        shown.source.answer()
    assert shown.pane.model.rowCount() == 1200
    assert bar.value() == before > 0
    assert shown.pane.current_task().id == "t0300"
    assert shown.source.largest_read <= 500


def test_nothing_ticks_unless_something_visible_moves(show) -> None:
    shown = show(*many(3))
    assert not shown.ticker.is_running
    shown.add(make_task("p", S.PROCESSING, age=5))
    assert shown.ticker.is_running
    shown.pane.hide()
    assert not shown.ticker.is_running
    shown.pane.show()
    QApplication.processEvents()
    assert shown.ticker.is_running
    shown.change(make_task("p", age=5))
    assert not shown.ticker.is_running


def test_active_rows_out_of_sight_do_not_tick(show) -> None:
    shown = show(*many(100), make_task("p", S.PROCESSING, age=30))
    assert shown.ticker.is_running
    shown.pane.list.verticalScrollBar().setValue(2000)
    assert not shown.ticker.is_running


def test_a_hold_is_read_from_the_rows(show) -> None:
    shown = show(make_task("p", S.PROCESSING, age=30), make_task("r", S.READY, age=20))
    shown.pane.set_holds(HoldState((Hold.OFFLINE,)))
    spoken = [
        shown.pane.model.index(row).data(Qt.ItemDataRole.AccessibleDescriptionRole)
        for row in range(2)
    ]
    assert spoken[0].startswith("Not sent")
    assert spoken[1].startswith("Waiting for network")


def test_shift_selects_a_range_and_control_single_rows(show) -> None:
    shown = show(*many(6))
    view = shown.pane.list

    def click(row: int, modifier: Qt.KeyboardModifier) -> None:
        spot = view.visualRect(shown.pane.model.index(row)).bottomLeft() + QPoint(40, -10)
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, modifier, spot)

    click(1, Qt.KeyboardModifier.NoModifier)
    click(3, Qt.KeyboardModifier.ShiftModifier)
    assert view.selected_ranges() == [range(1, 4)]
    click(5, Qt.KeyboardModifier.ControlModifier)
    assert view.selected_ranges() == [range(1, 4), range(5, 6)]


def test_every_state_paints_in_both_themes(show, theme, qtbot) -> None:
    tasks = [make_task(s.value, s, age=n * 60.0) for n, s in enumerate(TaskState)]
    for mode in ("light", "dark"):
        theme.configure(mode=mode)
        shown = show(*tasks, replace(make_task("new"), seen=False, starred=True))
        shown.pane.resize(304, 1800)
        shown.pane.selection_model.select(
            shown.pane.model.index(0), QItemSelectionModel.SelectionFlag.Select
        )
        shown.pane.list.hovered_row = 1
        picture = shown.pane.list.grab().toImage()
        colors = {picture.pixelColor(x, y).name() for x in range(0, 300, 3) for y in range(1500)}
        for token in ("err_soft", "info", "warn", "accent_soft"):
            assert theme.color(token).name() in colors, token


def test_a_row_that_a_screen_reader_selects_is_looked_at(show) -> None:
    shown = show(make_task("a"), make_task("b", age=2 * HOUR))
    told: list[str] = []
    shown.pane.current_changed.connect(lambda task: told.append(task.id))
    chosen = shown.pane.model.index_of("b")
    shown.pane.selection_model.select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
    assert told == ["b"]
    assert [task.id for task in shown.pane.selected_tasks()] == ["b"]


@pytest.mark.parametrize("before", [S.SUBMIT_UNKNOWN, S.RESULT_BAD, S.EXPIRED, S.DONE])
def test_a_top_row_that_goes_on_where_it_stands_never_lies_over_its_neighbour(show, before) -> None:
    shown = show(make_task("a", before, age=60), make_task("b"), make_task("c", age=2 * HOUR))
    view, model = shown.pane.list, shown.pane.model
    assert model.active_count == 0
    for state in (S.QUEUED, before, S.PROCESSING, S.DONE):
        shown.change(make_task("a", state, age=60))
        QApplication.processEvents()
        rects = [view.visualRect(model.index(row)) for row in range(3)]
        assert [rect.top() for rect in rects[1:]] == [rect.bottom() + 1 for rect in rects[:2]]
        header = view._delegate.metrics.header_height
        with_header = [rect.height() - view._delegate.metrics.row_height for rect in rects]
        assert with_header == ([0, header, 0] if model.active_count else [header, 0, 0])


def test_rows_that_move_because_a_header_comes_are_painted_anew(show) -> None:
    class Painted(QObject):
        areas: ClassVar[list[QRect]] = []

        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            if isinstance(event, QPaintEvent):
                self.areas.append(event.rect())
            return False

    shown = show(make_task("a", S.SUBMIT_UNKNOWN, age=60), make_task("b"))
    painted, viewport = Painted(), shown.pane.list.viewport()
    viewport.installEventFilter(painted)
    shown.change(make_task("a", S.QUEUED, age=60))
    QApplication.processEvents()
    assert viewport.rect() in painted.areas


def test_search_words_are_underlined_in_rows_of_every_weight() -> None:
    cache = LineCache()
    for weight in (QFont.Weight.Medium, QFont.Weight.Bold):
        font = QFont()
        font.setWeight(weight)
        lines = cache.lines("Paper mountains", font, 400, count=2, pitch=17, marked=("moun",))
        (mark,) = lines.layouts[0].formats()
        assert (mark.start, mark.length) == (6, 4)
        assert mark.format.fontUnderline()


def test_a_search_that_breaks_says_so_and_can_be_tried_again(show, qtbot) -> None:
    shown = show(make_task("b", prompt="A ripe banana"), make_task("a", prompt="Ein Haus"))
    shown.source.answers_itself = False
    shown.pane.search.setText("bana")
    qtbot.waitUntil(lambda: shown.source.requested is not None)
    shown.source.fail()
    note = shown.pane.place.note
    assert note.isVisible()
    assert (note.heading, note.button.text()) == ("The list could not be read", "Try again")
    note.button.click()
    assert shown.source.requested == shown.pane.model.query
    shown.source.answer()
    assert shown.ids == ["b"]
    assert shown.pane.list.isVisible()
    shown.pane._announce_wait.stop()


def test_a_list_of_which_a_part_is_missing_stays_and_can_be_completed(show) -> None:
    shown = show()
    shown.source.answers_itself = False
    shown.source.page_size = 20
    for number in range(50):
        shown.source.put(make_task(f"t{number:02}", age=60.0 * number))
    shown.pane.show_history()
    shown.source.fail()
    assert (len(shown.ids), shown.pane.list.isVisible()) == (20, True)
    missing = shown.pane.place.missing
    assert missing.isVisible()
    missing.button.click()
    shown.source.answer()
    assert (len(shown.ids), missing.isVisible()) == (50, False)
    shown.pane.model.refresh()
    shown.source.fail()
    assert missing.isVisible()
    shown.pane.model.refresh()
    shown.source.answer()
    assert not missing.isVisible()
