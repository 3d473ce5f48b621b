"""All that keeps the library in order, put together: marks, bin, lost files, copies, checks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.errors import AppError
from nanobanana_desktop.ui.wiring.chosen_rows import ChosenRows
from nanobanana_desktop.ui.wiring.export_wiring import ExportWiring
from nanobanana_desktop.ui.wiring.library_wiring import LibraryWiring
from nanobanana_desktop.ui.wiring.mark_commands import MarkCommands
from nanobanana_desktop.ui.wiring.marks_wiring import MarksWiring
from nanobanana_desktop.ui.wiring.search_wiring import SearchWiring
from nanobanana_desktop.ui.wiring.tags_wiring import TagsWiring
from nanobanana_desktop.ui.wiring.trash_wiring import TrashWiring

if TYPE_CHECKING:
    from nanobanana_desktop.ui.wiring.details_wiring import DetailsWiring
    from nanobanana_desktop.ui.wiring.window_parts import WindowParts


class OrganiseWiring(QObject):
    """`show_trouble(error)` tells of a history that takes no changes."""

    def __init__(
        self,
        parts: WindowParts,
        details: DetailsWiring,
        show_trouble: Callable[[AppError], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        panes = self._panes = parts.panes
        history, stage, toast = panes.history, panes.stage, panes.window.toast
        rows = ChosenRows(parts.history, history)
        self.marks = MarksWiring(
            panes.theme,
            panes.requests,
            parts.marks,
            rows,
            history,
            stage.pages,
            toast,
            parts.jobs,
            self._show_tasks,
            self,
        )
        self.search = SearchWiring(
            history.panel, parts.searches, parts.marks, toast, parts.jobs, self
        )
        self.tags = TagsWiring(panes.theme, parts.marks, toast, parts.jobs, panes.window, self)
        self.tags.changed.connect(self.marks.offer_tags)
        history.panel.popover_made.connect(self.tags.put_into)
        self.trash = TrashWiring(
            panes.requests,
            parts.marks,
            parts.trash,
            parts.tasks,
            parts.history,
            rows,
            history,
            toast,
            parts.jobs,
            panes.window,
            self,
        )
        # Before anybody paints it again: that it was not there is known for a while.
        parts.lost.found.connect(lambda task: panes.thumbnails.forget(task.id))
        parts.changed.replaced.connect(lambda task: panes.thumbnails.forget(task.id))
        parts.changed.replaced.connect(lambda _task: details.refresh())
        self.library = LibraryWiring(
            panes.theme,
            panes.requests,
            parts.check,
            parts.lost,
            parts.changed,
            parts.history,
            history,
            stage,
            toast,
            parts.jobs,
            panes.window,
            parts.rebuild_from_files,
            parts.adopt_pictures,
            self,
        )
        self.commands = MarkCommands(
            panes.actions,
            panes.requests,
            history,
            verify=self.library.open,
            manage_tags=self.tags.open,
            parent=self,
        )
        self.exports = ExportWiring(panes, parts.exports, parts.settings, parts.clock, self)
        details.pane_made.connect(self.marks.put_into)
        details.pane_made.connect(self.search.put_into)
        parts.marks.trouble.connect(show_trouble)
        parts.trash.trouble.connect(show_trouble)

    def save_now(self) -> None:
        """Keep what is being written; the program ends."""
        self.marks.save_now()

    def close(self) -> None:
        """Take away the windows that belong to it."""
        self.library.close()
        self.tags.close()
        self.exports.close()

    def _show_tasks(self, tasks: Sequence[GenerationTask]) -> None:
        self._panes.history.tasks_changed(tasks)
        self._panes.stage.tasks_changed(tasks)
