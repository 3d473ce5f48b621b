"""A reference image by itself, in a window of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from nanobanana_desktop.domain.params import Reference
from nanobanana_desktop.ui.stage.picture_view import PictureView
from nanobanana_desktop.ui.theme.theme import Theme

SIDE: Final = 2048
"""Pixels of the longer side that are read at the most."""
_SIZE: Final = (640, 560)


class _Preview(NamedTuple):
    levels: tuple[QImage, ...]
    path: Path


class ReferencePreview(QDialog):
    """It does not stand in the way of the window below; Esc closes it."""

    def __init__(self, theme: Theme, reference: Reference, image: QImage, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Reference image: {name}").format(name=reference.name))
        self.view = PictureView(theme, self)
        self.view.begin(reference.name, QSize(image.width(), image.height()))
        self.view.set_picture(_Preview((image,), Path()))
        self.view.drags_out = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self.resize(theme.px(_SIZE[0]), theme.px(_SIZE[1]))
