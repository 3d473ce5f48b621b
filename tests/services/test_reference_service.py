"""Reference images: what cannot be used is said, what can be is kept and shown."""

from __future__ import annotations

import base64
import threading
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

from nanobanana_desktop.api.payload import build_request
from nanobanana_desktop.domain.params import GenerationParams, Reference, ReferenceKind
from nanobanana_desktop.domain.picture_format import BYTE_LIMIT
from nanobanana_desktop.domain.picture_metadata import embedded, embedding_of
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.errors import AppError, ErrorCase, ValidationError
from nanobanana_desktop.services.background import Jobs, Workers
from nanobanana_desktop.services.reference_service import (
    InlineRequestBuilder,
    ReferenceService,
    decode_data_link,
    make_link,
)
from nanobanana_desktop.storage.reference_store import ReferenceStore
from tests.pictures import encode, gradient

WaitUntil = Callable[..., Awaitable[None]]


def picture(size: int = 40) -> QImage:
    image = QImage(size, size, QImage.Format.Format_RGB32)
    image.fill(QColor("orange"))
    return image


@pytest.mark.parametrize(
    "link",
    ["", "picture.png", "file:///etc/passwd", "ftp://host/x.png", "https://", "http://a:b@c/x"],
)
def test_links_that_lead_nowhere_public_are_refused(link: str) -> None:
    with pytest.raises(ValidationError) as caught:
        make_link(link)
    assert caught.value.case is ErrorCase.REFERENCE_LINK_BAD


def test_a_link_is_named_after_its_file() -> None:
    reference = make_link("  https://pictures.example/a/boat.png?x=1 ")
    assert (reference.kind, reference.name) == (ReferenceKind.LINK, "boat.png")
    assert reference.url == "https://pictures.example/a/boat.png?x=1"


async def test_an_unreadable_file_is_refused_with_its_ticket(
    tmp_path: Path, wait_until: WaitUntil
) -> None:
    (tmp_path / "note.png").write_text("no picture")
    workers = Workers("t", 1)
    service = ReferenceService(ReferenceStore(tmp_path / "kept"), workers, Jobs())
    refused: list[tuple[int, AppError]] = []
    service.refused.connect(lambda ticket, error: refused.append((ticket, error)))
    service.take_file(7, tmp_path / "note.png")
    await wait_until(lambda: refused)
    assert refused[0][0] == 7
    assert refused[0][1].case is ErrorCase.REFERENCE_UNREADABLE
    workers.close()


@pytest.mark.parametrize(
    "link",
    [
        "data:image/png,plain",
        "data:text/html;base64,AAAA",
        "data:image/png;base64,A===",
        "data:image/png;base64,%%%",
        "data:image/png;base64,AAAAé",
    ],
)
def test_an_address_that_holds_no_picture_is_refused_by_name(link: str) -> None:
    with pytest.raises(ValidationError) as caught:
        decode_data_link(link, "Pasted image")
    assert caught.value.case is ErrorCase.REFERENCE_UNREADABLE
    assert caught.value.facts == {"name": "Pasted image"}


def test_an_endless_address_is_refused_before_it_is_read() -> None:
    with pytest.raises(ValidationError) as caught:
        decode_data_link("data:image/png;base64," + "A" * (BYTE_LIMIT * 3 // 2), "x")
    assert caught.value.case is ErrorCase.REFERENCE_TOO_LARGE


@pytest.mark.parametrize("ending", ["", "\n", "%3D"])
def test_a_picture_in_an_address_is_read_in_slices(ending: str) -> None:
    data = bytes(range(256)) * 4_000 + b"!"
    text = base64.b64encode(data).decode()
    if ending.startswith("%"):
        text = text.rstrip("=")
    lines = "\r\n".join(text[i : i + 76] for i in range(0, len(text), 76))
    link = f"data:image/PNG;charset=x;base64,{lines}{ending}"
    assert decode_data_link(link, "x") == data


async def test_too_many_pixels_are_refused_before_they_are_written_out(
    tmp_path: Path, wait_until: WaitUntil
) -> None:
    workers = Workers("t", 1)
    service = ReferenceService(ReferenceStore(tmp_path / "kept"), workers, Jobs())
    refused: list[AppError] = []
    service.refused.connect(lambda _ticket, error: refused.append(error))
    service.take_image(1, QImage(9000, 2, QImage.Format.Format_Mono), "Pasted image")
    await wait_until(lambda: refused)
    assert refused[0].case is ErrorCase.REFERENCE_TOO_LARGE
    assert refused[0].facts["size"] == "9000 × 2"
    workers.close()


async def test_what_is_too_large_is_made_smaller_in_a_worker(
    tmp_path: Path, wait_until: WaitUntil, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever it came as; on the window's thread nothing would be painted meanwhile."""
    workers, keeper = Workers("t", 1), ReferenceStore(tmp_path / "kept")
    service = ReferenceService(keeper, workers, Jobs())
    threads: set[str] = set()
    make = keeper.add_smaller

    def noted(source: Path | bytes | QImage, name: str) -> Reference:
        threads.add(threading.current_thread().name)
        return make(source, name)

    monkeypatch.setattr(keeper, "add_smaller", noted)
    prepared: list[Reference] = []
    refused: list[AppError] = []
    service.prepared.connect(lambda _ticket, reference, _small: prepared.append(reference))
    service.refused.connect(lambda _ticket, error: refused.append(error))
    service.take_smaller(1, "data:image/png;base64,?", "Pasted image")
    service.take_smaller(2, tmp_path / "missing.png", "missing.png")
    await wait_until(lambda: len(refused) == 2)
    cases = {error.case for error in refused}
    assert cases == {ErrorCase.REFERENCE_UNREADABLE, ErrorCase.REFERENCE_NOT_REDUCED}
    wide = gradient(9_000, 20)
    data = encode(wide, "png")
    (tmp_path / "wide.png").write_bytes(data)
    address = f"data:image/png;base64,{base64.b64encode(data).decode()}"
    for ticket, source in enumerate((tmp_path / "wide.png", data, wide, address)):
        service.take_smaller(ticket, source, "wide")
    await wait_until(lambda: len(prepared) == 4)
    assert {reference.width for reference in prepared} == {8192}
    assert threading.current_thread().name not in threads
    workers.close()


async def test_pictures_come_as_bytes_and_as_addresses(
    tmp_path: Path, wait_until: WaitUntil
) -> None:
    workers = Workers("t", 1)
    service = ReferenceService(ReferenceStore(tmp_path / "kept"), workers, Jobs())
    prepared: list[Reference] = []
    service.prepared.connect(lambda _ticket, reference, _small: prepared.append(reference))
    data = encode(picture(), "jpeg")
    service.take_bytes(1, data, "a")
    await wait_until(lambda: len(prepared) == 1)
    service.take_data_link(2, f"data:image/jpeg;base64,{base64.b64encode(data).decode()}", "b")
    await wait_until(lambda: len(prepared) == 2)
    assert [reference.name for reference in prepared] == ["a", "b"]
    assert prepared[0].sha256 == prepared[1].sha256
    place = await service.place(prepared[0])
    assert place is not None
    assert place.read_bytes() == data
    workers.close()


async def test_a_picture_tells_its_order_and_which_of_its_images_are_here(tmp_path: Path) -> None:
    workers = Workers("t", 1)
    store = ReferenceStore(tmp_path / "kept")
    service = ReferenceService(store, workers, Jobs())
    kept = store.add_bytes(encode(picture(), "png"), "old.png")
    lost = replace(kept, name="lost.png", sha256="0" * 64)
    params = GenerationParams(prompt="A boat", resolution="2k", references=(kept, lost))
    task = GenerationTask(id="a" * 32, state=TaskState.DONE, params=params, created_at=0.0)
    copy = tmp_path / "copy.png"
    copy.write_bytes(embedded(encode(picture(), "png"), embedding_of(task, "1.0")))
    told = await service.told_by(copy)
    assert told is not None
    assert (told.found.prompt, told.references, told.reference_count) == ("A boat", (kept,), 2)
    (tmp_path / "bare.png").write_bytes(encode(picture(), "png"))
    assert await service.told_by(tmp_path / "bare.png") is None
    workers.close()


async def test_pasted_pixels_and_files_become_one_kept_copy(
    tmp_path: Path, wait_until: WaitUntil
) -> None:
    workers = Workers("t", 1)
    service = ReferenceService(ReferenceStore(tmp_path / "kept"), workers, Jobs())
    prepared: list[tuple[int, Reference, QImage]] = []
    service.prepared.connect(lambda *values: prepared.append(values))
    service.take_image(1, picture(), "Pasted image")
    await wait_until(lambda: len(prepared) == 1)
    ticket, reference, small = prepared[0]
    assert (ticket, reference.kind, reference.mime) == (1, ReferenceKind.FILE, "image/png")
    assert (reference.width, reference.height) == (40, 40)
    assert not small.isNull()
    service.show_again(2, reference)
    await wait_until(lambda: len(prepared) == 2)
    assert prepared[1][:2] == (2, reference)
    workers.close()


async def test_local_references_travel_inside_the_request_under_a_cap(tmp_path: Path) -> None:
    workers = Workers("t", 1)
    store = ReferenceStore(tmp_path / "kept")
    picture(1200).save(str(tmp_path / "a.png"))
    local = store.add_file(tmp_path / "a.png")
    link = make_link("https://pictures.example/b.png")
    builder = InlineRequestBuilder(store, workers, build_request, total_cap=50_000)
    body = await builder.build(
        GenerationParams(prompt="x", references=(link, local), aspect_ratio=None)
    )
    addresses = body["image_urls"]
    assert isinstance(addresses, list)
    assert addresses[0] == link.url
    assert addresses[1].startswith("data:image/")
    assert len(addresses[1]) <= 50_000
    assert "size" not in body
    workers.close()


async def test_a_reference_that_is_gone_stops_the_request(tmp_path: Path) -> None:
    workers = Workers("t", 1)
    builder = InlineRequestBuilder(ReferenceStore(tmp_path / "kept"), workers, build_request)
    lost = Reference(kind=ReferenceKind.FILE, name="lost.png", sha256="0" * 64, mime="image/png")
    with pytest.raises(AppError) as caught:
        await builder.build(GenerationParams(prompt="x", references=(lost,)))
    assert caught.value.case is ErrorCase.FILE_GONE
    workers.close()
