"""What is behind a picture's link, on an origin of its own."""

from __future__ import annotations

import gzip
import struct
from dataclasses import replace
from typing import Any

import httpx
import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage, QImageReader

from nanobanana_desktop.demo.catalogue import picture_scenarios, refused_links
from nanobanana_desktop.demo.scenario import (
    AnswerShape,
    Content,
    ErrorKind,
    Fault,
    FileFormat,
    Framing,
    PictureFile,
    Redirect,
    RedirectTo,
    Scenario,
    ServiceError,
    Wire,
)
from nanobanana_desktop.demo.script import Call
from nanobanana_desktop.demo.server import DemoServer, DemoSetup
from tests.demo.caller import (
    KEY,
    SMALL,
    Caller,
    exchange_raw,
    read_to_end,
    read_until,
    send_raw,
)

MAGIC = {FileFormat.PNG: b"\x89PNG", FileFormat.JPEG: b"\xff\xd8\xff", FileFormat.WEBP: b"RIFF"}
MIME = {
    FileFormat.PNG: "image/png",
    FileFormat.JPEG: "image/jpeg",
    FileFormat.WEBP: "image/webp",
}


def file(**changes: Any) -> Scenario:
    return Scenario(picture=replace(SMALL, **changes))


def new_link(caller: Caller, scenario: Scenario) -> str:
    caller.control.set_default(scenario)
    return caller.link(caller.new_task())


@pytest.mark.parametrize("file_format", list(MAGIC))
def test_formats(caller: Caller, file_format: FileFormat) -> None:
    link = new_link(caller, file(format=file_format))
    answer = caller.download(link)
    assert answer.status_code == 200
    assert answer.content.startswith(MAGIC[file_format])
    assert answer.headers["content-type"] == MIME[file_format]
    assert int(answer.headers["content-length"]) == len(answer.content)
    image = QImage.fromData(answer.content)
    assert (image.width(), image.height()) == (96, 64)
    assert caller.download(link).content == answer.content


def test_the_size_that_was_asked_for(caller: Caller) -> None:
    caller.control.set_default(Scenario(picture=PictureFile(format=FileFormat.JPEG)))
    link = caller.link(caller.new_task(size="16:9", resolution="2k"))
    image = QImage.fromData(caller.download(link).content)
    assert (image.width(), image.height()) == (2752, 1536)


def test_two_tasks_of_one_prompt_differ(caller: Caller) -> None:
    first, second = (caller.download(caller.link(caller.new_task())).content for _ in range(2))
    assert first != second


def test_a_mix_of_formats(caller: Caller) -> None:
    caller.control.set_default(file(format=FileFormat.MIXED))
    types = {
        caller.download(caller.link(caller.new_task(f"sea {n}"))).headers["content-type"]
        for n in range(12)
    }
    assert types == set(MIME.values())


def test_links_look_signed_and_need_no_key(caller: Caller) -> None:
    link = new_link(caller, Scenario(picture=SMALL))
    assert "?Expires=" in link
    assert "&Signature=" in link
    assert caller.download(link).status_code == 200
    assert caller.control.leaked_keys == 0
    caller.http.get(link, headers={"Authorization": KEY})
    assert caller.control.leaked_keys == 1


def test_unknown_pictures(caller: Caller) -> None:
    root = caller.server.picture_url
    assert caller.download(f"{root}/pictures/999999-0.png").status_code == 404
    assert caller.download(f"{root}/pictures/what").status_code == 404
    link = new_link(caller, Scenario(picture=SMALL))
    assert caller.download(link.replace("-0.", "-5.")).status_code == 403


@pytest.mark.parametrize("file_format", list(MAGIC))
def test_cut_with_its_length(caller: Caller, file_format: FileFormat) -> None:
    whole = caller.download(new_link(caller, file(format=file_format))).content
    task = next(iter(caller.control.tasks))
    for fraction in (0.01, 0.5, 0.99):
        wire = Wire(fault=Fault.CUT, fraction=fraction)
        caller.control.queue_downloads(file(format=file_format, wire=wire))
        head, rest = exchange_raw(caller.link(task))
        assert f"content-length: {len(whole)}\r\n".encode() in head
        assert rest == whole[: int(len(whole) * fraction)]


def test_cut_without_a_length(caller: Caller) -> None:
    link = new_link(caller, file(wire=Wire(fault=Fault.CUT, framing=Framing.UNTIL_CLOSE)))
    answer = caller.download(link)
    assert answer.status_code == 200, "nothing tells that the end is missing"
    assert "content-length" not in answer.headers
    assert not answer.content.endswith(b"IEND\xaeB`\x82")


def test_cut_with_the_length_of_the_cut(caller: Caller) -> None:
    link = new_link(caller, file(wire=Wire(fault=Fault.CUT, framing=Framing.SHORT_LENGTH)))
    answer = caller.download(link)
    assert int(answer.headers["content-length"]) == len(answer.content) > 0
    assert b"IEND" not in answer.content


def test_cut_in_chunks(caller: Caller) -> None:
    link = new_link(caller, file(wire=Wire(fault=Fault.CUT, framing=Framing.CHUNKED)))
    with pytest.raises(httpx.RemoteProtocolError):
        caller.download(link)


def test_whole_without_a_length(caller: Caller) -> None:
    link = new_link(caller, file(wire=Wire(framing=Framing.CHUNKED)))
    answer = caller.download(link)
    assert answer.headers["transfer-encoding"] == "chunked"
    assert answer.content.endswith(b"IEND\xaeB`\x82")


@pytest.mark.parametrize("fault", [Fault.CLOSE, Fault.RESET])
def test_no_answer(caller: Caller, fault: Fault) -> None:
    link = new_link(caller, file(wire=Wire(fault=fault)))
    with pytest.raises(httpx.TransportError):
        caller.download(link)
    assert caller.control.requests(Call.DOWNLOAD)[-1].status is None


def test_slow_drip(caller: Caller) -> None:
    link = new_link(caller, file(wire=Wire(fault=Fault.DRIP, drip_bytes=1, drip_pause=60.0)))
    with send_raw(link) as sock:
        # The picture is drawn before the answer begins, which takes the time it takes.
        assert read_until(sock, b"\r\n\r\n").startswith(b"HTTP/1.1 200")
        sock.settimeout(0.1)
        with pytest.raises(TimeoutError):
            read_to_end(sock)


@pytest.mark.parametrize("status", [403, 404, 410])
def test_dead_links(caller: Caller, status: int) -> None:
    for as_html, start in ((True, "<html>"), (False, "<?xml")):
        caller.control.reset()
        dead = file(dead_status=status, dead_as_html=as_html, fresh_link=False)
        link = new_link(caller, dead)
        answer = caller.download(link)
        assert answer.status_code == status
        assert answer.text.startswith(start)
        assert caller.link(next(iter(caller.control.tasks))) == link


def test_a_fresh_link_after_a_dead_one(caller: Caller) -> None:
    link = new_link(caller, file(dead_status=403))
    task = next(iter(caller.control.tasks))
    assert caller.link(task) == link, "nobody has noticed yet that it is dead"
    assert caller.download(link).status_code == 403
    fresh = caller.link(task)
    assert fresh != link
    assert caller.download(fresh).status_code == 200
    assert caller.download(link).status_code == 403
    assert caller.control.tasks[task].links == 2


def test_links_die_after_a_day(caller: Caller) -> None:
    link = new_link(caller, Scenario(picture=SMALL))
    caller.control.advance(23.9 * 3600)
    assert caller.download(link).status_code == 200
    caller.control.advance(0.2 * 3600)
    assert caller.download(link).status_code == 403
    fresh = caller.link(next(iter(caller.control.tasks)))
    assert caller.download(fresh).status_code == 200


def test_expire_links(caller: Caller) -> None:
    link = new_link(caller, Scenario(picture=SMALL))
    caller.control.expire_links()
    assert caller.download(link).status_code == 403
    assert caller.download(caller.link(next(iter(caller.control.tasks)))).status_code == 200
    caller.control.expire_links()
    caller.control.set_default(file(dead_status=410, fresh_link=False))
    again = caller.link(next(iter(caller.control.tasks)))
    assert caller.download(again).status_code == 410


def test_what_is_no_picture(caller: Caller) -> None:
    starts = {
        Content.SVG: b"<?xml",
        Content.HTML: b"<!DOCTYPE html>",
        Content.PDF: b"%PDF",
        Content.EXE: b"MZ",
        Content.WRONG_MAGIC: b"NOTMAGIC",
    }
    for content, start in starts.items():
        caller.control.reset()
        link = new_link(caller, file(content=content, extension=".png", content_type="image/png"))
        assert ".png?" in link
        answer = caller.download(link)
        assert answer.headers["content-type"] == "image/png"
        assert answer.content.startswith(start), content


def test_an_empty_file(caller: Caller) -> None:
    answer = caller.download(new_link(caller, file(content=Content.EMPTY)))
    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize(
    ("content", "side"), [(Content.HEADER_BOMB, 65_535), (Content.PIXEL_BOMB, 20_000)]
)
def test_bombs_of_pixels(caller: Caller, content: Content, side: int) -> None:
    answer = caller.download(new_link(caller, file(content=content)))
    assert len(answer.content) < 200_000
    assert struct.unpack(">II", answer.content[16:24]) == (side, side)
    buffer = QBuffer()
    buffer.setData(answer.content)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    size = QImageReader(buffer, b"png").size()
    assert (size.width(), size.height()) == (side, side)


def test_a_bomb_of_zeros(caller: Caller) -> None:
    head, rest = exchange_raw(new_link(caller, file(content=Content.GZIP_BOMB)))
    assert b"content-encoding: gzip" in head
    assert len(rest) < 1_000_000
    assert len(gzip.decompress(rest)) == 100 * 1024 * 1024


def test_jpeg_named_png(caller: Caller) -> None:
    scenario = file(format=FileFormat.JPEG, extension=".png", content_type="image/png")
    link = new_link(caller, scenario)
    assert ".png?" in link
    answer = caller.download(link)
    assert answer.headers["content-type"] == "image/png"
    assert answer.content.startswith(b"\xff\xd8\xff")


def test_wrong_and_missing_type(caller: Caller) -> None:
    answer = caller.download(new_link(caller, file(content_type="text/plain")))
    assert answer.headers["content-type"] == "text/plain"
    answer = caller.download(new_link(caller, file(content_type="")))
    assert "content-type" not in answer.headers
    assert answer.content.startswith(b"\x89PNG")


def test_trouble_of_the_picture_server(caller: Caller) -> None:
    error = ServiceError(kind=ErrorKind.UPSTREAM, status=503)
    link = new_link(caller, file(wire=Wire(error=error, times=1)))
    assert caller.download(link).status_code == 503
    assert caller.download(link).status_code == 200


def test_redirects(caller: Caller) -> None:
    link = new_link(caller, file(wire=Wire(redirect=Redirect(hops=2))))
    first = caller.download(link)
    assert first.status_code == 302
    assert first.headers["location"] == link.removeprefix(caller.server.picture_url) + "&hop=1"
    followed = caller.http.get(link, follow_redirects=True)
    assert len(followed.history) == 2
    assert followed.content.startswith(b"\x89PNG")


def test_redirect_to_another_host(caller: Caller) -> None:
    wire = Wire(redirect=Redirect(to=RedirectTo.OTHER_HOST))
    link = new_link(caller, file(wire=wire))
    target = caller.download(link).headers["location"]
    assert target.startswith("http://localhost:")
    # By number: a bare machine does not know the name.
    assert caller.download(target.replace("localhost", "127.0.0.1")).status_code == 200


def test_every_named_file_and_link_is_given(caller: Caller) -> None:
    results = set()
    for name, scenario in picture_scenarios().items():
        if "bomb" in name or "slow drip" in name:
            continue
        small = replace(scenario, pixels=scenario.pixels or (96, 64))
        head, rest = exchange_raw(new_link(caller, Scenario(picture=small)))
        assert head, name
        lines = [line for line in head.split(b"\r\n") if not line.startswith((b"date", b"loc"))]
        results.add((tuple(lines), rest[:40], len(rest)))
    assert len(results) > 40
    for link in refused_links():
        shape = AnswerShape(picture_url=link)
        assert new_link(caller, Scenario(shape=shape)) == link


def test_pictures_are_kept_up_to_a_limit(http: httpx.Client) -> None:
    setup = DemoSetup(scenario=Scenario(picture=SMALL), cache_bytes=1)
    with DemoServer(setup) as server:
        caller = Caller(server, http)
        links = [caller.link(caller.new_task(f"sea {n}")) for n in range(3)]
        first = [caller.download(link).content for link in links]
        assert [caller.download(link).content for link in links] == first
