"""Settings and small files: the newest content is on disk when the program ends."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Mapping

from nanobanana_desktop.domain.settings import Settings
from nanobanana_desktop.errors import AppError, ErrorCase, StorageError
from nanobanana_desktop.services.background import Jobs, Workers
from nanobanana_desktop.services.file_keeper import FileKeeper
from nanobanana_desktop.services.settings_service import SettingsService


class SlowDisk:
    """Saves when `ready` is set; remembers what was saved."""

    def __init__(self) -> None:
        self.ready = threading.Event()
        self.saved: list[object] = []
        self.error: StorageError | None = None

    def save(self, content: Settings | Mapping[str, object]) -> None:
        self.ready.wait(10.0)
        if self.error is not None:
            raise self.error
        self.saved.append(content)


async def test_settings_that_are_being_written_at_the_end_are_written() -> None:
    disk, jobs, workers = SlowDisk(), Jobs(), Workers("t", 1)
    workers.submit(disk.ready.wait, 10.0)
    service = SettingsService(Settings(), disk, workers, jobs)
    service.change(concurrency=2)
    await asyncio.sleep(0)
    jobs.start("disk", _release(disk))
    await service.flush()
    await jobs.close()
    workers.close()
    assert disk.saved == [Settings(concurrency=2)]


async def test_settings_that_cannot_be_written_are_told(
    expected_log: Callable[[str], None],
) -> None:
    expected_log("settings were not written")
    disk, jobs, workers = SlowDisk(), Jobs(), Workers("t", 1)
    disk.ready.set()
    disk.error = StorageError(ErrorCase.DISK_FULL, "full")
    service = SettingsService(Settings(), disk, workers, jobs)
    troubles: list[AppError] = []
    service.trouble.connect(troubles.append)
    service.change(concurrency=2)
    await service.flush()
    disk.error = None
    service.change(concurrency=3)
    await service.flush()
    await jobs.close()
    workers.close()
    assert [error.case for error in troubles] == [ErrorCase.DISK_FULL]
    assert disk.saved == [Settings(concurrency=3)]


async def test_the_last_of_many_contents_is_on_disk_at_the_end() -> None:
    disk, jobs, workers = SlowDisk(), Jobs(), Workers("t", 1)
    workers.submit(disk.ready.wait, 10.0)
    keeper = FileKeeper(disk, workers, jobs)
    for number in range(5):
        keeper.save({"number": number})
        await asyncio.sleep(0)
    jobs.start("disk", _release(disk))
    await keeper.flush()
    await jobs.close()
    workers.close()
    assert disk.saved[-1] == {"number": 4}


async def _release(disk: SlowDisk) -> None:
    disk.ready.set()
