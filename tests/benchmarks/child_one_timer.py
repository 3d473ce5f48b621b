"""The floor for waiting: 50 tasks behind one Qt timer, each a bare GET of httpx every 3 s.

ADDRESS SECONDS; prints wake-ups and processor time per second.
"""

from __future__ import annotations

import asyncio
import sys

import httpx
from measuring import report_idle
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
from qasync import QEventLoop

TASKS = 50
INTERVAL = 3.0
TICK = 0.25


async def main(address: str, seconds: float) -> None:
    loop = asyncio.get_running_loop()
    window = QMainWindow()
    window.show()
    timer = QTimer()
    timer.setSingleShot(True)
    timer.setTimerType(Qt.TimerType.CoarseTimer)
    now = loop.time()
    due = {number: now + INTERVAL * number / TASKS for number in range(TASKS)}
    running: set[asyncio.Task[None]] = set()
    at_once = asyncio.Semaphore(4)

    async with httpx.AsyncClient(trust_env=False) as client:

        async def ask(number: int) -> None:
            async with at_once:
                (await client.get(f"{address}/v1/result/r{number}")).json()
            due[number] = loop.time() + INTERVAL
            arm()

        def arm() -> None:
            timer.start(max(0, round((min(due.values()) - loop.time()) * 1000)))

        def on_timeout() -> None:
            limit = loop.time() + TICK
            for number in [each for each, at in due.items() if at <= limit]:
                due[number] = loop.time() + INTERVAL
                task = loop.create_task(ask(number))
                running.add(task)
                task.add_done_callback(running.discard)
            arm()

        timer.timeout.connect(on_timeout)
        arm()
        await report_idle(seconds)
        timer.stop()
        await asyncio.gather(*running)


application = QApplication([])
with asyncio.Runner(loop_factory=lambda: QEventLoop(application)) as runner:
    runner.run(main(sys.argv[1], float(sys.argv[2])))
