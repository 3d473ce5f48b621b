"""The jobs of a day, each without a mouse: copying, saving, references, errors, comparing, panning.

The way from the key to the bin is walked in `test_by_keyboard.py`, the settings in
`test_settings_by_keyboard.py`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtDBus import QDBusConnection
from PySide6.QtGui import QClipboard, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QFileDialog

from nanobanana_desktop.demo.scenario import Course, Outcome, Scenario
from nanobanana_desktop.demo.server import DemoServer
from nanobanana_desktop.ui import desktop_bus
from nanobanana_desktop.ui.stage.stage_header import COMPARE, SINGLE
from tests.bus import BusServer, private_bus
from tests.e2e.conftest import KEY, FakeBackend
from tests.e2e.hands import (
    CTRL,
    SHIFT,
    Key,
    Start,
    WaitUntil,
    at_work,
    completed_in,
    current_id,
)
from tests.e2e.screen import has_row, reference_names, row_reasons, rows
from tests.pictures import gradient

pytestmark = pytest.mark.usefixtures("quick_presses")

FILE_MANAGER = "org.freedesktop.FileManager1"
PNG = b"\x89PNG\r\n\x1a\n"
_numbers = itertools.count()


@pytest.fixture(autouse=True)
def key_kept(backend: FakeBackend) -> None:
    """An earlier session left the key."""
    backend.set_password("nanobanana-desktop", "default", KEY)


@pytest.fixture
def clipboard(qapp: QApplication) -> Iterator[QClipboard]:
    """Empty before and after: what is on it outlives Python here."""
    board = QGuiApplication.clipboard()
    board.clear()
    yield board
    board.clear()


@pytest.fixture
def file_manager(monkeypatch: pytest.MonkeyPatch) -> Iterator[BusServer]:
    """The one of a desktop, on a bus of its own; it notes what it is asked to show."""
    with private_bus() as address, BusServer(address, FILE_MANAGER) as manager:
        name = f"jobs {next(_numbers)}"
        connection = QDBusConnection.connectToBus(address, name)
        monkeypatch.setattr(desktop_bus, "session_bus", lambda: connection)
        yield manager
        QDBusConnection.disconnectFromBus(name)


async def file_dialog(wait_until: WaitUntil) -> QFileDialog:
    """The one that is open, once keys go to it."""

    def opened() -> QFileDialog | None:
        focus = QApplication.focusWidget()
        window = None if focus is None else focus.window()
        return window if isinstance(window, QFileDialog) else None

    await wait_until(opened)
    dialog = opened()
    assert dialog is not None
    return dialog


async def test_copying_puts_the_picture_and_its_file_on_the_clipboard(
    start_program: Start, service: DemoServer, wait_until: WaitUntil, clipboard: QClipboard
) -> None:
    async with at_work(start_program(base_url=service.base_url), wait_until) as hands:
        await hands.make("a heron")
        (file,) = hands.running.pictures()
        await hands.go_to_history()
        await hands.press(Key.Key_C, modifier=CTRL)
        await wait_until(lambda: not clipboard.image().isNull())
        held = clipboard.mimeData()
        assert held.urls() == [QUrl.fromLocalFile(str(file))]
        png = bytes(held.data("image/png").data())
        assert png.startswith(PNG)
        assert QImage.fromData(png).size() == QImage(str(file)).size() == clipboard.image().size()


async def test_saving_goes_by_the_dialog_where_a_name_is_written(
    start_program: Start, service: DemoServer, wait_until: WaitUntil, tmp_path: Path
) -> None:
    target = tmp_path / "for the exhibition.png"
    async with at_work(start_program(base_url=service.base_url), wait_until) as hands:
        await hands.make("a heron")
        (file,) = hands.running.pictures()
        await hands.go_to_history()
        await hands.press(Key.Key_S, modifier=CTRL)
        dialog = await file_dialog(wait_until)
        assert dialog.selectedFiles()[0].endswith(" heron.png")
        # The suggestion is selected: what is written takes its place.
        await hands.type(str(target))
        await hands.press(Key.Key_Return)
        await wait_until(target.exists)
        await hands.come_back()
        assert hands.name == "History"
        assert QImage(str(target)) == QImage(str(file))


@pytest.mark.bus
async def test_the_file_manager_is_asked_to_show_the_picture(
    start_program: Start, service: DemoServer, wait_until: WaitUntil, file_manager: BusServer
) -> None:
    async with at_work(start_program(base_url=service.base_url), wait_until) as hands:
        await hands.make("a heron")
        (file,) = hands.running.pictures()
        await hands.go_to_history()
        await hands.press(Key.Key_E, modifier=CTRL | SHIFT)
        await wait_until(lambda: file_manager.calls)
    assert file_manager.calls == [("ShowItems", ([file.as_uri()], ""))]


async def test_a_reference_image_is_chosen_in_the_dialog(
    start_program: Start, service: DemoServer, wait_until: WaitUntil, tmp_path: Path
) -> None:
    gradient(64, 48).save(str(tmp_path / "boat.png"), "PNG")
    gradient(48, 64).save(str(tmp_path / "shore.png"), "PNG")
    async with at_work(start_program(base_url=service.base_url), wait_until) as hands:
        await hands.press(Key.Key_O, modifier=CTRL)
        await file_dialog(wait_until)
        await hands.type(str(tmp_path / "boat.png"))
        await hands.press(Key.Key_Return)
        await wait_until(lambda: reference_names(hands.running) == ["Reference image 1: boat.png"])

        # Another one by the plus, from the prompt on.
        await hands.come_back()
        assert hands.name == "Prompt"
        await hands.press(Key.Key_Tab)
        assert hands.name == "Add reference images"
        await hands.press(Key.Key_Space)
        await hands.press(Key.Key_Down, Key.Key_Return)
        await file_dialog(wait_until)
        await hands.type(str(tmp_path / "shore.png"))
        await hands.press(Key.Key_Return)
        create = hands.running.program.window.create_pane
        await wait_until(lambda: len(create.references.references()) == 2)
        await hands.come_back()
        await hands.order("both of them")
        await wait_until(lambda: completed_in(hands.running) == 1)
        task = hands.running.program.window.stage_pane.task
        assert task is not None
        assert [each.name for each in task.params.references] == ["boat.png", "shore.png"]


async def test_several_are_ordered_at_once(
    start_program: Start, service: DemoServer, wait_until: WaitUntil
) -> None:
    async with at_work(start_program(base_url=service.base_url), wait_until) as hands:
        await hands.type("a heron")
        await hands.tab_to("Number of images")
        await hands.press(Key.Key_Down, Key.Key_Down)
        await hands.press(Key.Key_Backtab, modifier=SHIFT)
        assert hands.name == "Generate 3 images"
        await hands.press(Key.Key_Space)
        await wait_until(lambda: completed_in(hands.running) == 3)
    assert service.control.creates == 3


async def test_progress_is_met_on_the_stage(
    start_program: Start, service: DemoServer, wait_until: WaitUntil
) -> None:
    service.control.set_default(Scenario(course=Course(processing=(1e9, 1e9))))
    async with at_work(start_program(base_url=service.base_url), wait_until) as hands:
        await hands.order("a heron")
        await wait_until(lambda: has_row(hands.running, "Processing"))
        await hands.go_to_history()
        await hands.press(Key.Key_Return)
        assert hands.name == "a heron"
        assert hands.focus.accessibleDescription().startswith("Processing, ")
        await hands.tab_to("Stop waiting")
        await hands.press(Key.Key_Space)
        await wait_until(lambda: has_row(hands.running, "Stopped"))


async def test_opening_goes_to_the_picture_from_wherever_it_is(
    start_program: Start, service: DemoServer, wait_until: WaitUntil
) -> None:
    async with at_work(start_program(base_url=service.base_url), wait_until) as hands:
        await hands.make("a heron", "an otter")
        stage = hands.running.program.window.stage_pane
        await hands.go_to_history()
        await hands.press(Key.Key_Down, Key.Key_Return)
        assert (hands.focus, hands.name) == (stage.picture, "a heron")

        # Back to the row; from the grid it is one key as well.
        await hands.press(Key.Key_F6)
        assert hands.name == "History"
        await hands.press(Key.Key_G)
        assert hands.name == "Grid"
        await hands.press(Key.Key_F6)
        await hands.press(Key.Key_Up, Key.Key_Return)
        assert stage.view == SINGLE
        assert (hands.focus, hands.name) == (stage.picture, "an otter")


async def test_an_error_is_read_and_acted_on(
    start_program: Start, service: DemoServer, wait_until: WaitUntil
) -> None:
    failing = Course(outcome=Outcome.FAILED, error_text="content policy violation")
    service.control.set_default(Scenario(course=failing))
    async with at_work(start_program(base_url=service.base_url), wait_until) as hands:
        await hands.order("a heron")
        await wait_until(lambda: has_row(hands.running, "Failed"))
        await wait_until(lambda: row_reasons(hands.running)[0] != "")
        (reason,) = row_reasons(hands.running)
        assert reason == "Content not allowed. Press Enter for details."
        await hands.press(Key.Key_L, Key.Key_A, modifier=CTRL)
        await hands.press(Key.Key_Delete)
        await hands.go_to_history()
        await hands.press(Key.Key_Return)
        card = hands.running.program.window.stage_pane.single.card
        assert hands.focus is card.button(card.actions_shown[0])
        assert hands.name == "Edit prompt"
        await hands.press(Key.Key_Space)
        await wait_until(lambda: hands.is_at("Prompt"))
        assert hands.running.program.window.create_pane.state().params.prompt == "a heron"


async def test_two_are_compared_and_the_border_between_them_is_moved(
    start_program: Start, service: DemoServer, wait_until: WaitUntil
) -> None:
    async with at_work(start_program(base_url=service.base_url), wait_until) as hands:
        await hands.make("a heron", "an otter", "a beaver")
        stage = hands.running.program.window.stage_pane
        await hands.go_to_history()
        await hands.press(Key.Key_Down, modifier=SHIFT)
        await hands.press(Key.Key_C)
        assert stage.view == COMPARE
        compare = stage.compare
        assert compare is not None
        assert {compare.view.a.accessibleName(), compare.view.b.accessibleName()} == {
            "a beaver",
            "an otter",
        }
        await wait_until(lambda: compare.view.a.has_picture and compare.view.b.has_picture)
        await hands.press(Key.Key_Right)
        assert compare.view.b.accessibleName() == "a heron"
        await hands.press(Key.Key_M)
        assert hands.name == "Border between A and B"
        before = compare.view.grab().toImage()
        await hands.press(Key.Key_Left, Key.Key_Left)
        await hands.press(Key.Key_PageUp)
        assert compare.view.handle.value() != 50
        assert compare.view.grab().toImage() != before
        value = compare.view.handle.value()
        await hands.press(Key.Key_Home)
        assert compare.view.handle.value() == 0 < value
        await hands.press(Key.Key_X)
        assert compare.view.a.accessibleName() == "a heron"
        await hands.press(Key.Key_Escape)
        assert stage.view == SINGLE


async def test_a_zoomed_picture_is_moved_by_steps_and_by_pages(
    start_program: Start, service: DemoServer, wait_until: WaitUntil
) -> None:
    async with at_work(start_program(base_url=service.base_url), wait_until) as hands:
        await hands.make("a heron", "an otter")
        picture = hands.running.program.window.stage_pane.picture
        await hands.go_to_history()
        await hands.press(Key.Key_Return)
        await wait_until(lambda: picture.has_picture)
        looked_at = current_id(hands.running)
        await hands.press(*[Key.Key_Plus] * 12, modifier=CTRL)
        middle = picture.zoom
        await hands.press(Key.Key_Right)
        step = picture.zoom.x - middle.x
        await hands.press(Key.Key_Left)
        assert picture.zoom.x == pytest.approx(middle.x)
        await hands.press(Key.Key_Right, modifier=CTRL)
        page = picture.zoom.x - middle.x
        assert 0 < step < page
        await hands.press(Key.Key_Down, modifier=CTRL)
        assert picture.zoom.y > middle.y
        await hands.press(Key.Key_Up, Key.Key_Left, modifier=CTRL)
        assert (picture.zoom.x, picture.zoom.y) == pytest.approx((middle.x, middle.y))
        assert current_id(hands.running) == looked_at
        assert rows(hands.running)
