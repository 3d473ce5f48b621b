"""Files with templates for others: bad ones are refused, whole ones come with their pictures."""

from __future__ import annotations

import base64
import json
import os
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from nanobanana_desktop.domain.params import Reference, ReferenceKind
from nanobanana_desktop.domain.prompt_template import PromptTemplate
from nanobanana_desktop.domain.template_book import FileProblem, TemplateFileError
from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.storage import template_files
from nanobanana_desktop.storage.reference_store import ReferenceStore
from nanobanana_desktop.storage.template_files import decoded, read_import, write_export
from tests.pictures import picture

CAT = PromptTemplate(id="1", name="Cat", prompt="a {{colour}} cat")
GONE = Reference(kind=ReferenceKind.FILE, name="b.png", sha256="b" * 64, mime="image/png")
LINK = Reference(kind=ReferenceKind.LINK, name="c.png", url="https://example.com/c.png")


@pytest.fixture
def references(tmp_path: Path, qapp: object) -> ReferenceStore:
    return ReferenceStore(tmp_path / "references")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", FileProblem.OTHER_FILE),
        (b"{", FileProblem.OTHER_FILE),
        (b"\x89PNG\r\n", FileProblem.OTHER_FILE),
        (b"[" * 100_000, FileProblem.OTHER_FILE),
        (b'{"version": 1, "templates": []}', FileProblem.OTHER_FILE),
        (b"x" * 300, FileProblem.TOO_LARGE),
    ],
)
def test_a_bad_file_is_refused(
    tmp_path: Path, content: bytes, problem: FileProblem, monkeypatch: pytest.MonkeyPatch
) -> None:
    if problem is FileProblem.TOO_LARGE:
        monkeypatch.setattr(template_files, "IMPORT_LIMIT", 299)
    path = tmp_path / "others.json"
    path.write_bytes(content)
    with pytest.raises(TemplateFileError) as raised:
        read_import(path, str)
    assert raised.value.problem is problem


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (tmp_path, tmp_path / "gone.json", pipe):
        with pytest.raises(TemplateFileError) as raised:
            read_import(path, str)
        assert raised.value.problem is FileProblem.UNREADABLE


@pytest.mark.parametrize("text", ["?", "QUJD\nQUJD", "QU JD", "QUJDé", "=" * 8])
def test_what_is_no_base64_is_no_picture(text: str) -> None:
    assert decoded(text) is None


def test_a_place_that_takes_no_file_is_told(tmp_path: Path, references: ReferenceStore) -> None:
    with pytest.raises(StorageError) as raised:
        write_export(tmp_path / "gone" / "others.json", [CAT], references.locate)
    assert raised.value.case is ErrorCase.FOLDER_MISSING


def test_what_is_handed_on_is_taken_in(tmp_path: Path, references: ReferenceStore) -> None:
    path = tmp_path / "others.json"
    path.write_text("old")
    data = picture("png")
    own = references.add_bytes(data, "own.png")
    dog = PromptTemplate(id="2", name="猫", folder="动物", references=(own, LINK))
    surrogate = replace(CAT, prompt="\ud800", references=(own,))
    assert write_export(path, [CAT, dog, surrogate], references.locate) == 0
    assert "动物" in path.read_text(encoding="utf-8")
    numbers = count()
    read = read_import(path, lambda: str(next(numbers)))
    assert read.templates[:2] == (replace(CAT, id="0"), replace(dog, id="1"))
    assert (len(read.templates), read.unusable) == (3, 0)
    assert {digest: decoded(text) for digest, text in read.pictures.items()} == {own.sha256: data}


def test_pictures_that_are_gone_or_too_many_are_counted(
    tmp_path: Path, references: ReferenceStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, small, large = tmp_path / "others.json", picture("png", 20), picture("png", 90)
    own = [references.add_bytes(data, "own.png") for data in (small, large)]
    template = replace(CAT, references=(GONE, *own, own[0]))
    monkeypatch.setattr(template_files, "PICTURES_LIMIT", len(small))
    assert write_export(path, [template, template], references.locate) == 2
    assert list(read_import(path, str).pictures) == [own[0].sha256]


def test_pictures_that_belong_to_nothing_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "others.json"
    write_export(path, [replace(CAT, references=(GONE,))], lambda _one: None)
    content = json.loads(path.read_text())
    assert "pictures" not in content
    text = base64.b64encode(b"x").decode()
    for pictures in ([], {"a" * 64: text, GONE.sha256: 5}, {GONE.sha256: text, "c": text}):
        path.write_text(json.dumps(content | {"pictures": pictures}))
        read = read_import(path, str)
        assert dict(read.pictures) in ({}, {GONE.sha256: text})
    assert read.pictures == {GONE.sha256: text}
