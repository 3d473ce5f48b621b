"""What a person reads about trouble: row, title, body and buttons of every known case."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from PySide6.QtCore import QCoreApplication

from nanobanana_desktop.errors import ErrorCase
from nanobanana_desktop.ui.card_actions import CardAction
from nanobanana_desktop.ui.error_catalogue import SOURCES
from nanobanana_desktop.ui.error_rows import error_row
from nanobanana_desktop.ui.formats import count_text

_PLACEHOLDER: Final = re.compile(r"\{(\w+)\}")


class ErrorText(NamedTuple):
    """Translated and filled in. The first action is the default one."""

    row: str
    title: str
    body: str
    actions: tuple[CardAction, ...]

    @property
    def sentence(self) -> str:
        """For one line in a form or a bar: the body, or the title where there is no body."""
        return self.body or self.title


def error_text(case: ErrorCase, facts: Mapping[str, str | float] | None = None) -> ErrorText:
    """The words for `case` in the current language, its placeholders filled from `facts`.

    Facts are put in as they are: sizes and times must already be text for people.
    """
    source = SOURCES[case]
    known = {} if facts is None else facts
    usable = (text for text in (source.body, source.timed) if _placeholders(text) <= known.keys())
    body = next(filter(None, usable), source.plain or source.body)
    return ErrorText(
        row=error_row(case),
        title=_translate(source.title),
        body=_fill(_translate(body), known),
        actions=source.actions,
    )


def _translate(text: str) -> str:
    return QCoreApplication.translate("Errors", text) if text else ""


def _placeholders(text: str) -> set[str]:
    return set(_PLACEHOLDER.findall(text))


def _fill(text: str, facts: Mapping[str, str | float]) -> str:
    return _PLACEHOLDER.sub(lambda found: _fact(facts.get(found[1], "")), text)


def _fact(fact: str | float) -> str:
    return count_text(fact) if isinstance(fact, int) else str(fact)
