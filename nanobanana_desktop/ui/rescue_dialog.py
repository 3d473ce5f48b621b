"""Tasks of the service that are not in the history, fetched by their ids."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from nanobanana_desktop.ui.labels import plain_label, set_label_role
from nanobanana_desktop.ui.text_sized import TextSized
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.announce import announce
from nanobanana_desktop.ui.widgets.buttons import Button


class RescueDialog(QDialog):
    """Not modal. It shows what it is told.

    Signals: `fetch_requested(str)` with the text as it was typed.
    """

    fetch_requested = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("rescue dialog")
        self._label = plain_label(role="label")
        self._hint = plain_label(role="hint", wrap=True)
        self.edit = QPlainTextEdit()
        self.edit.setTabChangesFocus(True)
        self._label.setBuddy(self.edit)
        self.result_line = plain_label(role="secondary", wrap=True)
        self.fetch_button = Button(theme, " ", icon="arrow-down-to-line")
        self.close_button = Button(theme, " ")
        self._column = QVBoxLayout(self)
        self._row = QHBoxLayout()
        self._row.addStretch(1)
        self._row.addWidget(self.fetch_button)
        self._row.addWidget(self.close_button)
        for part in (self._label, self._hint):
            self._column.addWidget(part)
        self._column.addWidget(self.edit, 1)
        self._column.addWidget(self.result_line)
        self._column.addLayout(self._row)
        self.result_line.hide()
        self.edit.textChanged.connect(self._on_edit_text_changed)
        self.fetch_button.clicked.connect(self._on_fetch_button_clicked)
        self.close_button.clicked.connect(self.close)
        theme.theme_changed.connect(self._fit)
        self._fit()
        TextSized(theme, self, 460, 320)
        self._on_edit_text_changed()
        self.retranslate()

    def open_empty(self) -> None:
        """Show the dialog, ready to take ids; what was left in it stays."""
        self.result_line.hide()
        self.show()
        self.raise_()
        self.activateWindow()
        self.edit.setFocus()

    def show_result(self, text: str, left: Sequence[str], *, failed: bool = False) -> None:
        """Say what became of the ids; those of `left` stay in the field."""
        self.edit.setPlainText("\n".join(left))
        set_label_role(self.result_line, "error" if failed else "secondary")
        self.result_line.setText(text)
        self.result_line.show()
        self.edit.setFocus()
        announce(self, text)

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Fetch by task ID"))
        self._label.setText(self.tr("Task IDs at the service"))
        self.edit.setAccessibleName(self.tr("Task IDs at the service"))
        self._hint.setText(
            self.tr("One or many, each on a line of its own or with blanks between. It is free.")
        )
        self.fetch_button.setText(self.tr("Fetch"))
        self.close_button.setText(self.tr("Close"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _fit(self) -> None:
        px = self._theme.px
        self._column.setContentsMargins(px(24), px(20), px(24), px(16))
        self._column.setSpacing(px(10))
        self._row.setSpacing(px(8))

    def _on_edit_text_changed(self) -> None:
        self.fetch_button.setEnabled(bool(self.edit.toPlainText().strip()))

    def _on_fetch_button_clicked(self) -> None:
        # A second press while the first is under way would only say that all is here already.
        self.fetch_button.setEnabled(False)
        self.fetch_requested.emit(self.edit.toPlainText())
