"""File managers and the portal over a real bus; without them the next best way is taken."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from jeepney import Message, new_error, new_method_return
from PySide6.QtCore import QUrl
from PySide6.QtDBus import QDBusConnection
from pytestqt.qtbot import QtBot

from nanobanana_desktop.ui import desktop_bus
from tests.bus import BusServer, private_bus

pytestmark = pytest.mark.bus

FILE_MANAGER = "org.freedesktop.FileManager1"
PORTAL = "org.freedesktop.portal.Desktop"
_numbers = itertools.count()


class Portal(BusServer):
    """Notes which files it was handed."""

    def __init__(self, address: str, *, refuses: bool = False) -> None:
        self.refuses = refuses
        self.opened: list[tuple[str, Path, dict[str, object]]] = []
        super().__init__(address, PORTAL)

    def answer(self, method: str, message: Message) -> Message:
        _parent, descriptor, options = message.body
        with descriptor:
            handed = Path(f"/proc/self/fd/{descriptor.fileno()}").readlink()
        if self.refuses:
            return new_error(message, "org.freedesktop.DBus.Error.AccessDenied")
        self.opened.append((method, handed, options))
        return new_method_return(message, "o", ("/request/1",))


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with private_bus() as address:
        name = f"test {next(_numbers)}"
        connection = QDBusConnection.connectToBus(address, name)
        monkeypatch.setattr(desktop_bus, "session_bus", lambda: connection)
        yield address
        QDBusConnection.disconnectFromBus(name)


@pytest.fixture
def running(bus: str) -> Iterator[Callable[[BusServer], BusServer]]:
    made: list[BusServer] = []

    def note(server: BusServer) -> BusServer:
        made.append(server)
        return server

    yield note
    for server in made:
        server.stop()


class Refuses(BusServer):
    def answer(self, _method: str, message: Message) -> Message:
        return new_error(message, "org.freedesktop.DBus.Error.NotSupported")


def test_without_a_bus_the_next_best_is_done_at_once(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desktop_bus, "session_bus", lambda: QDBusConnection("nobody"))
    done: list[str] = []
    desktop_bus.show_in_folder(tmp_path, otherwise=lambda: done.append("folder"))
    desktop_bus.choose_program(tmp_path, otherwise=lambda: done.append("usual"))
    assert done == ["folder", "usual"]


@pytest.mark.usefixtures("bus")
def test_without_file_manager_and_portal_the_next_best_is_done(
    qtbot: QtBot, tmp_path: Path
) -> None:
    done: list[str] = []
    desktop_bus.show_in_folder(tmp_path, otherwise=lambda: done.append("folder"))
    desktop_bus.choose_program(tmp_path, otherwise=lambda: done.append("usual"))
    desktop_bus.choose_program(tmp_path / "gone", otherwise=lambda: done.append("gone"))
    qtbot.waitUntil(lambda: len(done) == 3)
    assert sorted(done) == ["folder", "gone", "usual"]


def test_a_portal_that_refuses_is_no_end(
    qtbot: QtBot, bus: str, tmp_path: Path, running: Callable[[BusServer], BusServer]
) -> None:
    running(Portal(bus, refuses=True))
    done: list[str] = []
    desktop_bus.choose_program(tmp_path, otherwise=lambda: done.append("usual"))
    qtbot.waitUntil(lambda: len(done) == 1)
    assert done == ["usual"]


def test_the_file_manager_shows_the_file_itself(
    qtbot: QtBot, bus: str, tmp_path: Path, running: Callable[[BusServer], BusServer]
) -> None:
    manager = running(BusServer(bus, FILE_MANAGER))
    path = tmp_path / "boat, 帆船 100%.png"
    done: list[str] = []
    desktop_bus.show_in_folder(path, otherwise=lambda: done.append("folder"))
    manager.wait_for("ShowItems")
    addresses, token = manager.calls[0][1]
    assert [QUrl(address).toLocalFile() for address in addresses] == [str(path)]
    assert (token, done) == ("", [])


def test_where_no_file_manager_shows_files_the_portal_does(
    qtbot: QtBot, bus: str, tmp_path: Path, running: Callable[[BusServer], BusServer]
) -> None:
    running(Refuses(bus, FILE_MANAGER))
    portal = Portal(bus)
    running(portal)
    path = tmp_path / "a.png"
    path.write_bytes(b"x")
    done: list[str] = []
    desktop_bus.show_in_folder(path, otherwise=lambda: done.append("folder"))
    qtbot.waitUntil(lambda: len(portal.opened) == 1)
    assert portal.opened == [("OpenDirectory", path, {})]
    assert done == []


def test_the_portal_asks_for_a_program(
    qtbot: QtBot, bus: str, tmp_path: Path, running: Callable[[BusServer], BusServer]
) -> None:
    portal = Portal(bus)
    running(portal)
    path = tmp_path / "a.png"
    path.write_bytes(b"x")
    done: list[str] = []
    desktop_bus.choose_program(path, otherwise=lambda: done.append("usual"))
    qtbot.waitUntil(lambda: len(portal.opened) == 1)
    assert portal.opened == [("OpenFile", path, {"ask": ("b", True)})]
    assert done == []
