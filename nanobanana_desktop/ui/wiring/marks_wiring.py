"""Stars, ratings, tags and notes: carried out for what is selected, told when it concerned many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, Qt
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.domain.marks import MarkChange
from nanobanana_desktop.domain.remote_text import isolated
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.services.background import Jobs
from nanobanana_desktop.services.marks_service import MarkResult, MarksService
from nanobanana_desktop.ui.error_texts import error_text
from nanobanana_desktop.ui.history.pane import HistoryPane
from nanobanana_desktop.ui.task_requests import TaskRequests, sample
from nanobanana_desktop.ui.texts import STAR, spoken_list
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.toast import Toast
from nanobanana_desktop.ui.wiring.chosen_rows import ChosenRows

if TYPE_CHECKING:
    from nanobanana_desktop.ui.details.details_pane import DetailsPane
    from nanobanana_desktop.ui.marks.marks_editors import MarksEditors
    from nanobanana_desktop.ui.marks.marks_popover import MarksPopover
    from nanobanana_desktop.ui.widgets.busy_toast import BusyToast

"""Seconds after which is shown how far a change of many tasks has come."""


class MarksWiring(QObject):
    """Connects the wishes with the service of marks, and its news with history and stage.

    `show_tasks(tasks)` hands changed tasks to the views.
    """

    def __init__(
        self,
        theme: Theme,
        requests: TaskRequests,
        marks: MarksService,
        rows: ChosenRows,
        history: HistoryPane,
        stage: QWidget,
        toast: Toast,
        jobs: Jobs,
        show_tasks: Callable[[Sequence[GenerationTask]], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._marks = marks
        self._rows = rows
        self._history = history
        self._stage = stage
        self._toast = toast
        self._jobs = jobs
        self._show_tasks = show_tasks
        self._is_changing = False
        self._popover: MarksPopover | None = None
        self._edited: Sequence[int] = ()
        """The rows whose tags or notes are edited over the stage, whatever is selected since."""
        self._editors: MarksEditors | None = None
        requests.star_toggled.connect(self._on_requests_star_toggled)
        requests.marks_requested.connect(self._on_requests_marks_requested)
        requests.tags_requested.connect(self._on_requests_tags_requested)
        requests.note_requested.connect(self._on_requests_note_requested)
        marks.marks_changed.connect(self._on_marks_marks_changed)
        marks.many_changed.connect(self._on_marks_many_changed)
        history.selection_model.selectionChanged.connect(self._on_selection_changed)
        marks.progress_changed.connect(self._on_marks_progress_changed)

    def change(self, task_ids: Sequence[str], change: MarkChange) -> None:
        """Change the marks of these tasks, or of all that is selected when they stand for it."""
        self._change_rows(self._rows.meant(task_ids), change)

    def put_into(self, pane: DetailsPane) -> None:
        """Let the details edit the marks of what they describe."""
        from nanobanana_desktop.ui.marks.marks_editors import MarksEditors

        self._editors = editors = MarksEditors(self._theme)
        editors.change_wanted.connect(self._on_editors_change_wanted)
        editors.notes_wanted.connect(self._edit_notes)
        editors.left.connect(self._history.focus_list)
        pane.tasks_shown.connect(editors.show_tasks)
        pane.put_marks(editors)
        self.offer_tags()

    def offer_tags(self) -> None:
        """Offer the tags that there are now while one is written."""
        if self._editors is not None:
            self._jobs.start("tags", self._offer_tags(self._editors))

    async def _offer_tags(self, editors: MarksEditors) -> None:
        editors.tags.set_known([use.name for use in await self._marks.tags()])

    def save_now(self) -> None:
        """Keep what is being written; the program ends."""
        if self._editors is not None:
            self._editors.save_now()
        if self._popover is not None:
            self._popover.save_now()

    def _end(self, result: MarkResult) -> None:
        self._is_changing = False
        self._busy.end(lambda: self._tell(result))

    @cached_property
    def _busy(self) -> BusyToast:
        # Late: nothing takes its time before the first paint.
        from nanobanana_desktop.ui.widgets.busy_toast import BusyToast

        return BusyToast(self._toast, self._history.window())

    def _tell(self, result: MarkResult) -> None:
        if result.problem is not None and not result.count:
            self._toast.show_message(error_text(result.problem.case).title, seconds=6)
        elif not result.count and result.left:
            self._toast.show_message(self._left_words(result), seconds=6)
        elif result.count > 1 or result.left:
            words = [self._words(result), *([self._left_words(result)] if result.left else [])]
            self._toast.show_undo(". ".join(words), lambda: self._marks.undo(result))

    def _left_words(self, result: MarkResult) -> str:
        return self.tr(
            "On %Ln image(s) the note would be too long, and is as it was", "", result.left
        )

    def _words(self, result: MarkResult) -> str:
        change, count = result.change, result.count
        if change.starred is not None:
            if change.starred:
                return self.tr("%Ln image(s) starred", "", count)
            return self.tr("Star removed from %Ln image(s)", "", count)
        if change.rating is not None:
            text = self.tr("Rating removed from %Ln image(s)", "", count)
            if change.rating:
                text = self.tr("%Ln image(s) rated {stars}", "", count)
            return text.format(stars=STAR * change.rating)
        if change.add_tags:
            text = self.tr("%Ln image(s) tagged {tags}", "", count)
            return text.format(tags=spoken_list(map(isolated, change.add_tags)))
        if change.remove_tags:
            text = self.tr("Tag {tags} removed from %Ln image(s)", "", count)
            return text.format(tags=spoken_list(map(isolated, change.remove_tags)))
        if change.add_note:
            return self.tr("Note added to %Ln image(s)", "", count)
        if change.note is not None:
            if change.note:
                return self.tr("Note of %Ln image(s) replaced", "", count)
            return self.tr("Note removed from %Ln image(s)", "", count)
        return self.tr("%Ln image(s) changed", "", count)

    def _on_marks_marks_changed(self, tasks: list[GenerationTask]) -> None:
        self._show_tasks(tasks)
        for editors in (self._popover, self._editors):
            if editors is not None:
                editors.tasks_changed(tasks)

    def _on_marks_many_changed(self) -> None:
        """Who changed many goes on with what is selected."""
        self._history.show_history(anew=False)
        task = self._history.current_task()
        if task is not None:
            self._on_marks_marks_changed([task])

    def _on_marks_progress_changed(self, done: int, total: int) -> None:
        if not self._is_changing or done >= total:
            return
        text = self.tr("{done} of %Ln image(s) changed", "", total)
        self._busy.tell(text.format(done=QLocale().toString(done)))

    def _on_selection_changed(self) -> None:
        """What is written belongs to the tasks of before; it is kept, and the editor closes."""
        if self._popover is not None:
            self._popover.dismiss()

    def _on_requests_star_toggled(self, task_id: str, starred: bool) -> None:
        self.change([task_id], MarkChange(starred=starred))

    def _on_requests_marks_requested(self, task_ids: list[str], change: MarkChange) -> None:
        self.change(task_ids, change)

    def _on_requests_tags_requested(self, tasks: list[GenerationTask]) -> None:
        editors = self._editors
        if editors is not None and editors.isVisible():
            editors.tags.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self._jobs.start("tags", self._edit_tags(tasks))

    async def _edit_tags(self, tasks: Sequence[GenerationTask]) -> None:
        numbers = self._rows.meant([task.id for task in tasks])
        known = await self._marks.tags()
        used = await self._marks.tags_of(numbers) if len(numbers) > len(tasks) else None
        # What was still being written belongs to the rows of before.
        self._ensure_popover().edit_tags(tasks, len(numbers), known, used)
        self._edited = numbers

    def _on_popover_change_wanted(self, task_ids: list[str], change: MarkChange) -> None:
        rows = self._edited if change.concerns_tags else self._rows.of(task_ids)
        self._change_rows(rows, change)

    def _on_popover_many_wanted(self, change: MarkChange) -> None:
        self._change_rows(self._edited, change)

    def _on_editors_change_wanted(self, task_ids: list[str], change: MarkChange) -> None:
        self._change_rows(self._rows.of(task_ids), change)

    def _change_rows(self, numbers: Sequence[int], change: MarkChange) -> None:
        self._is_changing = True
        self._marks.change(numbers, change, self._end)

    def _on_requests_note_requested(self, task: GenerationTask) -> None:
        """For the task, or for all that is selected when it is one of several."""
        selected = sample(self._history.selected_tasks())
        if len(selected) > 1 and any(task.id == one.id for one in selected):
            self._edit_notes(selected)
            return
        editors = self._editors
        if editors is not None and editors.note.isVisible():
            editors.note.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self._ensure_popover().edit_note(task)

    def _edit_notes(self, tasks: Sequence[GenerationTask]) -> None:
        numbers = self._rows.meant([task.id for task in tasks])
        self._ensure_popover().edit_notes(tasks, len(numbers))
        self._edited = numbers

    def _ensure_popover(self) -> MarksPopover:
        if self._popover is None:
            from nanobanana_desktop.ui.marks.marks_popover import MarksPopover

            self._popover = MarksPopover(self._theme, self._stage)
            self._popover.change_wanted.connect(self._on_popover_change_wanted)
            self._popover.many_wanted.connect(self._on_popover_many_wanted)
        return self._popover
