"""What screen readers are told of tasks: ordered, ready, failed; many at once in one sentence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Protocol

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance

from nanobanana_desktop.domain.task import ACTIVE, TROUBLED, GenerationTask, TaskState
from nanobanana_desktop.errors import ErrorCase
from nanobanana_desktop.ui import texts
from nanobanana_desktop.ui.error_rows import error_row

_PAUSE_MS: Final = 500
"""What happens within it is told together."""


class TaskNews(Protocol):
    tasks_added: SignalInstance
    task_changed: SignalInstance


class SpokenNews(QObject):
    """Speaks of tasks of this session; what earlier ones left is told by the bar.

    Signals: `told(str)` – one or more sentences; they are never the only place of the news.
    """

    told = Signal(str)

    def __init__(self, tasks: TaskNews, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._under_way: set[str] = set()
        self._ordered = 0
        self._ready: list[GenerationTask] = []
        self._troubled: list[GenerationTask] = []
        self._pause = QTimer(self)
        self._pause.setObjectName("spoken news")
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._on_pause_timeout)
        tasks.tasks_added.connect(self._on_tasks_tasks_added)
        tasks.task_changed.connect(self._on_tasks_task_changed)

    def _on_tasks_tasks_added(self, tasks: Iterable[GenerationTask]) -> None:
        ordered = {task.id for task in tasks if task.state in ACTIVE}
        self._under_way |= ordered
        self._ordered += len(ordered)
        self._wait()

    def _on_tasks_task_changed(self, task: GenerationTask) -> None:
        if task.state in ACTIVE:
            self._under_way.add(task.id)
            return
        if task.id not in self._under_way:
            return
        self._under_way.discard(task.id)
        if task.state is TaskState.DONE:
            self._ready.append(task)
        elif task.state in TROUBLED:
            self._troubled.append(task)
        self._wait()

    def _wait(self) -> None:
        if not self._pause.isActive():
            self._pause.start()

    def _on_pause_timeout(self) -> None:
        ordered, ready, troubled = self._ordered, self._ready, self._troubled
        self._ordered, self._ready, self._troubled = 0, [], []
        sentences = []
        if ordered:
            sentences.append(self.tr("%Ln image(s) ordered.", "", ordered))
        if len(ready) == 1:
            sentences.append(self.tr("Ready: {prompt}").format(prompt=_prompt(ready[0])))
        elif ready:
            sentences.append(self.tr("%Ln image(s) ready.", "", len(ready)))
        if len(troubled) == 1:
            reason = error_row(troubled[0].error_case or ErrorCase.UNKNOWN)
            text = self.tr("{reason}: {prompt}")
            sentences.append(text.format(reason=reason, prompt=_prompt(troubled[0])))
        elif troubled:
            sentences.append(self.tr("%Ln task(s) need a look.", "", len(troubled)))
        if sentences:
            self.told.emit(" ".join(sentences))


def _prompt(task: GenerationTask) -> str:
    return texts.shortened(texts.heading(task), texts.SPOKEN_PROMPT_LENGTH)
