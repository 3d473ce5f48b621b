"""A picture that is dragged out of the window: it arrives as its file."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QMimeData, QSize, Qt, QUrl
from PySide6.QtGui import QDrag, QImage, QPixmap
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.ui.ports import Picture
from nanobanana_desktop.ui.theme.theme import Theme

_LARGEST: Final = 160


def file_drag(source: QWidget, picture: Picture, theme: Theme) -> QDrag:
    """A drag that offers the file, and its pixels to programs that take no files."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(picture.path))])
    data.setImageData(picture.levels[0])
    drag = QDrag(source)
    drag.setMimeData(data)
    ratio = source.devicePixelRatioF()
    edge = round(theme.px(_LARGEST) * ratio)
    drag.setPixmap(_small(picture, edge, ratio))
    return drag


def _small(picture: Picture, edge: int, ratio: float) -> QPixmap:
    image: QImage = picture.levels[0]
    for level in picture.levels:
        if max(level.width(), level.height()) < edge:
            break
        image = level
    if max(image.width(), image.height()) > edge:
        image = image.scaled(
            QSize(edge, edge),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    pixmap = QPixmap.fromImage(image)
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
