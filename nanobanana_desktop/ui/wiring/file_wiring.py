"""Pictures on their way out: to the clipboard, into folders, to other programs."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.errors import AppError
from nanobanana_desktop.services.background import Jobs, Workers
from nanobanana_desktop.services.settings_service import SettingsService
from nanobanana_desktop.ui import desktop, dialogs
from nanobanana_desktop.ui.commands import Command
from nanobanana_desktop.ui.error_texts import error_text
from nanobanana_desktop.ui.formats import local_day
from nanobanana_desktop.ui.panes import Panes
from nanobanana_desktop.ui.task_keys import copy, copy_prompts
from nanobanana_desktop.ui.task_requests import sample
from nanobanana_desktop.ui.task_status import has_picture

if TYPE_CHECKING:
    from nanobanana_desktop.domain.legal_names import TakenNames

READING_SECONDS: Final = 6.0
"""For toasts that tell more than that something was done."""


class Pictures(Protocol):
    """Blocking; called in a worker."""

    def path(self, task: GenerationTask) -> Path: ...
    def decode(self, task: GenerationTask) -> QImage: ...
    def save_copy(self, task: GenerationTask, target: Path) -> None: ...


class FileParts(Protocol):
    @property
    def panes(self) -> Panes: ...

    @property
    def shelf(self) -> Pictures: ...

    @property
    def settings(self) -> SettingsService: ...

    @property
    def workers(self) -> Workers: ...

    @property
    def jobs(self) -> Jobs: ...


class _Saved(NamedTuple):
    """What copies came to: the last one that is there, and what kept the others back."""

    last: Path | None
    number: int
    errors: list[AppError]


class FileWiring(QObject):
    """Carries out what `TaskRequests` and the menus ask for the files of tasks.

    Nothing is read on the window's thread. Of two copies only the later one reaches the clipboard.
    """

    def __init__(self, parts: FileParts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pictures, self._settings = parts.shelf, parts.settings
        self._workers, self._jobs = parts.workers, parts.jobs
        self._panes = parts.panes
        self._window = parts.panes.window
        self._copies = 0
        requests = parts.panes.requests
        requests.copy_requested.connect(lambda task: self._run(self._copy(task, self._next_copy())))
        requests.copy_files_requested.connect(
            lambda tasks: self._run(self._copy_files(tasks, self._next_copy()))
        )
        requests.copy_prompt_requested.connect(lambda task: self._copy_prompts([task]))
        requests.copy_prompts_requested.connect(self._copy_prompts)
        requests.save_as_requested.connect(self._on_requests_save_as_requested)
        requests.save_all_requested.connect(self._on_requests_save_all_requested)
        requests.show_in_folder_requested.connect(
            lambda task: self._run(self._with_file(task, desktop.show_in_folder))
        )
        requests.open_file_requested.connect(
            lambda task: self._run(self._with_file(task, desktop.open_file))
        )
        requests.open_with_requested.connect(
            lambda task: self._run(self._with_file(task, desktop.choose_program))
        )
        parts.panes.actions[Command.OPEN_WITH].setVisible(desktop.can_choose_program())
        parts.panes.actions.triggered.connect(self._on_actions_triggered)

    # -- commands --------------------------------------------------------------------------------

    def _on_actions_triggered(self, command: Command) -> None:
        if command is Command.COPY and self._copy_words():
            return
        tasks = self._panes.history.selected_tasks()
        act = _COMMANDS.get(command)
        if act is not None and tasks:
            act(self, tasks)

    def _copy_words(self) -> bool:
        editor = QApplication.focusWidget()
        if isinstance(editor, QPlainTextEdit | QLineEdit):
            editor.copy()
            return True
        return False

    def _copy_selected(self, tasks: Sequence[GenerationTask]) -> None:
        copy(tasks, self._panes.requests)

    def _copy_selected_prompts(self, tasks: Sequence[GenerationTask]) -> None:
        copy_prompts(tasks, self._panes.requests)

    def _copy_selected_files(self, tasks: Sequence[GenerationTask]) -> None:
        with_pictures = [task for task in sample(tasks) if has_picture(task)]
        if with_pictures:
            self._run(self._copy_files(with_pictures, self._next_copy()))

    def _save_selected(self, tasks: Sequence[GenerationTask]) -> None:
        with_pictures = [task for task in sample(tasks) if has_picture(task)]
        if len(with_pictures) == 1:
            self._on_requests_save_as_requested(with_pictures[0])
        elif with_pictures:
            self._on_requests_save_all_requested(with_pictures)

    def _open_selected(self, tasks: Sequence[GenerationTask]) -> None:
        if has_picture(tasks[0]):
            self._panes.requests.open_file_requested.emit(tasks[0])

    def _open_selected_with(self, tasks: Sequence[GenerationTask]) -> None:
        if has_picture(tasks[0]):
            self._panes.requests.open_with_requested.emit(tasks[0])

    # -- the clipboard ---------------------------------------------------------------------------

    async def _copy(self, task: GenerationTask, ticket: int) -> None:
        from nanobanana_desktop.services.clipboard_picture import clipboard_picture

        try:
            made = await self._workers.run(clipboard_picture, self._pictures, task)
        except AppError as error:
            self._tell(error)
            return
        if ticket == self._copies:
            desktop.copy_picture(made.path, made.image, made.encoded)
            self._window.toast.show_message(self.tr("Image copied"))

    async def _copy_files(self, tasks: Sequence[GenerationTask], ticket: int) -> None:
        paths, errors = await self._workers.run(located, self._pictures, tasks)
        if not paths:
            self._tell(errors[0])
        elif ticket == self._copies:
            desktop.copy_files(paths)
            text = self.tr("%Ln file(s) copied", "", len(paths))
            self._window.toast.show_message(self._with_failures(text, len(errors)))

    def _copy_prompts(self, tasks: Sequence[GenerationTask]) -> None:
        prompts = [task.params.prompt for task in tasks if task.params.prompt]
        if not prompts:
            return
        self._next_copy()
        desktop.copy_text("\n\n".join(prompts))
        text = self.tr("Prompt copied")
        if len(prompts) > 1:
            text = self.tr("%Ln prompt(s) copied", "", len(prompts))
        self._window.toast.show_message(text)

    def _next_copy(self) -> int:
        self._copies += 1
        return self._copies

    # -- folders and programs --------------------------------------------------------------------

    async def _with_file(self, task: GenerationTask, act: Callable[[Path], object]) -> None:
        try:
            path = await self._workers.run(self._pictures.path, task)
        except AppError as error:
            self._tell(error)
            return
        if act(path) is False:
            self._say(self.tr("No program was found for this file."))

    def _on_requests_save_as_requested(self, task: GenerationTask) -> None:
        if task.image is None:
            return
        name = self._stem(task) + Path(task.image.relative_path).suffix
        dialogs.save_image_as(
            self._window, self._folder() / name, lambda target: self._run(self._save(task, target))
        )

    def _on_requests_save_all_requested(self, tasks: Sequence[GenerationTask]) -> None:
        dialogs.choose_folder(
            self._window,
            lambda folder: self._run(self._save_all(tasks, folder)),
            str(self._folder()),
        )

    async def _save(self, task: GenerationTask, target: Path) -> None:
        try:
            await self._workers.run(self._pictures.save_copy, task, target)
        except AppError as error:
            self._tell(error)
            return
        self._remember(target.parent)
        text = self.tr("Saved as {name}").format(name=target.name)
        shown = self.tr("Show in folder")
        self._window.toast.show_message(text, shown, lambda: desktop.show_in_folder(target))

    async def _save_all(self, tasks: Sequence[GenerationTask], folder: Path) -> None:
        wanted = [
            (task, self._stem(task), Path(task.image.relative_path).suffix)
            for task in tasks
            if task.image is not None
        ]
        saved = await self._workers.run(_save_copies, self._pictures, wanted, folder)
        if saved.last is None:
            self._tell(saved.errors[0])
            return
        last = saved.last
        self._remember(folder)
        text = self.tr("%Ln image(s) saved to “{folder}”", "", saved.number)
        text = self._with_failures(text.format(folder=folder.name or folder), len(saved.errors))
        shown = self.tr("Show in folder")
        self._window.toast.show_message(text, shown, lambda: desktop.show_in_folder(last))

    def _stem(self, task: GenerationTask) -> str:
        from nanobanana_desktop.domain.suggested_name import suggested_stem

        day = local_day(task.created_at)
        return suggested_stem(day, task.params.prompt, self.tr("image"))

    def _folder(self) -> Path:
        """The last one, or where pictures are kept on this computer."""
        pictures = QStandardPaths.StandardLocation.PicturesLocation
        usual = QStandardPaths.writableLocation(pictures)
        return Path(self._settings.settings.save_folder or usual or Path.home())

    def _remember(self, folder: Path) -> None:
        if str(folder) != self._settings.settings.save_folder:
            self._settings.change(save_folder=str(folder))

    # -- words -----------------------------------------------------------------------------------

    def _with_failures(self, text: str, failures: int) -> str:
        if not failures:
            return text
        lost = self.tr("%Ln could not be read or written.", "", failures)
        return f"{text}. {lost}"

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        self._jobs.start("file", work)

    def _tell(self, error: AppError) -> None:
        self._say(error_text(error.case, error.facts).title)

    def _say(self, text: str) -> None:
        self._window.toast.show_message(text, seconds=READING_SECONDS)


_COMMANDS: Final[dict[Command, Callable[[FileWiring, Sequence[GenerationTask]], None]]] = {
    Command.COPY: FileWiring._copy_selected,
    Command.COPY_PROMPT: FileWiring._copy_selected_prompts,
    Command.COPY_FILE: FileWiring._copy_selected_files,
    Command.SAVE_AS: FileWiring._save_selected,
    Command.OPEN_FILE: FileWiring._open_selected,
    Command.OPEN_WITH: FileWiring._open_selected_with,
}


# -- in a worker ---------------------------------------------------------------------------------


def located(
    pictures: Pictures, tasks: Sequence[GenerationTask]
) -> tuple[list[Path], list[AppError]]:
    """The files of tasks, in order, and what is wrong with the others. Blocking."""
    paths, errors = [], []
    for task in tasks:
        try:
            paths.append(pictures.path(task))
        except AppError as error:
            errors.append(error)
    return paths, errors


def _save_copies(
    pictures: Pictures, wanted: Sequence[tuple[GenerationTask, str, str]], folder: Path
) -> _Saved:
    """Copies under their stems and endings; what is in the folder already stays as it is."""
    from nanobanana_desktop.domain.legal_names import TakenNames

    names, last, errors = TakenNames(), None, []
    _add_present(names, folder)
    for task, stem, ending in wanted:
        try:
            # First, as a picture that is gone takes no name.
            pictures.path(task)
            target = folder / names.take("", stem, ending)
            pictures.save_copy(task, target)
            last = target
        except AppError as error:
            errors.append(error)
    return _Saved(last, len(wanted) - len(errors), errors)


def _add_present(names: TakenNames, folder: Path) -> None:
    try:
        names.add("", (path.name for path in folder.iterdir()))
    except OSError:
        # Saving there tells what is wrong with it.
        return
