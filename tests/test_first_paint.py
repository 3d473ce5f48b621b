"""What the first paint does not need is loaded after it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from nanobanana_desktop.domain.task import TaskState
from nanobanana_desktop.errors import ErrorCase
from nanobanana_desktop.paths import DataPaths
from nanobanana_desktop.storage.database import Database
from nanobanana_desktop.storage.history_store import HistoryStore
from tests.fakes import make_image, make_task

PROGRAM = """
import argparse, json, os, pathlib, sys, threading
from nanobanana_desktop.launch import run

def on_first_paint():
    threads = [thread.name for thread in threading.enumerate()]
    print(json.dumps([sorted(sys.modules), threads]), flush=True)
    os._exit(0)

folder = pathlib.Path(sys.argv[1])
run(argparse.Namespace(
    demo=False, data_dir=folder, base_url=None, log=None, demo_picture=None
), on_first_paint)
"""
SCREEN = Path(__file__).parent / "benchmarks" / "screen.json"
"""Large enough for the history to be shown."""
OURS = "nanobanana_desktop."
LATE = (
    "api",
    "domain.marks",
    "domain.search_language",
    "later_modules",
    "native_memory",
    "program",
    "services.background",
    "services.thumbnail_line",
    "services.thumbnail_threads",
    "storage.database",
    "storage.history_finder",
    "ui.card_actions",
    "ui.dialogs",
    "ui.error_catalogue",
    "ui.help_dialogs",
    "ui.history.filter_popover",
    "ui.history.filter_tokens",
    "ui.marks",
    "ui.matching",
    "ui.news",
    "ui.palette",
    "ui.settings",
    "ui.shortcuts",
    "ui.stage.compare",
    "ui.stage.grid",
    "ui.task_menu",
    "ui.theme.desktop_look",
    "ui.wiring",
)


@pytest.fixture
async def folder(tmp_path: Path) -> Path:
    """A history with a picture and with trouble in it."""
    paths = DataPaths(tmp_path)
    paths.create()
    database = Database(paths.database)
    await database.open()
    failed = make_task(id="a", state=TaskState.FAILED, error_case=ErrorCase.CONTENT)
    done = make_task(id="b", state=TaskState.DONE, image=make_image())
    await HistoryStore(database).add([failed, done])
    await database.close()
    return tmp_path


def test_the_first_paint_loads_and_starts_only_what_it_shows(folder: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(folder)],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
        env=os.environ | {"QT_QPA_PLATFORM": f"offscreen:configfile={SCREEN}"},
    )
    modules, threads = json.loads(told.stdout.splitlines()[-1])
    late = [OURS + name for name in LATE]
    assert all(find_spec(name) for name in late)
    early = [m for m in modules if any(m == name or m.startswith(f"{name}.") for name in late)]
    assert early == []
    assert threads == ["MainThread"]
