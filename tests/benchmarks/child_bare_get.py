"""The floor of a question: keep-alive GETs of httpx alone.

ADDRESS QUESTIONS; prints seconds of processor time per GET.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time

import httpx


async def main(address: str, questions: int) -> float:
    async with httpx.AsyncClient(trust_env=False) as client:
        for number in range(questions + 50):
            if number == 50:
                before = time.process_time()
            answer = await client.get(f"{address}/v1/result/r{number % 50}")
            answer.json()
        return (time.process_time() - before) / questions


seconds = asyncio.run(main(sys.argv[1], int(sys.argv[2])))
sys.stdout.write(json.dumps({"seconds": seconds}) + "\n")
