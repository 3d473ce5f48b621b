"""The paid order: sent once, and never called "not sent" when a byte may have left."""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
from collections.abc import Awaitable, Callable

import pytest

from nanobanana_desktop.api.submit import SubmitTrace
from nanobanana_desktop.domain.answers import (
    Accepted,
    NotSent,
    OutcomeUnknown,
    Refused,
    RefusedLater,
    RemoteStatus,
)
from nanobanana_desktop.errors import ErrorCase
from tests.api.conftest import CANARY, ENDLESS, HANDSHAKE, MakeClient
from tests.api.raw_server import Connection, Handler, answering, free_port, serve

WaitUntil = Callable[[Callable[[], object]], Awaitable[None]]

ORDER = {"model": "nano-banana-pro", "prompt": "一只橘猫 🍌", "resolution": "1k"}
ACCEPTED = '{"id":"abc123","object":"image","created":1,"model":"m","status":"queued"}'


async def accept_and_close(connection: Connection) -> None:
    connection.writer.close()


async def read_a_little_and_close(connection: Connection) -> None:
    await connection.reader.read(20)
    connection.writer.close()


async def read_all_and_close(connection: Connection) -> None:
    await connection.request()


async def read_all_and_reset(connection: Connection) -> None:
    await connection.request()
    connection.reset()


async def hang(connection: Connection) -> None:
    await connection.request()
    await connection.silence()


async def half_an_answer(connection: Connection) -> None:
    await connection.request()
    await connection.reply(200, ACCEPTED[:30], length=len(ACCEPTED))


async def garbage(connection: Connection) -> None:
    await connection.request()
    await connection.send(b"\x00\x01\x02 this is no HTTP\r\n\r\n")


async def bad_gateway(connection: Connection) -> None:
    await connection.request()
    await connection.reply(502, "<html>bad gateway</html>", {"Content-Type": "text/html"})


async def portal_page(connection: Connection) -> None:
    await connection.request()
    await connection.reply(200, "<html>please log in</html>", {"Content-Type": "text/html"})


async def drip(connection: Connection) -> None:
    await connection.request()
    await connection.send(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n")
    while not connection.writer.is_closing():
        await connection.send(b" ")
        await asyncio.sleep(0.05)


async def tls_hang_up(connection: Connection) -> None:
    await connection.reader.read(50)
    connection.writer.close()


async def tls_garbage(connection: Connection) -> None:
    await connection.reader.read(50)
    await connection.send(b"HTTP/1.1 400 Bad Request\r\n\r\n")


UNKNOWN_FAULTS = [
    accept_and_close,
    read_a_little_and_close,
    read_all_and_close,
    read_all_and_reset,
    hang,
    half_an_answer,
    garbage,
    bad_gateway,
    portal_page,
    drip,
]


@pytest.mark.parametrize("fault", UNKNOWN_FAULTS)
async def test_a_fault_after_the_first_byte_leaves_the_outcome_unknown(
    fault: Handler, make_client: MakeClient, wait_until: WaitUntil
) -> None:
    async with serve(fault) as server:
        client = make_client(server.url(), timeouts=ENDLESS)
        for number in (1, 2):
            trace = SubmitTrace()
            outcome = await client.create_task(ORDER, trace=trace)
            assert isinstance(outcome, OutcomeUnknown)
            assert outcome.reason
            assert trace.bytes_left
            await wait_until(lambda number=number: server.connections >= number)
            assert server.connections == number, "an order is never repeated"


@pytest.mark.parametrize("fault", [Connection.silence, tls_hang_up, tls_garbage])
async def test_a_fault_before_the_first_byte_is_not_sent(
    fault: Handler, make_client: MakeClient, wait_until: WaitUntil
) -> None:
    async with serve(fault) as server:
        client = make_client(server.url().replace("http:", "https:"), timeouts=HANDSHAKE)
        for number in (1, 2):
            trace = SubmitTrace()
            outcome = await client.create_task(ORDER, trace=trace)
            assert isinstance(outcome, NotSent), outcome
            assert outcome.case is ErrorCase.NOT_SENT
            assert not trace.bytes_left
            await wait_until(lambda number=number: server.connections >= number)
            assert server.connections == number


async def test_a_refused_connection_is_not_sent(make_client: MakeClient) -> None:
    client = make_client(f"http://127.0.0.1:{free_port()}")
    for _ in range(2):
        assert isinstance(await client.create_task(ORDER), NotSent)


async def test_an_unknown_host_is_not_sent(
    make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(*_arguments: object, **_options: object) -> object:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", lost)
    client = make_client("https://no-such-host.invalid")
    for _ in range(2):
        assert isinstance(await client.create_task(ORDER), NotSent)


async def test_a_connection_that_is_never_accepted_is_not_sent(
    make_client: MakeClient, full_backlog: str
) -> None:
    client = make_client(full_backlog, timeouts=HANDSHAKE)
    for _ in range(2):
        assert isinstance(await client.create_task(ORDER), NotSent)


async def test_an_untrusted_certificate_is_not_sent(
    make_client: MakeClient, server_tls: ssl.SSLContext
) -> None:
    async with serve(answering(200, ACCEPTED), tls=server_tls) as server:
        outcome = await make_client(server.url()).create_task(ORDER)
        assert isinstance(outcome, NotSent)
        assert "CERTIFICATE_VERIFY_FAILED" in outcome.reason
        assert not server.requests


async def test_an_accepted_order_over_tls(
    make_client: MakeClient,
    server_tls: ssl.SSLContext,
    client_tls: Callable[[], ssl.SSLContext],
) -> None:
    async with serve(answering(200, ACCEPTED), tls=server_tls) as server:
        client = make_client(server.url(), trust=client_tls)
        outcome = await client.create_task(ORDER)
        assert isinstance(outcome, Accepted)


async def test_what_is_sent(make_client: MakeClient) -> None:
    async with serve(answering(200, ACCEPTED)) as server:
        outcome = await make_client(server.url("/kyyReactApiServer")).create_task(ORDER)
        assert isinstance(outcome, Accepted)
        assert outcome.task.remote_id == "abc123"
        assert outcome.task.status is RemoteStatus.QUEUED
        (request,) = server.requests
        assert request.method == "POST"
        assert request.target == "/kyyReactApiServer/v1/banana/images"
        assert request.headers["authorization"] == f"Bearer {CANARY}"
        assert request.headers["connection"] == "close"
        assert request.headers["accept-encoding"] == "identity"
        assert "transfer-encoding" not in request.headers
        assert "python" not in request.headers["user-agent"].lower()
        assert json.loads(request.body) == ORDER


async def test_every_order_has_its_own_connection(make_client: MakeClient) -> None:
    async with serve(answering(200, ACCEPTED)) as server:
        client = make_client(server.url())
        outcomes = [await client.create_task(ORDER) for _ in range(5)]
        assert all(isinstance(outcome, Accepted) for outcome in outcomes)
        assert server.connections == 5


async def test_a_large_order_arrives_whole(make_client: MakeClient) -> None:
    order = {**ORDER, "image_urls": ["data:image/jpeg;base64," + "A" * 3_000_000]}
    async with serve(answering(200, ACCEPTED)) as server:
        outcome = await make_client(server.url()).create_task(order)
        assert isinstance(outcome, Accepted)
        assert json.loads(server.requests[0].body) == order


async def test_a_refusal_in_the_middle_of_a_large_order_is_understood(
    make_client: MakeClient,
) -> None:
    async def refuse_early(connection: Connection) -> None:
        await connection.reader.readuntil(b"\r\n\r\n")
        await connection.reply(413, '{"message":"too large"}', {"Connection": "close"})
        await connection.silence()

    order = {**ORDER, "image_urls": ["data:image/jpeg;base64," + "A" * 3_000_000]}
    async with serve(refuse_early) as server:
        outcome = await make_client(server.url()).create_task(order)
        assert outcome == Refused(ErrorCase.REFERENCE_REFUSED, "too large", 413)


async def test_a_whole_id_counts_although_the_answer_is_cut_after_it(
    make_client: MakeClient,
) -> None:
    async def wrong_length(connection: Connection) -> None:
        await connection.request()
        await connection.reply(200, ACCEPTED, length=len(ACCEPTED) + 10)

    async with serve(wrong_length) as server:
        outcome = await make_client(server.url()).create_task(ORDER)
        assert isinstance(outcome, Accepted)


async def test_a_cut_refusal_is_still_a_refusal(make_client: MakeClient) -> None:
    async def cut(connection: Connection) -> None:
        await connection.request()
        await connection.reply(401, '{"mess', length=400)

    async with serve(cut) as server:
        outcome = await make_client(server.url()).create_task(ORDER)
        assert isinstance(outcome, Refused)
        assert outcome.case is ErrorCase.INVALID_KEY


async def test_the_beginning_of_an_answer_that_settles_nothing_is_kept(
    make_client: MakeClient,
) -> None:
    async with serve(half_an_answer) as server:
        outcome = await make_client(server.url()).create_task(ORDER)
        assert isinstance(outcome, OutcomeUnknown)
        assert "abc123" in outcome.raw_answer
        assert outcome.http_status == 200


async def test_an_endless_answer_is_cut_off(make_client: MakeClient) -> None:
    async def flood(connection: Connection) -> None:
        await connection.request()
        await connection.send(b"HTTP/1.1 200 OK\r\n\r\n")
        while not connection.writer.is_closing():
            await connection.send(b"[" * 65536)

    async with serve(flood) as server:
        outcome = await make_client(server.url()).create_task(ORDER)
        assert isinstance(outcome, OutcomeUnknown)
        assert "1048576" in outcome.reason
        assert len(outcome.raw_answer) == 64 * 1024


async def test_a_redirect_is_not_followed(make_client: MakeClient) -> None:
    async with serve(answering(200, ACCEPTED)) as other:
        async with serve(answering(307, "", {"Location": other.url("/x")})) as server:
            outcome = await make_client(server.url()).create_task(ORDER)
        assert isinstance(outcome, OutcomeUnknown)
        assert other.connections == 0


async def test_too_many_requests_waits_as_told(make_client: MakeClient) -> None:
    async with serve(answering(429, '{"msg":"slow down"}', {"Retry-After": "7"})) as server:
        outcome = await make_client(server.url()).create_task(ORDER)
        assert outcome == RefusedLater(7.0, "slow down")


@pytest.mark.parametrize(
    ("key", "case"),
    [
        (None, ErrorCase.KEY_MISSING),
        ("", ErrorCase.KEY_MISSING),
        ("schlüssel", ErrorCase.INVALID_KEY),
        ("sk-a\r\nX-Evil: 1", ErrorCase.INVALID_KEY),
        ("sk a", ErrorCase.INVALID_KEY),
    ],
)
async def test_without_a_usable_key_nothing_is_sent(
    key: str | None, case: ErrorCase, make_client: MakeClient
) -> None:
    async with serve(answering(200, ACCEPTED)) as server:
        outcome = await make_client(server.url(), key=key).create_task(ORDER)
        assert isinstance(outcome, NotSent)
        assert outcome.case is case
        assert server.connections == 0


async def test_a_cancelled_order_tells_whether_it_left(
    make_client: MakeClient, wait_until: WaitUntil
) -> None:
    async with serve(hang) as server:
        trace = SubmitTrace()
        running = asyncio.ensure_future(make_client(server.url()).create_task(ORDER, trace=trace))
        await wait_until(lambda: server.requests)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        assert trace.outcome_so_far("the program ended") == OutcomeUnknown("the program ended")


async def test_an_order_cancelled_during_the_handshake_did_not_leave(
    make_client: MakeClient, wait_until: WaitUntil
) -> None:
    async with serve(Connection.silence) as server:
        trace = SubmitTrace()
        client = make_client(server.url().replace("http:", "https:"))
        running = asyncio.ensure_future(client.create_task(ORDER, trace=trace))
        await wait_until(lambda: server.connections)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        assert trace.outcome_so_far("stopped") == NotSent("stopped")


async def test_an_answer_that_came_before_the_cancellation_counts(
    make_client: MakeClient, wait_until: WaitUntil
) -> None:
    async def answer_and_hold(connection: Connection) -> None:
        await connection.request()
        await connection.reply(200, ACCEPTED, length=len(ACCEPTED) + 1)
        await connection.silence()

    async with serve(answer_and_hold) as server:
        trace = SubmitTrace()
        running = asyncio.ensure_future(make_client(server.url()).create_task(ORDER, trace=trace))
        await wait_until(lambda: isinstance(trace.outcome_so_far("stopped"), Accepted))
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        assert isinstance(trace.outcome_so_far("stopped"), Accepted)


async def test_a_body_that_is_no_json_is_our_bug_and_not_sent(
    make_client: MakeClient, expected_log: Callable[[str], None]
) -> None:
    expected_log("sending the order failed unexpectedly")
    outcome = await make_client("http://127.0.0.1:9").create_task({"prompt": object()})
    assert isinstance(outcome, NotSent)
