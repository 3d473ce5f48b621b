"""The dialogs in which files for the form are chosen; each begins where the last one ended."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.ui import dialogs


class FileChoice(QObject):
    """Nothing is read here.

    Signals: `references_chosen(list[Path])`; `replacement_chosen(int, Path)` – for the tile with
    that ticket; `prompt_chosen(Path)`; `folder_used(Path)` when it is another one than before.
    """

    references_chosen = Signal(list)
    replacement_chosen = Signal(int, object)
    prompt_chosen = Signal(object)
    folder_used = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.folder = ""
        """Where the dialogs begin; empty for where the system wants."""

    def choose_references(self) -> None:
        def take(paths: list[Path]) -> None:
            self._note(paths[0])
            self.references_chosen.emit(paths)

        dialogs.open_image_files(self._window, take, self.folder)

    def choose_replacement(self, ticket: int) -> None:
        self._choose_one(lambda path: self.replacement_chosen.emit(ticket, path))

    def choose_for_prompt(self) -> None:
        self._choose_one(self.prompt_chosen.emit)

    def _choose_one(self, tell: Callable[[Path], object]) -> None:
        def take(path: Path) -> None:
            self._note(path)
            tell(path)

        dialogs.open_one_image(self._window, take, self.folder)

    def _note(self, chosen: Path) -> None:
        if str(chosen.parent) != self.folder:
            self.folder = str(chosen.parent)
            self.folder_used.emit(chosen.parent)
