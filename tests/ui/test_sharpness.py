"""At every scale of the screen: no seams, nothing stretched, lines of whole pixels."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from devtools.layout import ROOT

CHILD = "tests.ui.child_sharpness"


def looked_at(scale: float) -> dict[str, Any]:
    """What the child tells; the scale of a program is chosen before it starts."""
    told = subprocess.run(
        [sys.executable, "-m", CHILD],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=ROOT,
        env=os.environ
        | {
            "QT_SCALE_FACTOR": str(scale),
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONPATH": os.pathsep.join((str(ROOT), str(Path(ROOT, "packaging")))),
        },
    )
    assert told.returncode == 0, told.stderr
    answer: dict[str, Any] = json.loads(told.stdout.splitlines()[-1])
    assert answer["ratio"] == scale
    return answer


@pytest.mark.parametrize("scale", [1.25, 1.5, 1.75, 2.0, 3.0])
def test_the_window_is_sharp(scale: float) -> None:
    told = looked_at(scale)
    assert told["seams"] == {"single": 0, "grid": 0, "offline": 0}
    assert told["blurred"] == []
    thickness = int(scale + 0.5)
    assert len({tuple(line) for line in told["lines"]}) == 1, "one line runs through all panes"
    first, last = told["lines"][0]
    assert last - first + 1 == thickness
