"""Prompt and settings that a picture file tells, whoever wrote them."""

from __future__ import annotations

from pathlib import Path

from nanobanana_desktop.domain.parameter_texts import FoundParameters
from nanobanana_desktop.domain.picture_format import BYTE_LIMIT
from nanobanana_desktop.domain.picture_metadata import found_parameters


def read_parameters(path: Path) -> FoundParameters | None:
    """What the PNG, JPEG or WebP tells; None when it tells nothing or is larger than 64 MiB.

    OSError passes through.
    """
    with path.open("rb") as file:
        data = file.read(BYTE_LIMIT + 1)
    return found_parameters(data) if len(data) <= BYTE_LIMIT else None
