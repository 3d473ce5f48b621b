"""Pictures that are dragged out of the window: they arrive as their files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from PySide6.QtCore import QMimeData, QPointF, QRectF, QSize, Qt, QUrl
from PySide6.QtGui import QDrag, QFont, QFontMetrics, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.ui import formats
from nanobanana_desktop.ui.dragged_tasks import put_tasks
from nanobanana_desktop.ui.ports import Picture
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.shapes import draw_box

_LARGEST: Final = 160
_ENOUGH: Final = 480
"""Pixels of a picture's longer side that are enough for the smaller one under the pointer."""
_SHEET: Final = 5
"""How far each of the sheets below looks out, when there are several pictures."""
_SHEETS: Final = 2


class Dragged(NamedTuple):
    """Files and how they look under the pointer; `pixels` are for programs that take no files."""

    paths: Sequence[Path]
    preview: QImage
    pixels: QImage | None = None
    task_ids: Sequence[str] = ()


def of_picture(picture: Picture) -> Dragged:
    """The picture that is looked at."""
    large = [level for level in picture.levels if max(level.width(), level.height()) >= _ENOUGH]
    return Dragged([picture.path], (large or picture.levels)[-1 if large else 0], picture.levels[0])


def file_drag(source: QWidget, dragged: Dragged, theme: Theme) -> QDrag:
    """A drag that offers the files; to be carried out as a copy and nothing else."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in dragged.paths])
    if dragged.pixels is not None:
        data.setImageData(dragged.pixels)
    if dragged.task_ids:
        put_tasks(data, dragged.task_ids)
    drag = QDrag(source)
    drag.setMimeData(data)
    ratio = source.devicePixelRatioF()
    pixmap = _small(dragged.preview, round(theme.px(_LARGEST) * ratio), ratio)
    if len(dragged.paths) > 1:
        pixmap = _stacked(pixmap, len(dragged.paths), theme)
    drag.setPixmap(pixmap)
    return drag


def _small(image: QImage, edge: int, ratio: float) -> QPixmap:
    if max(image.width(), image.height()) > edge:
        image = image.scaled(
            QSize(edge, edge),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    pixmap = QPixmap.fromImage(image)
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def _stacked(top: QPixmap, count: int, theme: Theme) -> QPixmap:
    """The picture on sheets, with the number of all at its lower right corner."""
    ratio = top.devicePixelRatio()
    size = top.deviceIndependentSize()
    step = theme.px(_SHEET)
    font = theme.font(0.92, QFont.Weight.Bold, tabular=True)
    words, metrics = formats.count_text(count), QFontMetrics(font)
    height = metrics.height() + theme.px(4)
    width = max(height, metrics.horizontalAdvance(words) + theme.px(12))
    whole = QSize(
        round((max(size.width(), width) + _SHEETS * step) * ratio),
        round((max(size.height(), height) + _SHEETS * step) * ratio),
    )
    pixmap = QPixmap(whole)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        for sheet in reversed(range(1, _SHEETS + 1)):
            rect = QRectF(QPointF(sheet * step, sheet * step), size)
            edge, fill = theme.color("border_strong"), theme.color("raised")
            draw_box(painter, rect, theme.px(4), fill=fill, edge=edge)
        painter.drawPixmap(0, 0, top)
        badge = QRectF(size.width() - width, size.height() - height, width, height)
        badge = badge.translated(step, step).intersected(QRectF(QPointF(), size * 2))
        edge, fill = theme.color("on_accent"), theme.color("accent")
        draw_box(painter, badge, height / 2, fill=fill, edge=edge)
        painter.setFont(font)
        painter.setPen(theme.color("on_accent"))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, words)
    return pixmap
