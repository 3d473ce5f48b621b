"""The picture on the stage, to the pixel: levels, tiles of what is visible, checks, drag, fade."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QDrag, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nanobanana_desktop.services.loaded_picture import LoadedPicture, loaded_picture
from nanobanana_desktop.ui.dragged_tasks import dragged_tasks
from nanobanana_desktop.ui.stage.picture_painting import _level_for
from nanobanana_desktop.ui.stage.picture_view import PictureView
from nanobanana_desktop.ui.theme.theme import Theme

PATH = Path("/pictures/boat.png")
Key = Qt.Key


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> PictureView:
    made = PictureView(theme)
    qtbot.addWidget(made)
    made.resize(400, 300)
    with qtbot.waitExposed(made):
        made.show()
    return made


@cache
def mosaic(width: int, height: int) -> QImage:
    """Every pixel tells where it is."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    for y in range(height):
        for x in range(width):
            image.setPixel(x, y, 0xFF000000 | (x % 256) << 16 | (y % 256) << 8 | (x + y) % 256)
    return image


def show(view: PictureView, image: QImage) -> LoadedPicture:
    picture = loaded_picture(image, PATH)
    view.begin("A boat", image.size())
    view.set_picture(picture)
    QApplication.processEvents()
    return picture


def shown(view: PictureView) -> QImage:
    return view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


@pytest.mark.parametrize("scale", [1.0, 2.0, 4.0, 8.0])
@pytest.mark.parametrize("moved", [(0, 0), (-63, 37), (-999, -999), (999, 999)])
def test_zoomed_in_every_pixel_is_where_it_belongs(view, scale, moved) -> None:
    image = mosaic(600, 500)
    show(view, image)
    view.show_scale(scale)
    view._set_zoom(view.zoom.panned(*moved))
    left, top, _, _ = (round(edge) for edge in view.zoom.target)
    found = shown(view)
    smooth = scale < 3
    for x, y in ((5, 5), (200, 150), (394, 294), (333, 17)):
        across, down = (x - left) / scale, (y - top) / scale
        wanted = QColor(image.pixel(int(across), int(down)))
        came = found.pixelColor(x, y)
        # Between two pixels smoothing mixes them.
        spare = 2 if smooth and scale > 1 else 0
        assert abs(came.red() - wanted.red()) <= spare
        assert abs(came.green() - wanted.green()) <= spare


def test_a_level_is_never_smaller_than_what_is_shown() -> None:
    levels = loaded_picture(QImage(4_000, 2_000, QImage.Format.Format_RGB32), PATH).levels
    for width in (1, 120, 250, 500, 501, 999, 1_000, 1_001, 2_500, 4_000, 9_000):
        level = _level_for(levels, width)
        assert level.width() >= min(width, 4_000)
        assert level is levels[-1] or level.width() <= max(2 * width, 4_000) or width > 4_000
    assert _level_for(levels, 1_000).width() == 1_000
    assert _level_for(levels, 700).width() == 1_000


def test_a_huge_picture_that_fits_is_drawn_from_a_small_level_and_only_once(view) -> None:
    show(view, QImage(4_096, 4_096, QImage.Format.Format_RGB32))
    used: list[int] = []
    draw = QPainter.drawImage

    def note(painter: QPainter, *arguments: object) -> None:
        used.extend(a.width() for a in arguments if isinstance(a, QImage))
        draw(painter, *arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QPainter, "drawImage", note)
        view._painting.forget_still()
        view.grab()
        view.grab()
        view.grab()
        assert used == [512]
        view.show_scale(0.5)
        view.grab()
        assert used[-1] == 2_048


def test_what_is_kept_is_drawn_anew_when_something_changes(view, theme) -> None:
    show(view, mosaic(300, 200))
    before = shown(view)
    assert shown(view) == before
    theme.configure(mode="dark")
    assert shown(view) != before
    theme.configure(mode="light")
    assert shown(view) == before
    view.set_ground("black")
    assert shown(view).pixelColor(1, 1).name() == "#000000"
    view.set_ground("stage")
    view.resize(380, 280)
    assert shown(view).size() == QSize(380, 280)
    other = QImage(300, 200, QImage.Format.Format_RGB32)
    other.fill("#00ff00")
    show(view, other)
    assert shown(view).pixelColor(190, 140).name() == "#00ff00"


def test_transparency_lies_on_checks_of_stage_and_sunken(view, theme) -> None:
    image = QImage(200, 100, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    show(view, image)
    left, top, width, height = (round(edge) for edge in view.zoom.target)
    found = shown(view)
    inside = {
        found.pixelColor(x, y).name()
        for x in range(left + 4, left + width - 4)
        for y in range(top + 4, top + height - 4)
    }
    assert inside == {theme.color("stage").name(), theme.color("sunken").name()}


@pytest.fixture
def drags(monkeypatch: pytest.MonkeyPatch) -> list[QDrag]:
    begun: list[QDrag] = []

    def note(drag: QDrag, actions: Qt.DropAction) -> Qt.DropAction:
        assert actions == Qt.DropAction.CopyAction
        begun.append(drag)
        return Qt.DropAction.IgnoreAction

    monkeypatch.setattr(QDrag, "exec", note)
    return begun


def pull(view: PictureView, start: QPoint, distance: int) -> None:
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(view, start + QPoint(distance, 0))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=start + QPoint(distance, 0))


def test_dragging_a_picture_that_is_not_zoomed_gives_its_file(view, drags) -> None:
    show(view, mosaic(300, 200))
    middle = view.rect().center()
    pull(view, middle, 2)
    assert drags == []
    pull(view, middle, 60)
    (drag,) = drags
    assert [url.toLocalFile() for url in drag.mimeData().urls()] == [str(PATH)]
    assert drag.mimeData().hasImage()
    assert max(drag.pixmap().width(), drag.pixmap().height()) <= 160


def test_a_dragged_picture_says_whose_it_is_when_that_is_known(view, drags) -> None:
    show(view, mosaic(300, 200))
    pull(view, view.rect().center(), 60)
    view.task_id = "a"
    pull(view, view.rect().center(), 60)
    assert [dragged_tasks(drag.mimeData()) for drag in drags] == [(), ("a",)]


def test_zoomed_outside_or_before_it_came_nothing_is_dragged_out(view, drags) -> None:
    view.begin("A boat", QSize(300, 200))
    pull(view, view.rect().center(), 60)
    show(view, mosaic(300, 200))
    pull(view, QPoint(3, 3), 60)
    view.show_scale(4.0)
    before = view.zoom
    pull(view, view.rect().center(), 60)
    assert drags == []
    assert view.zoom != before


def test_pages_step_also_while_the_arrows_pan(view) -> None:
    show(view, mosaic(300, 200))
    view.show_scale(4.0)
    steps: list[int] = []
    view.step_requested.connect(steps.append)
    for key in (Key.Key_Right, Key.Key_PageDown, Key.Key_PageUp, Key.Key_Left):
        QTest.keyClick(view, key)
    assert steps == [1, -1]


def test_full_size_and_back_keep_what_the_pointer_is_on(view, monkeypatch) -> None:
    show(view, QImage(1_600, 1_200, QImage.Format.Format_RGB32))
    spot = QPoint(300, 80)
    monkeypatch.setattr(type(view), "underMouse", lambda _view: True)
    monkeypatch.setattr(type(view), "mapFromGlobal", lambda _view, _place: spot)
    left, top, _, _ = view.zoom.target
    before = ((spot.x() - left) / view.zoom.shown_scale, (spot.y() - top) / view.zoom.shown_scale)
    view.toggle_at_pointer()
    assert view.zoom.shown_scale == 1.0
    left, top, _, _ = view.zoom.target
    assert (spot.x() - left, spot.y() - top) == pytest.approx(before, abs=1)
    view.toggle_at_pointer()
    assert view.zoom.is_fit


def test_the_picture_fades_in_over_its_preview_where_motion_is_allowed(view, theme) -> None:
    theme.configure(motion="full")
    red = QImage(64, 64, QImage.Format.Format_RGB32)
    red.fill("#ff0000")
    blue = QImage(200, 200, QImage.Format.Format_RGB32)
    blue.fill("#0000ff")
    view.begin("A boat", blue.size())
    view.set_preview(red)
    view.set_picture(loaded_picture(blue, PATH))
    middle = view.rect().center()
    view._fade.setCurrentTime(90)
    mixed = shown(view).pixelColor(middle)
    assert 60 < mixed.red() < 200
    assert 60 < mixed.blue() < 200
    view._fade.setCurrentTime(180)
    assert shown(view).pixelColor(middle).name() == "#0000ff"
    theme.configure(motion="reduce")
    view.begin("A boat", blue.size())
    view.set_preview(red)
    view.set_picture(loaded_picture(blue, PATH))
    assert shown(view).pixelColor(middle).name() == "#0000ff"


@pytest.mark.parametrize("size", [(1, 1), (1, 8_192), (8_192, 1), (3, 2_000)])
def test_odd_shapes_are_shown_zoomed_and_panned(view, size) -> None:
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill("#00ff00")
    show(view, image)
    for command in (view.zoom_in, view.show_fill, view.zoom_out, view.show_fit):
        command()
        shown(view)
    view.show_scale(8.0, QPointF(10, 10))
    view._set_zoom(view.zoom.panned(500, 500))
    found = shown(view)
    assert not found.isNull()
    view.show_scale(1.0)
    found = shown(view)
    assert any(
        found.pixelColor(x, y).name() == "#00ff00" for x in range(150, 250) for y in range(100, 200)
    )
