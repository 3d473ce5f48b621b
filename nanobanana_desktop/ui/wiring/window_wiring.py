"""Connects the window and its panes with the services."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from nanobanana_desktop import __version__
from nanobanana_desktop.domain.task import GenerationTask, Hold, TaskState
from nanobanana_desktop.errors import AppError, ErrorCase
from nanobanana_desktop.services.desktop_progress import DesktopProgress
from nanobanana_desktop.services.key_service import KeyStatus
from nanobanana_desktop.services.notices import DesktopNotices
from nanobanana_desktop.ui import formats, texts
from nanobanana_desktop.ui.help_dialogs import BugDialog
from nanobanana_desktop.ui.run_again_note import RunAgainNote
from nanobanana_desktop.ui.stage.stage_header import COMPARE
from nanobanana_desktop.ui.widgets.announce import announce
from nanobanana_desktop.ui.wiring.bar_wiring import BarWiring
from nanobanana_desktop.ui.wiring.command_wiring import CommandWiring
from nanobanana_desktop.ui.wiring.culling_wiring import CullingWiring
from nanobanana_desktop.ui.wiring.details_wiring import DetailsWiring
from nanobanana_desktop.ui.wiring.drag_wiring import DragWiring
from nanobanana_desktop.ui.wiring.file_wiring import FileWiring
from nanobanana_desktop.ui.wiring.filmstrip_wiring import FilmstripWiring
from nanobanana_desktop.ui.wiring.form_pictures import FormPictures
from nanobanana_desktop.ui.wiring.form_wiring import FormWiring
from nanobanana_desktop.ui.wiring.grace_wiring import GraceWiring
from nanobanana_desktop.ui.wiring.help_wiring import HelpWiring
from nanobanana_desktop.ui.wiring.kept_view import KeptView
from nanobanana_desktop.ui.wiring.key_wiring import KeyWiring
from nanobanana_desktop.ui.wiring.line_wiring import LineWiring
from nanobanana_desktop.ui.wiring.look_wiring import LookWiring
from nanobanana_desktop.ui.wiring.notice_wiring import NoticeWiring
from nanobanana_desktop.ui.wiring.order_wiring import OrderWiring
from nanobanana_desktop.ui.wiring.organise_wiring import OrganiseWiring
from nanobanana_desktop.ui.wiring.own_record import OwnRecord
from nanobanana_desktop.ui.wiring.palette_wiring import PaletteWiring
from nanobanana_desktop.ui.wiring.preparation import Preparation
from nanobanana_desktop.ui.wiring.progress_wiring import ProgressWiring
from nanobanana_desktop.ui.wiring.prospects import TaskProspects
from nanobanana_desktop.ui.wiring.quit_wiring import QuitWiring
from nanobanana_desktop.ui.wiring.reference_comparing import ReferenceComparing
from nanobanana_desktop.ui.wiring.rescue_wiring import RescueWiring
from nanobanana_desktop.ui.wiring.settings_wiring import SettingsWiring
from nanobanana_desktop.ui.wiring.spoken_news import SpokenNews
from nanobanana_desktop.ui.wiring.task_wiring import TaskWiring
from nanobanana_desktop.ui.wiring.template_wiring import TemplateWiring
from nanobanana_desktop.ui.wiring.undo_wiring import UndoWiring
from nanobanana_desktop.ui.wiring.update_wiring import UpdateWiring
from nanobanana_desktop.ui.wiring.view_commands import ViewCommands
from nanobanana_desktop.ui.wiring.viewer_wiring import ViewerWiring
from nanobanana_desktop.ui.wiring.welcome_wiring import WelcomeWiring
from nanobanana_desktop.ui.wiring.window_parts import WindowParts


class WindowWiring(QObject):
    """The window's connections, and what only exists while services do.

    Signals: `close_requested()` – the person wants to end the program.
    """

    close_requested = Signal()

    def __init__(self, parts: WindowParts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parts = parts
        self._newest_picture_id = ""
        self._under_way: set[str] = set()
        self._is_offline = self._is_newer_history = False
        panes = parts.panes
        self.window, self.requests = panes.window, panes.requests
        self.create_pane, self.stage_pane = panes.create, panes.stage
        self.history_pane = panes.history
        self._build_wiring()
        self._connect_tasks()
        self._connect_panes()
        self._on_keys_key_changed()
        self._kept_view = KeptView(parts.panes, self)
        self._kept_view.task_found.connect(self._welcome.pass_over)
        self._kept_view.begin()
        self._welcome.refresh()

    def _build_wiring(self) -> None:
        parts, theme = self._parts, self._parts.panes.theme
        self.settings_wiring = SettingsWiring(self.window, parts, self)
        LookWiring(theme, parts.panes.ticker, self)
        news = SpokenNews(parts.tasks, self)
        news.told.connect(partial(announce, self.window))
        self.form_wiring = FormWiring(
            self.create_pane,
            parts.tasks,
            parts.references,
            parts.save_draft,
            parts.jobs,
            parts.clock,
            self,
        )
        FormPictures(parts, self)
        FileWiring(parts, self)
        sign = DesktopProgress(lambda: int(self.window.winId()))
        self._progress_wiring = ProgressWiring(parts.tasks, sign, self)
        self._notice_wiring = NoticeWiring(
            parts.tasks,
            parts.settings,
            DesktopNotices(parts.jobs, parent=self),
            self.requests,
            self.raise_window,
            sign.badge,
            parent=self,
        )
        self._bar_wiring = BarWiring(
            self.stage_pane.bar,
            parts.tasks,
            parts.keys,
            self.settings_wiring.open_account_settings,
            choose_folder=self.settings_wiring.choose_folder,
            is_paused=lambda: parts.settings.settings.sending_paused,
            demo=parts.demo,
            parent=self,
        )
        self._build_order_wiring()
        self.task_wiring = TaskWiring(
            self.requests,
            parts.tasks,
            self.create_pane,
            self.window.toast,
            self._details,
            self,
        )
        self.details_wiring = DetailsWiring(parts, self)
        templates = TemplateWiring(parts, self)
        self._palette = PaletteWiring(parts, self.settings_wiring.open_page, templates.use, self)
        self._preparation = Preparation(
            parts.panes.history, self.details_wiring, self, (self._palette.prepare,)
        )
        self._organise = OrganiseWiring(parts, self.details_wiring, self.show_trouble, self)
        self._culling = CullingWiring(parts, self)
        KeyWiring(parts.panes, parts.settings, self)
        DragWiring(parts, self)
        self._welcome = WelcomeWiring(parts, self.settings_wiring, self)
        self._help = HelpWiring(parts, self.settings_wiring.open_page, self)
        UpdateWiring(parts, self)
        ViewCommands(parts, self)
        self._filmstrip = FilmstripWiring(parts.panes, parts.clock.utc, self)
        ReferenceComparing(parts, self)
        self.viewer_wiring = ViewerWiring(parts, self.raise_window, self)
        UndoWiring(parts, self)
        self.command_wiring = CommandWiring(
            parts.panes.actions,
            self.window,
            self.create_pane,
            self.stage_pane,
            self.history_pane,
            self.requests,
            open_settings=self.settings_wiring.open_page,
            quit_program=self._quit_wiring.ask,
            run_failed=self._order_wiring.run_failed,
            toggle_pause=self._line_wiring.toggle_pause,
            fetch_by_id=self._rescue_wiring.open,
            images_folder=parts.images_folder,
            parent=self,
        )

    def _build_order_wiring(self) -> None:
        parts, toast = self._parts, self.window.toast
        tasks, settings = parts.tasks, parts.settings
        self._record = OwnRecord(parts.history, tasks, self)
        self._record.changed.connect(self.create_pane.refresh_cost)
        self.create_pane.set_cost_source(self._record.usual_cost)
        self._record.changed.connect(self.create_pane.model.refresh_record)
        self.create_pane.model.set_record(self._record.model_record)
        note = RunAgainNote(parts.panes.theme, self.window)
        self._order_wiring = OrderWiring(
            self.requests, tasks, parts.history, settings, self._record, note, toast, self
        )
        self._grace_wiring = GraceWiring(tasks, toast, parts.clock, self)
        self._grace_wiring.taken_back.connect(self.create_pane.forget_order)
        self._grace_wiring.taken_back.connect(self.create_pane.focus_prompt)
        self._line_wiring = LineWiring(
            self.requests, tasks, settings, parts.panes.actions, self.window, self
        )
        self._rescue_wiring = RescueWiring(
            parts.panes.theme, tasks, parts.jobs, self.window, self.history_pane.select, self
        )
        self._quit_wiring = QuitWiring(parts.panes.theme, tasks, settings, self.window, self)
        self._quit_wiring.agreed.connect(self.close_requested)
        self._prospects = TaskProspects(tasks, parts.images_folder, self._record, self)
        self.history_pane.set_prospects(self._prospects)
        self.stage_pane.set_prospects(self._prospects)
        self._prospects.changed.connect(self.history_pane.refresh_rows)
        self._prospects.changed.connect(self.stage_pane.refresh)

    def _connect_tasks(self) -> None:
        tasks, history = self._parts.tasks, self.history_pane
        tasks.tasks_added.connect(self._on_tasks_tasks_added)
        tasks.task_changed.connect(self._on_tasks_task_changed)
        tasks.tasks_removed.connect(history.tasks_removed)
        tasks.tasks_removed.connect(self.stage_pane.tasks_removed)
        tasks.task_changed.connect(self.stage_pane.task_changed)
        tasks.progress_changed.connect(self._on_tasks_progress_changed)
        tasks.holds_changed.connect(self._show_block_reason)
        self._bar_wiring.offline_shown.connect(self._on_bar_wiring_offline_shown)
        # The person's pause is in force from the start on.
        history.set_holds(tasks.holds.state)
        self.stage_pane.set_holds(tasks.holds.state)
        tasks.holds_changed.connect(history.set_holds)
        tasks.holds_changed.connect(self.stage_pane.set_holds)
        self._parts.keys.key_changed.connect(self._on_keys_key_changed)
        # After the settings' own wiring, so the language is switched already.
        self._parts.settings.settings_changed.connect(self._on_settings_changed)
        self._parts.settings.trouble.connect(self._on_settings_trouble)

    def _connect_panes(self) -> None:
        self.window.close_requested.connect(self._quit_wiring.ask)
        history, stage, requests = self.history_pane, self.stage_pane, self.requests
        self.window.toast.stay_above(stage.pages)
        stage.full_screen_changed.connect(self.window.float_toast)
        stage.step_requested.connect(history.step)
        stage.file_missing_changed.connect(history.model.set_file_missing)
        stage.history_requested.connect(lambda: self.window.show_history(True))
        stage.picture_seen.connect(self._parts.tasks.mark_seen)
        history.current_changed.connect(self._on_history_current_changed)
        history.active_count_changed.connect(stage.header.set_active_count)
        self.window.history_shown.connect(lambda shown: stage.header.set_history_closed(not shown))
        stage.header.set_history_closed(history.isHidden())
        history.hide_requested.connect(lambda: self.window.show_history(False))
        self.create_pane.cleared.connect(self._on_create_pane_cleared)
        self.create_pane.blocked_elsewhere.connect(self._on_create_pane_blocked_elsewhere)
        requests.open_settings_requested.connect(self.settings_wiring.open_account_settings)
        requests.change_folder_requested.connect(self.settings_wiring.choose_folder)
        requests.open_folders_requested.connect(self.settings_wiring.open_folders)
        requests.open_requested.connect(history.select)
        # Last, when the page of the task is there: keys go to what was opened.
        requests.open_requested.connect(lambda _task_id: stage.focus_stage())
        requests.select_requested.connect(history.select)
        requests.open_account_page_requested.connect(self.settings_wiring.open_account_page)

    # -- life ------------------------------------------------------------------------------------

    def raise_window(self) -> None:
        """Bring the window to the front, out of the task bar too."""
        self.window.setWindowState(self.window.windowState() & ~Qt.WindowState.WindowMinimized)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def state(self) -> dict[str, Any]:
        return {
            **self.window.state(),
            "search": self.history_pane.panel.state(),
            "recent_commands": self._palette.recent,
            "looked_at": self._kept_view.state(),
            "filmstrip": self._filmstrip.is_wanted,
            "viewer": self.viewer_wiring.state(),
            "system_look": self._parts.panes.theme.system_look.to_mapping(),
        }

    def save_now(self) -> None:
        self.form_wiring.save_now()
        self._organise.save_now()

    def hide(self) -> None:
        self._notice_wiring.close()
        self._progress_wiring.close()
        self.viewer_wiring.close()
        self.settings_wiring.close()
        self._organise.close()
        self._culling.close()
        self.window.hide()

    def dispose(self) -> None:
        """Delete the window; nothing of it may be used afterwards."""
        self.window.deleteLater()
        self.deleteLater()

    def report_bug(self, report: str) -> None:
        BugDialog(self._parts.panes.theme, report, self.window).open()

    def tell(self, notice: str) -> None:
        """Something about the start that the person should know."""
        self._bar_wiring.show_notice(notice)

    def tasks_started(self) -> None:
        """The unfinished tasks of earlier sessions are known now."""
        self._bar_wiring.refresh()
        self._record.begin()
        self._help.tell_news()
        self._parts.updates.begin()
        self._prospects.refresh()
        self._preparation.begin()
        self._culling.offer()
        self._progress_wiring.begin()

    def show_trouble(self, error: AppError) -> None:
        self._bar_wiring.show_trouble(error)
        if error.case is ErrorCase.NEWER_DATABASE:
            self._is_newer_history = True
            self._show_block_reason()

    def end_trouble(self, case: ErrorCase) -> None:
        self._bar_wiring.end_trouble(case)

    # -- inside ----------------------------------------------------------------------------------

    def _details(self, task: GenerationTask) -> str:
        now = self._parts.clock.utc()
        return texts.details_for_report(
            task, __version__, lambda time: formats.day_and_time(time, now)
        )

    def _on_keys_key_changed(self) -> None:
        self._show_block_reason()

    def _show_block_reason(self) -> None:
        state = self._parts.keys.state
        if self._is_newer_history:
            self.create_pane.set_block_reason(self.tr("Update the app to generate images."))
        elif state.usable and Hold.AUTH in self._parts.tasks.holds.state.active:
            self.create_pane.set_block_reason(self.tr("The API key was not accepted."))
        elif state.usable:
            self.create_pane.set_block_reason("")
        elif state.status is not KeyStatus.LOADING:
            self.create_pane.set_block_reason(self.tr("Add an API key to generate images."))

    def _on_bar_wiring_offline_shown(self, offline: bool) -> None:
        self._is_offline = offline
        self._show_remark()

    def _show_remark(self) -> None:
        remark = self.tr("You're offline. It is sent when you are back.")
        self.create_pane.set_remark(remark if self._is_offline else "")

    def _on_settings_changed(self) -> None:
        """What was handed over in words follows the language."""
        self._show_block_reason()
        self._show_remark()
        self._welcome.retranslate()
        self._prospects.refresh()

    def _on_settings_trouble(self) -> None:
        text = self.tr("The settings could not be saved. They hold until you quit.")
        self.window.toast.show_message(text, seconds=6)

    def _on_tasks_tasks_added(self, tasks: list[GenerationTask]) -> None:
        self.history_pane.tasks_added(tasks)
        if self.history_pane.current_task() is None:
            self.history_pane.select(tasks[0].id)

    def _on_tasks_task_changed(self, task: GenerationTask) -> None:
        self.history_pane.task_changed(task)
        if task.trashed_at is not None:
            return
        if task.state is not TaskState.DONE:
            self._under_way.add(task.id)
            self._newest_picture_id = self._newest_picture_id or self._newest_of_before()
        elif task.id in self._under_way:
            self._under_way.discard(task.id)
            former, self._newest_picture_id = self._newest_picture_id, task.id
            self._show_new_picture(task, former)

    def _newest_of_before(self) -> str:
        """The id of the newest task that ended in an earlier session, as far as it is listed."""
        model = self.history_pane.model
        row = model.active_count
        return model.id_at(row) if row < model.rowCount() else ""

    def _show_new_picture(self, task: GenerationTask, former_newest: str) -> None:
        """Who looks at the newest picture, or at nothing, sees the next one by itself.

        Nobody who compares others is disturbed.
        """
        if self.stage_pane.view == COMPARE:
            return
        current = self.history_pane.current_task()
        watches_newest = current is None or current.id == former_newest
        if self._parts.settings.settings.show_new_images and watches_newest:
            self.history_pane.select(task.id)

    def _on_tasks_progress_changed(self, task_id: str, received: int, total: int | None) -> None:
        self.history_pane.set_progress(task_id, received, total)
        self.stage_pane.set_progress(task_id, received, total)

    def _on_history_current_changed(self, task: GenerationTask | None) -> None:
        self.window.show_prompt_in_title(texts.heading(task) if task is not None else "")
        self.command_wiring.show_task(task)

    def _on_create_pane_cleared(self, draft: Mapping[str, Any]) -> None:
        self.window.toast.show_undo(
            self.tr("Form cleared"),
            lambda: self.create_pane.restore_draft(draft),
        )

    def _on_create_pane_blocked_elsewhere(self) -> None:
        if not self._welcome.focus_key():
            self.settings_wiring.open_page("account")
