"""The desktop around the window: file managers, clipboard, default programs."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QMimeData, QProcess, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage

PNG_MIME = "image/png"


def show_in_folder(path: Path) -> bool:
    """Open the file manager with the file selected; False when only nothing could be opened."""
    if sys.platform == "win32":
        return _start("explorer", ["/select,", str(path)])
    if sys.platform == "darwin":
        return _start("open", ["-R", str(path)])
    return _show_by_file_manager(path) or open_folder(path.parent)


def open_folder(folder: Path) -> bool:
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def open_link(address: str) -> bool:
    """Open a web page in the person's browser; only https is opened."""
    url = QUrl(address)
    return url.scheme() == "https" and QDesktopServices.openUrl(url)


def copy_text(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def copy_picture(image: QImage, path: Path, mime: str, original: bytes) -> None:
    """Put a picture on the clipboard: as pixels, as a file, and as its `original` bytes."""
    data = QMimeData()
    data.setImageData(image)
    data.setUrls([QUrl.fromLocalFile(str(path))])
    if mime == PNG_MIME:
        data.setData(PNG_MIME, original)
    QGuiApplication.clipboard().setMimeData(data)


def _start(program: str, arguments: list[str]) -> bool:
    started, _process_id = QProcess.startDetached(program, arguments)
    return started


def _show_by_file_manager(path: Path) -> bool:
    from PySide6.QtDBus import QDBusConnection, QDBusMessage

    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        return False
    message = QDBusMessage.createMethodCall(
        "org.freedesktop.FileManager1",
        "/org/freedesktop/FileManager1",
        "org.freedesktop.FileManager1",
        "ShowItems",
    )
    message.setArguments([[QUrl.fromLocalFile(str(path)).toString()], ""])
    answer = bus.call(message, timeout=2_000)
    return bool(answer.type() == QDBusMessage.MessageType.ReplyMessage)
