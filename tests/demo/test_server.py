"""Start, stop and manners of the stand-in."""

from __future__ import annotations

import contextlib
import gc
import logging
import socket
import subprocess
import sys
import threading
from urllib.parse import urlsplit

import httpx
import pytest

from nanobanana_desktop.demo import shelf
from nanobanana_desktop.demo.art.picture import Picture, PictureFormat
from nanobanana_desktop.demo.scenario import AnswerShape, Fault, PictureKey, Scenario, Wire
from nanobanana_desktop.demo.server import DemoServer, DemoSetup
from nanobanana_desktop.errors import AppError
from tests.demo.caller import (
    LIMIT,
    SMALL,
    Caller,
    order_body,
    read_exactly,
    read_until,
    send_raw,
    wait_for,
)


def demo_threads() -> list[str]:
    return [t.name for t in threading.enumerate() if t.name.startswith("demo-")]


def test_stop_leaves_no_thread_and_may_be_repeated() -> None:
    before = len(demo_threads())
    server = DemoServer()
    server.stop()
    server.start()
    assert len(demo_threads()) == before + 2
    assert server.is_running
    server.start()
    assert len(demo_threads()) == before + 2
    server.stop()
    server.stop()
    assert len(demo_threads()) == before
    assert not server.is_running


class LateServer(DemoServer):
    """Its thread does nothing before somebody has given up waiting for it."""

    def _run(self, sockets: list[socket.socket]) -> None:
        wait_for(lambda: self._thread is None)
        super()._run(sockets)


def test_a_start_that_takes_too_long_leaves_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    before = demo_threads()
    monkeypatch.setattr("nanobanana_desktop.demo.server.START_LIMIT", 0.0)
    server = LateServer()
    with pytest.raises(AppError, match="not within 0 s"):
        server.start()
    assert demo_threads() == before
    assert not server.is_running


def test_two_addresses_on_loopback() -> None:
    with DemoServer() as server:
        service, pictures = urlsplit(server.base_url), urlsplit(server.picture_url)
        assert service.hostname == pictures.hostname == "127.0.0.1"
        assert service.port != pictures.port
        assert service.path == "/kyyReactApiServer"
        for address in (service, pictures):
            socket.create_connection(("127.0.0.1", address.port or 0), 5.0).close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", service.port or 0), 5.0).close()


def test_it_comes_back_at_the_same_address(http: httpx.Client) -> None:
    server = DemoServer(DemoSetup(scenario=Scenario(picture=SMALL)))
    caller = Caller(server, http)
    with server:
        address = server.base_url
        task_id = caller.new_task()
    with pytest.raises(httpx.TransportError):
        caller.query(task_id)
    with server:
        assert server.base_url == address
        assert caller.answer(task_id)["status"] == "completed"


def test_a_port_that_is_taken() -> None:
    with DemoServer() as first:
        port = urlsplit(first.base_url).port or 0
        second = DemoServer(DemoSetup(service_port=port))
        with pytest.raises(AppError, match="cannot listen"):
            second.start()
        second.stop()


def test_two_stand_ins_know_nothing_of_each_other(http: httpx.Client) -> None:
    with DemoServer() as first, DemoServer() as second:
        Caller(first, http).create()
        assert (first.control.creates, second.control.creates) == (1, 0)


def test_stop_does_not_wait_for_anybody() -> None:
    before = demo_threads()
    faults = (Fault.HANG, Fault.DRIP)
    with DemoServer() as server:
        server.control.queue_creates(*(Scenario(create=Wire(fault=fault)) for fault in faults))
        server.control.queue_creates(Scenario(create=Wire(delay=60.0)))
        url = f"{server.base_url}/v1/banana/images"
        socks = [send_raw(url, "POST", order_body()) for _ in range(3)]
        socks.append(socket.create_connection(("127.0.0.1", urlsplit(url).port or 0), 5.0))
        wait_for(lambda: server.control.creates == 3)
    for sock in socks:
        sock.close()
    assert demo_threads() == before


def test_a_stop_while_connections_arrive() -> None:
    """None of them may be forgotten; the warning about an open one fails the test."""

    def connect(port: int, socks: list[socket.socket]) -> None:
        with contextlib.suppress(OSError):
            while len(socks) < 5:
                socks.append(socket.create_connection(("127.0.0.1", port), 1.0))

    server = DemoServer()
    for _ in range(60):
        socks: list[socket.socket] = []
        server.start()
        port = urlsplit(server.base_url).port or 0
        caller = threading.Thread(target=connect, args=(port, socks))
        caller.start()
        server.stop()
        caller.join()
        for sock in socks:
            sock.close()
    gc.collect()
    assert not server.is_running


def test_what_was_on_its_way_is_not_counted_after_a_reset(caller: Caller) -> None:
    server = caller.server
    held, go_on = threading.Event(), threading.Event()

    def hold() -> None:
        held.set()
        go_on.wait(LIMIT)

    assert server._loop is not None
    server._loop.call_soon_threadsafe(hold)
    assert held.wait(LIMIT)
    with send_raw(caller.create_url, "POST", order_body()):
        go_on.set()
        server.drop_connections()
        caller.control.reset()
        assert caller.create().status_code == 200
    assert caller.control.creates == 1


def test_clients_that_vanish_make_no_noise(
    caller: Caller, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    caller.control.queue_creates(
        Scenario(shape=AnswerShape(body=AnswerShape().body)),
        Scenario(create=Wire(fault=Fault.HANG)),
        Scenario(create=Wire(fault=Fault.DRIP, drip_pause=0.01)),
        Scenario(create=Wire(delay=0.05)),
        Scenario(create=Wire(fault=Fault.CUT)),
    )
    for _ in range(5):
        arrived = caller.control.creates
        with send_raw(caller.create_url, "POST", order_body()):
            wait_for(lambda arrived=arrived: caller.control.creates > arrived)
    half = order_body()[:20]
    with send_raw(caller.create_url, "POST", order_body()) as sock:
        sock.sendall(b"POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n" + half)
    with socket.create_connection(("127.0.0.1", urlsplit(caller.create_url).port or 0)) as sock:
        sock.sendall(b"POST /kyyReactApiServer/v1/banana/images HTTP/1.1\r\nHost: x\r\n")
        sock.sendall(b"Content-Length: 99\r\n\r\n" + half)
    with socket.create_connection(("127.0.0.1", urlsplit(caller.create_url).port or 0)) as sock:
        sock.sendall(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03")
    link = caller.link(caller.new_task())
    with send_raw(link) as sock:
        sock.recv(10)
    assert caller.create().status_code == 200
    noise = [r for r in caplog.records if r.levelno >= logging.WARNING]
    assert noise == []


def test_slow_pictures_do_not_hold_up_answers(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing, go_on = threading.Event(), threading.Event()

    def slow_picture(*_: object) -> Picture:
        drawing.set()
        assert go_on.wait(LIMIT)
        return Picture(b"\x89PNG", PictureFormat.PNG, 1, 1)

    monkeypatch.setattr(shelf, "make_picture", slow_picture)
    caller.control.set_default(Scenario(shape=AnswerShape(picture_key=PictureKey.B64_JSON)))
    task_id = caller.new_task()
    with send_raw(caller.query_url(task_id)) as sock:
        assert drawing.wait(LIMIT)
        assert caller.create().status_code == 200
        sock.settimeout(0.05)
        with pytest.raises(TimeoutError):
            sock.recv(1)
        go_on.set()
        sock.settimeout(LIMIT)
        assert b"iVBORw" in read_until(sock, b"iVBORw")


def test_a_picture_is_drawn_once_for_many_who_ask(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = []
    original = shelf.make_picture

    def counting(*arguments: object) -> Picture:
        drawn.append(arguments)
        return original(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(shelf, "make_picture", counting)
    link = caller.link(caller.new_task("one of a kind"))
    socks = [send_raw(link) for _ in range(4)]
    for sock in socks:
        assert read_exactly(sock, 12) == b"HTTP/1.1 200"
        sock.close()
    assert caller.download(link).status_code == 200
    assert len(drawn) == 1


def test_an_idle_connection_may_be_closed_at_once() -> None:
    with DemoServer(DemoSetup(keep_alive=0)) as server:
        port = urlsplit(server.base_url).port or 0
        with socket.create_connection(("127.0.0.1", port), 5.0) as sock:
            sock.sendall(b"GET /x HTTP/1.1\r\nHost: x\r\n\r\n")
            received = b""
            while part := sock.recv(4096):
                received += part
    assert received.startswith(b"HTTP/1.1 404")
    assert b"connection: close" not in received.lower(), "nothing warned of the end"


def test_the_web_server_is_imported_only_when_started() -> None:
    code = (
        "import sys; from nanobanana_desktop.demo.marks import program_setup;"
        "from nanobanana_desktop.demo.server import DemoServer;"
        "server = DemoServer(program_setup(None));"
        "heavy = {'starlette', 'uvicorn', 'PySide6'};"
        "before = heavy & set(sys.modules); server.start(); after = heavy & set(sys.modules);"
        "server.stop(); print(sorted(before), sorted(after))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert result.stdout.strip() == "[] ['PySide6', 'starlette', 'uvicorn']"
    assert result.stderr == ""
