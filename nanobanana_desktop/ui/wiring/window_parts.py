"""What the window is given: the services and what it needs of the program around it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from nanobanana_desktop.services.background import Jobs, Workers
from nanobanana_desktop.services.changed_pictures import ChangedPictures
from nanobanana_desktop.services.clock import Clock
from nanobanana_desktop.services.culling_keeper import CullingKeeper
from nanobanana_desktop.services.diagnostics_service import DiagnosticsService
from nanobanana_desktop.services.export_service import ExportService
from nanobanana_desktop.services.history_view import HistoryView
from nanobanana_desktop.services.key_service import KeyService
from nanobanana_desktop.services.library_check import LibraryCheck
from nanobanana_desktop.services.lost_pictures import LostPictures
from nanobanana_desktop.services.marks_service import MarksService
from nanobanana_desktop.services.picture_shelf import PictureShelf
from nanobanana_desktop.services.proxy_service import ProxyService
from nanobanana_desktop.services.reference_service import ReferenceService
from nanobanana_desktop.services.saved_searches import SavedSearchService
from nanobanana_desktop.services.settings_service import SettingsService
from nanobanana_desktop.services.task_service import TaskService
from nanobanana_desktop.services.template_service import TemplateService
from nanobanana_desktop.services.trash_service import TrashService
from nanobanana_desktop.services.update_service import UpdateService
from nanobanana_desktop.ui.i18n import Translations
from nanobanana_desktop.ui.panes import Panes


@dataclass(frozen=True)
class WindowParts:
    """What the window is given."""

    panes: Panes
    translations: Translations
    settings: SettingsService
    tasks: TaskService
    keys: KeyService
    proxies: ProxyService
    references: ReferenceService
    marks: MarksService
    searches: SavedSearchService
    templates: TemplateService
    trash: TrashService
    check: LibraryCheck
    lost: LostPictures
    changed: ChangedPictures
    rebuild_from_files: Callable[[], Awaitable[int]]
    adopt_pictures: Callable[[Sequence[str]], Awaitable[int]]
    history: HistoryView
    shelf: PictureShelf
    exports: ExportService
    workers: Workers
    jobs: Jobs
    clock: Clock
    logs_folder: Path
    diagnostics: DiagnosticsService
    images_folder: Callable[[], Path]
    save_draft: Callable[[Mapping[str, object]], None]
    culling: CullingKeeper
    default_address: str
    fixed_address: str
    parse_address: Callable[[str], str]
    parse_proxy: Callable[[str], str]
    free_space: Callable[[], Awaitable[int]]
    updates: UpdateService
    demo: bool = False
