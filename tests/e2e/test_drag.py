"""Drags between the window and another program on a real screen: the real file arrives."""

from __future__ import annotations

import ctypes
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from PySide6.QtWidgets import QApplication

from nanobanana_desktop.demo.scenario import Course, Outcome, Scenario
from nanobanana_desktop.demo.server import DemoServer, DemoSetup
from nanobanana_desktop.paths import DataPaths
from tests.e2e.conftest import KEY
from tests.e2e.desktop import Window, window_of, xdotool
from tests.e2e.processes import (
    PROGRAM_WITH_KEY,
    RunningProcess,
    on_this_desktop,
    pictures,
    started,
    wait_for,
)
from tests.pictures import picture

pytestmark = [pytest.mark.window, pytest.mark.usefixtures("qapp")]

PARTNER = (sys.executable, str(Path(__file__).with_name("drag_partner.py")))
PROMPT = "a paper boat"
FIRST_ROW = (1150, 205)
STAGE = (650, 330)
REFERENCES = (150, 500)
EDITOR = (150, 180)
"""Places in the window of 1280 by 800 pixels, which stands in the corner of the screen."""


class Point(NamedTuple):
    x: int
    y: int


class Scene:
    """The program at the left with one picture, and partners at the right."""

    def __init__(self, root: Path, program: RunningProcess, window: Window, corner: Point) -> None:
        self.root = root
        self.program = program
        self.window = window
        self._corner = corner

    def at(self, place: tuple[int, int]) -> Point:
        return Point(self._corner.x + place[0], self._corner.y + place[1])

    def draft(self) -> dict[str, Any]:
        """The form as it was written to the disk last."""
        path = DataPaths(self.root).draft
        try:
            content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return content.get("content", content)

    def write(self, prompt: str) -> None:
        """Replace the prompt; returns when the form with it is on the disk."""
        self.window.press("ctrl+l", "ctrl+a")
        self.window.type(prompt)
        wait_for(lambda: self.draft().get("prompt") == prompt, "the prompt is written")

    def references(self) -> list[str]:
        return [reference["name"] for reference in self.draft().get("references", [])]


def drag(start: Point, end: Point, is_taken: Callable[[], bool] = lambda: True) -> None:
    """With the button down along the way; let go when who drags knows that it `is_taken`."""
    with dragging() as has_begun:
        xdotool("mousemove", str(start.x), str(start.y), "mousedown", "1")
        xdotool("sleep", "0.1")
        shake(Point(start.x + 16, start.y + 12), has_begun, "a drag begins")
        for part in (0.3, 0.6, 0.9, 1.0):
            x = round(start.x + (end.x - start.x) * part)
            y = round(start.y + (end.y - start.y) * part)
            xdotool("mousemove", str(x), str(y), "sleep", "0.12")
        shake(end, is_taken, "what is dragged is taken")
        xdotool("sleep", "0.3", "mouseup", "1")


def shake(place: Point, condition: Callable[[], bool], what: str) -> None:
    """Move to and fro there until the condition holds; both programs may be slow."""

    def is_met() -> bool:
        for away in (-4, 4, 0):
            xdotool("mousemove", str(place.x + away), str(place.y + away), "sleep", "0.05")
        return condition()

    wait_for(is_met, what)


@pytest.fixture(scope="module")
def drawer(qapp: QApplication) -> Iterator[DemoServer]:
    """A service that draws at once."""
    server = DemoServer(DemoSetup(keys=(KEY,)))
    server.control.set_default(Scenario(course=Course(outcome=Outcome.COMPLETED_ON_CREATE)))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory, drawer: DemoServer) -> Iterator[Scene]:
    """One program for all, with a picture."""
    root, output = tmp_path_factory.mktemp("data"), tmp_path_factory.mktemp("output")
    command = [*PROGRAM_WITH_KEY, "--data-dir", str(root), "--base-url", drawer.base_url]
    with started(command, output, env=on_this_desktop(), key=KEY) as program:
        window = Window(program)
        number = window_of(program, "NanoBanana Desktop")
        xdotool("windowsize", "--sync", number, "1280", "800")
        xdotool("windowmove", number, "0", "0")
        window.type(PROMPT)
        window.press("ctrl+Return")
        program.wait_for(lambda: pictures(root), "the picture is there")
        program.wait_for(lambda: window.title.startswith(PROMPT), "the picture is looked at")
        place = dict(
            line.split("=") for line in xdotool("getwindowgeometry", "--shell", number).splitlines()
        )
        yield Scene(root, program, window, Point(int(place["X"]), int(place["Y"])))
        window.bring_to_front()
        window.press("ctrl+q")
        assert program.ended() == 0
        assert program.complaints == []


@contextmanager
def dragging() -> Iterator[Callable[[], bool]]:
    """Tells whether somebody has begun to drag since: then the selection of drags has an owner."""
    screen = ctypes.CDLL("libX11.so.6")
    screen.XOpenDisplay.restype = ctypes.c_void_p
    screen.XInternAtom.restype = screen.XGetSelectionOwner.restype = ctypes.c_ulong
    display = ctypes.c_void_p(screen.XOpenDisplay(None))
    selection = ctypes.c_ulong(screen.XInternAtom(display, b"XdndSelection", 0))
    try:
        screen.XSetSelectionOwner(display, selection, ctypes.c_ulong(0), ctypes.c_ulong(0))
        screen.XSync(display, 0)
        yield lambda: screen.XGetSelectionOwner(display, selection) != 0
    finally:
        screen.XCloseDisplay(display)


@pytest.fixture
def scene(shown: Scene) -> Scene:
    """With an empty form."""
    shown.window.bring_to_front()
    shown.window.press("ctrl+n")
    wait_for(lambda: shown.references() == [], "no references are left")
    return shown


@dataclass(frozen=True)
class Beside:
    """A partner's window."""

    process: RunningProcess
    middle: Point

    def told(self) -> list[dict[str, Any]]:
        """What was dropped there and how its drags ended, so far."""
        return [line for line in self._lines() if "taken" not in line]

    def is_taken(self) -> bool:
        """Whether what is dragged from there, or over it, would be taken now."""
        return next((line["taken"] for line in reversed(self._lines()) if "taken" in line), False)

    def _lines(self) -> list[dict[str, Any]]:
        whole = self.process.out.read_text(encoding="utf-8").rpartition("\n")[0]
        return [json.loads(line) for line in whole.splitlines()]


Partner = Callable[..., Beside]


@pytest.fixture
def partner(tmp_path: Path) -> Iterator[Partner]:
    """Starts a partner."""
    folder = tmp_path / "partner"
    folder.mkdir()
    with ExitStack() as stack:

        def start(*offers: str) -> Beside:
            # A screen of 1440 pixels has this much beside the window.
            command = [*PARTNER, "Partner", "1290", "60", *offers]
            process = stack.enter_context(started(command, folder, env=on_this_desktop()))
            process.wait_for(lambda: window_of(process, "Partner"), "the partner's window")
            number = window_of(process, "Partner")
            shell = xdotool("getwindowgeometry", "--shell", number).splitlines()
            place = dict(line.split("=") for line in shell)
            return Beside(process, Point(int(place["X"]) + 60, int(place["Y"]) + 120))

        yield start


def test_a_folder_and_a_text_are_refused_and_the_picture_among_them_is_taken(
    scene: Scene, partner: Partner, tmp_path: Path
) -> None:
    (tmp_path / "Holiday").mkdir()
    (tmp_path / "note.txt").write_text("no picture")
    (tmp_path / "boat.png").write_bytes(picture("png"))
    names = ("Holiday", "note.txt", "boat.png")
    beside = partner("urls", " ".join((tmp_path / name).as_uri() for name in names))
    drag(beside.middle, scene.at(STAGE), beside.is_taken)
    wait_for(lambda: scene.references() == ["boat.png"], "only the picture is in the form")
    # Moving was offered; what was dropped stays where it is.
    wait_for(lambda: beside.told() == [{"ended": "CopyAction"}], "the drag ended as a copy")
    assert all((tmp_path / name).exists() for name in names)


@pytest.mark.parametrize("place", [STAGE, REFERENCES, FIRST_ROW], ids=["stage", "form", "history"])
def test_a_file_is_taken_everywhere(
    scene: Scene, partner: Partner, tmp_path: Path, place: tuple[int, int]
) -> None:
    (tmp_path / "boat.png").write_bytes(picture("png"))
    beside = partner("urls", (tmp_path / "boat.png").as_uri())
    drag(beside.middle, scene.at(place), beside.is_taken)
    wait_for(lambda: scene.references() == ["boat.png"], "the file is in the form")


@pytest.mark.parametrize(
    ("offers", "name"),
    [
        (
            [
                "urls",
                "https://shop.example/boats",
                "text/html",
                '<a href="https://shop.example/boats"><img src="https://cdn.example/b.png"></a>',
            ],
            "b.png",
        ),
        (["text/x-moz-url-data", "x", "urls", "https://cdn.example/c.webp"], "c.webp"),
    ],
    ids=["picture in a link", "address"],
)
def test_pictures_of_browsers_are_taken(
    scene: Scene, partner: Partner, offers: Sequence[str], name: str
) -> None:
    beside = partner(*offers)
    drag(beside.middle, scene.at(STAGE), beside.is_taken)
    wait_for(lambda: scene.references() == [name], "the picture is in the form")


def test_pixels_are_taken(scene: Scene, partner: Partner, tmp_path: Path) -> None:
    (tmp_path / "boat.png").write_bytes(picture("png"))
    beside = partner("picture", str(tmp_path / "boat.png"))
    drag(beside.middle, scene.at(STAGE), beside.is_taken)
    wait_for(lambda: scene.references() == ["Pasted image"], "the pixels are in the form")


@pytest.mark.parametrize("place", [FIRST_ROW, STAGE], ids=["history", "stage"])
def test_the_real_file_arrives_in_another_program(
    scene: Scene, partner: Partner, place: tuple[int, int]
) -> None:
    beside = partner()
    drag(scene.at(place), beside.middle, beside.is_taken)
    wait_for(beside.told, "something was dropped on the other program")
    (made,) = pictures(scene.root)
    assert beside.told()[0]["files"] == [str(made)]
    assert made.exists()


def test_an_own_picture_becomes_a_reference_or_gives_its_prompt(scene: Scene) -> None:
    (made,) = pictures(scene.root)
    drag(scene.at(STAGE), scene.at(FIRST_ROW))
    # The next drag begins when this one is over.
    scene.write("nothing was taken")
    assert scene.references() == []
    drag(scene.at(FIRST_ROW), scene.at(REFERENCES))
    wait_for(lambda: scene.references() == [made.name], "the picture is in the form, once")
    scene.write("something else")
    drag(scene.at(STAGE), scene.at(EDITOR))
    wait_for(lambda: scene.draft().get("prompt") == PROMPT, "its prompt is in the form")
