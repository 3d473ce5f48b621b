"""The desktop around the window: file managers, clipboard, default programs."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QMimeData, QProcess, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage

COPIED_FILES_MIME: Final = "x-special/gnome-copied-files"
"""What file managers of the GNOME family paste; others take the addresses alone."""


def show_in_folder(path: Path) -> None:
    """Open the file manager with the file selected, or at least its folder."""
    if sys.platform == "win32":
        _start("explorer", ["/select,", str(path)])
    elif sys.platform == "darwin":
        _start("open", ["-R", str(path)])
    else:
        # Late: the first paint does not wait for the bus.
        from nanobanana_desktop.ui import desktop_bus

        desktop_bus.show_in_folder(path, otherwise=lambda: open_folder(path.parent))


def open_folder(folder: Path) -> bool:
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def open_file(path: Path) -> bool:
    """Open the file with the program that the person uses for such files."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def can_choose_program() -> bool:
    """Whether this system asks by itself with which program a file is to be opened."""
    return sys.platform != "darwin"


def choose_program(path: Path) -> None:
    """Let the system ask with which program the file is to be opened."""
    if sys.platform == "win32":
        _start("rundll32", ["shell32.dll,OpenAs_RunDLL", str(path)])
    elif sys.platform == "darwin":
        open_file(path)
    else:
        from nanobanana_desktop.ui import desktop_bus

        desktop_bus.choose_program(path, otherwise=lambda: open_file(path))


def open_link(address: str) -> bool:
    """Open a web page in the person's browser; only https is opened."""
    url = QUrl(address)
    return url.scheme() == "https" and QDesktopServices.openUrl(url)


def issue_page() -> str:
    """Where problems are reported, as the package says; empty when it names no page."""
    from importlib.metadata import PackageNotFoundError, metadata

    try:
        pages = metadata("nanobanana-desktop").get_all("Project-URL") or []
    except PackageNotFoundError:
        return ""
    named = [page.partition(",") for page in pages]
    known = {label.strip().lower(): address.strip() for label, _, address in named}
    return next((known[label] for label in ("issues", "bug tracker") if label in known), "")


def copy_text(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def copy_picture(path: Path, image: QImage, encoded: Mapping[str, QByteArray]) -> None:
    """Put a picture on the clipboard: as a file, as the bytes of files by type, as pixels."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    for mime, content in encoded.items():
        data.setData(mime, content)
    data.setImageData(image)
    QGuiApplication.clipboard().setMimeData(data)


def copy_files(paths: Sequence[Path]) -> None:
    """Put files on the clipboard, to be pasted into a folder or a message."""
    data = QMimeData()
    urls = [QUrl.fromLocalFile(str(path)) for path in paths]
    data.setUrls(urls)
    if sys.platform == "linux":
        lines = [
            "copy",
            *(url.toString(QUrl.ComponentFormattingOption.FullyEncoded) for url in urls),
        ]
        data.setData(COPIED_FILES_MIME, "\n".join(lines).encode())
    QGuiApplication.clipboard().setMimeData(data)


def _start(program: str, arguments: list[str]) -> bool:
    started, _process_id = QProcess.startDetached(program, arguments)
    return started
