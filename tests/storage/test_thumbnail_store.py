from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from nanobanana_desktop.domain.tile import PictureKey
from nanobanana_desktop.storage import connections, thumbnail_store
from nanobanana_desktop.storage.thumbnail_store import BATCH, READ_LIMIT, ThumbnailStore

P = PictureKey


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "thumbnails.sqlite"


@pytest.fixture
def store(path: Path) -> Iterator[ThumbnailStore]:
    store = ThumbnailStore(path)
    yield store
    store.close()


def get(store: ThumbnailStore, task_id: str, sha256: str = "s") -> bytes | None:
    return store.get_many([P(task_id, sha256)]).get(P(task_id, sha256))


def written(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("SELECT task_id FROM thumbnails")]


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: bytes(len(data)),
        lambda data: data[: len(data) // 2],
        lambda data: b"<html>" * 100,
        lambda data: data[:4096] + bytes(len(data) - 4096),
    ],
    ids=["empty", "zeros", "truncated", "html", "zero_tail"],
)
def test_damaged_file_is_remade(path: Path, damage: Callable[[bytes], bytes]) -> None:
    first = ThumbnailStore(path)
    for number in range(50):
        first.put(P(f"t{number}", "s"), b"x" * 2000)
    first.close()
    path.write_bytes(damage(path.read_bytes()))
    store = ThumbnailStore(path)
    for number in range(50):
        assert get(store, f"t{number}") in (None, b"x" * 2000)
    store.put(P("new", "s"), b"y")
    assert store.flush()
    assert get(store, "new") == b"y"
    store.close()
    assert "new" in written(path)


@pytest.mark.parametrize("damage", [b"<html>" * 2000, bytes(12_000)], ids=["html", "zeros"])
def test_file_that_is_damaged_while_it_is_open(
    path: Path, store: ThumbnailStore, damage: bytes
) -> None:
    store.put(P("t", "s"), b"x")
    assert store.flush()
    assert get(store, "t") == b"x"
    writer = store._writer._connection
    assert writer is not None
    writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    path.write_bytes(damage)
    assert get(store, "never seen") is None
    store.put(P("u", "s"), b"y")
    assert store.flush()
    assert get(store, "u") == b"y"
    store.close()
    again = ThumbnailStore(path)
    again.put(P("v", "s"), b"z")
    again.close()
    assert "v" in written(path)


def test_file_of_another_version_is_remade(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE thumbnails (other)")
        connection.execute("PRAGMA user_version = 99")
    store = ThumbnailStore(path)
    assert get(store, "t") is None
    store.put(P("t", "s"), b"x")
    assert store.flush()
    assert get(store, "t") == b"x"
    store.close()
    assert written(path) == ["t"]


def test_place_that_cannot_be_written_means_no_thumbnails(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    for path in (tmp_path / "file" / "thumbnails.sqlite", tmp_path / "folder"):
        store = ThumbnailStore(path)
        store.put(P("t", "s"), b"x")
        assert not store.flush()
        assert get(store, "t") is None
        store.close()


def test_kept_thumbnails_are_read_where_nothing_can_be_written(
    path: Path, store: ThumbnailStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.put(P("t", "s"), b"x")
    store.close()
    real = thumbnail_store.connect

    def on_a_medium_that_takes_nothing(*arguments: object, **how: object) -> sqlite3.Connection:
        if not how.get("unchanging"):
            raise sqlite3.OperationalError("unable to open database file")
        return real(*arguments, **how)

    monkeypatch.setattr(thumbnail_store, "connect", on_a_medium_that_takes_nothing)
    again = ThumbnailStore(path)
    assert get(again, "t") == b"x"
    again.put(P("u", "s"), b"y")
    assert not again.flush()
    assert get(again, "t") == b"x"
    again.close()


def test_a_file_that_is_being_made_is_not_read_as_one_that_never_changes(
    path: Path, store: ThumbnailStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.parent.mkdir()
    path.touch()
    opened: list[object] = []
    real = thumbnail_store.connect

    def noted(*arguments: object, **how: object) -> sqlite3.Connection:
        opened.append(how.get("unchanging", False))
        return real(*arguments, **how)

    monkeypatch.setattr(thumbnail_store, "connect", noted)
    assert get(store, "t") is None
    assert opened == [False]


def test_a_file_that_somebody_keeps_to_himself_is_not_read_as_one_that_never_changes(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "BUSY_SECONDS", 0.01)
    first = ThumbnailStore(path)
    first.put(P("t", "s"), b"x")
    first.close()
    store = ThumbnailStore(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        assert get(store, "t") is None
        other.execute("UPDATE thumbnails SET jpeg = ?", (b"newer",))
        other.execute("COMMIT")
    assert get(store, "t") == b"newer"
    store.close()


def test_a_full_disk_costs_only_what_was_to_be_written(path: Path, store: ThumbnailStore) -> None:
    store.put(P("t", "s"), b"x")
    assert store.flush()
    full = store._writer._connection
    assert full is not None
    full.execute("PRAGMA max_page_count = 1")
    store.put(P("u", "s"), bytes(100_000))
    assert get(store, "u") == bytes(100_000)
    assert not store.flush()
    assert get(store, "u") is None
    assert get(store, "t") == b"x"
    store.put(P("v", "s"), b"z")
    assert store.flush(), "there is room again"
    store.close()
    assert written(path) == ["t", "v"]


def test_file_that_vanishes_while_open(path: Path, store: ThumbnailStore) -> None:
    store.put(P("t", "s"), b"x")
    assert store.flush()
    assert get(store, "t") == b"x"
    for file in path.parent.iterdir():
        file.unlink()
    assert get(store, "t") is None
    store.put(P("u", "s"), b"y")
    assert store.flush()
    assert get(store, "u") == b"y"
    store.close()
    assert written(path) == ["u"]


def test_thumbnail_of_another_picture_is_missing(store: ThumbnailStore) -> None:
    for flushed in (False, True):
        store.put(P("t", "old"), b"x")
        if flushed:
            store.flush()
        assert get(store, "t", "new") is None
        store.put(P("t", "new"), b"y")
        assert get(store, "t", "new") == b"y"
        if flushed:
            store.flush()
            assert get(store, "t", "old") is None
        store.remove(["t"])
        assert get(store, "t", "new") is None


def test_one_question_reads_what_is_visible(store: ThumbnailStore) -> None:
    for number in range(10):
        store.put(P(f"t{number}", "s"), bytes([number]))
    store.flush()
    store.put(P("fresh", "s"), b"f")
    wanted = [P("t3", "s"), P("t7", "s"), P("t8", "other"), P("none", "s"), P("fresh", "s")]
    assert store.get_many(wanted) == {
        P("t3", "s"): b"\3",
        P("t7", "s"): b"\7",
        P("fresh", "s"): b"f",
    }
    assert store.get_many([]) == {}
    with pytest.raises(ValueError, match="pictures in one question"):
        store.get_many([P(str(number), "s") for number in range(READ_LIMIT + 1)])


def test_a_thumbnail_that_is_written_while_it_is_looked_for_is_found(
    store: ThumbnailStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.put(P("t", "s"), b"x")
    read = store._read

    def written_meanwhile(question: str, values: Sequence[object]) -> list[sqlite3.Row]:
        rows = read(question, values)
        assert store.flush()
        return rows

    monkeypatch.setattr(store, "_read", written_meanwhile)
    assert get(store, "t") == b"x"


def test_thumbnails_are_written_in_batches(path: Path, store: ThumbnailStore) -> None:
    for number in range(BATCH - 1):
        store.put(P(f"t{number}", "s"), b"x")
    assert not path.exists()
    store.put(P("last", "s"), b"x")
    assert len(written(path)) == BATCH


def test_no_thumbnail_waits_for_the_medium(path: Path, store: ThumbnailStore) -> None:
    store.put(P("t", "s"), b"x")
    store.flush()
    connection = store._writer._connection
    assert connection is not None
    # 1 is NORMAL: in WAL mode only a checkpoint syncs.
    assert connection.execute("PRAGMA synchronous").fetchone()[0] == 1
    assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"


def test_what_is_kept_is_told_in_the_order_in_which_it_was_made(store: ThumbnailStore) -> None:
    for number in (3, 1, 2):
        store.put(P(f"t{number}", "s"), b"x")
    store.flush()
    store.put(P("t3", "s"), b"newer")
    store.flush()
    told = store.kept_after(0)
    assert [kept.picture.task_id for kept in told] == ["t1", "t2", "t3"]
    assert store.kept_after(told[0].number, 1) == told[1:2]
    assert store.kept_after(told[-1].number) == []


def test_space_of_removed_thumbnails_is_given_back(path: Path, store: ThumbnailStore) -> None:
    for number in range(100):
        store.put(P(f"t{number}", "s"), bytes(20_000))
    store.flush()
    full = store.size
    assert full > 2_000_000
    store.remove(f"t{number}" for number in range(90))
    assert store.size < full / 4
    store.give_back()
    store.close()
    assert path.stat().st_size < full / 4


def test_after_closing_everything_is_missing(path: Path, store: ThumbnailStore) -> None:
    store.put(P("t", "s"), b"x")
    store.close()
    store.close()
    assert written(path) == ["t"]
    assert get(store, "t") is None
    store.put(P("t", "s"), b"y")
    assert get(store, "t") is None


def test_file_is_private(path: Path, store: ThumbnailStore, mode: Callable[[Path], int]) -> None:
    store.put(P("t", "s"), b"x")
    store.flush()
    assert {mode(file) for file in path.parent.iterdir()} == {0o600}


def test_many_threads(store: ThumbnailStore) -> None:
    wrong: list[str] = []

    def work(number: int) -> None:
        for step in range(100):
            key = f"{number}-{step}"
            store.put(P(key, "s"), key.encode())
            if get(store, key) != key.encode():
                wrong.append(key)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert store.flush()
    assert len(store.kept_after(0)) == 400
