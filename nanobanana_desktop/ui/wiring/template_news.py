"""What became of templates is told, and files with templates are chosen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QStandardPaths

from nanobanana_desktop.domain.prompt_template import PromptTemplate
from nanobanana_desktop.domain.remote_text import isolated
from nanobanana_desktop.ui import desktop, dialogs
from nanobanana_desktop.ui.error_texts import error_text
from nanobanana_desktop.ui.texts import shortened

if TYPE_CHECKING:
    from nanobanana_desktop.domain.template_book import FileProblem
    from nanobanana_desktop.errors import AppError
    from nanobanana_desktop.ui.wiring.window_parts import WindowParts

READING_SECONDS: Final = 6.0
_NAME_LENGTH: Final = 30


class TemplateNews(QObject):
    """Whatever was asked for: it is said that it was done, with Undo where something went."""

    def __init__(self, parts: WindowParts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._service = parts.templates
        self._window = parts.panes.window
        self._toast = parts.panes.window.toast
        self._folder = ""
        self._chosen = ""
        service = self._service
        service.saved.connect(self._on_service_saved)
        service.removed.connect(self._on_service_removed)
        service.imported.connect(self._on_service_imported)
        service.import_failed.connect(self._on_service_import_failed)
        service.exported.connect(self._on_service_exported)
        service.full.connect(self._on_service_full)
        service.newer.connect(self._on_service_newer)
        service.set_aside.connect(self._on_service_set_aside)
        service.trouble.connect(self._on_service_trouble)

    def choose_import(self) -> None:
        """Ask for a file of others."""
        dialogs.open_templates(self._window, self._take_in, self._start_folder())

    def choose_export(self) -> None:
        """Ask where all templates are to be written for others."""
        name = self.tr("Templates", "name of a file") + ".json"
        suggestion = Path(self._start_folder()) / name
        dialogs.save_templates_as(self._window, suggestion, self._hand_on)

    def _take_in(self, path: Path) -> None:
        self._folder, self._chosen = str(path.parent), path.name
        self._service.take_in(path)

    def _hand_on(self, path: Path) -> None:
        self._folder = str(path.parent)
        self._service.hand_on(path)

    def _start_folder(self) -> str:
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        return self._folder or QStandardPaths.writableLocation(documents)

    def _on_service_saved(self, template: PromptTemplate) -> None:
        text = self.tr("Template “{name}” saved").format(name=_shown(template.name))
        self._toast.show_message(text)

    def _on_service_removed(self, template: PromptTemplate) -> None:
        text = self.tr("Template “{name}” deleted").format(name=_shown(template.name))
        self._toast.show_undo(text, lambda: self._service.put(template))

    def _on_service_imported(self, ids: Sequence[str], unusable: int) -> None:
        text = self.tr("%Ln template(s) imported", "", len(ids))
        if unusable:
            rest = self.tr("%Ln entry(s) of the file could not be used.", "", unusable)
            text = f"{text}. {rest}"
        self._toast.show_undo(text, lambda: self._service.remove_all(ids))

    def _on_service_import_failed(self, problem: FileProblem) -> None:
        from nanobanana_desktop.ui.templates.template_words import problem_text

        self._tell(problem_text(problem, _shown(self._chosen)))

    def _on_service_exported(self, path: Path, number: int, left_out: int) -> None:
        if not number:
            self._tell(self.tr("There are no templates to export."))
            return
        text = self.tr("%Ln template(s) exported", "", number)
        if left_out:
            rest = self.tr("%Ln reference image(s) could not be put in.", "", left_out)
            text = f"{text}. {rest}"
        shown = self.tr("Show in folder")
        self._toast.show_message(text, shown, lambda: desktop.show_in_folder(path))

    def _on_service_full(self) -> None:
        self._tell(self.tr("There are too many templates. Delete one first."))

    def _on_service_newer(self) -> None:
        self._tell(
            self.tr("A newer version wrote the templates: they can be used, but not changed here.")
        )

    def _on_service_set_aside(self, path: Path) -> None:
        text = self.tr("The file with the templates could not be read. It was kept as {name}.")
        self._tell(text.format(name=path.name))

    def _on_service_trouble(self, error: AppError) -> None:
        self._tell(error_text(error.case).title)

    def _tell(self, text: str) -> None:
        self._toast.show_message(text, seconds=READING_SECONDS)


def _shown(name: str) -> str:
    return isolated(shortened(name, _NAME_LENGTH))
