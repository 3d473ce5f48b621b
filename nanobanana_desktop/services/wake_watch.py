"""Notices that the computer slept, that its clock was set, or that its network changed."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from nanobanana_desktop.log import get_logger
from nanobanana_desktop.services.clock import Clock

if TYPE_CHECKING:
    from PySide6.QtNetwork import QNetworkInformation

_log = get_logger(__name__)

SLEEP_GAP: Final = 30.0
"""Seconds between the two clocks from which the computer is believed to have slept."""


class SleepGauge:
    """Compares the wall clock with the monotonic one, which stands still in a sleep."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._distance = 0.0
        self.begin()

    def begin(self) -> None:
        """Forget what came apart before."""
        self._distance = self._clock.utc() - self._clock.monotonic()

    def look(self) -> float:
        """Seconds that the wall clock ran ahead (negative: was set back) since the last look.

        Less than `SLEEP_GAP` either way is the clock being kept right, and counts as 0.
        """
        before = self._distance
        self.begin()
        gap = self._distance - before
        return gap if abs(gap) > SLEEP_GAP else 0.0


def load_network_information() -> QNetworkInformation | None:
    """The system's news about its network; None where there is no source of them.

    To be called on the window's thread: the object belongs to the application. What it does on
    Linux is up to the desktop, so it is asked for late and only when it is of use.
    """
    from PySide6.QtNetwork import QNetworkInformation

    # The default back-end needs NetworkManager on the bus; by feature any other serves as well.
    if not QNetworkInformation.loadBackendByFeatures(QNetworkInformation.Feature.Reachability):
        return None
    return QNetworkInformation.instance()


class NetworkWatch(QObject):
    """Tells when the computer's network became another one.

    It is a reason to try, never a verdict: systems also call a network dead that works. Nothing is
    loaded before `begin`.

    Signals: `changed()`.
    """

    changed = Signal()

    def __init__(
        self,
        load: Callable[[], QNetworkInformation | None] = load_network_information,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._load = load
        self._begun = False

    def begin(self) -> None:
        """Start to watch; may be called again."""
        if self._begun:
            return
        self._begun = True
        information = self._load()
        if information is None:
            _log.info("this system does not tell about its network")
            return
        information.reachabilityChanged.connect(self._on_information_reachability_changed)
        information.transportMediumChanged.connect(self._on_information_medium_changed)

    def _on_information_reachability_changed(self, reachability: Enum) -> None:
        if reachability.name != "Disconnected":
            self.changed.emit()

    def _on_information_medium_changed(self, _medium: Enum) -> None:
        self.changed.emit()
