"""Two pictures beside, above or on each other, or what they differ in, with one zoom for all."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QRegion, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui.stage.compare_handle import CompareHandle
from nanobanana_desktop.ui.stage.compare_modes import CompareMode
from nanobanana_desktop.ui.stage.flicker import Flicker
from nanobanana_desktop.ui.stage.picture_badge import INSET, PictureBadge
from nanobanana_desktop.ui.stage.picture_view import PictureView
from nanobanana_desktop.ui.stage.shared_room import best_cells, shape_of
from nanobanana_desktop.ui.stage.stage_ground import StageGround
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.window_activity import WindowActivity

_MARGIN: Final = 16
_RING: Final = 2
"""The edge of a view where it shows that it has the focus."""

Key = Qt.Key
Mode = CompareMode


class CompareView(StageGround):
    """Shows two pictures as `mode` says.

    Side by side, wide pictures are stacked, tall ones stand beside each other: the larger total
    area wins. In all other modes they lie on each other. While Space is held the other picture is
    seen: both change places, or what lies below comes to the front. `letters` off leaves only keys
    that are no letters.

    Signals: `step_requested(int, bool)` – direction, and whether A is meant instead of B;
    `zoom_changed()`, `mode_changed(CompareMode)`;
    `menu_requested(bool, QPoint)` – whether for A, in global coordinates.
    """

    step_requested = Signal(int, bool)
    zoom_changed = Signal()
    mode_changed = Signal(object)
    menu_requested = Signal(bool, object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.a = PictureView(theme, self, margin=_MARGIN)
        self.b = PictureView(theme, self, margin=_MARGIN)
        self.difference = PictureView(theme, self, margin=_MARGIN)
        self.difference.drags_out = False
        self.difference.hide()
        self._views = (self.a, self.b, self.difference)
        self.handle = CompareHandle(theme, self)
        self.handle.hide()
        self.note = PictureBadge(theme, "", self)
        """What is to be known about the difference."""
        self.note.hide()
        self.badges = (PictureBadge(theme, "A", self), PictureBadge(theme, "B", self))
        self.flicker = Flicker(theme, self)
        self._ratios = (1.0, 1.0)
        self._linking = False
        self._letters = True
        self._mode = Mode.SIDE
        self.set_front(self.b)
        self.handle.valueChanged.connect(self._meet)
        self.flicker.turned.connect(self._arrange)
        for view in self._views:
            # They fill themselves: what lies below need not be painted.
            view.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
            self._connect(view)
        self.a.partner, self.b.partner = self.b, self.a
        theme.theme_changed.connect(self._arrange)
        WindowActivity(self, self._on_activity_changed)
        self.retranslate()

    def _connect(self, view: PictureView) -> None:
        view.zoom_changed.connect(lambda: self._on_view_zoom_changed(view))
        view.step_requested.connect(lambda step: self.step_requested.emit(step, False))
        view.menu_requested.connect(
            lambda place: self.menu_requested.emit(view is not self.b, place)
        )
        view.clicked.connect(self._on_view_clicked)

    # -- what is shown ---------------------------------------------------------------------------

    def show_pair(self, a: GenerationTask, b: GenerationTask) -> None:
        """Arrange for the shapes of the two; their pictures come by the views themselves."""
        self._ratios = (shape_of(a), shape_of(b))
        self.flicker.restart()
        self._arrange()

    def begin(self, view: PictureView, name: str, size: QSize) -> None:
        """Get a view ready for another picture; it is looked at as the other one is."""
        other = self.a if view is self.b else self.b
        self._linking = True
        view.begin(name, size)
        view.follow(other.zoom)
        self._linking = False
        self._place_badges()
        self.zoom_changed.emit()

    @property
    def is_stacked(self) -> bool:
        return self.b.y() != self.a.y()

    @property
    def mode(self) -> CompareMode:
        return self._mode

    def show_mode(self, mode: CompareMode) -> None:
        """Look at the two in another way."""
        if mode is self._mode:
            return
        was_on_handle = self.handle.hasFocus()
        had_focus = was_on_handle or any(view.hasFocus() for view in self._views)
        self._mode = mode
        self.flicker.restart()
        self.handle.setVisible(mode is Mode.SLIDER)
        self._linking = True
        self.difference.setVisible(mode is Mode.DIFFERENCE)
        self._linking = False
        self.b.partner = self.difference if mode is Mode.DIFFERENCE else self.a
        front = self.difference if mode is Mode.DIFFERENCE else self.b
        self.set_front(front)
        self._arrange()
        self._alternate()
        if had_focus or mode is Mode.SLIDER:
            target = self.handle if mode is Mode.SLIDER else front
            target.setFocus(Qt.FocusReason.OtherFocusReason)
        self.mode_changed.emit(mode)

    def show_note(self, words: str) -> None:
        """What is to be known about the difference."""
        self.note.set_text(words)
        self._place_badges()

    def set_ground(self, ground: str) -> None:
        super().set_ground(ground)
        for view in self._views:
            view.set_ground(ground)

    @property
    def letters(self) -> bool:
        return self._letters

    @letters.setter
    def letters(self, enabled: bool) -> None:
        self._letters = enabled
        for view in self._views:
            view.letters = enabled

    def retranslate(self) -> None:
        self.handle.setAccessibleName(self.tr("Border between A and B"))

    # -- events ----------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._alternate()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.flicker.restart()
        self._alternate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = event.key()
        if modifiers == Qt.KeyboardModifier.ShiftModifier and key in (Key.Key_Left, Key.Key_Right):
            self.step_requested.emit(1 if key == Key.Key_Right else -1, True)
        elif key == Key.Key_Space and not modifiers:
            self.flicker.hold(True)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() != Key.Key_Space:
            super().keyReleaseEvent(event)
        elif not event.isAutoRepeat():
            # A key that is held is told as if it were let go and pressed again and again.
            self.flicker.hold(False)

    def _on_activity_changed(self) -> None:
        # A key that is let go elsewhere is not told here.
        self.flicker.hold(False)
        self._alternate()

    def _on_view_clicked(self) -> None:
        if self._mode is Mode.FLICKER:
            self.flicker.pause()

    def _alternate(self) -> None:
        """Pictures take turns while somebody can look at them."""
        looked_at = self.isVisible() and self.isActiveWindow()
        self.flicker.alternate(self._mode is Mode.FLICKER and looked_at)

    # -- places ----------------------------------------------------------------------------------

    def _arrange(self) -> None:
        # One after the other they get their sizes: only then can they follow each other.
        self._linking = True
        if self._mode is Mode.SIDE:
            self.b.clearMask()
            self._put_apart()
        else:
            for view in self._views:
                view.setGeometry(self.rect())
            self.b.raise_()
            self.difference.raise_()
        self._linking = False
        self._link(self.b)
        self._meet()

    def _put_apart(self) -> None:
        width, height = self.width(), self.height()
        if best_cells(self._ratios, width, height, self._theme.px(_MARGIN)).down > 1:
            half = height // 2
            places = (QRect(0, 0, width, half), QRect(0, half, width, height - half))
        else:
            half = width // 2
            places = (QRect(0, 0, half, height), QRect(half, 0, width - half, height))
        first, second = reversed(places) if self.flicker.is_other else places
        self.a.setGeometry(first)
        self.b.setGeometry(second)

    def _meet(self) -> None:
        """What lies on what: each view is cut to the part of it that is to be seen."""
        is_other = self.flicker.is_other
        if self._mode is Mode.SLIDER:
            room = self._shown(self.a) | self._shown(self.b)
            self.handle.set_room(room.left(), room.width())
            border = min(max(self.handle.border, 0), self.width())
            mask = QRegion(border, 0, self.width() - border, self.height())
            _cut(self.b, QRegion(self.rect()) - mask if is_other else mask)
            self.handle.raise_()
        elif self._mode is Mode.FLICKER:
            _cut(self.b, self.rect() if is_other else self._edge)
        elif self._mode is Mode.DIFFERENCE:
            _cut(self.b, self._edge)
            _cut(self.difference, self._edge if is_other else self.rect())
        self._place_badges()

    @property
    def _edge(self) -> QRegion:
        """All that stays of a view that is not to be seen: where it shows the focus."""
        inner = self.rect().adjusted(_RING, _RING, -_RING, -_RING)
        return QRegion(self.rect()) - QRegion(inner)

    def _shown(self, view: PictureView) -> QRect:
        """The part of a view, in our coordinates, that its picture takes."""
        ratio = view.devicePixelRatioF()
        left, top, width, height = (round(edge / ratio) for edge in view.zoom.target)
        place = QRect(left, top, width, height).intersected(view.rect())
        return place.translated(view.pos())

    def _place_badges(self) -> None:
        is_other = self.flicker.is_other
        shows_difference = self._mode is Mode.DIFFERENCE and not is_other
        one_alone = self._mode in (Mode.FLICKER, Mode.DIFFERENCE)
        for view, badge in zip((self.a, self.b), self.badges, strict=True):
            is_first = view is self.a
            at_right = self._mode is Mode.SLIDER and is_first is is_other
            in_front = is_first if self._mode is Mode.DIFFERENCE else is_first is not is_other
            badge.setVisible(in_front and not shows_difference if one_alone else True)
            self._place_badge(badge, self._shown(view), at_right=at_right)
        self.note.setVisible(shows_difference and bool(self.note.text))
        self._place_badge(self.note, self._shown(self.difference), at_right=False)

    def _place_badge(self, badge: PictureBadge, shown: QRect, *, at_right: bool) -> None:
        inset, size = self._theme.px(INSET), badge.sizeHint()
        size.setWidth(min(size.width(), max(size.height(), self.width() - 2 * inset)))
        corner = shown.topLeft() + QPoint(inset, inset)
        if at_right:
            corner = shown.topRight() + QPoint(1 - inset - size.width(), inset)
        badge.setGeometry(QRect(corner, size))
        badge.raise_()

    def _on_view_zoom_changed(self, view: PictureView) -> None:
        if not self._linking:
            self._link(view)
            self.zoom_changed.emit()
        self._meet()

    def _link(self, view: PictureView) -> None:
        """All others look at the same part as this one does."""
        self._linking = True
        for other in self._views:
            if other is not view:
                other.follow(view.zoom)
        self._linking = False


def _cut(view: PictureView, part: QRegion | QRect) -> None:
    """Show this part of a view alone."""
    mask = QRegion(part)
    # An empty mask would mean none at all.
    view.setMask(mask if not mask.isEmpty() else QRegion(view.width(), 0, 1, 1))
