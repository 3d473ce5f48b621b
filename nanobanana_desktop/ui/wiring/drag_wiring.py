"""Finds the files of pictures that are dragged out, and says which could not come along."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.errors import AppError
from nanobanana_desktop.ui.drag_out import DRAG_LIMIT, FileWish
from nanobanana_desktop.ui.wiring.file_wiring import READING_SECONDS, FileParts


class DragWiring(QObject):
    """Answers `TaskRequests.files_wanted`; nothing is read on the window's thread."""

    def __init__(self, parts: FileParts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parts = parts
        parts.panes.requests.files_wanted.connect(self._on_requests_files_wanted)

    def _on_requests_files_wanted(self, wish: FileWish) -> None:
        self._parts.jobs.start("drag", self._find(wish))

    async def _find(self, wish: FileWish) -> None:
        paths = await self._parts.workers.run(self._paths, wish.tasks)
        model = self._parts.panes.history.model
        for task, path in zip(wish.tasks, paths, strict=True):
            model.set_file_missing(task.id, path is None)
        self._tell(paths.count(None), len(paths), wish.beyond)
        # Not from here: dragging ends only with the drop, and other jobs go on meanwhile.
        QTimer.singleShot(0, self, partial(wish.give, paths))

    def _paths(self, tasks: Sequence[GenerationTask]) -> list[Path | None]:
        """Blocking."""
        return [self._path(task) for task in tasks]

    def _path(self, task: GenerationTask) -> Path | None:
        with suppress(AppError):
            return self._parts.shelf.path(task)
        return None

    def _tell(self, missing: int, count: int, beyond: int) -> None:
        texts = []
        if missing:
            texts.append(self.tr("%Ln file(s) missing and left out.", "", missing))
        if missing == count:
            texts = [self.tr("%Ln file(s) missing: nothing to drag.", "", missing)]
        elif beyond:
            texts.append(self.tr("Only the first %Ln image(s) are dragged.", "", DRAG_LIMIT))
        if texts:
            self._parts.panes.window.toast.show_message(" ".join(texts), seconds=READING_SECONDS)
