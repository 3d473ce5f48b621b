"""The field that takes the next key, whatever it would do elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from nanobanana_desktop.ui.shortcuts.key_rules import of_event

Key = Qt.Key


class KeyCapture(QLineEdit):
    """Waits for one key while it has the focus. Input methods are off in it.

    Esc and leaving it give up; so does Tab, which goes on as always.

    Signals: `captured(str)` – the key in portable words –, `given_up()`.
    """

    captured = Signal(str)
    given_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("key capture")
        self.setReadOnly(True)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.retranslate()

    def retranslate(self) -> None:
        self.setPlaceholderText(self.tr("Press the new key…"))
        self.setAccessibleName(self.tr("New key"))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            # Otherwise the command that has the key now would be carried out.
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = of_event(event.key(), event.modifiers())
        event.accept()
        if key == "Esc":
            self.given_up.emit()
        elif key and not event.isAutoRepeat():
            self.captured.emit(key)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.ActiveWindowFocusReason:
            self.given_up.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
