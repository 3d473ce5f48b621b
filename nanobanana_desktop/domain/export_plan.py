"""What a person wants exported and how, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path
from typing import Final

from nanobanana_desktop.domain.picture_format import PictureFormat
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.errors import AppError, ErrorCase

QUALITIES: Final = (100, 95, 90, 85, 80, 70, 60)
"""Offered for JPEG and WebP; at 100 a WebP loses nothing."""
DEFAULT_QUALITY: Final = 90
FAILURES_TOLD: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyWish:
    """How a copy is made. `format` None keeps that of the original.

    `quality` is 1 to 100, for JPEG and WebP that are encoded anew. With `embeds` prompt and
    settings are written into it; without, everything but its looks is removed.
    """

    format: PictureFormat | None = None
    quality: int = DEFAULT_QUALITY
    embeds: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportPlan:
    """One export of copies. `folder` must exist; nothing in it is ever replaced.

    `stem` names the archive (`as_zip`) and the list of all tasks as CSV (`table`), without an
    ending.
    """

    folder: Path
    template: str
    wish: CopyWish
    stem: str = "export"
    as_zip: bool = False
    table: bool = False


@dataclass(frozen=True, slots=True)
class ExportMeans:
    """What every export uses. `locate` gives a task's original or raises StorageError(FILE_GONE).

    Dates in names and lists are those of `zone`, this computer's by default.
    """

    locate: Callable[[GenerationTask], Path]
    version: str
    zone: tzinfo | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportChoice:
    """Which tasks: by their ids, or by their row numbers in the history where there are many."""

    ids: Sequence[str] = ()
    numbers: Sequence[int] = ()

    def __len__(self) -> int:
        return len(self.ids) + len(self.numbers)


@dataclass(frozen=True, slots=True)
class ExportFailure:
    """A task whose picture was not exported, and why."""

    task_id: str
    prompt: str
    case: ErrorCase


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportSummary:
    """What an export came to.

    `exported` pictures and `listed` rows of the list are there. `failed` pictures are not; the
    first `FAILURES_TOLD` of them are in `failures`. `untouched` ones were copied to the byte
    although texts were to be written into them, because they carry content credentials;
    `without_credentials` had them and the copies do not. Of `stills` only the first frame is
    there. `path` is a file that can be shown, `error` why the export ended early.
    """

    total: int = 0
    exported: int = 0
    listed: int = 0
    failed: int = 0
    failures: tuple[ExportFailure, ...] = ()
    untouched: int = 0
    without_credentials: int = 0
    stills: int = 0
    cancelled: bool = False
    path: Path | None = None
    error: AppError | None = None
