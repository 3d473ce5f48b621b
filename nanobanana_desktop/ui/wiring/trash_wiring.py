"""Into the trash, out of it, and for good: each with its words, its way back or its question."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLocale, QObject
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.domain.history_query import HistoryFilter
from nanobanana_desktop.domain.marks import MarkChange
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.errors import StorageError
from nanobanana_desktop.services.background import Jobs
from nanobanana_desktop.services.history_view import HistoryView
from nanobanana_desktop.services.marks_service import MarkResult, MarksService
from nanobanana_desktop.services.task_service import TaskService
from nanobanana_desktop.services.trash_service import Emptied, TrashService, TrashSummary
from nanobanana_desktop.ui import dialogs
from nanobanana_desktop.ui.bin_texts import where_they_go
from nanobanana_desktop.ui.error_texts import error_text
from nanobanana_desktop.ui.history.pane import HistoryPane
from nanobanana_desktop.ui.task_requests import TaskRequests
from nanobanana_desktop.ui.texts import spoken_list
from nanobanana_desktop.ui.widgets.toast import Toast
from nanobanana_desktop.ui.wiring.chosen_rows import ChosenRows
from nanobanana_desktop.ui.wiring.taking_back import TakenBack, TakingBack

if TYPE_CHECKING:
    from nanobanana_desktop.ui.widgets.busy_toast import BusyToast

ASKED_BEYOND: Final = 50
"""So many are moved to the trash without a question; Undo is offered in any case."""

READING_SECONDS: Final = 6.0


class TrashWiring(QObject):
    """Connects the wishes about the trash with the services."""

    def __init__(
        self,
        requests: TaskRequests,
        marks: MarksService,
        trash: TrashService,
        tasks: TaskService,
        reader: HistoryView,
        rows: ChosenRows,
        history: HistoryPane,
        toast: Toast,
        jobs: Jobs,
        window: QWidget,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._requests = requests
        self._marks = marks
        self._trash = trash
        self._tasks = tasks
        self._reader = reader
        self._rows = rows
        self._history = history
        self._toast = toast
        self._jobs = jobs
        self._window = window
        self._taking_back = TakingBack(tasks, self)
        self._shown_last = ""
        requests.delete_requested.connect(self.delete)
        requests.restore_requested.connect(self.restore)
        requests.delete_for_good_requested.connect(self.delete_for_good)
        requests.empty_bin_requested.connect(self.empty)
        trash.emptied.connect(self._on_trash_emptied)
        trash.progress_changed.connect(self._on_trash_progress_changed)

    @property
    def shows_trash(self) -> bool:
        """Whether the history lists what lies in the trash."""
        return self._history.filters.value is HistoryFilter.TRASH

    def delete(self, task_ids: Sequence[str]) -> None:
        """Move the tasks to the trash, or for good what lies there; waiting orders are removed."""
        if self.shows_trash:
            self.delete_for_good(task_ids)
            return
        numbers = self._rows.meant(task_ids)
        # The current one comes first; Undo shows it again.
        self._shown_last = next(iter(task_ids), "")
        if len(numbers) <= ASKED_BEYOND:
            self._delete(numbers)
            return
        dialogs.confirm(
            self._window,
            self.tr("Delete %Ln image(s)?", "", len(numbers)),
            self.tr("They go to the bin of this program and can be restored from there."),
            self.tr("Delete %Ln image(s)", "", len(numbers)),
            lambda: self._delete(numbers),
        )

    def restore(self, task_ids: Sequence[str]) -> None:
        """Take the tasks out of the trash."""
        self._marks.change(self._rows.meant(task_ids), MarkChange(trash=False), self._tell_restored)

    def delete_for_good(self, task_ids: Sequence[str]) -> None:
        """Ask, then let the files of these tasks go to the system's bin."""
        self._jobs.start("ask about trash", self._ask(self._rows.meant(task_ids)))

    def empty(self) -> None:
        """Ask, then let all go that lies in the trash."""
        self._jobs.start("ask about trash", self._ask(None))

    # -- into the trash --------------------------------------------------------------------------

    def _delete(self, numbers: Sequence[int]) -> None:
        """An order that waits is taken out of the line at once; nothing of it is kept."""
        line = {task.id: task for task in self._tasks.waiting}
        lined = self._reader.numbers_of(tuple(line))
        chosen = set(numbers)
        waiting = {i: line[i] for i, number in lined.items() if number in chosen}
        taken = {lined[task_id] for task_id in waiting}
        others = [number for number in numbers if number not in taken]
        if not waiting:
            self._move(others, {}, TakenBack())
            return
        self._taking_back.ask(waiting, lambda result: self._move(others, waiting, result))

    def _move(
        self, numbers: Sequence[int], orders: dict[str, GenerationTask], taken: TakenBack
    ) -> None:
        if not numbers:
            self._tell_deleted(MarkResult(MarkChange(trash=True)), orders, taken)
            return
        self._marks.change(
            numbers,
            MarkChange(trash=True),
            lambda result: self._tell_deleted(result, orders, taken),
        )

    def _tell_deleted(
        self, result: MarkResult, orders: dict[str, GenerationTask], taken: TakenBack
    ) -> None:
        """What became of a deletion; `orders` are those that waited, by their ids."""
        gone = [orders[task_id] for task_id in taken.gone]
        shown = self._shown_last
        if result.problem is not None and not (result.count or gone):
            self._toast.show_message(error_text(result.problem.case).title)
            return

        def undo() -> None:
            if result.count:
                self._marks.undo(result, lambda _result: self._history.select(shown))
            if gone:
                self._tasks.put_back(gone)

        text = self._words_of_deletion(result.count, len(gone), len(taken.sent))
        if result.count or gone:
            self._toast.show_undo(text, undo)
        elif text:
            self._toast.show_message(text, seconds=READING_SECONDS)

    def _words_of_deletion(self, moved: int, gone: int, sent: int) -> str:
        if sent and not (moved or gone):
            return self.tr("Already sent. It can't be taken back.")
        if gone and not (moved or sent):
            return self.tr("Removed from the queue. Nothing was sent.")
        parts = []
        if moved:
            parts.append(self.tr("%Ln item(s) moved to the bin", "", moved))
        if gone:
            parts.append(self.tr("%Ln task(s) removed from the queue", "", gone))
        if sent:
            parts.append(self.tr("%Ln already sent", "", sent))
        return spoken_list(parts)

    def _tell_restored(self, result: MarkResult) -> None:
        if result.count:
            self._toast.show_undo(
                self.tr("%Ln item(s) restored", "", result.count),
                lambda: self._marks.undo(result),
            )

    # -- for good --------------------------------------------------------------------------------

    async def _ask(self, numbers: Sequence[int] | None) -> None:
        try:
            summary = await self._trash.summary(numbers)
        except StorageError as error:
            self._toast.show_message(error_text(error.case, error.facts).title)
            return
        if not summary.leaving:
            text = self.tr("The bin is empty")
            if summary.still_made:
                text = self.tr("%Ln task(s) still being made stay", "", summary.still_made)
            self._toast.show_message(text, seconds=READING_SECONDS)
            return
        plain = summary.leaving - summary.starred
        if not plain:
            self._ask_about_starred(numbers, summary, alone=True)
            return
        dialogs.confirm(
            self._window,
            self.tr("Delete %Ln image(s)?", "", summary.leaving),
            self._body(summary),
            self.tr("Delete %Ln image(s)", "", summary.leaving),
            lambda: self._go_on(numbers, summary),
        )

    def _body(self, summary: TrashSummary) -> str:
        lines = [where_they_go(summary.leaving)]
        if summary.starred:
            lines.append(self.tr("%Ln of them starred.", "", summary.starred))
        if summary.still_made:
            text = self.tr("%Ln task(s) still being made stay in the bin.", "", summary.still_made)
            lines.append(text)
        return "\n".join(lines)

    def _go_on(self, numbers: Sequence[int] | None, summary: TrashSummary) -> None:
        if summary.starred:
            self._ask_about_starred(numbers, summary, alone=False)
        else:
            self._trash.empty(numbers)

    def _ask_about_starred(
        self, numbers: Sequence[int] | None, summary: TrashSummary, *, alone: bool
    ) -> None:
        title = self.tr("Delete %Ln starred image(s) as well?", "", summary.starred)
        if alone:
            title = self.tr("Delete %Ln starred image(s)?", "", summary.starred)
        dialogs.confirm(
            self._window,
            title,
            self._body_about_starred(summary.starred),
            self.tr("Delete %Ln starred image(s)", "", summary.starred),
            lambda: self._trash.empty(numbers, starred=True),
            other=None if alone else (self.tr("Keep them"), lambda: self._trash.empty(numbers)),
        )

    def _body_about_starred(self, count: int) -> str:
        kept = self.tr("A star says that an image is to be kept.")
        return f"{kept}\n{where_they_go(count)}"

    def _on_trash_progress_changed(self, done: int, total: int) -> None:
        if done >= total:
            return
        text = self.tr("{done} of %Ln deleted", "", total).format(done=QLocale().toString(done))
        self._busy.tell(text)

    @cached_property
    def _busy(self) -> BusyToast:
        # Late: nothing takes its time before the first paint.
        from nanobanana_desktop.ui.widgets.busy_toast import BusyToast

        return BusyToast(self._toast, self._window)

    def _on_trash_emptied(self, result: Emptied) -> None:
        self._busy.end(lambda: self._tell_emptied(result))

    def _tell_emptied(self, result: Emptied) -> None:
        parts = []
        if result.gone:
            parts.append(self.tr("%Ln item(s) deleted", "", result.gone))
        if result.refused:
            text = self.tr("%Ln stay: the system's bin did not take the file", "", result.refused)
            parts.append(text)
        if result.folder_away:
            text = self.tr("%Ln stay: an image folder is not there", "", result.folder_away)
            parts.append(text)
        if result.folder_away:
            words, lead = self.tr("Folders…"), self._requests.open_folders_requested.emit
            self._toast.show_message(spoken_list(parts), words, lead, seconds=READING_SECONDS)
        elif parts:
            self._toast.show_message(spoken_list(parts), seconds=READING_SECONDS)
