"""What a search asks for, as a tree of terms."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from nanobanana_desktop.domain.history_query import normalise_for_search
from nanobanana_desktop.domain.task import ACTIVE, TROUBLED, TaskState


class SearchKey(StrEnum):
    """What stands before the colon."""

    STATE = "state"
    DATE = "date"
    MODEL = "model"
    SIZE = "size"
    RATIO = "ratio"
    RATING = "rating"
    TAG = "tag"
    HAS = "has"
    COST = "cost"


class StateWord(StrEnum):
    ACTIVE = "active"
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"
    UNCONFIRMED = "unconfirmed"
    STOPPED = "stopped"
    EXPIRED = "expired"

    @property
    def states(self) -> frozenset[TaskState]:
        return _STATES[self]


_STATES: Final = {
    StateWord.ACTIVE: ACTIVE,
    StateWord.WAITING: frozenset({TaskState.READY}),
    StateWord.DONE: frozenset({TaskState.DONE}),
    StateWord.FAILED: TROUBLED,
    StateWord.UNCONFIRMED: frozenset({TaskState.SUBMIT_UNKNOWN}),
    StateWord.STOPPED: frozenset({TaskState.WATCH_STOPPED}),
    StateWord.EXPIRED: frozenset({TaskState.EXPIRED}),
}


class Shape(StrEnum):
    LANDSCAPE = "landscape"
    PORTRAIT = "portrait"
    SQUARE = "square"


class Thing(StrEnum):
    """What a task can have."""

    REFERENCE = "reference"
    NOTE = "note"
    PICTURE = "picture"
    TAG = "tag"
    RATING = "rating"
    STAR = "star"
    COST = "cost"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Text:
    """Stands somewhere in the prompt, note, a tag, the file name or an id. Spelled as typed."""

    text: str

    @property
    def folded(self) -> str:
        """As it is searched; never empty in a parsed search."""
        return normalise_for_search(self.text)


@dataclass(frozen=True, slots=True)
class StateIs:
    state: StateWord


@dataclass(frozen=True, slots=True)
class ModelHas:
    """Part of the model's name."""

    text: str


@dataclass(frozen=True, slots=True)
class ModelIs:
    """The model's whole name; letters may be small or large, spaces stand for hyphens."""

    name: str


@dataclass(frozen=True, slots=True)
class DateIn:
    """Days from the beginning of `first` to the end of `last`, each a word like `today`, `7d` or
    `2026-11` (see `search_dates`), empty without a bound. An open side leaves out what it names.
    """

    first: str = ""
    last: str = ""
    first_open: bool = False
    last_open: bool = False


@dataclass(frozen=True, slots=True)
class ResolutionIs:
    """As it was asked for, like `2k`."""

    resolution: str


@dataclass(frozen=True, slots=True)
class ShapeIs:
    shape: Shape


@dataclass(frozen=True, slots=True)
class PixelsAre:
    """The saved picture's; None is any."""

    width: int | None
    height: int | None


@dataclass(frozen=True, slots=True)
class RatioIs:
    """As it was asked for; empty when the model chose."""

    ratio: str


@dataclass(frozen=True, slots=True)
class RatingIn:
    """Stars from `low` to `high`, both counted."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class TagIs:
    name: str

    @property
    def folded(self) -> str:
        return normalise_for_search(self.name)


@dataclass(frozen=True, slots=True)
class Has:
    thing: Thing


@dataclass(frozen=True, slots=True)
class CostIn:
    """As reported. None is no bound; an open side leaves out its bound."""

    low: float | None
    high: float | None
    low_open: bool = False
    high_open: bool = False


Condition = (
    StateIs
    | ModelHas
    | ModelIs
    | DateIn
    | ResolutionIs
    | ShapeIs
    | PixelsAre
    | RatioIs
    | RatingIn
    | TagIs
    | Has
    | CostIn
)
Part = Text | Condition


@dataclass(frozen=True, slots=True)
class Term:
    """One of `parts` holds; when `negated`, none does."""

    parts: tuple[Part, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Expression:
    """All terms hold."""

    terms: tuple[Term, ...] = ()

    @property
    def highlighted(self) -> tuple[str, ...]:
        """The words that are there because they were searched for, as they are searched."""
        words = (
            part.folded
            for term in self.terms
            if not term.negated
            for part in term.parts
            if isinstance(part, Text)
        )
        return tuple(dict.fromkeys(words))


def key_of(part: Part) -> SearchKey | None:
    """None for words."""
    return None if isinstance(part, Text) else _KEYS[type(part)]


_KEYS: Final[dict[type, SearchKey]] = {
    StateIs: SearchKey.STATE,
    ModelHas: SearchKey.MODEL,
    ModelIs: SearchKey.MODEL,
    DateIn: SearchKey.DATE,
    ResolutionIs: SearchKey.SIZE,
    ShapeIs: SearchKey.SIZE,
    PixelsAre: SearchKey.SIZE,
    RatioIs: SearchKey.RATIO,
    RatingIn: SearchKey.RATING,
    TagIs: SearchKey.TAG,
    Has: SearchKey.HAS,
    CostIn: SearchKey.COST,
}
