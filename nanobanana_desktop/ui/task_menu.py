"""The menu of one or several tasks: the same on rows, tiles, pictures and the "…" button."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from nanobanana_desktop.domain.marks import RATING_LIMIT, MarkChange
from nanobanana_desktop.domain.task import POLLED, GenerationTask, TaskState
from nanobanana_desktop.ui import desktop
from nanobanana_desktop.ui.commands import Command
from nanobanana_desktop.ui.cost_texts import with_cost
from nanobanana_desktop.ui.stage.reference_side import can_compare_references
from nanobanana_desktop.ui.task_requests import COMPARED_TOGETHER, TaskRequests, sample
from nanobanana_desktop.ui.task_status import RUN_AGAIN_TOGETHER, has_picture, is_kept_aside
from nanobanana_desktop.ui.texts import STAR

S = TaskState

_STOPPABLE = POLLED | {S.RESULT_READY}
_ASKABLE = POLLED | {S.REMOTE_GONE, S.RESULT_BAD, S.EXPIRED}
_TO_BE_MENDED = frozenset({S.FAILED, S.REFUSED})
"""Another prompt may help."""
_REPEATABLE = frozenset({S.DONE, S.FAILED, S.REFUSED, S.EXPIRED, S.REMOTE_GONE, S.WATCH_STOPPED})


class TaskMenus(QObject):
    """Makes menus for tasks; what does not apply to them is absent.

    `is_missing` tells whether the file of a task's picture is gone, `cost` what such an image cost
    lately.
    """

    def __init__(
        self,
        requests: TaskRequests,
        parent: QObject | None = None,
        *,
        is_missing: Callable[[GenerationTask], bool] = lambda _task: False,
        cost: Callable[[GenerationTask], float | None] = lambda _task: None,
        now: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(parent)
        self._requests = requests
        self._is_missing = is_missing
        self._cost = cost
        self._now = now

    def menu(self, tasks: Sequence[GenerationTask], parent: QWidget) -> QMenu:
        """A menu for `tasks`, which goes away by itself when it closes."""
        menu = QMenu(parent)
        menu.aboutToHide.connect(menu.deleteLater)
        if len(tasks) == 1:
            self._fill_for_one(menu, tasks[0])
        elif tasks:
            self._fill_for_many(menu, tasks)
        return menu

    def _fill_for_one(self, menu: QMenu, task: GenerationTask) -> None:
        requests = self._requests
        if task.trashed_at is not None:
            self._fill_for_bin(menu, [task], 1)
            return
        if has_picture(task):
            self._add(menu, self.tr("Open"), lambda: requests.open_requested.emit(task.id))
            self._add_compare(menu)
            if can_compare_references(task):
                against = self.tr("Compare with reference image")
                wish = requests.compare_reference_requested
                self._add(menu, against, lambda: wish.emit(task))
            menu.addSeparator()
        self._add_progress(menu, task)
        if task.state is S.READY:
            self._add_line(menu, task)
        menu.addSeparator()
        self._add_reuse(menu, task)
        menu.addSeparator()
        self._add_copy(menu, task)
        menu.addSeparator()
        star = self.tr("Remove star") if task.starred else self.tr("Star")
        self._add(menu, star, lambda: requests.star_toggled.emit(task.id, not task.starred))
        self._add_rating(menu, self.tr("Rating"), [task])
        self._add(menu, self.tr("Tags…"), lambda: requests.tags_requested.emit([task]))
        self._add(menu, self.tr("Note…"), lambda: requests.note_requested.emit(task))
        self._add(menu, self._delete_word(task), lambda: requests.delete_requested.emit([task.id]))

    def _fill_for_many(self, menu: QMenu, tasks: Sequence[GenerationTask]) -> None:
        requests = self._requests
        count, few = len(tasks), sample(tasks)
        if all(task.trashed_at is not None for task in few):
            self._fill_for_bin(menu, few, count)
            return
        if 1 < sum(map(has_picture, few)) <= COMPARED_TOGETHER:
            self._add_compare(menu)
            menu.addSeparator()
        starred = all(task.starred for task in few)
        text = self.tr("Remove %Ln star(s)", "", count)
        if not starred:
            text = self.tr("Star %Ln image(s)", "", count)
        change = MarkChange(starred=not starred)
        if sum(map(has_picture, few)) > 1:
            sort_out = self.tr("Sort out %Ln image(s)…", "", count)
            self._add(menu, sort_out, lambda: requests.command_requested.emit(Command.CULL))
        self._add(menu, text, lambda: requests.marks_requested.emit(_ids(few), change))
        self._add_rating(menu, self.tr("Rate %Ln image(s)", "", count), few)
        self._add(
            menu,
            self.tr("Tags of %Ln image(s)…", "", count),
            lambda: requests.tags_requested.emit(list(few)),
        )
        self._add(
            menu,
            self.tr("Note on %Ln image(s)…", "", count),
            lambda: requests.note_requested.emit(few[0]),
        )
        with_files = [task for task in few if self._has_file(task)]
        pictures = len(with_files)
        if count == len(few):
            self._add_copies(menu, few, with_files)
        if pictures:
            self._add(
                menu,
                self.tr("Export %Ln image(s)…", "", pictures if count == len(few) else count),
                lambda: requests.export_requested.emit(tasks if count > len(few) else few),
            )
        menu.addSeparator()
        waiting = [task for task in few if task.state is S.READY]
        if waiting:
            self._add_hold_back(menu, waiting)
        failed = [t for t in few if t.state in RUN_AGAIN_TOGETHER and t.params.prompt]
        if len(failed) > 1:
            self._add(
                menu,
                self.tr("Run %Ln failed again…", "", len(failed)),
                lambda: requests.run_failed_requested.emit(failed),
            )
        self._add(
            menu,
            self.tr("Move %Ln image(s) to bin", "", count),
            lambda: requests.delete_requested.emit(_ids(few)),
        )

    def _add_copies(
        self,
        menu: QMenu,
        tasks: Sequence[GenerationTask],
        with_files: Sequence[GenerationTask],
    ) -> None:
        requests, files = self._requests, list(with_files)
        prompted = [task for task in tasks if task.params.prompt]
        menu.addSeparator()
        if prompted:
            text = self.tr("Copy %Ln prompt(s)", "", len(prompted))
            self._add(menu, text, lambda: requests.copy_prompts_requested.emit(prompted))
        if files:
            text = self.tr("Copy %Ln file(s)", "", len(files))
            self._add(menu, text, lambda: requests.copy_files_requested.emit(files))
            text = self.tr("Save %Ln image(s) to folder…", "", len(files))
            self._add(menu, text, lambda: requests.save_all_requested.emit(files))

    def _fill_for_bin(self, menu: QMenu, tasks: Sequence[GenerationTask], count: int) -> None:
        """What lies in the bin comes back, or goes for good; `tasks` are the first of `count`."""
        requests = self._requests
        restore, delete = self.tr("Restore"), self.tr("Delete for good…")
        if count > 1:
            restore = self.tr("Restore %Ln image(s)", "", count)
            delete = self.tr("Delete %Ln image(s) for good…", "", count)
        elif has_picture(tasks[0]):
            self._add(menu, self.tr("Open"), lambda: requests.open_requested.emit(tasks[0].id))
            menu.addSeparator()
        self._add(menu, restore, lambda: requests.restore_requested.emit(_ids(tasks)))
        self._add(menu, delete, lambda: requests.delete_for_good_requested.emit(_ids(tasks)))
        menu.addSeparator()
        self._add(menu, self.tr("Empty the bin…"), requests.empty_bin_requested.emit)

    def _add_rating(self, menu: QMenu, title: str, tasks: Sequence[GenerationTask]) -> None:
        """Stars from five to none; what all of the tasks have is checked."""
        inner = menu.addMenu(title)
        for rating in reversed(range(RATING_LIMIT + 1)):
            text = STAR * rating or self.tr("No rating")
            action = self._add(inner, text, self._rater(tasks, rating))
            action.setCheckable(True)
            action.setChecked(all(task.rating == rating for task in tasks))

    def _rater(self, tasks: Sequence[GenerationTask], rating: int) -> Callable[[], object]:
        change = MarkChange(rating=rating)
        return lambda: self._requests.marks_requested.emit(_ids(tasks), change)

    def _add_compare(self, menu: QMenu) -> None:
        """Those that are selected, or the one and its neighbour."""
        self._add(menu, self.tr("Compare"), lambda: self._requests.view_requested.emit("compare"))

    def _add_progress(self, menu: QMenu, task: GenerationTask) -> None:
        requests = self._requests
        if task.state in _ASKABLE and task.remote_id:
            self._add(
                menu, self.tr("Check now"), lambda: requests.check_now_requested.emit(task.id)
            )
        if is_kept_aside(task):
            self._add(
                menu, self.tr("Try again"), lambda: requests.download_again_requested.emit(task.id)
            )
        elif task.state in (S.RESULT_READY, S.SAVE_BLOCKED, S.RESULT_BAD) and task.result_url:
            self._add(
                menu,
                self.tr("Download again"),
                lambda: requests.download_again_requested.emit(task.id),
            )
        if has_picture(task) and self._is_missing(task):
            self._add_missing(menu, task)
        if task.state is S.WATCH_STOPPED:
            self._add(
                menu, self.tr("Watch again"), lambda: requests.watch_again_requested.emit(task.id)
            )
        if task.state is S.SUBMIT_UNKNOWN:
            self._add(menu, self.tr("I have a task ID…"), lambda: self._ask_for_id(task))
            self._add(
                menu, self._run_again(task), lambda: requests.order_again_requested.emit(task.id)
            )
            self._add(
                menu,
                self.tr("Mark as not sent"),
                lambda: requests.mark_not_sent_requested.emit(task.id),
            )
        if task.state in _STOPPABLE:
            self._add(
                menu,
                self.tr("Stop waiting"),
                lambda: requests.stop_watching_requested.emit(task.id),
            )

    def _add_missing(self, menu: QMenu, task: GenerationTask) -> None:
        requests = self._requests
        self._add(menu, self.tr("Find file…"), lambda: requests.locate_requested.emit([task]))
        if task.state is S.DONE and task.result_url and (task.link_deadline or 0) > self._now():
            self._add(
                menu,
                self.tr("Download again"),
                lambda: requests.download_again_requested.emit(task.id),
            )

    def _add_line(self, menu: QMenu, task: GenerationTask) -> None:
        requests = self._requests
        self._add(menu, self.tr("Send first"), lambda: requests.send_first_requested.emit(task.id))
        self._add_hold_back(menu, [task])
        self._add(menu, self.tr("Send earlier"), lambda: requests.move_requested.emit(task.id, -1))
        self._add(menu, self.tr("Send later"), lambda: requests.move_requested.emit(task.id, 1))

    def _add_hold_back(self, menu: QMenu, waiting: Sequence[GenerationTask]) -> None:
        """One word for all of them: as long as one is free to go, they can be held back."""
        ids = [task.id for task in waiting]
        back = not all(task.held_back for task in waiting)
        text = self.tr("Hold back") if back else self.tr("Send when it is its turn")
        self._add(menu, text, lambda: self._requests.hold_back_requested.emit(ids, back))

    def _add_reuse(self, menu: QMenu, task: GenerationTask) -> None:
        requests = self._requests
        if task.params.prompt and task.state in _TO_BE_MENDED:
            self._add_run_again(menu, task)
            edit = self.tr("Edit prompt")
            self._add(menu, edit, lambda: requests.edit_prompt_requested.emit(task))
        elif task.params.prompt:
            self._add(menu, self.tr("Reuse settings"), lambda: requests.reuse_requested.emit(task))
        if self._has_file(task):
            self._add(
                menu,
                self.tr("Use as reference"),
                lambda: requests.use_as_reference_requested.emit(task),
            )
        if task.state in _REPEATABLE - _TO_BE_MENDED and task.params.prompt:
            self._add_run_again(menu, task)

    def _add_run_again(self, menu: QMenu, task: GenerationTask) -> None:
        wish = self._requests.run_again_requested
        self._add(menu, self._run_again(task), lambda: wish.emit(task.id))

    def _add_copy(self, menu: QMenu, task: GenerationTask) -> None:
        requests = self._requests
        if self._has_file(task):
            self._add(menu, self.tr("Copy"), lambda: requests.copy_requested.emit(task))
        if task.params.prompt:
            self._add(
                menu, self.tr("Copy prompt"), lambda: requests.copy_prompt_requested.emit(task)
            )
        if self._has_file(task):
            self._add(
                menu, self.tr("Copy file"), lambda: requests.copy_files_requested.emit([task])
            )
            self._add(menu, self.tr("Save as…"), lambda: requests.save_as_requested.emit(task))
            self._add(menu, self.tr("Export…"), lambda: requests.export_requested.emit([task]))
        if self._has_file(task) and not is_kept_aside(task):
            self._add(
                menu,
                self.tr("Show in folder"),
                lambda: requests.show_in_folder_requested.emit(task),
            )
        if self._has_file(task):
            self._add_open(menu, task)
        if task.state is not S.DONE:
            self._add(
                menu, self.tr("Copy details"), lambda: requests.copy_details_requested.emit(task)
            )

    def _add_open(self, menu: QMenu, task: GenerationTask) -> None:
        requests = self._requests
        usual = self.tr("Open with default program")
        self._add(menu, usual, lambda: requests.open_file_requested.emit(task))
        if desktop.can_choose_program():
            self._add(menu, self.tr("Open with…"), lambda: requests.open_with_requested.emit(task))

    def _ask_for_id(self, task: GenerationTask) -> None:
        """It is written on the task's card."""
        self._requests.open_requested.emit(task.id)
        self._requests.id_entry_requested.emit(task.id)

    def _has_file(self, task: GenerationTask) -> bool:
        return has_picture(task) and not self._is_missing(task)

    def _run_again(self, task: GenerationTask) -> str:
        return with_cost(self.tr("Run again"), self._cost(task))

    def _delete_word(self, task: GenerationTask) -> str:
        if task.state is S.READY:
            return self.tr("Cancel task")
        return self.tr("Move to bin")

    @staticmethod
    def _add(menu: QMenu, text: str, act: Callable[[], object]) -> QAction:
        action = menu.addAction(text)
        action.triggered.connect(act)
        return action


def _ids(tasks: Sequence[GenerationTask]) -> list[str]:
    return [task.id for task in tasks]
