"""A small window of another program: drags something out of itself, or takes what is dropped.

Usage: drag_partner.py TITLE X Y [FORMAT VALUE] …

Offers the values (`urls` are separated by blanks, `picture` is the file of pixels). What is dropped
on it and how its own drags end is written to the output, one JSON object per line; "taken" tells on
the way whether what is dragged out of it, or over it, would be taken if it were let go now.
"""

from __future__ import annotations

import json
import sys

from PySide6.QtCore import QMimeData, QPoint, Qt, QTimer, QUrl
from PySide6.QtGui import QDrag, QDragEnterEvent, QDropEvent, QImage, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel

ANSWER_MS = 50
"""Until the answer to who drags is on its way: it is given after the handling of the event."""


class Partner(QLabel):
    def __init__(self, title: str, place: QPoint, offers: list[tuple[str, str]]) -> None:
        super().__init__(title)
        self._offers = offers
        self.setWindowTitle(title)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAcceptDrops(True)
        self.setGeometry(place.x(), place.y(), 240, 240)

    def mouseMoveEvent(self, _event: QMouseEvent) -> None:
        drag = QDrag(self)
        drag.setMimeData(self._mime())
        drag.actionChanged.connect(
            lambda now: tell({"taken": now is not Qt.DropAction.IgnoreAction})
        )
        both = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
        action = drag.exec(both, Qt.DropAction.MoveAction)
        tell({"ended": action.name})

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.source() is not None:
            # Its own drag, which is for the other program.
            event.ignore()
            return
        event.acceptProposedAction()
        QTimer.singleShot(ANSWER_MS, lambda: tell({"taken": True}))

    def dropEvent(self, event: QDropEvent) -> None:
        mime = event.mimeData()
        tell(
            {
                "files": [url.toLocalFile() for url in mime.urls()],
                "image": mime.hasImage(),
                "formats": mime.formats(),
            }
        )
        event.acceptProposedAction()

    def _mime(self) -> QMimeData:
        mime = QMimeData()
        for name, value in self._offers:
            if name == "urls":
                mime.setUrls([QUrl(url) for url in value.split()])
            elif name == "picture":
                mime.setImageData(QImage(value))
            else:
                mime.setData(name, value.encode())
        return mime


def tell(what: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def main(arguments: list[str]) -> int:
    title, x, y, *offers = arguments
    application = QApplication([])
    pairs = list(zip(offers[::2], offers[1::2], strict=True))
    partner = Partner(title, QPoint(int(x), int(y)), pairs)
    partner.show()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
