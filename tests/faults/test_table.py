"""Rows of the table of faults that need a real wire: orders, answers, links and downloads."""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from nanobanana_desktop.api.client import ApiClient
from nanobanana_desktop.api.picture_links import PictureLinks
from nanobanana_desktop.demo.scenario import (
    AnswerShape,
    Body,
    Course,
    ErrorKind,
    Fault,
    IdKey,
    Outcome,
    PictureFile,
    PictureKey,
    Redirect,
    RedirectTo,
    Scenario,
    ServiceError,
    Wire,
)
from nanobanana_desktop.demo.script import Call, Origin
from nanobanana_desktop.demo.state import BASE_PATH
from nanobanana_desktop.domain.remote_text import ERROR_LIMIT
from nanobanana_desktop.domain.task import GenerationTask, Hold, TaskState
from nanobanana_desktop.errors import ErrorCase
from nanobanana_desktop.secret import Secret
from tests.faults.conftest import SMALL, Line
from tests.faults.proxy import HOST, Direction, Down, FaultProxy
from tests.faults.room import KEY, QUICK, Room, direct_connections, open_room

S = TaskState
ExpectedLog = Callable[[str], None]
FOREVER = float("inf")


@pytest.fixture(autouse=True)
def _said(expected_log: ExpectedLog) -> None:
    expected_log("outcome unknown")


def small(**parts: Any) -> Scenario:
    return Scenario(**({"picture": SMALL} | parts))


def assert_whole(room: Room, task: GenerationTask) -> None:
    assert task.image is not None
    assert [sha256(p.read_bytes()).hexdigest() for p in room.pictures()] == [task.image.sha256]
    assert not room.parts()


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


# The order


async def test_row_03_reset_after_body_sent_is_not_confirmed(line: Line, tmp_path: Path) -> None:
    line.control.set_default(small(create=Wire(fault=Fault.RESET)))
    # Without the proxy: it would pass a reset on as an ordinary end.
    async with open_room(tmp_path / "data", line.demo.base_url) as room:
        assert "ReadError" in (await unknown(room, line)).error_detail


async def test_row_04_late_answer_is_not_confirmed_and_the_number_helps(
    line: Line, tmp_path: Path
) -> None:
    line.control.set_default(small(create=Wire(delay=1.0)))
    async with open_room(tmp_path / "data", line.base_url, QUICK) as room:
        stored = await unknown(room, line)
        (remote_id,) = line.control.tasks
        room.tasks.attach_remote_id(stored.id, remote_id)
        await room.until(lambda: room.state(stored.id) is S.DONE)
        assert_whole(room, room.latest[stored.id])
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


# The answers to questions


PORTALS: Mapping[str, dict[str, Any]] = {
    "page": {"query_shape": AnswerShape(body=Body.HTML)},
    "redirect": {"query": Wire(redirect=Redirect(to=RedirectTo.OTHER_HOST))},
    "plain": {"query_shape": AnswerShape(body=Body.PLAIN)},
    "empty": {"query_shape": AnswerShape(body=Body.EMPTY)},
}


@pytest.mark.parametrize("portal", PORTALS)
async def test_row_11_portal_page_changes_no_state(line: Line, tmp_path: Path, portal: str) -> None:
    line.control.set_default(small(**PORTALS[portal]))
    async with open_room(tmp_path / "data", line.base_url) as room:
        order = room.order("a boat")
        await room.until(lambda: line.control.queries >= 5)
        assert set(room.seen[order]) == {S.READY, S.SUBMITTING, S.QUEUED}
        line.control.set_default(small())
        await room.until(lambda: room.state(order) is S.DONE)
    assert line.control.creates == 1


ODD_BODIES = (Body.HUGE, Body.DEEP, Body.NAN, Body.HUGE_NUMBER, Body.NOT_UTF8, Body.NUL)


@pytest.mark.parametrize("body", [*ODD_BODIES, Body.SURROGATE, Body.TRUNCATED, Body.BOM])
async def test_row_12_odd_json_is_bounded_and_asked_on(
    line: Line, tmp_path: Path, body: Body
) -> None:
    odd = AnswerShape(body=body, huge_bytes=50 * 1024 * 1024)
    line.control.set_default(small(course=Course(processing=(FOREVER, FOREVER)), query_shape=odd))
    async with open_room(tmp_path / "data", line.base_url) as room:
        order = room.order("a boat")
        await room.until(lambda: line.control.queries >= 3)
        assert set(room.seen[order]) <= {S.READY, S.SUBMITTING, S.QUEUED, S.PROCESSING}
        asked = line.control.queries
        assert line.service.passed[Direction.DOWNSTREAM] < (asked + 1) * 4 * 1024 * 1024
        line.control.set_default(small())
        line.control.finish(room.latest[order].remote_id)
        await room.until(lambda: room.state(order) is S.DONE)
        (stored,) = await room.stored()
    assert "\0" not in stored.raw_status + stored.error_text
    assert line.control.creates == 1


async def test_row_14_completed_without_a_link_is_asked_five_times_more(
    line: Line, tmp_path: Path
) -> None:
    line.control.set_default(small(course=Course(outcome=Outcome.NO_PICTURE)))
    async with open_room(tmp_path / "data", line.base_url) as room:
        order = room.order("a boat")
        await room.until(lambda: room.state(order) is S.RESULT_BAD)
        assert room.latest[order].error_case is ErrorCase.NO_PICTURE
    assert line.control.queries == 6


@pytest.mark.parametrize(
    "key",
    [PictureKey.IMAGES_LIST, PictureKey.IMAGES_TEXT, PictureKey.DATA_URI, PictureKey.B64_JSON],
)
async def test_row_14_link_in_a_list_and_inline_pictures_are_taken(
    line: Line, tmp_path: Path, key: PictureKey
) -> None:
    line.control.set_default(small(shape=AnswerShape(picture_key=key)))
    async with open_room(tmp_path / "data", line.base_url) as room:
        order = room.order("a boat")
        await room.until(lambda: room.state(order) is S.DONE)
        assert_whole(room, room.latest[order])


@pytest.mark.parametrize(
    "text",
    [
        '<img src="file:///etc/hostname.png">',
        '<a href="https://evil.example">click</a>',
        "boom " * 180_000,
        "gpj.\u202eexe\u2066\u200f",
        "bell\x07 and\x1b[31m red",
    ],
    ids=["img", "a", "much", "bidi", "escape"],
)
async def test_row_15_error_text_is_kept_literal_short_and_harmless(
    line: Line, tmp_path: Path, text: str
) -> None:
    line.control.set_default(small(course=Course(outcome=Outcome.FAILED, error_text=text)))
    async with open_room(tmp_path / "data", line.base_url) as room:
        order = room.order("a boat")
        await room.until(lambda: room.state(order) is S.FAILED)
        (stored,) = await room.stored()
    assert 0 < len(stored.error_text) <= ERROR_LIMIT
    assert not set(stored.error_text) & set("\u202e\u2066\u200f\x07\x1b")
    if text.startswith("<"):
        assert stored.error_text == text


async def test_row_15_error_text_of_two_megabytes_is_no_answer(line: Line, tmp_path: Path) -> None:
    failed = Course(outcome=Outcome.FAILED, error_text="boom " * 400_000)
    line.control.set_default(small(course=failed))
    async with open_room(tmp_path / "data", line.base_url) as room:
        order = room.order("a boat")
        await room.until(lambda: line.control.queries >= 3)
        assert room.state(order) is S.QUEUED
        line.control.fail(room.latest[order].remote_id, "boom")
        await room.until(lambda: room.state(order) is S.FAILED)
        assert room.latest[order].error_text == "boom"


# Links and downloads


async def led_astray(host: str, _port: int) -> Sequence[str]:
    """The service is somewhere in the world, every other name leads to this computer."""
    return ["93.184.215.14"] if host == "service.example" else [HOST]


HOSTILE_LINKS = (
    "file:///etc/hostname",
    "ftp://{sink}/a.png",
    "http://169.254.169.254/latest/meta-data",
    "https://169.254.169.254/latest/meta-data",
    "http://{sink}/a.png",
    "https://{sink}/a.png",
    "https://user:pw@{sink}/a.png",
    "https://[::1]:{port}/a.png",
    "https://0x7f000001:{port}/a.png",
    "https://pictures.example:{port}/a.png",
    "https://p\u0456ctures.example:{port}/a.png",
    "//{sink}/a.png",
    "javascript:alert(1)",
)


@pytest.mark.parametrize("link", HOSTILE_LINKS)
async def test_row_16_link_that_leads_inside_is_refused_before_any_connection(
    line: Line, tmp_path: Path, link: str
) -> None:
    rules = PictureLinks("service.example", resolver=led_astray)
    with FaultProxy() as sink:
        url = link.format(sink=f"{HOST}:{sink.port}", port=sink.port)
        line.control.set_default(small(shape=AnswerShape(picture_url=url)))
        async with open_room(tmp_path / "data", line.base_url, links=rules) as room:
            order = room.order("a boat")
            await room.until(lambda: room.state(order) is S.RESULT_BAD)
            assert room.latest[order].error_case in (ErrorCase.LINK_REFUSED, ErrorCase.NO_PICTURE)
        assert sink.connections == 0
    assert line.control.downloads == 0


@pytest.mark.parametrize("hops", [1, 3])
async def test_row_17_a_few_redirects_are_followed_without_the_key(
    line: Line, tmp_path: Path, hops: int
) -> None:
    away = Wire(redirect=Redirect(to=RedirectTo.OTHER_HOST, hops=hops))
    line.control.set_default(small(picture=PictureFile(pixels=(96, 64), wire=away)))
    async with open_room(tmp_path / "data", line.base_url) as room:
        order = room.order("a boat")
        await room.until(lambda: room.state(order) is S.DONE)
    assert line.control.downloads == hops + 1
    assert line.control.leaked_keys == 0


@pytest.mark.parametrize(
    "redirect",
    [
        Redirect(hops=20),
        Redirect(to=RedirectTo.LOCATION, location="file:///etc/hostname"),
        Redirect(to=RedirectTo.LOCATION, location="ftp://127.0.0.1/a.png"),
        Redirect(to=RedirectTo.LOCATION, location="https://user:pw@127.0.0.1/a.png"),
    ],
    ids=["twenty", "file", "ftp", "password"],
)
async def test_row_17_other_redirects_are_refused_without_the_key(
    line: Line, tmp_path: Path, redirect: Redirect
) -> None:
    away = PictureFile(pixels=(96, 64), wire=Wire(redirect=redirect))
    line.control.set_default(small(picture=away))
    async with open_room(tmp_path / "data", line.base_url) as room:
        order = room.order("a boat")
        await room.until(lambda: room.state(order) is S.RESULT_BAD)
        assert room.latest[order].error_case is ErrorCase.LINK_REFUSED
        assert room.pictures() == []
    assert line.control.downloads <= 4
    assert line.control.leaked_keys == 0


async def test_row_19_slow_drip_is_ended_and_fetched_again(line: Line, tmp_path: Path) -> None:
    drip = Wire(fault=Fault.DRIP, drip_bytes=1, drip_pause=4.0, times=2)
    line.control.set_default(small(picture=PictureFile(pixels=(96, 64), wire=drip)))
    async with open_room(tmp_path / "data", line.base_url, QUICK) as room:
        order = room.order("a boat")
        await room.until(lambda: room.state(order) is S.DONE)
        assert room.latest[order].download_tries == 2
        assert_whole(room, room.latest[order])
    assert line.control.downloads == 3
