"""How the templates look in their list, and what the mouse and the keys do there."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from nanobanana_desktop.domain.prompt_template import PromptTemplate
from nanobanana_desktop.ui.palette.entries import Found
from nanobanana_desktop.ui.shortcuts.marked_line import paint_marked_line
from nanobanana_desktop.ui.templates.template_rows import TemplateRows
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.shapes import draw_box

Index = QModelIndex | QPersistentModelIndex
Key = Qt.Key

ROW_HEIGHT: Final = 48
HEADING_HEIGHT: Final = 30
_MARGIN: Final = 10
_GAP: Final = 8
_RADIUS: Final = 7
_MORE: Final = 28
"""The edge of the place in a row that opens its menu."""
_ICON: Final = 16
_ENTERS: Final = (Key.Key_Return, Key.Key_Enter)


class TemplateDelegate(QStyledItemDelegate):
    """Name and what the template holds, one above the other; the sign of its menu at the end."""

    def __init__(self, theme: Theme, view: TemplateList) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        is_heading = self._view.rows.hit_at(index.row()) is None
        height = self._theme.px(HEADING_HEIGHT if is_heading else ROW_HEIGHT)
        return QSize(self._theme.px(200), height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        hit = self._view.rows.hit_at(index.row())
        painter.save()
        if hit is None:
            self._paint_heading(painter, QRect(option.rect), str(index.data() or ""))
        else:
            self._paint_template(painter, option, hit)
        painter.restore()

    def more_rect(self, row: QRect) -> QRect:
        """Where a press opens the menu."""
        edge = self._theme.px(_MORE)
        left = row.right() - self._theme.px(_GAP) - edge
        return QRect(left, row.center().y() - edge // 2, edge, edge)

    def _paint_heading(self, painter: QPainter, rect: QRect, folder: str) -> None:
        theme, px = self._theme, self._theme.px
        room = rect.adjusted(px(_MARGIN), px(6), -px(_MARGIN), 0)
        color = theme.color("text2")
        font = theme.font(0.92)
        font.setWeight(font.Weight.DemiBold)
        paint_marked_line(painter, room, folder, (), font, color=color, mark=color)

    def _paint_template(self, painter: QPainter, option: QStyleOptionViewItem, hit: Found) -> None:
        theme, px = self._theme, self._theme.px
        rect = QRect(option.rect).adjusted(0, 1, 0, -1)
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        is_pointed = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if is_chosen:
            fill, edge = theme.color("accent_soft"), theme.color("accent_line")
            width = 2.0 if self._view.hasFocus() else 1.0
            draw_box(painter, QRectF(rect), px(_RADIUS), fill=fill, edge=edge, width=width)
        elif is_pointed:
            draw_box(painter, QRectF(rect), px(_RADIUS), fill=theme.color("hover"))
        more = self.more_rect(rect)
        room = rect.adjusted(px(_MARGIN), px(4), 0, -px(4))
        room.setRight(more.left() - px(_GAP))
        upper = QRect(room.topLeft(), QSize(room.width(), room.height() // 2))
        lower = QRect(upper.bottomLeft(), upper.size())
        mark = theme.color("accent_line")
        entry, color = hit.entry, theme.color("text")
        used = paint_marked_line(
            painter, upper, entry.text, hit.places, theme.font(), color=color, mark=mark
        )
        quiet = theme.color("text2" if is_chosen else "text3")
        small = theme.font(0.92)
        paint_marked_line(
            painter, lower, entry.other, hit.other_places, small, color=quiet, mark=mark
        )
        beside = QRect(upper)
        beside.setLeft(upper.left() + used + px(_GAP))
        if self._view.rows.is_searching and entry.place and beside.width() > px(40):
            paint_marked_line(painter, beside, entry.place, (), small, color=quiet, mark=quiet)
        if is_chosen or is_pointed:
            self._paint_more(painter, more)

    def _paint_more(self, painter: QPainter, place: QRect) -> None:
        theme, edge = self._theme, self._theme.px(_ICON)
        if place.contains(self._view.viewport().mapFromGlobal(self._view.cursor().pos())):
            draw_box(painter, QRectF(place), theme.px(6), fill=theme.color("pressed"))
        pixmap = theme.pixmap("ellipsis", "text2", edge, painter.device().devicePixelRatioF())
        corner = place.center() - QPoint(edge // 2, edge // 2)
        painter.drawPixmap(corner, pixmap)


class TemplateList(QListView):
    """A press or Enter uses a template; its sign, the right button and the menu key open its menu.

    Signals: `chosen(PromptTemplate)`; `menu_wanted(PromptTemplate, QPoint)`, the place on screen;
    `rename_wanted(PromptTemplate)` – F2 –, `remove_wanted(PromptTemplate)` – Delete –,
    `current_changed()`.
    """

    chosen = Signal(object)
    menu_wanted = Signal(object, QPoint)
    rename_wanted = Signal(object)
    remove_wanted = Signal(object)
    current_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.rows = TemplateRows(self)
        self._delegate = TemplateDelegate(theme, self)
        self.setModel(self.rows)
        self.setItemDelegate(self._delegate)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.viewport().setAutoFillBackground(False)
        # Rows have another height with another size of text.
        theme.theme_changed.connect(self.scheduleDelayedItemsLayout)
        self.selectionModel().currentChanged.connect(lambda *_: self.current_changed.emit())

    @property
    def current(self) -> PromptTemplate | None:
        return self.rows.template_at(self.currentIndex().row())

    def choose(self, row: int) -> None:
        """Make this row the current one; it has to be that of a template."""
        index = self.rows.index(row)
        if self.rows.hit_at(row) is not None:
            self.setCurrentIndex(index)
            # The heading of the first template is to be seen with it.
            above = self.rows.index(row - 1) if row == 1 else index
            self.scrollTo(above)
            self.scrollTo(index)

    def step(self, distance: int, *, wraps: bool = True) -> None:
        self.choose(self.rows.next_row(self.currentIndex().row(), distance, wraps=wraps))

    @property
    def page(self) -> int:
        """How many templates are seen at once."""
        return max(1, self.viewport().height() // max(1, self._theme.px(ROW_HEIGHT)) - 1)

    def menu_place(self) -> QPoint:
        """Where the menu of the current row opens, on screen."""
        place = self._delegate.more_rect(self.visualRect(self.currentIndex()))
        return self.viewport().mapToGlobal(place.bottomLeft())

    def content_height(self) -> int:
        """Pixels of all rows."""
        return sum(self.sizeHintForRow(row) for row in range(self.rows.rowCount()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        template, key = self.current, event.key()
        if template is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in _ENTERS:
            if not event.isAutoRepeat():
                self.chosen.emit(template)
        elif key == Key.Key_F2:
            self.rename_wanted.emit(template)
        elif key == Key.Key_Delete:
            self.remove_wanted.emit(template)
        elif key in (Key.Key_Up, Key.Key_Down):
            self.step(1 if key == Key.Key_Down else -1, wraps=False)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        place = event.position().toPoint()
        index = self.indexAt(place)
        template = self.rows.template_at(index.row())
        if template is None or event.button() != Qt.MouseButton.LeftButton:
            return
        if self._delegate.more_rect(self.visualRect(index)).contains(place):
            self.menu_wanted.emit(template, self.menu_place())
        else:
            self.chosen.emit(template)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        if not by_key:
            self.choose(self.indexAt(event.pos()).row())
        template = self.current
        if template is not None:
            self.menu_wanted.emit(template, self.menu_place() if by_key else event.globalPos())
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.HoverMove, QEvent.Type.HoverLeave):
            self.viewport().update()
        return super().viewportEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()
