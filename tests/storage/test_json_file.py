from __future__ import annotations

import errno
import json
import threading
from pathlib import Path

import pytest

from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.storage.json_file import BAD_COPIES_KEPT, SIZE_LIMIT, JsonFile, LoadResult
from tests.storage.faults import fail_call

BAD_CONTENTS = {
    "empty": b"",
    "zeros": bytes(300),
    "cut": b'{"theme": "da',
    "list": b"[1, 2]",
    "text": b'"x"',
    "not_utf8": b'{"a": "\xff\xfe"}',
    "html": b"<html>",
    "deep": b"[" * 100_000,
    "too_large": b'{"a": "' + b"x" * SIZE_LIMIT + b'"}',
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "settings.json"


@pytest.mark.parametrize("content", BAD_CONTENTS.values(), ids=BAD_CONTENTS)
def test_bad_file_is_kept_and_the_last_good_copy_used(path: Path, content: bytes) -> None:
    file = JsonFile(path, clock=lambda: 0.0)
    file.save({"theme": "dark"})
    path.write_bytes(content)
    loaded = file.load()
    assert loaded.result is LoadResult.FROM_BACKUP
    assert loaded.content == {"theme": "dark"}
    assert loaded.kept_as == path.with_name("settings.json.bad-19700101T000000Z")
    assert loaded.kept_as.read_bytes() == content


def test_without_a_good_copy_the_content_is_lost_but_kept(path: Path) -> None:
    file = JsonFile(path)
    file.save({"a": 1})
    path.write_bytes(b"?")
    path.with_name("settings.json.bak").write_bytes(b"?")
    loaded = file.load()
    assert loaded.result is LoadResult.LOST
    assert loaded.content == {}
    assert loaded.kept_as is not None
    assert loaded.kept_as.read_bytes() == b"?"


def test_a_folder_in_place_of_the_file(path: Path) -> None:
    path.mkdir(parents=True)
    file = JsonFile(path)
    assert file.load().result is LoadResult.LOST
    file.save({"a": 1})
    assert file.load().content == {"a": 1}


def test_deleting_the_file_starts_afresh(path: Path) -> None:
    file = JsonFile(path)
    file.save({"a": 1})
    path.unlink()
    assert file.load().result is LoadResult.MISSING
    assert file.load().content == {}


def test_bad_copies_do_not_pile_up(path: Path) -> None:
    for second in range(BAD_COPIES_KEPT + 3):
        file = JsonFile(path, clock=lambda second=second: float(second))
        file.save({"n": second})
        path.write_bytes(b"%d" % second)
        file.load()
    kept = sorted(path.parent.glob("settings.json.bad-*"))
    assert [p.read_bytes() for p in kept] == [b"3", b"4", b"5"]


@pytest.mark.parametrize("call", ["open", "write", "fsync", "replace"])
@pytest.mark.parametrize("at", [1, 2])
def test_full_disk_keeps_the_former_content_or_a_good_copy(
    path: Path, monkeypatch: pytest.MonkeyPatch, call: str, at: int
) -> None:
    file = JsonFile(path)
    file.save({"a": "old"})
    with monkeypatch.context() as patch:
        fail_call(patch, call, errno.ENOSPC, at=at)
        with pytest.raises(StorageError) as raised:
            file.save({"a": "new"})
    assert raised.value.case is ErrorCase.DISK_FULL
    for name in ("settings.json", "settings.json.bak"):
        assert json.loads(path.with_name(name).read_bytes())["a"] in ("old", "new")


def test_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError) as raised:
        JsonFile(tmp_path / "file" / "settings.json").save({})
    assert raised.value.case is ErrorCase.FOLDER_MISSING


def test_file_is_readable_for_people_and_private(path: Path) -> None:
    file = JsonFile(path)
    file.save({"b": [1], "a": "猫\ud800"})
    assert path.read_text().startswith('{\n  "a": ')
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.with_name("settings.json.bak").stat().st_mode & 0o777 == 0o600
    assert file.load().content == {"b": [1], "a": "猫\ud800"}


def test_byte_order_mark_of_an_editor_is_accepted(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b'\xef\xbb\xbf{"a": 1}')
    assert JsonFile(path).load().content == {"a": 1}


def test_many_threads_never_leave_a_mixture(path: Path) -> None:
    file = JsonFile(path)

    def save(number: int) -> None:
        for _ in range(5):
            file.save({"text": str(number) * 5000})

    threads = [threading.Thread(target=save, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    text = file.load().content["text"]
    assert isinstance(text, str)
    assert len(set(text)) == 1
    assert len(text) == 5000
