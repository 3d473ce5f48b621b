"""Undo and redo of what was changed in the history."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from nanobanana_desktop.domain.marks import MarkChange
from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.services.marks_service import MarkResult, OnEnd
from nanobanana_desktop.services.undo_line import LENGTH, UndoLine

STAR, RATE = MarkChange(starred=True), MarkChange(rating=3)


class Marks(QObject):
    """Carries out at once; `gone` are changes whose tasks are no more."""

    carried_out = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self.gone: list[MarkChange] = []
        self.fails = False
        self.calls: list[MarkChange] = []

    def change(self, change: MarkChange) -> MarkResult:
        result = MarkResult(change, 1, [(MarkChange(starred=False), [1])])
        self.carried_out.emit(result, None)
        return result

    def undo(self, result: MarkResult, on_end: OnEnd | None = None) -> None:
        self.calls.append(result.change)
        problem = StorageError(ErrorCase.DISK_FULL, "full") if self.fails else None
        count = 0 if problem is not None or result.change in self.gone else 1
        turned = MarkResult(result.change, count, [], problem)
        if count:
            self.carried_out.emit(turned, result)
        if on_end is not None:
            on_end(turned)


def test_nothing_can_be_taken_back_at_first(qapp: object) -> None:
    line = UndoLine(Marks())
    assert not line.undo()
    assert not line.redo()
    assert (line.can_undo, line.can_redo) == (False, False)


def test_the_last_change_goes_first_and_comes_back_first(qapp: object) -> None:
    marks = Marks()
    line = UndoLine(marks)
    turns: list[tuple[MarkChange, bool]] = []
    line.turned.connect(lambda result, again: turns.append((result.change, again)))
    marks.change(STAR)
    marks.change(RATE)
    assert line.undo()
    assert line.undo()
    assert not line.undo()
    assert line.redo()
    assert line.redo()
    assert not line.redo()
    assert turns == [(RATE, False), (STAR, False), (STAR, True), (RATE, True)]
    assert line.undo()
    assert line.can_redo


def test_a_new_change_ends_what_could_be_done_again(qapp: object) -> None:
    marks = Marks()
    line = UndoLine(marks)
    marks.change(STAR)
    line.undo()
    marks.change(RATE)
    assert not line.can_redo
    assert line.can_undo


def test_what_is_taken_back_elsewhere_counts(qapp: object) -> None:
    marks = Marks()
    line = UndoLine(marks)
    first = marks.change(STAR)
    twin = marks.change(STAR)
    assert first == twin
    marks.undo(first)
    assert line.can_redo
    assert line.undo()
    assert not line.can_undo
    marks.undo(first)
    assert not line.can_undo


def test_a_step_whose_tasks_are_gone_is_forgotten_and_one_that_failed_is_not(qapp: object) -> None:
    marks = Marks()
    line = UndoLine(marks)
    marks.change(STAR)
    marks.change(RATE)
    marks.fails = True
    line.undo()
    assert (line.can_undo, line.can_redo) == (True, False)
    marks.fails, marks.gone = False, [RATE]
    line.undo()
    line.undo()
    assert marks.calls == [RATE, RATE, STAR]
    assert not line.can_undo


def test_only_so_many_steps_are_kept(qapp: object) -> None:
    marks = Marks()
    line = UndoLine(marks)
    for _ in range(LENGTH + 5):
        marks.change(STAR)
    taken = 0
    while line.undo():
        taken += 1
    assert taken == LENGTH


def test_a_key_pressed_twice_takes_two_steps_back_before_the_first_has_ended(qapp: object) -> None:
    marks = Marks()
    line = UndoLine(marks)
    marks.change(STAR)
    marks.change(RATE)
    ends: list[tuple[MarkResult, OnEnd]] = []
    marks.undo = lambda result, on_end: ends.append((result, on_end))
    assert line.undo()
    assert line.undo()
    assert not line.undo()
    for step, on_end in ends:
        turned = MarkResult(step.change, 1)
        marks.carried_out.emit(turned, step)
        on_end(turned)
    assert [step.change for step, _ in ends] == [RATE, STAR]
    assert (line.can_undo, line.can_redo) == (False, True)
