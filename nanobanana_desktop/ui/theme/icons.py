"""Icons: SVG files recoloured by token, drawn when first needed, kept by size and sharpness."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QImage, QPainter, QPixmap

_FILLED = "-filled"
_STROKE_OF_FILES = b'stroke-width="2"'
_STROKE = b'stroke-width="1.9"'


class IconRenderer:
    """Draws icons by name, for instance `copy`, or `star-filled` for the filled form of `star`.

    Pixmaps are kept by name, colour and size in device pixels. The files have one colour,
    `currentColor`; a file without it keeps its own colours.
    """

    def __init__(self, find_file: Callable[[str], Path]) -> None:
        self._find_file = find_file
        self._sources: dict[str, bytes] = {}
        self._pixmaps: dict[tuple[str, str, int], QPixmap] = {}

    def pixmap(self, name: str, color: str, size: float, ratio: float) -> QPixmap:
        """`color` is `#rrggbb`; `size` is in logical pixels, `ratio` device pixels for each."""
        device_size = max(1, round(size * ratio))
        key = (name, color, device_size)
        pixmap = self._pixmaps.get(key)
        if pixmap is None:
            pixmap = self._render(name, color, device_size)
            self._pixmaps[key] = pixmap
        if pixmap.devicePixelRatio() != ratio:
            pixmap = QPixmap(pixmap)
            pixmap.setDevicePixelRatio(ratio)
            self._pixmaps[key] = pixmap
        return pixmap

    def _render(self, name: str, color: str, device_size: int) -> QPixmap:
        # Loading the SVG library costs start-up time; the first icon pays for it.
        from PySide6.QtSvg import QSvgRenderer

        renderer = QSvgRenderer(self._source(name).replace(b"currentColor", color.encode()))
        image = QImage(device_size, device_size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        with QPainter(image) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            renderer.render(painter, QRectF(0, 0, device_size, device_size))
        return QPixmap.fromImage(image)

    def _source(self, name: str) -> bytes:
        source = self._sources.get(name)
        if source is None:
            file_name = name.removesuffix(_FILLED)
            source = self._find_file(f"icons/{file_name}.svg").read_bytes()
            source = source.replace(_STROKE_OF_FILES, _STROKE)
            if name.endswith(_FILLED):
                source = source.replace(b'fill="none"', b'fill="currentColor"', 1)
            self._sources[name] = source
        return source


class ThemedIconEngine(QIconEngine):
    """A `QIcon` that asks for its colour when it is painted, so a theme switch needs no new icon.

    `size` is the largest edge and `gap` an empty margin at the right, because style-sheet buttons
    put icon and text too close; both are design pixels, which `px` turns into logical pixels.
    """

    def __init__(
        self,
        renderer: IconRenderer,
        color_of: Callable[[str], QColor],
        px: Callable[[float], int],
        name: str,
        token: str,
        size: int,
        gap: int,
    ) -> None:
        super().__init__()
        self._renderer = renderer
        self._color_of = color_of
        self._px = px
        self._name = name
        self._token = token
        self._size = size
        self._gap = gap

    def clone(self) -> QIconEngine:
        return ThemedIconEngine(
            self._renderer,
            self._color_of,
            self._px,
            self._name,
            self._token,
            self._size,
            self._gap,
        )

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        room_width = rect.width() - self._px(self._gap)
        edge = min(room_width, rect.height(), self._px(self._size))
        token = "disabled" if mode == QIcon.Mode.Disabled else self._token
        # Asking the device would make PySide load every widget class.
        ratio = painter.deviceTransform().m11()
        glyph = self._renderer.pixmap(self._name, self._color_of(token).name(), edge, ratio)
        left = rect.x() + (room_width - edge) // 2
        painter.drawPixmap(QPoint(left, rect.y() + (rect.height() - edge) // 2), glyph)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        canvas = QPixmap(size * scale)
        canvas.setDevicePixelRatio(scale)
        canvas.fill(Qt.GlobalColor.transparent)
        with QPainter(canvas) as painter:
            self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        return canvas
