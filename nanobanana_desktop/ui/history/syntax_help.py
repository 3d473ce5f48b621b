"""How searches are written, with examples that can be pressed."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from nanobanana_desktop.ui.labels import plain_label
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.translation_marks import QT_TRANSLATE_NOOP
from nanobanana_desktop.ui.widgets.buttons import Button
from nanobanana_desktop.ui.widgets.kept_spacing import KeptSpacing

EXAMPLES: Final = (
    ("red fox", QT_TRANSLATE_NOOP("SyntaxHelp", "both words")),
    ('"red fox"', QT_TRANSLATE_NOOP("SyntaxHelp", "exactly these words")),
    ("fox -snow", QT_TRANSLATE_NOOP("SyntaxHelp", "without a word")),
    ("fox|wolf", QT_TRANSLATE_NOOP("SyntaxHelp", "one of several")),
    ("date:last-week", QT_TRANSLATE_NOOP("SyntaxHelp", "today, 7d, 2026-11, 2026-11-02..")),
    ("rating:>=4", QT_TRANSLATE_NOOP("SyntaxHelp", "1 to 5, or 3-5")),
    ("tag:cat|dog", QT_TRANSLATE_NOOP("SyntaxHelp", "has one of these tags")),
    ("state:failed", QT_TRANSLATE_NOOP("SyntaxHelp", "active, waiting, done, failed …")),
    ("size:4k", QT_TRANSLATE_NOOP("SyntaxHelp", "2k, landscape, portrait, 512x?")),
    ("ratio:16:9", QT_TRANSLATE_NOOP("SyntaxHelp", "or auto")),
    ("model:pro", QT_TRANSLATE_NOOP("SyntaxHelp", 'a part, or "the whole name"')),
    ("-has:note", QT_TRANSLATE_NOOP("SyntaxHelp", "note, reference, tag, star, error")),
    ("cost:>0.5", QT_TRANSLATE_NOOP("SyntaxHelp", "as the service reported it")),
)
"""What is written, and what it means."""


class SyntaxHelp(QWidget):
    """Signals: `example_chosen(str)`."""

    example_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lead = plain_label(role="hint", wrap=True)
        self._meanings = [plain_label(role="hint", wrap=True) for _ in EXAMPLES]
        self.examples: list[Button] = []
        grid = QGridLayout()
        KeptSpacing(theme, grid, 1, beside=10)
        grid.setColumnStretch(1, 1)
        for row, (example, _) in enumerate(EXAMPLES):
            button = Button(theme, example, kind="link", parent=self)
            button.clicked.connect(lambda _on=False, text=example: self.example_chosen.emit(text))
            self.examples.append(button)
            grid.addWidget(button, row, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(self._meanings[row], row, 1, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        KeptSpacing(theme, column, 6)
        column.addWidget(self._lead)
        column.addLayout(grid)
        self.retranslate()

    def retranslate(self) -> None:
        self._lead.setText(
            self.tr("Filters can be typed into the search field too; all of them have to hold.")
        )
        for label, (_, meaning) in zip(self._meanings, EXAMPLES, strict=True):
            label.setText(self.tr(meaning))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
