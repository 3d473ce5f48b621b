"""What a notice of the desktop says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QObject

from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.errors import ErrorCase
from nanobanana_desktop.ui.error_rows import error_row
from nanobanana_desktop.ui.texts import heading, shortened

_LINE: Final = 100
"""Code points of a prompt; desktops show two lines or so."""

_OPEN_ENDED: Final = frozenset({TaskState.SUBMIT_UNKNOWN, TaskState.SAVE_BLOCKED})
"""There is, or may be, a picture: nothing is lost."""


class NoticeText(NamedTuple):
    title: str
    body: str


class NoticeWords(QObject):
    """A context for the translations."""

    def text(self, ready: Sequence[GenerationTask], failed: Sequence[GenerationTask]) -> NoticeText:
        """At least one of the two holds tasks; the newest ones are the last."""
        if not ready:
            return NoticeText(self._failure(failed), _line(failed[-1]))
        lines = [_line(ready[-1])]
        if failed:
            lines.append(self._failure(failed))
        title = self.tr("%Ln image(s) are ready", "", len(ready))
        return NoticeText(title, "\n".join(filter(None, lines)))

    def open_word(self) -> str:
        return self.tr("Open")

    def _failure(self, failed: Sequence[GenerationTask]) -> str:
        reasons = {error_row(task.error_case or ErrorCase.UNKNOWN) for task in failed}
        count = len(failed)
        if len(reasons) > 1:
            return self.tr("%Ln task(s) need a look", "", count)
        if all(task.state in _OPEN_ENDED for task in failed):
            text = self.tr("%Ln task(s) need a look: {reason}", "", count)
        else:
            text = self.tr("%Ln task(s) failed: {reason}", "", count)
        return text.format(reason=reasons.pop())


def _line(task: GenerationTask) -> str:
    """The first line of the prompt that says something."""
    lines = heading(task).strip().splitlines()
    return shortened(" ".join(lines[0].split()), _LINE) if lines else ""
