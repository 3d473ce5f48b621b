"""How sharp the window is at the scale of `QT_SCALE_FACTOR`: `child_sharpness.py`, prints JSON.

`seams`: pixels that differ between what was painted bit by bit and the same painted at once.
`blurred`: what is drawn in another size than it was made for. `lines`: where the line below the
headers begins and ends in each pane, in pixels of the screen.
"""

from __future__ import annotations

import json
import sys
from typing import Any
from unittest.mock import patch

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

from nanobanana_desktop.ui.stage.stage_header import GRID
from nanobanana_desktop.ui.theme.theme import STYLE_ARGUMENTS
from tests.ui.likeness import difference
from tests.ui.scenes import Look, Scene, opened

ODD_SIZE = (1281, 803)
"""Logical pixels that are no whole pixels of the screen at most scales."""
SCROLLED = (7, 20, 33, 61, 12)


def painted(window: QWidget) -> QImage:
    """What is on the screen by now."""
    QApplication.processEvents()
    image = window.backingStore().paintDevice()
    assert isinstance(image, QImage)
    return image.copy()


def seams(scene: Scene) -> int:
    window = scene.shown
    views = [scene.panes.history.list]
    if scene.panes.stage.view == GRID:
        views.append(scene.panes.stage.grid)
    for view in views:
        for value in SCROLLED:
            view.verticalScrollBar().setValue(value)
            QApplication.processEvents()
        view.setFocus()
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up):
            QTest.keyClick(view, key)
            QApplication.processEvents()
        viewport = view.viewport()
        for x, y in ((60, 133), (151, 217), (97, 301)):
            QTest.mouseMove(viewport, QPoint(x, y))
            QApplication.processEvents()
    for kind in (QAbstractButton, QLineEdit):
        for widget in window.findChildren(kind):
            if widget.isVisible() and widget.isEnabled():
                QTest.mouseMove(widget, widget.rect().center())
                widget.setFocus()
                QApplication.processEvents()
    scene.panes.ticker.frame_due.emit()
    scene.panes.ticker.second_passed.emit()
    scene.panes.history.set_progress("dew", 5_000_000, 6_800_000)
    scene.settle()
    before = painted(window)
    for widget in (window, *window.findChildren(QWidget)):
        widget.update()
    after = painted(window)
    count = sum(
        before.pixel(x, y) != after.pixel(x, y)
        for y in range(before.height())
        for x in (range(before.width()) if _row(before, y) != _row(after, y) else ())
    )
    assert count or not difference(before, after).is_seen
    return count


def _row(image: QImage, y: int) -> bytes:
    start = y * image.bytesPerLine()
    return bytes(image.constBits()[start : start + image.width() * 4])


def blurred(window: QWidget) -> list[str]:
    ratio = window.devicePixelRatioF()
    found: list[str] = []
    original = QPainter.drawPixmap

    def draw(self: QPainter, *arguments: Any) -> None:
        pixmap = next(each for each in arguments if isinstance(each, QPixmap))
        place = arguments[0]
        stretched = (
            isinstance(place, QRect)
            and len(arguments) == 2
            and place.size() * ratio != pixmap.size()
        )
        if abs(pixmap.devicePixelRatio() - ratio) > 0.001 or stretched:
            found.append(f"{pixmap.size().toTuple()} at {pixmap.devicePixelRatio()}")
        original(self, *arguments)

    with patch.object(QPainter, "drawPixmap", draw):
        window.grab()
    for label in window.findChildren(QLabel):
        pixmap = label.pixmap()
        # Those of one pixel stand for what is painted otherwise.
        if label.isVisible() and pixmap.width() > 1 and pixmap.devicePixelRatio() != ratio:
            found.append(f"label {pixmap.size().toTuple()} at {pixmap.devicePixelRatio()}")
    return found


def lines(scene: Scene) -> list[tuple[int, int]]:
    window, ratio = scene.shown, scene.shown.devicePixelRatioF()
    image = painted(window)
    border = QColor(scene.theme.color("border")).rgb()
    found = []
    for pane in (scene.panes.create, scene.panes.stage, scene.panes.history):
        corner = pane.mapTo(window, QPoint(4, 0))
        x = round(corner.x() * ratio)
        above = range(round((corner.y() + 20) * ratio), round((corner.y() + 60) * ratio))
        hit = [y for y in above if image.pixel(x, y) == border]
        found.append((min(hit), max(hit)))
    return found


def main() -> int:
    app = QApplication(["sharpness", *STYLE_ARGUMENTS])
    told: dict[str, Any] = {"seams": {}, "blurred": []}
    for name in ("single", "grid", "offline"):
        with opened(app, name, Look()) as scene:
            scene.shown.resize(*ODD_SIZE)
            scene.settle()
            told["ratio"] = scene.shown.devicePixelRatioF()
            told["blurred"] += blurred(scene.shown)
            told["lines"] = lines(scene)
            told["seams"][name] = seams(scene)
    sys.stdout.write(json.dumps(told) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
