"""Sorting out: a decision for each of some pictures, none of them carried out before the end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from nanobanana_desktop.domain.marks import RATING_LIMIT, MarkChange

MOST_PICTURES: Final = 5_000
"""Of one sorting out; nobody decides about more, and the kept file stays small."""
_LONGEST_ID: Final = 64
_BIN: Final = "bin"
_KEEP: Final = "keep"
_STAR: Final = "star"


class CullScope(StrEnum):
    """Which pictures are sorted out."""

    SELECTED = "selected"
    SURVEY = "survey"
    ORDER = "order"
    DAY = "day"
    SEARCH = "search"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What is to become of a picture; `rating` 0 leaves the one it has."""

    to_bin: bool = False
    starred: bool = False
    rating: int = 0

    @property
    def change(self) -> MarkChange | None:
        """None where nothing is to be changed."""
        if self.to_bin:
            return MarkChange(trash=True)
        if not (self.starred or self.rating):
            return None
        return MarkChange(starred=self.starred or None, rating=self.rating or None)

    def to_text(self) -> str:
        if self.to_bin:
            return _BIN
        words = [_KEEP, *([_STAR] if self.starred else [])]
        return " ".join([*words, *([str(self.rating)] if self.rating else [])])

    @staticmethod
    def from_text(text: object) -> Decision | None:
        """None for what `to_text` never wrote."""
        return _DECISIONS.get(text) if isinstance(text, str) else None


BIN: Final = Decision(to_bin=True)
KEEP: Final = Decision()
_DECISIONS: Final = {
    decision.to_text(): decision
    for decision in (
        BIN,
        *(
            Decision(starred=starred, rating=rating)
            for starred in (False, True)
            for rating in range(RATING_LIMIT + 1)
        ),
    )
}


class Culling:
    """Pictures in their order, what was decided about them, and which one is looked at.

    Pictures that are away – deleted elsewhere – are passed over and counted nowhere; what was
    decided about them holds again when they come back.
    """

    def __init__(self, scope: CullScope, pictures: Iterable[str]) -> None:
        """`pictures` are ids of tasks; beyond `MOST_PICTURES` they are left out."""
        self.scope = scope
        self.pictures: Sequence[str] = tuple(dict.fromkeys(pictures))[:MOST_PICTURES]
        self._places = {task_id: place for place, task_id in enumerate(self.pictures)}
        self._decided: dict[str, Decision] = {}
        """The latest decision is the last."""
        self._away: set[str] = set()
        self._place = 0

    # -- what holds ------------------------------------------------------------------------------

    @property
    def current(self) -> str:
        """The picture that is looked at; empty when there is none any more."""
        return self.pictures[self._place] if self._is_there(self._place) else ""

    @property
    def following(self) -> str:
        """The picture that comes after a decision; empty when all others are decided."""
        place = self._undecided_after(self._place)
        return "" if place is None or place == self._place else self.pictures[place]

    @property
    def total(self) -> int:
        return len(self.pictures) - len(self._away)

    @property
    def position(self) -> int:
        """The current picture is so many-th of all that are there; 0 when there is none."""
        if not self.current:
            return 0
        return sum(self._is_there(place) for place in range(self._place + 1))

    @property
    def is_complete(self) -> bool:
        """Whether everything that is there is decided."""
        return len(self.decided) == self.total

    @property
    def decided(self) -> list[str]:
        """Decided pictures that are there, the latest last."""
        return [task_id for task_id in self._decided if task_id not in self._away]

    @property
    def for_bin(self) -> list[str]:
        """Those that go to the bin, in the order of the pictures."""
        return [i for i in self.pictures if i not in self._away and self._goes(i)]

    @property
    def kept(self) -> int:
        return len(self.decided) - len(self.for_bin)

    @property
    def marked(self) -> int:
        """Those that are kept with a star or a rating."""
        found = (self._decided[task_id] for task_id in self.decided)
        return sum(not decision.to_bin and decision != KEEP for decision in found)

    def decision(self, task_id: str) -> Decision | None:
        return self._decided.get(task_id)

    def changes(self) -> list[tuple[MarkChange, list[str]]]:
        """What the decisions change, with the ids that each change is for."""
        grouped: dict[Decision, list[str]] = {}
        for task_id in self.decided:
            grouped.setdefault(self._decided[task_id], []).append(task_id)
        found = ((decision.change, ids) for decision, ids in grouped.items())
        return [(change, ids) for change, ids in found if change is not None]

    # -- what a person does ----------------------------------------------------------------------

    def decide(self, decision: Decision) -> bool:
        """Decide about the current picture and go on to the next undecided one.

        The last of all stays in view. False when there is nothing to decide about.
        """
        task_id = self.current
        if not task_id:
            return False
        self._decided.pop(task_id, None)
        self._decided[task_id] = decision
        following = self._undecided_after(self._place)
        if following is not None:
            self._place = following
        return True

    def star(self) -> bool:
        """As `decide` for a star; a rating that was decided before stays."""
        former = self._decided.get(self.current, KEEP)
        return self.decide(Decision(starred=True, rating=former.rating))

    def rate(self, rating: int) -> bool:
        """As `decide` for a rating (1 to 5); a star that was decided before stays."""
        former = self._decided.get(self.current, KEEP)
        return self.decide(Decision(starred=former.starred, rating=rating))

    def back(self) -> bool:
        """Take the latest decision back and look at its picture; False when there is none."""
        decided = self.decided
        if not decided:
            return False
        self._decided.pop(decided[-1])
        self._place = self._places[decided[-1]]
        return True

    def look(self, distance: int) -> bool:
        """Go to the previous (-1) or next (1) picture, decided or not; False at the ends."""
        place = self._place + distance
        while 0 <= place < len(self.pictures):
            if self._is_there(place):
                self._place = place
                return True
            place += distance
        return False

    def look_at(self, task_id: str) -> bool:
        """Go to this picture; False when it is not among them."""
        place = self._places.get(task_id)
        if place is None or not self._is_there(place):
            return False
        self._place = place
        return True

    def go_on(self) -> None:
        """Look at an undecided picture, the current one if it is."""
        if not self.current or self.current in self._decided:
            place = self._undecided_after(self._place)
            if place is not None:
                self._place = place

    # -- what happens elsewhere ------------------------------------------------------------------

    def set_away(self, task_ids: Iterable[str]) -> bool:
        """These are not there any more; whether that changes anything."""
        return self._keep_away(self._away.union(i for i in task_ids if i in self._places))

    def set_there(self, task_ids: Iterable[str]) -> bool:
        """These are there (again); whether that changes anything."""
        return self._keep_away(self._away.difference(task_ids))

    def _keep_away(self, away: set[str]) -> bool:
        if away == self._away:
            return False
        self._away = away
        if not self.current:
            self.go_on()
        if not self.current and not self.look(1):
            self.look(-1)
        return True

    # -- kept ------------------------------------------------------------------------------------

    def to_mapping(self) -> dict[str, Any]:
        """In plain values that JSON can hold: ids, and a word for each decision."""
        return {
            "scope": self.scope.value,
            "pictures": " ".join(self.pictures),
            "decided": [[i, decision.to_text()] for i, decision in self._decided.items()],
            "current": self.pictures[self._place] if self.pictures else "",
        }

    @staticmethod
    def from_mapping(content: Mapping[str, object]) -> Culling | None:
        """What `to_mapping` wrote, of any age; what is not understood is left out.

        None when nothing was decided, or nothing can be made of it.
        """
        pictures = content.get("pictures")
        if not isinstance(pictures, str):
            return None
        scopes = {scope.value: scope for scope in CullScope}
        scope = scopes.get(str(content.get("scope")), CullScope.SELECTED)
        ids = [task_id for task_id in pictures.split() if len(task_id) <= _LONGEST_ID]
        culling = Culling(scope, ids)
        decided = content.get("decided")
        for entry in decided if isinstance(decided, list) else ():
            culling._take_over(entry)
        current = content.get("current")
        culling._place = culling._places.get(current, 0) if isinstance(current, str) else 0
        return culling if culling._decided else None

    def _take_over(self, entry: object) -> None:
        if not isinstance(entry, list) or len(entry) != 2:
            return
        task_id, decision = entry[0], Decision.from_text(entry[1])
        if isinstance(task_id, str) and task_id in self._places and decision is not None:
            self._decided[task_id] = decision

    # -- inside ----------------------------------------------------------------------------------

    def _goes(self, task_id: str) -> bool:
        decision = self._decided.get(task_id)
        return decision is not None and decision.to_bin

    def _is_there(self, place: int) -> bool:
        return place < len(self.pictures) and self.pictures[place] not in self._away

    def _undecided_after(self, place: int) -> int | None:
        """The next place without a decision, from the beginning again at the end."""
        count = len(self.pictures)
        for step in range(1, count + 1):
            candidate = (place + step) % count
            if self._is_there(candidate) and self.pictures[candidate] not in self._decided:
                return candidate
        return None
