"""One stand-in per test file, as new for each test, and a caller that speaks to it."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import httpx
import pytest
from PySide6.QtWidgets import QApplication

from nanobanana_desktop.demo.scenario import Scenario
from nanobanana_desktop.demo.server import DemoServer
from nanobanana_desktop.demo.tasks import TaskBook
from tests.demo.caller import LIMIT, SMALL, Caller


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
def only_advance_lets_time_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a task stands is up to the test, not to how quickly it asks."""
    monkeypatch.setattr(TaskBook, "now", lambda book: 1_000.0 + book._ahead)


@pytest.fixture(scope="module")
def running() -> Iterator[DemoServer]:
    with DemoServer() as server:
        yield server


@pytest.fixture(scope="session")
def http() -> Iterator[httpx.Client]:
    """A client whose every request has a connection of its own."""
    limits = httpx.Limits(max_keepalive_connections=0)
    with httpx.Client(trust_env=False, timeout=LIMIT, limits=limits) as client:
        yield client


@pytest.fixture
def caller(running: DemoServer, http: httpx.Client) -> Caller:
    control = running.control
    running.drop_connections()
    control.reset()
    control.set_keys(())
    control.set_balance(None)
    control.set_rate_limit(None)
    control.set_default(Scenario(picture=SMALL))
    return Caller(running, http)
