"""The pane with the details of what is selected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui.details import detail_texts
from nanobanana_desktop.ui.details.field import Field
from nanobanana_desktop.ui.details.read_box import RING
from nanobanana_desktop.ui.details.task_details import TaskDetails
from nanobanana_desktop.ui.labels import plain_label
from nanobanana_desktop.ui.tab_order import put_in_order, tell_in_order, with_children
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.buttons import IconButton
from nanobanana_desktop.ui.widgets.hairline import LinedFrame

SUM_LINES: Final = 4


class DetailsPane(QWidget):
    """One task, several together, or nothing.

    Editors of the person's marks have their place at the top: `put_marks`.

    Signals: `close_requested()`, `copy_requested(str)`; `tasks_shown(list)` – the tasks that are
    described now, for the editors.
    """

    close_requested = Signal()
    copy_requested = Signal(str)
    tasks_shown = Signal(list)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tasks: Sequence[GenerationTask] = ()
        self._count = 0
        self._now = 0.0
        self._title = plain_label(role="pane")
        self.close_button = IconButton(theme, "x")
        self._header = LinedFrame(theme, "header")
        self._head = QHBoxLayout(self._header)
        self._head.addWidget(self._title, 1)
        self._head.addWidget(self.close_button)
        self.note = plain_label(role="hint", wrap=True)
        self.note.setContentsMargins(RING, 0, 0, 0)
        self.one = TaskDetails(theme)
        self.sums = [Field() for _ in range(SUM_LINES)]
        self._without = plain_label(role="hint", wrap=True)
        self._without.setContentsMargins(RING, 0, 0, 0)
        self._marks = QVBoxLayout()
        self._editors: list[QWidget] = []
        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        self._scroll = QScrollArea()
        self._lay_out()
        self.close_button.clicked.connect(self.close_requested)
        self.one.copy_requested.connect(self.copy_requested)
        theme.theme_changed.connect(self._fit)
        self._fit()
        self.retranslate()

    def put_marks(self, editors: QWidget) -> None:
        """Show the editors of rating, tags and note above everything else."""
        self._editors.append(editors)
        self._marks.addWidget(editors)
        tell_in_order(self._column)
        self._put_tabs_in_reading_order()

    def show_nothing(self) -> None:
        self.show_tasks((), 0, self._now)

    def show_task(
        self,
        task: GenerationTask,
        now: float,
        *,
        file_missing: bool,
        accepted_at: float | None = None,
    ) -> None:
        """See `TaskDetails.show_task`."""
        self._tasks, self._count, self._now = (task,), 1, now
        self.one.show_task(task, file_missing=file_missing, accepted_at=accepted_at)
        self._show()

    def show_tasks(self, tasks: Sequence[GenerationTask], count: int, now: float) -> None:
        """Several that are selected; of many, `tasks` are none and only their number is told."""
        self._tasks, self._count, self._now = tuple(tasks), count, now
        self._show()

    def retranslate(self) -> None:
        self._title.setText(self.tr("Details"))
        self.close_button.set_name(self.tr("Hide details"), self.tr("Hide details (I)"))
        self._scroll.setAccessibleName(self.tr("Details"))
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    # -- inside ----------------------------------------------------------------------------------

    def _show(self) -> None:
        self.one.setVisible(self._count == 1)
        is_sum = self._count > 1 and bool(self._tasks)
        lines: list[detail_texts.Line] = []
        without = 0
        if is_sum:
            lines, without = detail_texts.summed(self._tasks, self._now)
        for number, field in enumerate(self.sums):
            name, text = lines[number] if number < len(lines) else ("", "")
            field.show_fact(name, text)
        costs = self.tr("%Ln of them without a reported cost", "", without)
        self._without.setText(costs)
        self._without.setVisible(0 < without < self._count)
        self._say()
        self.tasks_shown.emit(list(self._tasks))
        self._put_tabs_in_reading_order()

    def _say(self) -> None:
        if self._count == 0:
            text = self.tr("Select an image to see how it was made.")
        elif self._count == 1:
            text = ""
        else:
            text = self.tr("%Ln item(s) selected", "", self._count)
            if not self._tasks:
                text += "\n" + self.tr("Select fewer to see costs and dates.")
        self.note.setText(text)
        self.note.setVisible(bool(text))

    def _put_tabs_in_reading_order(self) -> None:
        stops = [stop for editors in self._editors for stop in with_children(editors)]
        put_in_order([self.close_button, *stops, *self.one.tab_stops()])

    def _lay_out(self) -> None:
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        # It follows the focus of what is in it, and to screen readers it would be a mere filler.
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(self._scroll, 1)
        self._scroll.viewport().setAutoFillBackground(False)
        self._content.setAutoFillBackground(False)
        # Parts come last: with each new parent of theirs all of them would be styled anew.
        self._scroll.setWidget(self._content)
        self._column.addLayout(self._marks)
        for part in (self.note, self.one, *self.sums, self._without):
            self._column.addWidget(part)
        self._column.addStretch(1)

    def _fit(self) -> None:
        px = self._theme.px
        self._header.setFixedHeight(px(48))
        self._head.setContentsMargins(px(16), 0, px(11), 0)
        self._column.setContentsMargins(px(16) - RING, px(12), px(16), px(16))
        self._column.setSpacing(px(11))
