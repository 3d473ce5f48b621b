"""A session bus of a test's own, and a small notification server on it."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    MessageType,
    message_bus,
    new_error,
    new_method_call,
    new_method_return,
    new_signal,
)
from jeepney.io.blocking import DBusConnection, open_dbus_connection

NAME = "org.freedesktop.Notifications"
PLACE = DBusAddress("/org/freedesktop/Notifications", interface=NAME)


@contextmanager
def private_bus() -> Iterator[str]:
    """A message bus that nobody else knows; its address."""
    command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as daemon:
        try:
            assert daemon.stdout is not None
            yield daemon.stdout.readline().strip().split(",guid=")[0]
        finally:
            daemon.terminate()


@dataclass
class NoticeServer:
    """Notes the calls it gets. `refuses` answers them with an error."""

    address: str
    can: tuple[str, ...] = ("actions", "body", "body-markup")
    refuses: bool = False
    calls: list[tuple[str, tuple[Any, ...]]] = field(default_factory=list)
    _number: int = 0

    def __post_init__(self) -> None:
        self._bus: DBusConnection = open_dbus_connection(self.address)
        self._bus.send_and_get_reply(message_bus.RequestName(NAME))
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._serve, name="notice server")
        self._thread.start()

    def notices(self) -> list[tuple[Any, ...]]:
        return [content for method, content in self.calls if method == "Notify"]

    def wait_for(self, method: str, count: int = 1) -> None:
        """Until there were so many calls of a method."""
        self._wait(lambda: [name for name, _ in self.calls].count(method) >= count)

    def wait_for_title(self, title: str) -> tuple[Any, ...]:
        """The notice with this title, once it is there."""
        self._wait(lambda: any(notice[3] == title for notice in self.notices()))
        return next(notice for notice in self.notices() if notice[3] == title)

    def _wait(self, condition: Callable[[], bool]) -> None:
        with self._changed:
            met = self._changed.wait_for(condition, timeout=10)
        assert met, self.calls

    def tell(self, member: str, signature: str, *content: object) -> None:
        """Send a signal, as servers do: to all."""
        self._bus.send(new_signal(PLACE, member, signature, content))

    def stop(self) -> None:
        """Leave the bus, as a server that crashed does."""
        # A call, which ends its waiting.
        with open_dbus_connection(self.address) as other:
            place = DBusAddress(PLACE.object_path, bus_name=NAME, interface=NAME)
            other.send_and_get_reply(new_method_call(place, "Stop"))
        self._thread.join()
        self._bus.close()

    def _serve(self) -> None:
        while True:
            message = self._bus.receive()
            if message.header.message_type is not MessageType.method_call:
                continue
            member = message.header.fields[HeaderFields.member]
            if member == "Stop":
                self._bus.send(new_method_return(message))
                return
            self._bus.send(self._answer(member, message))
            # Whoever waits for the call may send something himself now.
            with self._changed:
                self.calls.append((member, tuple(message.body)))
                self._changed.notify_all()

    def _answer(self, member: str, message: Message) -> Message:
        if self.refuses:
            return new_error(message, "org.example.Refused", "s", ("no",))
        if member == "GetCapabilities":
            return new_method_return(message, "as", (list(self.can),))
        if member == "Notify":
            self._number = message.body[1] or self._number + 1
            return new_method_return(message, "u", (self._number,))
        return new_method_return(message)
