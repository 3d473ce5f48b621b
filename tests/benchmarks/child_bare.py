"""The floor: a bare PySide6 main window, first paint, then end."""

from __future__ import annotations

import json
import os
import sys
import time

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow


class BareWindow(QMainWindow):
    painted = False

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self.painted = True


application = QApplication([])
window = BareWindow()
window.resize(1280, 800)
window.show()
# As in the program: it is painted when the round of events with its paint event is over.
while not window.painted:
    application.processEvents()
seconds = time.monotonic() - float(os.environ["BENCH_STARTED"])
sys.stdout.write(json.dumps({"first_paint": seconds}) + "\n")
