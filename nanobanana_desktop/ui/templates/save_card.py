"""Keeping the form as a template: its name, its folder, and what of the form is kept."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from nanobanana_desktop.domain.prompt_template import (
    FOLDER_LIMIT,
    NAME_LIMIT,
    TEXT_LIMIT,
    PromptTemplate,
    clean_folder,
    clean_name,
    settings_of,
)
from nanobanana_desktop.ui.create.form_state import EMPTY_FORM, FormState
from nanobanana_desktop.ui.labels import plain_label
from nanobanana_desktop.ui.templates.card import FormCard
from nanobanana_desktop.ui.templates.choice_line import ChoiceLine
from nanobanana_desktop.ui.templates.template_words import (
    proposed_name,
    references_text,
    settings_text,
)
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.tick_box import TickBox
from nanobanana_desktop.ui.widgets.buttons import Button
from nanobanana_desktop.ui.widgets.targets import LEAST_TARGET


class SaveCard(FormCard):
    """It keeps the form as it is when the button is pressed, not as it was before.

    Signals: `save_wanted(PromptTemplate)`, without an id.
    """

    save_wanted = Signal(object)

    def __init__(self, theme: Theme, pane: QWidget) -> None:
        super().__init__(theme, pane)
        self.setObjectName("save template")
        self._form = EMPTY_FORM
        self._is_preparing = False
        self._name_label = plain_label(role="label")
        self.name = ChoiceLine(theme, NAME_LIMIT)
        self._folder_label = plain_label(role="label")
        self.folder = ChoiceLine(theme, FOLDER_LIMIT)
        self._keep_label = plain_label(role="label")
        self.prompt_box = TickBox(theme)
        self.settings_box = TickBox(theme)
        self.references_box = TickBox(theme)
        self._hint = plain_label(role="hint", wrap=True)
        self.save_button = Button(theme, " ", icon="save")
        for part in (
            self._name_label,
            self.name,
            self._folder_label,
            self.folder,
            self._keep_label,
            self.prompt_box,
            self.settings_box,
            self.references_box,
            self._hint,
        ):
            self.inside.addWidget(part)
        self.inside.addStretch(1)
        self.foot.addStretch(1)
        self.foot.addWidget(self.save_button)
        self._name_label.setBuddy(self.name.line)
        self._folder_label.setBuddy(self.folder.line)
        for line in (self.name, self.folder):
            line.entered.connect(self.act)
            line.given_up.connect(self.dismiss)
            line.changed.connect(lambda: self.tell(""))
        for box in (self.prompt_box, self.settings_box, self.references_box):
            box.setMinimumHeight(LEAST_TARGET)
            box.toggled.connect(lambda: self.tell(""))
        self.save_button.clicked.connect(self.act)
        self.retranslate()

    def open_for(self, form: FormState, folders: Sequence[str], *, preparing: bool) -> None:
        """Ask under which name this form is kept; `preparing` as in `show_form`."""
        self.tell("")
        self.show_form(form, preparing=preparing)
        has_prompt = bool(form.params.prompt.strip())
        self.prompt_box.setChecked(has_prompt)
        self.settings_box.setChecked(True)
        self.references_box.setChecked(bool(form.params.references) or preparing)
        settings = settings_of(form.params, form.count)
        self.name.line.setText(proposed_name(form.params.prompt, settings))
        self.name.line.selectAll()
        self.folder.line.clear()
        self.folder.set_choices(folders)
        self.open_at(self.name.line)

    def show_form(self, form: FormState, *, preparing: bool) -> None:
        """What would be kept; `preparing` is whether reference images are not known yet."""
        self._form, self._is_preparing = form, preparing
        self.prompt_box.setEnabled(bool(form.params.prompt.strip()))
        self.references_box.setEnabled(bool(form.params.references) or preparing)
        self._show_boxes()

    def act(self) -> None:
        """Keep it, or say what is missing."""
        QGuiApplication.inputMethod().commit()
        if self.name.line.is_composing or self.folder.line.is_composing:
            self.tell(self.tr("Finish typing first"))
            return
        name = clean_name(self.name.text)
        if not name:
            self._refuse(self.tr("Give the template a name."), self.name.line)
            return
        keeps_references = _is_on(self.references_box)
        if keeps_references and self._is_preparing:
            self._refuse(self.tr("A reference image is still being prepared."), self.references_box)
            return
        params = self._form.params
        template = PromptTemplate(
            id="",
            name=name,
            folder=clean_folder(self.folder.text),
            prompt=params.prompt if _is_on(self.prompt_box) else None,
            settings=settings_of(params, self._form.count) if _is_on(self.settings_box) else None,
            references=params.references if keeps_references else None,
        )
        if template.is_empty:
            self._refuse(self.tr("Choose what is to be kept."), self.settings_box)
        elif len(template.prompt or "") > TEXT_LIMIT:
            self._refuse(self.tr("The prompt is too long to be kept."), self.prompt_box)
        else:
            self.dismiss()
            self.save_wanted.emit(template)

    def retranslate(self) -> None:
        self.set_title(self.tr("Save as template"))
        self.close_button.set_name(self.tr("Close"))
        self._name_label.setText(self.tr("Name"))
        self.name.set_name(self.tr("Name"))
        self._folder_label.setText(self.tr("Folder (may be empty)"))
        self.folder.set_name(self.tr("Folder"))
        self._keep_label.setText(self.tr("What is kept"))
        hint = self.tr("{{name}} in the prompt is asked for each time the template is used.")
        self._hint.setText(hint)
        self.save_button.setText(self.tr("Save template"))
        self._show_boxes()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _show_boxes(self) -> None:
        params = self._form.params
        self.prompt_box.setText(self.tr("Prompt"))
        settings = settings_text(settings_of(params, self._form.count))
        self.settings_box.setText(self.tr("Settings: {settings}").format(settings=settings))
        number = len(params.references)
        self.references_box.setText(references_text(number))
        self._place_soon()

    def _refuse(self, reason: str, place: QWidget) -> None:
        self.tell(reason)
        place.setFocus(Qt.FocusReason.OtherFocusReason)


def _is_on(box: TickBox) -> bool:
    return box.isChecked() and box.isEnabled()
