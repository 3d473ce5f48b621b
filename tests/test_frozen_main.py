"""What a built program does before the program: its libraries and modules stay its own."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

FROZEN_MAIN = Path(__file__).parents[1] / "packaging" / "frozen_main.py"


@pytest.fixture(scope="module")
def frozen() -> dict[str, Any]:
    return runpy.run_path(str(FROZEN_MAIN))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"LD_LIBRARY_PATH": "ours"}, {}),
        ({"LD_LIBRARY_PATH": "ours:theirs", "LD_LIBRARY_PATH_ORIG": "theirs"}, "theirs"),
        ({"LD_LIBRARY_PATH": "ours:", "LD_LIBRARY_PATH_ORIG": ""}, ""),
        ({}, {}),
    ],
)
def test_programs_that_it_starts_get_the_library_path_of_before(
    frozen: dict[str, Any], before: dict[str, str], after: str | dict[str, str]
) -> None:
    environment = {"HOME": "here", **before}
    frozen["restore_library_path"](environment)
    expected = {"LD_LIBRARY_PATH": after} if isinstance(after, str) else after
    assert environment == {"HOME": "here", **expected}


def test_modules_come_from_the_file_that_runs_where_the_system_names_it(
    frozen: dict[str, Any], tmp_path: Path
) -> None:
    archive = SimpleNamespace(_filename="at its path")
    frozen["read_from_own_file"](archive, tmp_path / "not here")
    assert archive._filename == "at its path"
    frozen["read_from_own_file"](archive)
    if sys.platform == "linux":
        assert Path(archive._filename).samefile(sys.executable)
    else:
        assert archive._filename == "at its path"
