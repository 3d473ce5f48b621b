"""One picture on its way to the disk, with trouble at every place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from nanobanana_desktop.domain import events as ev
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.errors import (
    AppError,
    ErrorCase,
    LinkDeadError,
    NetworkError,
    ProtocolError,
    StorageError,
)
from nanobanana_desktop.services.background import Workers
from nanobanana_desktop.services.clock import Clock
from nanobanana_desktop.services.picture_fetch import PictureFetcher, SpaceNeeded
from tests.fakes import FakeClient, FakePictureStore, make_image, make_task

LINK = "https://pictures.example/a.png"
FULL = StorageError(ErrorCase.DISK_FULL, "no space")
GONE = StorageError(ErrorCase.FOLDER_MISSING, "unplugged")
SPOOLED = make_image(relative_path="spool/2026/11/picture.png")


@dataclass
class Bench:
    fetcher: PictureFetcher
    client: FakeClient
    store: FakePictureStore
    progress: list[tuple[int, int | None]] = field(default_factory=list)


@pytest.fixture
def bench() -> Iterator[Bench]:
    client, store, workers = FakeClient(), FakePictureStore(), Workers("test", 1)
    progress: list[tuple[int, int | None]] = []
    fetcher = PictureFetcher(
        lambda: client,
        store,
        workers,
        Clock(lambda: 42.0),
        lambda _task_id, received, total: progress.append((received, total)),
    )
    yield Bench(fetcher, client, store, progress)
    workers.close()


def ready(**changes: object) -> GenerationTask:
    return make_task(**({"state": TaskState.DOWNLOADING, "result_url": LINK} | changes))


@pytest.mark.parametrize("error", [FULL, GONE])
async def test_folder_that_takes_no_picture_is_answered_with_the_spool(
    bench: Bench, error: StorageError
) -> None:
    bench.store.begin_errors = [error]
    event = await bench.fetcher.fetch(ready())
    assert isinstance(event, ev.SaveFailed)
    assert (event.case, event.detail) == (error.case, error.detail)
    assert event.image is not None
    assert event.image.relative_path.startswith("spool/")
    # The stream that is open serves: nothing is fetched twice.
    assert bench.client.opened == [LINK]


async def test_disk_that_fails_at_the_end_has_the_picture_fetched_again_into_the_spool(
    bench: Bench,
) -> None:
    bench.store.errors = [GONE]
    event = await bench.fetcher.fetch(ready())
    assert isinstance(event, ev.SaveFailed)
    assert event.image is not None
    assert bench.client.opened == [LINK, LINK]
    assert [part.spooled for part in bench.store.parts] == [False, True]
    assert bench.store.parts[0].aborted


@pytest.mark.parametrize("begin_errors", [[FULL], []])
async def test_neither_folder_nor_spool_tells_of_the_folder(
    bench: Bench, begin_errors: list[AppError]
) -> None:
    bench.store.begin_errors = begin_errors
    bench.store.errors = [FULL]
    bench.store.spool_errors = [GONE]
    assert await bench.fetcher.fetch(ready()) == ev.SaveFailed(ErrorCase.DISK_FULL, "no space")


async def test_what_a_full_disk_lacks_is_known_until_the_next_try(bench: Bench) -> None:
    task = ready()
    full = StorageError(ErrorCase.DISK_FULL, "no space", size=6_800_000, volume="/media/card")
    bench.store.begin_errors, bench.store.spool_errors = [full], [GONE]
    await bench.fetcher.fetch(task)
    assert bench.fetcher.space_needed(task.id) == SpaceNeeded(6_800_000, "/media/card")
    assert bench.fetcher.space_needed("another") is None
    assert isinstance(await bench.fetcher.fetch(task), ev.Saved)
    assert bench.fetcher.space_needed(task.id) is None


@pytest.mark.parametrize(
    "error", [GONE, FULL, StorageError(ErrorCase.DISK_FULL, "", size=0, volume="/")]
)
async def test_what_is_lacking_is_not_made_up(bench: Bench, error: StorageError) -> None:
    bench.store.begin_errors, bench.store.spool_errors = [error], [GONE]
    await bench.fetcher.fetch(ready())
    assert bench.fetcher.space_needed(ready().id) is None


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (NetworkError(ErrorCase.NETWORK_LOST, "reset", sent=True), ev.SaveFailed),
        (LinkDeadError(ErrorCase.LINK_EXPIRED, "HTTP 404"), ev.LinkDead),
        (ProtocolError(ErrorCase.RESULT_BAD, "HTML"), ev.ResultRejected),
    ],
)
async def test_second_fetch_that_fails_too(
    bench: Bench, error: AppError, expected: type[ev.Event]
) -> None:
    bench.store.errors = [FULL]
    bench.client.pictures = [b"picture", error]
    assert isinstance(await bench.fetcher.fetch(ready()), expected)


async def test_too_few_file_handles_is_not_about_the_folder(bench: Bench) -> None:
    bench.store.begin_errors = [StorageError(ErrorCase.UNKNOWN, "EMFILE", retryable=True)]
    event = await bench.fetcher.fetch(ready())
    assert isinstance(event, ev.DownloadFailed)


async def test_spooled_copy_is_placed_without_the_network(bench: Bench) -> None:
    event = await bench.fetcher.fetch(ready(image=SPOOLED))
    assert isinstance(event, ev.Saved)
    assert bench.client.opened == []


async def test_spooled_copy_stays_known_while_the_folder_is_gone(bench: Bench) -> None:
    bench.store.errors = [GONE]
    event = await bench.fetcher.fetch(ready(image=SPOOLED))
    assert event == ev.SaveFailed(GONE.case, GONE.detail, SPOOLED)
    assert bench.client.opened == []


async def test_spooled_copy_that_is_no_good_is_fetched_again(bench: Bench) -> None:
    bench.store.errors = [StorageError(ErrorCase.FILE_GONE, "deleted")]
    event = await bench.fetcher.fetch(ready(image=SPOOLED))
    assert isinstance(event, ev.Saved)
    assert bench.client.opened == [LINK]


async def test_without_copy_and_link_the_service_is_asked(bench: Bench) -> None:
    bench.store.errors = [StorageError(ErrorCase.FILE_GONE, "deleted")]
    event = await bench.fetcher.fetch(ready(image=SPOOLED, result_url=""))
    assert isinstance(event, ev.LinkDead)
    assert bench.client.opened == []


async def test_inline_picture_goes_to_the_spool_too(bench: Bench) -> None:
    bench.store.errors = [FULL]
    event = await bench.fetcher.keep(ready(result_url=""), b"inline")
    assert isinstance(event, ev.SaveFailed)
    assert event.image is not None
    assert [part.data for part in bench.store.parts] == [b"inline", b"inline"]
    assert bench.client.opened == []


async def test_bad_bytes_are_kept_aside(bench: Bench) -> None:
    bench.store.errors = [StorageError(ErrorCase.RESULT_BAD, "HTML")]
    event = await bench.fetcher.fetch(ready())
    assert event == ev.ResultRejected(ErrorCase.RESULT_BAD, "HTML")
    assert bench.store.kept_aside == bench.store.parts


async def test_insecure_link_is_opened_only_with_the_persons_word(bench: Bench) -> None:
    await bench.fetcher.fetch(ready())
    assert bench.client.insecure == []
    await bench.fetcher.fetch(ready(insecure_allowed=True))
    assert bench.client.insecure == [LINK]


async def test_progress_tells_bytes(bench: Bench) -> None:
    await bench.fetcher.fetch(ready())
    assert bench.progress == [(7, 7)]
