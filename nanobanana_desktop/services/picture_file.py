"""What the details tell of a picture's file that the history does not know."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from nanobanana_desktop.errors import ErrorCase, StorageError


@dataclass(frozen=True, slots=True)
class PictureFile:
    """The file as it is now: its name, its size in bytes, and whether it is signed."""

    name: str
    byte_size: int
    has_credentials: bool


def look_at(path: Path) -> PictureFile:
    """Read the file. Blocking; raises StorageError(FILE_GONE) when it cannot be read."""
    # Loaded here: the start need not wait for the parsers of all formats.
    from nanobanana_desktop.domain.container_metadata import ContainerError
    from nanobanana_desktop.domain.picture_metadata import has_credentials

    try:
        data = path.read_bytes()
    except OSError as error:
        raise StorageError(ErrorCase.FILE_GONE, str(error)) from error
    try:
        signed = has_credentials(data)
    except ContainerError:
        signed = False
    return PictureFile(path.name, len(data), signed)
