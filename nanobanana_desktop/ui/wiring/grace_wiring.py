"""A moment to take orders back: the toast that counts down, and its Undo."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QObject, QTimer, Signal

from nanobanana_desktop.services.clock import Clock
from nanobanana_desktop.services.order_grace import OrderGrace
from nanobanana_desktop.services.task_service import TaskService
from nanobanana_desktop.ui.texts import spoken_list
from nanobanana_desktop.ui.widgets.toast import Toast
from nanobanana_desktop.ui.wiring.taking_back import TakenBack, TakingBack

_SPARE_SECONDS = 2.0
"""The toast outlives its count; the end of the grace takes it away."""

_READING_SECONDS = 6.0


class GraceWiring(QObject):
    """Shows the newest of the graces that run; when it ended, the one before.

    Signals: `taken_back()` – none of the orders was sent, all of them are gone.
    """

    taken_back = Signal()

    def __init__(
        self, tasks: TaskService, toast: Toast, clock: Clock, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._toast = toast
        self._clock = clock
        self._graces: dict[str, OrderGrace] = {}
        self._ticket = 0
        self._taking_back = TakingBack(tasks, self)
        self._second = QTimer(self)
        self._second.setObjectName("undo send")
        self._second.setSingleShot(True)
        self._second.timeout.connect(self._on_second_timeout)
        tasks.grace_started.connect(self._on_tasks_grace_started)
        tasks.grace_ended.connect(self._on_tasks_grace_ended)

    def _show_newest(self) -> None:
        grace = self._newest()
        if grace is None:
            return
        seconds = self._seconds_left(grace)
        self._ticket = self._toast.show_undo(
            self._words(seconds),
            lambda: self._take_back(grace),
            seconds=seconds + _SPARE_SECONDS,
        )
        self._wait_for_second(grace)

    def _newest(self) -> OrderGrace | None:
        return next(reversed(self._graces.values()), None)

    def _take_back(self, grace: OrderGrace) -> None:
        self._second.stop()
        self._taking_back.ask(grace.ids, self._tell_taken_back)

    def _tell_taken_back(self, result: TakenBack) -> None:
        gone, sent = len(result.gone), len(result.sent)
        if gone and sent:
            parts = (
                self.tr("%Ln task(s) taken back", "", gone),
                self.tr("%Ln already sent", "", sent),
            )
            self._toast.show_message(spoken_list(parts), seconds=_READING_SECONDS)
        elif sent:
            text = self.tr("Already sent. It can't be taken back.")
            self._toast.show_message(text, seconds=_READING_SECONDS)
        elif gone:
            self._toast.show_message(self.tr("Taken back. Nothing was sent."))
            self.taken_back.emit()

    def _words(self, seconds: float) -> str:
        return self.tr("Sending in {seconds} s…").format(seconds=max(1, ceil(seconds)))

    def _seconds_left(self, grace: OrderGrace) -> float:
        return max(0.0, grace.until_monotonic - self._clock.monotonic())

    def _wait_for_second(self, grace: OrderGrace) -> None:
        left = self._seconds_left(grace)
        if left > 1.0:
            self._second.start(round((left - (ceil(left) - 1)) * 1000) + 1)

    def _on_second_timeout(self) -> None:
        grace = self._newest()
        if grace is not None and self._toast.change_text(
            self._ticket, self._words(self._seconds_left(grace))
        ):
            self._wait_for_second(grace)

    def _on_tasks_grace_started(self, grace: OrderGrace) -> None:
        self._graces[grace.ids[0]] = grace
        self._show_newest()

    def _on_tasks_grace_ended(self, ids: tuple[str, ...]) -> None:
        newest = self._newest()
        self._graces.pop(ids[0], None)
        if newest is None or newest.ids != ids:
            return
        self._second.stop()
        self._toast.withdraw(self._ticket)
        self._show_newest()
