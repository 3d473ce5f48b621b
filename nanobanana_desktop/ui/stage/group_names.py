"""What stands above a group of tiles, and what is told of a stack."""

from __future__ import annotations

from typing import Final, NamedTuple

from PySide6.QtCore import QObject

from nanobanana_desktop.domain.params import model_label
from nanobanana_desktop.domain.remote_text import isolated
from nanobanana_desktop.ui import formats, texts
from nanobanana_desktop.ui.history.model import HistoryModel
from nanobanana_desktop.ui.stage.grid_groups import BatchGroups, ModelGroups, batch_of
from nanobanana_desktop.ui.stage.grid_stacks import Stack
from nanobanana_desktop.ui.stage.tile_groups import TileGroups

_LENGTH: Final = 200


class GroupName(NamedTuple):
    """`note` is less important and stands behind the title."""

    title: str
    note: str = ""


class GroupNames(QObject):
    """Asks the model for the task of the one row, where it needs it."""

    def __init__(self, model: HistoryModel, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model

    def name(self, groups: TileGroups, row: int) -> GroupName:
        """The name of the group that begins with this row."""
        if isinstance(groups, ModelGroups):
            name = self._model.model_name_at(row)
            return GroupName(isolated(model_label(name)) if name else self.tr("Model not known"))
        if isinstance(groups, BatchGroups):
            return self._name_of_order(row)
        return GroupName(self._model.header_at(row))

    def spoken_stack(self, stack: Stack) -> str:
        """What a screen reader tells of the tile of a stack."""
        if stack.place:
            text = self.tr("{place} of {size} in the stack")
            return text.format(place=stack.place + 1, size=stack.size)
        if stack.is_open:
            return self.tr("Stack of %Ln, open", "", stack.size)
        return self.tr("Stack of %Ln, closed", "", stack.size)

    def _name_of_order(self, row: int) -> GroupName:
        task = self._model.task_at(row)
        if task is None:
            return GroupName("")
        size = len(batch_of(self._model, row))
        day = formats.day_header(formats.local_day(task.created_at), self._model.today)
        parts = [day, formats.clock_time(task.created_at)]
        if size > 1:
            parts.append(self.tr("%Ln image(s)", "", size))
        return GroupName(texts.shortened(texts.heading(task), _LENGTH), " · ".join(parts))
