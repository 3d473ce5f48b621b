"""The window about the library: what a look found, while it runs and afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest
from PySide6.QtCore import QLocale, QObject, QTimer, Signal
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton
from pytestqt.qtbot import QtBot

from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.services.changed_pictures import Acceptance, AcceptReport, OnEnd
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

    def note_accepted(self, numbers: Sequence[int], *, accepted: bool = True) -> None:
        self.asked.append(f"{'accepted' if accepted else 'doubted'} {list(numbers)}")
        report = self.report
        self.tell(report.accepting(numbers) if accepted else report.doubting(numbers))

    def tell(self, report: CheckReport, *, running: bool = False) -> None:
        self.report, self.is_running = report, running
        self.changed.emit()


class FakeLost(QObject):
    found = Signal(object)
    not_fetched = Signal(object)
    seen_changed = Signal(int)
    ended = Signal(object)
    trouble = Signal(object)


class FakeChanged(QObject):
    replaced = Signal(object)
    trouble = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[int, ...]] = []
        self.refuses: set[int] = set()
        self.taken_back: list[list[int]] = []

    def accept(self, numbers: tuple[int, ...], on_end: OnEnd) -> None:
        self.asked.append(numbers)
        taken = [number for number in numbers if number not in self.refuses]
        record = make_record("x")
        accepted = [Acceptance(number, f"t{number}", record, record) for number in taken]
        on_end(AcceptReport(accepted, len(numbers) - len(taken)))

    def take_back(self, report: AcceptReport, on_end: OnEnd) -> None:
        self.taken_back.append(report.numbers)
        on_end(report)


class FakeJobs:
    def start(self, _name: str, work: Coroutine[Any, Any, object]) -> None:
        asyncio.run(work)


@dataclass
class Shown:
    dialog: LibraryDialog
    check: FakeCheck
    source: FakeHistory
    panes: Panes
    changed: FakeChanged

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

    changed = FakeChanged()
    wiring = LibraryWiring(
        theme,
        panes.requests,
        check,
        FakeLost(),
        changed,
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
    yield Shown(dialog, check, source, panes, changed)
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


def test_nothing_changed_offers_nothing_to_accept(shown: Shown) -> None:
    numbers = put(shown, 2)
    shown.check.tell(CheckReport(total=2, after=2, missing=numbers, is_complete=True))
    assert shown.dialog.accept_button.isHidden()
    shown.check.tell(CheckReport(total=2, after=1, changed=numbers), running=True)
    assert shown.dialog.accept_button.isHidden()


def test_changed_images_are_accepted_all_together_or_the_chosen_one(shown: Shown) -> None:
    numbers = put(shown, 4)
    report = CheckReport(
        total=4, after=4, missing=numbers[:1], changed=numbers[1:], is_complete=True
    )
    shown.check.tell(report)
    button, rows = shown.dialog.accept_button, shown.dialog.list.model()
    assert not button.isHidden()
    assert "3" in button.text()
    shown.dialog.list.setCurrentIndex(rows.index(0, 0))
    assert "3" in button.text(), "a missing file is selected"
    shown.dialog.list.setCurrentIndex(rows.index(2, 0))
    assert button.text() == "Accept it as it is"
    button.click()
    assert shown.changed.asked == [(numbers[2],)]
    assert shown.check.report.changed == (numbers[1], numbers[3])
    assert "2" in button.text()
    button.click()
    assert shown.changed.asked[-1] == (numbers[1], numbers[3])
    assert button.isHidden()
    assert "2 changed image(s) accepted" in shown.panes.window.toast.text


def test_accepting_can_be_taken_back_and_what_cannot_be_read_stays(shown: Shown) -> None:
    numbers = put(shown, 3)
    shown.changed.refuses = {numbers[0]}
    shown.check.tell(CheckReport(total=3, after=3, changed=numbers, is_complete=True))
    shown.dialog.accept_button.click()
    toast = shown.panes.window.toast
    assert "2 changed image(s) accepted" in toast.text
    assert "1 cannot be read as images and stay" in toast.text
    assert shown.check.report.changed == (numbers[0],)
    toast.findChild(QPushButton).click()
    assert shown.changed.taken_back == [[numbers[1], numbers[2]]]
    assert sorted(shown.check.report.changed) == sorted(numbers)
    shown.changed.refuses = set(numbers)
    shown.dialog.accept_button.click()
    assert "accepted" not in toast.text


def test_a_quick_look_shows_no_progress(shown: Shown) -> None:
    bar, sign = shown.dialog.findChild(QProgressBar), shown.dialog.findChild(QTimer, "busy sign")
    shown.check.tell(CheckReport(total=9, whole=3), running=True)
    assert not bar.isVisible()
    sign.timeout.emit()
    assert bar.isVisible()
    shown.check.tell(CheckReport(total=9, whole=9, is_complete=True))
    assert bar.isVisible()
    sign.timeout.emit()
    assert not bar.isVisible()
