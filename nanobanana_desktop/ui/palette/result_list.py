"""The lines of the palette: what they say to screen readers, and how they are painted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from nanobanana_desktop.ui.palette.entries import Entry, Found
from nanobanana_desktop.ui.shortcuts.key_caps import KeyCaps
from nanobanana_desktop.ui.shortcuts.marked_line import paint_marked_line
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.shapes import draw_box

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

ROW_HEIGHT: Final = 34
_SLOT: Final = 34
"""For the icon before the words."""
_ICON: Final = 15
_MARGIN: Final = 10
_GAP: Final = 10
_RADIUS: Final = 7
_NO_INDEX: Final = QModelIndex()


class Results(QAbstractListModel):
    """What was found. `AccessibleTextRole` is one sentence: words, state, reason, key."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: Sequence[Found] = ()

    def show(self, found: Sequence[Found]) -> None:
        self.beginResetModel()
        self._found = found
        self.endResetModel()

    def found_at(self, row: int) -> Found | None:
        return self._found[row] if 0 <= row < len(self._found) else None

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._found)

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        found = self.found_at(index.row())
        if found is None:
            return None
        if role == Role.DisplayRole:
            return found.entry.text
        if role == Role.AccessibleTextRole:
            return self.sentence(found.entry)
        return None

    def sentence(self, entry: Entry) -> str:
        """What is spoken of a line."""
        state = ""
        if entry.checked is not None:
            state = self.tr("on") if entry.checked else self.tr("off")
        off = "" if entry.enabled else (entry.reason or self.tr("not available now"))
        return ", ".join(part for part in (entry.text, state, off, entry.key) if part)


class ResultDelegate(QStyledItemDelegate):
    """Icon, words with the letters that matched, what else there is to say, key."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._caps = KeyCaps(theme)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(self._theme.px(200), self._theme.px(ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        found = model.found_at(index.row()) if isinstance(model, Results) else None
        if found is None:
            return
        theme, px, entry = self._theme, self._theme.px, found.entry
        rect = QRect(option.rect)
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if is_selected:
            fill = theme.color("accent_soft")
            edge = theme.color("accent_line")
            draw_box(painter, QRectF(rect), px(_RADIUS), fill=fill, edge=edge, width=2.0)
        self._paint_icon(painter, rect, found)
        right = rect.right() - px(_MARGIN)
        if entry.key:
            token = "text2" if entry.enabled else "disabled"
            self._caps.paint(painter, entry.key, right, rect.center().y() + 0.5, token)
            right -= self._caps.width(entry.key) + px(_GAP)
        left = rect.left() + px(_SLOT)
        words = QRect(QPoint(left, rect.top()), QPoint(right, rect.bottom()))
        token = "text" if entry.enabled else "disabled"
        used = self._paint_words(painter, words, entry.text, found.places, token)
        words.setLeft(words.left() + used + px(_GAP))
        beside, places = self._beside(found)
        if beside and words.width() > px(40):
            quiet = "text2" if is_selected else "text3"
            self._paint_words(painter, words, beside, places, quiet, scale=0.92)
        painter.restore()

    def _beside(self, found: Found) -> tuple[str, tuple[int, ...]]:
        """Why it cannot be done, the words under which it was found, or where else it is."""
        entry = found.entry
        if entry.reason:
            return entry.reason, ()
        if found.other_places:
            return entry.other, found.other_places
        return entry.place, ()

    def _paint_icon(self, painter: QPainter, rect: QRect, found: Found) -> None:
        name = "check" if found.entry.checked else "clock" if found.is_recent else ""
        if not name:
            return
        edge = self._theme.px(_ICON)
        token = "accent_line" if found.entry.checked else "text3"
        ratio = painter.device().devicePixelRatioF()
        pixmap = self._theme.pixmap(name, token, edge, ratio)
        left = rect.left() + (self._theme.px(_SLOT) - edge) // 2
        painter.drawPixmap(left, rect.center().y() - edge // 2 + 1, pixmap)

    def _paint_words(
        self,
        painter: QPainter,
        room: QRect,
        text: str,
        places: Sequence[int],
        token: str,
        *,
        scale: float = 1.0,
    ) -> int:
        theme = self._theme
        mark = theme.color("accent_line" if token != "disabled" else token)
        return paint_marked_line(
            painter, room, text, places, theme.font(scale), color=theme.color(token), mark=mark
        )


class ResultView(QListView):
    """The found entries below the line in which one writes; it never has the focus itself."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.results = Results(self)
        self.setModel(self.results)
        self.setItemDelegate(ResultDelegate(theme, self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.viewport().setAutoFillBackground(False)

    @property
    def current(self) -> Found | None:
        return self.results.found_at(self.currentIndex().row())

    def show_found(self, found: Sequence[Found]) -> None:
        """Show these, the first one chosen."""
        self.results.show(found)
        self.choose(0)

    def choose(self, row: int) -> None:
        count = self.results.rowCount()
        if count:
            index = self.results.index(min(max(row, 0), count - 1))
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def step(self, distance: int) -> None:
        """To another line; beyond the ends it goes on at the other one."""
        count = self.results.rowCount()
        if count:
            self.choose((self.currentIndex().row() + distance) % count)

    @property
    def page(self) -> int:
        """How many lines are seen at once."""
        return max(1, self.viewport().height() // max(1, self._theme.px(ROW_HEIGHT)) - 1)
