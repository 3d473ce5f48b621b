"""Labels and tooltips that show every text as it is: no markup is ever read from it."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtWidgets import QLabel, QWidget

Role = Literal[
    "body",
    "title",
    "hint",
    "meta",
    "label",
    "pane",
    "welcome",
    "secondary",
    "small",
    "error",
    "ok",
    "warn",
]


def plain_label(
    text: str = "", *, role: Role = "body", wrap: bool = False, parent: QWidget | None = None
) -> QLabel:
    """A label in plain text. `role` chooses size, weight and colour in the style sheet."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    label.setWordWrap(wrap)
    label.setText(text)
    return label


def set_label_role(label: QLabel, role: Role) -> None:
    """Change the role of a label that is already on screen."""
    if label.property("role") != role:
        label.setProperty("role", role)
        label.style().unpolish(label)
        label.style().polish(label)


def plain_tooltip(widget: QWidget, text: str) -> None:
    """Set a tooltip that shows `text` literally, even when it looks like markup."""
    widget.setToolTip(plain_tooltip_text(text))


def plain_tooltip_text(text: str) -> str:
    """`text` in a form that Qt shows literally, for models that answer `ToolTipRole`."""
    if not GuiQt.mightBeRichText(text):
        return text
    # Hardly any text looks like markup, and its names of all characters take time to load.
    import html

    return f"<span>{html.escape(text).replace(chr(10), '<br>')}</span>"
