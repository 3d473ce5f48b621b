"""The boxes beside the form in which templates are found, saved and filled in."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from nanobanana_desktop.ui.guarded import guarded
from nanobanana_desktop.ui.labels import plain_label
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.announce import announce
from nanobanana_desktop.ui.widgets.buttons import IconButton
from nanobanana_desktop.ui.widgets.shapes import draw_box

_RADIUS: Final = 10
_WIDTH: Final = 384
_MARGIN: Final = 10
_BELOW_HEADS: Final = 56
"""Below the heads of the panes: what stands in them stays in reach."""
_ENTERS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_CONTROL: Final = Qt.KeyboardModifier.ControlModifier


class TemplateCard(QFrame):
    """Lies in the window right of `pane`, the form; never in the way of it.

    Esc and its button close it. Ctrl+Enter, which sends the form elsewhere, does here what Enter
    does: nobody is to pay for a form that is about to be filled. No window of its own, so that
    input methods work as in any other field.

    Signals: `closed()`.
    """

    closed = Signal()

    def __init__(self, theme: Theme, pane: QWidget) -> None:
        super().__init__(pane.window())
        self._theme = theme
        self._pane = pane
        self._before: QWidget | None = None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.title = plain_label(role="pane")
        self.title.setMinimumWidth(1)
        self.close_button = IconButton(theme, "x", size=28, icon_size=14)
        self.head = QHBoxLayout()
        self.head.addWidget(self.title, 1)
        self.head.addWidget(self.close_button)
        self.column = QVBoxLayout(self)
        self.column.addLayout(self.head)
        self.close_button.clicked.connect(self.dismiss)
        pane.installEventFilter(self)
        theme.theme_changed.connect(self._fit)
        self.hide()

    def open_at(self, start: QWidget) -> None:
        """Open with the focus in `start`."""
        host = self._pane.window()
        if self.parentWidget() is not host:
            self.setParent(host)
        host.installEventFilter(self)
        focused = QApplication.focusWidget()
        if focused is not None and not self.isAncestorOf(focused):
            self._before = focused
        self._fit()
        self.show()
        self.raise_()
        self.place()
        start.setFocus(Qt.FocusReason.PopupFocusReason)
        self._place_soon()

    def dismiss(self) -> None:
        """Close; the focus goes back to where it was, if it is in here."""
        if self.isHidden():
            return
        focused = QApplication.focusWidget()
        had_focus = focused is None or self.isAncestorOf(focused)
        before, self._before = self._before, None
        if had_focus and before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()
        self.closed.emit()

    def act(self) -> None:
        """What Ctrl+Enter does."""
        raise NotImplementedError

    def wanted_height(self, width: int) -> int:
        """Pixels that it would take if there were room for all."""
        return max(self.heightForWidth(width), self.sizeHint().height())

    def place(self) -> None:
        """Take the place beside the form, as far as the window has room."""
        host, px = self.parentWidget(), self._theme.px
        if host is None or self.isHidden():
            return
        margin = px(_MARGIN)
        corner = self._pane.mapTo(host, QPoint(self._pane.width(), 0))
        width = min(max(px(_WIDTH), self.minimumSizeHint().width()), host.width() - 2 * margin)
        left = max(margin, min(corner.x() + margin, host.width() - width - margin))
        top = corner.y() + px(_BELOW_HEADS)
        self.setFixedWidth(width)
        self.column.activate()
        height = min(self.wanted_height(width), host.height() - top - margin)
        self.setGeometry(left, top, width, height)

    def set_title(self, text: str) -> None:
        self.title.setText(text)
        self.setAccessibleName(text)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and _is_send(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # What no field takes must not reach the window behind it as a command.
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        elif _is_send(event) and not event.isAutoRepeat():
            self.act()
        event.accept()

    @guarded(bool)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self.place()
        elif event.type() == QEvent.Type.Hide and watched is self._pane:
            self.dismiss()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        fill, edge = self._theme.color("overlay"), self._theme.color("control_edge")
        with QPainter(self) as painter:
            radius = self._theme.px(_RADIUS)
            draw_box(painter, QRectF(self.rect()), radius, fill=fill, edge=edge)

    def _place_soon(self) -> None:
        # What was shown or hidden just now has not told its size yet.
        if not self.isHidden():
            QTimer.singleShot(0, self, self.place)

    def _fit(self) -> None:
        px = self._theme.px
        self.column.setContentsMargins(px(16), px(10), px(12), px(14))
        self.column.setSpacing(px(8))
        self.head.setSpacing(px(2))
        self._place_soon()


class FormCard(TemplateCard):
    """A card with fields that can scroll, and below them a line of words and the buttons."""

    def __init__(self, theme: Theme, pane: QWidget) -> None:
        super().__init__(theme, pane)
        self._inner = QWidget()
        self.inside = QVBoxLayout(self._inner)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._inner)
        self._scroll.viewport().setAutoFillBackground(False)
        self._inner.setAutoFillBackground(False)
        self.note: QLabel = plain_label(role="warn", wrap=True)
        self.note.hide()
        self.foot = QHBoxLayout()
        self.column.addWidget(self._scroll, 1)
        self.column.addWidget(self.note)
        self.column.addLayout(self.foot)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    def tell(self, text: str) -> None:
        """Say why it does not go on; empty takes that away."""
        self.note.setText(text)
        self.note.setVisible(bool(text))
        self._place_soon()
        announce(self, text)

    def wanted_height(self, width: int) -> int:
        margins = self.column.contentsMargins()
        self.inside.activate()
        inner = width - margins.left() - margins.right()
        height = max(self.inside.heightForWidth(inner), self._inner.sizeHint().height())
        height += margins.top() + margins.bottom() + self.head.sizeHint().height()
        height += self.foot.sizeHint().height() + 2 * self.column.spacing()
        if not self.note.isHidden():
            height += self.note.heightForWidth(inner) + self.column.spacing()
        return height

    def _fit(self) -> None:
        super()._fit()
        px = self._theme.px
        # The bar of the scroll area comes between the fields and the edge.
        self.inside.setContentsMargins(0, 0, px(4), px(2))
        self.inside.setSpacing(px(6))
        self.foot.setContentsMargins(0, 0, px(4), 0)
        self.foot.setSpacing(px(8))

    def _on_focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self._inner.isAncestorOf(now):
            self._scroll.ensureWidgetVisible(now)


def _is_send(event: QEvent) -> bool:
    """Whether it is Ctrl+Enter, with Shift or without."""
    if not isinstance(event, QKeyEvent):
        return False
    return event.key() in _ENTERS and bool(event.modifiers() & _CONTROL)
