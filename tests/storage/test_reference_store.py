from __future__ import annotations

import base64
import errno
import hashlib
import io
import os
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from nanobanana_desktop.domain.params import Reference, ReferenceKind
from nanobanana_desktop.domain.picture_format import BYTE_LIMIT, inspect_picture
from nanobanana_desktop.errors import ErrorCase, StorageError, ValidationError
from nanobanana_desktop.storage.reference_store import ReferenceStore
from tests.pictures import (
    FORMATS,
    NO_PICTURES,
    encode,
    jpeg_with_orientation,
    noise,
    picture,
    png_header,
)
from tests.storage.faults import fail_call


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "references"


@pytest.fixture
def store(folder: Path) -> ReferenceStore:
    return ReferenceStore(folder)


def sent_bytes(uri: str) -> tuple[str, bytes]:
    head, _, body = uri.partition(",")
    return head, base64.b64decode(body, validate=True)


@pytest.mark.parametrize("data", NO_PICTURES.values(), ids=NO_PICTURES)
def test_what_is_no_picture_is_refused_by_name(
    store: ReferenceStore, folder: Path, data: bytes
) -> None:
    with pytest.raises(ValidationError) as raised:
        store.add_bytes(data, "evil\u202egnp.png")
    assert raised.value.case is ErrorCase.REFERENCE_UNREADABLE
    assert raised.value.facts == {"name": "evilgnp.png"}
    assert not folder.exists()


@pytest.mark.parametrize("name", FORMATS)
def test_cut_picture_is_refused(store: ReferenceStore, name: str) -> None:
    with pytest.raises(ValidationError) as raised:
        store.add_bytes(picture(name)[:-10], "a")
    assert raised.value.case is ErrorCase.REFERENCE_UNREADABLE


def test_broken_pixels_are_refused(store: ReferenceStore) -> None:
    with pytest.raises(ValidationError) as raised:
        store.add_bytes(png_header(64, 64, b"?"), "a")
    assert raised.value.case is ErrorCase.REFERENCE_UNREADABLE


def test_too_many_pixels_are_refused_with_the_limit(store: ReferenceStore) -> None:
    with pytest.raises(ValidationError) as raised:
        store.add_bytes(png_header(12_000, 9_000), "a.png")
    assert raised.value.case is ErrorCase.REFERENCE_TOO_LARGE
    assert raised.value.facts == {"name": "a.png", "size": "12000 × 9000", "limit": "8192 × 8192"}


def test_too_many_bytes_are_refused_before_they_are_read(
    store: ReferenceStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = 64 * 1024 * 1024
    huge = tmp_path / "huge.png"
    with huge.open("wb") as file:
        file.truncate(limit + 1)
    with pytest.raises(ValidationError) as raised:
        store.add_file(huge)
    assert raised.value.case is ErrorCase.REFERENCE_TOO_LARGE
    assert raised.value.facts == {"name": "huge.png", "size": limit + 1, "limit": limit}
    monkeypatch.setattr("nanobanana_desktop.storage.reference_store.BYTE_LIMIT", 100)
    with pytest.raises(ValidationError) as raised:
        store.add_bytes(bytes(101), "a")
    assert raised.value.case is ErrorCase.REFERENCE_TOO_LARGE


def test_what_is_no_file_is_refused_without_waiting(store: ReferenceStore, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for path in (tmp_path / "missing", tmp_path / "pipe", tmp_path / "loop"):
        for read in (store.add_file, store.parameters):
            with pytest.raises(ValidationError) as raised:
                read(path)
            assert raised.value.case is ErrorCase.REFERENCE_UNREADABLE
            assert raised.value.facts == {"name": path.name}
    with pytest.raises(ValidationError):
        store.add_file(Path("/dev/zero"))
    with pytest.raises(ValidationError):
        store.add_file(Path("a\0b"))


def test_a_folder_is_called_one(store: ReferenceStore, tmp_path: Path) -> None:
    (tmp_path / "Holiday").mkdir()
    for read in (store.add_file, store.parameters):
        with pytest.raises(ValidationError) as raised:
            read(tmp_path / "Holiday")
        assert raised.value.case is ErrorCase.REFERENCE_IS_FOLDER
        assert raised.value.facts == {"name": "Holiday"}


def test_parameters_are_read_from_pictures_only(store: ReferenceStore, tmp_path: Path) -> None:
    note, large = tmp_path / "note.txt", tmp_path / "large.png"
    note.write_text("parameters: a boat")
    with large.open("wb") as file:
        file.truncate(BYTE_LIMIT + 1)
    for path, case in (
        (note, ErrorCase.REFERENCE_UNREADABLE),
        (large, ErrorCase.REFERENCE_TOO_LARGE),
    ):
        with pytest.raises(ValidationError) as raised:
            store.parameters(path)
        assert raised.value.case is case


def test_a_kept_picture_is_found_by_its_digest(store: ReferenceStore) -> None:
    reference = store.add_bytes(picture("webp"), "boat.webp")
    assert store.find(reference.sha256, "boat.webp") == reference
    assert store.find("ab" * 32, "other.png") is None
    assert store.find("../" * 20, "other.png") is None


@pytest.mark.parametrize("call", ["open", "write", "fsync", "replace"])
def test_full_disk_keeps_nothing_half(
    store: ReferenceStore, folder: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    with monkeypatch.context() as patch:
        fail_call(patch, call, errno.ENOSPC)
        with pytest.raises(StorageError) as raised:
            store.add_bytes(picture("png"), "a.png")
    assert raised.value.case is ErrorCase.DISK_FULL
    assert raised.value.facts["size"] == len(picture("png"))
    assert list(folder.iterdir()) == []
    assert store.locate(store.add_bytes(picture("png"), "a.png")) is not None


@pytest.mark.parametrize("name", FORMATS)
def test_picture_is_kept_by_its_content(
    store: ReferenceStore, folder: Path, tmp_path: Path, name: str, mode: Callable[[Path], int]
) -> None:
    data = picture(name)
    original = tmp_path / "holiday.gif"
    original.write_bytes(data)
    reference = store.add_file(original)
    assert reference == Reference(
        kind=ReferenceKind.FILE,
        name="holiday.gif",
        sha256=hashlib.sha256(data).hexdigest(),
        mime=f"image/{name}",
        width=60,
        height=40,
        byte_size=len(data),
    )
    original.unlink()
    assert store.add_bytes(data, "again.png").sha256 == reference.sha256
    (kept,) = folder.iterdir()
    assert kept == store.locate(reference)
    assert kept.read_bytes() == data
    assert (mode(kept), mode(folder)) == (0o600, 0o700)


def test_damaged_copy_is_noticed_and_replaced_by_the_original(
    store: ReferenceStore, folder: Path
) -> None:
    data = picture("png")
    reference = store.add_bytes(data, "a.png")
    (copy,) = folder.iterdir()
    for content in (b"", data[:-1], picture("png", 61, 40)):
        copy.write_bytes(content)
        with pytest.raises(StorageError) as raised:
            store.data_uri(reference, 1_000_000)
        assert raised.value.case is ErrorCase.FILE_GONE
        with pytest.raises(StorageError):
            store.thumbnail(reference)
    store.add_bytes(data, "a.png")
    assert store.data_uri(reference, 1_000_000)
    copy.unlink()
    assert store.locate(reference) is None
    with pytest.raises(StorageError):
        store.thumbnail(reference)


def test_reference_from_a_strange_row_leads_nowhere(store: ReferenceStore, tmp_path: Path) -> None:
    reference = store.add_bytes(picture("png"), "a.png")
    (tmp_path / "data" / "x.png").write_bytes(picture("png"))
    assert store.locate(replace(reference, sha256="../x")) is None
    assert store.locate(replace(reference, mime="image/svg+xml")) is None
    assert store.locate(Reference(kind=ReferenceKind.LINK, name="a", url="https://x")) is None


@pytest.mark.parametrize("name", FORMATS)
def test_upright_picture_under_the_cap_is_sent_as_it_is(store: ReferenceStore, name: str) -> None:
    data = picture(name)
    uri = store.data_uri(store.add_bytes(data, "a"), 1_000_000)
    assert sent_bytes(uri) == (f"data:image/{name};base64", data)


def test_turned_picture_is_sent_upright(store: ReferenceStore) -> None:
    reference = store.add_bytes(jpeg_with_orientation(6), "a.jpg")
    assert (reference.width, reference.height) == (40, 60)
    head, sent = sent_bytes(store.data_uri(reference, 1_000_000))
    assert head == "data:image/jpeg;base64"
    assert b"Exif" not in sent
    facts = inspect_picture(io.BytesIO(sent))
    assert facts is not None
    assert (facts.width, facts.height) == (40, 60)
    shown = store.thumbnail(reference)
    assert (shown.width(), shown.height()) == (40, 60)


@pytest.mark.parametrize("cap", [8_000, 40_000, 200_000])
def test_large_picture_is_scaled_under_the_cap_but_not_far_under(
    store: ReferenceStore, cap: int
) -> None:
    reference = store.add_bytes(encode(noise(700, 700), "png"), "a.png")
    uri = store.data_uri(reference, cap)
    assert cap // 3 < len(uri) <= cap
    _, sent = sent_bytes(uri)
    facts = inspect_picture(io.BytesIO(sent))
    assert facts is not None
    assert facts.complete
    assert facts.width == facts.height < 700


@pytest.mark.parametrize("cap", [-5, 0, 10, 600])
def test_cap_that_nothing_fits_under(store: ReferenceStore, cap: int) -> None:
    reference = store.add_bytes(encode(noise(200, 200), "png"), "a.png")
    with pytest.raises(ValidationError) as raised:
        store.data_uri(reference, cap)
    assert raised.value.case is ErrorCase.REFERENCE_TOO_LARGE
    assert raised.value.facts["limit"] == cap


def test_shape_is_kept_when_scaled(store: ReferenceStore) -> None:
    reference = store.add_bytes(encode(noise(1200, 30), "png"), "a.png")
    _, sent = sent_bytes(store.data_uri(reference, 9_000))
    image = QImage.fromData(sent)
    assert image.width() / image.height() == pytest.approx(40, rel=0.1)


def test_one_picture_added_by_many_threads(store: ReferenceStore, folder: Path) -> None:
    data = picture("webp")
    found: list[Reference] = []
    threads = [
        threading.Thread(target=lambda: found.append(store.add_bytes(data, "a"))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1
    assert len(list(folder.iterdir())) == 1
