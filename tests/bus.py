"""A session bus of a test's own, and small servers on it."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final, Self

from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    MessageType,
    message_bus,
    new_method_call,
    new_method_return,
    new_signal,
)
from jeepney.io.blocking import DBusConnection, open_dbus_connection

LIMIT: Final = 40.0
"""Seconds; the picture of the demo takes a while."""


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
class BusServer:
    """Owns a name and notes the calls it gets, in a thread of its own until it is stopped."""

    address: str
    name: str
    calls: list[tuple[str, tuple[Any, ...]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._bus: DBusConnection = open_dbus_connection(self.address, enable_fds=True)
        self._bus.send_and_get_reply(message_bus.RequestName(self.name))
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._serve, name=self.name)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()

    def answer(self, method: str, message: Message) -> Message:
        """What is told to who called; nothing by default."""
        assert method
        return new_method_return(message)

    def wait_for(self, method: str, count: int = 1) -> None:
        """Until there were so many calls of a method."""
        self.wait(lambda: [name for name, _ in self.calls].count(method) >= count)

    def wait(self, condition: Callable[[], bool]) -> None:
        with self._changed:
            met = self._changed.wait_for(condition, timeout=LIMIT)
        assert met, self.calls

    def tell(self, place: DBusAddress, member: str, signature: str, *content: object) -> None:
        """Send a signal, as servers do: to all."""
        self._bus.send(new_signal(place, member, signature, content))

    @property
    def is_running(self) -> bool:
        return self._thread.is_alive()

    def stop(self) -> None:
        """Leave the bus, as a server that crashed does. Idempotent."""
        if not self.is_running:
            return
        # A call, which ends its waiting.
        with open_dbus_connection(self.address) as other:
            place = DBusAddress("/", bus_name=self.name, interface="org.example.Test")
            other.send_and_get_reply(new_method_call(place, "Stop"))
        self._thread.join()
        self._bus.close()

    def _serve(self) -> None:
        while True:
            message = self._bus.receive()
            if message.header.message_type is not MessageType.method_call:
                continue
            method = message.header.fields[HeaderFields.member]
            if method == "Stop":
                self._bus.send(new_method_return(message))
                return
            self._bus.send(self.answer(method, message))
            # Whoever waits for the call may send something himself now.
            with self._changed:
                self.calls.append((method, tuple(message.body)))
                self._changed.notify_all()
