"""Rows of the table of faults about the network that becomes another one, over a real wire."""

from __future__ import annotations

import asyncio
import socket
import ssl
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from nanobanana_desktop.api.transport import Connections
from nanobanana_desktop.demo.scenario import AnswerShape, Course
from nanobanana_desktop.demo.state import BASE_PATH
from nanobanana_desktop.domain.task import Hold, TaskState
from nanobanana_desktop.services.wake_watch import NetworkWatch
from tests.certificates import server_context, write_certificate
from tests.faults.conftest import Line, small
from tests.faults.proxy import HOST, Direction, Down, FaultProxy, family_of
from tests.faults.room import Room, open_room
from tests.pictures import picture

S = TaskState
FOREVER = float("inf")
SERVICE = f"https://pictures.example{BASE_PATH}"
"""Somewhere in the world; only a proxy finds it."""
INLINE = AnswerShape(picture_url="data:image/png;base64," + b64encode(picture("png")).decode())
"""The picture comes with the answer, on the same way."""
UNDER_WAY = small(course=Course(processing=(FOREVER, FOREVER)), query_shape=INLINE)


class TunnelProxy(FaultProxy):
    """A computer's proxy: opens tunnels, at whose ends the stand-in is."""

    def __init__(self, certificate: Path, target: int) -> None:
        super().__init__()
        self.target = target
        self._tls = server_context(certificate)

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    async def _accept(self, reader: asyncio.StreamReader, near: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            near.write(b"HTTP/1.1 200 Connected\r\n\r\n")
            await near.start_tls(self._tls)
        except (OSError, asyncio.IncompleteReadError):
            # The program takes another way at any moment, also before its tunnel is open.
            near.close()
            return
        await super()._accept(reader, near)


class Computer:
    """A computer whose proxy settings are changed; `proxies` are two that work."""

    def __init__(self, line: Line, folder: Path, stack: ExitStack) -> None:
        certificate = write_certificate(folder / "proxy.pem")
        target = line.service.target
        self.proxies = [stack.enter_context(TunnelProxy(certificate, target)) for _ in range(2)]
        self.setting = self.proxies[0].url
        self.network = NetworkWatch(lambda: None)
        self.connections = Connections(
            trust=lambda: ssl.create_default_context(cafile=str(certificate)),
            proxy_settings=lambda: {"all": self.setting},
            proxy_bypass=lambda _host: False,
        )

    def open(self, root: Path) -> Any:
        return open_room(root, SERVICE, connections=self.connections, network=self.network)


@pytest.fixture
def computer(line: Line, tmp_path: Path) -> Iterator[Computer]:
    with ExitStack() as stack:
        yield Computer(line, tmp_path, stack)


def assert_only_held(room: Room, order: str) -> None:
    """The network was told to be away, once for all, and the task went on as if it had not been."""
    assert Hold.OFFLINE in room.held
    assert set(room.seen[order]).isdisjoint({S.SUBMIT_UNKNOWN, S.FAILED, S.RESULT_BAD, S.EXPIRED})
    assert room.latest[order].attempt >= 1


async def test_row_27_a_changed_proxy_is_used_for_what_is_under_way(
    line: Line, tmp_path: Path, computer: Computer
) -> None:
    line.control.set_default(UNDER_WAY)
    before, after = computer.proxies
    async with computer.open(tmp_path / "data") as room:
        order = room.order("a boat")
        await room.until(lambda: room.state(order) is S.PROCESSING)
        before.poison(Direction.UPSTREAM, Down())
        await room.until(lambda: Hold.OFFLINE in room.held)
        assert after.connections == 0
        for task in line.control.tasks:
            line.control.finish(task)
        computer.setting = after.url
        computer.network.changed.emit()
        await room.until(lambda: room.state(order) is S.DONE)
        assert_only_held(room, order)
    assert after.connections > 0
    assert (line.control.creates, line.control.leaked_keys) == (1, 0)


@pytest.mark.parametrize("wrong", ["ftp://127.0.0.1:1", "http://127.0.0.1:1", "http://[::1", "://"])
async def test_row_27_an_order_waits_while_the_proxy_setting_is_wrong(
    line: Line, tmp_path: Path, computer: Computer, wrong: str
) -> None:
    line.control.set_default(small(query_shape=INLINE))
    right, computer.setting = computer.setting, wrong
    async with computer.open(tmp_path / "data") as room:
        order = room.order("a boat")
        await room.until(lambda: Hold.OFFLINE in room.held)
        assert line.control.creates == 0
        computer.setting = right
        computer.network.changed.emit()
        await room.until(lambda: room.state(order) is S.DONE)
        assert_only_held(room, order)
    assert line.control.creates == 1


async def test_row_27_a_proxy_that_is_set_while_a_task_is_made_takes_no_order_twice(
    line: Line, tmp_path: Path, computer: Computer
) -> None:
    line.control.set_default(UNDER_WAY)
    before, after = computer.proxies
    async with computer.open(tmp_path / "data") as room:
        order = room.order("a boat")
        await room.until(lambda: room.state(order) is S.PROCESSING)
        # As a tunnel of the whole computer comes up: the way of before still works.
        computer.setting = after.url
        computer.network.changed.emit()
        await room.until(lambda: after.connections)
        # A last connection of before may have been made without being counted yet.
        before.settle()
        gone = before.connections
        for task in line.control.tasks:
            line.control.finish(task)
        await room.until(lambda: room.state(order) is S.DONE)
    assert before.connections == gone
    assert line.control.creates == 1


def has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


OTHER_HOST = "::1" if has_ipv6() else "127.0.0.2"
"""An address of the other family; where there is none, a second one stands for it."""


def lead_localhost_to(monkeypatch: pytest.MonkeyPatch, addresses: Callable[[], list[str]]) -> None:
    def resolve(host: Any, port: Any, *_more: Any, **_options: Any) -> list[Any]:
        found = addresses() if host in ("localhost", b"localhost") else [host]
        names = [each.decode() if isinstance(each, bytes) else each for each in found]
        return [(family_of(n), socket.SOCK_STREAM, 6, "", (n, int(port or 0))) for n in names]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)


@pytest.fixture
def black_hole(line: Line) -> Iterator[None]:
    """The service's port at the other address takes no connection and refuses none."""
    with ExitStack() as sockets:
        hole = sockets.enter_context(socket.socket(family_of(OTHER_HOST)))
        # What the connections of another test leave of themselves at this port is no obstacle.
        hole.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        hole.bind((OTHER_HOST, line.service.port))
        hole.listen(0)
        for _ in range(3):
            filler = sockets.enter_context(socket.socket(family_of(OTHER_HOST)))
            filler.setblocking(False)
            filler.connect_ex((OTHER_HOST, line.service.port))
        yield


@pytest.mark.usefixtures("black_hole")
async def test_row_27_an_ipv6_black_hole_is_passed_by(
    line: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line.control.set_default(small(query_shape=INLINE))
    lead_localhost_to(monkeypatch, lambda: [OTHER_HOST, HOST])
    url = f"http://localhost:{line.service.port}{BASE_PATH}"
    async with open_room(tmp_path / "data", url) as room:
        order = room.order("a boat")
        await room.until(lambda: room.state(order) is S.DONE)
        assert room.held == set()
        assert room.latest[order].attempt == 1
    assert line.control.creates == 1


async def test_row_27_a_network_of_another_kind_leads_to_the_same_service(
    line: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line.control.set_default(UNDER_WAY)
    found = [HOST]
    lead_localhost_to(monkeypatch, lambda: found)
    network = NetworkWatch(lambda: None)
    with FaultProxy(OTHER_HOST, line.service.port) as other:
        other.target = line.service.target
        url = f"http://localhost:{line.service.port}{BASE_PATH}"
        async with open_room(tmp_path / "data", url, network=network) as room:
            order = room.order("a boat")
            await room.until(lambda: room.state(order) is S.PROCESSING)
            line.service.poison(Direction.UPSTREAM, Down())
            await room.until(lambda: Hold.OFFLINE in room.held)
            for task in line.control.tasks:
                line.control.finish(task)
            found[:] = [OTHER_HOST]
            network.changed.emit()
            await room.until(lambda: room.state(order) is S.DONE)
            assert_only_held(room, order)
        assert other.connections > 0
    assert line.control.creates == 1
