"""The whole program while the service and the disk misbehave: `child_trouble.py FOLDER BASE_URL`.

What each order meets is said by its prompt, see `bench_trouble.py`. Prints for each scene how late
the window's thread was, beat by beat, in seconds, and under `NAME (work)` how long it was busy
itself; under `refused` the seconds from each bomb's link to its refusal.
"""

from __future__ import annotations

import argparse
import asyncio
import errno
import json
import os
import sys
import time
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from unittest.mock import patch

from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.launch import run
from nanobanana_desktop.paths import DataPaths
from nanobanana_desktop.program import Program
from nanobanana_desktop.secret import Secret

sys.path.insert(0, str(Path(__file__).resolve().parent))
from canary import Canary

S = TaskState
SETTLE: Final = 3.0
LIMIT: Final = 90.0
WATCHED: Final = 15.0
"""Seconds of a trouble that does not end by itself."""
SHARE_DELAY: Final = 0.3
STORM: Final = 50
SOME: Final = 10
BOMBS: Final = ("header bomb", "pixel bomb", "gzip bomb")
HOSTILE: Final = ("huge", "deep", "nan", "huge number", "not utf8", "surrogate", "nul")


class Troubles:
    """Orders into one trouble after the other; each scene ends when the trouble is over."""

    def __init__(self, program: Program, paths: DataPaths) -> None:
        self._tasks = program.tasks
        self._images = paths.images
        self._states: dict[str, TaskState] = {}
        self._times: dict[tuple[str, TaskState], float] = {}
        self._changed = asyncio.Event()
        self.refused: list[float] = []
        self._many: list[str] = []
        self._tasks.task_changed.connect(self._note)
        self._tasks.set_concurrency(STORM)
        self.all: Mapping[str, Callable[[], Awaitable[None]]] = {
            "50 orders at once": self._order_many,
            "storm of 50 answers": self._storm,
            "hostile answers": self._hostile,
            "bombs": self._bombs,
            "slow service": self._slow_service,
            "full disk": self._full_disk,
            "folder away": self._folder_away,
            "slow share": self._slow_share,
        }

    async def _order_many(self) -> None:
        self._many = self._order("storm", STORM)
        await self._reach({S.QUEUED, S.PROCESSING}, self._many)

    async def _storm(self) -> None:
        await self._reach({S.DONE}, self._many)

    async def _hostile(self) -> None:
        ids = [task_id for name in HOSTILE for task_id in self._order(f"hostile {name}")]
        await asyncio.sleep(WATCHED)
        await self._give_up(ids)

    async def _bombs(self) -> None:
        for name in BOMBS:
            (task_id,) = self._order(name)
            await self._reach({S.RESULT_BAD}, [task_id])
            began = self._times[task_id, S.RESULT_READY]
            self.refused.append(self._times[task_id, S.RESULT_BAD] - began)

    async def _slow_service(self) -> None:
        ids = self._order("slow", SOME)
        await asyncio.sleep(WATCHED)
        await self._give_up(ids)

    async def _full_disk(self) -> None:
        def refuse() -> None:
            raise OSError(errno.ENOSPC, "no space left")

        with self._at_fsync(refuse):
            ids = self._order("plain full", SOME)
            await self._reach({S.SAVE_BLOCKED}, ids)
        self._tasks.try_again_now()
        await self._reach({S.DONE}, ids)

    async def _folder_away(self) -> None:
        away = self._images.with_name("away")
        self._images.rename(away)
        self._images.touch()
        ids = self._order("plain away", SOME)
        await self._reach({S.SAVE_BLOCKED}, ids)
        self._images.unlink()
        away.rename(self._images)
        self._tasks.try_again_now()
        await self._reach({S.DONE}, ids)

    async def _slow_share(self) -> None:
        with self._at_fsync(lambda: time.sleep(SHARE_DELAY)):
            await self._reach({S.DONE}, self._order("plain share", SOME))

    def _order(self, prompt: str, count: int = 1) -> list[str]:
        return self._tasks.create(GenerationParams(prompt=prompt), count)

    async def _give_up(self, ids: Collection[str]) -> None:
        for task_id in ids:
            self._tasks.stop_watching(task_id)
        # Some answers can be understood all the same.
        await self._reach({S.WATCH_STOPPED, S.DONE}, ids)

    async def _reach(self, states: Collection[TaskState], ids: Collection[str]) -> None:
        async with asyncio.timeout(LIMIT):
            while any(self._states.get(task_id) not in states for task_id in ids):
                self._changed.clear()
                await self._changed.wait()

    def _note(self, task: GenerationTask) -> None:
        self._states[task.id] = task.state
        self._times.setdefault((task.id, task.state), time.monotonic())
        self._changed.set()

    @contextmanager
    def _at_fsync(self, trouble: Callable[[], None]) -> Iterator[None]:
        """`trouble()` before everything in the image folder that is to reach the medium."""
        fsync = os.fsync

        def troubled(descriptor: int) -> None:
            path = Path(f"/proc/self/fd/{descriptor}").readlink()
            if path.is_relative_to(self._images):
                trouble()
            fsync(descriptor)

        with patch.object(os, "fsync", troubled):
            yield


def main() -> int:
    folder, base_url = Path(sys.argv[1]), sys.argv[2]
    canary = Canary()
    told: dict[str, list[float]] = {}

    async def play(self: Program) -> int:
        self.keys.use_without_store(Secret("benchmark"))
        await asyncio.sleep(SETTLE)
        troubles = Troubles(self, DataPaths(folder))
        canary.start()
        for name, scene in troubles.all.items():
            canary.forget()
            try:
                await scene()
            except TimeoutError:
                states = sorted(state.value for state in troubles._states.values())
                raise RuntimeError(f"{name}: {states}") from None
            told[name] = list(canary.pauses)
            told[f"{name} (work)"] = list(canary.worked)
        told["refused"] = troubles.refused
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()
        return 0

    options = argparse.Namespace(
        demo=False, data_dir=folder, base_url=base_url, log=None, demo_picture=None
    )
    with patch.object(Program, "run_until_quit", play):
        return run(options)


if __name__ == "__main__":
    sys.exit(main())
