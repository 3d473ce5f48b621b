"""Waiting orders are dragged to another place in their line; nothing else is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.ui.history.line_drag import LineDrag
from nanobanana_desktop.ui.history.pane import HistoryPane
from nanobanana_desktop.ui.task_requests import TaskRequests
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.thumbnails import ThumbnailCache
from nanobanana_desktop.ui.ticker import Ticker
from tests.ui.fake_history import HOUR, NOON, FakeHistory, FakePictures, make_task

S = TaskState
LEFT = Qt.MouseButton.LeftButton
FORBIDDEN = Qt.CursorShape.ForbiddenCursor


@dataclass
class Line:
    """A history on screen and the mouse over its rows."""

    pane: HistoryPane
    source: FakeHistory
    moves: list[tuple[str, str]] = field(default_factory=list)

    @property
    def viewport(self) -> QWidget:
        return self.pane.list.viewport()

    @property
    def drag(self) -> LineDrag:
        (found,) = self.pane.list.findChildren(LineDrag)
        return found

    @property
    def cursor(self) -> Qt.CursorShape:
        return self.viewport.cursor().shape()

    def at(self, row: int, part: float = 0.5) -> QPoint:
        """A point in the row: 0 at its upper edge, 1 at its lower one."""
        rect = self.pane.list.visualRect(self.pane.model.index(row))
        return QPoint(rect.center().x(), rect.top() + round(part * (rect.height() - 1)))

    def press(self, row: int) -> None:
        QTest.mousePress(self.viewport, LEFT, pos=self.at(row))

    def move(self, place: QPoint) -> None:
        QTest.mouseMove(self.viewport, place)
        QApplication.processEvents()

    def release(self, place: QPoint) -> None:
        QTest.mouseRelease(self.viewport, LEFT, pos=place)

    def drop(self, row: int, target: int, part: float) -> None:
        self.press(row)
        self.move(self.at(row) + QPoint(0, 3))
        self.move(self.at(target, part))
        self.release(self.at(target, part))

    def colours_above(self, row: int) -> set[str]:
        """Of the pixels on the border to the row above, to the right of its text."""
        ratio = self.viewport.devicePixelRatioF()
        border = self.pane.list.visualRect(self.pane.model.index(row))
        picture = self.viewport.grab().toImage()
        x = round((border.right() - border.width() // 4) * ratio)
        rows = (round((border.top() + y) * ratio) for y in (-1, 0))
        return {QColor(picture.pixel(x, y)).name() for y in rows}

    def selected(self) -> list[str]:
        return [task.id for task in self.pane.selected_tasks()]


def waiting(count: int) -> list[GenerationTask]:
    """`w0` is sent next and lies lowest."""
    return [make_task(f"w{n}", S.READY, age=60.0, position=float(n)) for n in range(count)]


@pytest.fixture
def show(qtbot: QtBot, theme: Theme) -> Callable[..., Line]:
    def build(*tasks: GenerationTask, height: int = 700) -> Line:
        source, requests = FakeHistory(tasks), TaskRequests()
        thumbnails = ThumbnailCache(FakePictures())
        pane = HistoryPane(theme, source, thumbnails, Ticker(), requests, lambda: NOON)
        qtbot.addWidget(pane)
        pane.resize(304, height)
        pane.show_history()
        with qtbot.waitExposed(pane):
            pane.show()
            pane.activateWindow()
        line = Line(pane, source)
        requests.move_before_requested.connect(lambda *move: line.moves.append(move))
        return line

    return build


@pytest.fixture
def line(show: Callable[..., Line]) -> Line:
    """Rows from the top: w2, w1, w0 wait, then one runs, then one is done."""
    return show(*waiting(3), make_task("run", S.PROCESSING, age=90), make_task("done"))


@pytest.mark.parametrize(
    ("row", "target", "part", "moves"),
    [
        (0, 2, 0.8, [("w2", "w0")]),
        (0, 1, 0.8, [("w2", "w1")]),
        (2, 0, 0.2, [("w0", "")]),
        (2, 0, 0.8, [("w0", "w2")]),
        (1, 3, 0.2, [("w1", "w0")]),
        (1, 1, 0.9, []),
        (1, 0, 0.8, []),
        (1, 2, 0.2, []),
    ],
)
def test_an_order_goes_to_the_place_between_two_rows(
    line: Line, row: int, target: int, part: float, moves: list[tuple[str, str]]
) -> None:
    line.drop(row, target, part)
    assert line.moves == moves
    assert line.cursor == Qt.CursorShape.ArrowCursor
    assert not line.drag.is_active


def test_the_pointer_tells_where_it_cannot_be_dropped(line: Line) -> None:
    line.press(1)
    line.move(line.at(0))
    assert line.cursor == Qt.CursorShape.ClosedHandCursor
    for place in (line.at(4), line.at(0) + QPoint(500, 0)):
        line.move(place)
        assert line.cursor == FORBIDDEN
        assert line.drag.gap is None
    line.release(line.at(4))
    assert line.moves == []


def test_a_line_in_the_accent_colour_shows_the_place(line: Line, theme: Theme) -> None:
    line.press(0)
    line.move(line.at(2, 0.2))
    assert theme.color("accent_line").name() in line.colours_above(2)
    line.move(line.at(4))
    assert theme.color("accent_line").name() not in line.colours_above(2)


def test_escape_leaves_everything_where_it_was(line: Line) -> None:
    line.press(0)
    line.move(line.at(2, 0.9))
    QTest.keyClick(line.pane.list, Qt.Key.Key_Delete)
    assert line.drag.is_active
    QTest.keyClick(line.pane.list, Qt.Key.Key_Escape)
    assert not line.drag.is_active
    assert line.cursor == Qt.CursorShape.ArrowCursor
    line.move(line.at(1))
    line.release(line.at(1))
    assert line.moves == []
    assert line.selected() == ["w2"]
    line.drop(0, 2, 0.9)
    assert line.moves == [("w2", "w0")]


@pytest.mark.parametrize("end", ["other button", "focus", "hidden"])
def test_what_takes_the_mouse_away_ends_it(line: Line, end: str) -> None:
    line.press(0)
    line.move(line.at(2, 0.9))
    if end == "other button":
        QTest.mousePress(line.viewport, Qt.MouseButton.MiddleButton, pos=line.at(2))
    elif end == "focus":
        line.pane.search.setFocus()
    else:
        line.pane.hide()
    assert not line.drag.is_active
    line.release(line.at(2, 0.9))
    assert line.moves == []


def test_an_order_that_is_sent_meanwhile_is_let_go(line: Line) -> None:
    line.press(0)
    line.move(line.at(2, 0.9))
    sent = replace(line.source.by_id["w2"], state=S.SUBMITTING)
    line.pane.task_changed(line.source.put(sent))
    assert not line.drag.is_active
    line.release(line.at(2, 0.9))
    assert line.moves == []


def test_the_place_follows_rows_that_come_and_go(line: Line) -> None:
    line.press(0)
    line.move(line.at(2, 0.9))
    new = make_task("w3", S.READY, age=1.0, position=3.0)
    line.pane.tasks_added([line.source.put(new)])
    assert line.drag.row == 1
    line.release(line.at(2, 0.9))
    assert line.moves == [("w2", "w1")]


def test_other_rows_are_not_dragged_and_select_as_ever(line: Line) -> None:
    line.press(3)
    line.move(line.at(4))
    line.release(line.at(4))
    assert line.moves == []
    assert sorted(line.selected()) == ["done", "run"]


def test_a_single_waiting_order_has_no_other_place(show: Callable[..., Line]) -> None:
    line = show(*waiting(1), make_task("done"))
    line.press(0)
    line.move(line.at(1))
    line.release(line.at(1))
    assert line.moves == []
    assert sorted(line.selected()) == ["done", "w0"]


def test_a_click_and_keys_with_the_mouse_select_waiting_rows_as_ever(line: Line) -> None:
    QTest.mouseClick(line.viewport, LEFT, pos=line.at(0))
    assert line.selected() == ["w2"]
    shift, ctrl = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
    QTest.mouseClick(line.viewport, LEFT, shift, line.at(2))
    assert sorted(line.selected()) == ["w0", "w1", "w2"]
    QTest.mouseClick(line.viewport, LEFT, ctrl, line.at(1))
    assert sorted(line.selected()) == ["w0", "w2"]
    assert line.moves == []


def test_a_tremble_is_no_drag(line: Line) -> None:
    line.press(0)
    line.move(line.at(0) + QPoint(1, 1))
    assert not line.drag.is_active
    line.release(line.at(0) + QPoint(1, 1))
    assert line.selected() == ["w2"]


def test_near_the_edge_the_list_scrolls_as_far_as_orders_wait(
    show: Callable[..., Line], qtbot: QtBot
) -> None:
    done = [make_task(f"d{n}", age=HOUR + n) for n in range(30)]
    line = show(*waiting(20), *done, height=560)
    view, bar = line.pane.list, line.pane.list.verticalScrollBar()
    line.press(0)
    line.move(QPoint(line.at(0).x(), line.viewport.height() - 4))
    last = view.item_geometry().rect(19).bottom() + 1 - line.viewport.height()
    qtbot.waitUntil(lambda: bar.value() == last)
    scroll = line.drag.findChild(QTimer, "line drag")
    qtbot.waitUntil(lambda: not scroll.isActive())
    line.release(QPoint(line.at(19).x(), line.viewport.height() - 4))
    assert line.moves == [("w19", "w0")]
    line.press(19)
    line.move(QPoint(line.at(19).x(), 3))
    qtbot.waitUntil(lambda: bar.value() == 0)
    line.release(QPoint(line.at(0).x(), 3))
    assert line.moves[1:] == [("w0", "")]
