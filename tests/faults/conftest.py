"""One stand-in per file, and two proxies before it: one for its service, one for its pictures."""

from __future__ import annotations

import gc
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from nanobanana_desktop.demo.control import DemoControl
from nanobanana_desktop.demo.scenario import PictureFile, Scenario
from nanobanana_desktop.demo.server import DemoServer, DemoSetup
from nanobanana_desktop.demo.state import BASE_PATH
from tests.faults.proxy import HOST, FaultProxy
from tests.faults.room import KEY

SMALL = PictureFile(pixels=(96, 64))
"""A picture that is drawn in no time."""


def small(**parts: Any) -> Scenario:
    """A scenario with such a picture."""
    return Scenario(**({"picture": SMALL} | parts))


class _ProxiedDemo(DemoServer):
    """A stand-in whose links lead through a proxy."""

    def __init__(self, setup: DemoSetup, pictures: FaultProxy) -> None:
        super().__init__(setup)
        self._pictures = pictures

    @property
    def picture_url(self) -> str:
        return f"http://{HOST}:{self._pictures.port}"


@dataclass(frozen=True)
class Line:
    """The way from the program to the stand-in."""

    demo: DemoServer
    service: FaultProxy
    pictures: FaultProxy

    @property
    def base_url(self) -> str:
        return f"http://{HOST}:{self.service.port}{BASE_PATH}"

    @property
    def control(self) -> DemoControl:
        return self.demo.control


@pytest.fixture(autouse=True)
def localhost_has_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also on a machine without a hosts file: the stand-in's other host has that name."""
    real = socket.getaddrinfo

    def resolve(host: Any, *more: Any, **options: Any) -> Any:
        known = host in ("localhost", b"localhost")
        return real("127.0.0.1" if known else host, *more, **options)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)


@pytest.fixture(scope="session", autouse=True)
def _application(qapp: QApplication) -> None:
    """Qt's picture plug-ins complain when no application owns them."""


@pytest.fixture(scope="module", autouse=True)
def _short_collections() -> Iterator[None]:
    """The collection after each test passes over what the imports have left."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture(autouse=True)
def no_windows_left() -> Iterator[None]:
    """No test here opens a window, but each leaves the timers and notifiers of its event loop.

    They must go on this thread. Python collects on whatever thread happens to allocate, also on
    the workers of these tests, and a timer that is destroyed there crashes the process now and
    then.
    """
    gc.collect()
    gc.disable()
    yield
    gc.enable()
    gc.collect()


@pytest.fixture
def figures(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Call with a line of measured figures; it is shown also when the test passes."""
    capture = request.config.pluginmanager.get_plugin("capturemanager")
    reporter = request.config.pluginmanager.get_plugin("terminalreporter")

    def show(text: str) -> None:
        with capture.global_and_fixture_disabled():
            reporter.write_line(f"\n{text}")

    return show


@pytest.fixture(scope="module")
def _running() -> Iterator[Line]:
    with (
        FaultProxy() as service,
        FaultProxy() as pictures,
        _ProxiedDemo(DemoSetup(keys=(KEY,)), pictures) as demo,
    ):
        service.target, pictures.target = demo._ports
        yield Line(demo, service, pictures)


@pytest.fixture
def line(_running: Line) -> Iterator[Line]:
    """The stand-in as new, and both proxies without a fault."""
    # What a program asked at last, in the test before, may not have been read yet.
    _running.demo.drop_connections()
    _running.control.reset()
    _running.control.set_default(small())
    yield _running
    for proxy in (_running.service, _running.pictures):
        proxy.heal()
        proxy.settle()
        proxy.drop()
