"""The borders between the panes: dragged for another width, pressed twice for the usual one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget


class PaneSplitter(QSplitter):
    """Panes beside each other.

    Signals: `usual_wanted(int)` – the border before the pane of this number was pressed twice.
    """

    usual_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)

    def createHandle(self) -> QSplitterHandle:
        return _Border(self)


class _Border(QSplitterHandle):
    def __init__(self, splitter: PaneSplitter) -> None:
        super().__init__(Qt.Orientation.Horizontal, splitter)
        self._splitter = splitter

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._splitter.usual_wanted.emit(self._splitter.indexOf(self))
