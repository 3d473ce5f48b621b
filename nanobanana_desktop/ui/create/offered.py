"""What a drop or a paste offers as reference images."""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

from nanobanana_desktop.ui.dragged_tasks import dragged_tasks

IMAGE_SUFFIXES: Final = frozenset(
    {".png", ".jpg", ".jpeg", ".jfif", ".webp", ".bmp", ".gif", ".tif", ".tiff", ".heic", ".avif"}
)
"""Files that are meant as images; whether they can be read is found out later, and said."""

ENCODED: Final = ("image/png", "image/jpeg", "image/webp")
"""Taken as they are, so that nothing is decoded on the window's thread."""

_URL_FORMAT: Final = "text/x-moz-url"
"""Browsers of the Mozilla family: address and title in UTF-16, one per line."""
_DATA_SCHEME: Final = "data:image/"


class Offered(NamedTuple):
    """Exactly one of them holds something.

    `files` need not be images, nor files; `links` are http(s) addresses; `encoded` is a whole PNG,
    JPEG or WebP; `data_links` are `data:` addresses; `tasks` are ids of tasks of this window.
    """

    files: tuple[Path, ...] = ()
    links: tuple[str, ...] = ()
    image: QImage | None = None
    encoded: bytes = b""
    data_links: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()


def offered_images(
    mime: QMimeData, *, any_file: bool = False, any_link: bool = False, with_tasks: bool = False
) -> Offered | None:
    """The images in a drop or on the clipboard: files first, then pixels, then links.

    None when it is something else, for instance text. `any_file` also takes files that are no
    images, so that they can be refused with a reason, and `any_link` an address that does not look
    like that of an image; `with_tasks` says that it comes from this window.
    """
    tasks = dragged_tasks(mime) if with_tasks else ()
    if tasks:
        return Offered(tasks=tasks)
    files = _files(mime)
    if files and (any_file or all(path.suffix.lower() in IMAGE_SUFFIXES for path in files)):
        return Offered(files=files)
    return _pixels(mime) or (None if files else _linked(mime, any_link=any_link))


def offers_images(mime: QMimeData, *, any_file: bool = False) -> bool:
    """The cheap question for drags that only pass by: no picture is read."""
    if _has_pixels(mime):
        return True
    files = _files(mime)
    if files:
        return any_file or all(path.suffix.lower() in IMAGE_SUFFIXES for path in files)
    return _linked(mime) is not None


def one_file(mime: QMimeData) -> bool:
    """Whether it is a single file, which may tell how the picture was made."""
    return len(_files(mime)) == 1


def _files(mime: QMimeData) -> tuple[Path, ...]:
    return tuple(Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile())


def _has_pixels(mime: QMimeData) -> bool:
    return mime.hasImage() or any(mime.hasFormat(name) for name in ENCODED)


def _pixels(mime: QMimeData) -> Offered | None:
    own = mime.formats()
    for name in ENCODED:
        encoded = bytes(mime.data(name).data()) if name in own else b""
        if encoded:
            return Offered(encoded=encoded)
    image = mime.imageData() if mime.hasImage() else None
    if isinstance(image, QImage) and not image.isNull():
        return Offered(image=image)
    return None


def _linked(mime: QMimeData, *, any_link: bool = False) -> Offered | None:
    """What browsers say of a picture; the page around it may be a link to somewhere else."""
    shown = _image_in_page(mime)
    if shown is not None:
        return shown
    links = tuple(url.toString() for url in mime.urls())
    if not links and mime.hasFormat(_URL_FORMAT):
        text = bytes(mime.data(_URL_FORMAT).data()).decode("utf-16-le", errors="replace")
        links = tuple(text.lstrip("\ufeff").split("\n")[:1])
    if not links and mime.hasText():
        # A picture copied as its address; words with an address in them stay words.
        text = mime.text().strip()
        is_address = is_data_link(text) or (_is_public(text) and len(text.split()) == 1)
        links = (text,) if is_address else ()
    if links and all(is_data_link(link) for link in links):
        return Offered(data_links=links)
    public = tuple(link for link in links if _is_public(link))
    # The address of a page belongs into the prompt, not among the images.
    if (any_link and public) or any(
        Path(link.split("?")[0]).suffix.lower() in IMAGE_SUFFIXES for link in public
    ):
        return Offered(links=public)
    return None


def _image_in_page(mime: QMimeData) -> Offered | None:
    if not mime.hasHtml():
        return None
    # Late: the first paint does not wait for a reader of pages.
    from nanobanana_desktop.ui.create.page_image import only_image

    source = only_image(mime.html())
    if is_data_link(source):
        return Offered(data_links=(source,))
    return Offered(links=(source,)) if _is_public(source) else None


def is_data_link(link: str) -> bool:
    """Whether it is a whole picture written as an address."""
    return link[: len(_DATA_SCHEME)].lower() == _DATA_SCHEME


def _is_public(link: str) -> bool:
    return link[:8].lower().startswith(("https://", "http://"))
