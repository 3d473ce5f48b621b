"""Two pictures beside or above each other, with one zoom for both."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui import formats
from nanobanana_desktop.ui.stage.picture_view import PictureView
from nanobanana_desktop.ui.stage.stage_ground import StageGround
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.shapes import draw_box

_MARGIN: Final = 16
_BADGE: Final = 26
_SHADE: Final = QColor(0, 0, 0, 190)


class LetterBadge(QWidget):
    """The letter on a picture's corner, for the eye only."""

    def __init__(self, theme: Theme, letter: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._letter = letter
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_box(painter, QRectF(self.rect()), self._theme.px(6), fill=_SHADE)
        painter.setFont(self._theme.font(1.0, 600))
        painter.setPen(Qt.GlobalColor.white)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._letter)


class CompareView(StageGround):
    """Wide pictures are stacked, tall ones stand side by side: the larger total area wins.

    Signals: `step_requested(int, bool)` – direction, and whether A is meant instead of B;
    `swap_requested()`, `left()`, `zoom_changed()`.
    """

    step_requested = Signal(int, bool)
    swap_requested = Signal()
    left = Signal()
    zoom_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.a = PictureView(theme, self, margin=_MARGIN)
        self.b = PictureView(theme, self, margin=_MARGIN)
        self._badges = (LetterBadge(theme, "A", self), LetterBadge(theme, "B", self))
        self._ratios = (1.0, 1.0)
        self._linking = False
        self.setFocusProxy(self.b)
        for view, other in ((self.a, self.b), (self.b, self.a)):
            view.zoom_changed.connect(
                lambda view=view, other=other: self._on_view_zoom_changed(view, other)
            )
        self.a.step_requested.connect(lambda step: self.step_requested.emit(step, False))
        self.b.step_requested.connect(lambda step: self.step_requested.emit(step, False))

    def show_pair(self, a: GenerationTask, b: GenerationTask) -> None:
        """Arrange for the shapes of the two; their pictures come by the views themselves."""
        ratios = tuple(formats.ratio_value(formats.task_ratio(task) or "1:1") for task in (a, b))
        self._ratios = (ratios[0], ratios[1])
        self._arrange()

    @property
    def is_stacked(self) -> bool:
        return self.b.y() > self.a.y()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shift = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        key = event.key()
        if shift and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.step_requested.emit(1 if key == Qt.Key.Key_Right else -1, True)
        elif key == Qt.Key.Key_X and not event.modifiers():
            self.swap_requested.emit()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _arrange(self) -> None:
        width, height = self.width(), self.height()
        beside = _total_area(self._ratios, width / 2, height)
        stacked = _total_area(self._ratios, width, height / 2)
        if stacked > beside:
            half = height // 2
            self.a.setGeometry(0, 0, width, half)
            self.b.setGeometry(0, half, width, height - half)
        else:
            half = width // 2
            self.a.setGeometry(0, 0, half, height)
            self.b.setGeometry(half, 0, width - half, height)
        self._place_badges()

    def _place_badges(self) -> None:
        size = self._theme.px(_BADGE)
        inset = self._theme.px(10)
        for view, badge in zip((self.a, self.b), self._badges, strict=True):
            ratio = view.devicePixelRatioF()
            left, top, _, _ = view.zoom.target
            x = view.x() + max(0, round(left / ratio)) + inset
            y = view.y() + max(0, round(top / ratio)) + inset
            badge.setGeometry(x, y, size, size)
            badge.raise_()

    def _on_view_zoom_changed(self, view: PictureView, other: PictureView) -> None:
        if not self._linking:
            self._linking = True
            other.follow(view.zoom)
            self._linking = False
            self.zoom_changed.emit()
        self._place_badges()


def _total_area(ratios: tuple[float, float], width: float, height: float) -> float:
    room = 2 * _MARGIN
    wide, high = max(1.0, width - room), max(1.0, height - room)
    return sum(min(wide, high * ratio) * min(high, wide / ratio) for ratio in ratios)
