"""Toasts: a short line at the bottom that confirms what the person did and may offer Undo."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import (
    QEvent,
    QObject,
    QPoint,
    QPropertyAnimation,
    QRectF,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGraphicsOpacityEffect, QHBoxLayout, QSizePolicy, QWidget

from nanobanana_desktop.ui.guarded import guarded
from nanobanana_desktop.ui.labels import plain_label
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.announce import announce
from nanobanana_desktop.ui.widgets.buttons import Button
from nanobanana_desktop.ui.widgets.shapes import draw_box

SHORT_SECONDS = 2.0
UNDO_SECONDS = 10.0
_FADE_MS = 120
_SHADOW = 8
_RADIUS = 8
_BOTTOM = 12
_MARGIN = 16


class Toast(QWidget):
    """Floats over `host`, at its bottom in the middle; a new message replaces the old one.

    It can visit another window for as long as the person looks there.

    Signals: `closed()` when it is gone, for whatever reason.
    """

    closed = Signal()

    def __init__(self, theme: Theme, host: QWidget) -> None:
        super().__init__(host)
        self._theme = theme
        self._host = self._home = host
        """Where it floats now, and where it does unless it visits a window."""
        self._visits = False
        self._on_action: Callable[[], object] | None = None
        self._takes_back = False
        self._ticket = 0
        self._is_open = False
        self._floor: QWidget | None = None
        self._floor_visited: QWidget | None = None
        self._text = plain_label(role="body")
        self._text.setObjectName("toast text")
        self._text.setWordWrap(True)
        self._text.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._action = Button(theme, kind="toast")
        self._action.clicked.connect(self._on_action_clicked)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._text, 1)
        self._row.addWidget(self._action)
        self._opacity = QGraphicsOpacityEffect(self)
        self._opacity.setEnabled(False)
        self.setGraphicsEffect(self._opacity)
        self._fade = QPropertyAnimation(self._opacity, b"opacity", self)
        self._fade.setDuration(_FADE_MS)
        self._fade.finished.connect(self._on_fade_finished)
        self._end = QTimer(self)
        self._end.setObjectName("toast end")
        self._end.setSingleShot(True)
        self._end.timeout.connect(self.dismiss)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        host.installEventFilter(self)
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.hide()

    def stay_above(self, floor: QWidget) -> None:
        """Keep within the bottom of `floor`, a widget of the host: what is below stays free."""
        self._floor = floor
        floor.installEventFilter(self)

    def float_over(self, host: QWidget) -> None:
        """Another host from now on; what is being told goes on there, at once or after a visit."""
        self._home = host
        if not self._visits:
            self._go_to(host)

    def visit(self, window: QWidget, floor: QWidget) -> None:
        """Tell over `window` until `end_visit`, within the bottom of `floor`, a part of it."""
        self._visits = True
        self._floor_visited = floor
        floor.installEventFilter(self)
        self._go_to(window)

    def end_visit(self) -> None:
        """Back over the host; nothing when there is no visit."""
        self._visits = False
        if self._floor_visited is not None:
            self._floor_visited.removeEventFilter(self)
            self._floor_visited = None
        self._go_to(self._home)

    def _go_to(self, host: QWidget) -> None:
        if host is self._host:
            return
        # The former host may be hidden already, and the toast with it.
        shown = not self.isHidden()
        self._host.removeEventFilter(self)
        self._host = host
        host.installEventFilter(self)
        self.setParent(host)
        if shown:
            self._place()
            self.show()
            self.raise_()

    @property
    def text(self) -> str:
        return self._text.text()

    def show_message(
        self,
        text: str,
        action_text: str = "",
        on_action: Callable[[], object] | None = None,
        seconds: float | None = None,
    ) -> int:
        """Show `text`; with an action for 10 s, without for 2 s unless `seconds` says otherwise.

        Returns the ticket of this message for `change_text` and `withdraw`.
        """
        self._ticket += 1
        self._is_open = True
        self._text.setText(text)
        self._action.setText(action_text)
        self._action.setVisible(bool(action_text))
        self._on_action = on_action
        self._takes_back = False
        if seconds is None:
            seconds = UNDO_SECONDS if action_text else SHORT_SECONDS
        self._end.start(round(seconds * 1000))
        self._place()
        self.show()
        self.raise_()
        self._start_fade(0.0, 1.0)
        announce(self, f"{text} {action_text}".strip())
        return self._ticket

    def show_undo(
        self, text: str, on_undo: Callable[[], object], seconds: float | None = None
    ) -> int:
        """Show `text` and offer Undo, with the button and with `undo`; otherwise `show_message`."""
        ticket = self.show_message(text, self.tr("Undo"), on_undo, seconds)
        self._takes_back = True
        return ticket

    @property
    def offers_undo(self) -> bool:
        return self._is_open and self._takes_back

    def undo(self) -> bool:
        """Take back what the message is about; False when it offers no Undo or is gone."""
        if not self.offers_undo:
            return False
        self._on_action_clicked()
        return True

    def change_text(self, ticket: int, text: str) -> bool:
        """Other words for the message of `ticket`, not spoken; False when it is gone."""
        if not self._shows(ticket):
            return False
        self._text.setText(text)
        self._place()
        return True

    def withdraw(self, ticket: int) -> None:
        """Take the message of `ticket` away unless another one took its place."""
        if self._shows(ticket):
            self.dismiss()

    def _shows(self, ticket: int) -> bool:
        return ticket == self._ticket and self._is_open

    def dismiss(self) -> None:
        """Let the toast go; its action is no longer offered."""
        self._end.stop()
        self._is_open = False
        self._on_action = None
        if self.isVisible():
            self._start_fade(self._opacity.opacity(), 0.0)

    @guarded(bool)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        places = (QEvent.Type.Resize, QEvent.Type.Move)
        if event.type() in places and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            shadow = self._theme.px(_SHADOW)
            body = QRectF(self.rect()).adjusted(shadow, shadow, -shadow, -shadow)
            radius = self._theme.px(_RADIUS)
            for step in range(shadow, 0, -1):
                glow = QColor(0, 0, 0, 5)
                spread = body.adjusted(-step, -step + 2, step, step)
                draw_box(painter, spread, radius + step, fill=glow)
            draw_box(painter, body, radius, fill=self._theme.color("toast"))

    def enterEvent(self, event: QEnterEvent) -> None:
        """Reading takes time: while the pointer is on it, the toast stays."""
        remaining = self._end.remainingTime()
        self._end.stop()
        self._end.setInterval(max(remaining, 1000))
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        if self.isVisible():
            self._end.start()
        super().leaveEvent(event)

    def _place(self) -> None:
        room = self._host.width() - 2 * self._theme.px(_MARGIN)
        self._text.setMinimumWidth(self._line_width(room))
        width = min(self.sizeHint().width(), room)
        height = max(self.heightForWidth(width), self.sizeHint().height())
        left = (self._host.width() - width) // 2
        bottom = self._host.height()
        floor = self._floor_visited if self._visits else self._floor
        if floor is not None and self._host.isAncestorOf(floor) and floor.isVisible():
            bottom = floor.mapTo(self._host, QPoint(0, floor.height())).y()
        top = bottom - height - self._theme.px(_BOTTOM)
        self.setGeometry(left, top, width, height)

    def _line_width(self, room: int) -> int:
        """What the text needs to stand in one line, as far as there is room for it."""
        margins = self._row.contentsMargins()
        beside = margins.left() + margins.right()
        if not self._action.isHidden():
            beside += self._row.spacing() + self._action.sizeHint().width()
        needed = self._text.fontMetrics().horizontalAdvance(self._text.text()) + 1
        return max(0, min(needed, room - beside))

    def _start_fade(self, start: float, end: float) -> None:
        self._fade.stop()
        if self._theme.reduced_motion:
            self._opacity.setEnabled(False)
            if end == 0.0:
                self._finish_closing()
            return
        self._opacity.setEnabled(True)
        self._fade.setStartValue(start)
        self._fade.setEndValue(end)
        self._fade.start()

    def _on_fade_finished(self) -> None:
        if self._opacity.opacity() == 0.0:
            self._finish_closing()
        self._opacity.setEnabled(False)

    def _finish_closing(self) -> None:
        self.hide()
        self.closed.emit()

    def _on_action_clicked(self) -> None:
        action = self._on_action
        self.dismiss()
        if action is not None:
            action()

    def _on_theme_changed(self) -> None:
        px = self._theme.px
        shadow = px(_SHADOW)
        self._row.setContentsMargins(
            px(16) + shadow, px(8) + shadow, px(8) + shadow, px(8) + shadow
        )
        self._row.setSpacing(px(14))
        palette = self._text.palette()
        palette.setColor(self._text.foregroundRole(), self._theme.color("toast_text"))
        self._text.setPalette(palette)
        self.setMinimumHeight(px(42) + 2 * shadow)
        if self.isVisible():
            self._place()
