"""One of several pictures that are looked at together: its letter, its star and the way out."""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QWidget

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui import texts
from nanobanana_desktop.ui.file_drag import Dragged
from nanobanana_desktop.ui.labels import plain_tooltip
from nanobanana_desktop.ui.ports import Picture
from nanobanana_desktop.ui.stage.picture_badge import INSET, PictureBadge
from nanobanana_desktop.ui.stage.picture_view import PictureView
from nanobanana_desktop.ui.stage.stage_ground import BLACK
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.shapes import draw_box
from nanobanana_desktop.ui.widgets.targets import LEAST_TARGET

MARGIN: Final = 12
KEPT: Final = 3_072
"""Pixels of the longer side that are kept of a picture that is not looked at closely."""
_BLURRED: Final = 1.25
"""So many times a pixel may be stretched on the screen."""
_RING: Final = 2
_SIZE: Final = 28
_CROSS: Final = 4.5
_PLATE: Final = QColor(0, 0, 0, 190)
_PLATE_MET: Final = QColor(60, 60, 66, 235)
_ARROWS: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class _Reduced(NamedTuple):
    """A picture without its largest levels."""

    levels: tuple[QImage, ...]
    path: Path


class TakeOutButton(QAbstractButton):
    """A cross on a dark plate: legible on every picture. The keyboard has a key for it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        edge = max(LEAST_TARGET, self._theme.px(_SIZE))
        return QSize(edge, edge)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            met = self.underMouse() or self.isDown()
            fill = _PLATE_MET if met else _PLATE
            draw_box(painter, QRectF(self.rect()), self._theme.px(6), fill=fill)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            width = max(1.6, self._theme.px(2) * 0.9)
            pen = QPen(Qt.GlobalColor.white, width)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            middle, reach = QRectF(self.rect()).center(), self._theme.px(10) * _CROSS / 10
            for turn in (1, -1):
                way = QPointF(reach, turn * reach)
                painter.drawLine(middle - way, middle + way)


class SurveyTile(PictureView):
    """A picture of a survey. It is current while it has the focus, and stays so without it.

    Signals: `chosen()` – it got the focus –; `moved(int, int)` – an arrow: columns and rows –;
    `taken_out()`.
    """

    chosen = Signal()
    moved = Signal(int, int)
    taken_out = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent, margin=MARGIN)
        self.letter = ""
        self.is_current = False
        self._kept_width = 0
        self.task: GenerationTask | None = None
        """As it was when it was shown last."""
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._badge = PictureBadge(theme, "", self)
        self.out = TakeOutButton(theme, self)
        self.out.clicked.connect(self.taken_out)
        self.zoom_changed.connect(self._place)
        self.clicked.connect(lambda: self.setFocus(Qt.FocusReason.MouseFocusReason))
        theme.theme_changed.connect(self._place)
        self._show_out()

    def show_task(self, task: GenerationTask, letter: str) -> None:
        """Say whose picture it is; the picture itself is given by `begin` and `set_picture`."""
        self.task, self.letter, self.task_id = task, letter, task.id
        self._badge.set_text(f"{letter} {texts.STAR}" if task.starred else letter)
        self.retranslate()
        self._place()

    def set_current(self, current: bool) -> None:
        """Whether commands mean this picture. Only that one is reached by Tab."""
        self.is_current = current
        policy = Qt.FocusPolicy.StrongFocus if current else Qt.FocusPolicy.ClickFocus
        self.setFocusPolicy(policy)
        self._show_out()
        self.retranslate()
        self.update()

    def show_picture(self, picture: Picture) -> None:
        """Keep of it what is needed at the size at which it is looked at now."""
        size = picture.levels[0].size()
        kept = [level for level in picture.levels if max(level.width(), level.height()) <= KEPT]
        if len(kept) == len(picture.levels) or not kept or self._needs_more(kept[0].width()):
            self._kept_width = size.width()
            self.set_picture(picture, size)
        else:
            self._kept_width = kept[0].width()
            self.set_picture(_Reduced(tuple(kept), picture.path), size)

    def given_away(self, picture: Picture) -> Dragged:
        """Of a reduced picture the file alone: its pixels are fewer than they should be."""
        dragged = super().given_away(picture)
        return dragged._replace(pixels=None) if isinstance(picture, _Reduced) else dragged

    @property
    def is_blurred(self) -> bool:
        """Whether it is looked at more closely than what was kept of it allows."""
        return self.loaded is not None and self._needs_more(self._kept_width)

    def _needs_more(self, width: int) -> bool:
        wanted = min(self.zoom.target[2], self.zoom.width)
        return wanted > width * _BLURRED

    def show_trouble(self, text: str) -> None:
        super().show_trouble(text)
        self.retranslate()

    def retranslate(self) -> None:
        task = self.task
        if task is None:
            return
        name = self.tr("{letter}: {prompt}").format(letter=self.letter, prompt=texts.heading(task))
        self.setAccessibleName(name)
        state = [
            self.trouble,
            self.tr("current") if self.is_current else "",
            self.tr("starred") if task.starred else "",
            self.tr("%Ln star(s) of 5", "", task.rating) if task.rating else "",
        ]
        self.setAccessibleDescription(texts.spoken_list(part for part in state if part))
        self.out.setAccessibleName(self.tr("Take {letter} out").format(letter=self.letter))
        plain_tooltip(self.out, self.tr("Take out of the survey (X)"))

    # -- events ----------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        way = _ARROWS.get(Qt.Key(event.key()))
        if plain and way is not None and not self.zoom.can_pan:
            self.moved.emit(*way)
            event.accept()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.chosen.emit()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._show_out(met=True)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._show_out(met=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _paint(self, painter: QPainter) -> None:
        super()._paint(painter)
        if self.is_current and (not self.hasFocus() or self._ground == BLACK):
            # Which of them is current is to be seen without the focus too, and on the full screen.
            painter.setPen(self._theme.color("accent_line" if self.hasFocus() else "control_edge"))
            for inset in range(_RING):
                painter.drawRect(self.rect().adjusted(inset, inset, -inset - 1, -inset - 1))

    def _show_out(self, *, met: bool | None = None) -> None:
        self.out.setVisible(self.is_current or (self.underMouse() if met is None else met))

    def _place(self) -> None:
        """At the upper corners of what is seen of the picture."""
        ratio = self.devicePixelRatioF()
        left, top, width, height = (round(edge / ratio) for edge in self.zoom.target)
        shown = QRect(left, top, width, height).intersected(self.rect())
        inset, badge, out = self._theme.px(INSET), self._badge.sizeHint(), self.out.sizeHint()
        # A badge that a star made wider stays where the others have theirs.
        outer = self.rect()
        held = shown if shown.width() >= badge.height() + 2 * inset else outer
        self._badge.setGeometry(QRect(QPoint(held.left() + inset, held.top() + inset), badge))
        if shown.width() < badge.width() + out.width() + 3 * inset:
            shown = outer
        corner = QPoint(shown.right() + 1 - inset - out.width(), shown.top() + inset)
        self.out.setGeometry(QRect(corner, out))
