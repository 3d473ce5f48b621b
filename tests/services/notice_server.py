"""A small notification server."""

from __future__ import annotations

from typing import Any

from jeepney import DBusAddress, Message, new_error, new_method_return

from tests.bus import BusServer

NAME = "org.freedesktop.Notifications"
PLACE = DBusAddress("/org/freedesktop/Notifications", interface=NAME)


class NoticeServer(BusServer):
    """`refuses` answers with an error."""

    def __init__(
        self,
        address: str,
        can: tuple[str, ...] = ("actions", "body", "body-markup"),
        *,
        refuses: bool = False,
    ) -> None:
        self.can = can
        self.refuses = refuses
        self._number = 0
        super().__init__(address, NAME)

    def notices(self) -> list[tuple[Any, ...]]:
        return [content for method, content in self.calls if method == "Notify"]

    def wait_for_title(self, title: str) -> tuple[Any, ...]:
        """The notice with this title, once it is there."""
        self.wait(lambda: any(notice[3] == title for notice in self.notices()))
        return next(notice for notice in self.notices() if notice[3] == title)

    def say(self, member: str, signature: str, *content: object) -> None:
        self.tell(PLACE, member, signature, *content)

    def answer(self, method: str, message: Message) -> Message:
        if self.refuses:
            return new_error(message, "org.example.Refused", "s", ("no",))
        if method == "GetCapabilities":
            return new_method_return(message, "as", (list(self.can),))
        if method == "Notify":
            self._number = message.body[1] or self._number + 1
            return new_method_return(message, "u", (self._number,))
        return new_method_return(message)
