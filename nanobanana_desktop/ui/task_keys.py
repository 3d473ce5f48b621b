"""Single keys that act on the selected tasks, in the history and on the stage alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent

from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.ui.task_requests import TaskRequests, sample
from nanobanana_desktop.ui.task_status import has_picture

_NO_KEY: Final = Qt.KeyboardModifier.NoModifier
_PAD: Final = Qt.KeyboardModifier.KeypadModifier
_CTRL: Final = Qt.KeyboardModifier.ControlModifier
_SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
_ALT: Final = Qt.KeyboardModifier.AltModifier
_MOVES: Final = {Qt.Key.Key_Down: -1, Qt.Key.Key_Up: 1}
"""What is sent next is the lowest of the rows that wait."""
_PARTNERS: Final = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Right: 1,
}
"""With Alt: another picture to compare with."""

Tasks = Sequence[GenerationTask]


def _star(tasks: Tasks, requests: TaskRequests) -> None:
    # Late, here and below: the first paint does not wait for marks.
    from nanobanana_desktop.domain.marks import MarkChange

    tasks = sample(tasks)
    starred = not all(task.starred for task in tasks)
    if len(tasks) == 1:
        requests.star_toggled.emit(tasks[0].id, starred)
    else:
        requests.marks_requested.emit([task.id for task in tasks], MarkChange(starred=starred))


def rate(tasks: Tasks, rating: int, requests: TaskRequests) -> None:
    """Give the tasks a rating; the one that all of them have already is taken away."""
    from nanobanana_desktop.domain.marks import MarkChange

    tasks = sample(tasks)
    wanted = 0 if all(task.rating == rating for task in tasks) else rating
    requests.marks_requested.emit([task.id for task in tasks], MarkChange(rating=wanted))


def _delete(tasks: Tasks, requests: TaskRequests) -> None:
    requests.delete_requested.emit([task.id for task in sample(tasks)])


def _copy(tasks: Tasks, requests: TaskRequests) -> None:
    if has_picture(tasks[0]):
        requests.copy_requested.emit(tasks[0])
    else:
        requests.copy_prompt_requested.emit(tasks[0])


def _reuse(tasks: Tasks, requests: TaskRequests) -> None:
    # A task that was fetched by its id has nothing to fill the form with.
    if tasks[0].params.prompt:
        requests.reuse_requested.emit(tasks[0])


def _use(tasks: Tasks, requests: TaskRequests) -> None:
    for task in filter(has_picture, tasks):
        requests.use_as_reference_requested.emit(task)


_LETTERS: Final[dict[Qt.Key, Callable[[Tasks, TaskRequests], object]]] = {
    Qt.Key.Key_S: _star,
    Qt.Key.Key_T: lambda tasks, requests: requests.tags_requested.emit(list(sample(tasks))),
    Qt.Key.Key_N: lambda tasks, requests: requests.note_requested.emit(tasks[0]),
    Qt.Key.Key_R: _reuse,
    Qt.Key.Key_U: _use,
}
_RATINGS: Final = {
    Qt.Key.Key_0: 0,
    Qt.Key.Key_1: 1,
    Qt.Key.Key_2: 2,
    Qt.Key.Key_3: 3,
    Qt.Key.Key_4: 4,
    Qt.Key.Key_5: 5,
}
_KEYS: Final[dict[Qt.Key, Callable[[Tasks, TaskRequests], object]]] = {
    Qt.Key.Key_Return: lambda tasks, requests: requests.open_requested.emit(tasks[0].id),
    Qt.Key.Key_Enter: lambda tasks, requests: requests.open_requested.emit(tasks[0].id),
    Qt.Key.Key_Delete: _delete,
    Qt.Key.Key_Backspace: _delete,
}
_VIEWS: Final = {Qt.Key.Key_G: "grid", Qt.Key.Key_C: "compare"}


def asks_for_menu(event: QKeyEvent) -> bool:
    """Shift+F10, which not every window system turns into a wish for the menu by itself."""
    return event.key() == Qt.Key.Key_F10 and event.modifiers() == _SHIFT


class TaskKeys:
    """Turns keys into requests. `letters` off leaves only keys that are no letters."""

    def __init__(self, requests: TaskRequests) -> None:
        self._requests = requests
        self.letters = True

    def handle(self, event: QKeyEvent, tasks: Tasks) -> bool:
        """Act on `tasks` (the current one first); False when the key means nothing here."""
        key = Qt.Key(event.key())
        modifiers = event.modifiers() & ~_PAD
        if key is Qt.Key.Key_C and modifiers & _CTRL:
            return self._copy(modifiers, tasks)
        if modifiers == _ALT | _SHIFT and key in _MOVES:
            return self._move(tasks, _MOVES[key])
        if modifiers == _ALT and key in _PARTNERS:
            self._requests.compare_step_requested.emit(_PARTNERS[key])
            return True
        if modifiers != _NO_KEY:
            return False
        if self.letters and key in _VIEWS:
            self._requests.view_requested.emit(_VIEWS[key])
            return True
        if self.letters and key is Qt.Key.Key_Z:
            self._requests.zoom_toggled.emit()
            return True
        if self.letters and key is Qt.Key.Key_I:
            self._requests.details_toggled.emit()
            return True
        if self.letters and key in _RATINGS and tasks:
            rate(tasks, _RATINGS[key], self._requests)
            return True
        act = _KEYS.get(key) or (_LETTERS.get(key) if self.letters else None)
        if act is None or not tasks:
            return False
        act(tasks, self._requests)
        return True

    def handle_press(self, event: QMouseEvent, task: GenerationTask | None) -> bool:
        """Alt and a click choose `task`, which lies under the pointer, to be compared."""
        is_left = event.button() is Qt.MouseButton.LeftButton
        if task is None or not is_left or event.modifiers() != _ALT:
            return False
        self._requests.compare_with_requested.emit(task.id)
        return True

    def _move(self, tasks: Tasks, distance: int) -> bool:
        if not tasks or tasks[0].state is not TaskState.READY:
            return False
        self._requests.move_requested.emit(tasks[0].id, distance)
        return True

    def _copy(self, modifiers: Qt.KeyboardModifier, tasks: Tasks) -> bool:
        if not tasks:
            return False
        if modifiers == _CTRL | _SHIFT:
            self._requests.copy_prompt_requested.emit(tasks[0])
        elif modifiers == _CTRL:
            _copy(tasks, self._requests)
        else:
            return False
        return True
