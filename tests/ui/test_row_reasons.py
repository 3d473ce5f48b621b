"""What is added to the sentence of a row that needs the person: why, and which key tells more."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.task import TaskState
from nanobanana_desktop.errors import ErrorCase
from nanobanana_desktop.ui.error_rows import error_row
from nanobanana_desktop.ui.history.model import HistoryModel
from tests.ui.fake_history import NOON, FakeHistory, make_task

WHOLE = "{reason}. Press Enter for details."


def described(*states: tuple[TaskState, ErrorCase | None]) -> list[str]:
    tasks = [
        make_task(f"{place:03}", state, age=place, error_case=case)
        for place, (state, case) in enumerate(states)
    ]
    # Kept until the answers are read.
    source = FakeHistory(tasks)
    model = HistoryModel(source, lambda: NOON)
    model.reload()
    role = Qt.ItemDataRole.AccessibleDescriptionRole
    return [model.index(row).data(role) for row in range(model.rowCount())]


def test_every_failure_tells_its_reason_and_the_next_key(qtbot: QtBot, language: str) -> None:
    cases = list(ErrorCase)
    found = described(*((TaskState.FAILED, case) for case in cases))
    whole = QCoreApplication.translate("Status", WHOLE)
    assert found == [whole.format(reason=error_row(case)) for case in cases]
    if language == "zh_CN":
        assert [text for text in found for part in text.split("。")[:2] if part.isascii()] == []
    else:
        assert whole == WHOLE


@pytest.mark.usefixtures("language")
def test_what_is_well_adds_nothing(qtbot: QtBot) -> None:
    assert described((TaskState.DONE, None), (TaskState.QUEUED, None)) == ["", ""]
