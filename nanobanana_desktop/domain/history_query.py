"""What the history is asked for: filter, search words, order and counts."""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from typing import Final, NamedTuple

_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs"})
"""Unicode categories that no reader sees: controls, format characters, lone surrogates."""

_ASCII_INVISIBLE: Final = dict.fromkeys([*range(0x09), *range(0x0E, 0x1C), 0x7F])
"""Those among ASCII that are no white space."""


class HistoryFilter(StrEnum):
    ALL = "all"
    ACTIVE = "active"
    FAILED = "failed"
    STARRED = "starred"
    TRASH = "trash"


class HistorySort(StrEnum):
    """`NEWEST` shows the tasks under way first; the others know no such group.

    Between equals the newest comes first, with `OLDEST` the oldest. `MODEL` goes by the names of
    the models as they are sent, from the last to the first.
    """

    NEWEST = "newest"
    OLDEST = "oldest"
    RATING = "rating"
    SIZE = "size"
    COST = "cost"
    MODEL = "model"


_WITHOUT_INDEX: Final = frozenset({HistorySort.SIZE, HistorySort.COST, HistorySort.MODEL})


class HistoryQuery(NamedTuple):
    """Tasks that pass the filter and for which `text`, in the search language, holds.

    What is in the trash is found by `HistoryFilter.TRASH` only.
    """

    text: str = ""
    filter: HistoryFilter = HistoryFilter.ALL
    sort: HistorySort = HistorySort.NEWEST

    @property
    def has_text(self) -> bool:
        """Whether anything is searched for."""
        return bool(self.text.strip())

    @property
    def is_quick(self) -> bool:
        """Whether the first rows are known at once, by an index."""
        return not self.has_text and self.sort not in _WITHOUT_INDEX

    @property
    def words(self) -> tuple[str, ...]:
        """The words that tasks are found by, as they are searched, without repetitions."""
        if not self.has_text:
            return ()
        # Loaded here because the first paint, which needs this module, searches for nothing.
        from nanobanana_desktop.domain.search_language import parse

        return parse(self.text).expression.highlighted


class HistoryCounts(NamedTuple):
    """How many tasks each filter finds without search words."""

    all: int = 0
    active: int = 0
    failed: int = 0
    starred: int = 0
    trash: int = 0


def normalise_for_search(text: str) -> str:
    """One spelling for all that a reader takes for the same: width, case and composition.

    Runs of white space become one space; control and invisible format characters are left out.
    """
    if text.isascii():
        return " ".join(text.lower().translate(_ASCII_INVISIBLE).split())
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    visible = "".join(
        char for char in folded if char.isspace() or unicodedata.category(char) not in _INVISIBLE
    )
    return " ".join(visible.split())
