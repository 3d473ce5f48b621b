"""Reference images that were chosen from files: kept by content, handed out ready to send."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import stat
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from nanobanana_desktop.domain.parameter_texts import FoundParameters
from nanobanana_desktop.domain.params import Reference, ReferenceKind
from nanobanana_desktop.domain.picture_format import (
    BYTE_LIMIT,
    PIXEL_LIMIT,
    SIDE_LIMIT,
    PictureFacts,
    PictureFormat,
    inspect_picture,
)
from nanobanana_desktop.domain.picture_metadata import found_parameters
from nanobanana_desktop.domain.remote_text import clean
from nanobanana_desktop.errors import ErrorCase, StorageError, ValidationError
from nanobanana_desktop.storage.picture_reader import (
    PinnedReader,
    UnreadablePictureError,
    as_srgb,
    encode_jpeg,
)
from nanobanana_desktop.storage.private_files import (
    make_private_folder,
    storage_error,
    write_whole,
)
from nanobanana_desktop.storage.smaller_picture import smaller_picture

NAME_LIMIT: Final = 120
"""Code points of the name shown on a tile."""

THUMBNAIL_SIDE: Final = 160

SMALLEST_SIDE: Final = 64
"""Pixels; a reference is not scaled below this to fit under a cap."""

_QUALITY: Final = 88
_LEAST_PER_PIXEL: Final = 0.25
"""Characters of a URI; photographs seldom take less at that quality. The search begins there."""
_SHRINK: Final = 0.8


class ReferenceStore:
    """Copies of reference images, named by the SHA-256 of their bytes; thread-safe and slow.

    The original may be moved or deleted afterwards. Only complete PNG, JPEG and WebP are taken.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()

    def add_file(self, path: Path) -> Reference:
        """Copy a file.

        Raises as `add_bytes`; also REFERENCE_UNREADABLE when it cannot be read, and
        REFERENCE_IS_FOLDER.
        """
        return self.add_bytes(_read_picture_file(path), path.name)

    def parameters(self, path: Path) -> FoundParameters | None:
        """What a picture file, whosoever it is, tells of its making; None when it tells nothing.

        Raises ValidationError: REFERENCE_UNREADABLE, REFERENCE_TOO_LARGE, REFERENCE_IS_FOLDER.
        """
        data = _read_picture_file(path)
        if len(data) > BYTE_LIMIT:
            raise _too_large(path.name, len(data), BYTE_LIMIT)
        if inspect_picture(io.BytesIO(data)) is None:
            raise _unreadable(path.name, "no PNG, JPEG or WebP")
        return found_parameters(data)

    def add_bytes(self, data: bytes, name: str) -> Reference:
        """Keep these bytes under their digest.

        Raises ValidationError: REFERENCE_UNREADABLE (fact `name`) when they are no complete
        picture of the three formats, REFERENCE_TOO_LARGE (facts `name`, `size`, `limit`) over
        64 MiB or over 8192 pixels a side; sizes are bytes, or text for pixels. Raises
        StorageError(DISK_FULL | FOLDER_MISSING) when the copy cannot be written.
        """
        if len(data) > BYTE_LIMIT:
            raise _too_large(name, len(data), BYTE_LIMIT)
        facts = inspect_picture(io.BytesIO(data))
        if facts is None or not facts.complete:
            raise _unreadable(name, facts.defect if facts else "no PNG, JPEG or WebP")
        if not facts.within_limits and facts.width and facts.height:
            limit = f"{SIDE_LIMIT} × {PIXEL_LIMIT // SIDE_LIMIT}"
            raise _too_large(name, f"{facts.width} × {facts.height}", limit)
        try:
            reader = PinnedReader(data, facts)
            width, height = reader.shown_size
            reader.read(THUMBNAIL_SIDE)
        except UnreadablePictureError as error:
            raise _unreadable(name, str(error)) from error
        digest = hashlib.sha256(data).hexdigest()
        self._keep(data, digest, facts.format)
        return Reference(
            kind=ReferenceKind.FILE,
            name=clean(name, NAME_LIMIT),
            sha256=digest,
            mime=facts.format.mime,
            width=width,
            height=height,
            byte_size=len(data),
        )

    def add_smaller(self, source: Path | bytes | QImage, name: str) -> Reference:
        """Keep a copy of a picture that is too large, made to fit; the source stays as it is.

        Raises ValidationError(REFERENCE_NOT_REDUCED, fact `name`) when it cannot be read or made
        to fit; StorageError as `add_bytes`.
        """
        try:
            data = smaller_picture(source)
        except (OSError, UnreadablePictureError) as error:
            case, shown = ErrorCase.REFERENCE_NOT_REDUCED, clean(name, NAME_LIMIT)
            raise ValidationError(case, str(error), name=shown) from error
        return self.add_bytes(data, name)

    def find(self, sha256: str, name: str) -> Reference | None:
        """The kept picture with this digest, under this name; None when there is none."""
        if not _is_digest(sha256):
            return None
        for picture_format in PictureFormat:
            path = self._path(sha256, picture_format)
            if path.is_file() and _has_content(path, sha256):
                return replace(self.add_file(path), name=clean(name, NAME_LIMIT))
        return None

    def locate(self, reference: Reference) -> Path | None:
        """The copy's file, or None when it is gone or the reference is no file."""
        picture_format = PictureFormat.from_mime(reference.mime)
        if picture_format is None or not _is_digest(reference.sha256):
            return None
        path = self._path(reference.sha256, picture_format)
        return path if path.is_file() else None

    def data_uri(self, reference: Reference, byte_cap: int) -> str:
        """The picture as a `data:` URI of at most `byte_cap` characters, as it has to be sent.

        The kept bytes as they are if they fit and stand upright; otherwise a JPEG, upright and
        scaled down until it fits. Raises StorageError(FILE_GONE, fact `name`) when the copy is
        missing or damaged, ValidationError(REFERENCE_TOO_LARGE) when not even 64 pixels fit.
        """
        data, facts = self._read(reference)
        try:
            reader = PinnedReader(data, facts)
            if not reader.is_turned:
                original = _as_uri(facts.format.mime, data)
                if len(original) <= byte_cap:
                    return original
            for jpeg in _ever_smaller_jpegs(reader, byte_cap):
                uri = _as_uri(PictureFormat.JPEG.mime, jpeg)
                if len(uri) <= byte_cap:
                    return uri
        except UnreadablePictureError as error:
            raise _gone(reference, str(error)) from error
        raise _too_large(reference.name, len(data), byte_cap)

    def thumbnail(self, reference: Reference, side: int = THUMBNAIL_SIDE) -> QImage:
        """The picture upright, at most `side` pixels. Raises StorageError(FILE_GONE)."""
        data, facts = self._read(reference)
        try:
            return as_srgb(PinnedReader(data, facts).read(side))
        except UnreadablePictureError as error:
            raise _gone(reference, str(error)) from error

    def _path(self, digest: str, picture_format: PictureFormat) -> Path:
        return self._folder / f"{digest}.{picture_format.extension}"

    def _keep(self, data: bytes, digest: str, picture_format: PictureFormat) -> None:
        path = self._path(digest, picture_format)
        with self._lock:
            if _has_content(path, digest):
                return
            try:
                make_private_folder(self._folder)
                write_whole(path, data)
            except OSError as error:
                raise storage_error(error, self._folder, len(data)) from error

    def _read(self, reference: Reference) -> tuple[bytes, PictureFacts]:
        path = self.locate(reference)
        if path is None:
            raise _gone(reference, "no copy")
        try:
            data = path.read_bytes()
        except OSError as error:
            raise _gone(reference, str(error)) from error
        facts = inspect_picture(io.BytesIO(data))
        if facts is None or hashlib.sha256(data).hexdigest() != reference.sha256:
            raise _gone(reference, "the copy was changed")
        return data, facts


def _ever_smaller_jpegs(reader: PinnedReader, byte_cap: int) -> Iterator[bytes]:
    width, height = reader.shown_size
    likely = (max(0, byte_cap) / _LEAST_PER_PIXEL / (width * height)) ** 0.5
    side = max(SMALLEST_SIDE, int(max(width, height) * min(1.0, likely)))
    image = as_srgb(reader.read(side))
    while True:
        yield encode_jpeg(image, _QUALITY)
        if side <= SMALLEST_SIDE:
            return
        side = max(SMALLEST_SIDE, int(side * _SHRINK))
        image = image.scaled(
            side,
            side,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )


def _as_uri(mime: str, data: bytes) -> str:
    return f"data:{mime};base64,{base64.b64encode(data).decode('ascii')}"


def _read_picture_file(path: Path) -> bytes:
    """Raises ValidationError as `ReferenceStore.add_file`."""
    try:
        return _read_regular_file(path)
    except (OSError, ValueError) as error:
        # Some systems do not even open a folder.
        if path.is_dir():
            name = clean(path.name or str(path), NAME_LIMIT)
            raise ValidationError(ErrorCase.REFERENCE_IS_FOLDER, name=name) from error
        raise _unreadable(path.name, str(error)) from error


def _read_regular_file(path: Path) -> bytes:
    """At most one byte more than allowed; a pipe or a device is refused before it is read."""
    descriptor = os.open(
        path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    )
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise ValueError("not a regular file")
        if status.st_size > BYTE_LIMIT:
            raise _too_large(path.name, status.st_size, BYTE_LIMIT)
        return file.read(BYTE_LIMIT + 1)


def _has_content(path: Path, digest: str) -> bool:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == digest
    except OSError:
        return False


def _is_digest(text: str) -> bool:
    return len(text) == 64 and set(text) <= set("0123456789abcdef")


def _unreadable(name: str, detail: str) -> ValidationError:
    return ValidationError(ErrorCase.REFERENCE_UNREADABLE, detail, name=clean(name, NAME_LIMIT))


def _too_large(name: str, size: int | str, limit: int | str) -> ValidationError:
    shown = clean(name, NAME_LIMIT)
    return ValidationError(ErrorCase.REFERENCE_TOO_LARGE, name=shown, size=size, limit=limit)


def _gone(reference: Reference, detail: str) -> StorageError:
    return StorageError(ErrorCase.FILE_GONE, detail, name=reference.name)
