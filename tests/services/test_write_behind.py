"""Pieces are written one after the other while the next ones come."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest

from nanobanana_desktop.services.background import Workers
from nanobanana_desktop.services.write_behind import WriteBehind


class Slow:
    """A writer that waits for `gate`, and finds out whether two write at once."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.pieces: list[bytes] = []
        self.error: OSError | None = None
        self.begun = threading.Event()

    def write(self, data: bytes) -> None:
        self.begun.set()
        self.gate.wait(5)
        if self.error is not None:
            raise self.error
        self.pieces.append(data)


@pytest.fixture
def workers() -> Iterator[Workers]:
    workers = Workers("test", 3)
    yield workers
    workers.close()


async def test_the_next_piece_may_come_while_one_is_written(workers: Workers) -> None:
    slow = Slow()
    writing = WriteBehind(slow.write, workers)
    await writing.put(b"one")
    assert slow.pieces == [], "nobody waited for it"
    second = asyncio.ensure_future(writing.put(b"two"))
    await asyncio.sleep(0)
    assert not second.done(), "but one after the other"
    slow.gate.set()
    await second
    await writing.settle()
    await writing.settle()
    assert slow.pieces == [b"one", b"two"]


async def test_a_disk_that_fails_is_told_with_the_next_piece(workers: Workers) -> None:
    slow = Slow()
    slow.gate.set()
    slow.error = OSError("full")
    writing = WriteBehind(slow.write, workers)
    await writing.put(b"one")
    with pytest.raises(OSError, match="full"):
        await writing.put(b"two")
    await writing.give_up()
    assert slow.pieces == []


async def test_who_gives_up_waits_for_the_piece_under_way(workers: Workers) -> None:
    slow = Slow()
    writing = WriteBehind(slow.write, workers)
    await writing.put(b"one")
    second = asyncio.ensure_future(writing.put(b"two"))
    await asyncio.sleep(0)
    second.cancel()
    with pytest.raises(asyncio.CancelledError):
        await second
    end = asyncio.ensure_future(writing.give_up())
    await asyncio.sleep(0)
    assert not end.done()
    slow.gate.set()
    await end
    assert slow.pieces == [b"one"]


async def test_an_error_of_what_was_given_up_is_nobodys_concern(workers: Workers) -> None:
    slow = Slow()
    slow.error = OSError("full")
    writing = WriteBehind(slow.write, workers)
    await writing.put(b"one")
    slow.gate.set()
    await writing.give_up()
    await writing.give_up()
    assert slow.pieces == []
