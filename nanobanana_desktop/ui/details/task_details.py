"""Everything that is known of one task, one fact below the other."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Final, Protocol

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from nanobanana_desktop.domain.params import model_label
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui import formats, texts
from nanobanana_desktop.ui.details import detail_texts
from nanobanana_desktop.ui.details.field import CopyField, Field, Together
from nanobanana_desktop.ui.details.line_table import LineTable
from nanobanana_desktop.ui.details.read_box import RING, ReadBox
from nanobanana_desktop.ui.details.references_row import ReferencesRow
from nanobanana_desktop.ui.details.wish_table import WishTable
from nanobanana_desktop.ui.labels import plain_label, plain_tooltip, set_label_role
from nanobanana_desktop.ui.stage.painted_icon import PaintedIcon
from nanobanana_desktop.ui.theme.theme import Theme

DIGEST_SHOWN: Final = 12
"""Characters of the SHA-256 that are shown; all of it is copied."""
_GAP: Final = 11


class FileFacts(Protocol):
    """What only the file itself tells."""

    @property
    def name(self) -> str: ...

    @property
    def byte_size(self) -> int: ...

    @property
    def has_credentials(self) -> bool: ...


class Badge(QWidget):
    """A sign with words: something good that is not seen in the picture."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.text = plain_label(role="ok", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(RING, 2, 0, 0)
        row.addWidget(PaintedIcon(theme, "circle-check", "ok", 15))
        row.addWidget(self.text, 1)


class ToldModelLine(QWidget):
    """What the service said about the model; another one is marked by a sign and by colour."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.text = plain_label(role="hint", wrap=True)
        self.mark = PaintedIcon(theme, "triangle-alert", "warn", 13)
        row = QHBoxLayout(self)
        row.setContentsMargins(RING, 0, 0, 0)
        row.addWidget(self.mark)
        row.addWidget(self.text, 1)

    def show_told(self, told: detail_texts.ToldModel | None) -> None:
        differs = told is not None and told.differs
        self.text.setText("" if told is None else told.text)
        set_label_role(self.text, "warn" if differs else "hint")
        self.mark.setVisible(differs)
        self.setVisible(told is not None)


class TaskDetails(QWidget):
    """Signals: `copy_requested(str)`; those of `references` for the reference images."""

    copy_requested = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._task: GenerationTask | None = None
        self._file: FileFacts | None = None
        self._file_missing = False
        self.prompt = CopyField(theme, tab_stop=True)
        self.model = Field()
        self.told_model = ToldModelLine(theme)
        self.wishes = WishTable(theme)
        self.references_head = _small_name()
        self.references = ReferencesRow(theme)
        self.times = LineTable(theme)
        self.cost = Field()
        self.file_head = _small_name()
        self.file_name = ReadBox()
        self.file_size = plain_label(role="secondary")
        self.file_size.setContentsMargins(RING, 0, 0, 0)
        self.missing = plain_label(role="error", wrap=True)
        self.missing.setContentsMargins(RING, 0, 0, 0)
        self.accepted = plain_label(role="hint", wrap=True)
        self.accepted.setContentsMargins(RING, 0, 0, 0)
        self._accepted_at: float | None = None
        self.badge = Badge(theme)
        self.digest = CopyField(theme)
        self.task_id = CopyField(theme)
        self.remote_id = CopyField(theme)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._lay_out()
        for field in (self.prompt, self.digest, self.task_id, self.remote_id):
            field.copy_requested.connect(self.copy_requested)
        theme.theme_changed.connect(self._fit)
        self._fit()

    def show_task(
        self, task: GenerationTask, *, file_missing: bool, accepted_at: float | None = None
    ) -> None:
        """`file_missing`: the file is known not to be where it was saved.

        `accepted_at`: when a file that was changed was accepted as it is (UTC seconds).
        """
        self._accepted_at = accepted_at
        if self._task is None or task.image != self._task.image or task.id != self._task.id:
            self._file = None
        self._task, self._file_missing = task, file_missing
        self.retranslate()

    def show_file(self, facts: FileFacts | None) -> None:
        """What the file of the task tells, None when it cannot be read."""
        self._file, self._file_missing = facts, facts is None
        self._show_file()

    def tab_stops(self) -> list[QWidget]:
        """In reading order."""
        copies = (self.digest.copy, self.task_id.copy, self.remote_id.copy)
        return [self.prompt.copy, self.prompt.value, *self.references.tiles, *copies]

    def retranslate(self) -> None:
        task = self._task
        if task is None:
            return
        self._show_order(task)
        self._show_times(task)
        self.cost.show_fact(self.tr("Cost as reported"), task.amount)
        self.task_id.show_fact(self.tr("Task ID"), task.id, self.tr("Copy the task ID"))
        self.remote_id.show_fact(
            self.tr("Task ID at the service"),
            task.remote_id,
            self.tr("Copy the task ID at the service"),
        )
        self._show_file()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    # -- inside ----------------------------------------------------------------------------------

    def _show_order(self, task: GenerationTask) -> None:
        self.prompt.show_fact(self.tr("Prompt"), texts.heading(task), self.tr("Copy prompt"))
        self.model.show_fact(self.tr("Model"), model_label(task.params.model_name))
        self.told_model.show_told(detail_texts.told_model(task))
        self.wishes.retranslate()
        self.wishes.show_wishes(detail_texts.wishes(task))
        references = task.params.references
        self.references_head.setText(self.tr("Reference images"))
        self.references_head.setVisible(bool(references))
        self.references.setVisible(bool(references))
        self.references.show_references(references)

    def _show_times(self, task: GenerationTask) -> None:
        self.times.show_lines([*detail_texts.moments(task), *detail_texts.spans(task)])

    def _show_file(self) -> None:
        task = self._task
        if task is None:
            return
        image = task.image
        name = "" if image is None else PurePosixPath(image.relative_path).name
        size = 0 if image is None else image.byte_size
        if self._file is not None:
            name, size = self._file.name, self._file.byte_size
        self.file_head.setText(self.tr("File"))
        self.file_name.show_text(name)
        self.file_name.setAccessibleName(self.tr("File"))
        self.file_size.setText(formats.byte_size(size))
        for part in (self.file_head, self.file_name, self.file_size):
            part.setVisible(image is not None)
        self.missing.setText(self.tr("The file is not where it was saved."))
        self.missing.setVisible(image is not None and self._file_missing)
        at = self._accepted_at
        text = self.tr("Changed after it was saved; accepted as it is on {time}")
        self.accepted.setText("" if at is None else text.format(time=formats.full_time(at)))
        self.accepted.setVisible(at is not None)
        self.badge.text.setText(self.tr("Content credentials present"))
        plain_tooltip(self.badge, self.tr("The file says, signed, how it was made."))
        self.badge.setVisible(self._file is not None and self._file.has_credentials)
        digest = "" if image is None else image.sha256
        start = f"{digest[:DIGEST_SHOWN]}…" if digest else ""
        self.digest.show_fact(self.tr("SHA-256"), start, self.tr("Copy the SHA-256"), digest)

    def _lay_out(self) -> None:
        parts: Sequence[QWidget] = (
            self.prompt,
            Together(self.model, self.told_model),
            self.wishes,
            Together(self.references_head, self.references),
            self.times,
            self.cost,
            Together(
                self.file_head,
                self.file_name,
                self.file_size,
                self.missing,
                self.accepted,
                self.badge,
            ),
            self.digest,
            self.task_id,
            self.remote_id,
        )
        for part in parts:
            self._column.addWidget(part)

    def _fit(self) -> None:
        self._column.setSpacing(self._theme.px(_GAP))


def _small_name() -> QLabel:
    name = plain_label(role="small")
    name.setContentsMargins(RING, 0, 0, 0)
    return name
