"""What comes with the HTTP library."""

from __future__ import annotations

import subprocess
import sys


def test_the_library_does_not_load_its_command_line() -> None:
    code = (
        "import sys, nanobanana_desktop.api.client, httpx\n"
        "print(httpx.__version__, *{'click', 'rich', 'pygments'} & sys.modules.keys())"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert len(told) == 1
