"""Questions about a task over real connections: free to repeat, never misled, never endless."""

from __future__ import annotations

import asyncio
import base64
import gzip
import json
import sys
import threading
from collections.abc import Awaitable, Callable
from importlib.abc import MetaPathFinder
from typing import Any

import pytest

from nanobanana_desktop.api import queries
from nanobanana_desktop.api.client import ApiClient, KeyCheck
from nanobanana_desktop.api.transport import Connections
from nanobanana_desktop.domain.answers import RemoteStatus, RemoteTask
from nanobanana_desktop.errors import (
    AppError,
    CredentialsError,
    ErrorCase,
    NetworkError,
    ProtocolError,
    ServerError,
    TaskNotFoundError,
)
from nanobanana_desktop.secret import Secret
from tests.api.conftest import CANARY, ENDLESS, PATIENT, MakeClient
from tests.api.raw_server import Connection, Handler, answering, free_port, serve

PROCESSING = '{"id":"abc123","status":"processing"}'
HTML = {"Content-Type": "text/html"}


async def half(connection: Connection) -> None:
    await connection.request()
    await connection.reply(200, PROCESSING[:10], length=len(PROCESSING))


async def reset(connection: Connection) -> None:
    await connection.request()
    connection.reset()


async def hang(connection: Connection) -> None:
    await connection.request()
    await connection.silence()


async def drip(connection: Connection) -> None:
    await connection.request()
    await connection.send(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n")
    while not connection.writer.is_closing():
        await connection.send(b" ")
        await asyncio.sleep(0.05)


async def header_drip(connection: Connection) -> None:
    await connection.request()
    await connection.send(b"HTTP/1.1 200 OK\r\nX: ")
    while not connection.writer.is_closing():
        await connection.send(b"x")
        await asyncio.sleep(0.05)


async def garbage(connection: Connection) -> None:
    await connection.request()
    await connection.send(b"220 smtp ready\r\n")


@pytest.mark.parametrize("fault", [half, reset, hang, drip, header_drip, garbage])
async def test_a_lost_answer_is_a_network_error(fault: Handler, make_client: MakeClient) -> None:
    async with serve(fault) as server:
        with pytest.raises(NetworkError) as caught:
            await make_client(server.url(), timeouts=ENDLESS).query_task("abc123")
        assert caught.value.case is ErrorCase.NETWORK_LOST
        assert caught.value.sent
        assert caught.value.retryable
        assert caught.value.detail


async def test_nobody_there_is_a_network_error_that_sent_nothing(make_client: MakeClient) -> None:
    with pytest.raises(NetworkError) as caught:
        await make_client(f"http://127.0.0.1:{free_port()}").query_task("abc123")
    assert not caught.value.sent


@pytest.mark.parametrize(
    ("status", "body", "headers", "kind", "case"),
    [
        (200, "<html>portal</html>", HTML, ProtocolError, ErrorCase.NOT_THE_SERVICE),
        (302, "", {"Location": "http://127.0.0.1:9/"}, ProtocolError, ErrorCase.NOT_THE_SERVICE),
        (404, '{"message":"x"}', {}, TaskNotFoundError, ErrorCase.REMOTE_GONE),
        (200, '{"code":-1,"data":null}', {}, TaskNotFoundError, ErrorCase.REMOTE_GONE),
        (401, "{}", {}, CredentialsError, ErrorCase.INVALID_KEY),
        (502, "<html>", HTML, ServerError, ErrorCase.SERVICE_FAULT),
        (200, "[" * 100_000, {}, ProtocolError, ErrorCase.NOT_THE_SERVICE),
        (200, " " * 2_000_000, {}, ProtocolError, ErrorCase.NOT_THE_SERVICE),
        (200, b"\x1f\x8b broken", {"Content-Encoding": "gzip"}, ProtocolError, None),
        (200, PROCESSING, {"Content-Encoding": "br"}, ProtocolError, None),
        (
            200,
            gzip.compress(PROCESSING.encode())[:-9],
            {"Content-Encoding": "gzip"},
            ProtocolError,
            None,
        ),
        (
            200,
            gzip.compress(b" " * 100_000_000, 1),
            {"Content-Encoding": "gzip"},
            ProtocolError,
            None,
        ),
        (200, '{"id":"other","status":"completed"}', {}, ProtocolError, ErrorCase.SERVICE_FAULT),
    ],
    ids=[
        "page", "redirect", "404", "unknown id", "401", "502", "deep", "large", "no gzip", "brotli",
        "cut gzip", "bomb", "other task",
    ],
)  # fmt: skip
async def test_answers_that_are_no_answer(
    status: int,
    body: bytes | str,
    headers: dict[str, str],
    kind: type[AppError],
    case: ErrorCase | None,
    make_client: MakeClient,
) -> None:
    async with serve(answering(status, body, headers)) as server:
        with pytest.raises(kind) as caught:
            await make_client(server.url()).query_task("abc123")
        assert case in (None, caught.value.case)


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (PROCESSING, {}),
        (gzip.compress(PROCESSING.encode()), {"Content-Encoding": "gzip"}),
        (PROCESSING, {"Content-Type": "text/html"}),
    ],
)
async def test_answers_that_are_understood(
    body: bytes | str, headers: dict[str, str], make_client: MakeClient
) -> None:
    async with serve(answering(200, body, headers)) as server:
        task = await make_client(server.url()).query_task("abc123")
        assert task.status is RemoteStatus.PROCESSING


async def test_what_is_asked(make_client: MakeClient) -> None:
    async with serve(answering(200, PROCESSING)) as server:
        await make_client(server.url("/base/")).query_task("abc123")
        (request,) = server.requests
        assert (request.method, request.target) == ("GET", "/base/v1/result/abc123")
        assert request.headers["authorization"] == f"Bearer {CANARY}"
        assert request.headers["cache-control"] == "no-store"
        assert request.headers["accept-encoding"] == "identity"


@pytest.mark.parametrize(
    ("remote_id", "target"),
    [
        ("../../v1/x?y#z", "/v1/result/..%2F..%2Fv1%2Fx%3Fy%23z"),
        ("a%2fb", "/v1/result/a%252fb"),
        ("a b", "/v1/result/a%20b"),
        ("...", "/v1/result/..."),
        ("图1", "/v1/result/%E5%9B%BE1"),
        ("a;b=c&d+e@f:g", "/v1/result/a%3Bb%3Dc%26d%2Be%40f%3Ag"),
    ],
)
async def test_ids_are_encoded(remote_id: str, target: str, make_client: MakeClient) -> None:
    async with serve(answering(200, '{"status":"queued"}')) as server:
        task = await make_client(server.url()).query_task(remote_id)
        assert task.remote_id == remote_id
        assert server.requests[0].target == target


@pytest.mark.parametrize(
    "remote_id", ["", ".", "..", "a\nb", "a\x00b", "a\u202eb", "\ud800", "x" * 129, " a"]
)
async def test_ids_that_cannot_be_asked_for_are_refused(
    remote_id: str, make_client: MakeClient
) -> None:
    async with serve(answering(200, PROCESSING)) as server:
        with pytest.raises(ProtocolError):
            await make_client(server.url()).query_task(remote_id)
        assert server.connections == 0


async def test_connections_are_kept_and_cookies_are_not(make_client: MakeClient) -> None:
    async with serve(answering(200, PROCESSING, {"Set-Cookie": "a=b"})) as server:
        client = make_client(server.url())
        for _ in range(5):
            await client.query_task("abc123")
        assert server.connections == 1
        assert all("cookie" not in request.headers for request in server.requests)


class Searches(MetaPathFinder):
    """Notes every package that is looked for in the file system."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def find_spec(self, name: str, _path: object, _target: object = None) -> None:
        self.names.append(name)


async def test_asking_looks_for_no_packages(
    make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serve(answering(200, PROCESSING)) as server:
        client = make_client(server.url())
        await client.query_task("abc123")
        searches = Searches()
        monkeypatch.setattr(sys, "meta_path", [searches, *sys.meta_path])
        await client.query_task("abc123")
        assert searches.names == []


async def test_dropped_connections_are_not_used_again(make_client: MakeClient) -> None:
    async with serve(answering(200, PROCESSING)) as server:
        client = make_client(server.url())
        await client.drop_connections()
        for _ in range(3):
            await client.query_task("abc123")
        await client.drop_connections()
        for _ in range(3):
            await client.query_task("abc123")
        assert server.connections == 2


class SlowSettings(Connections):
    """Proxy settings that are read only when the test says so; `read` counts it."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.go_on = asyncio.Event(), asyncio.Event()
        self.read = 0

    async def proxy_for(self, _url: object) -> str | None:
        self.begun.set()
        await self.go_on.wait()
        self.read += 1
        return None


async def test_settings_that_were_read_while_connections_were_dropped_are_read_again() -> None:
    settings = SlowSettings()
    async with serve(answering(200, PROCESSING)) as server:
        client = ApiClient(
            server.url(), lambda: Secret(CANARY), timeouts=PATIENT, connections=settings
        )
        first = asyncio.ensure_future(client.query_task("abc123"))
        await settings.begun.wait()
        await client.drop_connections()
        settings.go_on.set()
        await first
        await client.query_task("abc123")
        assert settings.read == 2
        await client.query_task("abc123")
        assert settings.read == 2
        await client.aclose()


async def test_no_connection_is_kept_at_rest(
    make_client: MakeClient, wait_until: Callable[..., Awaitable[None]]
) -> None:
    async with serve(answering(200, PROCESSING)) as server:
        client = make_client(server.url())
        await client.query_task("abc123")
        assert server.open == 1
        await client.rest()
        await wait_until(lambda: server.open == 0)
        await client.check_key()
        await wait_until(lambda: server.open == 0)
        assert server.connections == 2


async def test_rest_does_not_end_a_question_that_is_under_way(
    make_client: MakeClient, wait_until: Callable[..., Awaitable[None]]
) -> None:
    go_on = asyncio.Event()

    async def patient(connection: Connection) -> None:
        await connection.request()
        await go_on.wait()
        await connection.reply(200, PROCESSING)

    async with serve(patient) as server:
        client = make_client(server.url())
        asking = asyncio.ensure_future(client.query_task("abc123"))
        await wait_until(lambda: server.requests)
        await client.rest()
        go_on.set()
        assert (await asking).status is RemoteStatus.PROCESSING


async def test_a_question_under_way_when_connections_are_dropped_is_lost_and_no_bug(
    make_client: MakeClient, wait_until: Callable[..., Awaitable[None]]
) -> None:
    async with serve(hang) as server:
        client = make_client(server.url())
        asking = asyncio.ensure_future(client.query_task("abc123"))
        await wait_until(lambda: server.requests)
        await client.drop_connections()
        with pytest.raises(NetworkError):
            await asking


async def test_a_lost_race_with_a_closing_connection_is_run_again(make_client: MakeClient) -> None:
    async def one_answer_then_close_late(connection: Connection) -> None:
        await connection.request()
        await connection.reply(200, PROCESSING)
        await connection.request()

    async with serve(one_answer_then_close_late) as server:
        client = make_client(server.url())
        for _ in range(6):
            task = await client.query_task("abc123")
            assert task.status is RemoteStatus.PROCESSING
        assert server.count("GET") > 6, "the race did not happen"


async def test_a_fresh_connection_that_fails_is_not_run_again(make_client: MakeClient) -> None:
    async with serve(reset) as server:
        with pytest.raises(NetworkError):
            await make_client(server.url()).query_task("abc123")
        assert server.connections == 1


async def test_a_race_is_run_again_only_once(make_client: MakeClient) -> None:
    answered = asyncio.Event()

    async def first_only(connection: Connection) -> None:
        await connection.request()
        if not answered.is_set():
            answered.set()
            await connection.reply(200, PROCESSING)
            await connection.request()
        connection.reset()

    async with serve(first_only) as server:
        client = make_client(server.url())
        await client.query_task("abc123")
        with pytest.raises(NetworkError):
            await client.query_task("abc123")
        assert server.connections == 2


async def test_the_key_does_not_follow_a_redirect(make_client: MakeClient) -> None:
    async with serve(answering(200, PROCESSING)) as evil:
        async with serve(answering(307, "", {"Location": evil.url("/x")})) as server:
            with pytest.raises(ProtocolError):
                await make_client(server.url()).query_task("abc123")
        assert evil.connections == 0


async def test_a_large_inline_picture_does_not_hold_up_the_loop(
    make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = bytes(range(256)) * (4 * 1024 * 20)
    body = json.dumps(
        {"id": "abc123", "status": "completed", "b64_json": base64.b64encode(picture).decode()}
    )
    loop, judge, turned = asyncio.get_running_loop(), queries.judge_query, threading.Event()

    def judged(*answer: Any) -> RemoteTask:
        # On the loop's own thread this would wait for itself.
        loop.call_soon_threadsafe(turned.set)
        assert turned.wait(30.0), "the loop stands still"
        return judge(*answer)

    monkeypatch.setattr(queries, "judge_query", judged)
    turns = 0

    async def watch() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    async with serve(answering(200, body)) as server:
        watching = asyncio.ensure_future(watch())
        task = await make_client(server.url()).query_task("abc123")
        watching.cancel()
        assert task.inline_image == picture
        assert turns > 10


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (404, '{"message":"task not found"}', KeyCheck.WORKS),
        (200, '{"code":-1,"msg":null,"data":null}', KeyCheck.WORKS),
        (402, '{"msg":"余额不足"}', KeyCheck.WORKS),
        (401, '{"message":"no"}', KeyCheck.REFUSED),
        (403, '{"message":"no"}', KeyCheck.REFUSED),
        (200, '{"code":401,"msg":"no"}', KeyCheck.REFUSED),
        (500, "", KeyCheck.UNDECIDED),
        (429, "", KeyCheck.UNDECIDED),
        (200, "<html>", KeyCheck.UNDECIDED),
        (404, '{"message":"No handler found for GET /x"}', KeyCheck.UNDECIDED),
        (200, '{"status":"queued"}', KeyCheck.UNDECIDED),
    ],
)
async def test_checking_a_key(
    status: int, body: str, expected: KeyCheck, make_client: MakeClient
) -> None:
    async with serve(answering(status, body)) as server:
        assert await make_client(server.url()).check_key() is expected


async def test_checking_a_key_that_is_not_in_use_yet(make_client: MakeClient) -> None:
    async with serve(answering(404, "{}")) as server:
        client = make_client(server.url(), key=None)
        assert await client.check_key(Secret("sk-new")) is KeyCheck.WORKS
        assert await client.check_key() is KeyCheck.REFUSED
        assert [r.headers["authorization"] for r in server.requests] == ["Bearer sk-new"]


async def test_checking_a_key_without_a_network(make_client: MakeClient) -> None:
    client = make_client(f"http://127.0.0.1:{free_port()}")
    assert await client.check_key() is KeyCheck.UNREACHABLE


async def test_a_cancelled_query_leaves_the_client_usable(
    make_client: MakeClient,
    wait_until: Callable[[Callable[[], object]], Awaitable[None]],
) -> None:
    silent = asyncio.Event()

    async def first_silent(connection: Connection) -> None:
        await connection.request()
        if not silent.is_set():
            silent.set()
            await connection.silence()
            return
        await connection.reply(200, PROCESSING)

    async with serve(first_silent) as server:
        client = make_client(server.url())
        running = asyncio.ensure_future(client.query_task("abc123"))
        await wait_until(silent.is_set)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        assert (await client.query_task("abc123")).status is RemoteStatus.PROCESSING
