"""The program while it runs: its objects, their connections, start and stop."""

from __future__ import annotations

import argparse
import asyncio
from dataclasses import dataclass

from PySide6.QtCore import QObject

from nanobanana_desktop import __version__
from nanobanana_desktop.api.payload import build_request
from nanobanana_desktop.domain.export_plan import ExportMeans
from nanobanana_desktop.domain.settings import Settings
from nanobanana_desktop.errors import ErrorCase, ValidationError
from nanobanana_desktop.first_window import FirstWindow
from nanobanana_desktop.library import Library, LibraryParts, image_folders
from nanobanana_desktop.log import Redactor, end_file, get_logger, write_file
from nanobanana_desktop.paths import DataPaths
from nanobanana_desktop.secret import Secret
from nanobanana_desktop.service_connection import (
    ServiceConnection,
    chosen_proxy,
    parse_address,
    parse_proxy,
)
from nanobanana_desktop.services.background import Jobs, Step, Workers, carry_out
from nanobanana_desktop.services.clock import Chance, Clock, boot_id
from nanobanana_desktop.services.culling_keeper import CullingKeeper
from nanobanana_desktop.services.diagnostics_service import DiagnosticsService
from nanobanana_desktop.services.export_service import ExportService
from nanobanana_desktop.services.file_keeper import FileKeeper
from nanobanana_desktop.services.keep_awake import KeepAwake, SystemAwake
from nanobanana_desktop.services.key_holds import KeyHolds
from nanobanana_desktop.services.key_service import KeyService
from nanobanana_desktop.services.picture_shelf import PictureShelf, ShelfRecovery, ThreadedJournal
from nanobanana_desktop.services.proxy_service import ProxyService
from nanobanana_desktop.services.rebuild import HistoryRebuild
from nanobanana_desktop.services.reference_service import InlineRequestBuilder, ReferenceService
from nanobanana_desktop.services.settings_service import SettingsService
from nanobanana_desktop.services.task_service import TaskService, TaskStores
from nanobanana_desktop.services.thumbnail_shelf import ThumbnailShelf
from nanobanana_desktop.services.update_service import UpdateService
from nanobanana_desktop.services.wake_watch import NetworkWatch
from nanobanana_desktop.storage.credential_store import CredentialStore
from nanobanana_desktop.storage.database import Database
from nanobanana_desktop.storage.database_file import OpenReport
from nanobanana_desktop.storage.diagnostics_file import DiagnosticsFile
from nanobanana_desktop.storage.history_reader import HistoryReader
from nanobanana_desktop.storage.history_store import HistoryStore
from nanobanana_desktop.storage.id_journal import IdJournal
from nanobanana_desktop.storage.image_store import ImageStore
from nanobanana_desktop.storage.quarantine import Quarantine
from nanobanana_desktop.storage.rebuild_store import RebuildStore
from nanobanana_desktop.storage.reference_store import ReferenceStore
from nanobanana_desktop.storage.settings_store import LoadedSettings, SettingsStore
from nanobanana_desktop.storage.spool import Spool
from nanobanana_desktop.storage.thumbnail_store import ThumbnailStore
from nanobanana_desktop.ui.i18n import Translations
from nanobanana_desktop.ui.wiring.window_parts import WindowParts
from nanobanana_desktop.ui.wiring.window_wiring import WindowWiring
from nanobanana_desktop.update_connection import feed_reader

_log = get_logger(__name__)

DEFAULT_BASE_URL = "https://zcbservice.aizfw.cn/kyyReactApiServer"
"""Service documentation, create page."""


@dataclass(frozen=True)
class ProgramParts:
    """What exists before the loop runs: the window is painted already."""

    options: argparse.Namespace
    paths: DataPaths
    redactor: Redactor
    settings_store: SettingsStore
    loaded_settings: LoadedSettings
    translations: Translations
    first: FirstWindow
    credentials: CredentialStore


class Program(QObject):
    """Builds what remains, shows the window first, and takes everything down in order."""

    def __init__(self, parts: ProgramParts) -> None:
        super().__init__()
        self._parts = parts
        self._quit = asyncio.Event()
        self._database = Database(parts.paths.database)
        self._waits_for_address = self._is_begun = False
        self._clock = Clock(boot_id=boot_id())
        self._jobs = Jobs(lambda name, error: self.report_bug(f"{name}: {error!r}"))
        self._workers = Workers("files", 3)
        self._credentials = parts.credentials
        self._build_services()
        self.window = self._wire_window()

    # -- building --------------------------------------------------------------------------------

    def _build_services(self) -> None:
        parts, paths, jobs, workers = self._parts, self._parts.paths, self._jobs, self._workers
        settings = parts.loaded_settings.settings
        self.settings = SettingsService(settings, parts.settings_store, workers, jobs, self)
        self._images = ImageStore(*image_folders(paths, settings))
        self._thumbnails = ThumbnailStore(paths.thumbnails)
        journal = IdJournal(paths.id_journal)
        spool = Spool(paths.spool)
        self.shelf = PictureShelf(
            self._images,
            spool,
            self._thumbnails,
            Quarantine(paths.quarantine),
            lambda: self.settings.settings.sidecars,
        )
        self._rebuild = HistoryRebuild(
            RebuildStore(self._database), self._images, journal.read, workers, self._clock
        )
        self.proxies = ProxyService(
            self.settings, self._credentials, chosen_proxy, parts.redactor, jobs, self
        )
        self._service = ServiceConnection(
            self._base_url,
            lambda: self.keys.secret,
            self.proxies.settings,
            workers,
            demo=parts.options.demo,
        )
        # To the tasks another proxy is another network.
        network = NetworkWatch(parent=self)
        self.proxies.changed.connect(network.changed)
        references = ReferenceStore(paths.references)
        self.references = ReferenceService(references, workers, jobs, self)
        self.tasks = TaskService(
            TaskStores(
                HistoryStore(self._database),
                ThreadedJournal(journal, workers),
                self.shelf,
                ShelfRecovery(
                    self._images, spool, self.shelf, journal, parts.first.reader, workers
                ),
            ),
            InlineRequestBuilder(references, workers, build_request),
            jobs,
            workers,
            self._clock,
            Chance(),
            settings.concurrency,
            self,
            network=network,
        )
        self.tasks.set_undo_seconds(settings.undo_send_seconds)
        if settings.sending_paused or settings.orders_held:
            self.tasks.pause()
        self.keep_awake = KeepAwake(self.tasks, SystemAwake(), self._clock, self)
        self.keep_awake.set_wanted(settings.keep_awake)
        check = self._service.check_key
        self.keys = KeyService(
            self._credentials, check, parts.redactor, jobs, self._clock, self.settings, self
        )
        library_parts = LibraryParts(
            self._database, self._images, self.shelf, self.tasks, workers, jobs, self._clock, paths
        )
        thumbnails = (self._thumbnails, parts.first.thumbnails)
        self.library = Library(library_parts, thumbnails, references, self)
        self.history = parts.first.history
        self.tasks.id_taken.connect(self._on_tasks_id_taken)
        self.tasks.paused_changed.connect(self._on_tasks_paused_changed)
        means = ExportMeans(self.shelf.path, __version__)
        self.exports = ExportService(means, lambda: HistoryReader(paths.database), jobs, self)
        self._draft = FileKeeper(parts.first.draft_file, workers, jobs)
        self._window_state = FileKeeper(parts.first.window_file, workers, jobs)
        self._culling = CullingKeeper(parts.first.culling_file, workers, jobs)
        self.settings.settings_changed.connect(self._on_settings_changed)
        KeyHolds(self.keys, self.tasks, self.settings, self)
        feed = None if parts.options.demo else feed_reader(self.proxies.settings, workers)
        self.updates = UpdateService(
            feed, __version__, self.settings, self.tasks, jobs, self._clock, self
        )

    def _wire_window(self) -> WindowWiring:
        parts = self._parts
        logs = DiagnosticsFile(parts.paths.logs, parts.redactor.clean)
        return WindowWiring(
            WindowParts(
                panes=parts.first.panes,
                translations=parts.translations,
                settings=self.settings,
                tasks=self.tasks,
                keys=self.keys,
                proxies=self.proxies,
                references=self.references,
                marks=self.library.marks,
                searches=self.library.searches,
                templates=self.library.templates,
                trash=self.library.trash,
                check=self.library.check,
                lost=self.library.lost,
                changed=self.library.changed,
                rebuild_from_files=self._rebuild.add_from_files,
                adopt_pictures=self._rebuild.add_from_files,
                history=self.history,
                shelf=self.shelf,
                exports=self.exports,
                workers=self._workers,
                jobs=self._jobs,
                clock=self._clock,
                logs_folder=parts.paths.logs,
                diagnostics=DiagnosticsService(
                    logs, self.settings, self.tasks, self._workers, self._clock
                ),
                images_folder=lambda: self._images.folder,
                save_draft=self._draft.save,
                culling=self._culling,
                default_address=DEFAULT_BASE_URL,
                fixed_address=parts.options.base_url or "",
                parse_address=parse_address,
                parse_proxy=parse_proxy,
                free_space=lambda: self._workers.run(self._images.room),
                updates=self.updates,
                demo=parts.options.demo,
            ),
            self,
        )

    # -- life ------------------------------------------------------------------------------------

    async def start(self) -> None:
        """Open the history for writing, connect the window, then begin what takes time.

        Raises StorageError when the history cannot be opened at all.
        """
        first = self._parts.first
        # A file that is set aside or rewritten must not stay open here, or it would be shown on.
        first.reader.close()
        report = await self._database.open()
        first.history.trouble.connect(self.window.show_trouble)
        first.history.start()
        if report.created or report.migrated_from is not None or not first.shows_history:
            first.reader.close()
            self.window.history_pane.show_history()
        first.thumbnails.start(ThumbnailShelf(self._thumbnails, self.shelf.path))
        first.pictures.start(self.shelf)
        self.window.close_requested.connect(self.quit)
        if first.was_closed:
            self.quit()
        self._tell_about_start(report)
        self._jobs.start("image folder", self._look_at_image_folder())
        self._jobs.start("load client", self._service.load_ahead(self.window.show_trouble))
        self._jobs.start("connect", self._connect())

    async def _look_at_image_folder(self) -> None:
        """A folder that takes no pictures is told before one is paid."""
        for case in (ErrorCase.FOLDER_MISSING, ErrorCase.DISK_FULL):
            self.window.end_trouble(case)
        problem = await self._workers.run(self._images.problem)
        if problem is not None:
            self.window.show_trouble(problem)

    def _tell_about_start(self, report: OpenReport) -> None:
        if report.problem is not None:
            self.window.show_trouble(report.problem)
        elif report.damaged_kept_as is not None:
            text = self.tr(
                "The history was damaged and a new one was started. The old file: {name}"
            )
            self.window.tell(text.format(name=report.damaged_kept_as.name))
        elif self._parts.loaded_settings.kept_as is not None:
            text = self.tr("The settings file could not be read. It was kept as {name}.")
            self.window.tell(text.format(name=self._parts.loaded_settings.kept_as.name))

    async def run_until_quit(self) -> int:
        await self._quit.wait()
        return 0

    def quit(self) -> None:
        """Ask the program to end in order."""
        self._quit.set()

    def show_window(self) -> None:
        """Bring the window to the front."""
        self.window.raise_window()

    def report_bug(self, text: str) -> None:
        """Show that something unforeseen happened, with a text that can be copied."""
        self.window.report_bug(self._parts.redactor.clean(text))

    async def stop(self) -> None:
        """Take everything down; each step also works when the start did not get that far."""
        self._window_state.save(self.window.state())
        self.window.hide()
        self.window.save_now()
        steps: tuple[Step, ...] = (
            self.exports.cancel,
            # Nothing is sent any more before anything is waited for.
            self.tasks.stop,
            self.keep_awake.stop,
            self.library.stop,
            self.exports.stop,
            self._draft.flush,
            self._window_state.flush,
            self._culling.flush,
            self.settings.flush,
            self._jobs.close,
            self._service.aclose,
            self._parts.first.stop,
            self._workers.close,
            self.library.close,
            self._thumbnails.close,
            self._credentials.close,
            self._database.close,
        )
        await carry_out(steps)
        self.window.dispose()
        self.deleteLater()

    # -- the service -----------------------------------------------------------------------------

    async def _connect(self) -> None:
        if self._parts.options.demo:
            await self._service.start_demo(self._parts.paths.root / "demo.jsonl")
            self.keys.use_without_store(Secret("demo"))
        else:
            await self.proxies.load()
            await self.keys.load()
        await self._start_tasks()

    async def _start_tasks(self) -> None:
        try:
            client = await self._service.client()
        except ValidationError as error:
            _log.warning("the address in the settings cannot be used: %s", error.detail)
            self._waits_for_address = True
            self.window.show_trouble(error)
            return
        if self._is_begun:
            # The settings were changed once more before the first change had its effect.
            if self._service.is_outdated:
                await self._service.replace(self.tasks.replace_client)
            return
        self._is_begun, self._waits_for_address = True, False
        self.window.end_trouble(ErrorCase.BAD_BASE_URL)

        # What was sent is not sure after damage: what waits is sent when the person says so.
        damaged = self._rebuild.is_due
        if damaged:
            # By the next start nothing tells of the damage any more.
            self.settings.change(orders_held=True)
        known_again = await self._rebuild.around(
            lambda: self.tasks.start(client, self._service.address, hold_waiting=damaged)
        )
        self._end_vain_question()
        self.keep_awake.look()
        await self.library.start()
        self.window.tasks_started()
        if known_again is not None:
            self._tell_about_rebuild(self._database.report.tasks_salvaged + known_again)

    def _tell_about_rebuild(self, known_again: int) -> None:
        self.window.history_pane.show_history()
        text = self.tr("%Ln task(s) of the damaged history were recovered.", "", known_again)
        self.window.tell(text)

    def _on_tasks_id_taken(self, _task_id: str, _other_id: str) -> None:
        self.window.tell(self.tr("This ID is that of another task of your history."))

    def _base_url(self) -> str:
        chosen = self._parts.options.base_url or self.settings.settings.base_url
        return chosen or DEFAULT_BASE_URL

    def _on_settings_changed(self, settings: Settings) -> None:
        self.tasks.set_concurrency(settings.concurrency)
        self.tasks.set_undo_seconds(settings.undo_send_seconds)
        self.keep_awake.set_wanted(settings.keep_awake)
        if settings.keep_log:
            write_file(self._parts.redactor, self._parts.paths.logs)
        else:
            end_file()
        folder = self._images.folder
        self._images.use_folders(*image_folders(self._parts.paths, settings))
        if self._images.folder != folder:
            self.tasks.look_at_folder()
            self._jobs.start("image folder", self._look_at_image_folder())
        if self._waits_for_address:
            self._jobs.start("connect again", self._start_tasks())
        elif self._service.is_outdated:
            self._jobs.start("new address", self._service.replace(self.tasks.replace_client))

    def _end_vain_question(self) -> None:
        """Nothing waits any more that a person would have to be asked about."""
        settings = self.settings.settings
        if settings.orders_held and not self.tasks.waiting:
            self.settings.change(orders_held=False)
            if not settings.sending_paused:
                self.tasks.resume()

    def _on_tasks_paused_changed(self, paused: bool) -> None:
        if not paused and self.settings.settings.orders_held:
            self.settings.change(orders_held=False)
