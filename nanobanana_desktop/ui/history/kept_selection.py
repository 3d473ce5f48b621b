"""What is selected stays so while the same list changes in very many places at once."""

from __future__ import annotations

from array import array

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QObject

from nanobanana_desktop.ui.history.rows_model import RowsModel
from nanobanana_desktop.ui.selected_tasks import selected_ranges

_Flag = QItemSelectionModel.SelectionFlag


class KeptSelection(QObject):
    """Remembers the selection before a reset; another list than before has none of it."""

    def __init__(
        self, model: RowsModel, selection: QItemSelectionModel, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._selection = selection
        self._numbers = array("q")
        self._first = -1
        model.modelAboutToBeReset.connect(self._on_model_about_to_be_reset)

    def restore(self) -> None:
        """Select what is left of it; of nothing, the row that took the place of the first.

        To be called after the reset, when the row that was current is so again if it is there.
        """
        model, selection = self._model, self._selection
        numbers, self._numbers = self._numbers, array("q")
        is_whole = len(numbers) == 1 and selection.currentIndex().isValid()
        if not numbers or is_whole or not model.rowCount():
            return
        chosen = QItemSelection()
        parts = model.rows_of_numbers(numbers)
        for part in parts:
            chosen.select(model.index(part.start), model.index(part.stop - 1))
        if not parts:
            neighbour = model.index(min(self._first, model.rowCount() - 1))
            selection.setCurrentIndex(neighbour, _Flag.ClearAndSelect)
            return
        if not selection.currentIndex().isValid():
            selection.setCurrentIndex(model.index(parts[0].start), _Flag.NoUpdate)
        selection.select(chosen, _Flag.ClearAndSelect)

    def _on_model_about_to_be_reset(self) -> None:
        self._numbers = array("q")
        if self._model.is_other_list:
            return
        parts = selected_ranges(self._selection.selection())
        self._numbers = self._model.numbers(parts)
        self._first = parts[0].start if parts else -1
