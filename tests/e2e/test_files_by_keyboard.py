"""Files on their way out and in, by the keys of a real keyboard, as other programs see them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from nanobanana_desktop.demo.server import DemoServer
from tests.bus import BusServer
from tests.e2e.accessible import accessible_tree
from tests.e2e.conftest import KEY
from tests.e2e.desktop import Window
from tests.e2e.processes import PROGRAM_WITH_KEY, on_this_desktop, pictures, started
from tests.pictures import gradient

# The service draws pictures in a thread, and Qt takes the thread that comes first for its main one.
pytestmark = [pytest.mark.window, pytest.mark.atspi, pytest.mark.usefixtures("qapp")]

FILE_MANAGER = "org.freedesktop.FileManager1"


def pasted(kind: str) -> bytes:
    """What another program gets from the clipboard as this kind; nothing when it is not there."""
    command = ["xclip", "-selection", "clipboard", "-out", "-target", kind]
    return subprocess.run(command, capture_output=True, check=False).stdout


def test_copied_saved_shown_and_added(tmp_path: Path, service: DemoServer) -> None:
    root, copy, boat = tmp_path / "data", tmp_path / "copy.png", tmp_path / "boat.png"
    gradient(64, 48).save(str(boat), "PNG")
    command = [*PROGRAM_WITH_KEY, "--data-dir", str(root), "--base-url", service.base_url]
    with (
        BusServer(os.environ["DBUS_SESSION_BUS_ADDRESS"], FILE_MANAGER) as manager,
        started(command, tmp_path, env=on_this_desktop(), key=KEY) as program,
        accessible_tree(program) as tree,
    ):
        window = Window(program)
        tree.wait_for("text", "Prompt", "focused")
        window.type("a heron")
        window.press("ctrl+Return")
        tree.wait_for("list item", "a heron, Completed, ")
        (file,) = pictures(root)

        window.press("ctrl+f", "Escape", "ctrl+c")
        program.wait_for(lambda: pasted("image/png"), "the picture is on the clipboard")
        assert QImage.fromData(pasted("image/png")) == QImage(str(file))
        assert pasted("text/uri-list").decode().split() == [file.as_uri()]

        window.press("ctrl+s")
        dialog = Window(program, "Save image as")
        dialog.type(str(copy))
        dialog.press("Return")
        program.wait_for(copy.exists, "the copy is there")
        assert copy.read_bytes() == file.read_bytes()
        program.wait_for(lambda: window.is_active, "the dialog is closed")

        window.press("ctrl+shift+e")
        manager.wait_for("ShowItems")
        assert manager.calls == [("ShowItems", ([file.as_uri()], ""))]

        window.press("ctrl+o")
        dialog = Window(program, "Add reference images")
        dialog.type(str(boat))
        dialog.press("Return")
        tree.wait_for("push button", "Reference image 1: boat.png")
        program.wait_for(lambda: window.is_active, "the dialog is closed")
        # Whoever leaves a picture on the clipboard can end the program all the same.
        window.press("ctrl+q")
        assert program.ended() == 0
        assert program.complaints == []
