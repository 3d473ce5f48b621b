"""Templates on disk: nothing is lost by bad files, full disks, crashes or other programs."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile

from nanobanana_desktop.domain.params import Reference, ReferenceKind
from nanobanana_desktop.domain.prompt_template import PromptTemplate, TemplateSettings
from nanobanana_desktop.domain.template_book import TemplateBook
from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.storage import template_store
from nanobanana_desktop.storage.template_store import NewerTemplatesError, TemplateStore
from tests.storage.faults import fail_call
from tests.storage.template_writer import DIED

PROGRAM = Path(__file__).with_name("template_writer.py")
ROOT = Path(__file__).parents[2]
CAT = PromptTemplate(id="1", name="Cat", prompt="a {{colour}} cat")
DOG = PromptTemplate(
    id="2",
    name="猫",
    folder="动物",
    settings=TemplateSettings(count=2),
    references=(Reference(kind=ReferenceKind.FILE, name="b.png", sha256="b" * 64),),
)

Edit = Callable[[TemplateBook], TemplateBook]


def put(*templates: PromptTemplate) -> Edit:
    return lambda book: book.with_templates(templates)


def names(path: Path) -> list[str]:
    return [template.name for template in TemplateStore(path).read().book.templates]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "templates.json"


@pytest.fixture
def store(path: Path) -> TemplateStore:
    return TemplateStore(path, clock=lambda: 0.0)


def start(path: Path, name: str, number: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, str(PROGRAM), str(path), name, str(number)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )


# -- bad files -----------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\0" * 50, b"\xff\xfe", b"[" * 100_000])
def test_an_unreadable_file_is_kept_and_its_last_good_copy_used(
    store: TemplateStore, path: Path, content: bytes
) -> None:
    store.change(put(CAT))
    path.write_bytes(content)
    stored = store.read()
    assert stored.kept_as == path.with_name("templates.json.bad-19700101T000000Z")
    assert stored.kept_as.read_bytes() == content
    assert stored.book.templates == (CAT,)
    assert store.read() == stored._replace(kept_as=None)
    store.change(put(DOG))
    assert names(path) == ["Cat", "猫"]


def test_the_last_good_copy_is_not_forgotten_while_it_cannot_be_written(
    store: TemplateStore, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.change(put(CAT))
    path.write_bytes(b"?")
    with monkeypatch.context() as patch:
        fail_call(patch, "write", errno.ENOSPC, sticky=True)
        assert store.read().book.templates == (CAT,)
        assert not path.exists()
        assert store.read().book.templates == (CAT,)
        with pytest.raises(StorageError):
            store.change(put(DOG))
    store.change(put(DOG))
    assert names(path) == ["Cat", "猫"]


def test_without_a_copy_there_is_nothing_but_the_file_is_kept(
    store: TemplateStore, path: Path
) -> None:
    path.parent.mkdir()
    path.write_bytes(b"not mine")
    stored = store.read()
    assert stored.book == TemplateBook()
    assert stored.kept_as is not None
    assert stored.kept_as.read_bytes() == b"not mine"


def test_entries_that_cannot_be_read_stay_in_the_file(store: TemplateStore, path: Path) -> None:
    store.change(put(CAT))
    content = json.loads(path.read_bytes())
    content["templates"] += [{"kind": "later"}, 5]
    path.write_text(json.dumps(content))
    store.change(put(DOG))
    assert json.loads(path.read_bytes())["templates"][-2:] == [{"kind": "later"}, 5]
    assert names(path) == ["Cat", "猫"]


def test_what_a_newer_version_wrote_is_read_and_not_changed(
    store: TemplateStore, path: Path
) -> None:
    store.change(put(CAT))
    newer = json.loads(path.read_bytes()) | {"version": 2, "more": True}
    path.write_text(json.dumps(newer))
    before = path.read_bytes()
    stored = store.read()
    assert (stored.is_newer, stored.book.templates) == (True, (CAT,))
    with pytest.raises(NewerTemplatesError):
        store.change(put(DOG))
    assert path.read_bytes() == before


# -- crashes and other programs ------------------------------------------------------------------


def test_a_crash_before_the_new_file_has_its_name_leaves_the_old_one(
    store: TemplateStore, path: Path
) -> None:
    store.change(put(CAT))
    before = path.read_bytes()
    assert start(path, "lost", 0).wait() == DIED
    assert path.with_name(".templates.json.tmp").exists()
    assert path.read_bytes() == before
    store.change(put(DOG))
    assert names(path) == ["Cat", "猫"]
    assert not path.with_name(".templates.json.tmp").exists()


def test_two_programs_lose_nothing_of_each_other(path: Path) -> None:
    programs = [start(path, name, 12) for name in ("one", "two")]
    assert [program.wait() for program in programs] == [0, 0]
    ids = {template.id for template in TemplateStore(path).read().book.templates}
    assert ids == {f"{name} {number}" for name in ("one", "two") for number in range(12)}


def test_a_file_that_another_program_keeps_locked_is_left_alone(
    store: TemplateStore, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.change(put(CAT))
    monkeypatch.setattr(template_store, "TURN_MS", 1)
    lock = QLockFile(str(path.with_name(".templates.json.lock")))
    assert lock.lock()
    with pytest.raises(StorageError):
        store.change(put(DOG))
    lock.unlock()
    assert names(path) == ["Cat"]


@pytest.mark.parametrize("call", ["open", "write", "fsync", "replace"])
@pytest.mark.parametrize("at", [1, 2])
def test_a_full_disk_changes_nothing_or_is_told_afterwards(
    store: TemplateStore, path: Path, monkeypatch: pytest.MonkeyPatch, call: str, at: int
) -> None:
    store.change(put(CAT))
    with monkeypatch.context() as patch:
        fail_call(patch, call, errno.ENOSPC, at=at)
        with pytest.raises(StorageError) as raised:
            store.change(put(DOG))
    assert raised.value.case is ErrorCase.DISK_FULL
    assert names(path) in (["Cat"], ["Cat", "猫"])


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    store = TemplateStore(tmp_path / "file" / "templates.json")
    with pytest.raises(StorageError) as raised:
        store.read()
    assert raised.value.case is ErrorCase.FOLDER_MISSING


# -- the usual -----------------------------------------------------------------------------------


def test_templates_and_values_are_read_again(store: TemplateStore, path: Path) -> None:
    assert store.read().book == TemplateBook()
    assert not path.exists()
    store.change(lambda book: book.with_templates([CAT, DOG]).with_values({"colour": "红"}))
    book = TemplateStore(path).read().book
    assert book.templates == (CAT, DOG)
    assert book.last_values == {"colour": ("红",)}
    assert store.change(lambda book: book.without(["1"])).book.templates == (DOG,)


def test_what_changes_nothing_writes_nothing(store: TemplateStore, path: Path) -> None:
    store.change(lambda book: book)
    assert not path.exists()


def test_the_file_is_private(store: TemplateStore, path: Path, mode: Callable[[Path], int]) -> None:
    store.change(put(CAT))
    assert mode(path) == 0o600
