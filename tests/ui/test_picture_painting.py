"""The stage's picture: a shadow in parts as if it were whole, a fade of two drawings, errors."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from nanobanana_desktop.services.loaded_picture import loaded_picture
from nanobanana_desktop.ui.stage.picture_shadow import PictureShadow
from nanobanana_desktop.ui.stage.picture_view import PictureView
from nanobanana_desktop.ui.theme.theme import Theme

VIEW = QSize(120, 90)


class BrokenError(Exception):
    pass


def canvas(ratio: float) -> QImage:
    image = QImage(VIEW * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.white)
    return image


def whole_shadow(target: QRectF, spread: int, ratio: float) -> QImage:
    """The same shadow painted as one, without the parts."""
    image = canvas(ratio)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, max(2, round(54 / spread))))
        for step in range(spread, 0, -1):
            area = target.adjusted(-step, -step, step, step).translated(0, 2)
            painter.drawRoundedRect(area, step, step)
    return image


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
@pytest.mark.parametrize(
    "place", [QRectF(30, 20, 60, 40), QRectF(30, 20, 2, 4), QRectF(-40, 20, 300, 40)]
)
def test_the_shadow_in_parts_looks_as_if_it_were_painted_whole(place: QRectF, ratio: float) -> None:
    image = canvas(ratio)
    shadow = PictureShadow()
    with QPainter(image) as painter:
        shadow.draw(painter, place, 9)
    whole = whole_shadow(place, 9, ratio)
    inside = QRectF(place.x() * ratio, place.y() * ratio, 0, 0)
    inside.setSize(place.size() * ratio)
    off = 0
    for y in range(image.height()):
        for x in range(image.width()):
            if not inside.contains(x + 0.5, y + 0.5):
                off = max(off, abs(image.pixelColor(x, y).red() - whole.pixelColor(x, y).red()))
    # Nine thin layers are mixed with the ground one by one there, and all at once here.
    assert off <= 6
    below = image.pixelColor(round(31 * ratio), round((20 + place.height()) * ratio) + 1)
    assert below.red() < 240


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> PictureView:
    theme.configure(motion="full")
    made = PictureView(theme)
    qtbot.addWidget(made)
    made.resize(300, 200)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_while_it_fades_in_nothing_is_drawn_twice(
    view: PictureView, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview, picture = (QImage(size, size, QImage.Format.Format_RGB32) for size in (64, 100))
    view.begin("A boat", picture.size())
    view.set_preview(preview)
    view.set_picture(loaded_picture(picture, Path("/pictures/boat.png")))
    drawn: list[int] = []
    draw = QPainter.drawImage

    def note(painter: QPainter, place: QRectF, image: QImage, part: QRectF) -> None:
        drawn.append(image.width())
        draw(painter, place, image, part)

    monkeypatch.setattr(QPainter, "drawImage", note)
    for moment in range(20, 180, 20):
        view._fade.setCurrentTime(moment)
        view.grab()
    assert drawn == [64, 100]
    assert view._painting.has_former
    view._fade.setCurrentTime(180)
    view.grab()
    assert drawn == [64, 100]
    assert not view._painting.has_former


def test_an_error_while_painting_leaves_the_next_paint_possible(
    view: PictureView, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object) -> None:
        raise BrokenError

    with monkeypatch.context() as patch:
        patch.setattr(view._painting, "paint", broken)
        with pytest.raises(BrokenError):
            view.repaint()
    assert not view.paintingActive()
    blue = QImage(100, 100, QImage.Format.Format_RGB32)
    blue.fill("#0000ff")
    view.begin("A boat", blue.size())
    view.set_picture(loaded_picture(blue, Path("/pictures/boat.png")))
    assert view.grab().toImage().pixelColor(view.rect().center()).name() == "#0000ff"
