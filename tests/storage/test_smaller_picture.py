"""References that are too large, made to fit: nothing of them is lost that need not be."""

from __future__ import annotations

import io
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter

from nanobanana_desktop.domain.picture_format import (
    BYTE_LIMIT,
    SIDE_LIMIT,
    PictureFormat,
    inspect_picture,
)
from nanobanana_desktop.errors import ErrorCase, ValidationError
from nanobanana_desktop.storage import picture_reader
from nanobanana_desktop.storage import smaller_picture as module
from nanobanana_desktop.storage.picture_reader import (
    ALLOCATION_LIMIT,
    LARGE_ALLOCATION,
    PinnedReader,
    UnreadablePictureError,
    room_for_large,
)
from nanobanana_desktop.storage.reference_store import ReferenceStore
from nanobanana_desktop.storage.smaller_picture import smaller_picture
from tests.pictures import (
    NO_PICTURES,
    encode,
    gradient,
    jpeg_with_orientation,
    noise,
    picture,
    png_header,
)


@pytest.fixture
def store(tmp_path: Path) -> ReferenceStore:
    return ReferenceStore(tmp_path / "data" / "references")


def decoded(data: bytes) -> QImage:
    facts = inspect_picture(io.BytesIO(data))
    assert facts is not None
    assert facts.complete
    return PinnedReader(data, facts).read()


def cut_out(width: int, height: int) -> QImage:
    """Noise of which the left half cannot be seen."""
    image = noise(width, height).convertToFormat(QImage.Format.Format_ARGB32)
    with QPainter(image) as painter:
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
        painter.fillRect(0, 0, width // 2, height, Qt.GlobalColor.transparent)
    return image


@pytest.mark.parametrize("data", NO_PICTURES.values(), ids=NO_PICTURES)
def test_what_is_no_picture_is_refused_by_name(
    store: ReferenceStore, tmp_path: Path, data: bytes
) -> None:
    path = tmp_path / "evil\u202egnp.png"
    path.write_bytes(data)
    for source in (data, path):
        with pytest.raises(ValidationError) as raised:
            store.add_smaller(source, path.name)
        assert raised.value.case is ErrorCase.REFERENCE_NOT_REDUCED
        assert raised.value.facts == {"name": "evilgnp.png"}


def test_cut_missing_and_boundless_pictures_are_refused_unread(
    store: ReferenceStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_args: object, **_named: object) -> None:
        pytest.fail("something was decoded")

    monkeypatch.setattr(module, "PinnedReader", never)
    bomb = png_header(60_000, 60_000, b"?")
    for source in (picture("jpeg")[:-9], tmp_path / "missing.png", tmp_path, bomb):
        with pytest.raises(ValidationError) as raised:
            store.add_smaller(source, "a")
        assert raised.value.case is ErrorCase.REFERENCE_NOT_REDUCED
    monkeypatch.setattr(module, "SOURCE_BYTE_LIMIT", 100)
    with pytest.raises(ValidationError):
        store.add_smaller(picture("png"), "a")


def test_pixels_that_break_off_are_refused(store: ReferenceStore) -> None:
    with pytest.raises(ValidationError) as raised:
        store.add_smaller(png_header(9_000, 20, b"?"), "a")
    assert raised.value.case is ErrorCase.REFERENCE_NOT_REDUCED


def test_what_does_not_fit_at_any_size_says_so() -> None:
    with pytest.raises(UnreadablePictureError):
        smaller_picture(encode(noise(300, 300), "png"), 100)


def test_too_many_pixels_become_as_many_as_are_allowed(
    store: ReferenceStore, tmp_path: Path
) -> None:
    path = tmp_path / "wide.png"
    path.write_bytes(encode(gradient(16_384, 64), "png"))
    before = path.read_bytes()
    with pytest.raises(ValidationError) as raised:
        store.add_file(path)
    assert raised.value.case is ErrorCase.REFERENCE_TOO_LARGE
    reference = store.add_smaller(path, path.name)
    assert (reference.width, reference.height) == (SIDE_LIMIT, 32)
    assert (reference.name, reference.mime) == ("wide.png", "image/png")
    assert path.read_bytes() == before
    kept = store.locate(reference)
    assert kept is not None
    assert kept.stat().st_size == reference.byte_size <= BYTE_LIMIT


@pytest.mark.parametrize("name", ["jpeg", "webp"])
def test_what_was_compressed_with_loss_becomes_a_jpeg(name: str) -> None:
    data = smaller_picture(encode(gradient(9_000, 40), name))
    facts = inspect_picture(io.BytesIO(data))
    assert facts is not None
    assert (facts.format, facts.width) == (PictureFormat.JPEG, SIDE_LIMIT)


def test_too_many_bytes_keep_all_their_pixels_while_they_fit() -> None:
    image = noise(400, 300)
    data = encode(image, "png")
    smaller = smaller_picture(data, len(data) // 2)
    facts = inspect_picture(io.BytesIO(smaller))
    assert facts is not None
    assert (facts.format, facts.width, facts.height) == (PictureFormat.JPEG, 400, 300)
    assert len(smaller) <= len(data) // 2


def test_pixels_go_only_when_nothing_else_helps() -> None:
    data = encode(noise(900, 600), "png")
    smaller = smaller_picture(data, len(data) // 12)
    facts = inspect_picture(io.BytesIO(smaller))
    assert facts is not None
    assert len(data) // 40 < len(smaller) <= len(data) // 12
    assert 300 < facts.width < 900
    assert abs(facts.width / facts.height - 1.5) < 0.02


@pytest.mark.parametrize("share", [2, 12])
def test_what_is_transparent_stays_so(share: int) -> None:
    data = encode(cut_out(600, 400), "png")
    image = decoded(smaller_picture(data, len(data) // share))
    width, height = image.width(), image.height()
    assert image.pixelColor(width // 8, height // 2).alpha() == 0
    assert image.pixelColor(width * 7 // 8, height // 2).alpha() == 255


def test_few_colours_stay_exact_when_that_fits() -> None:
    image = QImage(10_000, 30, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    data = smaller_picture(encode(image, "png"))
    facts = inspect_picture(io.BytesIO(data))
    assert facts is not None
    assert facts.format is PictureFormat.PNG
    assert decoded(data).pixelColor(1, 1).alpha() == 0


def test_what_lies_on_its_side_stands_up(store: ReferenceStore) -> None:
    reference = store.add_smaller(jpeg_with_orientation(6, 9_000, 45), "a.jpg")
    assert (reference.width, reference.height) == (40, SIDE_LIMIT)
    top = store.thumbnail(reference, 8192).pixelColor(20, 100)
    bottom = store.thumbnail(reference, 8192).pixelColor(20, 8_000)
    assert top.red() + 100 < bottom.red(), "red grew to the right, which is down now"


def test_pasted_pixels_are_scaled_too(store: ReferenceStore) -> None:
    reference = store.add_smaller(gradient(12_000, 24), "Pasted image")
    assert (reference.width, reference.height) == (SIDE_LIMIT, 16)


def test_other_readers_do_not_take_the_room_of_a_large_picture() -> None:
    """The toolkit has one limit for all threads, and each reader sets it."""
    small = picture("png")
    facts = inspect_picture(io.BytesIO(small))
    assert facts is not None
    with room_for_large():
        PinnedReader(small, facts).read()
        assert QImageReader.allocationLimit() > ALLOCATION_LIMIT
    PinnedReader(small, facts).read()
    assert QImageReader.allocationLimit() == ALLOCATION_LIMIT


class LookedAtLate(list[bool]):
    """Nobody is within the large room, and somebody enters it before that is acted upon."""

    def __init__(self, meanwhile: threading.Thread) -> None:
        super().__init__()
        self._meanwhile = meanwhile

    def __bool__(self) -> bool:
        is_entered = len(self) > 0
        if self._meanwhile.ident is None:
            self._meanwhile.start()
            self._meanwhile.join(0.1)
        return is_entered


def test_a_reader_that_begins_meanwhile_does_not_take_the_room_of_a_large_picture(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    small = picture("png")
    facts = inspect_picture(io.BytesIO(small))
    assert facts is not None
    begun, limits = threading.Event(), []

    def read_large() -> None:
        with room_for_large():
            assert begun.wait(60)
            limits.append(QImageReader.allocationLimit())

    large = threading.Thread(target=read_large)
    monkeypatch.setattr(picture_reader, "_large", LookedAtLate(large))
    PinnedReader(small, facts)
    begun.set()
    large.join()
    assert limits == [LARGE_ALLOCATION]
    assert QImageReader.allocationLimit() == ALLOCATION_LIMIT


def test_a_picture_beyond_what_usual_readers_may_take(tmp_path: Path) -> None:
    """88 megapixels: more than 300 MiB decoded, and made of one colour only."""
    path = tmp_path / "huge.png"
    image = QImage(11_000, 8_000, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkCyan)
    path.write_bytes(encode(image, "png"))
    del image
    data = smaller_picture(path)
    buffer = QBuffer()
    buffer.setData(data)
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    assert QImageReader(buffer).size() == QSize(8192, 5957)
