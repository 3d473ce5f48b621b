"""`dev.py test`: most tests offscreen, then those that need a desktop session, each as they can."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from devtools import desktop_session
from devtools.console import Console, child_environment
from devtools.layout import BUILD, ROOT, venv_python
from devtools.virtual_screen import virtual_screen

NO_TESTS = 5
UI_TESTS = "tests/ui"
SYSTEM_PYTHON = "/usr/bin/python3"


@dataclass(frozen=True)
class Marker:
    """Tests that need something of the desktop: which commands, and whether only Linux has it."""

    name: str
    commands: tuple[str, ...]
    linux_only: bool = False


MARKERS = (
    Marker("window", ("Xvfb", "openbox", "xdotool", "xclip")),
    Marker("keyring", ("dbus-run-session", "gnome-keyring-daemon"), linux_only=True),
    Marker("atspi", ("Xvfb", "openbox", "dbus-run-session"), linux_only=True),
    Marker("strace", ("strace",), linux_only=True),
    Marker("bus", ("dbus-daemon",), linux_only=True),
)
DESKTOP = " or ".join(marker.name for marker in MARKERS)
FONTS = Marker("fonts", ())
"""Needs no desktop: reference pictures are drawn offscreen, in these fonts."""
REFERENCE_FONTS = ("DejaVu Sans", "Noto Sans CJK SC")
_LIST_FONTS = (
    "from PySide6.QtGui import QFontDatabase, QGuiApplication\n"
    "application = QGuiApplication([])\n"
    "print(*QFontDatabase.families(), sep='\\n')"
)


def missing_for(
    marker: Marker,
    platform: str = sys.platform,
    has: Callable[[str], bool] = lambda name: shutil.which(name) is not None,
) -> list[str]:
    """What keeps the tests of this marker from running here; empty when they can run."""
    if platform != "linux":
        return ["Linux"] if marker.linux_only else []
    missing = [name for name in marker.commands if not has(name)]
    if marker.name == "atspi":
        if desktop_session.accessibility_launcher() is None:
            missing.append("at-spi2-core")
        if not _speaks_atspi():
            missing.append("python3-pyatspi")
    return missing


def _speaks_atspi() -> bool:
    try:
        command = [SYSTEM_PYTHON, "-c", "import pyatspi"]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def missing_fonts(known: str | None = None) -> list[str]:
    """Those of the reference pictures that are not `known`, by default to Qt; a name a line."""
    found = _known_fonts() if known is None else known
    return sorted(set(REFERENCE_FONTS) - set(found.splitlines()))


def _known_fonts() -> str:
    env = child_environment() | {"QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}
    command = [str(venv_python()), "-c", _LIST_FONTS]
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", check=False, env=env
    ).stdout


def offscreen_markers(fonts_missing: Sequence[str]) -> str:
    """What runs without a desktop; not what would be drawn in other letters."""
    left_out = f"{DESKTOP} or {FONTS.name}" if fonts_missing else DESKTOP
    return f"not ({left_out})"


def both(own: str, asked: str | None) -> str:
    """The marker expression of a stage, narrowed by the one that the person gave."""
    return f"({asked}) and ({own})" if asked else own


def overall(offscreen: int, desktop: int | None, narrowed: bool) -> int:
    """The exit status of the whole run; `desktop` is None when that stage could not run.

    An offscreen stage without tests is a mistake, unless the person chose tests of the other one.
    """
    if offscreen == NO_TESTS and narrowed and desktop not in {None, NO_TESTS}:
        offscreen = 0
    if offscreen != 0 or desktop is None or desktop == NO_TESTS:
        return offscreen
    return desktop


def together(statuses: Sequence[int]) -> int:
    """The exit status of runs that are parts of one: the worst, or that of one with tests."""
    for status in statuses:
        if status not in {0, 1, NO_TESTS}:
            return status
    return 1 if 1 in statuses else min(statuses)


def counted(reports: Sequence[Path]) -> str:
    """One line with the sums of pytest's JUnit reports; files that are not there count nothing."""
    ran = failed = skipped = 0
    for report in reports:
        if report.exists():
            for suite in ET.parse(report).getroot().iter("testsuite"):
                ran += int(suite.get("tests", 0))
                failed += int(suite.get("failures", 0)) + int(suite.get("errors", 0))
                skipped += int(suite.get("skipped", 0))
    return f"Tests: {ran - failed - skipped} passed, {failed} failed, {skipped} skipped"


class TestRun:
    """One run of the tests with the arguments that the person gave to pytest."""

    __test__ = False

    def __init__(self, console: Console, arguments: Sequence[str], markers: str | None) -> None:
        self._console = console
        self._arguments = [_from_root(each) for each in arguments]
        self._markers = markers
        stages = ("offscreen", "ui", "desktop")
        self._reports = {stage: BUILD / f"tests-{stage}.xml" for stage in stages}

    def run(self) -> int:
        for report in self._reports.values():
            report.unlink(missing_ok=True)
        self._console.say("\nTests without a screen")
        offscreen = self._run_offscreen()
        if offscreen not in {0, 1, NO_TESTS}:
            return offscreen
        desktop = self._run_desktop()
        self._console.say(f"\n{counted(list(self._reports.values()))}")
        return overall(offscreen, desktop, bool(self._arguments or self._markers))

    def _run_offscreen(self) -> int:
        env = child_environment() | {"QT_QPA_PLATFORM": "offscreen"}
        fonts = missing_fonts()
        if fonts:
            self._name_left_out(FONTS, [f"the font {name}" for name in fonts])
        pytest = self._pytest(offscreen_markers(fonts))
        rest = [*pytest, self._report_option("offscreen")]
        if self._arguments or self._markers or (os.cpu_count() or 1) < 2:
            return self._console.show(rest, env=env, cwd=ROOT)
        # The tests of the window take nearly half of the time, so both halves run at once.
        window = [*pytest, UI_TESTS, self._report_option("ui")]
        with self._console.beside([*rest, f"--ignore={UI_TESTS}"], env=env, cwd=ROOT) as other:
            status = self._console.show(window, env=env, cwd=ROOT)
        return together([status, other.returncode])

    def _run_desktop(self) -> int | None:
        able = []
        for marker in MARKERS:
            missing = missing_for(marker)
            if missing:
                self._name_left_out(marker, missing)
            else:
                able.append(marker.name)
        if not able:
            return None
        self._console.say(f"\nTests in a desktop session ({', '.join(able)})")
        # A test with two of these markers needs both things.
        left_out = [f"not {marker.name}" for marker in MARKERS if marker.name not in able]
        expression = " and ".join([f"({' or '.join(able)})", *left_out])
        pytest = [*self._pytest(expression), self._report_option("desktop")]
        if sys.platform == "linux":
            status = self._in_session(able, pytest)
        else:
            plugin = "windows" if sys.platform == "win32" else "cocoa"
            env = child_environment() | {"QT_QPA_PLATFORM": plugin}
            status = self._console.show(pytest, env=env, cwd=ROOT)
        if status == NO_TESTS:
            self._console.say(f"No test is marked {' or '.join(able)}.")
        return status

    def _in_session(self, able: Sequence[str], pytest: Sequence[str]) -> int:
        with desktop_home() as home:
            command = list(pytest)
            if shutil.which("dbus-run-session"):
                services = []
                if "keyring" in able:
                    services.append("--keyring")
                if "atspi" in able:
                    services.append("--accessibility")
                inside = [sys.executable, str(Path(desktop_session.__file__)), *services, "--"]
                command = ["dbus-run-session", "--", *inside, *command]
            if shutil.which("Xvfb") is None or shutil.which("openbox") is None:
                return self._console.show(command, env=home, cwd=ROOT)
            with virtual_screen(home) as env:
                return self._console.show(command, env=env, cwd=ROOT)

    def _name_left_out(self, marker: Marker, missing: Sequence[str]) -> None:
        listed = subprocess.run(
            [*self._pytest(marker.name), "--collect-only", "--no-header", "--verbosity=-1"],
            capture_output=True,
            text=True,
            check=False,
            env=child_environment() | {"QT_QPA_PLATFORM": "offscreen"},
            cwd=ROOT,
        )
        names = [line for line in listed.stdout.splitlines() if "::" in line]
        if names:
            self._console.say(
                f"\nNot run, {marker.name} tests need {', '.join(missing)}:\n  "
                + "\n  ".join(names)
            )

    def _report_option(self, stage: str) -> str:
        return f"--junitxml={self._reports[stage]}"

    def _pytest(self, own_markers: str) -> list[str]:
        markers = both(own_markers, self._markers)
        return [str(venv_python()), "-m", "pytest", "-m", markers, *self._arguments]


@contextmanager
def desktop_home(base: Mapping[str, str] = os.environ) -> Iterator[dict[str, str]]:
    """Variables of a session that shares nothing with the person's own: home, runtime, bus."""
    outer = ("DBUS_", "XDG_", "GNOME_KEYRING", "SSH_AUTH_SOCK", "SESSION_MANAGER", "AT_SPI_")
    env = {
        name: value
        for name, value in child_environment(base).items()
        if not name.startswith(outer) and name not in {"DISPLAY", "WAYLAND_DISPLAY"}
    }
    with tempfile.TemporaryDirectory(
        prefix="nanobanana-home-", ignore_cleanup_errors=True
    ) as folder:
        runtime = Path(folder) / "runtime"
        runtime.mkdir(mode=0o700)
        yield env | {"HOME": folder, "XDG_RUNTIME_DIR": str(runtime)}


def _from_root(argument: str) -> str:
    """Paths are meant from where the person stands, and pytest runs in the project's folder."""
    path = argument.split("::", maxsplit=1)[0]
    if argument.startswith("-") or not path or not Path(path).exists():
        return argument
    return str(Path(path).resolve()) + argument[len(path) :]
