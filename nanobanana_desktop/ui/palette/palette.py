"""The command palette: a line to write in and what was found, over the upper part of a window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QInputMethodEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from nanobanana_desktop.ui.guarded import guarded
from nanobanana_desktop.ui.labels import plain_label
from nanobanana_desktop.ui.palette.entries import Entry, Found, found
from nanobanana_desktop.ui.palette.result_list import ROW_HEIGHT, ResultView
from nanobanana_desktop.ui.shortcuts.key_rules import of_event
from nanobanana_desktop.ui.tab_order import tell_in_order
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.announce import announce
from nanobanana_desktop.ui.widgets.shapes import draw_box

Key = Qt.Key

TELL_MS: Final = 500
"""After the last letter, until the number of results is spoken."""
_WIDTH: Final = 560
_ROWS: Final = 10
_TOP: Final = 44
_MARGIN: Final = 16
_PADDING: Final = 8
_SHADOW: Final = 12
_RADIUS: Final = 12
_STEPS: Final = {Key.Key_Down: 1, Key.Key_Up: -1, Key.Key_Tab: 1, Key.Key_Backtab: -1}
_PAGES: Final = {Key.Key_PageDown: 1, Key.Key_PageUp: -1}
_ENTERS: Final = (Key.Key_Return, Key.Key_Enter)


class PaletteLine(QLineEdit):
    """Where one writes. No key of the window acts while one does; what is composed is no word yet.

    Signals: `stepped(int)`, `paged(int)`, `entered()`, `left()` – Esc, or `closing_key` again.
    """

    stepped = Signal(int)
    paged = Signal(int)
    entered = Signal()
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("palette line")
        self.setProperty("kind", "palette")
        self.closing_keys: Sequence[str] = ()
        self._is_composing = False

    def event(self, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent):
            return super().event(event)
        kind, with_alt = event.type(), event.modifiers() == Qt.KeyboardModifier.AltModifier
        if kind == QEvent.Type.ShortcutOverride and not with_alt:
            # Keys of commands would act behind the palette. Alt and a letter still open menus.
            event.accept()
            return True
        if kind == QEvent.Type.KeyPress and event.key() in (Key.Key_Tab, Key.Key_Backtab):
            # Tab would leave the palette before it is told of the key.
            self.keyPressEvent(event)
            return True
        return super().event(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._is_composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._is_composing or not self._obey(event):
            super().keyPressEvent(event)
        event.accept()

    def _obey(self, event: QKeyEvent) -> bool:
        key = Key(event.key())
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if of_event(event.key(), held) in self.closing_keys:
            self.left.emit()
        elif held & ~Qt.KeyboardModifier.ShiftModifier:
            return key in _ENTERS
        elif key == Key.Key_Escape:
            self.left.emit()
        elif key in _STEPS:
            self.stepped.emit(_STEPS[key])
        elif key in _PAGES:
            self.paged.emit(_PAGES[key])
        elif key in _ENTERS and not event.isAutoRepeat():
            self.entered.emit()
        else:
            return False
        return True


class Palette(QFrame):
    """Finds commands while one writes. It is no window of its own, so that input methods work.

    It closes by Esc, by running something, and when the focus goes elsewhere; unless somebody took
    it, the focus is afterwards where it was before.

    Signals: `ran(Entry)` after it was closed and before the entry is run; `words_changed()` – the
    language is another, and so are the words of what is offered.
    """

    ran = Signal(object)
    words_changed = Signal()

    def __init__(self, theme: Theme, host: QWidget) -> None:
        super().__init__(host)
        self._theme = theme
        self._before: QWidget | None = None
        self._entries: Sequence[Entry] = ()
        self._recent: Sequence[str] = ()
        self._found: list[Found] = []
        self.setObjectName("command palette")
        self.line = PaletteLine(self)
        self.list = ResultView(theme, self)
        self.nothing = plain_label(role="secondary", wrap=True, parent=self)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._sign = plain_label(parent=self)
        self._head = QHBoxLayout()
        self._head.addWidget(self._sign)
        self._head.addWidget(self.line, 1)
        rule = QFrame(self)
        rule.setProperty("surface", "rule")
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._head)
        for part in (rule, self.list, self.nothing):
            self._column.addWidget(part)
        tell_in_order(self._column)
        self._tell = QTimer(self)
        self._tell.setObjectName("palette tell")
        self._tell.setSingleShot(True)
        self._tell.setInterval(TELL_MS)
        self._tell.timeout.connect(self._on_tell_timeout)
        self.line.textChanged.connect(self._search)
        self.line.stepped.connect(self._on_line_stepped)
        self.line.paged.connect(lambda pages: self._on_line_stepped(pages * self.list.page, True))
        self.line.entered.connect(self.run_current)
        self.line.left.connect(self.dismiss)
        self.list.clicked.connect(self._on_list_clicked)
        self.list.entered.connect(lambda index: self.list.choose(index.row()))
        theme.theme_changed.connect(self._fit)
        self.hide()
        self._fit()
        self.retranslate()

    def open(
        self,
        entries: Sequence[Entry],
        recent: Sequence[str] = (),
        closing_keys: Sequence[str] = (),
    ) -> None:
        """Offer these; `recent` are names of entries, the latest first."""
        focused = QApplication.focusWidget()
        if focused is not None and not self.isAncestorOf(focused):
            self._before = focused
        self._entries, self._recent = entries, recent
        self.line.closing_keys = closing_keys
        self.line.clear()
        self._search()
        self.show()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)
        host = self.parentWidget()
        if host is not None:
            host.installEventFilter(self)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    def move_to(self, host: QWidget) -> None:
        """Be over another window from now on."""
        if host is not self.parentWidget():
            self.dismiss()
            self.setParent(host)

    def offer_more(self, entries: Sequence[Entry]) -> None:
        """More entries, which had to be read first; what is chosen stays chosen."""
        self.offer([*self._entries, *entries])

    def offer(self, entries: Sequence[Entry]) -> None:
        """Offer these instead; what is chosen stays chosen."""
        current = self.list.current
        self._entries = entries
        self._search()
        names = [one.entry.name for one in self._found]
        if current is not None and current.entry.name in names:
            self.list.choose(names.index(current.entry.name))

    def dismiss(self) -> None:
        """Close; the focus goes back to where it was, if it is in here."""
        if self.isHidden():
            return
        self._tell.stop()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.disconnect(self._on_focus_changed)
        host, before = self.parentWidget(), self._before
        if host is not None:
            host.removeEventFilter(self)
        focused = QApplication.focusWidget()
        had_focus = focused is None or focused is self or self.isAncestorOf(focused)
        self._before = None
        if had_focus and before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()

    def run_current(self) -> None:
        """Close and run what is chosen; what cannot be run now is told instead."""
        chosen = self.list.current
        if chosen is None:
            return
        if not chosen.entry.enabled:
            announce(self, self.list.results.sentence(chosen.entry))
            return
        self.dismiss()
        self.ran.emit(chosen.entry)
        chosen.entry.run()

    def retranslate(self) -> None:
        name = self.tr("Command palette")
        self.setAccessibleName(name)
        self.line.setAccessibleName(name)
        self.line.setPlaceholderText(self.tr("Find a command…"))
        self.list.setAccessibleName(self.tr("Commands"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            if not self.isHidden():
                self.words_changed.emit()

    @guarded(bool)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # What the line does not take must not reach the window behind it as a command.
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._theme
        with QPainter(self) as painter:
            shadow, radius = theme.px(_SHADOW), theme.px(_RADIUS)
            body = QRectF(self.rect()).adjusted(shadow, shadow, -shadow, -shadow)
            for step in range(shadow, 0, -1):
                spread = body.adjusted(-step, -step + 3, step, step)
                draw_box(painter, spread, radius + step, fill=QColor(0, 0, 0, 5))
            fill, edge = theme.color("overlay"), theme.color("control_edge")
            draw_box(painter, body, radius, fill=fill, edge=edge)

    # -- inside ----------------------------------------------------------------------------------

    def _search(self) -> None:
        query = self.line.text()
        self._found = found(query, self._entries, self._recent)
        self.list.show_found(self._found)
        self.list.setVisible(bool(self._found))
        self.nothing.setVisible(not self._found)
        self.nothing.setText(self.tr("No command matches “{words}”.").format(words=query.strip()))
        self._place()
        self._tell.start()

    def _place(self) -> None:
        host = self.parentWidget()
        if host is None:
            return
        px = self._theme.px
        shadow, padding = px(_SHADOW), px(_PADDING)
        width = min(px(_WIDTH), host.width() - 2 * px(_MARGIN)) + 2 * shadow
        top = px(_TOP)
        frame = 2 * (shadow + padding + self._column.spacing()) + 1
        frame += self.line.sizeHint().height()
        room = host.height() - top - px(_MARGIN) - frame + shadow
        rows = min(len(self._found), _ROWS) * px(ROW_HEIGHT)
        inside = rows if self._found else px(2 * ROW_HEIGHT)
        self.setGeometry(
            QPoint((host.width() - width) // 2, top - shadow).x(),
            top - shadow,
            width,
            frame + max(px(ROW_HEIGHT), min(inside, room)),
        )
        self.list.scrollTo(self.list.currentIndex())

    def _fit(self) -> None:
        px = self._theme.px
        edge = px(_SHADOW) + px(_PADDING)
        self._column.setContentsMargins(edge, edge, edge, edge)
        self._column.setSpacing(px(6))
        self._head.setContentsMargins(px(9), 0, px(4), 0)
        self._head.setSpacing(px(6))
        self._sign.setPixmap(
            self._theme.icon("search", "text3", 16).pixmap(self._theme.icon_size())
        )
        if not self.isHidden():
            self._place()

    def _on_line_stepped(self, distance: int, stop_at_ends: bool = False) -> None:
        if stop_at_ends:
            self.list.choose(self.list.currentIndex().row() + distance)
        else:
            self.list.step(distance)
        chosen = self.list.current
        if chosen is not None:
            # The focus stays in the line: a screen reader would not hear of it otherwise.
            self._tell.stop()
            announce(self, self.list.results.sentence(chosen.entry))

    def _on_list_clicked(self, index: QModelIndex) -> None:
        self.list.choose(index.row())
        self.run_current()

    def _on_focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and now is not self and not self.isAncestorOf(now):
            self.dismiss()

    def _on_tell_timeout(self) -> None:
        text = self.nothing.text()
        if self._found:
            count = self.tr("%Ln command(s)", "", len(self._found))
            text = f"{count}. {self.list.results.sentence(self._found[0].entry)}"
        announce(self, text)
