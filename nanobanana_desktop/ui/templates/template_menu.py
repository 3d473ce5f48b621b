"""What can be done with one template."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from nanobanana_desktop.domain.prompt_template import PromptTemplate, folders_of


class TemplateMenu(QObject):
    """Signals, each with a PromptTemplate: `use_wanted`, `append_wanted`, `edit_wanted`,
    `replace_wanted`, `rename_wanted`, `new_folder_wanted`, `remove_wanted`; `change_wanted` with
    its new folder in it.
    """

    use_wanted = Signal(object)
    append_wanted = Signal(object)
    edit_wanted = Signal(object)
    replace_wanted = Signal(object)
    rename_wanted = Signal(object)
    new_folder_wanted = Signal(object)
    change_wanted = Signal(object)
    remove_wanted = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent

    def menu(self, template: PromptTemplate, templates: Sequence[PromptTemplate]) -> QMenu:
        """For this one of them."""
        menu = QMenu(self._parent)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def add(
            text: str, tell: Callable[[PromptTemplate], object], *, enabled: bool = True
        ) -> None:
            menu.addAction(text, partial(tell, template)).setEnabled(enabled)

        add(self.tr("Fill the form"), self.use_wanted.emit)
        add(self.tr("Append to prompt"), self.append_wanted.emit, enabled=bool(template.prompt))
        menu.addSeparator()
        add(self.tr("Edit in the form"), self.edit_wanted.emit)
        add(self.tr("Replace with current form"), self.replace_wanted.emit)
        menu.addSeparator()
        add(self.tr("Rename"), self.rename_wanted.emit)
        self._add_folders(menu.addMenu(self.tr("Move to folder")), template, templates)
        add(self.tr("Delete"), self.remove_wanted.emit)
        return menu

    def _add_folders(
        self, menu: QMenu, template: PromptTemplate, templates: Sequence[PromptTemplate]
    ) -> None:
        for folder in ("", *folders_of(templates)):
            # An ampersand in a menu is the mark of a menu key otherwise.
            words = folder.replace("&", "&&") or self.tr("No folder")
            action = menu.addAction(words, partial(self._move, template, folder))
            action.setCheckable(True)
            action.setChecked(folder == template.folder)
        menu.addSeparator()
        menu.addAction(self.tr("New folder…"), partial(self.new_folder_wanted.emit, template))

    def _move(self, template: PromptTemplate, folder: str) -> None:
        if folder != template.folder:
            self.change_wanted.emit(replace(template, folder=folder))
