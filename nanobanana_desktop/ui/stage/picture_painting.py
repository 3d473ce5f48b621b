"""Draws the picture of a view: shadow, checks behind what is transparent, preview, picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil, floor
from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QImage, QPainter, QPixmap

from nanobanana_desktop.ui.ports import Picture
from nanobanana_desktop.ui.stage.picture_shadow import PictureShadow
from nanobanana_desktop.ui.stage.stage_ground import BLACK
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.shapes import draw_box

_SHADOW: Final = 9
_CHECK: Final = 8
_ICON: Final = 16
_CRISP_FROM: Final = 3.0
"""From this scale on pixels are drawn as squares."""


class _Still:
    """What was drawn once and only has to be copied while it is to look the same."""

    def __init__(self) -> None:
        self.pixmap = QPixmap()
        self._look: tuple[object, ...] = ()

    def forget(self) -> None:
        self.pixmap, self._look = QPixmap(), ()

    def drawn(
        self, size: QSize, ratio: float, look: tuple[object, ...], draw: Callable[[QPainter], None]
    ) -> QPixmap:
        """`draw` fills `size` logical pixels if they were not drawn with this `look` before."""
        look = (size, ratio, *look)
        if self.pixmap.isNull() or self._look != look:
            self.pixmap = QPixmap((QSizeF(size) * ratio).toSize())
            self.pixmap.setDevicePixelRatio(ratio)
            with QPainter(self.pixmap) as painter:
                draw(painter)
            self._look = look
        return self.pixmap


class PicturePainting:
    """What is drawn for a picture and its preview.

    No picture is scaled as a whole: the level that comes next in size is taken, and of that only
    what is visible. A picture that fits is drawn once and kept until something changes; while it
    comes over its preview, that is kept too.
    """

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._preview = QImage()
        self._levels: Sequence[QImage] = ()
        self._shadow = PictureShadow()
        self._still = _Still()
        self._former = _Still()
        self.opacity = 1.0
        """Of the picture over its preview, while it comes."""

    @property
    def has_picture(self) -> bool:
        return bool(self._levels)

    @property
    def has_preview(self) -> bool:
        return not self._preview.isNull()

    @property
    def preview_width(self) -> int:
        """In pixels; 0 without a preview."""
        return self._preview.width()

    @property
    def has_still(self) -> bool:
        """Whether the next time only has to copy what was drawn before."""
        return not self._still.pixmap.isNull()

    @property
    def has_former(self) -> bool:
        """Whether what the picture fades over is kept."""
        return not self._former.pixmap.isNull()

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
        self._still.forget()
        self._former.forget()

    def paint(self, painter: QPainter, view: QRect, target: QRectF, ground: str) -> None:
        """Fill `view` with the ground and draw the picture at `target`, in logical pixels."""
        if not (self.has_picture and QRectF(view).contains(target)):
            self._draw(painter, view, target, ground)
            return
        size, ratio = view.size(), painter.device().devicePixelRatioF()
        if self.opacity < 1.0:
            former = self._former.drawn(
                size, ratio, (target, ground), lambda p: self._draw_former(p, view, target, ground)
            )
            painter.drawPixmap(view.topLeft(), former)
        else:
            self._former.forget()
        if self.opacity > 0.0:
            still = self._still.drawn(
                size, ratio, (target, ground), lambda p: self._draw_whole(p, view, target, ground)
            )
            painter.setOpacity(self.opacity)
            painter.drawPixmap(view.topLeft(), still)
            painter.setOpacity(1.0)

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
        """Without keeping anything."""
        if self.has_picture and self.opacity >= 1.0:
            self._draw_whole(painter, view, target, ground)
            return
        self._draw_former(painter, view, target, ground)
        if self.has_picture:
            painter.setOpacity(self.opacity)
            self._draw_levels(painter, view, target, self._levels)
            painter.setOpacity(1.0)

    def _draw_whole(self, painter: QPainter, view: QRect, target: QRectF, ground: str) -> None:
        """The picture as it stays."""
        self._draw_ground(painter, view, target, ground)
        self._draw_levels(painter, view, target, self._levels)

    def _draw_former(self, painter: QPainter, view: QRect, target: QRectF, ground: str) -> None:
        """What is there before the picture."""
        self._draw_ground(painter, view, target, ground)
        if self.has_preview:
            self._draw_levels(painter, view, target, (self._preview,))
        elif not target.isEmpty():
            painter.fillRect(target, self._theme.color("sunken"))

    def _draw_ground(self, painter: QPainter, view: QRect, target: QRectF, ground: str) -> None:
        is_black = ground == BLACK
        painter.fillRect(view, QColor(0, 0, 0) if is_black else self._theme.color(ground))
        if not (is_black or target.isEmpty()):
            self._shadow.draw(painter, target, self._theme.px(_SHADOW))

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
        with QPainter(tile) as squares:
            for place in (0, size):
                squares.fillRect(QRect(place, place, size, size), self._theme.color("sunken"))
        painter.fillRect(area, QBrush(tile))


def _level_for(levels: Sequence[QImage], width: float) -> QImage:
    """The smallest level that is not smaller than `width` device pixels, else the largest."""
    chosen = levels[0]
    for level in levels[1:]:
        if level.width() < width - 0.5:
            break
        chosen = level
    return chosen
