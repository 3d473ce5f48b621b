"""A line of plain text that ends with an ellipsis where there is no room."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from nanobanana_desktop.ui.labels import Role, plain_tooltip


class ElidedLabel(QLabel):
    """Never asks for more room than it gets; what was cut is in the tooltip."""

    def __init__(self, role: Role = "body", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            area = self.contentsRect()
            text = self.fontMetrics().elidedText(
                self.text(), Qt.TextElideMode.ElideRight, area.width()
            )
            plain_tooltip(self, self.text() if text != self.text() else "")
            painter.setPen(self.palette().color(self.foregroundRole()))
            painter.drawText(area, self.alignment() | Qt.TextFlag.TextSingleLine, text)
