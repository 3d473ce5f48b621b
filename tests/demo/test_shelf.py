"""The shelf of drawn pictures, asked on a loop of the test's own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest

from nanobanana_desktop.demo import shelf
from nanobanana_desktop.demo.art.picture import Picture, PictureFormat
from nanobanana_desktop.demo.scenario import Outcome
from nanobanana_desktop.demo.tasks import DemoTask, Order
from tests.demo.caller import LIMIT, SMALL

TASK = DemoTask(
    number=1,
    remote_id="one",
    answer_id="one",
    order=Order(prompt="one of a kind", model_name="m", resolution="1K", ratio=None),
    created=0,
    born=0.0,
    queued=0.0,
    processing=0.0,
    outcome=Outcome.COMPLETED,
    error_text="",
    seed=7,
)


class CountedDrawing:
    """Takes the place of the drawing; each call waits until `go_on` is set."""

    def __init__(self) -> None:
        self.calls = 0
        self.started, self.go_on = threading.Event(), threading.Event()

    def __call__(self, *_: object) -> Picture:
        self.calls += 1
        self.started.set()
        assert self.go_on.wait(LIMIT)
        return Picture(b"\x89PNG", PictureFormat.PNG, 96, 64)


@pytest.fixture
def drawing(monkeypatch: pytest.MonkeyPatch) -> CountedDrawing:
    counted = CountedDrawing()
    monkeypatch.setattr(shelf, "make_picture", counted)
    return counted


@pytest.fixture
def pictures() -> Iterator[shelf.PictureShelf]:
    kept = shelf.PictureShelf(1 << 20)
    yield kept
    kept.close()
    kept.join()


async def test_who_asks_before_the_first_has_been_woken_gets_the_same_drawing(
    pictures: shelf.PictureShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop = asyncio.get_running_loop()
    drawings: list[asyncio.Future[Picture]] = []

    def handed_over(*_: object) -> asyncio.Future[Picture]:
        drawings.append(loop.create_future())
        return drawings[-1]

    monkeypatch.setattr(loop, "run_in_executor", handed_over)
    first = asyncio.ensure_future(pictures.picture(TASK, SMALL))
    await asyncio.sleep(0)
    drawings[0].set_result(Picture(b"\x89PNG", PictureFormat.PNG, 96, 64))
    second = asyncio.ensure_future(pictures.picture(TASK, SMALL))
    await asyncio.wait([first, second], timeout=LIMIT)
    assert len(drawings) == 1
    assert second.result() is first.result()


async def test_a_picture_is_kept_although_nobody_waits_for_it_any_more(
    pictures: shelf.PictureShelf, drawing: CountedDrawing
) -> None:
    gone = asyncio.ensure_future(pictures.picture(TASK, SMALL))
    await asyncio.to_thread(drawing.started.wait, LIMIT)
    gone.cancel()
    await asyncio.wait([gone])
    drawing.go_on.set()
    assert (await pictures.picture(TASK, SMALL)).data == b"\x89PNG"
    await pictures.picture(TASK, SMALL)
    assert drawing.calls == 1
