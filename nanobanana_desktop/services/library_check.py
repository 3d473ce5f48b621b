"""Verifying the library: every saved picture is read once, slowly, and compared with its record."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Protocol

from PySide6.QtCore import QObject, Signal

from nanobanana_desktop.domain.image_record import ImageRecord
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.errors import AppError, ErrorCase, StorageError
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.services.background import Jobs, Workers
from nanobanana_desktop.storage.picture_search import CalledOffError, FileVerdict

_log = get_logger(__name__)

PORTION: Final = 20
"""Pictures between two looks at the history; some megabytes each."""
STATE_EVERY: Final = 25
"""Portions after which is written down how far it came."""
REST: Final = 0.1
"""Seconds in which rows that were found again gather: there may be as many as there are rows."""
NICENESS: Final = 15
_STATE: Final = "library_check"


class CheckStore(Protocol):
    async def count_pictures(self) -> int: ...
    async def pictures_after(
        self, number: int, limit: int
    ) -> Sequence[tuple[int, GenerationTask]]: ...
    async def unknown_paths(self, relative_paths: Collection[str]) -> list[str]: ...
    async def load_state(self, key: str) -> Any: ...
    async def save_state(self, key: str, state: Any) -> None: ...


class Files(Protocol):
    """Blocking looks at the image folders."""

    def is_there(self) -> bool: ...
    def verdict(self, record: ImageRecord, go_on: Callable[[], bool]) -> FileVerdict: ...


@dataclass(frozen=True, slots=True)
class CheckReport:
    """How far a look through the library came, and what it found.

    `missing` and `changed` are numbers of rows, `unknown` relative paths of pictures that no row
    has. `after` is the last row that was looked at; `whole` and `sidecars` count files that are as
    they were saved and sidecars that were written.
    """

    total: int = 0
    after: int = 0
    whole: int = 0
    sidecars: int = 0
    missing: tuple[int, ...] = ()
    changed: tuple[int, ...] = ()
    unknown: tuple[str, ...] = ()
    is_complete: bool = False

    @property
    def checked(self) -> int:
        return self.whole + len(self.missing) + len(self.changed)

    def accepting(self, numbers: Collection[int]) -> CheckReport:
        """As if these changed files had been saved as they are."""
        taken = set(numbers).intersection(self.changed)
        changed = tuple(number for number in self.changed if number not in taken)
        return replace(self, changed=changed, whole=self.whole + len(taken))

    def doubting(self, numbers: Collection[int]) -> CheckReport:
        """The other way round."""
        back = sorted(set(numbers).difference(self.changed, self.missing))
        return replace(self, changed=(*self.changed, *back), whole=self.whole - len(back))

    def without(self, numbers: Collection[int]) -> CheckReport:
        """As if these missing files had been there: they were found since."""
        gone = set(numbers).intersection(self.missing)
        missing = tuple(number for number in self.missing if number not in gone)
        return replace(self, missing=missing, whole=self.whole + len(gone))


@dataclass(slots=True)
class _Portion:
    """What a worker found among a few pictures."""

    verdicts: dict[int, FileVerdict] = field(default_factory=dict)
    sidecars: int = 0


class LibraryCheck(QObject):
    """Reads every file in a thread of low priority; can be called off and gone on with.

    Signals: `changed()` – `report` or `is_running` is another one –, `trouble(AppError)` – it
    ended early: the history cannot be read, or the image folder is not there.
    """

    changed = Signal()
    trouble = Signal(object)

    def __init__(
        self,
        store: CheckStore,
        files: Files,
        placed_paths: Callable[[], list[str]],
        keep_sidecar: Callable[[GenerationTask], bool],
        worker: Workers,
        jobs: Jobs,
        parent: QObject | None = None,
    ) -> None:
        """`worker` has one thread, which steps back behind all others.

        `keep_sidecar(task)` blocks and says whether a sidecar had to be written.
        """
        super().__init__(parent)
        self._store = store
        self._files = files
        self._placed_paths = placed_paths
        self._keep_sidecar = keep_sidecar
        self._jobs = jobs
        self._worker = worker
        self._called_off = threading.Event()
        self._found: set[int] = set()
        self._is_read = False
        self.is_running = False
        self.report = CheckReport()

    @property
    def can_go_on(self) -> bool:
        """Whether an earlier look was called off before its end."""
        return not self.is_running and self.report.after > 0 and not self.report.is_complete

    def look_back(self) -> None:
        """Read what an earlier session left; `changed` follows."""
        self._jobs.start("library state", self._look_back())

    def begin(self, *, anew: bool = True) -> None:
        """Look through the library, from its start or from where the last look was called off."""
        if self.is_running:
            return
        self.is_running = True
        self._called_off.clear()
        if anew:
            self.report = CheckReport()
        self.changed.emit()
        self._jobs.start("library check", self._run())

    def call_off(self) -> None:
        """Stop as soon as the block of a file that is being read has come."""
        self._called_off.set()

    def note_found(self, numbers: Collection[int]) -> None:
        """Missing files of these rows are in their place again; `changed` follows soon."""
        if numbers and not self._found:
            self._jobs.start("library state", self._take_found())
        self._found.update(numbers)

    def note_accepted(self, numbers: Collection[int], *, accepted: bool = True) -> None:
        """The changed files of these rows are what counts now, or no longer."""
        report = self.report
        self.report = report.accepting(numbers) if accepted else report.doubting(numbers)
        self.changed.emit()
        self._jobs.start("library state", self._keep_state())

    def note_known(self, relative_paths: Collection[str]) -> None:
        """Unknown files are in the history now."""
        left = set(self.report.unknown).difference(relative_paths)
        unknown = tuple(path for path in self.report.unknown if path in left)
        self.report = replace(self.report, unknown=unknown)
        self.changed.emit()

    async def stop(self) -> None:
        """The program ends; what was found is kept for the next start."""
        was_running = self.is_running
        self.call_off()
        if was_running:
            await self._keep_state()

    def _go_on(self) -> bool:
        return not self._called_off.is_set()

    async def _look_back(self) -> None:
        if self._is_read or self.is_running:
            return
        try:
            state = await self._store.load_state(_STATE)
        except StorageError as error:
            _log.info("an earlier look through the library is not known: %s", error)
            return
        self._is_read = True
        if isinstance(state, dict) and not self.is_running:
            self.report = _report_from(state)
            self.changed.emit()

    async def _take_found(self) -> None:
        try:
            await asyncio.sleep(REST)
        finally:
            found, self._found = self._found, set()
            self.report = self.report.without(found)
        self.changed.emit()
        await self._keep_state()

    async def _require_folder(self) -> None:
        """What is missing while the folder is away tells nothing."""
        if not await self._worker.run(self._files.is_there):
            raise StorageError(ErrorCase.FOLDER_MISSING, "the image folder is not there")

    async def _run(self) -> None:
        try:
            await self._require_folder()
            await self._worker.run(_step_back)
            await self._look_at_files()
            await self._look_for_strangers()
            self.report = replace(self.report, is_complete=True)
        except CalledOffError:
            _log.info("the look through the library was called off")
        except AppError as error:
            _log.warning("the library was not looked through: %s", error)
            self.trouble.emit(error)
        finally:
            self.is_running = False
        await self._keep_state()
        self.changed.emit()

    async def _look_at_files(self) -> None:
        total = await self._store.count_pictures()
        self.report = replace(self.report, total=total)
        portions = 0
        while rows := await self._store.pictures_after(self.report.after, PORTION):
            portion = await self._worker.run(self._look_at, rows)
            if FileVerdict.MISSING in portion.verdicts.values():
                await self._require_folder()
            self._take(rows, portion)
            portions += 1
            if portions % STATE_EVERY == 0:
                await self._keep_state()
            if not self._go_on():
                raise CalledOffError

    def _look_at(self, rows: Sequence[tuple[int, GenerationTask]]) -> _Portion:
        """In the worker. What was not looked at when it is called off is not in the answer."""
        portion = _Portion()
        try:
            for number, task in rows:
                if task.image is None:
                    continue
                verdict = self._files.verdict(task.image, self._go_on)
                portion.verdicts[number] = verdict
                if verdict is FileVerdict.WHOLE:
                    portion.sidecars += self._keep_sidecar(task)
        except CalledOffError:
            pass
        return portion

    def _take(self, rows: Sequence[tuple[int, GenerationTask]], portion: _Portion) -> None:
        report, verdicts = self.report, portion.verdicts
        looked_at = [number for number, task in rows if task.image is None or number in verdicts]
        self.report = replace(
            report,
            after=max(looked_at, default=report.after),
            whole=report.whole + _count(verdicts, FileVerdict.WHOLE),
            missing=(*report.missing, *_numbers(verdicts, FileVerdict.MISSING)),
            changed=(*report.changed, *_numbers(verdicts, FileVerdict.CHANGED)),
            sidecars=report.sidecars + portion.sidecars,
        )
        self.changed.emit()

    async def _look_for_strangers(self) -> None:
        paths = await self._worker.run(self._placed_paths)
        unknown = await self._store.unknown_paths(paths)
        self.report = replace(self.report, unknown=tuple(unknown))

    async def _keep_state(self) -> None:
        try:
            await self._store.save_state(_STATE, _state_of(self.report))
        except StorageError as error:
            _log.info("how far the look through the library came is not kept: %s", error)


def _step_back() -> None:
    """Let all other threads of this computer go first, where one thread alone can do that."""
    if sys.platform == "linux":
        try:
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
        except OSError as error:
            _log.info("the look through the library has the usual priority: %s", error)


def _numbers(verdicts: Mapping[int, FileVerdict], wanted: FileVerdict) -> list[int]:
    return [number for number, verdict in verdicts.items() if verdict is wanted]


def _count(verdicts: Mapping[int, FileVerdict], wanted: FileVerdict) -> int:
    return len(_numbers(verdicts, wanted))


def _state_of(report: CheckReport) -> dict[str, Any] | None:
    if report.after == 0:
        return None
    return {
        "total": report.total,
        "after": report.after,
        "whole": report.whole,
        "sidecars": report.sidecars,
        "missing": list(report.missing),
        "changed": list(report.changed),
        "complete": report.is_complete,
    }


def _report_from(state: Mapping[str, Any]) -> CheckReport:
    """What `_state_of` wrote; a look from the start for anything else."""
    try:
        return CheckReport(
            total=int(state["total"]),
            after=int(state["after"]),
            whole=int(state["whole"]),
            sidecars=int(state["sidecars"]),
            missing=tuple(int(number) for number in state["missing"]),
            changed=tuple(int(number) for number in state["changed"]),
            is_complete=state["complete"] is True,
        )
    except (KeyError, TypeError, ValueError, OverflowError):
        return CheckReport()
