"""`--demo-picture`: the demo without anybody at the screen, for machines that have none."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.program import Program

_log = get_logger(__name__)

PROMPT = (
    "A ripe banana carved into a tiny sailing boat, drifting on a mirror-calm lake at dawn, "
    "soft mist, warm rim light"
)
PAINT_MS = 400
"""After the picture came: the toast and the thumbnail are on screen too."""


class DemoPicture(QObject):
    """Orders one picture through the form, waits for it, saves a screenshot, quits.

    `report` is written as JSON: `picture` and `screenshot` are full paths; `error` tells the
    state that the task ended in when it was not finished.
    """

    def __init__(self, program: Program, report: Path, images: Path) -> None:
        super().__init__(program)
        self._program = program
        self._report = report
        self._images = images
        program.tasks.task_changed.connect(self._on_tasks_task_changed)
        pane = program.window.create_pane
        pane.restore_draft({"prompt": PROMPT, "aspect_ratio": "16:9", "resolution": "1k"})
        program.keys.key_changed.connect(lambda: QTimer.singleShot(0, pane.submit))

    def _on_tasks_task_changed(self, task: GenerationTask) -> None:
        if task.state is TaskState.DONE:
            self._program.tasks.task_changed.disconnect(self._on_tasks_task_changed)
            QTimer.singleShot(PAINT_MS, lambda: self._finish(task))
        elif task.state in (TaskState.FAILED, TaskState.REFUSED, TaskState.SUBMIT_UNKNOWN):
            self._write({"error": task.state.value})
            self._program.quit()

    def _finish(self, task: GenerationTask) -> None:
        if task.image is None:
            return
        screenshot = self._report.with_name("window.png")
        if not self._program.window.window.grab().save(str(screenshot)):
            _log.error("the screenshot was not saved")
        picture = self._images / task.image.relative_path
        self._write({"picture": str(picture), "screenshot": str(screenshot)})
        self._program.quit()

    def _write(self, report: dict[str, str]) -> None:
        self._report.write_text(json.dumps(report, indent=2), encoding="utf-8")
