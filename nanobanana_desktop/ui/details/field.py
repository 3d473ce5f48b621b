"""A fact with its name above it; it can be selected, and copied where that is of use."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from nanobanana_desktop.ui.details.read_box import RING, ReadBox
from nanobanana_desktop.ui.guarded import guarded
from nanobanana_desktop.ui.labels import plain_label, plain_tooltip
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.buttons import IconButton
from nanobanana_desktop.ui.widgets.targets import LEAST_TARGET

_BUTTON: Final = 24


class Together(QWidget):
    """Parts of one fact, close to each other; it goes when all of them are hidden."""

    def __init__(self, *parts: QWidget) -> None:
        super().__init__()
        self._parts = parts
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for part in parts:
            column.addWidget(part)
            part.installEventFilter(self)

    @guarded(bool)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self.setVisible(any(not part.isHidden() for part in self._parts))
        return super().eventFilter(watched, event)


class Field(QWidget):
    """A short fact; hidden while it has nothing to say."""

    def __init__(self, *, strong: bool = True) -> None:
        super().__init__()
        self.name = plain_label(role="small")
        self.value = selectable_label(strong=strong)
        column = QVBoxLayout(self)
        column.setContentsMargins(RING, 0, 0, 0)
        column.setSpacing(1)
        column.addWidget(self.name)
        column.addWidget(self.value)

    def show_fact(self, name: str, text: str) -> None:
        self.name.setText(name)
        self.value.setText(text)
        self.value.setAccessibleName(f"{name}: {text}")
        self.setVisible(bool(text))


class CopyField(QWidget):
    """A longer text, or one without spaces: it wraps anywhere, and a button copies it.

    Signals: `copy_requested(str)` – the whole text, also when less is shown.
    """

    copy_requested = Signal(str)

    def __init__(self, theme: Theme, *, tab_stop: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self._whole = ""
        self.name = plain_label(role="small")
        self.name.setContentsMargins(RING, 0, 0, 0)
        self.value = ReadBox(tab_stop=tab_stop)
        # It is higher than the small name beside it and must not push the text away.
        self.copy = IconButton(theme, "copy", size=_BUTTON, icon_size=13, parent=self)
        self.copy.clicked.connect(lambda: self.copy_requested.emit(self._whole))
        self._column = QVBoxLayout(self)
        self._column.setSpacing(1)
        self._column.addWidget(self.name)
        self._column.addWidget(self.value)
        theme.theme_changed.connect(self._fit)
        self._fit()

    def show_fact(self, name: str, text: str, copy_name: str, whole: str = "") -> None:
        """`whole` is what is copied when `text` is only its beginning."""
        self._whole = whole or text
        self.name.setText(name)
        self.copy.set_name(copy_name)
        self.value.show_text(text)
        self.value.setAccessibleName(name)
        plain_tooltip(self.value, whole)
        self.setVisible(bool(text))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.copy.move(self.width() - self.copy.width(), 0)
        self.copy.raise_()

    def _fit(self) -> None:
        spare = max(LEAST_TARGET, self._theme.px(_BUTTON)) - self.name.sizeHint().height()
        self._column.setContentsMargins(0, max(0, spare // 2), 0, 0)
        self.copy.move(self.width() - self.copy.width(), 0)


def selectable_label(*, strong: bool = False) -> QLabel:
    """Plain text that wraps and can be selected with the mouse."""
    label = plain_label(role="label" if strong else "body", wrap=True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
