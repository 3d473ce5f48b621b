"""The program with a window, ordering `COUNT` times: `child_order.py FOLDER BASE_URL COUNT`.

The last line is a JSON object of lists, in seconds from the click: `painted` (the new row is on the
screen), `intent` (the order is on the disk), `post` (its first byte is about to be written) and
`commits` (what the database took of that).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from unittest.mock import patch

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QWidget

from nanobanana_desktop.api.transport import WireTrace
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.launch import run
from nanobanana_desktop.program import Program
from nanobanana_desktop.secret import Secret
from nanobanana_desktop.storage.database import Database
from nanobanana_desktop.storage.history_store import HistoryStore

PRESS_PAUSE = 0.7
"""Seconds between two presses of Generate that count as two."""
WARM_UP = 3


class Trace(QObject):
    """When each step of the order under way happened for the first time (monotonic seconds)."""

    def __init__(self) -> None:
        super().__init__()
        self.times: dict[str, float] = {}
        self.commits = 0.0
        self.whole = asyncio.Event()

    def note(self, step: str) -> None:
        self.times.setdefault(step, time.monotonic())
        if {"painted", "intent", "post", "refused"} <= self.times.keys():
            self.whole.set()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and "added" in self.times:
            # The painting itself belongs to it.
            QTimer.singleShot(0, lambda: self.note("painted"))
        return False

    def begin(self) -> None:
        self.whole.clear()
        self.commits = 0.0
        self.times = {"click": time.monotonic()}

    def note_change(self, task: GenerationTask) -> None:
        if task.state is TaskState.REFUSED:
            self.note("refused")


def watch(trace: Trace) -> None:
    """Note the commits, the intent and the first byte of each order."""
    commit, intent = Database._in_transaction, HistoryStore.save_intent
    observe = WireTrace.observe

    def timed_commit(self: Database, connection: Any, function: Any) -> Any:
        # In the thread of the database: how busy the window is does not count here.
        started = time.monotonic()
        try:
            return commit(self, connection, function)
        finally:
            if "post" not in trace.times:
                trace.commits += time.monotonic() - started

    async def noted_intent(self: HistoryStore, *arguments: Any, **more: Any) -> bool:
        stored = await intent(self, *arguments, **more)
        trace.note("intent")
        return stored

    async def noted_bytes(self: WireTrace, event: str, info: Mapping[str, Any]) -> None:
        if event == "http11.send_request_headers.started":
            trace.note("post")
        await observe(self, event, info)

    for owner, name, replacement in (
        (Database, "_in_transaction", timed_commit),
        (HistoryStore, "save_intent", noted_intent),
        (WireTrace, "observe", noted_bytes),
    ):
        setattr(owner, name, replacement)


def visible(window: QWidget, kind: type[Any], name: str) -> Any:
    return next(
        widget
        for widget in window.findChildren(kind)
        if widget.isVisible()
        and (widget.accessibleName() or getattr(widget, "text", str)()).startswith(name)
    )


async def order_many(program: Program, trace: Trace, count: int) -> dict[str, list[float]]:
    program.keys.use_without_store(Secret("benchmark"))
    window = program.window.window
    # Wide enough for the history beside the rest.
    window.resize(1600, 900)
    list_view = program.window.history_pane.list
    list_view.viewport().installEventFilter(trace)
    program.tasks.tasks_added.connect(lambda _tasks: trace.note("added"))
    program.tasks.task_changed.connect(trace.note_change)
    prompt = visible(window, QPlainTextEdit, "Prompt")
    result: dict[str, list[float]] = {"painted": [], "intent": [], "post": [], "commits": []}
    for number in range(WARM_UP + count):
        prompt.setPlainText(f"order number {number}")
        await asyncio.sleep(PRESS_PAUSE)
        generate = visible(window, QPushButton, "Generate")
        trace.begin()
        QTest.mouseClick(generate, Qt.MouseButton.LeftButton)
        await trace.whole.wait()
        if number >= WARM_UP:
            for step in ("painted", "intent", "post"):
                result[step].append(trace.times[step] - trace.times["click"])
            result["commits"].append(trace.commits)
    return result


def main() -> int:
    folder, base_url, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    trace = Trace()
    watch(trace)

    async def order_and_quit(self: Program) -> int:
        sys.stdout.write(json.dumps(await order_many(self, trace, count)) + "\n")
        return 0

    options = argparse.Namespace(
        demo=False, data_dir=Path(folder), base_url=base_url, log=None, demo_picture=None
    )
    with patch.object(Program, "run_until_quit", order_and_quit):
        return run(options)


if __name__ == "__main__":
    sys.exit(main())
