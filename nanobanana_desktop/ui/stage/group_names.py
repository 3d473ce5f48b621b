"""What stands above a group of tiles."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from nanobanana_desktop.domain.params import model_label
from nanobanana_desktop.domain.remote_text import isolated
from nanobanana_desktop.ui import formats, texts
from nanobanana_desktop.ui.history.model import HistoryModel
from nanobanana_desktop.ui.stage.grid_groups import BatchGroups, ModelGroups, batch_of
from nanobanana_desktop.ui.stage.tile_groups import TileGroups

_LENGTH = 200


class GroupName(NamedTuple):
    """`note` is less important and stands behind the title."""

    title: str
    note: str = ""


def group_name(model: HistoryModel, groups: TileGroups, row: int) -> GroupName:
    """The name of the group that begins with this row."""
    if isinstance(groups, ModelGroups):
        name = model.model_name_at(row)
        if not name:
            return GroupName(QCoreApplication.translate("Grid", "Model not known"))
        return GroupName(isolated(model_label(name)))
    if not isinstance(groups, BatchGroups):
        return GroupName(model.header_at(row))
    task = model.task_at(row)
    if task is None:
        return GroupName("")
    size = len(batch_of(model, row))
    day = formats.local_day(task.created_at)
    parts = [
        formats.day_header(day, model.today),
        formats.clock_time(task.created_at),
    ]
    if size > 1:
        parts.append(QCoreApplication.translate("Grid", "%Ln image(s)", "", size))
    return GroupName(texts.shortened(texts.heading(task), _LENGTH), " · ".join(parts))
