"""What the history is asked for: filter, search words, order and counts."""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from typing import Final, NamedTuple

from nanobanana_desktop.domain.task import ACTIVE, GenerationTask

WORD_LIMIT: Final = 12
"""Search words beyond this number are left out."""

TEXT_LIMIT: Final = 400
"""Code points of a search text that are looked at."""

_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs"})
"""Unicode categories that no reader sees: controls, format characters, lone surrogates."""


class HistoryFilter(StrEnum):
    ALL = "all"
    ACTIVE = "active"
    FAILED = "failed"
    STARRED = "starred"
    TRASH = "trash"


class HistorySort(StrEnum):
    """`NEWEST` shows the tasks under way first; the others know no such group.

    Between equals the newest comes first, with `OLDEST` the oldest.
    """

    NEWEST = "newest"
    OLDEST = "oldest"
    RATING = "rating"
    SIZE = "size"
    COST = "cost"


class HistoryQuery(NamedTuple):
    """Tasks that match the filter and hold every word of `text` somewhere in the prompt.

    A word also finds the task whose id, id at the service or file name it is (part of). What is in
    the trash is found by `HistoryFilter.TRASH` only.
    """

    text: str = ""
    filter: HistoryFilter = HistoryFilter.ALL
    sort: HistorySort = HistorySort.NEWEST

    @property
    def words(self) -> tuple[str, ...]:
        """The words to look for, normalised, without repetitions, in the order of the text."""
        words = normalise_for_search(self.text[:TEXT_LIMIT]).split()
        return tuple(dict.fromkeys(words))[:WORD_LIMIT]


class HistoryCounts(NamedTuple):
    """How many tasks each filter finds without search words."""

    all: int = 0
    active: int = 0
    failed: int = 0
    starred: int = 0
    trash: int = 0


class HistoryKey(NamedTuple):
    """A task's place in the history. Shown first is what compares greatest."""

    active: bool
    created_at: float
    id: str


def history_key(task: GenerationTask) -> HistoryKey:
    """Active tasks come first, then the newest; the id decides between equal times."""
    return HistoryKey(task.state in ACTIVE, task.created_at, task.id)


def normalise_for_search(text: str) -> str:
    """One spelling for all that a reader takes for the same: width, case and composition.

    Runs of white space become one space; control and invisible format characters are left out.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    visible = "".join(
        char for char in folded if char.isspace() or unicodedata.category(char) not in _INVISIBLE
    )
    return " ".join(visible.split())
