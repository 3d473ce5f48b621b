"""The reference images of the form as values, and what the form asks to be prepared."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import NamedTuple

from PySide6.QtGui import QImage

from nanobanana_desktop.domain.params import Reference, ReferenceKind


class ReferenceState(Enum):
    PREPARING = auto()
    READY = auto()
    PROBLEM = auto()
    """Known, but its file is gone; it cannot be sent."""
    TOO_LARGE = auto()
    """It cannot be sent unless it is made smaller."""


class ReferenceRequest(NamedTuple):
    """One image to be prepared; `ticket` comes back with the answer.

    Exactly one source is given: `path`, `link` (http or https), `image` (pasted pixels), `encoded`
    (a whole PNG, JPEG or WebP), `data_link` (a `data:` address), or `reference` – one that is known
    already and needs its small picture only. `before` is the ticket of the tile in front of which
    it comes, 0 for the end. With `smaller` the source is too large, and is to be made to fit.
    """

    ticket: int
    path: Path | None = None
    link: str = ""
    image: QImage | None = None
    reference: Reference | None = None
    encoded: bytes = b""
    data_link: str = ""
    before: int = 0
    smaller: bool = False


@dataclass(slots=True)
class ReferenceItem:
    """A tile: `reference` is None while the image is being prepared for the first time."""

    ticket: int
    name: str
    state: ReferenceState = ReferenceState.PREPARING
    reference: Reference | None = None
    thumbnail: QImage | None = None


def same_picture(first: Reference | None, second: Reference) -> bool:
    """Whether both are the same bytes, or the same address."""
    if first is None or first.kind is not second.kind:
        return False
    if second.kind is ReferenceKind.LINK:
        return first.url == second.url
    return first.sha256 == second.sha256


def item_for(request: ReferenceRequest, pasted_name: str) -> ReferenceItem:
    """The tile of what was asked for. A link that is known needs no preparation."""
    known = request.reference
    if known is not None:
        is_ready = known.kind is ReferenceKind.LINK
        state = ReferenceState.READY if is_ready else ReferenceState.PREPARING
        return ReferenceItem(request.ticket, known.name, state, known)
    name = request.link or pasted_name if request.path is None else request.path.name
    return ReferenceItem(request.ticket, name)


def insert_item(items: list[ReferenceItem], item: ReferenceItem, before: int) -> None:
    """Put it in front of the tile with this ticket, or at the end when there is none."""
    tickets = [each.ticket for each in items]
    items.insert(tickets.index(before) if before in tickets else len(items), item)
