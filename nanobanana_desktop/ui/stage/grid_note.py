"""The words on an empty grid: the same as in the list beside it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.ui.guarded import guarded
from nanobanana_desktop.ui.history.empty_note import EmptyNote
from nanobanana_desktop.ui.history.model import HistoryModel
from nanobanana_desktop.ui.theme.theme import Theme


class GridNote(QObject):
    """Covers `host` while the model has nothing to show; the way out is in the list."""

    def __init__(self, theme: Theme, model: HistoryModel, host: QWidget) -> None:
        super().__init__(host)
        self._model = model
        self._host = host
        self.words = EmptyNote(theme, has_buttons=False, parent=host)
        host.installEventFilter(self)
        for changed in (
            model.modelReset,
            model.rowsInserted,
            model.rowsRemoved,
            model.listing_changed,
            model.listing_failed,
        ):
            changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the words, or take them away."""
        has_failed = self._model.shows_failure
        is_empty = self._model.is_complete and not self._model.rowCount()
        if has_failed:
            self.words.show_failure()
        elif is_empty:
            self.words.show_query(self._model.query)
        self.words.setGeometry(self._host.rect())
        self.words.setVisible(is_empty or has_failed)

    @guarded(bool)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._host and event.type() == QEvent.Type.Resize:
            self.words.setGeometry(self._host.rect())
        elif watched is self._host and event.type() == QEvent.Type.LanguageChange:
            self.refresh()
        return super().eventFilter(watched, event)
