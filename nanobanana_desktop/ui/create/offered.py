"""What a drop or a paste offers as reference images."""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

IMAGE_SUFFIXES: Final = frozenset(
    {".png", ".jpg", ".jpeg", ".jfif", ".webp", ".bmp", ".gif", ".tif", ".tiff", ".heic", ".avif"}
)
"""Files that are meant as images; whether they can be read is found out later, and said."""


class Offered(NamedTuple):
    """Exactly one of the three holds something."""

    files: tuple[Path, ...] = ()
    links: tuple[str, ...] = ()
    image: QImage | None = None


def offered_images(mime: QMimeData) -> Offered | None:
    """The images in a drop or on the clipboard: files first, then pixels, then links.

    None when it is something else, for instance text.
    """
    files = tuple(Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile())
    if files and all(path.suffix.lower() in IMAGE_SUFFIXES for path in files):
        return Offered(files=files)
    if mime.hasImage():
        image = mime.imageData()
        if isinstance(image, QImage) and not image.isNull():
            return Offered(image=image)
    links = tuple(url.toString() for url in mime.urls() if url.scheme() in ("http", "https"))
    if links and not files and not _is_written_link(mime, links):
        return Offered(links=links)
    return None


def offers_images(mime: QMimeData) -> bool:
    """The cheap question for drags that only pass by."""
    if mime.hasImage():
        return True
    return mime.hasUrls() and offered_images(mime) is not None


def _is_written_link(mime: QMimeData, links: tuple[str, ...]) -> bool:
    """A link copied as text belongs into the prompt, not among the images."""
    return not any(
        Path(link.split("?")[0]).suffix.lower() in IMAGE_SUFFIXES for link in links
    ) and (mime.hasText())
