"""What stands in the place of the list while there is nothing to list."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QSpacerItem, QVBoxLayout, QWidget

from nanobanana_desktop.domain.history_query import HistoryFilter, HistoryQuery
from nanobanana_desktop.ui.labels import plain_label
from nanobanana_desktop.ui.texts import shortened
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.buttons import Button

_LENGTH: Final = 60


class EmptyNote(QWidget):
    """A heading, one line of help, and the way out if there is one and `has_buttons`.

    Signals: `action_triggered()`, `clear_filters_triggered()`.
    """

    action_triggered = Signal()
    clear_filters_triggered = Signal()

    def __init__(
        self, theme: Theme, *, has_buttons: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._has_buttons = has_buttons
        self._heading = plain_label(role="secondary", wrap=True)
        bold = QFont()
        bold.setWeight(QFont.Weight.DemiBold)
        self._heading.setFont(bold)
        self._line = plain_label(role="hint", wrap=True)
        for label in (self._heading, self._line):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.button = Button(theme)
        self.button.clicked.connect(self.action_triggered)
        self.filters_button = Button(theme)
        self.filters_button.clicked.connect(self.clear_filters_triggered)
        self._theme = theme
        self._gaps = [QSpacerItem(0, 0) for _ in range(3)]
        self._column = column = QVBoxLayout(self)
        column.addStretch(2)
        column.addWidget(self._heading)
        column.addWidget(self._line)
        column.addSpacerItem(self._gaps[0])
        for button, gap in zip((self.button, self.filters_button), self._gaps[1:], strict=True):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
            column.addSpacerItem(gap)
        column.addStretch(3)
        theme.theme_changed.connect(self._fit)
        self._fit()

    def show_query(self, query: HistoryQuery) -> None:
        """Say why nothing matches `query`."""
        self.filters_button.setText(self.tr("Clear filters"))
        self.filters_button.hide()
        if query.has_text:
            self._show_search(query)
        elif query.filter is HistoryFilter.ACTIVE:
            self._show_note(self.tr("Nothing is being made"), action=self.tr("Show all"))
        elif query.filter is HistoryFilter.FAILED:
            self._show_note(self.tr("No failed tasks"), action=self.tr("Show all"))
        elif query.filter is HistoryFilter.STARRED:
            self._show_note(
                self.tr("No starred images yet"),
                self.tr("Press S on an image to star it."),
                self.tr("Show all"),
            )
        elif query.filter is HistoryFilter.TRASH:
            self._show_note(
                self.tr("The bin is empty"),
                self.tr("What you delete lies here until you empty the bin."),
                self.tr("Show all"),
            )
        else:
            self._show_note(
                self.tr("Your images will appear here"),
                self.tr("Every task is kept with its prompt and settings."),
            )

    def show_failure(self) -> None:
        """Say that the list could not be read, and offer to try it again."""
        self.filters_button.hide()
        self._show_note(
            self.tr("The list could not be read"),
            self.tr("Your images and tasks are where they were."),
            self.tr("Try again"),
        )

    @property
    def heading(self) -> str:
        return self._heading.text()

    @property
    def sentence(self) -> str:
        """What is spoken of it."""
        return "\n".join(text for text in (self.heading, self._line.text()) if text)

    def _show_search(self, query: HistoryQuery) -> None:
        from nanobanana_desktop.domain.search_filters import filters_in, words_in

        words, filters = words_in(query.text), filters_in(query.text)
        is_narrowed = bool(filters) or query.filter is not HistoryFilter.ALL
        if words or not filters:
            words = shortened(words or query.text.strip(), _LENGTH)
            text = self.tr("No prompts match “{words}”").format(words=words)
            line = self.tr("Filters are in force as well.") if is_narrowed else ""
            self._show_note(text, line, self.tr("Clear search"))
            self.filters_button.setVisible(is_narrowed and self._has_buttons)
        else:
            self._show_note(self.tr("Nothing passes these filters"))
            self.filters_button.setVisible(self._has_buttons)

    def _show_note(self, heading: str, line: str = "", action: str = "") -> None:
        self._heading.setText(heading)
        self._line.setText(line)
        self._line.setVisible(bool(line))
        self.button.setText(action)
        self.button.setVisible(bool(action) and self._has_buttons)

    def _fit(self) -> None:
        px = self._theme.px
        self._column.setSpacing(px(2))
        for gap, height in zip(self._gaps, (10, 4, 4), strict=True):
            gap.changeSize(0, px(height))
        self._column.invalidate()
