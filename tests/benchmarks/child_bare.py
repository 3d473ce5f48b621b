"""The floor: a bare PySide6 main window, first paint, then end."""

from __future__ import annotations

import json
import os
import sys
import time

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow


class BareWindow(QMainWindow):
    painted_at: float | None = None

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.painted_at is None:
            self.painted_at = time.monotonic()
            QTimer.singleShot(0, QApplication.quit)


application = QApplication([])
window = BareWindow()
window.resize(1280, 800)
window.show()
application.exec()
seconds = (window.painted_at or 0.0) - float(os.environ["BENCH_STARTED"])
sys.stdout.write(json.dumps({"first_paint": seconds}) + "\n")
