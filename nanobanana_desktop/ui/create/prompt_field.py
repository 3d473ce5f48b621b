"""The prompt with its label and its counter."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QLocale, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from nanobanana_desktop.domain.params import PROMPT_LIMIT
from nanobanana_desktop.ui.create.prompt_editor import PromptEditor
from nanobanana_desktop.ui.labels import plain_label, set_label_role
from nanobanana_desktop.ui.theme.theme import Theme

_NAMED: Final = 2
"""Variables that are called by their names; there may be any number of them."""


class PromptField(QWidget):
    """Counts committed text in code points, and tells of a template's variables left in it.

    Signals: `changed()`, `images_offered(Offered)`.
    """

    changed = Signal()
    images_offered = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._label = plain_label(role="label", wrap=True)
        self._counter = plain_label(role="meta")
        self._variables: QLabel | None = None
        self.editor = PromptEditor(theme, self)
        self._label.setBuddy(self.editor)
        head = QHBoxLayout()
        head.addWidget(self._label, 1)
        head.addWidget(self._counter)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(head)
        self._column.addWidget(self.editor, 1)
        self.editor.textChanged.connect(self._on_editor_text_changed)
        self.editor.images_offered.connect(self.images_offered)
        theme.theme_changed.connect(self._fit)
        self._fit()
        self.retranslate()

    def text(self) -> str:
        return self.editor.prompt()

    def excess(self) -> int:
        """How many code points are too many."""
        return max(0, len(self.text()) - PROMPT_LIMIT)

    @property
    def variables_text(self) -> str:
        """What is said of variables that are left, empty when there are none."""
        return "" if self._variables is None else self._variables.text()

    def retranslate(self) -> None:
        self._label.setText(self.tr("Prompt"))
        self.editor.setAccessibleName(self.tr("Prompt"))
        self.editor.set_hint(self.tr("Describe the image you want…"))
        self._count()
        self._tell_variables()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _on_editor_text_changed(self) -> None:
        self._count()
        self._tell_variables()
        self.changed.emit()

    def _count(self) -> None:
        length = len(self.text())
        locale = QLocale()
        text = self.tr("{count} / {limit}").format(
            count=locale.toString(length), limit=locale.toString(PROMPT_LIMIT)
        )
        self._counter.setText(text if length else "")
        set_label_role(self._counter, "error" if length > PROMPT_LIMIT else "meta")

    def _tell_variables(self) -> None:
        text = self.text()
        if "{{" not in text and self._variables is None:
            return
        # Late: hardly any prompt has braces.
        from nanobanana_desktop.domain.template_variables import variables

        if self._variables is None:
            self._variables = plain_label(role="hint", wrap=True)
            self._column.addWidget(self._variables)
        names = [f"{{{{{variable.name}}}}}" for variable in variables(text)]
        shown = ", ".join([*names[:_NAMED], "…"] if len(names) > _NAMED else names)
        words = self.tr("{variables}: sent as it is written here.") if names else ""
        self._variables.setText(words.format(variables=shown))
        self._variables.setVisible(bool(names))

    def _fit(self) -> None:
        self._column.setSpacing(self._theme.px(4))
        self._label.setMinimumHeight(self._theme.px(20))
