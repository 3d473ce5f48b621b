"""A made-up key goes through every kind of trouble and must turn up nowhere but in the request."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import traceback
from collections.abc import Iterator

import pytest

from nanobanana_desktop.api.client import ApiClient
from nanobanana_desktop.api.submit import SubmitTrace
from nanobanana_desktop.errors import AppError
from tests.api.conftest import CANARY, MakeClient
from tests.api.raw_server import Connection, Handler, answering, free_port, serve

SIGNATURE = "signature-5b1f9c"


@pytest.fixture
def everything_logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Every logger at DEBUG, the HTTP libraries' own among them.

    qasync is left out: it logs from inside its worker threads, which then look like leaked ones.
    """
    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.INFO, "qasync"):
        yield caplog


def echo(status: int, kind: str = "application/json") -> Handler:
    """Repeats the request's headers in every place of the answer."""

    async def handle(connection: Connection) -> None:
        while request := await connection.request():
            said = request.headers.get("authorization", "nothing")
            fields = dict.fromkeys(("message", "status", "error", "model", "amount"), said)
            body = json.dumps({"code": status if status != 200 else 0, **fields})
            await connection.reply(
                status, body if "json" in kind else said, {"Content-Type": kind, "X-Echo": said}
            )

    return handle


async def cut_echo(connection: Connection) -> None:
    request = await connection.request()
    assert request is not None
    said = request.headers.get("authorization", "")
    await connection.reply(200, f'{{"message": "{said}', length=5000)


async def bad_header(connection: Connection) -> None:
    request = await connection.request()
    assert request is not None
    said = request.headers.get("authorization", "")
    await connection.send(f"HTTP/1.1 200 OK\r\n{said}\x00\r\n\r\n".encode())


async def reset(connection: Connection) -> None:
    await connection.request()
    connection.reset()


TROUBLE: dict[str, Handler] = {
    "strange answer": echo(200),
    "bad request": echo(400),
    "unauthorized": echo(401),
    "forbidden": echo(403),
    "not found": echo(404),
    "too many": echo(429),
    "server fault": echo(500),
    "redirect": answering(302, "", {"Location": "http://[bad"}),
    "web page": echo(200, "text/html"),
    "plain text": echo(400, "text/plain"),
    "cut": cut_echo,
    "broken header": bad_header,
    "reset": reset,
}


async def all_that_is_said(client: ApiClient, link: str) -> list[str]:
    """Texts of every outcome and error that a caller could print, log or store."""
    trace = SubmitTrace()
    said = [repr(client), repr(vars(client))]
    said.append(repr(await client.create_task({"prompt": "x"}, trace=trace)))
    said.extend((repr(trace), repr(trace.outcome_so_far("stopped"))))
    try:
        said.append(repr(await client.query_task("abc123")))
    except AppError as error:
        said.extend((repr(error), repr(vars(error)), *traceback.format_exception(error)))
    said.append(repr(await client.check_key()))
    try:
        async with client.open_picture(link) as stream:
            said.append(repr(stream))
    except AppError as error:
        said.extend((repr(error), repr(vars(error)), *traceback.format_exception(error)))
    return said


@pytest.mark.parametrize("trouble", TROUBLE.values(), ids=TROUBLE)
async def test_the_key_is_in_no_text(
    trouble: Handler, make_client: MakeClient, everything_logged: pytest.LogCaptureFixture
) -> None:
    async with serve(trouble) as server:
        client = make_client(server.url())
        said = await all_that_is_said(client, server.url(f"/a.png?sig={SIGNATURE}"))
        assert any(CANARY in r.headers.get("authorization", "") for r in server.requests)
        assert all(
            "authorization" not in r.headers for r in server.requests if "/a.png" in r.target
        )
    text = "\n".join((*said, everything_logged.text))
    assert CANARY not in text
    assert SIGNATURE not in text


async def test_the_key_is_in_no_text_when_nobody_is_there(
    make_client: MakeClient, everything_logged: pytest.LogCaptureFixture
) -> None:
    base = f"http://127.0.0.1:{free_port()}"
    said = await all_that_is_said(make_client(base), f"{base}/a.png?sig={SIGNATURE}")
    text = "\n".join((*said, everything_logged.text))
    assert CANARY not in text
    assert SIGNATURE not in text


@pytest.mark.parametrize("key", [f"{CANARY}\n", f"{CANARY} x", f"{CANARY}ü", f"\x00{CANARY}"])
async def test_a_key_that_no_header_can_carry_is_in_no_text(
    key: str, make_client: MakeClient, everything_logged: pytest.LogCaptureFixture
) -> None:
    base = f"http://127.0.0.1:{free_port()}"
    said = await all_that_is_said(make_client(base, key=key), f"{base}/a.png")
    assert CANARY not in "\n".join((*said, everything_logged.text))


async def test_the_libraries_do_not_log_links(
    make_client: MakeClient, everything_logged: pytest.LogCaptureFixture
) -> None:
    async with serve(answering(200, b"\x89PNG" * 100)) as server:
        link = server.url(f"/a.png?sig={SIGNATURE}")
        async with make_client(server.url()).open_picture(link) as stream:
            assert await anext(aiter(stream))
    names = {record.name.partition(".")[0] for record in everything_logged.records}
    assert not names & {"httpx", "httpcore"}
    assert SIGNATURE not in everything_logged.text


async def test_a_client_that_is_dropped_leaves_nothing_running(make_client: MakeClient) -> None:
    async with serve(answering(200, '{"status":"queued"}')) as server:
        client = make_client(server.url())
        before = len(asyncio.all_tasks())
        await client.query_task("abc123")
        await client.aclose()
        await client.aclose()
        gc.collect()
        assert len(asyncio.all_tasks()) <= before + 1
