"""The picture on the stage: fit or zoomed, dragged and stepped, with a soft shadow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QVariantAnimation, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QLabel, QSizePolicy, QWidget

from nanobanana_desktop.ui.file_drag import Dragged, file_drag, of_picture
from nanobanana_desktop.ui.ports import Picture
from nanobanana_desktop.ui.stage.picture_painting import PicturePainting
from nanobanana_desktop.ui.stage.stage_ground import BLACK
from nanobanana_desktop.ui.stage.zoom import Zoom
from nanobanana_desktop.ui.task_keys import asks_for_menu
from nanobanana_desktop.ui.theme.theme import Theme

MARGIN: Final = 24
_WHEEL_STEP: Final = 1.2
_PAN_STEP: Final = 60
_FADE_MS: Final = 180

Key = Qt.Key


class PictureView(QLabel):
    """Shows one picture. A preview stands in for it at the same place until it has come.

    It is a label with a pixmap, so that screen readers see an image; its name is the prompt.

    Signals: `zoom_changed()`; `step_requested(int)` – to the previous (-1) or next (1) picture;
    `menu_requested(QPoint)` in global coordinates; `clicked()` – pressed and let go in one place.
    """

    zoom_changed = Signal()
    clicked = Signal()
    step_requested = Signal(int)
    menu_requested = Signal(object)

    def __init__(
        self, theme: Theme, parent: QWidget | None = None, *, margin: int = MARGIN
    ) -> None:
        """`margin` in design pixels stays free around a picture that fits."""
        super().__init__(parent)
        self._theme = theme
        self._margin = margin
        self._ground = "stage"
        self._painting = PicturePainting(theme)
        self._picture: Picture | None = None
        self._trouble = ""
        self._zoom = Zoom(0, 0)
        self._drag: QPointF | None = None
        self._press: QPointF | None = None
        self._click: QPointF | None = None
        self._fade = QVariantAnimation(self)
        self._fade.setDuration(_FADE_MS)
        self._fade.setStartValue(0.0)
        self._fade.setEndValue(1.0)
        self._fade.valueChanged.connect(self._on_fade_value_changed)
        self.letters = True
        self.drags_out = True
        """Whether dragging gives the file away while it is not zoomed."""
        self.task_id = ""
        """Whose picture it is; a drag into this window says so."""
        self.partner: PictureView | None = None
        """Zoomed together with this one; the pointer may be on it instead."""
        self.setMouseTracking(True)
        self.setPixmap(QPixmap(1, 1))
        self.setMinimumSize(1, 1)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.theme_changed.connect(self._on_theme_theme_changed)

    def set_ground(self, ground: str) -> None:
        """The colour token behind the picture; `BLACK` is no token."""
        self._ground = ground
        self.update()

    # -- what is shown ---------------------------------------------------------------------------

    def begin(self, name: str, size: QSize) -> None:
        """Get ready for a picture of `size` pixels; nothing of the last one stays."""
        self.setAccessibleName(name)
        self._fade.stop()
        self._painting.clear()
        self._picture = None
        self._trouble = ""
        self.setAccessibleDescription("")
        self._set_zoom(self._zoom.of_picture(size.width(), size.height()))
        self.update()

    def set_preview(self, image: QImage) -> None:
        """A small version to stretch until the picture comes; the largest of several is shown.

        Too late, it is ignored.
        """
        if self._picture is None and image.width() > self._painting.preview_width:
            self._painting.set_preview(image)
            self.update()

    def set_picture(self, picture: Picture, size: QSize | None = None) -> None:
        """`size` is that of the whole picture when `picture` holds smaller levels alone."""
        is_first = self._picture is None
        self._picture = picture
        self._painting.set_picture(picture)
        size = size or picture.levels[0].size()
        self._set_zoom(self._zoom.of_picture(size.width(), size.height()))
        fades = is_first and self._painting.has_preview and self.isVisible()
        fades = fades and not self._theme.reduced_motion
        self._painting.opacity = 0.0 if fades else 1.0
        if fades:
            self._fade.start()
        self.update()

    def show_trouble(self, text: str) -> None:
        """Say in the place of the picture why it does not come."""
        self._trouble = text
        self.setAccessibleDescription(text)
        self.update()

    @property
    def has_picture(self) -> bool:
        """Whether the picture itself has come, not only its preview."""
        return self._picture is not None

    @property
    def loaded(self) -> Picture | None:
        """The picture once it has come."""
        return self._picture

    @property
    def trouble(self) -> str:
        """Why the picture does not come, in words; empty for no reason."""
        return self._trouble

    def given_away(self, picture: Picture) -> Dragged:
        """What a drag holds."""
        own = [self.task_id] if self.task_id else []
        return of_picture(picture)._replace(task_ids=own)

    @property
    def zoom(self) -> Zoom:
        return self._zoom

    # -- commands --------------------------------------------------------------------------------

    def show_fit(self) -> None:
        self._set_zoom(self._zoom.fitted())

    def show_fill(self) -> None:
        self.show_scale(self._zoom.fill_scale)

    def show_scale(self, scale: float, at: QPointF | None = None) -> None:
        """1.0 is one picture pixel on one pixel of the screen."""
        self._set_zoom(self._zoom.scaled_to(scale, self._device(at)))

    def follow(self, zoom: Zoom) -> None:
        """Look at the same part as another view, as large against its fit size."""
        self._set_zoom(self._zoom.like(zoom))

    def zoom_in(self) -> None:
        self._set_zoom(self._zoom.stepped(1))

    def zoom_out(self) -> None:
        self._set_zoom(self._zoom.stepped(-1))

    def toggle_full_size(self, at: QPointF | None = None) -> None:
        """Between fit and 100 %, around the point `at`."""
        if self._zoom.is_fit:
            self.show_scale(1.0, at)
        else:
            self.show_fit()

    # -- events ----------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(400, 300)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        ratio = self.devicePixelRatioF()
        margin = self._theme.px(self._margin) * ratio
        self._set_zoom(self._zoom.in_view(self.width() * ratio, self.height() * ratio, margin))

    def wheelEvent(self, event: QWheelEvent) -> None:
        touches = not event.pixelDelta().isNull()
        wants_zoom = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier) or not touches
        if wants_zoom:
            turns = event.angleDelta().y() / 120
            spot = event.position() * self.devicePixelRatioF()
            self._set_zoom(self._zoom.magnified(_WHEEL_STEP**turns, (spot.x(), spot.y())))
        elif self._zoom.can_pan:
            ratio = self.devicePixelRatioF()
            delta = event.pixelDelta()
            self._set_zoom(self._zoom.panned(delta.x() * ratio, delta.y() * ratio))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        is_left = event.button() is Qt.MouseButton.LeftButton
        self._click = event.position() if is_left else None
        if event.button() is Qt.MouseButton.LeftButton and self._zoom.can_pan:
            self._drag = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif event.button() is Qt.MouseButton.LeftButton:
            inside = self._target().contains(event.position())
            self._press = event.position() if inside else None
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._click is not None and _is_far(event.position() - self._click):
            self._click = None
        if self._drag is not None:
            moved = (event.position() - self._drag) * self.devicePixelRatioF()
            self._drag = event.position()
            self._set_zoom(self._zoom.panned(moved.x(), moved.y()))
        elif self._press is not None and _is_far(event.position() - self._press):
            self._press = None
            self._drag_out()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._drag = None
        self._press = None
        self._show_cursor()
        if self._click is not None:
            self.clicked.emit()
        self._click = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.toggle_full_size(event.position())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_requested.emit(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if asks_for_menu(event):
            self.menu_requested.emit(self.mapToGlobal(self.rect().center()))
        elif self._handle_key(event):
            event.accept()
        else:
            super().keyPressEvent(event)

    def _handle_key(self, event: QKeyEvent) -> bool:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = Key(event.key())
        if key in _ARROWS:
            return self._handle_arrow(key, modifiers)
        if key in _PAGES and not modifiers:
            self.step_requested.emit(_PAGES[key])
            return True
        if modifiers & ~Qt.KeyboardModifier.ShiftModifier or not self.letters:
            return False
        commands: dict[Qt.Key, Callable[[], object]] = {
            Key.Key_Plus: self.zoom_in,
            Key.Key_Equal: self.zoom_in,
            Key.Key_Minus: self.zoom_out,
        }
        command = commands.get(key)
        if command is None:
            return False
        command()
        return True

    def _handle_arrow(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        across, down = _ARROWS[key]
        if self._zoom.can_pan:
            by_page = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
            wide = self._zoom.view_width if by_page else _PAN_STEP * self.devicePixelRatioF()
            high = self._zoom.view_height if by_page else _PAN_STEP * self.devicePixelRatioF()
            self._set_zoom(self._zoom.panned(-across * wide, -down * high))
            return True
        if modifiers:
            return False
        self.step_requested.emit(across or down)
        return True

    def toggle_at_pointer(self) -> None:
        """Between fitting and full size, around the pointer if it is over the picture."""
        view = self
        if self.partner is not None and self.partner.underMouse():
            view = self.partner
        place = QPointF(view.mapFromGlobal(view.cursor().pos())) if view.underMouse() else None
        view.toggle_full_size(place)

    # -- painting --------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        # Closed whatever happens: one that is left open takes the whole program with it.
        with QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        self._painting.paint(painter, self.rect(), self._target(), self._ground)
        if self._trouble:
            self._painting.paint_trouble(painter, self.rect(), self._target(), self._trouble)
        if self.hasFocus() and self._ground != BLACK:
            ring = self._theme.color("accent_line")
            painter.setPen(ring)
            for inset in (0, 1):
                painter.drawRect(self.rect().adjusted(inset, inset, -inset - 1, -inset - 1))

    def _target(self) -> QRectF:
        """The picture in logical pixels, on whole device pixels so that edges stay crisp."""
        ratio = self.devicePixelRatioF()
        left, top, width, height = self._zoom.target
        return QRectF(
            round(left) / ratio, round(top) / ratio, round(width) / ratio, round(height) / ratio
        )

    # -- inside ----------------------------------------------------------------------------------

    def _drag_out(self) -> None:
        """Give the file away; what is only a preview has none yet."""
        if self._picture is not None and self.drags_out:
            dragged = self.given_away(self._picture)
            file_drag(self, dragged, self._theme).exec(Qt.DropAction.CopyAction)

    def _on_fade_value_changed(self, value: float) -> None:
        self._painting.opacity = value
        self.update(self._target().toAlignedRect())

    def _on_theme_theme_changed(self) -> None:
        self._painting.forget_still()
        self.update()

    def _set_zoom(self, zoom: Zoom) -> None:
        if zoom == self._zoom:
            return
        self._zoom = zoom
        self._show_cursor()
        self.update()
        self.zoom_changed.emit()

    def _show_cursor(self) -> None:
        if self._drag is None:
            shape = Qt.CursorShape.OpenHandCursor
            self.setCursor(shape if self._zoom.can_pan else Qt.CursorShape.ArrowCursor)

    def _device(self, at: QPointF | None) -> tuple[float, float] | None:
        if at is None:
            return None
        ratio = self.devicePixelRatioF()
        return at.x() * ratio, at.y() * ratio


def _is_far(moved: QPointF) -> bool:
    """Whether a mouse that moved so far drags."""
    return moved.manhattanLength() >= QApplication.startDragDistance()


_ARROWS: Final = {
    Key.Key_Left: (-1, 0),
    Key.Key_Right: (1, 0),
    Key.Key_Up: (0, -1),
    Key.Key_Down: (0, 1),
}
_PAGES: Final = {Key.Key_PageUp: -1, Key.Key_PageDown: 1}
"""They step while the arrows pan, too: the same part of one picture after the other."""
