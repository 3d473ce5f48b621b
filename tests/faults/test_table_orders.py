"""Rows of the table of faults about orders, over a real wire."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nanobanana_desktop.api.client import ApiClient
from nanobanana_desktop.demo.scenario import (
    AnswerShape,
    ErrorKind,
    Fault,
    IdKey,
    ServiceError,
    Wire,
)
from nanobanana_desktop.demo.script import Call, Origin
from nanobanana_desktop.demo.state import BASE_PATH
from nanobanana_desktop.domain.task import GenerationTask, Hold, TaskState
from nanobanana_desktop.errors import ErrorCase
from nanobanana_desktop.secret import Secret
from tests.faults.conftest import Line, small
from tests.faults.proxy import HOST, Direction, Down
from tests.faults.room import KEY, QUICK_ORDER, Room, direct_connections, open_room

S = TaskState
FOREVER = float("inf")
ExpectedLog = Callable[[str], None]


@pytest.fixture(autouse=True)
def _said(expected_log: ExpectedLog) -> None:
    expected_log("outcome unknown")


async def unknown(room: Room, line: Line) -> GenerationTask:
    """An order that ends as not confirmed, is not sent again, and says why."""
    order = room.order("a boat")
    await room.until(lambda: room.state(order) is S.SUBMIT_UNKNOWN)
    room.tasks.send_now()
    room.tasks.try_again_now()
    (stored,) = await room.stored()
    assert (stored.state, stored.attempt) == (S.SUBMIT_UNKNOWN, 1)
    assert stored.error_case is ErrorCase.NOT_CONFIRMED
    assert stored.error_detail
    assert line.control.creates == 1
    return stored


async def test_row_03_reset_after_body_sent_is_not_confirmed(line: Line, tmp_path: Path) -> None:
    line.control.set_default(small(create=Wire(fault=Fault.RESET)))
    # Without the proxy: it would pass a reset on as an ordinary end.
    async with open_room(tmp_path / "data", line.demo.base_url) as room:
        assert "ReadError" in (await unknown(room, line)).error_detail


async def test_row_04_late_answer_is_not_confirmed_and_the_number_helps(
    line: Line, tmp_path: Path
) -> None:
    # Later than anybody waits here.
    line.control.set_default(small(create=Wire(delay=600.0)))
    async with open_room(tmp_path / "data", line.base_url, QUICK_ORDER) as room:
        stored = await unknown(room, line)
        (remote_id,) = line.control.tasks
        room.tasks.attach_remote_id(stored.id, remote_id)
        await room.until(lambda: room.state(stored.id) is S.DONE)
        room.assert_whole(stored.id)
    assert line.control.creates == 1


async def waits_unsent(room: Room, line: Line) -> str:
    """An order that cannot be sent: it waits, and goes on trying by itself."""
    order = room.order("a boat")
    await room.until(lambda: Hold.OFFLINE in room.tasks.holds.state.active)
    # Whoever looks for the service does it by questions, not with the order.
    await room.until(lambda: room.tasks.holds.offline_tries >= 3)
    assert set(room.seen[order]) == {S.READY, S.SUBMITTING}
    assert line.control.creates == 0
    return order


async def test_row_05_refused_connection_waits_and_is_sent_once(line: Line, tmp_path: Path) -> None:
    line.service.poison(Direction.UPSTREAM, Down())
    async with open_room(tmp_path / "data", line.base_url) as room:
        order = await waits_unsent(room, line)
        line.service.heal()
        await room.until(lambda: room.state(order) is S.DONE)
    assert line.control.creates == 1


async def test_row_05_unknown_host_waits_and_is_sent_once(
    line: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = socket.getaddrinfo

    def lost(host: str, *more: Any, **options: Any) -> object:
        if host in ("localhost", b"localhost"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return real(host, *more, **options)

    url = f"http://localhost:{line.service.port}{BASE_PATH}"
    async with open_room(tmp_path / "data", url) as room:
        with monkeypatch.context() as patch:
            patch.setattr(socket, "getaddrinfo", lost)
            order = await waits_unsent(room, line)
        await room.until(lambda: room.state(order) is S.DONE)
    assert line.control.creates == 1


async def test_row_05_broken_encryption_waits_and_is_sent_once(line: Line, tmp_path: Path) -> None:
    # The stand-in speaks no TLS: what comes back is no handshake.
    url = f"https://{HOST}:{line.service.port}{BASE_PATH}"
    async with open_room(tmp_path / "data", url) as room:
        order = await waits_unsent(room, line)
        good = ApiClient(line.base_url, lambda: Secret(KEY), connections=direct_connections())
        room.tasks.replace_client(good)
        await room.until(lambda: room.state(order) is S.DONE)
        await good.aclose()
    assert line.control.creates == 1


@pytest.mark.parametrize("taken", [False, True], ids=["not-taken", "taken"])
@pytest.mark.parametrize("status", [502, 503, 504])
async def test_row_06_gateway_error_is_not_confirmed(
    line: Line, tmp_path: Path, status: int, taken: bool
) -> None:
    error = ServiceError(kind=ErrorKind.UPSTREAM, status=status)
    line.control.set_default(small(create=Wire(error=error, order_taken=taken)))
    async with open_room(tmp_path / "data", line.base_url) as room:
        stored = await unknown(room, line)
    assert stored.http_status == status
    assert len(line.control.tasks) == taken


@pytest.mark.parametrize(
    "shape",
    [AnswerShape(id_key=IdKey.MISSING), AnswerShape(remote_id="7" * 1_000_000)],
    ids=["no-id", "id-of-a-megabyte"],
)
async def test_row_09_answer_without_usable_id_is_not_confirmed_and_kept(
    line: Line, tmp_path: Path, shape: AnswerShape
) -> None:
    line.control.set_default(small(create_shape=shape))
    async with open_room(tmp_path / "data", line.base_url) as room:
        stored = await unknown(room, line)
    assert '"status"' in stored.error_detail or "7777" in stored.error_detail
    assert len(stored.error_detail) <= 64 * 1024 + 1_000


@pytest.mark.parametrize(
    "shape",
    [AnswerShape(id_as_number=True), AnswerShape(id_key=IdKey.DATA_ID)],
    ids=["number", "data.id"],
)
async def test_row_09_odd_id_is_accepted(line: Line, tmp_path: Path, shape: AnswerShape) -> None:
    line.control.set_default(small(create_shape=shape))
    async with open_room(tmp_path / "data", line.base_url) as room:
        order = room.order("a boat")
        await room.until(lambda: room.state(order) is S.DONE)
        assert room.latest[order].remote_id in line.control.tasks
    assert line.control.creates == 1


@pytest.mark.parametrize(
    "remote_id", ["../../v1/x?y#z", "a%2fb", "..%2f..", "first\nGET /v1/stolen", "a/b;c"]
)
async def test_row_10_hostile_id_never_becomes_a_path(
    line: Line, tmp_path: Path, remote_id: str
) -> None:
    line.control.set_default(small(create_shape=AnswerShape(remote_id=remote_id)))
    async with open_room(tmp_path / "data", line.base_url) as room:
        order = room.order("a boat")
        await room.until(
            lambda: room.state(order) is S.SUBMIT_UNKNOWN or len(line.control.requests()) > 2
        )
    paths = [
        record.path
        for record in line.control.requests()
        if record.origin is Origin.SERVICE and record.call is not Call.CREATE
    ]
    before = f"{BASE_PATH}/v1/result/"
    for path in paths:
        assert path.startswith(before)
        assert not set(path.removeprefix(before)) & set("/?#\n ")
    assert line.control.creates == 1
