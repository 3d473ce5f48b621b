"""The window about the library: what a look found, while it runs and afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest
from PySide6.QtCore import QLocale, QObject, Signal
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.services.library_check import CheckReport
from nanobanana_desktop.ui.library_dialog import LISTED_AT_WORK, LibraryDialog
from nanobanana_desktop.ui.panes import Panes
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.wiring.library_wiring import LibraryWiring
from tests.ui.fake_history import NOON, FakeHistory, FakePictures, make_record, make_task


class FakeCheck(QObject):
    changed = Signal()
    trouble = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.report = CheckReport()
        self.is_running = self.can_go_on = False
        self.asked: list[str] = []

    def begin(self, *, anew: bool = True) -> None:
        self.asked.append("begin" if anew else "go on")

    def call_off(self) -> None:
        self.asked.append("stop")

    def look_back(self) -> None:
        self.asked.append("look back")

    def note_known(self, paths: Sequence[str]) -> None:
        self.asked.append(f"known {len(paths)}")

    def tell(self, report: CheckReport, *, running: bool = False) -> None:
        self.report, self.is_running = report, running
        self.changed.emit()


class FakeLost(QObject):
    found = Signal(object)
    not_fetched = Signal(object)
    seen_changed = Signal(int)
    ended = Signal(object)
    trouble = Signal(object)


class FakeJobs:
    def start(self, _name: str, work: Coroutine[Any, Any, object]) -> None:
        asyncio.run(work)


@dataclass
class Shown:
    dialog: LibraryDialog
    check: FakeCheck
    source: FakeHistory
    panes: Panes

    @property
    def lines(self) -> list[str]:
        model = self.dialog.list.model()
        return [model.data(model.index(row, 0)) for row in range(model.rowCount())]

    def says(self, words: str) -> bool:
        return any(words in label.text() for label in self.dialog.findChildren(QLabel))


@pytest.fixture
def shown(qtbot: QtBot, theme: Theme) -> Iterator[Shown]:
    source, pictures, check = FakeHistory(), FakePictures(), FakeCheck()
    panes = Panes(theme, source, pictures, pictures, lambda: NOON, demo=False)
    qtbot.addWidget(panes.window)
    added: list[Sequence[str]] = []

    async def adopt(paths: Sequence[str] = ()) -> int:
        added.append(paths)
        return len(paths)

    wiring = LibraryWiring(
        theme,
        panes.requests,
        check,
        FakeLost(),
        source,
        panes.history,
        panes.stage,
        panes.window.toast,
        FakeJobs(),
        panes.window,
        adopt,
        adopt,
        panes,
    )
    wiring.open()
    dialog = panes.window.findChild(LibraryDialog)
    assert dialog is not None
    yield Shown(dialog, check, source, panes)
    wiring.close()
    panes.window.toast.dismiss()
    panes.window.close()


def put(shown: Shown, count: int) -> tuple[int, ...]:
    names = [f"t{number:05}" for number in range(count)]
    for name in names:
        shown.source.put(replace(make_task(name), image=make_record(name)))
    return tuple(shown.source.numbers[name] for name in names)


def test_each_name_stands_at_its_row_also_when_others_were_removed_since(shown: Shown) -> None:
    numbers = put(shown, 4)
    shown.source.remove("t00001")
    shown.check.tell(CheckReport(total=4, after=4, missing=numbers[:3], changed=numbers[3:]))
    missing, changed = "Missing:  2026/11/", "Changed:  2026/11/"
    assert [line.strip() for line in shown.lines] == [
        f"{missing}t00000.png",
        "Missing:",
        f"{missing}t00002.png",
        f"{changed}t00003.png",
    ]
    shown.source.tasks_read = 0
    assert len(shown.lines) == 4
    assert shown.source.tasks_read == 0


def test_a_long_list_grows_only_to_its_limit_while_the_look_goes_on(shown: Shown) -> None:
    numbers = put(shown, LISTED_AT_WORK + 500)
    model = shown.dialog.list.model()
    resets: list[int] = []
    model.modelReset.connect(lambda: resets.append(model.rowCount()))
    for end in (LISTED_AT_WORK, LISTED_AT_WORK + 100, LISTED_AT_WORK + 200):
        report = CheckReport(total=len(numbers), after=end, missing=numbers[:end])
        shown.check.tell(report, running=True)
    assert resets == [LISTED_AT_WORK]
    assert shown.says(f"{QLocale().toString(LISTED_AT_WORK + 200)} missing")
    shown.check.tell(CheckReport(total=len(numbers), missing=numbers, is_complete=True))
    assert resets == [LISTED_AT_WORK, len(numbers)]


def test_a_new_look_empties_the_list(shown: Shown) -> None:
    numbers = put(shown, 3)
    shown.check.tell(CheckReport(total=3, after=3, missing=numbers, is_complete=True))
    assert len(shown.lines) == 3
    shown.check.tell(CheckReport(), running=True)
    assert shown.lines == []


def test_a_folder_that_is_away_is_told_in_the_window(shown: Shown) -> None:
    shown.check.trouble.emit(StorageError(ErrorCase.FOLDER_MISSING, "away", folder="/pictures"))
    shown.check.tell(CheckReport())
    assert shown.says("folder")
    shown.check.tell(CheckReport(total=1), running=True)
    assert not shown.says("folder")


def test_unknown_images_are_added_and_told(shown: Shown) -> None:
    report = CheckReport(total=1, after=1, whole=1, unknown=("a.png", "b.png"), is_complete=True)
    shown.check.tell(report)
    assert shown.lines == ["Unknown:  a.png", "Unknown:  b.png"]
    shown.dialog.adopt_button.click()
    assert "known 2" in shown.check.asked
    assert "2 image(s) added" in shown.panes.window.toast.text


def test_a_row_that_is_chosen_is_shown_in_the_history(shown: Shown) -> None:
    numbers = put(shown, 3)
    shown.panes.history.show_history()
    shown.check.tell(CheckReport(total=3, after=3, missing=numbers))
    model = shown.dialog.list.model()
    shown.dialog.list.activated.emit(model.index(1, 0))
    current = shown.panes.history.current_task()
    assert current is not None
    assert current.id == "t00001"
