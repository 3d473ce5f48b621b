"""Progress and number on the launchers of Linux desktops, told to who listens on the session bus.

It has a thread of its own because the bus may hang.

WORKAROUND: Qt 6.11 can tell the number too, but often leaves it in a queue until it has something
else to say on the bus, which may be never.
"""

from __future__ import annotations

import queue
import threading
import zlib
from typing import Final

from jeepney import DBusAddress, new_signal
from jeepney.io.blocking import open_dbus_connection

from nanobanana_desktop.log import get_logger
from nanobanana_desktop.services.batch_progress import Progress
from nanobanana_desktop.services.bus_notices import DESKTOP_FILE, SESSION

_log = get_logger(__name__)

CLOSE_SECONDS: Final = 1.0
"""The end of the program waits no longer for the last word."""
APPLICATION: Final = f"application://{DESKTOP_FILE}.desktop"
PLACE: Final = DBusAddress(
    f"/com/canonical/unity/launcherentry/{zlib.crc32(APPLICATION.encode())}",
    interface="com.canonical.Unity.LauncherEntry",
)

Content = dict[str, tuple[str, object]]
"""What is told: by name, with the signature of each value."""


class LauncherProgress:
    """See `ProgressSign`; `address` is that of the bus."""

    def __init__(self, address: str = SESSION) -> None:
        self._address = address
        self._teller: _Teller | None = None

    def show(self, progress: Progress) -> None:
        share = progress.done / progress.total if progress.total else 0.0
        self._tell(
            {"progress": ("d", share), "progress-visible": ("b", bool(progress.total))},
            begins=bool(progress.total),
        )

    def count(self, number: int) -> None:
        """Show a number on the icon; none for 0."""
        content: Content = {"count": ("x", number), "count-visible": ("b", number > 0)}
        self._tell(content, begins=number > 0)

    def _tell(self, content: Content, *, begins: bool) -> None:
        teller = self._teller
        if teller is None or not teller.is_alive():
            if not begins:
                return
            # The first time, or the bus was gone and may be back.
            teller = self._teller = _Teller(self._address)
            teller.start()
        teller.tell(content)

    def close(self) -> None:
        if self._teller is not None:
            self._teller.end()
            self._teller.join(CLOSE_SECONDS)
            self._teller = None


class _Teller(threading.Thread):
    """Sends one signal after the other until it is ended or the bus goes away."""

    def __init__(self, address: str) -> None:
        super().__init__(name="launcher progress", daemon=True)
        self._address = address
        self._wishes: queue.SimpleQueue[Content | None] = queue.SimpleQueue()

    def tell(self, content: Content) -> None:
        self._wishes.put(content)

    def end(self) -> None:
        self._wishes.put({"progress-visible": ("b", False), "count-visible": ("b", False)})
        self._wishes.put(None)

    def run(self) -> None:
        try:
            with open_dbus_connection(self._address) as bus:
                while (content := self._wishes.get()) is not None:
                    bus.send(new_signal(PLACE, "Update", "sa{sv}", (APPLICATION, content)))
        except Exception as error:
            # No bus, or one that went: there is nobody to tell.
            _log.info("no progress on launchers: %r", error)
