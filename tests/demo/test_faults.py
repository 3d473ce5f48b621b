"""Faults of the connection: what a client sees on the wire and whether the order was taken."""

from __future__ import annotations

import socket
import time
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from nanobanana_desktop.demo.catalogue import faults
from nanobanana_desktop.demo.scenario import (
    AnswerShape,
    Body,
    ConnectionFault,
    ErrorKind,
    Fault,
    Framing,
    Redirect,
    RedirectTo,
    Scenario,
    ServiceError,
    Wire,
)
from nanobanana_desktop.demo.script import Call, Origin
from tests.demo.caller import (
    KEY,
    LIMIT,
    SMALL,
    Caller,
    exchange_raw,
    order_body,
    read_to_end,
    send_raw,
    wait_for,
)


def creating(**fields: Any) -> Scenario:
    return Scenario(create=Wire(**fields), picture=SMALL)


def post_raw(caller: Caller) -> tuple[bytes, bytes]:
    return exchange_raw(caller.create_url, "POST", order_body())


def test_close_after_reading(caller: Caller) -> None:
    caller.control.set_default(creating(fault=Fault.CLOSE))
    assert post_raw(caller) == (b"", b"")
    assert caller.control.creates == 1
    assert len(caller.control.tasks) == 1, "the order was read completely, so it is taken"
    assert caller.control.requests(Call.CREATE)[0].status is None


def test_reset_after_reading(caller: Caller) -> None:
    caller.control.set_default(creating(fault=Fault.RESET))
    with (
        send_raw(caller.create_url, "POST", order_body()) as sock,
        pytest.raises(ConnectionResetError),
    ):
        read_to_end(sock)
    assert len(caller.control.tasks) == 1


def test_hanging(caller: Caller) -> None:
    caller.control.set_default(creating(fault=Fault.HANG))
    with send_raw(caller.create_url, "POST", order_body()) as sock:
        wait_for(lambda: caller.control.creates == 1)
        sock.settimeout(0.1)
        with pytest.raises(TimeoutError):
            sock.recv(1)
    caller.control.set_default(Scenario(picture=SMALL))
    assert caller.answer(next(iter(caller.control.tasks)))["status"] == "completed"


def test_garbage(caller: Caller) -> None:
    caller.control.set_default(creating(fault=Fault.GARBAGE))
    with pytest.raises(httpx.RemoteProtocolError):
        caller.create()


def test_half_a_body_with_its_full_length(caller: Caller) -> None:
    caller.control.set_default(creating(fault=Fault.CUT, fraction=0.5))
    head, rest = post_raw(caller)
    declared = int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0])
    assert len(rest) == declared // 2
    assert rest.startswith(b'{"id":')


def test_half_a_body_in_chunks(caller: Caller) -> None:
    caller.control.set_default(creating(fault=Fault.CUT, framing=Framing.CHUNKED))
    head, rest = post_raw(caller)
    assert b"transfer-encoding: chunked" in head
    assert b"content-length" not in head
    assert not rest.endswith(b"0\r\n\r\n")
    with pytest.raises(httpx.RemoteProtocolError):
        caller.create()


def test_head_without_a_body(caller: Caller) -> None:
    caller.control.set_default(creating(fault=Fault.CUT, fraction=0.0))
    head, rest = post_raw(caller)
    assert head.startswith(b"http/1.1 200")
    assert rest == b""


def test_an_answer_without_length_ends_with_the_connection(caller: Caller) -> None:
    caller.control.set_default(creating(framing=Framing.UNTIL_CLOSE))
    head, rest = post_raw(caller)
    assert b"content-length" not in head
    assert b"chunked" not in head
    assert rest.endswith(b'"status":"queued"}')


def test_slow_drip(caller: Caller) -> None:
    caller.control.set_default(creating(fault=Fault.DRIP, drip_bytes=40, drip_pause=0.05))
    start = time.monotonic()
    answer = caller.create()
    assert answer.json()["status"] == "queued"
    assert time.monotonic() - start > 0.05 * (len(answer.content) // 40)


def test_a_drip_that_nobody_waits_for(caller: Caller) -> None:
    caller.control.set_default(creating(fault=Fault.DRIP))
    with send_raw(caller.create_url, "POST", order_body()) as sock:
        head = sock.recv(4096)
    assert head.startswith(b"HTTP/1.1 200")


def test_delay(caller: Caller) -> None:
    caller.control.set_default(creating(delay=0.15))
    start = time.monotonic()
    assert caller.create().status_code == 200
    assert time.monotonic() - start >= 0.15


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_redirect_on_the_same_host(caller: Caller, status: int) -> None:
    caller.control.set_default(creating(redirect=Redirect(status=status, hops=2)))
    answer = caller.create()
    assert answer.status_code == status
    assert answer.headers["location"] == "/kyyReactApiServer/v1/banana/images?hop=1"
    assert not caller.control.tasks
    key = {"Authorization": KEY}
    second = caller.http.post(caller.create_url + "?hop=1", content=order_body(), headers=key)
    assert second.headers["location"].endswith("?hop=2")
    last = caller.http.post(caller.create_url + "?hop=2", content=order_body(), headers=key)
    assert last.json()["status"] == "queued"


def test_redirect_to_the_other_origin_is_watched(caller: Caller) -> None:
    redirect = Redirect(status=307, to=RedirectTo.OTHER_HOST)
    caller.control.set_default(Scenario(query=Wire(redirect=redirect)))
    answer = caller.query(caller.new_task())
    target = answer.headers["location"]
    assert target.startswith(f"{caller.server.picture_url}/elsewhere/")
    assert caller.http.get(target).json()["id"] == "stray-0001"
    assert caller.control.leaked_keys == 0
    caller.http.get(target, headers={"Authorization": "Bearer leaked"})
    assert caller.control.leaked_keys == 1
    stray = caller.control.requests(Call.OTHER)[-1]
    assert stray.origin is Origin.PICTURES
    assert stray.headers["authorization"] == "Bearer leaked"


def test_redirect_to_a_given_place(caller: Caller) -> None:
    redirect = Redirect(to=RedirectTo.LOCATION, location="file:///etc/hostname")
    caller.control.set_default(creating(redirect=redirect))
    assert caller.create().headers["location"] == "file:///etc/hostname"


@pytest.mark.parametrize(
    ("wire", "taken"),
    [
        (Wire(fault=Fault.CLOSE), True),
        (Wire(fault=Fault.CLOSE, order_taken=False), False),
        (Wire(error=ServiceError(kind=ErrorKind.UPSTREAM)), False),
        (Wire(error=ServiceError(kind=ErrorKind.UPSTREAM), order_taken=True), True),
        (Wire(redirect=Redirect()), False),
    ],
    ids=["lost answer", "lost order", "gateway refused", "gateway lost the answer", "redirect"],
)
def test_whether_the_order_was_taken(caller: Caller, wire: Wire, taken: bool) -> None:
    caller.control.set_default(Scenario(create=wire))
    exchange_raw(caller.create_url, "POST", order_body())
    assert caller.control.creates == 1
    assert len(caller.control.tasks) == taken


def test_faults_pass_after_some_times(caller: Caller) -> None:
    error = ServiceError(kind=ErrorKind.UPSTREAM, status=503)
    caller.control.set_default(Scenario(query=Wire(error=error, times=2), picture=SMALL))
    first, second = caller.new_task(), caller.new_task()
    assert [caller.query(first).status_code for _ in range(4)] == [503, 503, 200, 200]
    assert caller.query(second).status_code == 503, "each task has its own count"


def test_faults_hold_for_odd_bodies_too(caller: Caller) -> None:
    shape = AnswerShape(body=Body.HTML)
    caller.control.set_default(Scenario(create=Wire(fault=Fault.CUT), shape=shape))
    _, rest = post_raw(caller)
    assert rest.startswith(b"<!DOCTYPE")
    assert not rest.rstrip().endswith(b"</html>")


def test_connection_closed_at_once(caller: Caller) -> None:
    caller.control.queue_connections(ConnectionFault.CLOSE)
    with pytest.raises(httpx.TransportError):
        caller.create()
    assert caller.control.creates == 0
    assert caller.create().status_code == 200


def test_connection_reset_at_once(caller: Caller) -> None:
    caller.control.queue_connections(ConnectionFault.RESET)
    address = urlsplit(caller.server.base_url)
    with (
        pytest.raises(ConnectionResetError),
        socket.create_connection((str(address.hostname), address.port or 0), 5.0) as sock,
    ):
        sock.recv(1)
    assert caller.control.creates == 0


def test_connection_closed_after_the_first_bytes(caller: Caller) -> None:
    caller.control.queue_connections(ConnectionFault.CLOSE_EARLY)
    with pytest.raises(httpx.TransportError):
        caller.create()
    assert caller.control.creates == 0


def test_connection_that_nobody_reads(caller: Caller) -> None:
    caller.control.queue_connections(ConnectionFault.HANG)
    with pytest.raises(httpx.ReadTimeout):
        caller.http.get(caller.query_url("x"), timeout=httpx.Timeout(LIMIT, read=0.1))
    # A connection that is taken later than that would be one of the next test.
    wait_for(lambda: not caller.control.waiting_connections())
    assert caller.control.queries == 0


def test_connection_that_speaks_something_else(caller: Caller) -> None:
    caller.control.queue_connections(ConnectionFault.GARBAGE)
    with pytest.raises(httpx.RemoteProtocolError):
        caller.create()
    assert caller.control.creates == 0


def test_connection_faults_of_the_pictures(caller: Caller) -> None:
    link = caller.link(caller.new_task())
    caller.control.queue_connections(ConnectionFault.CLOSE, origin=Origin.PICTURES)
    with pytest.raises(httpx.TransportError):
        caller.download(link)
    assert caller.download(link).status_code == 200


def test_every_named_fault_spoils_the_answer(caller: Caller) -> None:
    for name, wire in faults().items():
        caller.control.reset()
        caller.control.set_default(Scenario(create=wire))
        try:
            answer = caller.http.post(
                caller.create_url,
                content=order_body(),
                headers={"Authorization": KEY},
                timeout=httpx.Timeout(LIMIT, read=0.1),
            )
        except httpx.HTTPError:
            # An order that is read later than that would be one of the next fault, or test.
            wait_for(lambda: caller.control.creates)
            continue
        assert answer.is_redirect, name
