"""The list of keys on screen: titles, words, and keys drawn as caps."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from nanobanana_desktop.ui.commands import Command
from nanobanana_desktop.ui.shortcuts.key_caps import KeyCaps
from nanobanana_desktop.ui.shortcuts.marked_line import paint_marked_line
from nanobanana_desktop.ui.shortcuts.shortcut_rows import Row, ShortcutRows
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.shapes import draw_box, draw_focus_ring

Index = QModelIndex | QPersistentModelIndex
Key = Qt.Key

_ROW: Final = 32
_TITLE: Final = 34
_MARGIN: Final = 10
_GAP: Final = 10
_RADIUS: Final = 7
_DOT: Final = 6


class ShortcutDelegate(QStyledItemDelegate):
    """Words at the left, keys at the right; what was changed has a dot before its keys."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._caps = KeyCaps(theme)

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        row = _row_of(index)
        is_title = row is not None and row.is_title
        return QSize(self._theme.px(200), self._theme.px(_TITLE if is_title else _ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, theme, px = _row_of(index), self._theme, self._theme.px
        if row is None:
            return
        rect = QRect(option.rect)
        painter.save()
        if row.is_title:
            painter.setFont(theme.font(0.85, QFont.Weight.DemiBold))
            painter.setPen(theme.color("text3"))
            room = rect.adjusted(px(_MARGIN), px(8), -px(_MARGIN), 0)
            painter.drawText(
                room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, row.text
            )
            painter.restore()
            return
        if option.state & QStyle.StateFlag.State_Selected:
            fill = theme.color("accent_soft")
            draw_box(painter, QRectF(rect), px(_RADIUS), fill=fill)
            if option.state & QStyle.StateFlag.State_HasFocus:
                line = theme.color("accent_line")
                draw_focus_ring(painter, QRectF(rect), px(_RADIUS), line)
        right = self._paint_keys(painter, rect, row)
        room = QRect(rect)
        room.setLeft(rect.left() + px(_MARGIN))
        room.setRight(right - px(_GAP))
        paint_marked_line(
            painter,
            room,
            row.text,
            row.places,
            theme.font(),
            color=theme.color("text"),
            mark=theme.color("accent_line"),
        )
        painter.restore()

    def _paint_keys(self, painter: QPainter, rect: QRect, row: Row) -> int:
        """Paint them from the right, the first one leftmost; where they begin."""
        px = self._theme.px
        right, middle = rect.right() - px(_MARGIN), rect.center().y() + 0.5
        for key in reversed(row.keys):
            self._caps.paint(painter, key, right, middle, "text2")
            right -= self._caps.width(key) + px(_GAP)
        if row.is_changed:
            dot = px(_DOT)
            place = QRectF(right - dot, middle - dot / 2, dot, dot)
            draw_box(painter, place, dot / 2, fill=self._theme.color("accent_line"))
            right -= dot + px(_GAP)
        return right


class ShortcutView(QListView):
    """Arrows choose a command.

    Signals: `chosen(object)` – the Command, or None –, `change_wanted()` – Enter, F2 or a double
    click –, `clear_wanted()` – Del.
    """

    chosen = Signal(object)
    change_wanted = Signal()
    clear_wanted = Signal()

    def __init__(self, theme: Theme, rows: ShortcutRows, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self.setModel(rows)
        self.setItemDelegate(ShortcutDelegate(theme, self))
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.doubleClicked.connect(self.change_wanted)

    @property
    def current(self) -> Command | None:
        row = self._rows.row_at(self.currentIndex().row())
        return row.command if row is not None else None

    def choose(self, command: Command | None) -> None:
        """Go to a command; to the first row when it is not shown."""
        number = self._rows.number_of(command)
        if number < 0:
            number = self._rows.number_of(None)
        if number >= 0:
            index = self._rows.index(number)
            self.setCurrentIndex(index)
            self.scrollTo(index)
            if number == self._rows.number_of(None):
                # Its title stands above it.
                self.scrollToTop()
        self.chosen.emit(self.current)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.chosen.emit(self.current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in (Key.Key_Return, Key.Key_Enter, Key.Key_F2):
            self.change_wanted.emit()
        elif plain and event.key() in (Key.Key_Delete, Key.Key_Backspace):
            self.clear_wanted.emit()
        else:
            super().keyPressEvent(event)


def _row_of(index: Index) -> Row | None:
    model = index.model()
    return model.row_at(index.row()) if isinstance(model, ShortcutRows) else None
