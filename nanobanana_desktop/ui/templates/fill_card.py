"""Filling in a template's variables: a field for each, and the prompt as it becomes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from nanobanana_desktop.domain.prompt_template import PromptTemplate
from nanobanana_desktop.domain.remote_text import isolated
from nanobanana_desktop.domain.template_book import VALUE_LIMIT
from nanobanana_desktop.domain.template_variables import Variable, filled, variables
from nanobanana_desktop.ui.labels import plain_label
from nanobanana_desktop.ui.tab_order import put_in_order
from nanobanana_desktop.ui.templates.card import FormCard
from nanobanana_desktop.ui.templates.choice_line import ChoiceLine
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.buttons import Button

_PREVIEW_HEIGHT: Final = 96


class VariableField(QWidget):
    """One variable: its name, and the line in which its value is written."""

    def __init__(self, theme: Theme, variable: Variable, offered: Sequence[str]) -> None:
        super().__init__()
        self.variable = variable
        label = plain_label(variable.name, role="label", wrap=True)
        self.value = ChoiceLine(theme, VALUE_LIMIT, self)
        self.value.set_name(variable.name)
        self.value.set_choices(offered)
        self.value.line.setText(variable.default or "")
        if variable.default is not None:
            self.value.line.setPlaceholderText(self.tr("May stay empty"))
        label.setBuddy(self.value.line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addWidget(label)
        column.addWidget(self.value)

    @property
    def is_missing(self) -> bool:
        """Whether something has to be written; one with a default may be emptied."""
        return self.variable.default is None and not self.value.text


class FillCard(FormCard):
    """Enter goes to the next field, and behind the last one fills the form.

    Signals: `filled(PromptTemplate, dict[str, str], bool)`: the values of all variables, and
    whether the prompt is to be appended instead of replacing that of the form.
    """

    filled = Signal(object, dict, bool)

    def __init__(self, theme: Theme, pane: QWidget) -> None:
        super().__init__(theme, pane)
        self.setObjectName("fill in template")
        self._template: PromptTemplate | None = None
        self._appends = False
        self.fields: list[VariableField] = []
        self._rows = QVBoxLayout()
        self._preview_label = plain_label(role="label")
        self.preview = QPlainTextEdit()
        self.preview.setReadOnly(True)
        self.preview.setTabChangesFocus(True)
        self._preview_label.setBuddy(self.preview)
        self.fill_button = Button(theme, " ")
        self.inside.addLayout(self._rows)
        self.inside.addWidget(self._preview_label)
        self.inside.addWidget(self.preview)
        self.inside.addStretch(1)
        self.foot.addStretch(1)
        self.foot.addWidget(self.fill_button)
        self.fill_button.clicked.connect(self.act)
        self.retranslate()

    def open_for(
        self,
        template: PromptTemplate,
        offered: Callable[[str], Sequence[str]],
        *,
        appends: bool = False,
    ) -> None:
        """Ask for the values of a template that has variables.

        `offered` gives what was written for a variable of that name before.
        """
        self._template, self._appends = template, appends
        for field in self.fields:
            self._rows.removeWidget(field)
            field.hide()
            field.deleteLater()
        self.fields = [
            VariableField(self._theme, variable, offered(variable.name))
            for variable in variables(template.prompt or "")
        ]
        for field in self.fields:
            self._rows.addWidget(field)
            # In a card that is shown it would be so later only, and take no focus until then.
            field.show()
            field.value.changed.connect(self._on_value_changed)
            field.value.entered.connect(self._on_value_entered)
            field.value.given_up.connect(self.dismiss)
        stops = [stop for field in self.fields for stop in field.value.tab_stops()]
        put_in_order([self.close_button, *stops, self.preview, self.fill_button])
        self.tell("")
        self.retranslate()
        self._show_preview()
        first = next((field for field in self.fields if field.is_missing), self.fields[0])
        self.open_at(first.value.line)
        first.value.line.selectAll()

    def act(self) -> None:
        """Fill the form, or say what is missing."""
        QGuiApplication.inputMethod().commit()
        if any(field.value.line.is_composing for field in self.fields):
            self.tell(self.tr("Finish typing first"))
            return
        missing = next((field for field in self.fields if field.is_missing), None)
        if missing is not None:
            text = self.tr("Fill in “{name}” first.")
            self.tell(text.format(name=isolated(missing.variable.name)))
            missing.value.line.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._template is not None:
            values = self._values()
            self.dismiss()
            self.filled.emit(self._template, values, self._appends)

    def retranslate(self) -> None:
        name = "" if self._template is None else isolated(self._template.name)
        self.set_title(self.tr("Fill in “{name}”").format(name=name))
        self.close_button.set_name(self.tr("Close"))
        self._preview_label.setText(self.tr("This becomes the prompt"))
        self.preview.setAccessibleName(self.tr("This becomes the prompt"))
        words = self.tr("Append to prompt") if self._appends else self.tr("Fill the form")
        self.fill_button.setText(words)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _values(self) -> dict[str, str]:
        return {field.variable.name: field.value.text for field in self.fields}

    def _show_preview(self) -> None:
        """What is missing stays to be seen as its variable."""
        values = {f.variable.name: f.value.text for f in self.fields if not f.is_missing}
        prompt = "" if self._template is None else self._template.prompt
        self.preview.setPlainText(filled(prompt or "", values))

    def _on_value_changed(self) -> None:
        self.tell("")
        self._show_preview()

    def _on_value_entered(self) -> None:
        places = [field.value.line.hasFocus() for field in self.fields]
        place = places.index(True) if True in places else len(places) - 1
        if place + 1 < len(self.fields):
            line = self.fields[place + 1].value.line
            line.setFocus(Qt.FocusReason.TabFocusReason)
            line.selectAll()
        else:
            self.act()

    def _fit(self) -> None:
        super()._fit()
        px = self._theme.px
        self._rows.setSpacing(px(8))
        self.preview.setFixedHeight(px(_PREVIEW_HEIGHT))
