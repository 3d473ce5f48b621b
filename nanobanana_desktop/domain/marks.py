"""What a person may write on a task: ratings, notes and tags, and what they may look like."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar

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
    """What is to become of the marks of some tasks; what is None or empty stays as it is."""

    starred: bool | None = None
    rating: int | None = None
    note: str | None = None
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()
    trash: bool | None = None
    """Into the trash, or out of it."""

    @property
    def concerns_tags(self) -> bool:
        return bool(self.add_tags or self.remove_tags)

    def inverse(self, task: Marked) -> MarkChange:
        """What takes the change back on a task that had these marks before it."""
        own = {normalise_for_search(tag): tag for tag in task.tags}
        added = [tag for tag in self.add_tags if normalise_for_search(tag) not in own]
        removed = [own.get(normalise_for_search(tag), "") for tag in self.remove_tags]
        in_trash = task.trashed_at is not None
        return MarkChange(
            starred=_if_changed(self.starred, task.starred),
            rating=_if_changed(self.rating, task.rating),
            note=_if_changed(self.note, task.note),
            add_tags=tuple(tag for tag in removed if tag),
            remove_tags=tuple(added),
            trash=_if_changed(self.trash, in_trash),
        )


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
