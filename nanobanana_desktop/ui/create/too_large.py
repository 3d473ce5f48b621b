"""What is said under the tiles of images that are too large, and what can be done about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nanobanana_desktop.errors import ErrorCase
from nanobanana_desktop.ui.create.reference_items import (
    ReferenceItem,
    ReferenceRequest,
    ReferenceState,
)
from nanobanana_desktop.ui.create.reference_troubles import trouble_sentences
from nanobanana_desktop.ui.labels import plain_label
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.buttons import Button

_NAMED: Final = 3


class TooLargeNote(QWidget):
    """Remembers the images and where each comes from; its buttons mean all of them.

    Signals: `smaller_wanted(list[int])`, `removal_wanted(list[int])` with the tickets.
    """

    smaller_wanted = Signal(list)
    removal_wanted = Signal(list)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("too large")
        self._theme = theme
        self._known: dict[int, tuple[ReferenceRequest, Mapping[str, str | float]]] = {}
        self._sentence = plain_label(role="error", wrap=True)
        self.smaller_button = Button(theme, " ")
        self.remove_button = Button(theme, " ", kind="quiet")
        self._row = QHBoxLayout()
        self._row.addWidget(self.smaller_button)
        self._row.addWidget(self.remove_button)
        self._row.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._sentence)
        self._column.addLayout(self._row)
        self.smaller_button.clicked.connect(lambda: self.smaller_wanted.emit(list(self._known)))
        self.remove_button.clicked.connect(lambda: self.removal_wanted.emit(list(self._known)))
        theme.theme_changed.connect(self._fit)
        self._fit()

    @property
    def text(self) -> str:
        return self._sentence.text()

    def add(
        self, item: ReferenceItem, request: ReferenceRequest, facts: Mapping[str, str | float]
    ) -> None:
        """Mark the item; `facts` are `size` and `limit`, bytes or text for pixels."""
        item.state = ReferenceState.TOO_LARGE
        self._known[item.ticket] = (request, {"name": item.name, **facts})

    def show_of(self, items: Sequence[ReferenceItem]) -> None:
        """Say it of those that are still there and too large."""
        there = {item.ticket for item in items if item.state is ReferenceState.TOO_LARGE}
        self._known = {ticket: known for ticket, known in self._known.items() if ticket in there}
        self.setVisible(bool(self._known))
        self.retranslate()

    def begin(
        self, items: Sequence[ReferenceItem], tickets: Sequence[int]
    ) -> list[ReferenceRequest]:
        """What is to be asked so that those with these tickets are made smaller."""
        requests = []
        for item in items:
            if item.ticket in tickets and item.ticket in self._known:
                request, _ = self._known.pop(item.ticket)
                item.state = ReferenceState.PREPARING
                requests.append(request._replace(ticket=item.ticket, smaller=True))
        return requests

    def retranslate(self) -> None:
        count = len(self._known)
        large = [(ErrorCase.REFERENCE_TOO_LARGE, facts) for _, facts in self._known.values()]
        sentences = trouble_sentences(large[:_NAMED], _NAMED)
        if count > _NAMED:
            sentences.append(self.tr("%Ln more are too large.", "", count - _NAMED))
        self._sentence.setText("\n".join(sentences))
        smaller, remove = self.tr("Make smaller"), self.tr("Remove")
        if count > 1:
            smaller = self.tr("Make %Ln smaller", "", count)
            remove = self.tr("Remove %Ln", "", count)
        self.smaller_button.setText(smaller)
        self.remove_button.setText(remove)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _fit(self) -> None:
        self._column.setSpacing(self._theme.px(6))
        self._row.setSpacing(self._theme.px(8))
