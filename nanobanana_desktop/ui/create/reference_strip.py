"""The row of six places for reference images: tiles, one plus, and the empty places."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from nanobanana_desktop.domain.params import REFERENCE_LIMIT, ReferenceKind
from nanobanana_desktop.ui.create.insertion_mark import InsertionMark
from nanobanana_desktop.ui.create.reference_items import ReferenceItem, ReferenceState
from nanobanana_desktop.ui.create.reference_tile import AddTile, ReferenceTile, StripButton
from nanobanana_desktop.ui.labels import plain_tooltip
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.shapes import draw_box

_EDGE = 46
_SMALLEST_GAP = 4
_LARGEST_GAP = 12
_RADIUS = 7
_DASH = [3.0, 2.5]


class ReferenceStrip(QWidget):
    """Shows the items in their order. One tab stop, arrows walk, Alt+arrows move, Del removes.

    While a tile is dragged, a line says where it goes; Esc leaves all as it was.

    Signals: `files_wanted()`, `link_wanted()`, `items_changed()` after a move or a removal by the
    person, `preview_requested(ReferenceItem)`, `folder_requested(ReferenceItem)`;
    `replacement_wanted(int)` and `smaller_wanted(int)` with the ticket of the item.
    """

    files_wanted = Signal()
    link_wanted = Signal()
    items_changed = Signal()
    preview_requested = Signal(object)
    folder_requested = Signal(object)
    replacement_wanted = Signal(int)
    smaller_wanted = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._items: list[ReferenceItem] = []
        self._tiles: list[ReferenceTile] = []
        self._dragged: ReferenceItem | None = None
        self._mark = InsertionMark(theme, self)
        self._marked: int | None = None
        self._add = AddTile(theme, self)
        self._add.clicked.connect(self.open_add_menu)
        self._add.step_requested.connect(lambda step: self._step(self._add, step))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.theme_changed.connect(self._on_theme_changed)
        self.retranslate()
        self._place()

    def items(self) -> list[ReferenceItem]:
        return list(self._items)

    def set_items(self, items: list[ReferenceItem]) -> None:
        """Show these items; the focus goes with the item that had it, or to its place."""
        focused = self._focused_index()
        ticket = self._items[focused].ticket if focused is not None else None
        self._items = list(items)
        while len(self._tiles) < len(items):
            self._tiles.append(self._new_tile(len(self._tiles)))
        for index, item in enumerate(items):
            self._tiles[index].show_item(item, index + 1)
            self._tiles[index].set_lifted(item is self._dragged)
        self._place()
        if focused is not None:
            tickets = [item.ticket for item in items]
            index = tickets.index(ticket) if ticket in tickets else focused
            stops = self._stops()
            stops[min(index, len(stops) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)

    def pulse(self, ticket: int) -> None:
        for index, item in enumerate(self._items):
            if item.ticket == ticket:
                self._tiles[index].pulse()

    def focus_tile(self, ticket: int) -> None:
        for index, item in enumerate(self._items):
            if item.ticket == ticket:
                self._tiles[index].setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_stop(self) -> QWidget:
        """The place that Tab reaches: the plus, or the last tile when all places are taken."""
        return self._stops()[-1]

    def open_add_menu(self) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        icon = self._theme.icon
        menu.addAction(icon("image-plus"), self.tr("Add image files…"), self.files_wanted.emit)
        menu.addAction(icon("link"), self.tr("Add image link…"), self.link_wanted.emit)
        menu.popup(self._add.mapToGlobal(QPoint(0, self._add.height() + 2)))

    def place_at(self, x: float) -> int:
        """How many tiles stand before this place of the strip: the half of a tile decides."""
        return sum(self._slot(index).center().x() < x for index in range(len(self._items)))

    def ticket_at(self, place: int) -> int:
        """That of the tile at this place; 0 behind the last one."""
        return self._items[place].ticket if place < len(self._items) else 0

    @property
    def marked_place(self) -> int | None:
        """Before which tile the line stands; None when there is none."""
        return self._marked

    def mark_place(self, place: int | None) -> None:
        """Say where something would come in, or no longer."""
        self._marked = place
        if place is None:
            self._mark.hide()
            return
        left = self._slot(place - 1).right() if place else 0.0
        right = self._slot(place).left() if place < REFERENCE_LIMIT else float(self.width())
        self._mark.stand_at((left + right) / 2)

    def retranslate(self) -> None:
        self._add.setAccessibleName(self.tr("Add reference images"))
        plain_tooltip(self._add, self.tr("Add images, or drop them here"))
        for index, item in enumerate(self._items):
            self._tiles[index].show_item(item, index + 1)

    def sizeHint(self) -> QSize:
        edge = self._theme.px(_EDGE)
        return QSize(REFERENCE_LIMIT * (edge + _SMALLEST_GAP), edge)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(200), self._theme.px(_EDGE))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            edge = self._theme.color("border")
            for index in range(len(self._stops()), REFERENCE_LIMIT):
                draw_box(painter, self._slot(index), self._theme.px(_RADIUS), edge=edge, dash=_DASH)

    def _slot(self, index: int) -> QRectF:
        room = self.width() - (REFERENCE_LIMIT - 1) * _SMALLEST_GAP
        edge = min(self._theme.px(_EDGE), room // REFERENCE_LIMIT)
        gap = (self.width() - REFERENCE_LIMIT * edge) / (REFERENCE_LIMIT - 1)
        left = round(index * (edge + min(gap, self._theme.px(_LARGEST_GAP))))
        return QRectF(left, 0, edge, edge)

    def _place(self) -> None:
        stops = self._stops()
        for index, button in enumerate(stops):
            button.setGeometry(self._slot(index).toRect())
            last = index == len(stops) - 1
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if last else Qt.FocusPolicy.ClickFocus)
        for button in (*self._tiles, self._add):
            button.setVisible(button in stops)
            if button not in stops:
                button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.update()

    def _new_tile(self, index: int) -> ReferenceTile:
        tile = ReferenceTile(self._theme, self)
        # The order of Tab is that of creation, but the plus comes last.
        QWidget.setTabOrder(self._add.previousInFocusChain() or self, tile)
        tile.step_requested.connect(lambda step: self._step(tile, step))
        tile.move_requested.connect(lambda step: self._move(index, step))
        tile.removal_requested.connect(lambda: self._remove(index))
        tile.dragged.connect(lambda place: self._drag(index, place))
        tile.drag_ended.connect(self._end_drag)
        tile.given_up.connect(self._give_up_drag)
        tile.clicked.connect(lambda: self.preview_requested.emit(self._items[index]))
        tile.customContextMenuRequested.connect(lambda place: self._open_menu(index, place))
        return tile

    def _stops(self) -> list[StripButton]:
        taken: list[StripButton] = list(self._tiles[: len(self._items)])
        return taken if len(taken) == REFERENCE_LIMIT else [*taken, self._add]

    def _focused_index(self) -> int | None:
        tiles = self._tiles[: len(self._items)]
        return next((index for index, tile in enumerate(tiles) if tile.hasFocus()), None)

    def _step(self, button: StripButton, step: int) -> None:
        stops = self._stops()
        index = stops.index(button) + step
        if 0 <= index < len(stops):
            stops[index].setFocus(Qt.FocusReason.TabFocusReason)

    def _move(self, index: int, step: int) -> None:
        other = index + step
        if not 0 <= other < len(self._items):
            return
        items = self.items()
        items[index], items[other] = items[other], items[index]
        self.set_items(items)
        self.items_changed.emit()

    def _remove(self, index: int) -> None:
        self.set_items(self._items[:index] + self._items[index + 1 :])
        self.items_changed.emit()

    def _drag(self, index: int, place: QPoint) -> None:
        """The tile that was pressed at `index` is at this place of the screen now."""
        if self._dragged is None:
            self._dragged = self._items[index]
        if self._dragged not in self._items:
            # It was found to be unusable meanwhile, or is there already.
            return
        here = self._items.index(self._dragged)
        self._tiles[here].set_lifted(True)
        wanted = self.place_at(self.mapFromGlobal(place).x())
        self.mark_place(None if wanted in (here, here + 1) else wanted)

    def _end_drag(self, is_cancelled: bool) -> None:
        dragged, self._dragged = self._dragged, None
        place = self._marked
        self.mark_place(None)
        items = self.items()
        is_there = dragged is not None and dragged in items
        if dragged is None or not is_there or place is None or is_cancelled:
            self.set_items(items)
            return
        here = items.index(dragged)
        items.insert(place - (place > here), items.pop(here))
        self.set_items(items)
        self.focus_tile(dragged.ticket)
        self.items_changed.emit()

    def _give_up_drag(self) -> None:
        for tile in self._tiles:
            tile.give_up()

    def _open_menu(self, index: int, place: QPoint) -> None:
        item, menu = self._items[index], QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        known = item.state is ReferenceState.READY and item.reference is not None
        if known:
            menu.addAction(self.tr("Preview"), lambda: self.preview_requested.emit(item))
        if item.state is ReferenceState.TOO_LARGE:
            menu.addAction(self.tr("Make smaller"), lambda: self.smaller_wanted.emit(item.ticket))
        menu.addAction(self.tr("Replace…"), lambda: self.replacement_wanted.emit(item.ticket))
        menu.addSeparator()
        if index > 0:
            menu.addAction(self.tr("Move left"), lambda: self._move(index, -1))
        if index < len(self._items) - 1:
            menu.addAction(self.tr("Move right"), lambda: self._move(index, 1))
        menu.addSeparator()
        if known and item.reference is not None and item.reference.kind is ReferenceKind.FILE:
            menu.addAction(self.tr("Show in folder"), lambda: self.folder_requested.emit(item))
        menu.addAction(self.tr("Remove"), lambda: self._remove(index))
        menu.popup(self._tiles[index].mapToGlobal(place))

    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self._place()
