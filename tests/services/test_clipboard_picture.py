"""What goes to the clipboard is complete before it gets there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.errors import AppError, ErrorCase
from nanobanana_desktop.services.clipboard_picture import clipboard_picture
from tests.pictures import encode, gradient
from tests.ui.fake_history import make_record, make_task


class Shelf:
    def __init__(self, path: Path, image: QImage) -> None:
        self._path, self._image = path, image

    def path(self, _task: GenerationTask) -> Path:
        return self._path

    def decode(self, _task: GenerationTask) -> QImage:
        return self._image


def task_with(mime: str) -> GenerationTask:
    return make_task("a", image=replace(make_record("a"), mime=mime))


def test_a_file_that_goes_meanwhile_is_named_as_gone(tmp_path: Path) -> None:
    with pytest.raises(AppError) as raised:
        clipboard_picture(Shelf(tmp_path / "gone.png", gradient()), task_with("image/png"))
    assert raised.value.case is ErrorCase.FILE_GONE


def test_pixels_that_cannot_be_written_are_trouble_and_no_bug(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"x")
    with pytest.raises(AppError) as raised:
        clipboard_picture(Shelf(tmp_path / "a.jpg", QImage()), task_with("image/jpeg"))
    assert raised.value.case is ErrorCase.PICTURE_UNREADABLE


def test_a_png_is_copied_to_the_byte(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(encode(gradient(), "png"))
    made = clipboard_picture(Shelf(tmp_path / "a.png", gradient()), task_with("image/png"))
    assert list(made.encoded) == ["image/png"]
    assert made.encoded["image/png"].data() == (tmp_path / "a.png").read_bytes()


@pytest.mark.parametrize("kind", ["jpeg", "webp"])
def test_another_format_comes_as_png_too(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"a.{kind}"
    path.write_bytes(encode(gradient(), kind))
    made = clipboard_picture(Shelf(path, gradient()), task_with(f"image/{kind}"))
    assert list(made.encoded) == ["image/png", f"image/{kind}"]
    assert made.encoded[f"image/{kind}"].data() == path.read_bytes()
    assert QImage.fromData(made.encoded["image/png"]) == gradient()
