"""The window with all tags: rename one, join several into one, delete them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QStringListModel,
    Qt,
    Signal,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCompleter,
    QDialog,
    QHBoxLayout,
    QListView,
    QVBoxLayout,
    QWidget,
)

from nanobanana_desktop.domain.history_query import normalise_for_search
from nanobanana_desktop.domain.marks import clean_tag
from nanobanana_desktop.domain.remote_text import isolated
from nanobanana_desktop.services.marks_service import TagUse
from nanobanana_desktop.ui.formats import count_text
from nanobanana_desktop.ui.labels import plain_label
from nanobanana_desktop.ui.marks.tag_field import TagLine
from nanobanana_desktop.ui.text_sized import TextSized
from nanobanana_desktop.ui.texts import shortened
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.busy_sign import BusySign
from nanobanana_desktop.ui.widgets.buttons import Button

_ROOT: Final = QModelIndex()
Index = QModelIndex | QPersistentModelIndex
_NAME_LENGTH: Final = 24


class TagsModel(QAbstractListModel):
    """The tags that have the searched text in their names, each with its number of images."""

    def __init__(self, parent: QDialog) -> None:
        super().__init__(parent)
        self._all: tuple[TagUse, ...] = ()
        self._shown: tuple[TagUse, ...] = ()
        self._wanted = ""

    def show_tags(self, tags: Sequence[TagUse]) -> None:
        self._all = tuple(tags)
        self.search(self._wanted)

    def search(self, text: str) -> None:
        self.beginResetModel()
        self._wanted = text
        folded = normalise_for_search(text)
        self._shown = tuple(tag for tag in self._all if folded in normalise_for_search(tag.name))
        self.endResetModel()

    def tag_at(self, row: int) -> TagUse:
        return self._shown[row]

    def named(self, name: str) -> TagUse | None:
        """The tag that reads like this, among all of them."""
        folded = normalise_for_search(name)
        return next((tag for tag in self._all if normalise_for_search(tag.name) == folded), None)

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.DisplayRole or not index.isValid():
            return None
        tag = self._shown[index.row()]
        text = self.tr("{tag}  ({count})", "a tag and how many images have it")
        return text.format(tag=isolated(tag.name), count=count_text(tag.tasks))


class TagsDialog(QDialog):
    """Not modal. It shows what it is told; nothing is asked twice, for everything can be undone.

    Signals: `replace_wanted(list[str], str)` – the one tag is to stand in place of these, empty is
    none.
    """

    replace_wanted = Signal(list, str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_busy = False
        self._progress = ""
        self._busy = BusySign(self)
        self._busy.changed.connect(self._show_state)
        self._wanted = ""
        self._proposed = ""
        """The name in the line as nobody wrote it."""
        self.setObjectName("tags dialog")
        self.search = TagLine()
        self.search.setClearButtonEnabled(True)
        self.model = TagsModel(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setUniformItemSizes(True)
        self.list.setProperty("kind", "rows")
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.state = plain_label(role="secondary", wrap=True)
        self.name = TagLine()
        self._known = QStringListModel(self)
        completer = QCompleter(self._known, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.name.setCompleter(completer)
        self.rename_button = Button(theme, " ", kind="primary", in_row=True)
        self.delete_button = Button(theme, " ", icon="trash-2")
        self.close_button = Button(theme, " ")
        self._lay_out()
        self._connect()
        theme.theme_changed.connect(self._fit)
        self._fit()
        TextSized(theme, self, 420, 480)
        self.retranslate()

    def show_tags(self, tags: Sequence[TagUse]) -> None:
        """All tags as they are now; what is selected stays so, also under its new name.

        So does a name that is being written.
        """
        before = [tag.name for tag in self._chosen()]
        kept = set(map(normalise_for_search, before))
        kept.add(normalise_for_search(self._wanted))
        self.model.show_tags(tags)
        self._known.setStringList([tag.name for tag in tags])
        written = self.name.text() != self._proposed and not self._wanted
        selection = self.list.selectionModel()
        selection.blockSignals(True)
        for row in range(self.model.rowCount()):
            if normalise_for_search(self.model.tag_at(row).name) in kept:
                selection.select(self.model.index(row, 0), selection.SelectionFlag.Select)
        selection.blockSignals(False)
        self.list.viewport().update()
        self._is_busy = False
        self._busy.set_busy(False)
        self._wanted = ""
        if written and [tag.name for tag in self._chosen()] == before:
            self._show_state()
        else:
            self._on_selection_changed()

    def show_progress(self, text: str) -> None:
        """How far a change has come."""
        self._progress = text
        self._busy.set_busy(True)
        self._show_state()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Manage tags"))
        self.search.setPlaceholderText(self.tr("Find a tag"))
        self.search.setAccessibleName(self.tr("Find a tag"))
        self.list.setAccessibleName(self.tr("Tags"))
        self.name.setPlaceholderText(self.tr("New name"))
        self.name.setAccessibleName(self.tr("New name"))
        self.close_button.setText(self.tr("Close"))
        self._show_state()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    # -- inside ----------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._column = QVBoxLayout(self)
        self._edit_row, self._end_row = QHBoxLayout(), QHBoxLayout()
        self._edit_row.addWidget(self.name, 1)
        self._edit_row.addWidget(self.rename_button)
        self._end_row.addWidget(self.delete_button)
        self._end_row.addStretch(1)
        self._end_row.addWidget(self.close_button)
        self._column.addWidget(self.search)
        self._column.addWidget(self.list, 1)
        self._column.addWidget(self.state)
        self._column.addLayout(self._edit_row)
        self._column.addLayout(self._end_row)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._on_search_changed)
        self.list.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self.name.textChanged.connect(self._show_state)
        self.name.entered.connect(self.rename_button.click)
        self.rename_button.clicked.connect(self._on_rename_button_clicked)
        self.delete_button.clicked.connect(self._on_delete_button_clicked)
        self.close_button.clicked.connect(self.close)
        for button in (self.rename_button, self.delete_button, self.close_button):
            # Enter in a line is not to press whatever button comes first.
            button.setAutoDefault(False)

    def _chosen(self) -> list[TagUse]:
        rows = sorted(index.row() for index in self.list.selectionModel().selectedIndexes())
        return [self.model.tag_at(row) for row in rows]

    def _on_search_changed(self, text: str) -> None:
        self.model.search(text)
        self._on_selection_changed()

    def _on_selection_changed(self) -> None:
        chosen = self._chosen()
        most_used = max(chosen, key=lambda tag: tag.tasks, default=None)
        self._proposed = "" if most_used is None else most_used.name
        self.name.setText(self._proposed)
        self._show_state()

    def _show_state(self) -> None:
        chosen = self._chosen()
        name = clean_tag(self.name.text())
        names = [tag.name for tag in chosen]
        self.name.setEnabled(bool(chosen))
        self.rename_button.setText(self._rename_words(chosen, name))
        may_rename = bool(name) and bool(chosen) and names != [name]
        self.rename_button.setEnabled(may_rename and not self._is_busy)
        words = self.tr("Delete")
        if len(chosen) > 1:
            words = self.tr("Delete %Ln tag(s)", "", len(chosen))
        self.delete_button.setText(words)
        self.delete_button.setEnabled(bool(chosen) and not self._is_busy)
        says_so = self._busy.is_shown and self._progress
        self.state.setText(self._progress if says_so else self._state_words(chosen))

    def _rename_words(self, chosen: Sequence[TagUse], name: str) -> str:
        other = self.model.named(name)
        if len(chosen) > 1:
            return self.tr("Join %Ln tag(s)", "", len(chosen))
        if other is None or not chosen or other == chosen[0]:
            return self.tr("Rename")
        words = self.tr("Join into “{tag}”")
        return words.format(tag=isolated(shortened(other.name, _NAME_LENGTH)))

    def _state_words(self, chosen: Sequence[TagUse]) -> str:
        if len(chosen) > 1:
            return self.tr("Under the new name they are one tag.")
        if chosen:
            return self.tr("On %Ln image(s)", "", chosen[0].tasks)
        if not self.model.rowCount():
            return (
                self.tr("No tag is called like this.")
                if self.search.text()
                else self.tr("No image has a tag yet.")
            )
        return self.tr("Select a tag to rename it, or several to join them.")

    def _on_rename_button_clicked(self) -> None:
        self._ask(clean_tag(self.name.text()))

    def _on_delete_button_clicked(self) -> None:
        self._ask("")

    def _ask(self, name: str) -> None:
        names = [tag.name for tag in self._chosen()]
        self._is_busy = True
        self._wanted = name
        self._show_state()
        # The keys go on in the list: what was pressed may be off now.
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.replace_wanted.emit(names, name)

    def _fit(self) -> None:
        px = self._theme.px
        self._column.setContentsMargins(px(20), px(18), px(20), px(16))
        self._column.setSpacing(px(10))
        for row in (self._edit_row, self._end_row):
            row.setSpacing(px(8))
