"""What launchers are told by the program itself, on a real screen and a real bus."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from nanobanana_desktop.paths import DataPaths
from nanobanana_desktop.services.launcher_progress import APPLICATION
from tests.bus import private_bus
from tests.e2e.desktop import Window
from tests.e2e.processes import PROGRAM, on_this_desktop, started
from tests.services.launcher import Launcher

PARTNER = (sys.executable, str(Path(__file__).with_name("drag_partner.py")))
PROMPT = "a paper boat"


@pytest.mark.window
@pytest.mark.bus
def test_progress_comes_and_goes_and_the_number_is_told_once(tmp_path: Path) -> None:
    command = [*PROGRAM, "--demo", "--data-dir", str(tmp_path / "data")]
    output = tmp_path / "output"
    output.mkdir()
    with private_bus() as address, Launcher(address) as launcher:
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
            launcher.wait(lambda: launcher.progress == [0.0, None])
            launcher.wait(lambda: launcher.numbers == [1])
            # Both are about the same icon.
            assert {update.application for update in launcher.heard} == {APPLICATION}
            # Told by one, and not by Qt as well.
            assert len({update.sender for update in launcher.heard}) == 1
            window.bring_to_front()
            launcher.wait(lambda: launcher.numbers == [1, 0])
            window.press("ctrl+q")
            assert program.ended() == 0
            assert program.complaints == []
            assert launcher.progress[-1] is None
