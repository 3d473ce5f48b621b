"""The window with all tags, connected with the service that changes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.domain.remote_text import isolated
from nanobanana_desktop.services.background import Jobs
from nanobanana_desktop.services.marks_service import MarkResult, MarksService
from nanobanana_desktop.ui.error_texts import error_text
from nanobanana_desktop.ui.formats import count_text
from nanobanana_desktop.ui.texts import spoken_list
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.toast import Toast

if TYPE_CHECKING:
    from nanobanana_desktop.ui.history.filter_popover import FilterPopover
    from nanobanana_desktop.ui.marks.tags_dialog import TagsDialog

READING_SECONDS: Final = 6.0
NAMED: Final = 3
"""Tags that are called by their names; there may be any number of them."""


class TagsWiring(QObject):
    """Signals: `changed()` – tags have other names now, or there are fewer."""

    changed = Signal()

    def __init__(
        self,
        theme: Theme,
        marks: MarksService,
        toast: Toast,
        jobs: Jobs,
        window: QWidget,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._marks = marks
        self._toast = toast
        self._jobs = jobs
        self._window = window
        self._dialog: TagsDialog | None = None
        marks.progress_changed.connect(self._on_marks_progress_changed)
        marks.marks_changed.connect(self._read_again)
        marks.many_changed.connect(self._read_again)

    def put_into(self, popover: FilterPopover) -> None:
        """Let the filters open the window."""
        popover.form.manage_button.clicked.connect(popover.dismiss)
        popover.form.manage_button.clicked.connect(self.open)

    def open(self) -> None:
        """Show the window."""
        dialog = self._ensure_dialog()
        self._jobs.start("tags", self._read(dialog))
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()
        dialog.search.setFocus()

    def close(self) -> None:
        if self._dialog is not None:
            self._dialog.close()

    # -- inside ----------------------------------------------------------------------------------

    def _ensure_dialog(self) -> TagsDialog:
        if self._dialog is None:
            from nanobanana_desktop.ui.marks.tags_dialog import TagsDialog

            self._dialog = TagsDialog(self._theme, self._window)
            self._dialog.replace_wanted.connect(self._on_dialog_replace_wanted)
        return self._dialog

    async def _read(self, dialog: TagsDialog) -> None:
        dialog.show_tags(await self._marks.tags())

    def _read_again(self) -> None:
        if self._dialog is not None and self._dialog.isVisible():
            self._jobs.start("tags", self._read(self._dialog))

    def _on_dialog_replace_wanted(self, names: list[str], new_name: str) -> None:
        def told(result: MarkResult) -> None:
            self._tell(result, self._words(names, new_name, result.count))

        self._marks.replace_tags(names, new_name, told)

    def _tell(self, result: MarkResult, words: str) -> None:
        self._read_again()
        self.changed.emit()
        if result.problem is not None and not result.count:
            title = error_text(result.problem.case, result.problem.facts).title
            self._toast.show_message(title, seconds=READING_SECONDS)
        elif result.count:
            self._toast.show_undo(words, lambda: self._take_back(result))
        else:
            text = self.tr("No image has this tag any more.")
            self._toast.show_message(text, seconds=READING_SECONDS)

    def _take_back(self, result: MarkResult) -> None:
        def told(_undone: MarkResult) -> None:
            self._read_again()
            self.changed.emit()

        self._marks.undo(result, told)

    def _words(self, names: Sequence[str], new_name: str, count: int) -> str:
        shown = [f"“{isolated(name)}”" for name in names[:NAMED]]
        former = spoken_list([*shown, "…"] if len(names) > NAMED else shown)
        if not new_name:
            text = self.tr("Tag {tags} removed from %Ln image(s)", "", count)
            return text.format(tags=former)
        text = self.tr("{tags}: now “{tag}” on %Ln image(s)", "", count)
        return text.format(tags=former, tag=isolated(new_name))

    def _on_marks_progress_changed(self, done: int, total: int) -> None:
        if self._dialog is not None and self._dialog.isVisible() and done < total:
            text = self.tr("{done} of %Ln image(s) changed", "", total)
            self._dialog.show_progress(text.format(done=count_text(done)))
