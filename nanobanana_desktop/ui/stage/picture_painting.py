"""Draws the picture of a view: shadow, checks behind what is transparent, preview, picture."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor
from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QImage, QPainter, QPixmap, QRegion

from nanobanana_desktop.ui.ports import Picture
from nanobanana_desktop.ui.stage.stage_ground import BLACK
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.shapes import draw_box

_SHADOW: Final = 9
_SHADOW_DENSITY: Final = 54
_CHECK: Final = 8
_ICON: Final = 16
_CRISP_FROM: Final = 3.0
"""From this scale on pixels are drawn as squares."""


class PicturePainting:
    """What is drawn for a picture and its preview.

    No picture is scaled as a whole: the level that comes next in size is taken, and of that only
    what is visible. A picture that fits is drawn once and kept until something changes.
    """

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._preview = QImage()
        self._levels: Sequence[QImage] = ()
        self._still = QPixmap()
        self._still_of: tuple[object, ...] = ()
        self.opacity = 1.0
        """Of the picture over its preview, while it comes."""

    @property
    def has_picture(self) -> bool:
        return bool(self._levels)

    @property
    def has_preview(self) -> bool:
        return not self._preview.isNull()

    @property
    def has_still(self) -> bool:
        """Whether the next time only has to copy what was drawn before."""
        return not self._still.isNull()

    def clear(self) -> None:
        self._preview = QImage()
        self._levels = ()
        self.forget_still()

    def set_preview(self, image: QImage) -> None:
        self._preview = image

    def set_picture(self, picture: Picture) -> None:
        self._levels = picture.levels
        self.forget_still()

    def forget_still(self) -> None:
        """Colours or lengths are other ones now."""
        self._still = QPixmap()

    def paint(self, painter: QPainter, view: QRect, target: QRectF, ground: str) -> None:
        """Fill `view` with the ground and draw the picture at `target`, in logical pixels."""
        ratio = painter.device().devicePixelRatioF()
        is_still = self.has_picture and self.opacity >= 1.0 and QRectF(view).contains(target)
        if not is_still:
            self._draw(painter, view, target, ground)
            return
        key = (view.size(), target, ground, ratio)
        if self._still.isNull() or self._still_of != key:
            self._still = QPixmap((QSizeF(view.size()) * ratio).toSize())
            self._still.setDevicePixelRatio(ratio)
            inner = QPainter(self._still)
            self._draw(inner, view, target, ground)
            inner.end()
            self._still_of = key
        painter.drawPixmap(view.topLeft(), self._still)

    def paint_trouble(self, painter: QPainter, view: QRect, target: QRectF, text: str) -> None:
        """A note in the middle of what is visible, legible on every picture."""
        px = self._theme.px
        font = self._theme.font(1.0, 500)
        metrics = QFontMetrics(font)
        room = target.intersected(QRectF(view))
        icon, gap, inset = px(_ICON), px(8), px(12)
        width = min(room.width(), icon + gap + metrics.horizontalAdvance(text) + 2 * inset)
        box = QRectF(0, 0, width, max(icon, metrics.height()) + 2 * px(8))
        box.moveCenter(room.center())
        edge = self._theme.color("border")
        draw_box(painter, box, px(8), fill=self._theme.color("surface"), edge=edge)
        ratio = painter.device().devicePixelRatioF()
        corner = QPointF(box.left() + inset, box.center().y() - icon / 2)
        painter.drawPixmap(corner, self._theme.pixmap("image-off", "err", icon, ratio))
        words = box.adjusted(inset + icon + gap, 0, -inset, 0)
        fitting = metrics.elidedText(text, Qt.TextElideMode.ElideRight, round(words.width()) + 1)
        painter.setFont(font)
        painter.setPen(self._theme.color("err"))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, fitting)

    def _draw(self, painter: QPainter, view: QRect, target: QRectF, ground: str) -> None:
        color = QColor(0, 0, 0) if ground == BLACK else self._theme.color(ground)
        painter.fillRect(view, color)
        if target.isEmpty():
            return
        if ground != BLACK:
            self._draw_shadow(painter, view, target)
        if self.has_preview and (not self.has_picture or self.opacity < 1.0):
            self._draw_levels(painter, view, target, (self._preview,))
        elif not self.has_picture:
            painter.fillRect(target, self._theme.color("sunken"))
        if self.has_picture:
            painter.setOpacity(self.opacity)
            self._draw_levels(painter, view, target, self._levels)
            painter.setOpacity(1.0)

    def _draw_shadow(self, painter: QPainter, view: QRect, target: QRectF) -> None:
        spread = self._theme.px(_SHADOW)
        painter.save()
        # What the picture covers needs no shadow; painting it there would be the larger work.
        inner = target.toAlignedRect().adjusted(1, 1, -1, -1)
        painter.setClipRegion(QRegion(view) - QRegion(inner))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(0, 0, 0, 0))
        painter.setBrush(QColor(0, 0, 0, max(2, round(_SHADOW_DENSITY / spread))))
        for step in range(spread, 0, -1):
            area = target.adjusted(-step, -step + 2, step, step + 2)
            painter.drawRoundedRect(area, step, step)
        painter.restore()

    def _draw_levels(
        self, painter: QPainter, view: QRect, target: QRectF, levels: Sequence[QImage]
    ) -> None:
        visible = target.intersected(QRectF(view))
        if visible.isEmpty():
            return
        ratio = painter.device().devicePixelRatioF()
        image = _level_for(levels, target.width() * ratio)
        if image.hasAlphaChannel():
            self._draw_checks(painter, visible)
        across, down = target.width() / image.width(), target.height() / image.height()
        # Whole pixels of the picture, so that its grid lies the same in every part of the view.
        source = QRect(
            floor((visible.left() - target.left()) / across),
            floor((visible.top() - target.top()) / down),
            0,
            0,
        )
        source.setRight(ceil((visible.right() - target.left()) / across) - 1)
        source.setBottom(ceil((visible.bottom() - target.top()) / down) - 1)
        source = source.intersected(image.rect())
        place = QRectF(
            target.left() + source.left() * across,
            target.top() + source.top() * down,
            source.width() * across,
            source.height() * down,
        )
        is_preview = image is self._preview
        smooth = is_preview or across * ratio < _CRISP_FROM
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        painter.drawImage(place, image, QRectF(source))

    def _draw_checks(self, painter: QPainter, area: QRectF) -> None:
        size = self._theme.px(_CHECK)
        tile = QPixmap(2 * size, 2 * size)
        tile.fill(self._theme.color("stage"))
        squares = QPainter(tile)
        for place in (0, size):
            squares.fillRect(QRect(place, place, size, size), self._theme.color("sunken"))
        squares.end()
        painter.fillRect(area, QBrush(tile))


def _level_for(levels: Sequence[QImage], width: float) -> QImage:
    """The smallest level that is not smaller than `width` device pixels, else the largest."""
    chosen = levels[0]
    for level in levels[1:]:
        if level.width() < width - 0.5:
            break
        chosen = level
    return chosen
