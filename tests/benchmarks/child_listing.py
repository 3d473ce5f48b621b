"""COUNT: seconds of what the list and the grid do with so many rows, as the median of some.

The whole listing comes, tasks come and go, all is selected, and an order is another one.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Final

from grid_parts import SIZE, Parts
from PySide6.QtWidgets import QApplication

from nanobanana_desktop.domain.task import TaskState
from tests.ui.fake_history import make_task

TIMES: Final = 20


def took(change: Callable[[], object]) -> float:
    began = time.perf_counter()
    change()
    application.processEvents()
    return time.perf_counter() - began


count = int(sys.argv[1])
application = QApplication([])
parts = Parts(application, count)
parts.model.reload()
views = (parts.list, parts.make_grid())
for view in views:
    view.resize(*SIZE)
    view.show()
application.processEvents()
listing, token = parts.source.listing(), parts.source.token
whole = took(lambda: parts.source.listed.emit(token, listing))
application.processEvents()


def add(number: int) -> None:
    task = make_task(f"new{number}", TaskState.READY, age=-number)
    parts.source.added[task.id] = count + number
    parts.model.task_changed(task)


def finish(number: int) -> None:
    parts.model.task_changed(make_task(f"new{number}", TaskState.DONE, age=-number))


def remove(number: int) -> None:
    parts.model.tasks_removed([f"new{number}"])


told = {"whole": whole}
for name, change in (("add", add), ("finish", finish), ("remove", remove)):
    times = [took(partial(change, number)) for number in range(1, TIMES)]
    told[name] = statistics.median(times)
told["select all"] = took(parts.list.selectAll)
sys.stdout.write(json.dumps(told) + "\n")
