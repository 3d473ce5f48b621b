"""KIND COUNT: shows a grid of so many tiles, resizes it, and prints how long it worked on each.

KIND is `bare` for equal tiles and arithmetic, `stacks` for stacks in groups, else `ours`.
"""

from __future__ import annotations

import json
import statistics
import sys
from functools import partial

from grid_parts import SIZE, BareGrid, Paints, Parts, painted
from PySide6.QtWidgets import QAbstractScrollArea, QApplication

from nanobanana_desktop.ui.grouping import Arrangement, Grouping

WIDTHS = (940, 880, 1010, 760, 1100, 900, 1060, 820, 960)

kind, count = sys.argv[1], int(sys.argv[2])
application = QApplication([])
parts = Parts(application, count)
view: QAbstractScrollArea
if kind == "bare":
    view = BareGrid(count)
else:
    parts.model.reload()
    parts.source.answer()
    view = parts.make_grid(Arrangement(Grouping.BATCH, True) if kind == "stacks" else Arrangement())
# The first one loads modules and icons.
former = Parts(application, 50)
former.model.reload()
first = former.make_grid()
painted(Paints(first.viewport()), first.show)
view.resize(*SIZE)
paints = Paints(view.viewport())
told = {"show": painted(paints, view.show).worked}
for _ in range(3):
    application.processEvents()
view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
application.processEvents()
resized = []
for width in WIDTHS * 2:
    resized.append(painted(paints, partial(view.resize, width, SIZE[1])).worked)
    application.processEvents()
told["resize"] = statistics.median(resized)
sys.stdout.write(json.dumps(told) + "\n")
