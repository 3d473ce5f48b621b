"""Notices where a library shows them: what it cannot do is no trouble of the person's."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from nanobanana_desktop.services.background import Jobs
from nanobanana_desktop.services.notices import DesktopNotices
from nanobanana_desktop.services.toolkit_notices import Notifier, ToolkitNotices

WaitUntil = Callable[..., Awaitable[None]]


@dataclass
class FakeNotifier:
    """Shows what it is sent under the numbers from "1" on; `answers` may hold it up."""

    shown: dict[str, tuple[str, str]] = field(default_factory=dict)
    clicks: dict[str, Callable[[], object]] = field(default_factory=dict)
    answers: asyncio.Event = field(default_factory=asyncio.Event)
    error: Exception | None = None

    async def send(self, title: str, message: str, *, on_clicked: Callable[[], object]) -> str:
        await self.answers.wait()
        if self.error is not None:
            raise self.error
        number = str(len(self.clicks) + 1)
        self.shown[number], self.clicks[number] = (title, message), on_clicked
        return number

    async def clear(self, identifier: str) -> None:
        self.shown.pop(identifier)


def missing(_program: str) -> Notifier:
    raise ImportError("no such library")


async def test_without_the_library_nothing_happens_twice(wait_until: WaitUntil) -> None:
    jobs = Jobs(lambda name, error: failed.append((name, error)))
    failed: list[object] = []
    asked: list[str] = []

    def make(program: str) -> Notifier:
        asked.append(program)
        return missing(program)

    notices = ToolkitNotices("Test", jobs, make)
    for _ in range(3):
        notices.show("1", "", "Open")
        await wait_until(lambda: not jobs.names)
    notices.close()
    await wait_until(lambda: not jobs.names)
    assert (asked, failed) == (["Test"], [])


async def test_a_system_that_refuses_is_asked_again(wait_until: WaitUntil) -> None:
    jobs, notifier = Jobs(), FakeNotifier(error=OSError("not now"))
    notifier.answers.set()
    notices = ToolkitNotices("Test", jobs, lambda _program: notifier)
    notices.show("1", "", "Open")
    await wait_until(lambda: not jobs.names)
    notifier.error = None
    notices.show("2", "", "Open")
    await wait_until(lambda: not jobs.names)
    assert list(notifier.shown.values()) == [("2", "")]


async def test_what_is_withdrawn_before_it_is_shown_does_not_stay(wait_until: WaitUntil) -> None:
    jobs, notifier = Jobs(), FakeNotifier()
    notices = ToolkitNotices("Test", jobs, lambda _program: notifier)
    notices.show("1", "", "Open")
    notices.withdraw()
    notifier.answers.set()
    await wait_until(lambda: not jobs.names)
    assert notifier.shown == {}
    assert list(notifier.clicks) == ["1"]


async def test_the_next_notice_takes_the_place_and_a_click_is_told(wait_until: WaitUntil) -> None:
    jobs, notifier = Jobs(), FakeNotifier()
    notifier.answers.set()
    notices = ToolkitNotices("Test", jobs, lambda _program: notifier)
    clicks: list[str] = []
    notices.clicked.connect(clicks.append)
    for title in ("1", "2"):
        notices.show(title, "A boat", "Open")
        await wait_until(lambda: not jobs.names)
    assert notifier.shown == {"2": ("2", "A boat")}
    notifier.clicks["2"]()
    assert clicks == [""]
    notices.close()
    await wait_until(lambda: not jobs.names)
    assert notifier.shown == {}


async def test_nothing_is_made_before_the_first_notice() -> None:
    notices = DesktopNotices(Jobs(), platform="win32")
    notices.withdraw()
    notices.close()
    assert notices.children() == []
