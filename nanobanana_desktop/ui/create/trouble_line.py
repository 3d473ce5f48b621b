"""The sentences under the tiles about images that cannot be used."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from nanobanana_desktop.errors import ErrorCase
from nanobanana_desktop.ui.labels import plain_label
from nanobanana_desktop.ui.widgets.announce import announce

_MOST: Final = 3
"""Sentences; of more only the number is told."""


class TroubleLine:
    """Shows `label` while there is something to say."""

    def __init__(self) -> None:
        self._troubles: list[tuple[ErrorCase, Mapping[str, str | float]]] = []
        self.label = plain_label(role="error", wrap=True)
        self.label.hide()

    @property
    def text(self) -> str:
        return "" if self.label.isHidden() else self.label.text()

    def says(self, case: ErrorCase) -> bool:
        return any(told is case for told, _ in self._troubles)

    def say(self, case: ErrorCase, facts: Mapping[str, str | float]) -> None:
        """Also to who cannot see it. Of images without a place only the last number counts."""
        if case is ErrorCase.TOO_MANY_REFERENCES:
            self.unsay(case)
        self._troubles.append((case, facts))
        self.show()
        announce(self.label, self.label.text())

    def unsay(self, case: ErrorCase) -> None:
        self._troubles = [trouble for trouble in self._troubles if trouble[0] is not case]
        self.show()

    def clear(self) -> None:
        self._troubles.clear()
        self.show()

    def show(self) -> None:
        """In the language of now."""
        if not self._troubles:
            self.label.hide()
            self.label.setText("")
            return
        # Late: the first paint has no trouble.
        from nanobanana_desktop.ui.create.reference_troubles import trouble_sentences

        self.label.setText("\n".join(trouble_sentences(self._troubles, _MOST)))
        self.label.show()
