"""Templates between the form, the cards beside it and the service that keeps them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from nanobanana_desktop.domain.params import Reference, ReferenceKind
from nanobanana_desktop.domain.prompt_template import PromptTemplate, folders_of
from nanobanana_desktop.domain.remote_text import isolated
from nanobanana_desktop.ui.commands import Command
from nanobanana_desktop.ui.texts import shortened, spoken_list
from nanobanana_desktop.ui.wiring.template_news import TemplateNews

if TYPE_CHECKING:
    from nanobanana_desktop.ui.create.form_state import FormState
    from nanobanana_desktop.ui.templates.card import TemplateCard
    from nanobanana_desktop.ui.templates.fill_card import FillCard
    from nanobanana_desktop.ui.templates.library_card import LibraryCard
    from nanobanana_desktop.ui.templates.save_card import SaveCard
    from nanobanana_desktop.ui.wiring.window_parts import WindowParts

READING_SECONDS: Final = 6.0
_NAMED: Final = 3
"""Missing images that are called by their names."""
_NAME_LENGTH: Final = 30


class TemplateWiring(QObject):
    """Nothing is read, and no card is made, before templates are asked for."""

    def __init__(self, parts: WindowParts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parts = parts
        self._service = parts.templates
        self._pane = parts.panes.create
        self._window = parts.panes.window
        self._cards: list[TemplateCard] = []
        self._news = TemplateNews(parts, self)
        self._pane.header.templates_wanted.connect(self.open)
        self._pane.header.save_template_wanted.connect(self.save_form)
        parts.panes.actions.triggered.connect(self._on_actions_triggered)

    def open(self) -> None:
        """Show the library beside the form."""
        if self.library.isVisible():
            self.library.dismiss()
            return
        self._make_room()
        self._service.load()
        self.library.open()

    def save_form(self) -> None:
        """Ask under which name the form is kept."""
        if not self._is_written():
            return
        self._make_room()
        self._service.load()
        state, preparing = self._form()
        folders = folders_of(self._service.templates)
        self.save_card.open_for(state, folders, preparing=preparing)

    def use(self, template: PromptTemplate) -> None:
        """Fill the form; a template with variables is filled in first."""
        self._begin(template, appends=False)

    def append(self, template: PromptTemplate) -> None:
        """Put its prompt behind that of the form; one with variables is filled in first."""
        self._begin(template, appends=True)

    # -- the cards -------------------------------------------------------------------------------

    @cached_property
    def library(self) -> LibraryCard:
        """Made when it is first opened."""
        from nanobanana_desktop.ui.templates.library_card import LibraryCard

        card = LibraryCard(self._parts.panes.theme, self._pane, self._window.toast)
        card.use_wanted.connect(self.use)
        card.append_wanted.connect(self.append)
        card.edit_wanted.connect(self._on_library_edit_wanted)
        card.replace_wanted.connect(self._on_library_replace_wanted)
        card.change_wanted.connect(self._on_library_change_wanted)
        card.remove_wanted.connect(self._service.remove)
        card.save_wanted.connect(self.save_form)
        card.import_wanted.connect(self._news.choose_import)
        card.export_wanted.connect(self._news.choose_export)
        self._service.templates_changed.connect(card.show_templates)
        self._cards.append(card)
        return card

    @cached_property
    def save_card(self) -> SaveCard:
        from nanobanana_desktop.ui.templates.save_card import SaveCard

        card = SaveCard(self._parts.panes.theme, self._pane)
        card.save_wanted.connect(self._service.save)
        self._pane.draft_changed.connect(self._show_form_in_card)
        self._service.templates_changed.connect(
            lambda templates: card.folder.set_choices(folders_of(templates))
        )
        self._cards.append(card)
        return card

    @cached_property
    def fill_card(self) -> FillCard:
        from nanobanana_desktop.ui.templates.fill_card import FillCard

        card = FillCard(self._parts.panes.theme, self._pane)
        card.filled.connect(self._on_fill_card_filled)
        self._cards.append(card)
        return card

    def _make_room(self) -> None:
        """The form has to be seen, and one card is enough."""
        if self._pane.isHidden():
            self._window.show_create(True)
        for card in self._cards:
            card.dismiss()

    def _show_form_in_card(self) -> None:
        if self.save_card.isVisible():
            state, preparing = self._form()
            self.save_card.show_form(state, preparing=preparing)

    def _form(self) -> tuple[FormState, bool]:
        return self._pane.state(), self._pane.references.is_preparing()

    # -- into the form ---------------------------------------------------------------------------

    def _begin(self, template: PromptTemplate, *, appends: bool) -> None:
        # Late: nothing is filled in before a template is used.
        from nanobanana_desktop.domain.template_variables import variables

        if not self._is_written():
            return
        self._make_room()
        if variables(template.prompt or ""):
            self.fill_card.open_for(template, self._service.last_values, appends=appends)
        else:
            self._finish(template, {}, appends=appends)

    def _on_fill_card_filled(
        self, template: PromptTemplate, values: Mapping[str, str], appends: bool
    ) -> None:
        # The prompt may have been written on meanwhile.
        if self._is_written():
            self._service.remember(values)
            self._finish(template, values, appends=appends)

    def _finish(
        self, template: PromptTemplate, values: Mapping[str, str], *, appends: bool
    ) -> None:
        from nanobanana_desktop.domain.template_variables import filled

        prompt = None if template.prompt is None else filled(template.prompt, values)
        if appends:
            self._append(template, prompt or "")
        else:
            self._parts.jobs.start("template", self._fill(template, prompt))

    def _append(self, template: PromptTemplate, text: str) -> None:
        from nanobanana_desktop.ui.templates.appending import append_to_prompt

        undo = self._undo(keep_references=True)
        append_to_prompt(self._pane.prompt.editor, text, self._parts.panes.theme)
        words = self.tr("“{name}” appended to the prompt").format(name=_shown(template))
        self._window.toast.show_undo(words, undo)
        self._pane.focus_prompt()

    async def _fill(self, template: PromptTemplate, prompt: str | None) -> None:
        here, missing = await self._sorted(template.references or ())
        if template.references is not None:
            template = replace(template, references=here)
        state = self._pane.state()
        keep = template.references is None
        undo = self._undo(keep_references=keep)
        params, count = template.put_into(state.params, state.count, prompt)
        self._pane.fill(params, count, keep_references=keep)
        words = self.tr("Form filled from “{name}”").format(name=_shown(template))
        if missing:
            lost = self.tr("%Ln of its reference images are not here: {names}", "", len(missing))
            names = [isolated(shortened(name, _NAME_LENGTH)) for name in missing[:_NAMED]]
            more = ["…"] if len(missing) > _NAMED else []
            words = f"{words}. {lost.format(names=spoken_list([*names, *more]))}"
        self._window.toast.show_undo(words, undo)
        self._pane.focus_prompt()

    async def _sorted(
        self, references: Sequence[Reference]
    ) -> tuple[tuple[Reference, ...], list[str]]:
        """Those that can be used, and the names of those whose pictures are not there any more."""
        here: list[Reference] = []
        missing: list[str] = []
        for reference in references:
            is_file = reference.kind is ReferenceKind.FILE
            if is_file and await self._parts.references.place(reference) is None:
                missing.append(reference.name)
            else:
                here.append(reference)
        return tuple(here), missing

    def _undo(self, *, keep_references: bool) -> Callable[[], object]:
        before = self._pane.state()
        return lambda: self._pane.fill(before.params, before.count, keep_references=keep_references)

    def _is_written(self) -> bool:
        """Whether nothing in the prompt is half composed; it would be lost or taken half."""
        if self._pane.prompt.editor.finish_composing():
            return True
        self._window.toast.show_message(self.tr("Finish typing first"))
        return False

    # -- changes ---------------------------------------------------------------------------------

    def _on_library_edit_wanted(self, template: PromptTemplate) -> None:
        if self._is_written():
            self._make_room()
            self._parts.jobs.start("template", self._fill(template, template.prompt))

    def _on_library_replace_wanted(self, template: PromptTemplate) -> None:
        if not self._is_written():
            return
        state, preparing = self._form()
        if template.references is not None and preparing:
            self._tell(self.tr("A reference image is still being prepared."))
            return
        changed = template.with_content(state.params, state.count)
        if changed.is_empty or (template.prompt is not None and not state.params.prompt.strip()):
            self._tell(self.tr("Write a prompt first."))
            return
        from nanobanana_desktop.domain.template_variables import variables

        self._service.put(changed)
        words = self.tr("“{name}” keeps what the form holds now").format(name=_shown(template))
        if variables(template.prompt or "") and not variables(changed.prompt or ""):
            lost = self.tr("It has no fields to fill in any more.")
            words = f"{words}. {lost}"
        self._window.toast.show_undo(words, lambda: self._service.put(template))

    def _on_library_change_wanted(self, changed: PromptTemplate) -> None:
        former = next((t for t in self._service.templates if t.id == changed.id), None)
        if former is None:
            return
        self._service.put(changed)
        if changed.folder == former.folder:
            words = self.tr("“{name}” renamed").format(name=_shown(former))
        elif changed.folder:
            words = self.tr("“{name}” moved to “{folder}”").format(
                name=_shown(former), folder=isolated(shortened(changed.folder, _NAME_LENGTH))
            )
        else:
            words = self.tr("“{name}” is in no folder now").format(name=_shown(former))
        self._window.toast.show_undo(words, lambda: self._service.put(former))

    def _on_actions_triggered(self, command: Command) -> None:
        match command:
            case Command.TEMPLATES:
                self.open()
            case Command.SAVE_TEMPLATE:
                self.save_form()
            case Command.IMPORT_TEMPLATES:
                self._news.choose_import()
            case Command.EXPORT_TEMPLATES:
                self._news.choose_export()
            case _:
                return

    def _tell(self, text: str) -> None:
        self._window.toast.show_message(text, seconds=READING_SECONDS)


def _shown(template: PromptTemplate) -> str:
    return isolated(shortened(template.name, _NAME_LENGTH))
