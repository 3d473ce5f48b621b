"""The desktop around the window: file managers, clipboard, default programs."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QMimeData, QProcess, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage

PNG_MIME = "image/png"


def show_in_folder(path: Path) -> None:
    """Open the file manager with the file selected, or at least its folder."""
    if sys.platform == "win32":
        _start("explorer", ["/select,", str(path)])
    elif sys.platform == "darwin":
        _start("open", ["-R", str(path)])
    else:
        _show_by_file_manager(path)


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


def _show_by_file_manager(path: Path) -> None:
    """Without waiting: a file manager may have to be started first."""
    from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher

    def on_answered(watcher: QDBusPendingCallWatcher) -> None:
        if watcher.isError():
            open_folder(path.parent)
        watcher.deleteLater()

    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        open_folder(path.parent)
        return
    message = QDBusMessage.createMethodCall(
        "org.freedesktop.FileManager1",
        "/org/freedesktop/FileManager1",
        "org.freedesktop.FileManager1",
        "ShowItems",
    )
    message.setArguments([[QUrl.fromLocalFile(str(path)).toString()], ""])
    watcher = QDBusPendingCallWatcher(bus.asyncCall(message), QGuiApplication.instance())
    watcher.finished.connect(on_answered)
