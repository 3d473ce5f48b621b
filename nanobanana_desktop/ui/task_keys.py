"""Single keys that act on the selected tasks, in the history and on the stage alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, cast

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent

from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.ui.commands import COMMANDS, Command, acts_anywhere
from nanobanana_desktop.ui.task_requests import TaskRequests, sample
from nanobanana_desktop.ui.task_status import has_picture

C = Command

_PAD: Final = Qt.KeyboardModifier.KeypadModifier
_SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
_ALT: Final = Qt.KeyboardModifier.AltModifier
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


def copy(tasks: Tasks, requests: TaskRequests) -> None:
    """The picture of one task, or its prompt while it has none; of several tasks their files."""
    with_pictures = [task for task in sample(tasks) if has_picture(task)]
    if len(tasks) > 1 and with_pictures:
        requests.copy_files_requested.emit(with_pictures)
    elif len(tasks) == 1 and with_pictures:
        requests.copy_requested.emit(tasks[0])
    else:
        copy_prompts(tasks, requests)


def copy_prompts(tasks: Tasks, requests: TaskRequests) -> None:
    if len(tasks) > 1:
        requests.copy_prompts_requested.emit(list(sample(tasks)))
    else:
        requests.copy_prompt_requested.emit(tasks[0])


def _reuse(tasks: Tasks, requests: TaskRequests) -> None:
    # A task that was fetched by its id has nothing to fill the form with.
    if tasks[0].params.prompt:
        requests.reuse_requested.emit(tasks[0])


def _use(tasks: Tasks, requests: TaskRequests) -> None:
    for task in filter(has_picture, tasks):
        requests.use_as_reference_requested.emit(task)


def _move_by(distance: int) -> Callable[[Tasks, TaskRequests], bool]:
    """What is sent next is the lowest of the rows that wait; others do not take the key."""

    def move(tasks: Tasks, requests: TaskRequests) -> bool:
        if tasks[0].state is not TaskState.READY:
            return False
        requests.move_requested.emit(tasks[0].id, distance)
        return True

    return move


def _rater(rating: int) -> Callable[[Tasks, TaskRequests], None]:
    return lambda tasks, requests: rate(tasks, rating, requests)


_FOR_TASKS: Final[Mapping[Command, Callable[[Tasks, TaskRequests], bool | None]]] = {
    C.SINGLE: lambda tasks, requests: requests.open_requested.emit(tasks[0].id),
    C.DELETE: _delete,
    C.STAR: _star,
    C.TAGS: lambda tasks, requests: requests.tags_requested.emit(list(sample(tasks))),
    C.NOTE: lambda tasks, requests: requests.note_requested.emit(tasks[0]),
    C.REUSE: _reuse,
    C.USE_AS_REFERENCE: _use,
    C.COPY: copy,
    C.COPY_PROMPT: copy_prompts,
    C.SEND_EARLIER: _move_by(-1),
    C.SEND_LATER: _move_by(1),
    **{Command(f"rate_{rating}"): _rater(rating) for rating in range(6)},
}
"""False when the key means nothing for these tasks."""
_FOR_THE_STAGE: Final[Mapping[Command, Callable[[TaskRequests], object]]] = {
    C.GRID: lambda requests: requests.view_requested.emit("grid"),
    C.COMPARE: lambda requests: requests.view_requested.emit("compare"),
    C.TOGGLE_ZOOM: lambda requests: requests.zoom_toggled.emit(),
    C.FULL_SCREEN: lambda requests: requests.full_screen_toggled.emit(),
    C.SWAP: lambda requests: requests.compare_swap_requested.emit(),
    C.NEXT_COMPARE_MODE: lambda requests: requests.compare_mode_requested.emit(""),
    C.DETAILS_PANEL: lambda requests: requests.details_toggled.emit(),
}
_OF_THE_VIEW: Final = frozenset({C.OTHER_IMAGE})
"""What is compared is turned while the key is held: the view knows when it is let go."""
_OUTSIDE: Final = frozenset({C.COPY_PROMPT, C.FULL_SCREEN})
"""All keys of these are known here: where the window's menus are not, they have to work too."""


def asks_for_menu(event: QKeyEvent) -> bool:
    """Shift+F10, which not every window system turns into a wish for the menu by itself."""
    return event.key() == Qt.Key.Key_F10 and event.modifiers() == _SHIFT


class TaskKeys:
    """Turns keys into requests. `letters` off leaves only keys that are no letters or digits."""

    def __init__(self, requests: TaskRequests) -> None:
        self._requests = requests
        self._table: dict[int, Command] | None = None
        self.letters = True

    def use_keys(self, keys: Mapping[Command, Sequence[str]]) -> None:
        """Obey these keys (see `CommandInfo`) from now on, instead of those of the program."""
        self._table = _table(keys)

    def handle(self, event: QKeyEvent, tasks: Tasks) -> bool:
        """Act on `tasks` (the current one first); False when the key means nothing here."""
        key = Qt.Key(event.key())
        modifiers = event.modifiers() & ~_PAD
        if modifiers == _ALT and key in _PARTNERS:
            self._requests.compare_step_requested.emit(_PARTNERS[key])
            return True
        if self._table is None:
            self._table = _table({command: info.keys for command, info in COMMANDS.items()})
        if not modifiers and not self.letters and _is_letter(key):
            return False
        command = self._table.get(modifiers.value | key.value)
        return command is not None and self._carry_out(command, event, tasks)

    def handle_press(self, event: QMouseEvent, task: GenerationTask | None) -> bool:
        """Alt and a click choose `task`, which lies under the pointer, to be compared."""
        is_left = event.button() is Qt.MouseButton.LeftButton
        if task is None or not is_left or event.modifiers() != _ALT:
            return False
        self._requests.compare_with_requested.emit(task.id)
        return True

    def _carry_out(self, command: Command, event: QKeyEvent, tasks: Tasks) -> bool:
        for_tasks = _FOR_TASKS.get(command)
        if for_tasks is not None:
            return bool(tasks) and for_tasks(tasks, self._requests) is not False
        for_the_stage = _FOR_THE_STAGE.get(command)
        if for_the_stage is not None:
            for_the_stage(self._requests)
        elif not event.isAutoRepeat():
            # A held key must not order again and again.
            self._requests.command_requested.emit(command)
        return True


def _is_letter(key: Qt.Key) -> bool:
    return key.value < Qt.Key.Key_Escape.value and chr(key.value).isalnum()


def _table(keys: Mapping[Command, Sequence[str]]) -> dict[int, Command]:
    """Keys as events tell them, with the command that each of them means here."""
    return {
        code: command
        for command, held in keys.items()
        for key in held
        if command not in _OF_THE_VIEW
        if command in _OUTSIDE or not acts_anywhere(command, key)
        for code in _codes(key)
    }


def _codes(key: str) -> list[int]:
    """The numbers of a key; there are two keys with Enter on them."""
    names = [key, key.replace("Enter", "Return")] if key.endswith("Enter") else [key]
    sequences = [QKeySequence.fromString(name) for name in names]
    # Qt's description for Python does not tell that a sequence can be indexed.
    return [cast("Sequence[QKeyCombination]", keys)[0].toCombined() for keys in sequences]
