"""Every kind of control answers to the pointer and to being pressed; what is disabled does not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QImage, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nanobanana_desktop.ui.stage.grid_view import GridView
from nanobanana_desktop.ui.task_delegate import TaskDelegate
from nanobanana_desktop.ui.task_view import TaskView
from nanobanana_desktop.ui.theme.theme import Contrast, Mode, Theme
from tests.ui.control_kinds import KINDS, close_popups, control_shown, let_go, move_to
from tests.ui.scene_story import FAILED, FINISHED
from tests.ui.scenes import Look, opened

LOOKS: list[tuple[Mode, Contrast]] = [
    ("light", "standard"),
    ("dark", "standard"),
    ("light", "high"),
    ("dark", "high"),
]


@pytest.fixture(params=LOOKS, ids="-".join)
def look(request: pytest.FixtureRequest, theme: Theme) -> Iterator[Theme]:
    mode, contrast = request.param
    theme.configure(mode=mode, contrast=contrast)
    yield theme
    theme.configure(mode="light", contrast="system")


@pytest.mark.parametrize("name", KINDS)
def test_it_answers(look: Theme, name: str) -> None:
    kind = KINDS[name]
    with control_shown(look, kind) as shown:
        shown.leave()
        rest = shown.picture()
        shown.enter()
        hovered = shown.picture()
        shown.press()
        pressed = shown.picture()
        shown.release()
    assert (hovered != rest) is kind.reacts
    assert pressed != rest or not kind.reacts


@pytest.mark.parametrize("name", KINDS)
def test_it_does_not_answer_when_it_is_disabled(look: Theme, name: str) -> None:
    with control_shown(look, KINDS[name]) as shown:
        shown.leave()
        enabled = shown.picture()
        shown.control.setEnabled(False)
        rest = shown.picture()
        shown.enter()
        hovered = shown.picture()
        shown.press()
        pressed = shown.picture()
        shown.release()
    assert rest != enabled or name in SEEN_BESIDE
    assert hovered == rest
    assert pressed == rest


SEEN_BESIDE = {"splitter", "border of two"}
"""What lies beside them is disabled with them."""


# -- buttons that rows and tiles paint -----------------------------------------------------------


class Painted:
    """A row or tile of a view, its first button, and the pointer."""

    def __init__(self, view: TaskView, row: int) -> None:
        self.view = view
        close_popups()
        let_go(view.window())
        self._area = view.visualRect(view.model().index(row, 0))
        self._place = next(spot for spot in self._spots() if self._button(spot) is not None)
        self._beside = next(spot for spot in self._spots() if self._button(spot) is None)

    def _spots(self) -> Iterator[QPoint]:
        for y in range(self._area.bottom() - 2, self._area.top(), -3):
            for x in range(self._area.right() - 2, self._area.left(), -3):
                yield QPoint(x, y)

    def _button(self, spot: QPoint) -> object | None:
        delegate = self.view.itemDelegate()
        assert isinstance(delegate, TaskDelegate)
        index = self.view.indexAt(spot)
        return delegate.button_at(spot, self._area, index) if index.isValid() else None

    def beside(self) -> QImage:
        return self._moved(self._beside)

    def hovered(self) -> QImage:
        return self._moved(self._place)

    def pressed(self) -> QImage:
        window, left = self._window, Qt.MouseButton.LeftButton
        QTest.mousePress(window, left, pos=self._in_window(self._place))
        picture = self._picture()
        # Elsewhere, so that nothing is done.
        QTest.mouseRelease(window, left, pos=self._in_window(self._beside))
        return picture

    def left(self) -> QImage:
        leave = QEvent(QEvent.Type.Leave)
        QApplication.sendEvent(self.view.viewport(), leave)
        return self._picture()

    def _moved(self, spot: QPoint) -> QImage:
        move_to(self.view.window(), self._in_window(spot))
        return self._picture()

    @property
    def _window(self) -> QWindow:
        return self.view.window().windowHandle()

    def _in_window(self, spot: QPoint) -> QPoint:
        return self.view.viewport().mapTo(self.view.window(), spot)

    def _picture(self) -> QImage:
        QApplication.processEvents()
        return self.view.viewport().grab(self._area).toImage()


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(
    ("name", "task_id"), [("failed", FAILED), ("grid", FINISHED), ("grid", FAILED)]
)
def test_a_painted_button_answers(qapp: QApplication, mode: str, name: str, task_id: str) -> None:
    with opened(qapp, name, Look(mode)) as scene:
        history = scene.panes.history
        history.select(task_id)
        scene.settle()
        view = history.list if name == "failed" else scene.panes.stage.findChild(GridView)
        row = history.model.row_of(task_id)
        assert view is not None
        assert row is not None
        painted = Painted(view, row)
        rest, hovered, pressed = painted.beside(), painted.hovered(), painted.pressed()
        again, left = painted.beside(), painted.left()
    assert hovered != rest
    assert pressed not in (rest, hovered)
    assert again == rest
    assert left != hovered
