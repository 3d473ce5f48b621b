"""Notices that the computer slept, that its clock was set, or that its network changed."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from nanobanana_desktop.log import get_logger
from nanobanana_desktop.services.clock import Clock

if TYPE_CHECKING:
    from PySide6.QtNetwork import QNetworkInformation

_log = get_logger(__name__)

_GLIB_SOURCE: Final = "GIO_USE_NETWORK_MONITOR"

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

    To be called on the window's thread: the object belongs to the application.
    """
    from PySide6.QtNetwork import QNetworkInformation

    if sys.platform.startswith("linux"):
        # The other back-ends ask NetworkManager and wait for it, up to 25 s when the bus hangs.
        with _without_bus():
            loaded = QNetworkInformation.loadBackendByName("glib")
    else:
        feature = QNetworkInformation.Feature.Reachability
        loaded = QNetworkInformation.loadBackendByFeatures(feature)
    return QNetworkInformation.instance() if loaded else None


@contextmanager
def _without_bus() -> Iterator[None]:
    """Let GLib listen to the kernel for news of the network, not to a service on the bus."""
    before = os.environ.get(_GLIB_SOURCE)
    os.environ[_GLIB_SOURCE] = "netlink"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_GLIB_SOURCE]
        else:
            os.environ[_GLIB_SOURCE] = before


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
