"""A launcher that hears what programs tell of their progress."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, NamedTuple, Self

from jeepney import DBusAddress, HeaderFields, MatchRule, message_bus, new_signal
from jeepney.io.blocking import open_dbus_connection

from tests.bus import LIMIT

INTERFACE = "com.canonical.Unity.LauncherEntry"


class Update(NamedTuple):
    """What one signal said, and who said it."""

    sender: str
    application: str
    content: dict[str, tuple[str, Any]]

    @property
    def share(self) -> float | None:
        """None while nothing is to be seen."""
        return self.content["progress"][1] if self.content["progress-visible"][1] else None


class Launcher:
    """Hears from its first moment until it is left, in a thread of its own."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.heard: list[Update] = []
        self._changed = threading.Condition()
        self._bus = open_dbus_connection(address)
        rule = MatchRule(type="signal", interface=INTERFACE)
        self._bus.send_and_get_reply(message_bus.AddMatch(rule))
        self._thread = threading.Thread(target=self._hear, name="launcher")
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        with open_dbus_connection(self.address) as other:
            other.send(new_signal(DBusAddress("/end", interface=INTERFACE), "End"))
            self._thread.join(LIMIT)
        self._bus.close()

    @property
    def progress(self) -> list[float | None]:
        """What was to be seen, one after the other."""
        return [u.share for u in self.heard if "progress-visible" in u.content]

    @property
    def numbers(self) -> list[int]:
        """Those on the icon, one after the other; 0 where there is none."""
        contents = [u.content for u in self.heard if "count-visible" in u.content]
        return [c["count"][1] if c["count-visible"][1] else 0 for c in contents]

    def wait(self, condition: Callable[[], bool]) -> None:
        with self._changed:
            met = self._changed.wait_for(condition, timeout=LIMIT)
        assert met, self.heard

    def _hear(self) -> None:
        while True:
            message = self._bus.receive()
            fields = message.header.fields
            if fields.get(HeaderFields.interface) != INTERFACE:
                continue
            if fields[HeaderFields.member] == "End":
                return
            with self._changed:
                self.heard.append(Update(fields.get(HeaderFields.sender, ""), *message.body))
                self._changed.notify_all()
