"""The words of a language from its source file, since tests must not need the compiled one."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QTranslator

import translations


@cache
def catalogue(language: str) -> dict[tuple[str, str], tuple[str, ...]]:
    """All forms of each text, by context and source."""
    return {
        (message.context, message.source): message.forms
        for message in translations.messages(translations.file_of(language))
    }


class Catalogue(QTranslator):
    """What the program installs for a language; English has words for what is counted only."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._texts = catalogue(language)

    def translate(
        self, context: str, text: str, _comment: str | None = None, count: int = -1
    ) -> str | None:
        # None leaves the text to other catalogues; an empty string would be its translation.
        forms = self._texts.get((context, text))
        if forms is None:
            return None
        return forms[0 if count == 1 else -1] or None

    def isEmpty(self) -> bool:
        return False
