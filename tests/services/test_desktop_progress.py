"""Progress in the task bar: over a real session bus, and through a table of functions like COM."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import pytest

from nanobanana_desktop.services.batch_progress import NOTHING, Progress
from nanobanana_desktop.services.desktop_progress import DesktopProgress, NoSign
from nanobanana_desktop.services.launcher_progress import APPLICATION, LauncherProgress
from nanobanana_desktop.services.taskbar_progress import (
    ERROR,
    INITIALISE,
    MOVING,
    NO_PROGRESS,
    NORMAL,
    RELEASE,
    SET_STATE,
    SET_VALUE,
    TaskbarList,
    TaskbarProgress,
    system_taskbar,
)
from tests.bus import LIMIT, private_bus
from tests.services.launcher import Launcher

# -- Linux -----------------------------------------------------------------------------------------


@pytest.fixture
def launcher() -> Iterator[Launcher]:
    with private_bus() as address, Launcher(address) as made:
        yield made


@pytest.mark.bus
@pytest.mark.parametrize("address", ["unix:path=/nonexistent/bus", "nonsense"])
def test_without_a_bus_nothing_happens(address: str) -> None:
    sign = LauncherProgress(address)
    sign.close()
    for done in range(3):
        sign.show(Progress(done, 3))
    sign.show(NOTHING)
    teller = sign._teller
    sign.close()
    sign.close()
    assert teller is not None
    # The program waits for it only a moment.
    teller.join(LIMIT)
    assert not teller.is_alive()


@pytest.mark.bus
def test_the_share_is_told_and_taken_back(launcher: Launcher) -> None:
    sign = LauncherProgress(launcher.address)
    for progress in (Progress(0, 4), Progress(1, 4), Progress(3, 4), NOTHING):
        sign.show(progress)
    launcher.wait(lambda: len(launcher.progress) == 4)
    assert launcher.progress == [0.0, 0.25, 0.75, None]
    assert {update.application for update in launcher.heard} == {APPLICATION}
    assert launcher.numbers == []
    sign.close()


@pytest.mark.bus
def test_the_number_on_the_icon_is_told_beside_the_share(launcher: Launcher) -> None:
    sign = LauncherProgress(launcher.address)
    sign.count(2)
    sign.show(Progress(1, 2))
    sign.count(0)
    launcher.wait(lambda: len(launcher.heard) == 3)
    assert (launcher.numbers, launcher.progress) == ([2, 0], [0.5])
    sign.close()


@pytest.mark.bus
def test_at_the_end_of_the_program_nothing_is_left_on_the_launcher(launcher: Launcher) -> None:
    sign = LauncherProgress(launcher.address)
    sign.show(Progress(1, 2))
    sign.close()
    launcher.wait(lambda: launcher.progress == [0.5, None])
    assert launcher.numbers == [0]
    sign.show(Progress(1, 3))
    launcher.wait(lambda: len(launcher.progress) == 3)
    sign.close()


@pytest.mark.bus
def test_failures_are_no_progress(launcher: Launcher) -> None:
    sign = LauncherProgress(launcher.address)
    sign.show(NOTHING)
    sign.count(0)
    sign.show(Progress(all_failed=True))
    assert sign._teller is None
    sign.show(Progress(0, 1))
    sign.show(Progress(all_failed=True))
    launcher.wait(lambda: launcher.progress == [0.0, None])
    sign.close()


@pytest.mark.bus
def test_after_the_bus_went_a_new_one_is_tried() -> None:
    with private_bus() as address, Launcher(address) as launcher:
        sign = LauncherProgress(address)
        sign.show(Progress(0, 1))
        first = sign._teller
        launcher.wait(lambda: launcher.progress == [0.0])
    assert first is not None
    for _ in range(50):
        sign.show(Progress(0, 1))
    first.join(LIMIT)
    assert not first.is_alive()
    sign.show(NOTHING)
    sign.show(Progress(0, 2))
    assert sign._teller is not first
    sign.close()


# -- Windows ---------------------------------------------------------------------------------------


class Table:
    """An ITaskbarList3 made of C functions; it notes what is called and answers `answer`."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []
        self.answer = 0
        methods: list[Any] = [self._method(place) for place in range(21)]
        methods[SET_VALUE] = self._method(SET_VALUE, ctypes.c_ulonglong, ctypes.c_ulonglong)
        methods[SET_STATE] = self._method(SET_STATE, ctypes.c_int)
        self._methods = methods
        addresses = [ctypes.cast(method, ctypes.c_void_p).value for method in methods]
        self._table = (ctypes.c_void_p * len(addresses))(*addresses)
        self._interface = ctypes.c_void_p(ctypes.addressof(self._table))

    def made(self) -> TaskbarList:
        return TaskbarList(ctypes.addressof(self._interface), ctypes.CFUNCTYPE)

    def _method(self, place: int, *more: Any) -> Any:
        window = (ctypes.c_void_p,) if more else ()

        def carry_out(_this: int, *arguments: int) -> int:
            self.calls.append((place, *arguments))
            return self.answer

        return ctypes.CFUNCTYPE(ctypes.c_long, ctypes.c_void_p, *window, *more)(carry_out)


@pytest.fixture
def table() -> Table:
    return Table()


def states(table: Table) -> list[tuple[Any, ...]]:
    return [call for call in table.calls if call[0] in (SET_STATE, SET_VALUE)]


def test_where_there_is_no_such_task_bar_nothing_happens() -> None:
    asked: list[int] = []

    def make() -> TaskbarList:
        asked.append(1)
        return system_taskbar()

    sign = TaskbarProgress(lambda: 7, make)
    sign.show(Progress(0, 1))
    sign.show(Progress(1, 2))
    sign.close()
    assert asked == [1]


def test_a_task_bar_that_refuses_is_left_alone(table: Table) -> None:
    table.answer = -2147467259
    sign = TaskbarProgress(lambda: 7, table.made)
    sign.show(Progress(0, 1))
    sign.show(Progress(1, 2))
    sign.close()
    assert table.calls == [(INITIALISE,)]


def test_one_that_refuses_later_is_left_alone_too(table: Table) -> None:
    sign = TaskbarProgress(lambda: 7, table.made)
    sign.show(Progress(1, 2))
    table.answer = -1
    sign.show(Progress(1, 3))
    count = len(table.calls)
    sign.show(Progress(2, 3))
    assert len(table.calls) == count
    table.answer = 0
    sign.close()
    assert table.calls[-1] == (RELEASE,)


def test_every_method_is_called_with_what_belongs_to_it(table: Table) -> None:
    sign = TaskbarProgress(lambda: 2**40 + 7, table.made)
    window = 2**40 + 7
    steps = {
        Progress(0, 3): [(SET_STATE, window, MOVING)],
        Progress(2, 3): [(SET_STATE, window, NORMAL), (SET_VALUE, window, 2, 3)],
        Progress(all_failed=True): [(SET_STATE, window, ERROR), (SET_VALUE, window, 1, 1)],
        NOTHING: [(SET_STATE, window, NO_PROGRESS)],
    }
    for progress, expected in steps.items():
        table.calls.clear()
        sign.show(progress)
        assert states(table) == expected
    sign.close()
    assert table.calls[-2:] == [(SET_STATE, window, NO_PROGRESS), (RELEASE,)]


# -- which of them ---------------------------------------------------------------------------------


def shows_nothing(_sign: object, _progress: Progress) -> None:
    return


@pytest.mark.parametrize(
    ("platform", "kind"),
    [("linux", LauncherProgress), ("win32", TaskbarProgress), ("darwin", NoSign)],
)
def test_each_system_has_its_own_and_none_before_it_is_needed(
    monkeypatch: pytest.MonkeyPatch, platform: str, kind: type
) -> None:
    for place in ("launcher_progress.LauncherProgress", "taskbar_progress.TaskbarProgress"):
        monkeypatch.setattr(f"nanobanana_desktop.services.{place}.show", shows_nothing)
    desktop = DesktopProgress(lambda: 1, platform)
    desktop.show(NOTHING)
    assert desktop._sign is None
    desktop.show(Progress(0, 1))
    assert isinstance(desktop._sign, kind)
    # Elsewhere the number on the icon is drawn by Qt.
    assert (desktop.badge is None) is (platform != "linux")
    desktop.close()


@pytest.mark.bus
def test_the_number_needs_no_progress_before_it(
    launcher: Launcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", launcher.address)
    desktop = DesktopProgress(lambda: 1, "linux")
    assert desktop.badge is not None
    desktop.badge(5)
    launcher.wait(lambda: launcher.numbers == [5])
    desktop.close()
