"""Notices over a real session bus: missing servers are silence, shown ones are replaced."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from jeepney import new_signal
from jeepney.io.blocking import open_dbus_connection
from pytestqt.qtbot import QtBot

from nanobanana_desktop.services.bus_notices import BusNotices
from tests.bus import LIMIT, private_bus
from tests.services.notice_server import PLACE, NoticeServer

pytestmark = pytest.mark.bus


@pytest.fixture
def bus() -> Iterator[str]:
    with private_bus() as address:
        yield address


@pytest.fixture
def server(bus: str) -> Iterator[Callable[..., NoticeServer]]:
    made: list[NoticeServer] = []

    def start(**options: object) -> NoticeServer:
        made.append(NoticeServer(bus, **options))
        return made[-1]

    yield start
    for each in made:
        each.stop()


@pytest.fixture
def notices(qtbot: QtBot, bus: str) -> Iterator[BusNotices]:
    made = BusNotices("Test", address=bus)
    yield made
    made.close()


# -- silence -----------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["unix:path=/nonexistent/bus", "nonsense"])
def test_without_a_bus_nothing_happens(qtbot: QtBot, address: str) -> None:
    notices = BusNotices("Test", address=address)
    notices.withdraw()
    for _ in range(3):
        notices.show("Ready", "A boat", "Open")
        notices.withdraw()
    worker = notices._worker
    notices.close()
    assert worker is not None
    # The program waits for it only a moment.
    worker.join(LIMIT)
    assert not worker.is_alive()


def test_without_a_server_nothing_happens(notices: BusNotices) -> None:
    notices.show("Ready", "A boat", "Open")
    notices.withdraw()
    notices.show("Ready", "A boat", "Open")
    worker = notices._worker
    notices.close()
    assert worker is not None
    # The program waits for it only a moment.
    worker.join(LIMIT)
    assert not worker.is_alive()


def test_a_server_that_refuses_is_asked_again_the_next_time(
    notices: BusNotices, server: Callable[..., NoticeServer]
) -> None:
    one = server(refuses=True)
    notices.show("1", "", "Open")
    one.wait_for("Notify")
    one.refuses = False
    notices.show("2", "", "Open")
    one.wait_for("Notify", 2)
    assert [notice[1] for notice in one.notices()] == [0, 0]
    notices.withdraw()
    one.wait_for("CloseNotification")
    assert one.calls[-1] == ("CloseNotification", (1,))


def test_a_server_that_comes_later_is_found(
    notices: BusNotices, server: Callable[..., NoticeServer]
) -> None:
    notices.show("1", "", "Open")
    one = server()
    notices.show("2", "", "Open")
    assert one.wait_for_title("2")[5] == ["default", "Open"]


def test_only_the_server_is_believed(
    qtbot: QtBot, bus: str, notices: BusNotices, server: Callable[..., NoticeServer]
) -> None:
    clicks: list[str] = []
    notices.clicked.connect(clicks.append)
    one = server()
    notices.show("1", "", "Open")
    one.wait_for("Notify")
    with open_dbus_connection(bus) as liar:
        forged = new_signal(PLACE, "ActionInvoked", "us", (1, "default"))
        liar.send(forged)
        for number, action in ((2, "default"), (1, "other")):
            one.say("ActionInvoked", "us", number, action)
    # What is said afterwards is heard afterwards.
    one.say("ActionInvoked", "us", 1, "default")
    qtbot.waitUntil(lambda: len(clicks) > 0)
    assert clicks == [""]


# -- notices -----------------------------------------------------------------------------------


def test_a_notice_is_replaced_and_taken_back(
    notices: BusNotices, server: Callable[..., NoticeServer]
) -> None:
    one = server()
    notices.show("1 image is ready", "A <b>boat</b> & fox", "Öffnen")
    one.wait_for("Notify")
    program, replaced, icon, title, body, actions, hints, expires = one.notices()[0]
    assert (program, replaced, icon, title) == ("Test", 0, "nanobanana-desktop", "1 image is ready")
    assert body == "A &lt;b&gt;boat&lt;/b&gt; &amp; fox"
    assert (actions, expires) == (["default", "Öffnen"], -1)
    assert hints["suppress-sound"] == ("b", True)
    assert hints["desktop-entry"] == ("s", "nanobanana-desktop")
    notices.show("2 images are ready", "", "Open")
    one.wait_for("Notify", 2)
    assert one.notices()[1][1] == 1
    notices.withdraw()
    one.wait_for("CloseNotification")
    assert one.calls[-1] == ("CloseNotification", (1,))
    notices.show("1 image is ready", "", "Open")
    one.wait_for("Notify", 3)
    assert one.notices()[2][1] == 0


def test_a_server_without_markup_and_actions_gets_neither(
    notices: BusNotices, server: Callable[..., NoticeServer]
) -> None:
    one = server(can=("body",))
    notices.show("1", "A <b>boat</b>", "Open")
    one.wait_for("Notify")
    assert one.notices()[0][4:6] == ("A <b>boat</b>", [])


def test_a_click_is_told_with_the_token_of_the_desktop(
    qtbot: QtBot, notices: BusNotices, server: Callable[..., NoticeServer]
) -> None:
    one = server()
    notices.show("1", "", "Open")
    one.wait_for("Notify")
    with qtbot.waitSignal(notices.clicked) as clicked:
        one.say("ActivationToken", "us", 1, "token-7")
        one.say("ActionInvoked", "us", 1, "default")
    assert clicked.args == ["token-7"]
    with qtbot.waitSignal(notices.clicked) as again:
        one.say("ActionInvoked", "us", 1, "default")
    assert again.args == [""]


def test_what_the_person_closed_is_not_replaced(
    qtbot: QtBot, notices: BusNotices, server: Callable[..., NoticeServer]
) -> None:
    one = server()
    notices.show("1", "", "Open")
    one.wait_for("Notify")
    one.say("NotificationClosed", "uu", 1, 2)
    with qtbot.assertNotEmitted(notices.clicked):
        one.say("ActionInvoked", "us", 1, "default")
        notices.show("2", "", "Open")
        one.wait_for("Notify", 2)
    assert one.notices()[1][1] == 0


def test_the_end_takes_the_notice_back(
    notices: BusNotices, server: Callable[..., NoticeServer]
) -> None:
    one = server()
    notices.show("1", "", "Open")
    one.wait_for("Notify")
    notices.close()
    one.wait_for("CloseNotification")
    notices.close()
    assert [name for name, _ in one.calls].count("CloseNotification") == 1


def test_a_server_that_crashed_and_came_back_shows_the_next_one(
    notices: BusNotices, server: Callable[..., NoticeServer]
) -> None:
    first = server()
    notices.show("1", "", "Open")
    first.wait_for("Notify")
    first.stop()
    second = server()
    notices.show("2", "", "Open")
    assert second.wait_for_title("2")[5] == ["default", "Open"]
