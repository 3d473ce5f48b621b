"""Questions of the program, from its plan to the history that needs no change.

ADDRESS QUESTIONS; prints seconds of processor time per question, and the HTTP clients made.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from typing import Any, ClassVar

import httpx

from nanobanana_desktop.api.client import ApiClient
from nanobanana_desktop.domain.answers import RemoteTask
from nanobanana_desktop.secret import Secret
from tests.services.polling_world import PollingWorld

TASKS = 50


class CountedClient(httpx.AsyncClient):
    made: ClassVar[list[CountedClient]] = []

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.made.append(self)


async def main(address: str, questions: int) -> float:
    client = ApiClient(address, lambda: Secret("key"))
    world = PollingWorld()
    asked = 0

    async def query_task(remote_id: str) -> RemoteTask:
        nonlocal asked
        asked += 1
        return await client.query_task(remote_id)

    world.service.query_task = query_task
    await world.add(TASKS)
    await world.run(4.0)
    before, asked = time.process_time(), 0
    while asked < questions:
        await world.run(1.0)
    seconds = (time.process_time() - before) / asked
    await world.jobs.close()
    await client.aclose()
    return seconds


httpx.AsyncClient = CountedClient
seconds = asyncio.run(main(sys.argv[1], int(sys.argv[2])))
sys.stdout.write(json.dumps({"seconds": seconds, "clients": len(CountedClient.made)}) + "\n")
