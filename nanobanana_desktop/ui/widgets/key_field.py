"""A field for a secret: dots, an eye that shows it for a moment, and a button that pastes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.buttons import Button

_SHOWN_MS = 10_000
_QUOTES = "\"'“”‘’`"
_DOT = "•"
_MOST_DOTS = 12
_FEWEST_DOTS = 3
_BESIDE = 56
"""What a line needs for its edges and the eye, in pixels of the design."""


def cleaned_key(text: str) -> str:
    """Without the spaces, line breaks and quotes that copying brings along."""
    return text.strip().strip(_QUOTES).strip()


class _Line(QLineEdit):
    """Signals: `resized()`."""

    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()


class KeyField(QWidget):
    """Never filled from the store: a saved key is only said to exist.

    Signals: `submitted()` on Enter, `edited()`.
    """

    submitted = Signal()
    edited = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._saved_note = ""
        self.edit = _Line(self)
        self.edit.resized.connect(self._show_note)
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self._eye = QAction(self)
        self._eye.triggered.connect(self._on_eye_triggered)
        self.edit.addAction(self._eye, QLineEdit.ActionPosition.TrailingPosition)
        self.paste = Button(theme, " ", icon="clipboard-copy", parent=self)
        self.paste.clicked.connect(self._on_paste_clicked)
        self._hide_again = QTimer(self)
        self._hide_again.setObjectName("hide key again")
        self._hide_again.setSingleShot(True)
        self._hide_again.setInterval(_SHOWN_MS)
        self._hide_again.timeout.connect(self.hide_key)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.edit, 1)
        self._row.addWidget(self.paste)
        self.edit.returnPressed.connect(self.submitted)
        self.edit.textEdited.connect(self.edited)
        theme.theme_changed.connect(self._fit)
        self._fit()
        self.retranslate()

    def key(self) -> str:
        return cleaned_key(self.edit.text())

    def clear(self) -> None:
        self.edit.clear()
        self.hide_key()

    def show_saved(self, note: str) -> None:
        """Say in the empty field that a key is kept, for instance "Saved"."""
        self._saved_note = note
        self._show_note()

    @property
    def is_shown(self) -> bool:
        return self.edit.echoMode() == QLineEdit.EchoMode.Normal

    @property
    def time_until_hidden_ms(self) -> int:
        """Zero or less while the key is hidden."""
        return self._hide_again.remainingTime()

    def hide_key(self) -> None:
        self._hide_again.stop()
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self._show_eye()

    def retranslate(self) -> None:
        self.edit.setAccessibleName(self.tr("API key"))
        self.paste.setText(self.tr("Paste"))
        self._show_eye()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _show_note(self) -> None:
        """The note is always whole; the dots before it tell nothing and give way."""
        note = self._saved_note
        metrics = self.edit.fontMetrics()
        room = self.edit.width() - self._theme.px(_BESIDE) - metrics.horizontalAdvance(f"  {note}")
        fitting = room // max(1, metrics.horizontalAdvance(_DOT))
        dots = _DOT * min(_MOST_DOTS, max(_FEWEST_DOTS, fitting))
        self.edit.setPlaceholderText(f"{dots}  {note}" if note else "")

    def _show_eye(self) -> None:
        shown = self.is_shown
        self._eye.setIcon(self._theme.icon("eye-off" if shown else "eye", "text2"))
        self._eye.setText(self.tr("Hide key") if shown else self.tr("Show key"))

    def _on_eye_triggered(self) -> None:
        if self.is_shown:
            self.hide_key()
            return
        self.edit.setEchoMode(QLineEdit.EchoMode.Normal)
        self._hide_again.start()
        self._show_eye()

    def _on_paste_clicked(self) -> None:
        text = cleaned_key(QGuiApplication.clipboard().text())
        if text:
            self.edit.setText(text)
            self.edited.emit()
        self.edit.setFocus()

    def _fit(self) -> None:
        self._row.setSpacing(self._theme.px(10))
        self._show_note()
