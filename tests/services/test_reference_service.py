"""Reference images: what cannot be used is said, what can be is kept and shown."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

from nanobanana_desktop.api.payload import build_request
from nanobanana_desktop.domain.params import GenerationParams, Reference, ReferenceKind
from nanobanana_desktop.errors import AppError, ErrorCase, ValidationError
from nanobanana_desktop.services.background import Jobs, Workers
from nanobanana_desktop.services.reference_service import (
    InlineRequestBuilder,
    ReferenceService,
    make_link,
)
from nanobanana_desktop.storage.reference_store import ReferenceStore

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
