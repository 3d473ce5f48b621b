"""Sentences about images that cannot be reference images."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication

from nanobanana_desktop.errors import ErrorCase
from nanobanana_desktop.ui.error_texts import error_text
from nanobanana_desktop.ui.formats import byte_size

Trouble = tuple[ErrorCase, Mapping[str, str | float]]


def trouble_sentences(troubles: Sequence[Trouble], most: int) -> list[str]:
    """One sentence for each, none twice; beyond `most` only how many more there are.

    Sizes are bytes, or text for pixels.
    """
    sentences = list(dict.fromkeys(_sentence(case, facts) for case, facts in troubles))
    rest = len(sentences) - most
    if rest > 0:
        more = QCoreApplication.translate("Errors", "%Ln more could not be added.", "", rest)
        sentences[most:] = [more]
    return sentences


def _sentence(case: ErrorCase, facts: Mapping[str, str | float]) -> str:
    shown = {
        name: value if isinstance(value, str) or name == "n" else byte_size(round(value))
        for name, value in facts.items()
    }
    if case is ErrorCase.TOO_MANY_REFERENCES and facts.get("n") == 1:
        return QCoreApplication.translate("Errors", "Only 6 reference images fit. 1 was not added.")
    return error_text(case, shown).sentence
