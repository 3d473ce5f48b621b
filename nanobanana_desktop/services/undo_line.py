"""What was changed in the history last, to be taken back step by step, and done again."""

from __future__ import annotations

from collections import deque
from typing import Final, Protocol

from PySide6.QtCore import QObject, Signal, SignalInstance

from nanobanana_desktop.services.marks_service import MarkResult, OnEnd

LENGTH: Final = 50
"""Steps that are kept, until the program ends."""


class Marks(Protocol):
    """See `MarksService`."""

    @property
    def carried_out(self) -> SignalInstance: ...

    def undo(self, result: MarkResult, on_end: OnEnd | None = None) -> None: ...


class UndoLine(QObject):
    """Follows all changes of marks and of the bin, also those that are taken back elsewhere.

    Signals: `changed()` – something else can be undone or done again –, `turned(MarkResult, bool)`
    – a step that was asked for here ended: its result, and whether it was done again.
    """

    changed = Signal()
    turned = Signal(object, bool)

    def __init__(self, marks: Marks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._marks = marks
        self._done: deque[MarkResult] = deque(maxlen=LENGTH)
        self._undone: deque[MarkResult] = deque(maxlen=LENGTH)
        self._turning: list[MarkResult] = []
        """Steps that were asked for and have not ended: a held key asks for the next ones."""
        marks.carried_out.connect(self._on_marks_carried_out)

    @property
    def can_undo(self) -> bool:
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        return bool(self._undone)

    def undo(self) -> bool:
        """Take the last change back; False when there is none."""
        return self._turn(self._done, again=False)

    def redo(self) -> bool:
        """Do again what was taken back last; False when there is nothing."""
        return self._turn(self._undone, again=True)

    def _turn(self, line: deque[MarkResult], *, again: bool) -> bool:
        free = (one for one in reversed(line) if not any(one is other for other in self._turning))
        step = next(free, None)
        if step is None:
            return False
        self._turning.append(step)

        def end(result: MarkResult) -> None:
            self._turning = [other for other in self._turning if other is not step]
            if not result.count and result.problem is None and _remove(line, step):
                # The tasks are gone: this step leads nowhere any more.
                self.changed.emit()
            self.turned.emit(result, again)

        self._marks.undo(step, end)
        return True

    def _on_marks_carried_out(self, result: MarkResult, taken_back: MarkResult | None) -> None:
        if taken_back is None:
            self._undone.clear()
            self._done.append(result)
        elif _remove(self._done, taken_back):
            self._undone.append(result)
        elif _remove(self._undone, taken_back):
            self._done.append(result)
        self.changed.emit()


def _remove(line: deque[MarkResult], step: MarkResult) -> bool:
    """By identity: two changes may be equal."""
    place = next((n for n, one in enumerate(line) if one is step), None)
    if place is None:
        return False
    del line[place]
    return True
