"""The one bar: the worst thing that concerns the whole program, shown calmly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

from nanobanana_desktop.domain.remote_text import isolated
from nanobanana_desktop.domain.task import Hold, TaskState
from nanobanana_desktop.errors import AppError, ErrorCase
from nanobanana_desktop.services.holds import HoldState
from nanobanana_desktop.services.key_service import KeyService
from nanobanana_desktop.services.recovery import RecoveryReport
from nanobanana_desktop.services.task_service import TaskService
from nanobanana_desktop.ui import desktop
from nanobanana_desktop.ui.formats import clock_time
from nanobanana_desktop.ui.guarded import guarded
from nanobanana_desktop.ui.texts import spoken_list
from nanobanana_desktop.ui.widgets.info_bar import InfoBar, Severity

SHOW_AFTER_MS: Final = 2_000
_STORE_CASES: Final = frozenset({ErrorCase.DATABASE, ErrorCase.DISK_FULL})
LOST_IDS_SHOWN: Final = 3
"""More would fill the window; all of them are copied."""
REPORT_MS: Final = 10_000
"""What was taken up again at the start is said for so long."""


@dataclass(frozen=True, slots=True)
class _Message:
    severity: Severity
    text: str
    action_text: str = ""
    on_action: Callable[[], object] | None = None
    icon: str = ""


class BarWiring(QObject):
    """Chooses what the bar says: key refused, then storage trouble, then holds, then the rest.

    A hold must last two seconds before it is shown. `is_paused` tells whether the person holds
    back all sending, in contrast to orders that wait because a key was missing.

    Signals: `offline_shown(bool)` – whether it is known by now that nothing can be sent.
    """

    offline_shown = Signal(bool)

    def __init__(
        self,
        bar: InfoBar,
        tasks: TaskService,
        keys: KeyService,
        open_settings: Callable[[], object],
        *,
        choose_folder: Callable[[], object] = lambda: None,
        is_paused: Callable[[], bool] = lambda: False,
        demo: bool = False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._bar = bar
        self._tasks = tasks
        self._keys = keys
        self._open_settings = open_settings
        self._choose_folder = choose_folder
        self._is_paused = is_paused
        self._demo = demo
        self._lost_ids: list[str] = []
        self._service_fails = False
        self._trouble: AppError | None = None
        self._report: RecoveryReport | None = None
        self._notice = ""
        self._service_is_slow = False
        self._holds_shown = False
        self._offline_told = False
        self._shown: _Message | None = None
        self._wait = QTimer(self)
        self._wait.setObjectName("bar delay")
        self._wait.setSingleShot(True)
        self._wait.setInterval(SHOW_AFTER_MS)
        self._wait.timeout.connect(self._on_wait_timeout)
        self._report_end = QTimer(self)
        self._report_end.setObjectName("report end")
        self._report_end.setSingleShot(True)
        self._report_end.setInterval(REPORT_MS)
        self._report_end.timeout.connect(self._on_report_closed)
        bar.action_triggered.connect(self._on_bar_action_triggered)
        bar.installEventFilter(self)
        tasks.holds_changed.connect(self._on_tasks_holds_changed)
        tasks.trouble.connect(self.show_trouble)
        tasks.recovered.connect(self._on_tasks_recovered)
        tasks.stores_blocked_changed.connect(self._on_tasks_stores_blocked_changed)
        tasks.slowness_changed.connect(self._on_tasks_slowness_changed)
        tasks.tasks_added.connect(self._on_tasks_line_changed)
        tasks.task_changed.connect(self._on_tasks_line_changed)
        tasks.tasks_removed.connect(self._on_tasks_line_changed)
        keys.key_changed.connect(self._on_keys_key_changed)
        self._update()

    def show_trouble(self, error: AppError) -> None:
        """Something on this computer does not work; stays until the person reacts."""
        lost_id = str(error.facts.get("remote_id", ""))
        if not lost_id:
            self._trouble = error
        elif lost_id not in self._lost_ids:
            self._lost_ids.append(lost_id)
        self._update()

    def end_trouble(self, case: ErrorCase) -> None:
        """Trouble of this case is over; another one stays."""
        if self._trouble is not None and self._trouble.case is case:
            self._trouble = None
            self._update()

    def refresh(self) -> None:
        """Tasks of earlier sessions are there now, which no signal told."""
        self._update()

    def show_notice(self, text: str) -> None:
        """Something worth knowing, with a button to put it away."""
        self._notice = text
        self._update()

    @guarded(bool)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LanguageChange:
            self._shown = None
            self._update()
        return super().eventFilter(watched, event)

    def _update(self) -> None:
        self._tell_offline()
        message = (
            self._lost_id_message()
            or self._key_message()
            or self._trouble_message()
            or self._hold_message()
            or self._notice_message()
            or self._report_message()
            or self._slow_message()
            or self._demo_message()
        )
        if message == self._shown and message is not None:
            return
        self._shown = message
        self._let_report_go(message)
        if message is None:
            self._bar.clear()
        else:
            self._bar.show_bar(message.severity, message.text, message.action_text, message.icon)

    def _let_report_go(self, shown: _Message | None) -> None:
        """A report that asks for nothing goes by itself once it could be read."""
        report = self._report
        if report is None or report.unconfirmed or shown is None:
            return
        if shown.on_action == self._on_report_closed and not self._report_end.isActive():
            self._report_end.start()

    def _lost_id_message(self) -> _Message | None:
        """Paid orders of which only this line knows."""
        count = len(self._lost_ids)
        if not count:
            return None
        ids = [isolated(each) for each in self._lost_ids[:LOST_IDS_SHOWN]]
        if count == 1:
            action = self.tr("Copy ID")
            text = self.tr(
                "A task was accepted, but the history could not be written. Note its task ID: {id}"
            ).format(id=ids[0])
        else:
            action = self.tr("Copy IDs")
            text = self.tr(
                "%Ln task(s) were accepted, but the history could not be written. Note their task "
                "IDs: {ids}",
                "",
                count,
            ).format(ids=spoken_list([*ids, "…"] if count > len(ids) else ids))
        return _Message("error", text, action, self._on_ids_wanted)

    def _key_message(self) -> _Message | None:
        held = Hold.AUTH in self._tasks.holds.state.active
        if not held or not self._keys.state.usable:
            return None
        text = self.tr(
            "The service did not accept your API key. Nothing is sent until it is changed."
        )
        if self._demo:
            # There is no key to change: the stand-in only plays this.
            return _Message("error", text, self.tr("Try again"), self._on_key_again, "key-round")
        action = self.tr("Open settings")
        return _Message("error", text, action, self._open_settings, "key-round")

    def _trouble_message(self) -> _Message | None:
        if self._trouble is None:
            return None
        if self._trouble.case is ErrorCase.BAD_BASE_URL:
            return _Message(
                "error",
                self.tr("The service address cannot be used. Nothing is sent."),
                self.tr("Open settings"),
                self._on_address_wanted,
            )
        if self._trouble.case is ErrorCase.FOLDER_MISSING:
            return self._folder_message(self._trouble.facts.get("folder", ""))
        if "images" in self._trouble.facts:
            text = self.tr(
                "There is no space for new images on {volume}. They are kept in the app's own "
                "folder, as far as there is room."
            ).format(volume=isolated(str(self._trouble.facts.get("volume", ""))))
        elif self._trouble.case is ErrorCase.DISK_FULL:
            text = self.tr("The disk is full. Nothing new is sent until there is space.")
        elif self._trouble.case is ErrorCase.NO_CERTIFICATES:
            text = self.tr(
                "This system has no certificates, so nothing can be sent or fetched. Install the "
                "package ca-certificates, then start the app again."
            )
            return _Message("error", text)
        elif self._trouble.case is ErrorCase.NEWER_DATABASE:
            text = self.tr(
                "Your history was written by a newer version. It can be browsed, not changed."
            )
            # Trying again would change nothing before another version is started.
            return _Message("error", text)
        else:
            text = self.tr("The history cannot be written. Nothing new is sent.")
        return _Message("error", text, self.tr("Try again"), self._on_try_again)

    def _folder_message(self, folder: object) -> _Message:
        text = self.tr("The save folder is not available. Images are kept in the app's own folder.")
        if folder:
            text = self.tr(
                "The save folder “{folder}” is not available. Images are kept in the app's own "
                "folder."
            ).format(folder=isolated(str(folder)))
        return _Message("error", text, self.tr("Change folder…"), self._choose_folder)

    def _hold_message(self) -> _Message | None:
        state = self._tasks.holds.state
        if Hold.APP_PAUSED in state.active:
            return self._paused_message(self._count_waiting())
        if not self._holds_shown:
            return None
        if self._is_out_of_reach() and self._service_fails:
            text = self.tr("The service has trouble. Checking again by itself.")
            again = self.tr("Try again")
            return _Message("warning", text, again, self._on_try_again, "cloud-alert")
        if self._is_out_of_reach():
            text = self.tr(
                "You're offline. You can browse your images; "
                "new tasks wait here and are sent when you are back."
            )
            return _Message("info", text, self.tr("Try again"), self._on_try_again, "wifi-off")
        if Hold.BALANCE in state.active:
            text = self.tr(
                "Your balance at the service is used up. Once it is topped up, tasks go on by "
                "themselves."
            )
            return _Message("warning", text, self.tr("Try again"), self._on_try_again)
        if Hold.RATE_LIMIT in state.active and state.until is not None:
            text = self.tr("The service asked us to slow down. Tasks go on at {time}.")
            return _Message("info", text.format(time=clock_time(state.until)), icon="hourglass")
        return None

    def _paused_message(self, waiting: int) -> _Message | None:
        if not self._is_paused():
            if not waiting:
                return None
            text = self.tr("%Ln task(s) waiting to be sent.", "", waiting)
            return _Message("info", text, self.tr("Send now"), self._tasks.resume)
        text = self.tr("Sending is paused.")
        if waiting:
            text = self.tr("Sending is paused. %Ln task(s) wait.", "", waiting)
        return _Message("info", text, self.tr("Resume"), self._tasks.resume)

    def _notice_message(self) -> _Message | None:
        if not self._notice:
            return None
        return _Message("info", self._notice, self.tr("Close"), self._on_notice_closed)

    def _report_message(self) -> _Message | None:
        report = self._report
        if report is None:
            return None
        parts = []
        if report.resumed:
            parts.append(self.tr("%Ln task(s) resumed.", "", report.resumed))
        if report.images_recovered:
            parts.append(self.tr("%Ln image(s) recovered.", "", report.images_recovered))
        if report.unconfirmed:
            parts.append(self.tr("%Ln task(s) not confirmed.", "", report.unconfirmed))
        text = parts[0] if parts else ""
        for more in parts[1:]:
            text = self.tr("{text} {more}").format(text=text, more=more)
        severity: Severity = "warning" if report.unconfirmed else "info"
        return _Message(severity, text, self.tr("Close"), self._on_report_closed)

    def _slow_message(self) -> _Message | None:
        if not self._service_is_slow:
            return None
        text = self.tr("The service is slower than usual today.")
        return _Message("info", text, icon="hourglass")

    def _demo_message(self) -> _Message | None:
        if not self._demo:
            return None
        text = self.tr("Demo: images are drawn on this computer. Nothing is sent or charged.")
        return _Message("info", text, icon="sparkles")

    def _is_tried_in_vain(self) -> bool:
        """Between two tries nothing is held, and still nothing got through."""
        return bool(self._tasks.holds.offline_tries and self._tasks.open_tasks)

    def _is_out_of_reach(self) -> bool:
        held = {Hold.OFFLINE, Hold.CIRCUIT_OPEN} & set(self._tasks.holds.state.active)
        return bool(held) or self._is_tried_in_vain()

    def _tell_offline(self) -> None:
        offline = self._holds_shown and self._is_out_of_reach() and not self._service_fails
        if offline != self._offline_told:
            self._offline_told = offline
            self.offline_shown.emit(offline)

    def _count_waiting(self) -> int:
        return sum(task.state is TaskState.READY for task in self._tasks.open_tasks)

    def _on_tasks_line_changed(self) -> None:
        if Hold.APP_PAUSED in self._tasks.holds.state.active:
            self._update()

    def _on_tasks_slowness_changed(self, slow: bool) -> None:
        self._service_is_slow = slow
        self._update()

    def _on_tasks_stores_blocked_changed(self, blocked: bool) -> None:
        """The history takes changes again: what was said about it is over."""
        if blocked:
            return
        self._lost_ids.clear()
        trouble = self._trouble
        if trouble and trouble.case in _STORE_CASES and "images" not in trouble.facts:
            self._trouble = None
        self._update()

    def _on_ids_wanted(self) -> None:
        desktop.copy_text("\n".join(self._lost_ids))
        self._lost_ids.clear()
        self._update()

    def _on_tasks_holds_changed(self, state: HoldState) -> None:
        if {Hold.OFFLINE, Hold.CIRCUIT_OPEN} & set(state.active):
            self._service_fails = Hold.CIRCUIT_OPEN in state.active
        if not state.active and not self._is_tried_in_vain():
            self._wait.stop()
            self._holds_shown = False
        elif not self._holds_shown and not self._wait.isActive():
            self._wait.start()
        self._update()

    def _on_wait_timeout(self) -> None:
        self._holds_shown = True
        self._update()

    def _on_tasks_recovered(self, report: RecoveryReport) -> None:
        self._report = report
        self._update()

    def _on_keys_key_changed(self) -> None:
        self._update()

    def _on_key_again(self) -> None:
        self._tasks.holds.release(Hold.AUTH)

    def _on_try_again(self) -> None:
        self._trouble = None
        self._tasks.try_again_now()
        self._update()

    def _on_address_wanted(self) -> None:
        self._trouble = None
        self._open_settings()
        self._update()

    def _on_notice_closed(self) -> None:
        self._notice = ""
        self._update()

    def _on_report_closed(self) -> None:
        self._report_end.stop()
        self._report = None
        self._update()

    def _on_bar_action_triggered(self) -> None:
        if self._shown is not None and self._shown.on_action is not None:
            self._shown.on_action()
