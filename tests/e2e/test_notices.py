"""A notice of the desktop from order to click, on a real screen and a real bus."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from nanobanana_desktop.paths import DataPaths
from tests.bus import private_bus
from tests.e2e.desktop import Window
from tests.e2e.processes import PROGRAM, on_this_desktop, started
from tests.services.notice_server import NoticeServer

PARTNER = (sys.executable, str(Path(__file__).with_name("drag_partner.py")))
PROMPT = "a paper boat"


@pytest.mark.window
@pytest.mark.bus
def test_a_picture_that_came_while_another_program_was_used_is_told_and_opened(
    tmp_path: Path,
) -> None:
    command = [*PROGRAM, "--demo", "--data-dir", str(tmp_path / "data")]
    output = tmp_path / "output"
    output.mkdir()
    with private_bus() as address, NoticeServer(address) as server:
        env = on_this_desktop() | {"DBUS_SESSION_BUS_ADDRESS": address}
        with (
            started(command, output, env=env) as program,
            started([*PARTNER, "Other", "10", "10"], output, env=env) as other,
        ):
            window, elsewhere = Window(program), Window(other, "Other")
            window.bring_to_front()
            draft = DataPaths(tmp_path / "data").draft
            window.type(PROMPT)
            program.wait_for(lambda: draft.exists() and PROMPT in draft.read_text(), "it is typed")
            window.press("ctrl+Return")
            program.wait_for(lambda: window.title.startswith(PROMPT), "the order is on screen")
            elsewhere.bring_to_front()
            notice = server.wait_for_title("1 image is ready")
            assert notice[4] == PROMPT
            assert not window.is_active
            server.say("ActionInvoked", "us", 1, "default")
            program.wait_for(lambda: window.is_active, "the click brings the window to the front")
            server.wait_for("CloseNotification")
            window.press("ctrl+q")
            assert program.ended() == 0
            assert program.complaints == []
