"""What the window needs from the rest of the program, described without knowing the rest."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtGui import QImage

from nanobanana_desktop.domain.history_listing import HistoryListing
from nanobanana_desktop.domain.history_query import HistoryCounts, HistoryQuery
from nanobanana_desktop.domain.task import GenerationTask, Hold
from nanobanana_desktop.domain.tile import TileWish

if TYPE_CHECKING:
    from nanobanana_desktop.domain.params import GenerationParams
    from nanobanana_desktop.domain.track_record import UnconfirmedEndings
    from nanobanana_desktop.services.picture_fetch import SpaceNeeded


class HistorySource(Protocol):
    """The history as it is on disk, in the order of the list: active tasks first, newest first.

    All calls but `request` are short reads on the calling thread.

    Signals: `listed(token: int, listing: HistoryListing)` answers the last `request`: first with
    the first rows (at most 500, not complete), then with the whole, or with the whole at once;
    `unlisted(token: int)` when no (further) answer will come.
    """

    listed: SignalInstance
    unlisted: SignalInstance

    def first_page(self, query: HistoryQuery) -> HistoryListing:
        """The first rows, at most 500; only for queries that are quick."""
        ...

    def request(self, query: HistoryQuery) -> int:
        """Look for all that matches, off this thread; earlier requests are not answered any more.

        Returns the token of the answers.
        """
        ...

    def tasks_at(self, numbers: Sequence[int]) -> list[tuple[int, GenerationTask]]:
        """At most 500 tasks by number, in the order asked; those that are gone are left out."""
        ...

    def numbers_of(self, ids: Sequence[str]) -> dict[str, int]:
        """The numbers of at most 500 ids; ids that no longer exist are left out."""
        ...

    def ids_of(self, numbers: Sequence[int]) -> list[str]:
        """The ids of at most 500 numbers in the order asked; those gone are left out."""
        ...

    def tasks(self, ids: Sequence[str]) -> list[GenerationTask]:
        """The tasks with these ids in the order asked; ids that no longer exist are left out."""
        ...

    def matching(self, query: HistoryQuery, ids: Sequence[str]) -> set[str]:
        """Those of at most 500 tasks that the query finds."""
        ...

    def counts(self) -> HistoryCounts: ...


class ThumbnailSource(Protocol):
    """Makes small pictures off this thread.

    Signals: `thumbnail_loaded(task_id: str, image: QImage)`; `tile_loaded(key: TileKey, image:
    QImage, sharp: bool)`, where a tile that is not sharp was stretched. A null image says that
    there is none.
    """

    thumbnail_loaded: SignalInstance
    tile_loaded: SignalInstance

    def request(self, task: GenerationTask, size_px: int) -> None:
        """Ask for the whole picture; `size_px` up to 256 is what will be shown."""
        ...

    def want_tiles(self, wishes: Sequence[TileWish]) -> None:
        """Ask for these tiles, the first ones first; none of those wanted before is any more."""
        ...


class Picture(Protocol):
    """A whole picture: at full, half, quarter … size, ready to be painted; and its file."""

    @property
    def levels(self) -> Sequence[QImage]: ...

    @property
    def path(self) -> Path: ...


class Difference(Protocol):
    """What two pictures differ in.

    `image` is so many times (`gain`) brighter than the difference is; `same` says that no pixel
    differs, `unseen` that none does at the size of `image`.
    """

    @property
    def image(self) -> QImage: ...

    @property
    def gain(self) -> int: ...

    @property
    def same(self) -> bool: ...

    @property
    def unseen(self) -> bool: ...


class PictureSource(Protocol):
    """Reads whole pictures off this thread and reports them by task id.

    Signals: `screen_loaded(task_id: str, image: QImage)` – of a picture that takes long, a version
    that is large enough for a screen –; `picture_loaded(task_id: str, picture: Picture)`,
    `picture_failed(task_id: str, error: AppError)`; `difference_made(token: int, difference:
    Difference)` answers the last `request_difference`.
    """

    screen_loaded: SignalInstance
    picture_loaded: SignalInstance
    picture_failed: SignalInstance
    difference_made: SignalInstance

    def request(self, task: GenerationTask) -> None: ...

    def request_difference(self, a: Picture, b: Picture, side: int, gain: int | None = None) -> int:
        """Compare two pictures at up to `side` pixels, made brighter by `gain` or as is fit.

        Returns the token of the answer.
        """
        ...


class Usual(Protocol):
    """How long such tasks took, in seconds: half and nine of ten were done by then."""

    @property
    def typical(self) -> float: ...

    @property
    def ninety(self) -> float: ...


class Prospects(Protocol):
    """What is expected of tasks that are under way or not saved yet. All calls are cheap."""

    def place(self, task_id: str) -> int:
        """1 for the order that is sent next; 0 for a task that does not wait to be sent."""
        ...

    def is_full(self) -> bool:
        """Whether as many tasks are at the service as are sent at the same time."""
        ...

    def is_elsewhere(self, task: GenerationTask) -> bool:
        """Whether the task was ordered at another service address than the present one."""
        ...

    def is_in_grace(self, task_id: str) -> bool:
        """Whether the order is held back for a moment so that it can be taken back."""
        ...

    def usual(self, task: GenerationTask) -> Usual | None:
        """None while too few such tasks were seen."""
        ...

    def slow_after(self, task: GenerationTask) -> float:
        """Seconds since the service took the order from which it is slower than usual."""
        ...

    def usual_cost(self, params: GenerationParams) -> float | None:
        """What one such image cost lately, in the service's own unit; None when not known."""
        ...

    def unconfirmed_endings(self) -> UnconfirmedEndings | None:
        """How the orders ended that were not confirmed; None when not known."""
        ...

    def saving_folder(self) -> str:
        """Where pictures are saved, as a path; empty when not known."""
        ...

    def space_needed(self, task_id: str) -> SpaceNeeded | None:
        """What the picture lacks on a full disk; None when not known."""
        ...


class HoldView(Protocol):
    """Why nothing moves for now (see `Hold`)."""

    @property
    def active(self) -> tuple[Hold, ...]: ...

    @property
    def until(self) -> float | None:
        """When a hold ends by itself, in UTC seconds."""
        ...
