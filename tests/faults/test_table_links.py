"""Rows of the table of faults about links and downloads, over a real wire."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from nanobanana_desktop.api.picture_links import PictureLinks
from nanobanana_desktop.demo.scenario import (
    AnswerShape,
    Content,
    Fault,
    FileFormat,
    Framing,
    PictureFile,
    Redirect,
    RedirectTo,
    Wire,
)
from nanobanana_desktop.domain.task import TaskState
from nanobanana_desktop.errors import ErrorCase
from tests.faults.conftest import Line, small
from tests.faults.proxy import HOST, FaultProxy
from tests.faults.room import QUICK_PICTURE, open_room

S = TaskState
FOREVER = float("inf")


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
    async with open_room(tmp_path / "data", line.base_url, QUICK_PICTURE) as room:
        order = room.order("a boat")
        await room.until(lambda: room.state(order) is S.DONE)
        assert room.latest[order].download_tries == 2
        room.assert_whole(order)
    assert line.control.downloads == 3


FRAMINGS = (Framing.LENGTH, Framing.CHUNKED, Framing.UNTIL_CLOSE, Framing.SHORT_LENGTH)


@pytest.mark.parametrize("kind", [FileFormat.PNG, FileFormat.JPEG, FileFormat.WEBP])
@pytest.mark.parametrize("framing", FRAMINGS)
async def test_row_18_cut_download_is_never_kept_and_fetched_again(
    line: Line, tmp_path: Path, framing: Framing, kind: FileFormat
) -> None:
    whole = PictureFile(pixels=(96, 64), format=kind)
    line.control.set_default(small(picture=whole))
    cuts = [
        replace(whole, wire=Wire(fault=Fault.CUT, framing=framing, fraction=fraction))
        for fraction in (0.01, 0.5, 0.99)
    ]
    line.control.queue_downloads(*(small(picture=cut) for cut in cuts))
    async with open_room(tmp_path / "data", line.base_url) as room:
        order = room.order("a boat")
        await room.until(lambda: room.state(order) is S.DONE)
        assert room.seen[order].count(S.DONE) == 1
        assert room.latest[order].download_tries == len(cuts)
        room.assert_whole(order)
    assert line.control.downloads == len(cuts) + 1


@pytest.mark.parametrize("content", [Content.HEADER_BOMB, Content.PIXEL_BOMB, Content.GZIP_BOMB])
async def test_row_20_bomb_is_no_result(line: Line, tmp_path: Path, content: Content) -> None:
    line.control.set_default(small(picture=PictureFile(content=content, pixels=(96, 64))))
    async with open_room(tmp_path / "data", line.base_url) as room:
        order = room.order("a boat")
        await room.until(lambda: room.state(order) is S.RESULT_BAD)
        assert room.latest[order].error_case is ErrorCase.RESULT_BAD
        assert room.pictures() == []
        assert room.parts() == []


@pytest.mark.parametrize("content", [Content.SVG, Content.PDF, Content.EXE, Content.WRONG_MAGIC])
async def test_row_21_what_is_no_picture_is_no_result(
    line: Line, tmp_path: Path, content: Content
) -> None:
    disguised = PictureFile(
        content=content, pixels=(96, 64), extension=".png", content_type="image/png"
    )
    line.control.set_default(small(picture=disguised))
    async with open_room(tmp_path / "data", line.base_url) as room:
        order = room.order("a boat")
        await room.until(lambda: room.state(order) is S.RESULT_BAD)
        assert room.pictures() == []
        assert room.parts() == []


async def test_row_21_format_is_that_of_the_bytes(line: Line, tmp_path: Path) -> None:
    disguised = PictureFile(
        pixels=(96, 64), format=FileFormat.JPEG, extension=".png", content_type="image/png"
    )
    line.control.set_default(small(picture=disguised))
    async with open_room(tmp_path / "data", line.base_url) as room:
        order = room.order("a boat")
        await room.until(lambda: room.state(order) is S.DONE)
        room.assert_whole(order)
        assert [picture.suffix for picture in room.pictures()] == [".jpg"]


@pytest.mark.parametrize("status", [403, 404, 410])
@pytest.mark.parametrize("as_html", [False, True], ids=["xml", "html"])
async def test_row_23_dead_link_is_renewed_once(
    line: Line, tmp_path: Path, status: int, as_html: bool
) -> None:
    dead = PictureFile(pixels=(96, 64), dead_status=status, dead_as_html=as_html)
    line.control.set_default(small(picture=dead))
    async with open_room(tmp_path / "data", line.base_url) as room:
        order = room.order("a boat")
        await room.until(lambda: room.state(order) is S.DONE)
        room.assert_whole(order)
    assert line.control.downloads == 2


@pytest.mark.parametrize("status", [403, 404, 410])
async def test_row_23_link_that_stays_dead_is_given_up_and_not_called_too_old(
    line: Line, tmp_path: Path, status: int
) -> None:
    dead = PictureFile(pixels=(96, 64), dead_status=status, fresh_link=False)
    line.control.set_default(small(picture=dead))
    async with open_room(tmp_path / "data", line.base_url) as room:
        order = room.order("a boat")
        await room.until(lambda: room.state(order) is S.EXPIRED)
        # It was dead long before its day was over.
        assert room.latest[order].error_case is ErrorCase.LINK_BROKEN
    assert line.control.downloads == 1
