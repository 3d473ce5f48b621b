"""The list of templates: folders as headings, below each its templates; what matches is marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.domain.prompt_template import PromptTemplate
from nanobanana_desktop.domain.remote_text import isolated
from nanobanana_desktop.ui.palette.entries import Entry, Found, found
from nanobanana_desktop.ui.templates.template_words import second_line
from nanobanana_desktop.ui.texts import spoken_list

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_ROOT: Final = QModelIndex()


class TemplateRows(QAbstractListModel):
    """Without a search by folder and name; with one the best matches first, without headings.

    A row is a `Found` or, for a heading, the name of a folder. `AccessibleTextRole` is a sentence:
    name, folder, what it holds.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._templates: dict[str, PromptTemplate] = {}
        self._rows: list[Found | str] = []
        self._query = ""

    def show_templates(self, templates: Sequence[PromptTemplate]) -> None:
        self._templates = {template.id: template for template in templates}
        self.search(self._query)

    def search(self, query: str) -> None:
        self.beginResetModel()
        self._query = query.strip()
        entries = [_entry(template) for template in self._templates.values()]
        hits = [hit for hit in found(self._query, entries) if self._is_meant(hit)]
        if self._query:
            self._rows = [*hits]
        else:
            self._rows = []
            folder = ""
            for hit in hits:
                if hit.entry.place != folder:
                    folder = hit.entry.place
                    self._rows.append(folder)
                self._rows.append(hit)
        self.endResetModel()

    @property
    def is_searching(self) -> bool:
        return bool(self._query)

    @property
    def count(self) -> int:
        """How many templates are listed."""
        return sum(not isinstance(row, str) for row in self._rows)

    def hit_at(self, row: int) -> Found | None:
        """None for a heading, and where there is no row."""
        found_row = self._rows[row] if 0 <= row < len(self._rows) else None
        return None if isinstance(found_row, str) else found_row

    def template_at(self, row: int) -> PromptTemplate | None:
        hit = self.hit_at(row)
        return None if hit is None else self._templates.get(hit.entry.name)

    def row_of(self, template_id: str) -> int:
        """-1 when it is not listed."""
        rows = (row for row in range(len(self._rows)) if self._id_at(row) == template_id)
        return next(rows, -1)

    def nearest(self, row: int) -> int:
        """The first template from this row on, else the last one; -1 when there is none."""
        places = [place for place in range(len(self._rows)) if self.hit_at(place) is not None]
        return next((place for place in places if place >= row), places[-1] if places else -1)

    def next_row(self, row: int, distance: int, *, wraps: bool) -> int:
        """The row of the template so many templates further; `row` when there is none."""
        places = [place for place in range(len(self._rows)) if self.hit_at(place) is not None]
        if not places:
            return -1
        if row not in places:
            return places[0] if distance > 0 else places[-1]
        place = places.index(row) + distance
        place = place % len(places) if wraps else min(max(place, 0), len(places) - 1)
        return places[place]

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.hit_at(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if isinstance(row, str):
            return row if role in (Role.DisplayRole, Role.AccessibleTextRole) else None
        if role == Role.DisplayRole:
            return row.entry.text
        if role == Role.AccessibleTextRole:
            return self.sentence(row)
        return None

    def sentence(self, hit: Found) -> str:
        """What is spoken of a template."""
        entry = hit.entry
        return spoken_list([isolated(entry.text), isolated(entry.place), isolated(entry.other)])

    def _is_meant(self, hit: Found) -> bool:
        """In a whole prompt any few letters are found somewhere; there it has to be words."""
        if not hit.other_places:
            return True
        text = hit.entry.other.casefold()
        return all(word in text for word in self._query.casefold().split())

    def _id_at(self, row: int) -> str:
        hit = self.hit_at(row)
        return "" if hit is None else hit.entry.name


def _entry(template: PromptTemplate) -> Entry:
    return Entry(
        template.id,
        template.name,
        lambda: None,
        other=second_line(template),
        place=template.folder,
    )
