"""A plain, trusting client of a stand-in, for the tests of the stand-in itself."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx

from nanobanana_desktop.demo.control import DemoControl
from nanobanana_desktop.demo.scenario import PictureFile
from nanobanana_desktop.demo.server import DemoServer

KEY = "Bearer test-key-0001"
LIMIT = 30.0
"""Seconds for what takes milliseconds on a quiet computer."""
PAUSE = 0.002
SMALL = PictureFile(pixels=(96, 64))
"""A picture that is drawn in no time."""


@dataclass(frozen=True)
class Caller:
    server: DemoServer
    http: httpx.Client

    @property
    def control(self) -> DemoControl:
        return self.server.control

    @property
    def create_url(self) -> str:
        return f"{self.server.base_url}/v1/banana/images"

    def query_url(self, task_id: str) -> str:
        return f"{self.server.base_url}/v1/result/{task_id}"

    def create(self, prompt: str = "a quiet sea", **fields: object) -> httpx.Response:
        return self.create_raw(order_body(prompt, **fields))

    def create_raw(self, body: bytes, key: str = KEY) -> httpx.Response:
        headers = {"Content-Type": "application/json"}
        if key:
            headers["Authorization"] = key
        return self.http.post(self.create_url, content=body, headers=headers)

    def query(self, task_id: str, key: str = KEY) -> httpx.Response:
        headers = {"Authorization": key} if key else {}
        return self.http.get(self.query_url(task_id), headers=headers)

    def new_task(self, prompt: str = "a quiet sea", **fields: object) -> str:
        return str(self.create(prompt, **fields).json()["id"])

    def answer(self, task_id: str) -> dict[str, Any]:
        found = self.query(task_id).json()
        assert isinstance(found, dict)
        return found

    def link(self, task_id: str) -> str:
        return str(self.answer(task_id)["image_url"])

    def download(self, url: str) -> httpx.Response:
        return self.http.get(url, headers={"Accept-Encoding": "identity"})


def order_body(prompt: str = "a quiet sea", **fields: object) -> bytes:
    return json.dumps({"model": "nano-banana-pro", "prompt": prompt} | fields).encode()


def send_raw(url: str, method: str = "GET", body: bytes = b"") -> socket.socket:
    """A connection of its own on which one whole request was sent."""
    parts = urlsplit(url)
    assert parts.hostname is not None
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    head = (
        f"{method} {target} HTTP/1.1\r\nHost: {parts.netloc}\r\nAuthorization: {KEY}\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    sock = socket.create_connection((parts.hostname, parts.port or 80), timeout=LIMIT)
    sock.sendall(head.encode() + body)
    return sock


def read_to_end(sock: socket.socket) -> bytes:
    """What comes until the other side closes; raises when it resets."""
    received = b""
    while part := sock.recv(65_536):
        received += part
    return received


def read_exactly(sock: socket.socket, count: int) -> bytes:
    """The next bytes, in however many pieces they come; fewer only at the end."""
    received = b""
    while len(received) < count and (part := sock.recv(count - len(received))):
        received += part
    return received


def read_until(sock: socket.socket, mark: bytes) -> bytes:
    """What comes until `mark` came or the other side closes."""
    received = b""
    while mark not in received and (part := sock.recv(65_536)):
        received += part
    return received


def exchange_raw(url: str, method: str = "GET", body: bytes = b"") -> tuple[bytes, bytes]:
    """Head and rest of the answer as they stood on the wire."""
    with send_raw(url, method, body) as sock:
        head, _, rest = read_to_end(sock).partition(b"\r\n\r\n")
    return head.lower(), rest


def wait_for(condition: Callable[[], object]) -> None:
    """Waits for what another thread brings about, `LIMIT` seconds at most."""
    end = time.monotonic() + LIMIT
    never = threading.Event()
    while not condition():
        assert time.monotonic() < end, "it never came true"
        # Else this thread would keep the other one from its work.
        never.wait(PAUSE)
