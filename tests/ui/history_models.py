"""Models over a history in memory, and what is to be seen of them."""

from __future__ import annotations

from nanobanana_desktop.ui.history.model import HistoryModel
from nanobanana_desktop.ui.history.row_answers import Role
from tests.ui.fake_history import NOON, FakeHistory


def make_model(source: FakeHistory, *, cache_limit: int = 2000) -> HistoryModel:
    source.answers_itself = False
    model = HistoryModel(source, lambda: NOON, cache_limit=cache_limit)
    model.reload()
    return model


def shown(model: HistoryModel) -> list[str]:
    return [model.id_at(row) for row in range(model.rowCount())]


def headers(model: HistoryModel) -> dict[str, str]:
    found = {model.id_at(r): model.index(r).data(Role.HEADER) for r in range(model.rowCount())}
    return {task_id: header for task_id, header in found.items() if header}
