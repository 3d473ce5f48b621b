"""P19: from the click on Generate to the painted row, the intent on disk and the first byte."""

from __future__ import annotations

import json
import socketserver
import sqlite3
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from measuring import ratio_of, run_child_lists, verdict

ORDERS = 25
FRAME = 1 / 60
OWN_TIME = 0.005
"""Seconds that all work besides the commits may take until the first byte leaves."""
COMMITS = 2
"""The order as it waits, and the intent to send it now."""

ANSWER = json.dumps({"message": "缺少必填参数: prompt"}).encode()


class RefusingService(socketserver.BaseRequestHandler):
    """Says no to every order, so that nothing follows from it."""

    def handle(self) -> None:
        request = b""
        while b"\r\n\r\n" not in request or not request.rstrip().endswith(b"}"):
            piece = self.request.recv(65536)
            if not piece:
                return
            request += piece
        head = f"HTTP/1.1 400 Bad Request\r\nContent-Length: {len(ANSWER)}\r\n\r\n"
        self.request.sendall(head.encode() + ANSWER)


def bare_commits(folder: Path, count: int) -> list[float]:
    """Seconds for one durable commit of a row, with nothing else around it."""
    connection = sqlite3.connect(folder / "bare.sqlite", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE rows (number INTEGER PRIMARY KEY, text TEXT)")
    seconds = []
    for number in range(count):
        started = time.monotonic()
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO rows VALUES (?, ?)", (number, "x" * 500))
        connection.execute("COMMIT")
        seconds.append(time.monotonic() - started)
    connection.close()
    return seconds


def shown(name: str, seconds: Sequence[float]) -> None:
    ordered = sorted(seconds)
    high = ordered[int(len(ordered) * 0.95)]
    middle = statistics.median(ordered)
    sys.stdout.write(f"  {name}: median {middle * 1000:.1f} ms, 95 %: {high * 1000:.1f} ms\n")


def main() -> int:
    with (
        socketserver.ThreadingTCPServer(("127.0.0.1", 0), RefusingService) as server,
        tempfile.TemporaryDirectory() as folder,
    ):
        threading.Thread(target=server.serve_forever, daemon=True).start()
        base_url = f"http://127.0.0.1:{server.server_address[1]}"
        bare = bare_commits(Path(folder), ORDERS)
        steps = run_child_lists("child_order.py", folder, base_url, str(ORDERS))
        server.shutdown()
    own = [post - commits for post, commits in zip(steps["post"], steps["commits"], strict=True)]
    limits = [OWN_TIME + COMMITS * commit for commit in bare]
    shown("bare commit", bare)
    shown("click to row painted", steps["painted"])
    shown("click to intent on disk", steps["intent"])
    shown("click to first byte", steps["post"])
    shown("of that the two commits", steps["commits"])
    shown("of that all else", own)
    met = verdict("P19 row painted, in frames", ratio_of([FRAME] * ORDERS, steps["painted"]), 1.0)
    met &= verdict("P19 all but the commits, of 5 ms", ratio_of([OWN_TIME] * ORDERS, own), 1.0)
    verdict("P19 first byte, of 5 ms and two bare commits", ratio_of(limits, steps["post"]), 1.0)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
