"""Two pictures beside, above or on each other, with one zoom for both."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui import formats
from nanobanana_desktop.ui.stage.compare_handle import CompareHandle
from nanobanana_desktop.ui.stage.picture_view import PictureView
from nanobanana_desktop.ui.stage.stage_ground import StageGround
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.shapes import draw_box

_MARGIN: Final = 16
_BADGE: Final = 26
_INSET: Final = 10
_SHADE: Final = QColor(0, 0, 0, 190)

Key = Qt.Key


class LetterBadge(QWidget):
    """The letter on a picture's corner, for the eye only."""

    def __init__(self, theme: Theme, letter: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._letter = letter
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        draw_box(painter, QRectF(self.rect()), self._theme.px(6), fill=_SHADE)
        painter.setFont(self._theme.font(1.0, 600))
        painter.setPen(Qt.GlobalColor.white)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._letter)


class CompareView(StageGround):
    """Wide pictures are stacked, tall ones stand side by side: the larger total area wins.

    With the slider they lie on each other instead. `letters` off leaves only keys that are no
    letters.

    Signals: `step_requested(int, bool)` – direction, and whether A is meant instead of B;
    `left()`, `zoom_changed()`, `slider_toggled(bool)`;
    `menu_requested(bool, QPoint)` – whether for A, in global coordinates.
    """

    step_requested = Signal(int, bool)
    left = Signal()
    zoom_changed = Signal()
    slider_toggled = Signal(bool)
    menu_requested = Signal(bool, object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.a = PictureView(theme, self, margin=_MARGIN)
        self.b = PictureView(theme, self, margin=_MARGIN)
        self.handle = CompareHandle(theme, self)
        self.handle.hide()
        self._badges = (LetterBadge(theme, "A", self), LetterBadge(theme, "B", self))
        self._ratios = (1.0, 1.0)
        self._linking = False
        self._letters = True
        self._with_slider = False
        self.setFocusProxy(self.b)
        self.handle.valueChanged.connect(self._meet)
        for view, other in ((self.a, self.b), (self.b, self.a)):
            self._connect(view, other)
        theme.theme_changed.connect(self._arrange)
        self.retranslate()

    def _connect(self, view: PictureView, other: PictureView) -> None:
        view.partner = other
        view.zoom_changed.connect(lambda: self._on_view_zoom_changed(view, other))
        view.step_requested.connect(lambda step: self.step_requested.emit(step, False))
        view.menu_requested.connect(lambda place: self.menu_requested.emit(view is self.a, place))

    # -- what is shown ---------------------------------------------------------------------------

    def show_pair(self, a: GenerationTask, b: GenerationTask) -> None:
        """Arrange for the shapes of the two; their pictures come by the views themselves."""
        self._ratios = (_shape(a), _shape(b))
        self._arrange()

    def begin(self, view: PictureView, name: str, size: QSize) -> None:
        """Get a view ready for another picture; it is looked at as the other one is."""
        other = self.b if view is self.a else self.a
        self._linking = True
        view.begin(name, size)
        view.follow(other.zoom)
        self._linking = False
        self._place_badges()
        self.zoom_changed.emit()

    @property
    def is_stacked(self) -> bool:
        return self.b.y() > self.a.y()

    @property
    def with_slider(self) -> bool:
        return self._with_slider

    def show_slider(self, wanted: bool) -> None:
        """Let the pictures lie on each other, or apart again."""
        if wanted is self._with_slider:
            return
        had_focus = self.handle.hasFocus()
        self._with_slider = wanted
        self.handle.setVisible(wanted)
        self._arrange()
        if wanted or had_focus:
            (self.handle if wanted else self.b).setFocus(Qt.FocusReason.OtherFocusReason)
        self.slider_toggled.emit(wanted)

    def set_ground(self, ground: str) -> None:
        super().set_ground(ground)
        self.a.set_ground(ground)
        self.b.set_ground(ground)

    @property
    def letters(self) -> bool:
        return self._letters

    @letters.setter
    def letters(self, enabled: bool) -> None:
        self._letters = self.a.letters = self.b.letters = enabled

    def retranslate(self) -> None:
        self.handle.setAccessibleName(self.tr("Border between A and B"))

    # -- events ----------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = event.key()
        if modifiers == Qt.KeyboardModifier.ShiftModifier and key in (Key.Key_Left, Key.Key_Right):
            self.step_requested.emit(1 if key == Key.Key_Right else -1, True)
        elif key == Key.Key_Escape and not modifiers:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    # -- places ----------------------------------------------------------------------------------

    def _arrange(self) -> None:
        width, height = self.width(), self.height()
        if self._with_slider:
            self.a.setGeometry(self.rect())
            self.b.setGeometry(self.rect())
            self.b.raise_()
        else:
            self.b.clearMask()
            self._put_apart(width, height)
        self._meet()

    def _put_apart(self, width: int, height: int) -> None:
        margin = self._theme.px(_MARGIN)
        beside = _total_area(self._ratios, width / 2, height, margin)
        stacked = _total_area(self._ratios, width, height / 2, margin)
        if stacked > beside:
            half = height // 2
            self.a.setGeometry(0, 0, width, half)
            self.b.setGeometry(0, half, width, height - half)
        else:
            half = width // 2
            self.a.setGeometry(0, 0, half, height)
            self.b.setGeometry(half, 0, width - half, height)

    def _meet(self) -> None:
        """With the slider: B ends where the handle is, and A begins to be seen."""
        if self._with_slider:
            room = self._shown(self.a) | self._shown(self.b)
            self.handle.set_room(room.left(), room.width())
            border = min(max(self.handle.border, 0), self.width())
            mask = QRegion(border, 0, self.width() - border, self.height())
            # An empty mask would mean none at all.
            self.b.setMask(mask if not mask.isEmpty() else QRegion(self.width(), 0, 1, 1))
            self.handle.raise_()
        self._place_badges()

    def _shown(self, view: PictureView) -> QRect:
        """The part of a view, in our coordinates, that its picture takes."""
        ratio = view.devicePixelRatioF()
        left, top, width, height = (round(edge / ratio) for edge in view.zoom.target)
        place = QRect(left, top, width, height).intersected(view.rect())
        return place.translated(view.pos())

    def _place_badges(self) -> None:
        size, inset = self._theme.px(_BADGE), self._theme.px(_INSET)
        for view, badge in zip((self.a, self.b), self._badges, strict=True):
            shown = self._shown(view)
            corner = shown.topLeft() + QPoint(inset, inset)
            if self._with_slider and view is self.b:
                corner = shown.topRight() + QPoint(1 - inset - size, inset)
            badge.setGeometry(corner.x(), corner.y(), size, size)
            badge.raise_()

    def _on_view_zoom_changed(self, view: PictureView, other: PictureView) -> None:
        if not self._linking:
            self._linking = True
            other.follow(view.zoom)
            self._linking = False
            self.zoom_changed.emit()
        self._meet()


def _shape(task: GenerationTask) -> float:
    if task.image is not None and task.image.width and task.image.height:
        return task.image.width / task.image.height
    return formats.ratio_value(formats.task_ratio(task) or "1:1")


def _total_area(ratios: tuple[float, float], width: float, height: float, margin: int) -> float:
    wide, high = max(1.0, width - 2 * margin), max(1.0, height - 2 * margin)
    return sum(min(wide, high * ratio) * min(high, wide / ratio) for ratio in ratios)
