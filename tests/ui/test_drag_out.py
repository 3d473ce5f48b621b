"""Pictures dragged out of the list and the grid: as copies of their files and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDrag, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.task import TaskState
from nanobanana_desktop.ui.drag_out import FileWish
from nanobanana_desktop.ui.dragged_tasks import dragged_tasks
from nanobanana_desktop.ui.file_drag import Dragged, file_drag
from nanobanana_desktop.ui.task_view import TaskView
from nanobanana_desktop.ui.theme.theme import Theme
from tests.ui.fake_history import HOUR, make_task
from tests.ui.grid_views import Both, order, show_both

LEFT = Qt.MouseButton.LeftButton


@dataclass
class Drops:
    """What left the window, and how."""

    files: list[list[str]] = field(default_factory=list)
    tasks: list[tuple[str, ...]] = field(default_factory=list)
    actions: list[Qt.DropAction] = field(default_factory=list)
    sizes: list[tuple[int, int]] = field(default_factory=list)

    def carry_out(self, drag: QDrag, action: Qt.DropAction) -> Qt.DropAction:
        data = drag.mimeData()
        self.files.append([url.toLocalFile() for url in data.urls()])
        self.tasks.append(dragged_tasks(data))
        self.actions.append(action)
        self.sizes.append((drag.pixmap().width(), drag.pixmap().height()))
        return action


@pytest.fixture
def drops(monkeypatch: pytest.MonkeyPatch) -> Drops:
    made = Drops()

    def carry_out(drag: QDrag, action: Qt.DropAction) -> Qt.DropAction:
        return made.carry_out(drag, action)

    monkeypatch.setattr(QDrag, "exec", carry_out)
    return made


@pytest.fixture(params=["grid", "list"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def shown(both: Both, kind: str) -> TaskView:
    view: TaskView = both.grid
    if kind == "list":
        view = both.history
        view.resize(320, 620)
        view.show()
        QApplication.processEvents()
    return view


def pull(view: TaskView, row: int, *, release: bool = False) -> QPoint:
    """Press on the row and move away."""
    start = view.visualRect(view.history.index(row)).center()
    QTest.mousePress(view.viewport(), LEFT, pos=start)
    for step in (3, 8, 16, 24):
        QTest.mouseMove(view.viewport(), start + QPoint(0, step))
        QApplication.processEvents()
    if release:
        QTest.mouseRelease(view.viewport(), LEFT, pos=start + QPoint(0, 24))
    return start


def path_of(task_id: str) -> Path:
    return Path("/pictures") / f"{task_id}.png"


def answer(wish: FileWish, missing: tuple[str, ...] = ()) -> None:
    wish.give([None if task.id in missing else path_of(task.id) for task in wish.tasks])


def test_all_that_is_selected_goes_out_as_files(
    qtbot: QtBot, theme: Theme, drops: Drops, kind: str
) -> None:
    both = show_both(qtbot, theme, order("a", 3, HOUR))
    view = shown(both, kind)
    view.files_wanted.connect(answer)
    view.selectAll()
    pull(view, 1)
    ids = [both.model.id_at(row) for row in range(3)]
    assert sorted(drops.files[0]) == sorted(str(path_of(task_id)) for task_id in ids)
    assert sorted(drops.tasks[0]) == sorted(ids)
    assert drops.actions == [Qt.DropAction.CopyAction]


def test_what_was_not_selected_is_selected_and_goes_alone(
    qtbot: QtBot, theme: Theme, drops: Drops, kind: str
) -> None:
    both = show_both(qtbot, theme, order("a", 3, HOUR))
    view = shown(both, kind)
    view.files_wanted.connect(answer)
    view.selectionModel().select(both.model.index(0), view.selectionModel().SelectionFlag.Select)
    pull(view, 2)
    assert drops.tasks == [(both.model.id_at(2),)]
    assert both.selected == [2]


def test_missing_files_stay_behind_and_without_any_nothing_begins(
    qtbot: QtBot, theme: Theme, drops: Drops, kind: str
) -> None:
    both = show_both(qtbot, theme, order("a", 3, HOUR))
    view = shown(both, kind)
    gone: list[str] = ["a1"]
    view.files_wanted.connect(lambda wish: answer(wish, tuple(gone)))
    view.selectAll()
    pull(view, 0, release=True)
    assert sorted(drops.tasks[0]) == ["a0", "a2"]
    gone += ["a0", "a2"]
    view.selectAll()
    pull(view, 0, release=True)
    assert len(drops.tasks) == 1


def test_an_answer_after_the_button_is_up_begins_nothing(
    qtbot: QtBot, theme: Theme, drops: Drops, kind: str
) -> None:
    both = show_both(qtbot, theme, order("a", 2, HOUR))
    view = shown(both, kind)
    wishes: list[FileWish] = []
    view.files_wanted.connect(wishes.append)
    pull(view, 0, release=True)
    assert len(wishes) == 1
    answer(wishes[0])
    assert drops.files == []
    pull(view, 0)
    answer(wishes[1])
    assert len(drops.files) == 1


def test_what_has_no_picture_is_not_dragged(
    qtbot: QtBot, theme: Theme, drops: Drops, kind: str
) -> None:
    failed = [make_task(f"f{n}", TaskState.FAILED, age=HOUR * n) for n in (1, 2, 3)]
    both = show_both(qtbot, theme, failed)
    view = shown(both, kind)
    view.files_wanted.connect(answer)
    pull(view, 0, release=True)
    assert drops.files == []


def test_beside_the_tiles_a_rubber_band_begins(qtbot: QtBot, theme: Theme, drops: Drops) -> None:
    both = show_both(qtbot, theme, order("a", 2, HOUR))
    both.grid.files_wanted.connect(answer)
    first, second = (both.grid.visualRect(both.model.index(row)) for row in (0, 1))
    start = QPoint(4, first.bottom() + 40)
    viewport = both.grid.viewport()
    QTest.mousePress(viewport, LEFT, pos=start)
    for place in (start + QPoint(6, -6), first.center(), second.center()):
        QTest.mouseMove(viewport, place)
        QApplication.processEvents()
    QTest.mouseRelease(viewport, LEFT, pos=second.center())
    assert drops.files == []
    assert both.selected == [0, 1]


def test_the_number_is_seen_under_the_pointer(qtbot: QtBot, theme: Theme) -> None:
    both = show_both(qtbot, theme, order("a", 2, HOUR))
    image = QImage(900, 600, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    one = file_drag(both.grid, Dragged([path_of("a")], image), theme).pixmap()
    twelve = [path_of(str(number)) for number in range(12)]
    many = file_drag(both.grid, Dragged(twelve, image), theme).pixmap()
    edge = theme.px(160) * both.grid.devicePixelRatioF()
    assert max(one.width(), one.height()) == pytest.approx(edge, abs=1)
    assert many.width() > one.width()
    badge = theme.color("accent").rgb()
    pixels = many.toImage()
    corner = [
        pixels.pixel(x, y)
        for x in range(pixels.width() // 2, pixels.width())
        for y in range(pixels.height() // 2, pixels.height())
    ]
    assert badge in corner
    assert badge not in {one.toImage().pixel(x, 50) for x in range(one.width())}


def test_while_the_files_are_looked_for_the_selection_stays(
    qtbot: QtBot, theme: Theme, drops: Drops, kind: str
) -> None:
    both = show_both(qtbot, theme, order("a", 3, HOUR))
    view = shown(both, kind)
    wishes: list[FileWish] = []
    view.files_wanted.connect(wishes.append)
    pull(view, 0)
    there = view.visualRect(both.model.index(2)).center()
    for step in (0, 4):
        QTest.mouseMove(view.viewport(), there + QPoint(step, 0))
        QApplication.processEvents()
    assert both.selected == [0]
    answer(wishes[0], missing=("a2",))
    QTest.mouseMove(view.viewport(), there)
    QApplication.processEvents()
    assert both.selected == [0]
    assert len(wishes) == 1
    QTest.mouseRelease(view.viewport(), LEFT, pos=there)
    pull(view, 1, release=True)
    assert len(wishes) == 2
    assert drops.files == []
