"""Notices on a Linux desktop, by its notification server on the session bus.

They have a thread of their own because the bus, or the server that it starts, may hang. Qt's own
D-Bus cannot say them from Python: it has no way to send an unsigned number.
"""

from __future__ import annotations

import html
import queue
import selectors
import socket
import threading
from collections import deque
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from jeepney import (
    DBusAddress,
    HeaderFields,
    MatchRule,
    Message,
    MessageType,
    message_bus,
    new_method_call,
)
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from PySide6.QtCore import QObject, Signal

from nanobanana_desktop.log import get_logger

_log = get_logger(__name__)

SESSION: Final = "SESSION"
DESKTOP_FILE: Final = "nanobanana-desktop"
ANSWER_SECONDS: Final = 10.0
"""A server that has to be started first may take its time."""
CLOSE_SECONDS: Final = 1.0
"""The end of the program waits no longer for a notice to be taken back."""
_SERVER: Final = DBusAddress(
    "/org/freedesktop/Notifications",
    bus_name="org.freedesktop.Notifications",
    interface="org.freedesktop.Notifications",
)
_ACTION: Final = "default"
_AS_LONG_AS_USUAL: Final = -1


class _Shown(NamedTuple):
    title: str
    body: str
    open_word: str


class BusNotices(QObject):
    """See `DesktopNotices`; `address` is that of the bus.

    Signals: `clicked(str)`.
    """

    clicked = Signal(str)

    def __init__(
        self, program: str, *, address: str = SESSION, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._program = program
        self._address = address
        self._worker: _Worker | None = None

    def show(self, title: str, body: str, open_word: str) -> None:
        worker = self._worker
        if worker is None or not worker.is_alive():
            # The first one, or the bus was gone and may be back.
            worker = self._worker = _Worker(self._program, self._address, self.clicked.emit)
            worker.start()
        worker.tell(_Shown(title, body, open_word))

    def withdraw(self) -> None:
        if self._worker is not None:
            self._worker.tell(None)

    def close(self) -> None:
        if self._worker is not None:
            self._worker.end()
            self._worker.join(CLOSE_SECONDS)
            self._worker = None


class _Worker(threading.Thread):
    """Speaks with the server until it is ended or the bus goes away."""

    def __init__(self, program: str, address: str, on_clicked: Callable[[str], object]) -> None:
        super().__init__(name="notices", daemon=True)
        self._program = program
        self._address = address
        self._on_clicked = on_clicked
        self._wishes: queue.SimpleQueue[_Shown | None] = queue.SimpleQueue()
        self._is_ending = False
        self._awake, self._waker = socket.socketpair()
        self._number = 0
        """That of the notice which is shown; 0 for none."""
        self._server: object = None
        """Who answered; what others say of notices is not heard."""
        self._token = ""
        self._signals: deque[Message] = deque()

    # -- in the window's thread ------------------------------------------------------------------

    def tell(self, wish: _Shown | None) -> None:
        """Show this, or withdraw what is shown."""
        self._wishes.put(wish)
        self._wake()

    def end(self) -> None:
        self._wishes.put(None)
        self._is_ending = True
        self._wake()

    def _wake(self) -> None:
        try:
            self._waker.send(b"!")
        except OSError:
            # The thread has ended by itself.
            return

    # -- in its own ------------------------------------------------------------------------------

    def run(self) -> None:
        try:
            with open_dbus_connection(self._address) as bus:
                self._serve(bus)
        except Exception as error:
            # No bus, no server, a bus that went: there is nobody to show anything.
            _log.info("no notices: %r", error)
        finally:
            self._awake.close()
            self._waker.close()

    def _serve(self, bus: DBusConnection) -> None:
        rule = MatchRule(type="signal", sender=_SERVER.bus_name, path=_SERVER.object_path)
        bus.send(message_bus.AddMatch(rule))
        from_server = MatchRule(type="signal", path=_SERVER.object_path)
        with bus.filter(from_server, queue=self._signals), selectors.DefaultSelector() as ready:
            ready.register(self._awake, selectors.EVENT_READ)
            ready.register(bus.sock, selectors.EVENT_READ)
            while not (self._is_ending and self._wishes.empty()):
                self._carry_out_wishes(bus)
                # Also what came while an answer was waited for.
                self._hear(bus)
                if not self._is_ending:
                    ready.select()
                    self._drain()

    def _drain(self) -> None:
        self._awake.setblocking(False)
        try:
            self._awake.recv(1024)
        except BlockingIOError:
            return

    def _carry_out_wishes(self, bus: DBusConnection) -> None:
        """Only the last one counts: those before it were never seen."""
        wish, is_there = None, False
        while not self._wishes.empty():
            wish, is_there = self._wishes.get(), True
        if wish is not None:
            self._show(bus, wish)
        elif is_there and self._number:
            number, self._number = self._number, 0
            self._ask(bus, "CloseNotification", "u", (number,))

    def _show(self, bus: DBusConnection, shown: _Shown) -> None:
        # Each time: another server may have come in its place.
        known = self._ask(bus, "GetCapabilities")
        can = known[0] if known else []
        # What was said before that answer: perhaps that the last notice was closed.
        self._hear(bus)
        # Whoever shows markup would read it in a prompt.
        body = html.escape(shown.body, quote=False) if "body-markup" in can else shown.body
        actions = [_ACTION, shown.open_word] if "actions" in can else []
        hints = {
            "desktop-entry": ("s", DESKTOP_FILE),
            "category": ("s", "transfer.complete"),
            "suppress-sound": ("b", True),
        }
        content = (
            self._program,
            self._number,
            DESKTOP_FILE,
            shown.title,
            body,
            actions,
            hints,
            _AS_LONG_AS_USUAL,
        )
        answer = self._ask(bus, "Notify", "susssasa{sv}i", content)
        self._number = answer[0] if answer else 0

    def _hear(self, bus: DBusConnection) -> None:
        """What the server tells of our notice."""
        try:
            while True:
                bus.recv_messages(timeout=0)
        except TimeoutError:
            pass
        while self._signals:
            message = self._signals.popleft()
            fields = message.header.fields
            if fields.get(HeaderFields.sender) == self._server:
                self._obey(fields.get(HeaderFields.member), message.body)

    def _obey(self, member: object, body: Any) -> None:
        if not body or body[0] != self._number or not self._number:
            return
        if member == "ActivationToken":
            self._token = body[1]
        elif member == "ActionInvoked" and body[1] == _ACTION:
            token, self._token = self._token, ""
            self._on_clicked(token)
        elif member == "NotificationClosed":
            self._number = 0

    def _ask(
        self, bus: DBusConnection, method: str, signature: str = "", content: tuple[Any, ...] = ()
    ) -> tuple[Any, ...]:
        """The answer; empty when there was none or it was a refusal."""
        message = new_method_call(_SERVER, method, signature or None, content)
        try:
            answer = bus.send_and_get_reply(message, timeout=ANSWER_SECONDS)
        except TimeoutError:
            _log.info("the notification server does not answer")
            return ()
        if answer.header.message_type is MessageType.error:
            _log.info("the notification server refused: %s", answer.body)
            return ()
        self._server = answer.header.fields.get(HeaderFields.sender)
        return tuple(answer.body)
