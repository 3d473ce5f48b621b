"""Dragging the selected pictures out of a list: their files are found first, then it begins."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui.file_drag import Dragged, file_drag
from nanobanana_desktop.ui.task_status import has_picture
from nanobanana_desktop.ui.theme.theme import Theme

DRAG_LIMIT: Final = 500
"""Pictures of one drag; more are never read at once."""


class FileWish(NamedTuple):
    """The files of these tasks are wanted, in this order; `give` takes None for a missing one.

    `beyond` more tasks are selected and are left where they are.
    """

    tasks: Sequence[GenerationTask]
    give: Callable[[Sequence[Path | None]], None]
    beyond: int = 0


class DragOut(QObject):
    """From the first movement to the drop. `preview(task)` gives what is seen of a task.

    Signals: `files_wanted(FileWish)`. The drag begins when it is answered, if the button is still
    down then.
    """

    files_wanted = Signal(object)

    def __init__(
        self, view: QWidget, theme: Theme, preview: Callable[[GenerationTask], QImage | None]
    ) -> None:
        super().__init__(view)
        self._view = view
        self._theme = theme
        self._preview = preview
        self._asked: object = None
        self.holds = False
        """From the first movement until the button is up or something was dropped."""

    def begin(self, selected: Sequence[GenerationTask]) -> None:
        """The pointer moved away with the button down; nothing happens without pictures."""
        if self.holds:
            return
        first = list(islice(selected, DRAG_LIMIT))
        tasks = [task for task in first if has_picture(task)]
        if not tasks:
            return
        self.holds = True
        asked = self._asked = object()
        give = partial(self._take, asked, tasks)
        self.files_wanted.emit(FileWish(tasks, give, len(selected) - len(first)))

    def end(self) -> None:
        """The button is up, or went down anew: an answer that is still due comes too late."""
        self._asked = None
        self.holds = False

    def _take(
        self, asked: object, tasks: Sequence[GenerationTask], paths: Sequence[Path | None]
    ) -> None:
        is_late = asked is not self._asked
        self._asked = None
        found = [(task, path) for task, path in zip(tasks, paths, strict=True) if path is not None]
        if is_late or not found:
            return
        image = self._preview(found[0][0])
        if image is None:
            image = QImage(96, 96, QImage.Format.Format_RGB32)
            image.fill(self._theme.color("raised"))
        dragged = Dragged(
            [path for _, path in found], image, task_ids=[task.id for task, _ in found]
        )
        file_drag(self._view, dragged, self._theme).exec(Qt.DropAction.CopyAction)
        # What the button did elsewhere nobody tells here.
        self.end()
