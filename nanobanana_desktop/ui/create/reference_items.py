"""The reference images of the form as values, and what the form asks to be prepared."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import NamedTuple

from PySide6.QtGui import QImage

from nanobanana_desktop.domain.params import Reference


class ReferenceState(Enum):
    PREPARING = auto()
    READY = auto()
    PROBLEM = auto()
    """Known, but its file is gone; it cannot be sent."""


class ReferenceRequest(NamedTuple):
    """One image to be prepared; `ticket` comes back with the answer.

    Exactly one source is given: `path`, `link` (http or https), `image` (pasted pixels), `encoded`
    (a whole PNG, JPEG or WebP), `data_link` (a `data:` address), or `reference` – one that is known
    already and needs its small picture only.
    """

    ticket: int
    path: Path | None = None
    link: str = ""
    image: QImage | None = None
    reference: Reference | None = None
    encoded: bytes = b""
    data_link: str = ""


@dataclass(slots=True)
class ReferenceItem:
    """A tile: `reference` is None while the image is being prepared for the first time."""

    ticket: int
    name: str
    state: ReferenceState = ReferenceState.PREPARING
    reference: Reference | None = None
    thumbnail: QImage | None = None
