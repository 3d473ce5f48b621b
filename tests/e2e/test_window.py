"""The program in a real window with a window manager, a keyboard and a Secret Service."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from nanobanana_desktop.demo.server import DemoServer
from tests.e2e.accessible import accessible_tree
from tests.e2e.conftest import KEY
from tests.e2e.desktop import Window, clipboard
from tests.e2e.processes import (
    PROGRAM,
    files_with,
    on_this_desktop,
    pictures,
    started,
)

# The service draws pictures in a thread, and Qt takes the thread that comes first for its main one.
pytestmark = pytest.mark.usefixtures("qapp")

PROMPT = "a paper boat on a rain puddle"


@pytest.fixture
def output(tmp_path: Path) -> Path:
    folder = tmp_path / "output"
    folder.mkdir()
    return folder


def secret_service(command: str, key: str = "") -> str:
    """`get`, `set` or `del` the key of the first profile; what was printed."""
    backend = "keyring.backends.SecretService.Keyring"
    result = subprocess.run(
        [sys.executable, "-m", "keyring", "-b", backend, command, "nanobanana-desktop", "default"],
        input=key,
        capture_output=True,
        text=True,
        check=False,
    )
    return result.stdout.strip()


@pytest.fixture
def empty_secret_service() -> Iterator[None]:
    assert secret_service("get") == "", "somebody's own password store: see `dev.py test`"
    yield
    secret_service("del")


@pytest.mark.window
@pytest.mark.keyring
@pytest.mark.atspi
@pytest.mark.usefixtures("empty_secret_service")
def test_from_a_pasted_key_to_a_picture_that_is_there_offline(
    tmp_path: Path, output: Path, service: DemoServer
) -> None:
    root = tmp_path / "data"
    command = [*PROGRAM, "--data-dir", str(root), "--base-url", service.base_url, "--log", "DEBUG"]
    with started(command, output, env=on_this_desktop()) as program:
        window = Window(program)
        with accessible_tree(program) as tree:
            tree.wait_for("password text", "API key", "focused")
            tree.wait_for("push button", "Check and save")
            with clipboard(f"  {KEY}\n"):
                window.press("ctrl+v", "Return")
                tree.wait_for("text", "Prompt", "focused")
            assert secret_service("get") == KEY
            window.type(PROMPT)
            window.press("ctrl+Return")
            tree.wait_for("list item", f"{PROMPT}, Completed, ")
        (picture,) = pictures(root)
        title = f"{PROMPT} - NanoBanana Desktop"
        program.wait_for(lambda: window.title == title, "the title names the picture")
        window.press("alt+F4")
        assert program.ended() == 0
    assert service.control.creates == 1
    assert files_with(KEY, root, output) == []
    service.stop()

    with started(command, output, env=on_this_desktop()) as program:
        window = Window(program)
        with accessible_tree(program) as tree:
            tree.wait_for("list item", f"{PROMPT}, Completed, ")
            assert tree.find("password text", "API key") is None
            window.press("ctrl+f", "Escape", "Escape")
            tree.wait_for("image", PROMPT)
            tree.wait_for("push button", "Save as…")
            program.wait_for(lambda: window.title == title, "the title names the picture")
        window.press("ctrl+q")
        assert program.ended() == 0
    assert pictures(root) == [picture]
    assert files_with(KEY, root, output) == []


@pytest.mark.keyring
@pytest.mark.atspi
@pytest.mark.usefixtures("empty_secret_service")
def test_demo_leaves_the_kept_key_alone(tmp_path: Path, output: Path) -> None:
    secret_service("set", KEY)
    assert secret_service("get") == KEY
    command = [*PROGRAM, "--demo", "--data-dir", str(tmp_path / "data")]
    with (
        started(command, output, env=on_this_desktop()) as program,
        accessible_tree(program) as tree,
    ):
        tree.choose_menu_item("Settings…")
        check = tree.wait_for("push button", "Check and save")
        if "enabled" in check.states:
            tree.write("API key", "sk-only-for-the-demo", role="password text")
            tree.press("push button", "Check and save")
            tree.wait_for("push button", "Check and save", "enabled")
            assert secret_service("get") == KEY
        remove = tree.find("push button", "Remove key…")
        if remove is not None and "enabled" in remove.states:
            tree.press("push button", "Remove key…")
            tree.press("push button", "Remove key")
            tree.wait_for("label", "Add an API key to generate images.")
        program.process.terminate()
        assert program.ended() == 0
    assert secret_service("get") == KEY


@pytest.mark.window
def test_second_copy_brings_the_minimised_window_back(tmp_path: Path, output: Path) -> None:
    command = [*PROGRAM, "--demo", "--data-dir", str(tmp_path / "data")]
    with started(command, output, env=on_this_desktop()) as first:
        window = Window(first)
        window.minimise()
        with started(command, output, env=on_this_desktop()) as second:
            assert second.ended() == 0
        first.wait_for(lambda: window.is_visible and window.is_active, "the window is back")
        window.press("alt+F4")
        assert first.ended() == 0
