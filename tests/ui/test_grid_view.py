"""The grid in a window: what stays in its place, what is read, and how tiles are selected."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.history_query import HistoryFilter, HistoryQuery
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.ui.grouping import Arrangement, Grouping
from nanobanana_desktop.ui.history.delegate import HistoryDelegate
from nanobanana_desktop.ui.history.model import HistoryModel
from nanobanana_desktop.ui.history.view import HistoryList
from nanobanana_desktop.ui.item_view import WHEEL_STEP
from nanobanana_desktop.ui.stage.grid_view import GridView
from nanobanana_desktop.ui.task_keys import TaskKeys
from nanobanana_desktop.ui.task_requests import TaskRequests
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.thumbnails import ThumbnailCache
from nanobanana_desktop.ui.ticker import Ticker
from tests.ui.fake_history import HOUR, NOON, FakeHistory, FakePictures, make_record, make_task

S = TaskState
Flag = QItemSelectionModel.SelectionFlag
SHAPES = ((1536, 2752), (2048, 2048), (2400, 1792), (2752, 1536), (3168, 1344))


@dataclass
class Shown:
    source: FakeHistory
    model: HistoryModel
    view: GridView | HistoryList
    history: HistoryList
    """It owns the selection of both."""
    pictures: FakePictures
    thumbnails: ThumbnailCache

    def place(self) -> dict[str, QRect]:
        """What can be seen whole, and where."""
        area = self.view.viewport().rect()
        rects = {
            self.model.id_at(row): self.view.visualRect(self.model.index(row))
            for row in self.view.visible_rows()
        }
        return {task_id: rect for task_id, rect in rects.items() if area.contains(rect)}

    def scroll(self, value: int) -> None:
        self.view.verticalScrollBar().setValue(value)


def tasks(count: int, seed: int = 1) -> list[GenerationTask]:
    chance = random.Random(seed)
    return [
        make_task(
            f"t{n:04}",
            age=HOUR * (n + 1),
            image=make_record(f"t{n:04}", *chance.choice(SHAPES)),
            starred=n % 3 == 0,
        )
        for n in range(count)
    ]


@pytest.fixture(params=["grid", "grid by day", "list"])
def show(
    request: pytest.FixtureRequest, qtbot: QtBot, theme: Theme
) -> Iterator[Callable[..., Shown]]:
    # The list owns the selection that the grid paints, so it must not go before the grid does.
    kept: list[Shown] = []

    def build(*made: GenerationTask, answers: bool = True) -> Shown:
        source = FakeHistory(made)
        source.answers_itself = False
        model = HistoryModel(source, lambda: NOON)
        model.reload()
        if answers:
            source.answer()
        pictures = FakePictures()
        thumbnails, ticker = ThumbnailCache(pictures), Ticker()
        keys = TaskKeys(TaskRequests())
        delegate = HistoryDelegate(theme, thumbnails, ticker, lambda: NOON, model)
        history = HistoryList(theme, model, delegate, ticker, keys)
        qtbot.addWidget(history)
        view: GridView | HistoryList = history
        if request.param != "list":
            selection = history.selectionModel()
            view = GridView(theme, model, selection, thumbnails, ticker, keys, lambda: NOON)
            if request.param == "grid by day":
                view.arrange(Arrangement(Grouping.DAY))
        else:
            history.follow(thumbnails)
        qtbot.addWidget(view)
        view.resize(700, 620)
        with qtbot.waitExposed(view):
            view.show()
        QApplication.processEvents()
        kept.append(Shown(source, model, view, history, pictures, thumbnails))
        return kept[-1]

    yield build
    kept.clear()


only_grid = pytest.mark.parametrize("show", ["grid"], indirect=True)


@only_grid
def test_pictures_are_asked_for_at_the_size_that_stays(show, qtbot: QtBot) -> None:
    shown = show(*tasks(40))
    there = set(shown.place())
    qtbot.waitUntil(lambda: there <= set(shown.pictures.tile_requests))
    image = QImage(64, 64, QImage.Format.Format_RGB32)
    for task_id in there:
        shown.pictures.give_tiles(task_id, image)
    shown.pictures.tile_requests.clear()
    with qtbot.waitSignal(shown.thumbnails.size_rested):
        for width in (690, 670, 640):
            shown.view.resize(width, 620)
            QApplication.processEvents()
        assert not there & set(shown.pictures.tile_requests)
    QApplication.processEvents()
    wanted = {key.picture.task_id: key.shape for key in shown.pictures.tiles_wanted}
    for task_id, rect in shown.place().items():
        shape = wanted[task_id]
        assert (shape.width, shape.height) == (rect.width(), rect.height())


def test_a_picture_that_comes_while_scrolled_away_moves_nothing(show) -> None:
    working = [make_task(f"w{n}", S.PROCESSING, age=60.0 + n, ratio=None) for n in range(3)]
    shown = show(*working, *tasks(300))
    for value in (WHEEL_STEP, 40, 700, 3000):
        shown.scroll(value)
        before = shown.place()
        new = f"new{value}"
        shown.model.task_changed(shown.source.put(make_task(new, S.READY, age=30, ratio=None)))
        assert shown.place() == before
        shown.model.task_changed(shown.source.put(make_task(new, S.PROCESSING, age=30)))
        assert shown.place() == before
        if value < 700:
            # Its picture would come into what is seen.
            continue
        done = make_task(new, S.DONE, age=30, image=make_record(new, 3168, 1344))
        shown.model.task_changed(shown.source.put(done))
        assert shown.place() == before
    shown.scroll(900)
    before = shown.place()
    for task in working:
        done = replace(task, state=S.DONE, image=make_record(task.id, 1536, 2752))
        shown.model.task_changed(shown.source.put(done))
        assert shown.place() == before
    assert [shown.model.id_at(row) for row in range(3)] == ["new40", f"new{WHEEL_STEP}", "new3000"]


@pytest.mark.parametrize("seed", range(3))
def test_what_happens_elsewhere_never_moves_what_is_seen(show, seed: int) -> None:
    chance = random.Random(seed)
    shown = show(*tasks(400))
    for number in range(80):
        shown.scroll(chance.randrange(100, shown.view.verticalScrollBar().maximum()))
        before = shown.place()
        rows = shown.view.visible_rows()
        row = chance.randrange(shown.model.rowCount())
        if rows.start - 2 <= row <= rows.stop + 1:
            continue
        task = shown.model.task_at(row)
        kind = chance.randrange(3)
        if kind == 0:
            shape = chance.choice(SHAPES)
            other = replace(task, image=make_record(task.id, *shape))
            shown.model.task_changed(shown.source.put(other))
        elif kind == 1:
            shown.model.tasks_removed([task.id])
            shown.source.remove(task.id)
        else:
            age = NOON - task.created_at + 60.0
            shown.model.task_changed(shown.source.put(make_task(f"n{number}", age=age)))
        assert shown.place() == before, (number, kind)


def test_the_rest_of_the_listing_moves_nothing(show) -> None:
    shown = show(*tasks(1500), answers=False)
    bar = shown.view.verticalScrollBar()
    for value in (0, 2000, bar.maximum() - 700):
        shown.scroll(value)
        before = shown.place()
        if value > 2000:
            shown.source.answer()
        assert shown.place() == before
    assert shown.model.rowCount() == 1500


def test_the_current_tile_stays_when_sizes_change(show) -> None:
    shown = show(*tasks(900))
    view = shown.view
    shown.scroll(view.verticalScrollBar().maximum() // 2)
    row = next(iter(view.visible_rows())) + 6
    view.selectionModel().setCurrentIndex(shown.model.index(row), Flag.ClearAndSelect)
    index = shown.model.index(row)
    before = view.visualRect(index)
    for width in (560, 900, 430, 700):
        view.resize(width, 620)
        assert view.anchor_edge(row) - view.verticalOffset() == pytest.approx(before.top(), abs=33)
    assert view.visualRect(index) == before
    if isinstance(view, GridView):
        for step in (4, 0, 3, 2):
            view.set_step(step)
            assert view.visualRect(index).top() == before.top()
        assert view.visualRect(index) == before


def test_a_filter_leaves_the_task_in_its_place_that_was_looked_at(show) -> None:
    shown = show(*tasks(900))
    shown.scroll(shown.view.verticalScrollBar().maximum() // 3)
    starred = [row for row in shown.view.visible_rows() if shown.model.task_at(row).starred]
    row = starred[len(starred) // 2]
    shown.view.selectionModel().setCurrentIndex(shown.model.index(row), Flag.ClearAndSelect)
    task_id = shown.model.id_at(row)
    edge = shown.view.anchor_edge(row) - shown.view.verticalOffset()
    shown.model.set_query(HistoryQuery(filter=HistoryFilter.STARRED))
    now = shown.model.row_of(task_id)
    assert now is not None
    assert now != row
    assert shown.view.anchor_edge(now) - shown.view.verticalOffset() == edge
    shown.model.set_query(HistoryQuery(filter=HistoryFilter.FAILED))
    assert shown.view.verticalOffset() == 0


def test_what_is_above_is_laid_out_without_a_jump(show) -> None:
    shown = show(*tasks(2000))
    bar = shown.view.verticalScrollBar()
    shown.scroll(bar.maximum() // 2)
    for _ in range(120):
        before = shown.place()
        step = bar.singleStep() * 3
        bar.setValue(bar.value() - step)
        after = shown.place()
        stayed = before.keys() & after.keys()
        assert stayed
        assert {after[task_id].top() - before[task_id].top() for task_id in stayed} == {step}


def test_the_end_is_reached_and_every_row_lies_on_the_way(show) -> None:
    shown = show(*tasks(1200))
    view, bar = shown.view, shown.view.verticalScrollBar()
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.currentIndex().row() == 1199
    assert view.viewport().rect().contains(view.visualRect(view.currentIndex()))
    assert bar.value() >= bar.maximum() - 17
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert (view.currentIndex().row(), view.verticalOffset()) == (0, 0)
    bar.setValue(bar.maximum())
    assert view.visible_rows().stop == 1200
    seen: set[int] = set()
    bar.setValue(0)
    while bar.value() < bar.maximum():
        seen.update(view.visible_rows())
        bar.setValue(bar.value() + 500)
    seen.update(view.visible_rows())
    assert seen == set(range(1200))
    assert shown.source.largest_read <= 500


def test_page_and_arrow_keys_lead_down_and_back(show) -> None:
    shown = show(*tasks(700))
    view = shown.view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Home)
    rows = [0]
    for key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_PageDown, Qt.Key.Key_Down):
        QTest.keyClick(view, key)
        rows.append(view.currentIndex().row())
        assert view.viewport().rect().intersects(view.visualRect(view.currentIndex()))
    assert rows == sorted(set(rows))
    for _ in range(12):
        QTest.keyClick(view, Qt.Key.Key_PageUp)
    assert view.currentIndex().row() in range(5)


def test_all_rows_are_one_range_and_none_is_read_for_it(show) -> None:
    shown = show(*tasks(3000))
    before = shown.source.tasks_read
    shown.view.selectAll()
    assert shown.view.selected_ranges() == [range(3000)]
    chosen = shown.view.selected_tasks()
    assert len(chosen) == 3000
    assert shown.source.tasks_read == before
    assert chosen[0].id == "t0000"
    assert len(list(chosen)) == 3000
    assert shown.source.largest_read <= 500
    assert list(shown.model.numbers(shown.view.selected_ranges())) == list(range(3000, 0, -1))


def test_shift_selects_from_the_first_to_the_last(show) -> None:
    shown = show(*tasks(900))
    view = shown.view

    def click(row: int, modifier: Qt.KeyboardModifier) -> None:
        view.scrollTo(shown.model.index(row))
        spot = view.visualRect(shown.model.index(row)).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, modifier, spot)

    click(5, Qt.KeyboardModifier.NoModifier)
    click(640, Qt.KeyboardModifier.ShiftModifier)
    assert view.selected_ranges() == [range(5, 641)]
    click(600, Qt.KeyboardModifier.ControlModifier)
    assert view.selected_ranges() == [range(5, 600), range(601, 641)]


def test_the_neighbour_of_what_was_deleted_is_selected(show) -> None:
    shown = show(*tasks(40))
    for row, then in ((7, "t0008"), (38, "t0038")):
        shown.view.selectionModel().setCurrentIndex(shown.model.index(row), Flag.ClearAndSelect)
        shown.model.tasks_removed([shown.model.id_at(row)])
        assert [task.id for task in shown.view.selected_tasks()] == [then]
        assert shown.model.id_at(shown.view.currentIndex().row()) == then


def test_a_task_that_ends_where_it_stands_gets_its_day_above_it(show) -> None:
    shown = show(make_task("w", S.PROCESSING, age=60), *tasks(30))
    view = shown.view
    height = view.item_geometry().height
    done = shown.source.put(make_task("w", S.DONE, age=60, image=make_record("w", 1536, 2752)))
    shown.model.task_changed(done)
    assert shown.model.day_starts[0] == 0
    rect = view.visualRect(shown.model.index(0))
    if isinstance(view, GridView):
        assert rect.width() < rect.height()
    else:
        assert rect.height() > view.visualRect(shown.model.index(1)).height()
        assert view.item_geometry().height == height


def test_shapes_that_a_later_listing_tells_are_laid_out(show) -> None:
    shown = show(*tasks(300))
    view = shown.view
    shown.scroll(view.verticalScrollBar().maximum() // 2)
    row = view.visible_rows().start + 3
    task = shown.model.task_at(row)
    place = view.anchor_edge(row) - view.verticalOffset()
    shown.source.put(replace(task, image=make_record(task.id, 3168, 500)))
    shown.model.refresh()
    shown.source.answer()
    assert shown.model.ratios(row, row + 1)[0] == pytest.approx(6.336)
    if isinstance(view, GridView):
        rect = view.visualRect(shown.model.index(row))
        assert rect.width() > 3 * rect.height()
    else:
        assert view.anchor_edge(row) - view.verticalOffset() == place


@only_grid
def test_a_drag_beside_the_tiles_selects_what_it_touches(show) -> None:
    shown = show(*tasks(60))
    view = shown.view
    end = QPoint(view.viewport().width() // 2 - 60, 420)
    area = QRect(QPoint(4, 4), end)
    wanted = [row for row in range(60) if view.visualRect(shown.model.index(row)).intersects(area)]
    viewport = view.viewport()
    QTest.mousePress(
        viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(4, 4)
    )
    QTest.mouseMove(viewport, end - QPoint(30, 30))
    QTest.mouseMove(viewport, end)
    assert [row for part in view.selected_ranges() for row in part] == wanted
    with_band = view.grab().toImage()
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)
    assert view.grab().toImage() != with_band
    assert len(wanted) > 2
    assert wanted != list(range(wanted[-1] + 1))


@only_grid
def test_days_begin_with_a_line_and_a_name(show) -> None:
    shown = show(*tasks(100))
    view = shown.view
    view.resize(700, 1400)
    view.arrange(Arrangement(Grouping.DAY))
    first, second = list(shown.model.day_starts)[:2]
    layout = view.item_geometry()
    assert layout.line_of(second).start == second
    assert layout.rect(second).top() - layout.rect(second - 1).bottom() > 34
    assert [row for row, _ in layout.headers_between(0, 1300)][:2] == [first, second]
    view.arrange(Arrangement())
    assert not layout.headers_between(0, 10**9)


def test_who_hears_of_a_reset_before_the_grid_may_choose_a_row(qtbot: QtBot, theme: Theme) -> None:
    """An error while Qt asks for places would end the program."""
    source = FakeHistory(tasks(900))
    model = HistoryModel(source, lambda: NOON)
    model.reload()
    selection = QItemSelectionModel(model)
    chosen: list[int] = []

    def choose() -> None:
        chosen.append(model.rowCount() - 1)
        selection.setCurrentIndex(model.index(chosen[-1]), Flag.ClearAndSelect)

    model.modelReset.connect(choose)
    thumbnails, keys = ThumbnailCache(FakePictures()), TaskKeys(TaskRequests())
    view = GridView(theme, model, selection, thumbnails, Ticker(), keys, lambda: NOON)
    qtbot.addWidget(view)
    view.resize(700, 620)
    with qtbot.waitExposed(view):
        view.show()
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() * 2 // 3)
    QApplication.processEvents()
    view.resize(660, 620)
    model.set_query(HistoryQuery(filter=HistoryFilter.STARRED))
    assert chosen[-1] == 299
    assert not view.visualRect(model.index(299)).isNull()
    QApplication.processEvents()
    assert all(view.visualRect(model.index(row)).isValid() for row in view.visible_rows())
