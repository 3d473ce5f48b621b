"""KIND COUNT FRAMES: scrolls by the wheel's step and prints the seconds of every frame.

KIND is `list` or one of `GRIDS`, and each frame is followed by one of the floor: a window that
draws 24 tiles and nothing else. All pixmaps are there.
"""

from __future__ import annotations

import json
import sys
from functools import partial
from typing import Final

from grid_parts import GAP, SIZE, TILE, Paints, Parts, painted, picture
from PySide6.QtCore import QPoint
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from nanobanana_desktop.ui.grouping import PLAIN_ARRANGEMENT, Arrangement, Grouping

STEP: Final = 72
"""Three lines of the wheel."""
GRIDS: Final = {
    "grid": PLAIN_ARRANGEMENT,
    "stacks": Arrangement(stacked=True),
    "orders": Arrangement(Grouping.BATCH),
}
BACK: Final = 50
"""Frames after which it goes the other way, so that the cache holds all that is seen."""


class Tiles(QWidget):
    """Draws 24 tiles, six in a row."""

    def __init__(self) -> None:
        super().__init__()
        self._pixmap = QPixmap.fromImage(picture(TILE, TILE))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        for number in range(24):
            line, column = divmod(number, 6)
            painter.drawPixmap(QPoint(column * (TILE + GAP), line * (TILE + GAP)), self._pixmap)


kind, count, frames = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
application = QApplication([])
parts = Parts(application, count)
parts.model.reload()
parts.source.answer()
view: QAbstractScrollArea = parts.list if kind == "list" else parts.make_grid(GRIDS[kind])
view.resize(*SIZE)
view.show()
floor = Tiles()
floor.resize(*SIZE)
floor.show()
application.processEvents()
bar = view.verticalScrollBar()
bar.setValue(bar.maximum() // 2)
start = bar.value()
way = [*range(BACK), *range(BACK, 0, -1)]
# The pixmaps come one round of events after they were looked at.
for place in way:
    bar.setValue(start + place * STEP)
    for _ in range(4):
        application.processEvents()
ours, bare = [], []
seen, floor_seen = Paints(view.viewport()), Paints(floor)
for number in range(frames):
    value = start + way[number % len(way)] * STEP
    if value == bar.value():
        value += STEP
    ours.append(painted(seen, partial(bar.setValue, value)))
    bare.append(painted(floor_seen, floor.update))
told = {
    "passed": [frame.passed for frame in ours],
    "worked": [frame.worked for frame in ours],
    "bare": [frame.worked for frame in bare],
}
sys.stdout.write(json.dumps(told) + "\n")
