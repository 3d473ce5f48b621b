"""The part of the program that keeps the library in order: marks, trash, lost files, looks at all.

Nothing of it is needed for the first paint, nor for orders that are under way.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject

from nanobanana_desktop.domain.name_template import TemplateError
from nanobanana_desktop.domain.picture_names import PictureNames
from nanobanana_desktop.domain.settings import Settings
from nanobanana_desktop.log import get_logger
from nanobanana_desktop.paths import DataPaths
from nanobanana_desktop.services.background import Jobs, Workers
from nanobanana_desktop.services.changed_pictures import ChangedPictures
from nanobanana_desktop.services.clock import Clock
from nanobanana_desktop.services.library_check import LibraryCheck
from nanobanana_desktop.services.lost_pictures import LostPictures
from nanobanana_desktop.services.marks_service import MarksService
from nanobanana_desktop.services.picture_shelf import PictureShelf
from nanobanana_desktop.services.saved_searches import SavedSearchService
from nanobanana_desktop.services.sidecar_line import SidecarLine
from nanobanana_desktop.services.task_service import TaskService
from nanobanana_desktop.services.template_service import TemplateService
from nanobanana_desktop.services.thumbnail_loader import ThumbnailLoader
from nanobanana_desktop.services.thumbnail_upkeep import ThumbnailUpkeep
from nanobanana_desktop.services.trash_service import TrashService
from nanobanana_desktop.storage.database import Database
from nanobanana_desktop.storage.history_store import HistoryStore
from nanobanana_desktop.storage.image_store import ImageStore
from nanobanana_desktop.storage.library_store import LibraryStore
from nanobanana_desktop.storage.mark_store import MarkStore
from nanobanana_desktop.storage.picture_list import PictureList
from nanobanana_desktop.storage.picture_search import PictureSearch
from nanobanana_desktop.storage.reference_store import ReferenceStore
from nanobanana_desktop.storage.saved_searches import SavedSearches
from nanobanana_desktop.storage.template_store import TemplateStore
from nanobanana_desktop.storage.thumbnail_gaps import ThumbnailGaps
from nanobanana_desktop.storage.thumbnail_store import ThumbnailStore
from nanobanana_desktop.storage.trash_store import TrashStore

_log = get_logger(__name__)


@dataclass(frozen=True)
class LibraryParts:
    """What the library is given."""

    database: Database
    images: ImageStore
    shelf: PictureShelf
    tasks: TaskService
    workers: Workers
    jobs: Jobs
    clock: Clock
    paths: DataPaths


class Library(QObject):
    """Builds the services and takes them down; reading whole files has a thread of its own."""

    def __init__(
        self,
        parts: LibraryParts,
        thumbnails: tuple[ThumbnailStore, ThumbnailLoader],
        references: ReferenceStore,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._jobs = parts.jobs
        self._images = parts.images
        self._slow = Workers("library", 1)
        jobs, shelf = parts.jobs, parts.shelf
        self.store = LibraryStore(parts.database)
        search = PictureSearch(parts.images)
        self.trash = TrashService(
            TrashStore(parts.database), parts.tasks, shelf, parts.workers, jobs, self
        )
        self.sidecars = SidecarLine(self.store, shelf.keep_sidecar, self._slow, jobs)
        self.marks = MarksService(
            MarkStore(parts.database),
            parts.tasks,
            jobs,
            parts.clock,
            self.sidecars.note,
            self.trash.turn,
            self,
        )
        self.searches = SavedSearchService(SavedSearches(parts.database), jobs, self)
        self.marks.carried_out.connect(self.searches.follow)
        self.templates = TemplateService(
            TemplateStore(parts.paths.templates), references, parts.workers, jobs, self
        )
        self.check = LibraryCheck(
            self.store,
            search,
            parts.images.placed_paths,
            shelf.keep_sidecar,
            self._slow,
            jobs,
            self,
        )
        self.lost = LostPictures(
            self.store,
            search,
            parts.tasks,
            shelf.keep_sidecar,
            parts.workers,
            jobs,
            parts.clock,
            self,
        )

        self.changed = ChangedPictures(
            self.store,
            parts.tasks,
            parts.images.describe,
            shelf.keep_sidecar,
            HistoryStore(parts.database).log_event,
            self._slow,
            jobs,
            parts.clock,
            self,
        )
        gaps = ThumbnailGaps(parts.database.path, thumbnails[0].path)
        self._upkeep = ThumbnailUpkeep(
            PictureList(parts.database), gaps, *thumbnails, parts.workers, jobs
        )
        parts.tasks.task_changed.connect(self._upkeep.note)

    async def start(self) -> None:
        """Go on with what the last session left."""
        await self.trash.settle()
        await self.sidecars.start()
        self._upkeep.start()
        # Behind everything that waits for tasks: a large folder takes long to be looked through.
        self._jobs.start("unfinished pictures", self._clean_parts())

    async def stop(self) -> None:
        """Let what is under way come to an end that the next start can go on from."""
        self.trash.stop()
        self.lost.stop()
        await self.marks.settled()
        await self.searches.settled()
        await self.templates.settled()
        await self.check.stop()
        await self.sidecars.stop()

    async def _clean_parts(self) -> None:
        await self._slow.run(self._images.clean_parts)

    def close(self) -> None:
        """After the jobs ended."""
        self._slow.close()


def image_folders(
    paths: DataPaths, settings: Settings
) -> tuple[Path, tuple[Path, ...], PictureNames | None, frozenset[Path]]:
    """Where pictures go, where else they may be, the pattern for the names of new ones, and the
    folders that are not waited for.
    """
    chosen = Path(settings.images_folder) if settings.images_folder else paths.images
    former = [Path(folder) for folder in settings.former_images_folders]
    if chosen != paths.images:
        former.append(paths.images)
    gone = frozenset(map(Path, settings.gone_images_folders))
    return chosen, tuple(former), _picture_names(settings.picture_names), gone


def _picture_names(pattern: str) -> PictureNames | None:
    """None without one, or for one that was written into the file and cannot be used."""
    try:
        return PictureNames(pattern) if pattern else None
    except TemplateError as error:
        _log.warning("the pattern for names is not used: %s", error.problem.value)
        return None
