"""Saved searches in the filters: saved under a name, opened, renamed, moved, removed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from nanobanana_desktop.domain.history_query import HistoryQuery, HistorySort
from nanobanana_desktop.domain.remote_text import isolated
from nanobanana_desktop.domain.search_filters import filters_in, words_in
from nanobanana_desktop.domain.search_tags import unknown_tags
from nanobanana_desktop.services.saved_searches import NAME_LIMIT, SavedSearch
from nanobanana_desktop.ui.history.filter_texts import sort_word, term_words
from nanobanana_desktop.ui.labels import plain_label, plain_tooltip
from nanobanana_desktop.ui.marks.tag_field import TagLine
from nanobanana_desktop.ui.tab_order import tell_in_order
from nanobanana_desktop.ui.texts import shortened, spoken_list
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.buttons import Button, IconButton
from nanobanana_desktop.ui.widgets.kept_spacing import KeptSpacing

_SHOWN_LENGTH = 34
"""Characters of a name that are shown."""


class NameLine(TagLine):
    """Where a search is named.

    Signals: `entered()` – Enter –, `given_up()` – Esc.
    """

    given_up = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.is_composing:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)


class SavedRow(QWidget):
    """One saved search: its name opens it, the button beside it has the rest.

    Below them `remark` says why it cannot find what it was saved for.
    """

    def __init__(self, theme: Theme, search: SavedSearch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = search
        # An ampersand in a button's text is the mark of a menu key otherwise.
        name = shortened(search.name, _SHOWN_LENGTH).replace("&", "&&")
        self.opens = Button(theme, name, kind="quiet", icon="search", parent=self)
        self.opens.setProperty("align", "left")
        self.opens.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.opens.setAccessibleName(search.name)
        plain_tooltip(self.opens, search.text)
        self.more = IconButton(theme, "ellipsis", size=28, parent=self)
        self.remark = plain_label(role="hint", wrap=True)
        self.remark.setContentsMargins(theme.px(32), 0, 0, theme.px(4))
        self.remark.hide()
        row = QHBoxLayout()
        KeptSpacing(theme, row, 2)
        row.addWidget(self.opens, 1)
        row.addWidget(self.more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.remark)

    def say(self, remark: str) -> None:
        """Also to who hears of the button; empty for nothing."""
        self.remark.setText(remark)
        self.remark.setVisible(bool(remark))
        self.opens.setAccessibleDescription(remark)


class SavedList(QWidget):
    """Shows what it is told; a search is there once the history has it.

    Signals: `open_wanted(str, HistorySort)`, `save_wanted(str, str, HistorySort)` with the name
    first, `rename_wanted(SavedSearch, str)`, `remove_wanted(SavedSearch)`,
    `order_wanted(list[int])`, `resized()`.
    """

    open_wanted = Signal(str, object)
    save_wanted = Signal(str, str, object)
    rename_wanted = Signal(object, str)
    remove_wanted = Signal(object)
    order_wanted = Signal(list)
    resized = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._query = HistoryQuery()
        self._searches: tuple[SavedSearch, ...] = ()
        self._renamed: SavedSearch | None = None
        self._known_tags: tuple[str, ...] | None = None
        self.rows: list[SavedRow] = []
        self._title = plain_label(role="label")
        self.empty = plain_label(role="hint", wrap=True)
        self.save = Button(theme, " ", icon="save")
        self.name = NameLine(self)
        self.name.setMaxLength(NAME_LIMIT)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        KeptSpacing(theme, self._column, 6)
        self._column.addWidget(self._title)
        self._column.addLayout(self._list)
        self._column.addWidget(self.empty)
        self._column.addWidget(self.name)
        self._column.addWidget(self.save, 0, Qt.AlignmentFlag.AlignLeft)
        self.name.hide()
        self.save.clicked.connect(self._on_save_clicked)
        self.name.entered.connect(self._on_name_entered)
        self.name.given_up.connect(self._end_naming)
        self.retranslate()

    def show_query(self, query: HistoryQuery) -> None:
        """What would be saved."""
        self._query = query
        self.save.setEnabled(query.has_text or query.sort is not HistorySort.NEWEST)

    def show_searches(self, searches: Sequence[SavedSearch]) -> None:
        focused = next((row.search.number for row in self.rows if _has_focus(row)), None)
        if focused is not None:
            # A row that goes takes the focus to who knows where.
            self.save.setFocus(Qt.FocusReason.OtherFocusReason)
        self._searches = tuple(searches)
        for row in self.rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [self._row(search) for search in self._searches]
        for row in self.rows:
            self._list.addWidget(row)
            row.show()
            if row.search.number == focused:
                row.more.setFocus(Qt.FocusReason.OtherFocusReason)
        tell_in_order(self._column)
        self.empty.setVisible(not self.rows)
        self.resized.emit()

    def show_known_tags(self, names: Sequence[str]) -> None:
        """The tags that images have; a search that asks for another one says so."""
        self._known_tags = tuple(names)
        for row in self.rows:
            self._name_row(row)
        self.resized.emit()

    def tab_stops(self) -> list[QWidget]:
        stops = [stop for row in self.rows for stop in (row.opens, row.more)]
        return [*stops, self.name, self.save]

    def retranslate(self) -> None:
        self._title.setText(self.tr("Saved searches"))
        self.empty.setText(self.tr("Searches that you save are listed here."))
        self.save.setText(self.tr("Save this search…"))
        self.name.setPlaceholderText(self.tr("Name of the search"))
        self.name.setAccessibleName(self.tr("Name of the search"))
        for row in self.rows:
            self._name_row(row)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    # -- inside ----------------------------------------------------------------------------------

    def _row(self, search: SavedSearch) -> SavedRow:
        row = SavedRow(self._theme, search, self)
        row.opens.clicked.connect(lambda: self.open_wanted.emit(search.text, search.sort))
        row.more.clicked.connect(partial(self._open_menu, row))
        self._name_row(row)
        return row

    def _name_row(self, row: SavedRow) -> None:
        row.more.set_name(self.tr("More on “{name}”").format(name=row.search.name))
        gone = unknown_tags(row.search.text, self._known_tags or ())
        if self._known_tags is None or not gone:
            row.say("")
            return
        names = spoken_list([f"“{isolated(shortened(tag, _SHOWN_LENGTH))}”" for tag in gone])
        row.say(self.tr("No longer on any image: {tags}.").format(tags=names))

    def menu(self, search: SavedSearch) -> QMenu:
        """What can be done with a saved search."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        place, last = self._searches.index(search), len(self._searches) - 1
        entries: tuple[tuple[str, Callable[[], object], bool], ...] = (
            (self.tr("Rename"), lambda: self._begin_naming(search, search.name), True),
            (self.tr("Move up"), lambda: self._move(search, -1), place > 0),
            (self.tr("Move down"), lambda: self._move(search, 1), place < last),
            (self.tr("Delete"), lambda: self.remove_wanted.emit(search), True),
        )
        for text, slot, enabled in entries:
            action = menu.addAction(text)
            action.setEnabled(enabled)
            action.triggered.connect(slot)
        return menu

    def _open_menu(self, row: SavedRow) -> None:
        self.menu(row.search).popup(row.more.mapToGlobal(QPoint(0, row.more.height())))

    def _move(self, search: SavedSearch, distance: int) -> None:
        numbers = [saved.number for saved in self._searches]
        place = numbers.index(search.number)
        numbers.insert(place + distance, numbers.pop(place))
        self.order_wanted.emit(numbers)

    def _on_save_clicked(self) -> None:
        if self.name.isHidden():
            self._begin_naming(None, self._proposed_name())
        else:
            self._on_name_entered()

    def _begin_naming(self, search: SavedSearch | None, name: str) -> None:
        self._renamed = search
        self.name.setText(name)
        self.name.show()
        self.name.selectAll()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.resized.emit()

    def _end_naming(self) -> None:
        self.save.setFocus(Qt.FocusReason.OtherFocusReason)
        self.name.hide()
        self.resized.emit()

    def _on_name_entered(self) -> None:
        name = " ".join(self.name.text().split())
        if not name:
            return
        if self._renamed is None:
            self.save_wanted.emit(name, self._query.text, self._query.sort)
        elif name != self._renamed.name:
            self.rename_wanted.emit(self._renamed, name)
        self._end_naming()

    def _proposed_name(self) -> str:
        """What the search says, in words."""
        parts = [words_in(self._query.text), *map(term_words, filters_in(self._query.text))]
        if self._query.sort is not HistorySort.NEWEST:
            parts.append(sort_word(self._query.sort))
        return ", ".join(part for part in parts if part)[:NAME_LIMIT]


def _has_focus(row: SavedRow) -> bool:
    return row.opens.hasFocus() or row.more.hasFocus()
