"""Pictures and prompts on their way into the form: dropped, pasted, read, out of the history."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from nanobanana_desktop.domain.params import ReferenceKind
from nanobanana_desktop.domain.remote_text import isolated
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.errors import AppError
from nanobanana_desktop.services.recent_prompts import recent_prompts
from nanobanana_desktop.ui import desktop
from nanobanana_desktop.ui.commands import Command
from nanobanana_desktop.ui.create.offered import offers_images
from nanobanana_desktop.ui.create.prompt_walk import PromptWalk
from nanobanana_desktop.ui.create.reference_items import ReferenceItem
from nanobanana_desktop.ui.error_texts import error_text
from nanobanana_desktop.ui.guarded import guarded
from nanobanana_desktop.ui.wiring.file_wiring import READING_SECONDS, located

if TYPE_CHECKING:
    from nanobanana_desktop.services.reference_service import ToldOrder
    from nanobanana_desktop.ui.create.drop_hint import DropHint
    from nanobanana_desktop.ui.wiring.window_parts import WindowParts


class FormPictures(QObject):
    """Answers what the create pane asks for, and takes drops all over the window."""

    def __init__(self, parts: WindowParts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parts = parts
        self._panes = parts.panes
        self._window = parts.panes.window
        self._pane = parts.panes.create
        self._stage_hint: DropHint | None = None
        self._wanted: list[GenerationTask] = []
        self._before = 0
        """The ticket of the tile before which they were dropped."""
        self._pane.preview_requested.connect(self._on_pane_preview_requested)
        self._pane.folder_requested.connect(self._on_pane_folder_requested)
        self._pane.prompt_picture_chosen.connect(self._on_pane_prompt_picture_chosen)
        self._pane.tasks_dropped.connect(self._on_pane_tasks_dropped)
        requests = self._panes.requests
        requests.use_as_reference_requested.connect(self._on_requests_use_as_reference_requested)
        for filling in (
            requests.reuse_requested,
            requests.edit_prompt_requested,
            requests.example_chosen,
        ):
            filling.connect(self._show_pane)
        self._pane.choice.folder = parts.settings.settings.reference_folder
        self._pane.choice.folder_used.connect(self._on_choice_folder_used)
        PromptWalk(self._pane.prompt.editor, lambda: recent_prompts(parts.history), self)
        self._panes.actions.triggered.connect(self._on_actions_triggered)
        self._window.setAcceptDrops(True)
        self._window.installEventFilter(self)

    def paste(self) -> None:
        """Text into the editor that has the focus, else a picture among the reference images."""
        editor = QApplication.focusWidget()
        takes_text = isinstance(editor, QPlainTextEdit | QLineEdit) and not editor.isReadOnly()
        if takes_text and isinstance(editor, QPlainTextEdit | QLineEdit):
            editor.paste()
        else:
            self.paste_reference(any_link=False)

    def paste_reference(self, *, any_link: bool = True) -> None:
        """The picture on the clipboard, or a word that there is none."""
        if self._pane.paste_reference(any_link=any_link):
            self._show_pane()
        else:
            self._tell(self.tr("There is no image on the clipboard."))

    def _on_choice_folder_used(self, folder: Path) -> None:
        self._parts.settings.change(reference_folder=str(folder))

    def _on_actions_triggered(self, command: Command) -> None:
        match command:
            case Command.PASTE:
                self.paste()
            case Command.PASTE_REFERENCE:
                self.paste_reference()
            case Command.PROMPT_FROM_IMAGE:
                self._pane.choice.choose_for_prompt()
            case Command.RESET_FORM:
                self._pane.reset_to_defaults()
            case Command.SWAP_FORM:
                self._pane.swap_with_previous()
            case _:
                return

    # -- drops beside the form -------------------------------------------------------------------

    @guarded(bool)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            # It comes here when nothing that has the focus takes it.
            if event.matches(QKeySequence.StandardKey.Paste):
                self.paste()
                return True
        elif kind is QEvent.Type.DragEnter and isinstance(event, QDragEnterEvent):
            return self._enter(event)
        elif kind is QEvent.Type.DragLeave:
            self._hint().hide()
        elif kind is QEvent.Type.Drop and isinstance(event, QDropEvent):
            return self._drop(event)
        return super().eventFilter(watched, event)

    def _enter(self, event: QDragEnterEvent) -> bool:
        # A picture of this window that is let go where it came from is meant to stay there.
        if event.source() is None and offers_images(event.mimeData(), any_file=True):
            self._hint().cover()
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
        else:
            event.ignore()
        return True

    def _drop(self, event: QDropEvent) -> bool:
        self._hint().hide()
        event.setDropAction(Qt.DropAction.CopyAction)
        if self._pane.drops.take(event.mimeData()):
            event.accept()
            self._show_pane()
        else:
            event.ignore()
        return True

    def _hint(self) -> DropHint:
        """Over the form, where the picture goes; over the stage while the form is closed."""
        if self._pane.isVisible():
            return self._pane.drops.hint
        if self._stage_hint is None:
            from nanobanana_desktop.ui.create.drop_hint import DropHint

            self._stage_hint = DropHint(self._panes.theme, self._panes.stage)
        return self._stage_hint

    def _show_pane(self) -> None:
        if self._pane.isHidden():
            self._window.show_create(True)

    # -- what the form asks for ------------------------------------------------------------------

    def _on_pane_tasks_dropped(
        self, task_ids: tuple[str, ...], for_prompt: bool, before: int
    ) -> None:
        requests = self._panes.requests
        self._before = before
        for task in self._parts.history.tasks(task_ids):
            if for_prompt and task.params.prompt:
                requests.reuse_requested.emit(task)
            else:
                requests.use_as_reference_requested.emit(task)

    def _on_requests_use_as_reference_requested(self, task: GenerationTask) -> None:
        # Several are asked for one by one, and told together how many of them do not fit.
        if not self._wanted:
            QTimer.singleShot(0, self, self._use_wanted)
        self._wanted.append(task)

    def _use_wanted(self) -> None:
        tasks, self._wanted = self._wanted, []
        before, self._before = self._before, 0
        self._parts.jobs.start("references", self._use(tasks, before))

    async def _use(self, tasks: Sequence[GenerationTask], before: int) -> None:
        paths, errors = await self._parts.workers.run(located, self._parts.shelf, tasks)
        if errors:
            self._tell(error_text(errors[0].case, errors[0].facts).title)
        if not paths:
            return
        self._pane.references.request_files(paths, before)
        if self._pane.isHidden() and not errors:
            self._tell(self.tr("%Ln image(s) added to the references", "", len(paths)))

    def _on_pane_preview_requested(self, item: ReferenceItem) -> None:
        reference = item.reference
        if reference is None:
            return
        if reference.kind is ReferenceKind.LINK:
            desktop.open_link(reference.url)
        else:
            self._parts.jobs.start("reference preview", self._preview(item))

    async def _preview(self, item: ReferenceItem) -> None:
        from nanobanana_desktop.ui.details.reference_preview import SIDE, ReferencePreview

        reference = item.reference
        if reference is None:
            return
        try:
            image = await self._parts.references.picture(reference, SIDE)
        except AppError as error:
            self._pane.show_reference_problem(error.case, error.facts, item.ticket)
            return
        ReferencePreview(self._panes.theme, reference, image, self._window).show()

    def _on_pane_folder_requested(self, item: ReferenceItem) -> None:
        self._parts.jobs.start("reference folder", self._show_in_folder(item))

    async def _show_in_folder(self, item: ReferenceItem) -> None:
        reference = item.reference
        place = None if reference is None else await self._parts.references.place(reference)
        if place is not None:
            desktop.show_in_folder(place)
        else:
            self._tell(self.tr("The copy of this image is not there any more."))

    # -- prompts ---------------------------------------------------------------------------------

    def _on_pane_prompt_picture_chosen(self, path: Path, or_reference: bool) -> None:
        self._parts.jobs.start("prompt of picture", self._read_prompt(path, or_reference))

    async def _read_prompt(self, path: Path, or_reference: bool) -> None:
        name = isolated(path.name)
        try:
            told = await self._parts.references.told_by(path)
        except AppError as error:
            from nanobanana_desktop.ui.create.reference_troubles import trouble_sentences

            self._tell(trouble_sentences([(error.case, error.facts)], 1)[0])
            return
        if told is not None:
            self._fill(told, name)
        elif or_reference:
            self._pane.references.request_files([path])
            text = self.tr("“{name}” tells no prompt. It is a reference image now.")
            self._tell(text.format(name=name))
        else:
            self._tell(self.tr("“{name}” tells no prompt.").format(name=name))

    def _fill(self, told: ToldOrder, name: str) -> None:
        from dataclasses import replace

        from nanobanana_desktop.domain.parameter_texts import with_found

        params = with_found(self._pane.state().params, told.found)
        before = self._pane.fill(replace(params, references=told.references))
        text = self.tr("Form filled from “{name}”").format(name=name)
        missing = told.reference_count - len(told.references)
        if missing:
            lost = self.tr("%Ln of its reference images are not here.", "", missing)
            text = f"{text}. {lost}"
        self._window.toast.show_undo(text, lambda: self._pane.restore_draft(before))
        self._pane.focus_prompt()

    def _tell(self, text: str) -> None:
        self._window.toast.show_message(text, seconds=READING_SECONDS)
