"""Drags between the window and another program on a real screen: the real file arrives."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
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

    def references(self) -> list[str]:
        return [reference["name"] for reference in self.draft().get("references", [])]


def drag(start: Point, end: Point) -> None:
    """With the button down along the way, slowly enough for both programs."""
    xdotool("mousemove", str(start.x), str(start.y), "mousedown", "1")
    xdotool("sleep", "0.1")
    steps = [Point(start.x + 8, start.y + 8), Point(start.x + 24, start.y + 16)]
    for part in (0.3, 0.6, 0.9, 1.0, 1.0):
        x = round(start.x + (end.x - start.x) * part)
        steps.append(Point(x, round(start.y + (end.y - start.y) * part)))
    for step in steps:
        xdotool("mousemove", str(step.x), str(step.y), "sleep", "0.12")
    xdotool("mousemove", str(end.x + 1), str(end.y + 1), "sleep", "0.3", "mouseup", "1")


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


@pytest.fixture
def scene(shown: Scene) -> Scene:
    """With an empty form."""
    shown.window.bring_to_front()
    shown.window.press("ctrl+n")
    wait_for(lambda: shown.references() == [], "no references are left")
    return shown


Partner = Callable[..., tuple[Point, Callable[[], list[dict[str, Any]]]]]


@pytest.fixture
def partner(tmp_path: Path) -> Iterator[Partner]:
    """Starts a partner; gives its middle and what it told so far."""
    folder = tmp_path / "partner"
    folder.mkdir()
    with ExitStack() as stack:

        def start(*offers: str) -> tuple[Point, Callable[[], list[dict[str, Any]]]]:
            # A screen of 1440 pixels has this much beside the window.
            command = [*PARTNER, "Partner", "1290", "60", *offers]
            process = stack.enter_context(started(command, folder, env=on_this_desktop()))
            process.wait_for(lambda: window_of(process, "Partner"), "the partner's window")
            number = window_of(process, "Partner")
            shell = xdotool("getwindowgeometry", "--shell", number).splitlines()
            place = dict(line.split("=") for line in shell)
            middle = Point(int(place["X"]) + 60, int(place["Y"]) + 120)

            def told() -> list[dict[str, Any]]:
                return [json.loads(line) for line in process.out.read_text().splitlines()]

            return middle, told

        yield start


def test_a_folder_and_a_text_are_refused_and_the_picture_among_them_is_taken(
    scene: Scene, partner: Partner, tmp_path: Path
) -> None:
    (tmp_path / "Holiday").mkdir()
    (tmp_path / "note.txt").write_text("no picture")
    (tmp_path / "boat.png").write_bytes(picture("png"))
    names = ("Holiday", "note.txt", "boat.png")
    middle, told = partner("urls", " ".join((tmp_path / name).as_uri() for name in names))
    drag(middle, scene.at(STAGE))
    wait_for(lambda: scene.references() == ["boat.png"], "only the picture is in the form")
    # Moving was offered; what was dropped stays where it is.
    wait_for(lambda: told() == [{"ended": "CopyAction"}], "the drag ended as a copy")
    assert all((tmp_path / name).exists() for name in names)


@pytest.mark.parametrize("place", [STAGE, REFERENCES, FIRST_ROW], ids=["stage", "form", "history"])
def test_a_file_is_taken_everywhere(
    scene: Scene, partner: Partner, tmp_path: Path, place: tuple[int, int]
) -> None:
    (tmp_path / "boat.png").write_bytes(picture("png"))
    middle, _told = partner("urls", (tmp_path / "boat.png").as_uri())
    drag(middle, scene.at(place))
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
    middle, _told = partner(*offers)
    drag(middle, scene.at(STAGE))
    wait_for(lambda: scene.references() == [name], "the picture is in the form")


def test_pixels_are_taken(scene: Scene, partner: Partner, tmp_path: Path) -> None:
    (tmp_path / "boat.png").write_bytes(picture("png"))
    middle, _told = partner("picture", str(tmp_path / "boat.png"))
    drag(middle, scene.at(STAGE))
    wait_for(lambda: scene.references() == ["Pasted image"], "the pixels are in the form")


@pytest.mark.parametrize("place", [FIRST_ROW, STAGE], ids=["history", "stage"])
def test_the_real_file_arrives_in_another_program(
    scene: Scene, partner: Partner, place: tuple[int, int]
) -> None:
    middle, told = partner()
    drag(scene.at(place), middle)
    wait_for(told, "something was dropped on the other program")
    (made,) = pictures(scene.root)
    assert told()[0]["files"] == [str(made)]
    assert made.exists()


def test_an_own_picture_becomes_a_reference_or_gives_its_prompt(scene: Scene) -> None:
    (made,) = pictures(scene.root)
    drag(scene.at(STAGE), scene.at(FIRST_ROW))
    drag(scene.at(FIRST_ROW), scene.at(REFERENCES))
    wait_for(lambda: scene.references() == [made.name], "the picture is in the form, once")
    scene.window.press("ctrl+l", "ctrl+a")
    scene.window.type("something else")
    wait_for(lambda: scene.draft().get("prompt") == "something else", "another prompt")
    drag(scene.at(STAGE), scene.at(EDITOR))
    wait_for(lambda: scene.draft().get("prompt") == PROMPT, "its prompt is in the form")
