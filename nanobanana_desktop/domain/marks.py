"""What a person may write on a task: ratings, notes and tags, and what they may look like."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Protocol, TypedDict, TypeVar

from nanobanana_desktop.domain.history_query import normalise_for_search
from nanobanana_desktop.domain.remote_text import well_formed

RATING_LIMIT: Final = 5
NOTE_LIMIT: Final = 10_000
"""Code points."""
TAG_LENGTH: Final = 60
"""Code points of one tag."""
TAG_LIMIT: Final = 100
"""Tags of one task."""


def clean_note(text: str) -> str:
    """The note as it is kept: without space at its end, and cut at `NOTE_LIMIT`."""
    return well_formed(text.replace("\0", "")[:NOTE_LIMIT]).rstrip()


def clean_tag(text: str) -> str:
    """The tag as it is kept, on one line; empty for what a reader would not see."""
    tag = " ".join(well_formed(text.replace("\0", "")).split())[:TAG_LENGTH].rstrip()
    return tag if normalise_for_search(tag) else ""


def clean_tags(texts: Iterable[str]) -> tuple[str, ...]:
    """Tags in their order; of those that read the same the first, at most `TAG_LIMIT`."""
    tags: dict[str, str] = {}
    for text in texts:
        tag = clean_tag(text)
        if tag:
            tags.setdefault(normalise_for_search(tag), tag)
    return tuple(tags.values())[:TAG_LIMIT]


def split_tags(text: str) -> tuple[str, ...]:
    """The tags in a text as it is typed or pasted, with commas or line ends between them."""
    for separator in ("，", "、", ";", "；", "\n"):
        text = text.replace(separator, ",")
    return clean_tags(text.split(","))


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkChange:
    """What is to become of the marks of some tasks; what is None or empty stays as it is.

    Where a tag is removed and added in another spelling, all tasks that have it see the new one.
    `add_note` goes onto a line of its own below what is there, `drop_note` takes such an end away
    again.
    """

    starred: bool | None = None
    rating: int | None = None
    note: str | None = None
    add_note: str = ""
    drop_note: str = ""
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()
    trash: bool | None = None
    """Into the trash, or out of it."""
    everywhere: bool = False
    """It concerns the tags of all tasks, not of some that were chosen."""

    @property
    def concerns_tags(self) -> bool:
        return bool(self.add_tags or self.remove_tags)

    @property
    def respelled(self) -> frozenset[str]:
        """Tags that go and come back spelled otherwise, in the form in which they are searched."""
        come, go = (map(normalise_for_search, tags) for tags in (self.add_tags, self.remove_tags))
        return frozenset(come).intersection(go)

    def note_after(self, former: str) -> str:
        """The note of a task that had `former`; one that would be too long stays as it is."""
        if self.note is not None:
            return self.note
        if self.add_note:
            longer = f"{former}\n{self.add_note}" if former else self.add_note
            return longer if len(longer) <= NOTE_LIMIT else former
        if self.drop_note and f"\n{former}".endswith(f"\n{self.drop_note}"):
            return former[: -len(self.drop_note)].removesuffix("\n")
        return former

    def is_too_long_for(self, former: str) -> bool:
        """Whether what is added does not fit behind this note, which stays as it is then."""
        return bool(self.add_note) and self.note_after(former) == former

    def inverse(self, task: Marked) -> MarkChange:
        """What takes the change back on a task that had these marks before it."""
        own = {normalise_for_search(tag): tag for tag in task.tags}
        again = self.respelled
        added = [
            tag
            for tag in self.add_tags
            if (folded := normalise_for_search(tag)) not in own or folded in again
        ]
        removed = [
            # Where another task's turn brought the new spelling, the former one is only named here.
            tag if own_tag in self.add_tags else own_tag
            for tag in self.remove_tags
            if (own_tag := own.get(normalise_for_search(tag), ""))
        ]
        in_trash = task.trashed_at is not None
        return MarkChange(
            starred=_if_changed(self.starred, task.starred),
            rating=_if_changed(self.rating, task.rating),
            **self._inverse_note(task.note),
            add_tags=tuple(removed),
            remove_tags=tuple(added),
            trash=_if_changed(self.trash, in_trash),
        )

    def _inverse_note(self, former: str) -> _NoteChange:
        """Short where it is the same for all tasks: of many notes not each one is remembered."""
        if self.note_after(former) == former:
            return {}
        if self.note is not None:
            return {"note": former}
        if self.add_note:
            return {"drop_note": self.add_note}
        return {"add_note": self.drop_note}


class _NoteChange(TypedDict, total=False):
    note: str
    add_note: str
    drop_note: str


class Marked(Protocol):
    """Whatever has marks."""

    @property
    def starred(self) -> bool: ...
    @property
    def rating(self) -> int: ...
    @property
    def note(self) -> str: ...
    @property
    def tags(self) -> tuple[str, ...]: ...
    @property
    def trashed_at(self) -> float | None: ...


NO_CHANGE: Final = MarkChange()


T = TypeVar("T")


def _if_changed(new: T | None, old: T) -> T | None:
    return None if new is None or new == old else old
