"""Where no window can open the program says why in a sentence and ends with 2."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from PySide6.QtCore import QLibraryInfo

from nanobanana_desktop.platform_trouble import (
    PACKAGES,
    PLUGINS,
    missing_display,
    missing_library,
    plugin_files,
)
from tests.e2e.processes import LIMIT, PROGRAM, without_a_desktop

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="displays and libraries of Linux")


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """A person without a display; nothing speaks for Qt's own choice of a platform."""
    variables = without_a_desktop(tmp_path)
    del variables["QT_QPA_PLATFORM"]
    return variables


def told(env: Mapping[str, str], *arguments: str) -> str:
    """The one line that a start ends with."""
    result = subprocess.run(
        [*PROGRAM, *arguments],
        env=dict(env),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=LIMIT,
        check=False,
    )
    assert (result.returncode, result.stdout) == (2, "")
    assert "Traceback" not in result.stderr
    (line,) = [line for line in result.stderr.splitlines() if not line.startswith("error: XDG")]
    return line


@linux_only
def test_no_display(env: dict[str, str], tmp_path: Path) -> None:
    root = tmp_path / "data"
    line = told(env, "--demo", "--data-dir", str(root))
    assert line.startswith("There is no display: neither DISPLAY nor WAYLAND_DISPLAY is set")
    assert "ssh -X" in line
    assert not root.exists()


@linux_only
@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY"])
def test_display_that_nobody_answers_at(env: dict[str, str], name: str) -> None:
    assert told({**env, name: ":4242"}, "--demo").startswith(
        "The display “:4242” cannot be reached."
    )


@linux_only
def test_platform_that_there_is_not(env: dict[str, str]) -> None:
    line = told({**env, "QT_QPA_PLATFORM": "nonsense"}, "--demo")
    assert line.startswith("No window can open on this system: This application failed to start")


@linux_only
def test_library_that_a_platform_plugin_lacks_is_named(env: dict[str, str], tmp_path: Path) -> None:
    """Qt's own plug-in, which asks for a library under a name that no system has."""
    libraries = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.LibrariesPath))
    lacking = tmp_path / "lacking"
    lacking.mkdir()
    (plugin,) = plugin_files("xcb")
    for file in (plugin, libraries / "libQt6XcbQpa.so.6"):
        content = file.read_bytes().replace(b"libxcb-cursor.so.0", b"libxcb-cursxr.so.0")
        (lacking / file.name).write_bytes(content)
    own = {
        "DISPLAY": ":4242",
        "LD_LIBRARY_PATH": f"{lacking}:{libraries}",
        "QT_QPA_PLATFORM_PLUGIN_PATH": str(lacking),
    }
    line = told({**env, **own}, "--demo")
    assert line == "A library of the system is missing: libxcb-cursxr.so.0."


@linux_only
def test_library_that_qt_itself_lacks_is_named(env: dict[str, str], tmp_path: Path) -> None:
    package = tmp_path / "PySide6"
    package.mkdir()
    lines = "raise ImportError('libEGL.so.1: cannot open shared object file: No such file')"
    (package / "__init__.py").write_text(lines, encoding="utf-8")
    path = f"{tmp_path}:{env['PYTHONPATH']}"
    line = told({**env, "PYTHONPATH": path, "DISPLAY": ":4242"}, "--demo")
    assert line == (
        "A library of the system is missing: libEGL.so.1. Install it with: sudo apt install "
        "libegl1 (Debian, Ubuntu) or sudo dnf install libglvnd-egl (Fedora)."
    )


@linux_only
def test_home_that_cannot_be_written(env: dict[str, str], tmp_path: Path) -> None:
    """Told on the terminal and in a window, which is closed from outside here."""
    home = tmp_path / "home"
    home.write_text("a file in the place of a home", encoding="utf-8")
    own = {**env, "HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(PROGRAM, env=own, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        while "data folder" not in line and line:
            line = process.stderr.readline()
        process.terminate()
    assert line.startswith("The data folder cannot be used.")
    assert str(home) in line


@pytest.mark.parametrize(
    ("environment", "platform", "is_told"),
    [
        ({}, "linux", True),
        ({"DISPLAY": ""}, "linux", True),
        ({"DISPLAY": ":0"}, "linux", False),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", False),
        ({"QT_QPA_PLATFORM": "offscreen"}, "linux", False),
        ({}, "darwin", False),
        ({}, "win32", False),
    ],
)
def test_whether_there_is_a_display(
    environment: dict[str, str], platform: str, is_told: bool
) -> None:
    assert bool(missing_display(environment, platform)) is is_told


def test_other_import_errors_are_not_taken_for_a_missing_library() -> None:
    assert missing_library(ImportError("No module named 'PySide6.QtGui'")) == ""


def test_each_known_library_has_both_packages() -> None:
    assert all(debian and fedora for debian, fedora in PACKAGES.values())


def test_the_plugins_of_this_system_are_found() -> None:
    for name in PLUGINS[sys.platform]:
        assert plugin_files(name), name
    assert plugin_files("nonsense") == []
