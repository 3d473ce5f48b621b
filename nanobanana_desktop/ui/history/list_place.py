"""The place of the list: its rows, what is said while there are none, and that some are missing."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from nanobanana_desktop.ui.history.model import HistoryModel
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.announce import announce

if TYPE_CHECKING:
    from nanobanana_desktop.ui.history.empty_note import EmptyNote
    from nanobanana_desktop.ui.history.missing_rows import MissingRows


class ListPlace(QWidget):
    """Shows `view`, or a note in its stead. A list that could not be read is tried again from here.

    Signals: `action_triggered()` and `clear_filters_triggered()` – the ways out of an empty list.
    """

    action_triggered = Signal()
    clear_filters_triggered = Signal()

    def __init__(
        self, theme: Theme, model: HistoryModel, view: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model
        self._view = view
        self._missing_made: MissingRows | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._stack = QStackedLayout()
        self._stack.addWidget(view)
        self._column.addLayout(self._stack, 1)
        model.listing_failed.connect(self._on_model_listing_failed)

    def refresh(self) -> None:
        """The list, or what to say instead of it."""
        model = self._model
        if model.shows_failure:
            self.note.show_failure()
            self._stack.setCurrentWidget(self.note)
        elif model.rowCount():
            self._stack.setCurrentWidget(self._view)
        elif model.is_complete:
            self.note.show_query(model.query)
            self._stack.setCurrentWidget(self.note)
        is_partial = model.is_unlisted and not model.shows_failure
        if is_partial or self._missing_made is not None:
            self.missing.setVisible(is_partial)

    @cached_property
    def note(self) -> EmptyNote:
        from nanobanana_desktop.ui.history.empty_note import EmptyNote

        note = EmptyNote(self._theme)
        note.action_triggered.connect(self._on_note_action_triggered)
        note.clear_filters_triggered.connect(self.clear_filters_triggered)
        self._stack.addWidget(note)
        return note

    @cached_property
    def missing(self) -> MissingRows:
        from nanobanana_desktop.ui.history.missing_rows import MissingRows

        self._missing_made = missing = MissingRows(self._theme, self)
        missing.again_triggered.connect(self._model.try_again)
        self._column.insertWidget(0, missing)
        return missing

    def _on_model_listing_failed(self) -> None:
        """Who only listens hears of it, also when another try came to nothing."""
        self.refresh()
        failed = self._model.shows_failure
        announce(self, self.note.sentence if failed else self.missing.sentence)

    def _on_note_action_triggered(self) -> None:
        if self._model.is_unlisted:
            self._model.try_again()
        else:
            self.action_triggered.emit()
