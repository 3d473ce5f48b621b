"""The order of system calls: on the medium first, then over the wire; bytes first, then names."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from nanobanana_desktop.demo.scenario import Scenario
from nanobanana_desktop.demo.server import DemoServer, DemoSetup
from tests.faults.call_log import (
    CallLog,
    id_faults,
    order_faults,
    picture_faults,
    read_log,
    strace_command,
)
from tests.faults.conftest import SMALL
from tests.faults.driver import Job
from tests.faults.machines import ROOT

pytestmark = pytest.mark.strace

LIMIT = 60.0


@dataclass(frozen=True)
class Watched:
    """One order from the first call to the picture, and what is wrong with the order of calls."""

    order: list[str]
    number: list[str]
    picture: list[str]


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Callable[..., Watched]]:
    """`watch(*sabotage)` orders one picture under strace."""
    with DemoServer(DemoSetup(scenario=Scenario(picture=SMALL))) as demo:
        port = urlsplit(demo.base_url).port
        assert port is not None

        def run(*sabotage: str) -> Watched:
            root, output = tmp_path / "data", tmp_path / "strace.txt"
            job = Job(str(root), demo.base_url, ("a boat",), sabotage=sabotage)
            program = [sys.executable, "-m", "tests.faults.driver", json.dumps(asdict(job))]
            done = subprocess.run(
                [*strace_command(output), *program],
                capture_output=True,
                text=True,
                check=False,
                timeout=LIMIT,
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"},
            )
            assert '"end"' in done.stdout, done.stderr
            log = CallLog(read_log(output))
            (remote_id,) = demo.control.tasks
            (picture,) = (root / "images").rglob("*.png")
            return Watched(
                list(order_faults(log, port)),
                list(id_faults(log, remote_id)),
                list(picture_faults(log, picture)),
            )

        yield run


def test_everything_is_on_the_medium_before_it_counts(
    watch: Callable[..., Watched], figures: Callable[[str], None]
) -> None:
    found = watch()
    figures(f"Order of system calls: {found}")
    assert found == Watched([], [], [])


def test_without_syncing_every_check_of_the_order_fails(
    watch: Callable[..., Watched], figures: Callable[[str], None]
) -> None:
    found = watch("no sync")
    figures(f"Order of system calls without fsync: {found}")
    assert found.order == [
        "the intent was not forced to the medium before the connection for the order"
    ]
    assert len(found.number) == 2
    assert found.picture == [
        "the bytes were not forced to the medium before the name was given",
        "the name was not forced to the medium before the row was written",
    ]


def test_without_the_intent_the_check_of_the_order_fails(
    watch: Callable[..., Watched], figures: Callable[[str], None]
) -> None:
    found = watch("no intent")
    figures(f"Order of system calls without intents: {found}")
    assert found.order == ["no intent was written before the connection for the order"]
