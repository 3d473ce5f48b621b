"""One reference image in the form, and the tile that adds more."""

from __future__ import annotations

from time import monotonic

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QHideEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPixmap,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from nanobanana_desktop.domain.params import ReferenceKind
from nanobanana_desktop.ui.create.reference_items import ReferenceItem, ReferenceState
from nanobanana_desktop.ui.labels import plain_tooltip
from nanobanana_desktop.ui.task_keys import asks_for_menu
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.busy_sign import BusySign
from nanobanana_desktop.ui.widgets.reaction import FILLED, reaction_of
from nanobanana_desktop.ui.widgets.shapes import FOCUS_WIDTH, draw_box, draw_focus_ring
from nanobanana_desktop.ui.widgets.spinner import paint_spinner, spinner_turn

_RADIUS = 7
_BADGE = 16
_BADGE_INSET = 3
_REMOVE = 18
_PULSE_MS = 600
_FRAME_MS = 50
_ON_PICTURE = QColor(0x1B, 0x1B, 0x1F, 225)
_DASH = [3.0, 2.5]


class StripButton(QPushButton):
    """A square of the strip; the arrow keys belong to the strip.

    Signals: `step_requested(int)` −1 or +1.
    """

    step_requested = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAutoDefault(False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = steps.get(Qt.Key(event.key()))
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if step and plain:
            self.step_requested.emit(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self.click()
        else:
            super().keyPressEvent(event)


class AddTile(StripButton):
    """The dashed square with the plus."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._theme
        with QPainter(self) as painter:
            rect = QRectF(self.rect())
            fill = theme.color(FILLED[reaction_of(self)])
            edge = theme.color("border_strong" if self.isEnabled() else "border")
            draw_box(painter, rect, theme.px(_RADIUS), fill=fill, edge=edge, dash=_DASH)
            if self.hasFocus():
                draw_focus_ring(painter, rect, theme.px(_RADIUS), theme.color("accent_line"))
            edge_length = theme.px(16)
            token = "text2" if self.isEnabled() else "disabled"
            pixmap = theme.pixmap("plus", token, edge_length, self.devicePixelRatioF())
            corner = (self.width() - edge_length) // 2, (self.height() - edge_length) // 2
            painter.drawPixmap(QPoint(*corner), pixmap)


class ReferenceTile(StripButton):
    """A reference image with its number.

    Signals: `move_requested(int)` −1 or +1, `removal_requested()`; a click or Enter is `clicked`;
    `dragged(QPoint)` – where the pointer is on the screen – and `drag_ended(bool)`, true when it
    was given up; `given_up()` – the person wants no tile dragged, whichever has the mouse.
    """

    move_requested = Signal(int)
    removal_requested = Signal()
    dragged = Signal(QPoint)
    drag_ended = Signal(bool)
    given_up = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._item = ReferenceItem(0, "")
        self._number = 1
        self._pressed: QPoint | None = None
        self._is_dragging = False
        self.is_lifted = False
        self._picture = QPixmap()
        self._frame = QTimer(self)
        self._frame.setObjectName("reference tile frame")
        self._frame.setSingleShot(True)
        self._frame.timeout.connect(self._on_frame_timeout)
        self._busy = BusySign(self)
        self._busy.changed.connect(self._on_busy_changed)
        self._pulse = QTimer(self)
        self._pulse.setObjectName("reference tile pulse")
        self._pulse.setSingleShot(True)
        self._pulse.setInterval(_PULSE_MS)
        self._pulse.timeout.connect(self.update)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def show_item(self, item: ReferenceItem, number: int) -> None:
        self._item = item
        self._number = number
        self._picture = QPixmap()
        name = self.tr("Reference image {number}: {name}").format(number=number, name=item.name)
        self.setAccessibleName(name)
        self.setAccessibleDescription(self._state_text())
        plain_tooltip(self, "\n".join(part for part in (name, self._state_text()) if part))
        self._busy.set_busy(item.state is ReferenceState.PREPARING)
        self.update()

    def pulse(self) -> None:
        """Say "here it is already": a ring for a moment."""
        self._pulse.start()
        self.update()

    @property
    def is_ringed(self) -> bool:
        """Whether the ring is drawn: of the focus, of `pulse`, or because it is dragged."""
        return self.hasFocus() or self._pulse.isActive() or self.is_lifted

    def set_lifted(self, lifted: bool) -> None:
        """It is the one that is dragged."""
        if lifted is not self.is_lifted:
            self.is_lifted = lifted
            self.update()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._on_frame_timeout()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._frame.stop()
        self._pulse.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        key = Qt.Key(event.key())
        if key is Qt.Key.Key_Escape:
            self.given_up.emit()
            event.ignore()
        elif asks_for_menu(event):
            self.customContextMenuRequested.emit(self.rect().center())
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier and key in moves:
            self.move_requested.emit(moves[key])
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removal_requested.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        far = self._pressed is not None and (
            (place - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        )
        if self._is_dragging or far:
            self._is_dragging, self._pressed = True, None
            self.setDown(False)
            self.dragged.emit(event.globalPosition().toPoint())
        else:
            super().mouseMoveEvent(event)

    def give_up(self) -> None:
        if self._is_dragging:
            self._end_drag(is_cancelled=True)

    def _end_drag(self, *, is_cancelled: bool) -> None:
        self._is_dragging = False
        self.drag_ended.emit(is_cancelled)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        left = event.button() == Qt.MouseButton.LeftButton
        self._pressed = None if left else self._pressed
        if left and self._is_dragging:
            self._end_drag(is_cancelled=False)
            return
        if left and self.underMouse() and self._remove_rect().contains(event.position().toPoint()):
            self.setDown(False)
            self.removal_requested.emit()
            return
        super().mouseReleaseEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._theme
        with QPainter(self) as painter:
            rect = QRectF(self.rect())
            radius = theme.px(_RADIUS)
            if self._item.thumbnail is not None and self._seen_state is ReferenceState.READY:
                self._draw_picture(painter, self._item.thumbnail, radius)
            else:
                self._draw_stand_in(painter, rect, radius)
            self._draw_badge(painter)
            if self.underMouse():
                self._draw_remove(painter)
            if self.is_ringed:
                # Pictures have any colour: one of the two lines stands out from each.
                inside = rect.adjusted(FOCUS_WIDTH, FOCUS_WIDTH, -FOCUS_WIDTH, -FOCUS_WIDTH)
                gap = theme.color("surface")
                draw_box(painter, inside, radius - FOCUS_WIDTH, edge=gap, width=FOCUS_WIDTH)
                draw_focus_ring(painter, rect, radius, theme.color("accent_line"))

    def _draw_picture(self, painter: QPainter, image: QImage, radius: float) -> None:
        ratio = self.devicePixelRatioF()
        wanted = QSize(round(self.width() * ratio), round(self.height() * ratio))
        if self._picture.size() != wanted:
            scaled = image.scaled(
                wanted,
                Qt.AspectRatioMode.KeepAspectRatioByExpanding,
                Qt.TransformationMode.SmoothTransformation,
            )
            left = (scaled.width() - wanted.width()) // 2
            top = (scaled.height() - wanted.height()) // 2
            self._picture = QPixmap.fromImage(scaled.copy(QRect(QPoint(left, top), wanted)))
            self._picture.setDevicePixelRatio(ratio)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self.rect()), radius, radius)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipPath(outline)
        painter.drawPixmap(QPoint(0, 0), self._picture)
        painter.restore()

    def _draw_stand_in(self, painter: QPainter, rect: QRectF, radius: float) -> None:
        theme = self._theme
        looks = {
            ReferenceState.PREPARING: ("sunken", "border", ""),
            ReferenceState.READY: ("surface", "border", self._kind_icon()),
            ReferenceState.PROBLEM: ("err_soft", "err", "image-off"),
            ReferenceState.TOO_LARGE: ("err_soft", "err", "triangle-alert"),
        }
        fill, edge, icon = looks[self._seen_state]
        draw_box(painter, rect, radius, fill=theme.color(fill), edge=theme.color(edge))
        size = theme.px(16)
        left, top = (self.width() - size) // 2, (self.height() - size) // 2 + theme.px(4)
        if icon:
            token = "err" if fill == "err_soft" else "text2"
            pixmap = theme.pixmap(icon, token, size, self.devicePixelRatioF())
            painter.drawPixmap(QPoint(left, top), pixmap)
        elif self._busy.is_shown:
            turn = 0.0 if theme.reduced_motion else spinner_turn(monotonic())
            ring = QRectF(left, top, size, size)
            paint_spinner(painter, ring, theme.color("track"), theme.color("info"), turn)

    def _draw_badge(self, painter: QPainter) -> None:
        theme = self._theme
        inset, edge = theme.px(_BADGE_INSET), theme.px(_BADGE)
        badge = QRectF(inset, inset, edge, edge)
        draw_box(painter, badge, theme.px(4), fill=_ON_PICTURE)
        painter.setPen(Qt.GlobalColor.white)
        painter.setFont(theme.font(0.85, QFont.Weight.Bold))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, str(self._number))

    def _draw_remove(self, painter: QPainter) -> None:
        rect = self._remove_rect()
        draw_box(painter, QRectF(rect), rect.height() / 2, fill=_ON_PICTURE)
        edge = self._theme.px(12)
        token = "surface" if not self._theme.is_dark else "text"
        pixmap = self._theme.pixmap("x", token, edge, self.devicePixelRatioF())
        offset = (rect.width() - edge) // 2
        painter.drawPixmap(rect.topLeft() + QPoint(offset, offset), pixmap)

    def _kind_icon(self) -> str:
        reference = self._item.reference
        is_file = reference is not None and reference.kind is ReferenceKind.FILE
        return "image" if is_file else "link"

    def _remove_rect(self) -> QRect:
        edge = self._theme.px(_REMOVE)
        inset = self._theme.px(2)
        return QRect(self.width() - edge - inset, inset, edge, edge)

    def _state_text(self) -> str:
        if self._item.state is ReferenceState.PREPARING:
            return self.tr("Being prepared")
        if self._item.state is ReferenceState.PROBLEM:
            return self.tr("Not available any more")
        if self._item.state is ReferenceState.TOO_LARGE:
            return self.tr("Too large to be sent")
        return ""

    def _on_frame_timeout(self) -> None:
        self.update()
        if self._busy.is_shown and self.isVisible() and not self._theme.reduced_motion:
            self._frame.start(_FRAME_MS)

    def _on_busy_changed(self) -> None:
        self._on_frame_timeout()

    @property
    def _seen_state(self) -> ReferenceState:
        """A ring that has only just come goes before what became of the picture."""
        return ReferenceState.PREPARING if self._busy.is_shown else self._item.state
