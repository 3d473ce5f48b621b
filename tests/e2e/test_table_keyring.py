"""The row of the table of faults about password stores: the window is up, a key can be given."""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field

import pytest
from keyring.errors import KeyringError, KeyringLocked, NoKeyringError
from PySide6.QtWidgets import QPushButton

from nanobanana_desktop.demo.server import DemoServer
from nanobanana_desktop.storage.credential_store import CredentialStore
from tests.e2e.conftest import KEY, FakeBackend, Running
from tests.e2e.processes import files_with
from tests.e2e.screen import can_generate, has_row, says

Start = Callable[..., AbstractAsyncContextManager[Running]]
WaitUntil = Callable[..., Awaitable[None]]
ExpectedLog = Callable[[str], None]

WRONG_KEY = "sk-test-of-somebody-else-0123456789"
UNAVAILABLE = "The system password store is not available"
PATIENCE = 0.2


@dataclass
class BadBackend(FakeBackend):
    """A password store that raises `error`, or waits for `answers`, whatever is asked."""

    error: KeyringError | None = None
    answers: threading.Event | None = None
    forgets: bool = False
    calls: list[str] = field(default_factory=list)

    def get_password(self, service: str, username: str) -> str | None:
        self._ask("get")
        return super().get_password(service, username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self._ask("set")
        if not self.forgets:
            super().set_password(service, username, password)

    def _ask(self, what: str) -> None:
        self.calls.append(what)
        if self.answers is not None:
            self.answers.wait()
        if self.error is not None:
            raise self.error


def missing() -> BadBackend:
    return BadBackend(error=NoKeyringError("there is none"))


def locked() -> BadBackend:
    return BadBackend(error=KeyringLocked("the person said no"))


def hanging() -> BadBackend:
    return BadBackend(answers=threading.Event())


def null() -> BadBackend:
    return BadBackend(forgets=True)


def with_wrong_key() -> BadBackend:
    return BadBackend(kept={("nanobanana-desktop", "default"): WRONG_KEY})


@pytest.fixture
def backend(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[BadBackend]:
    defaults = CredentialStore.__init__.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(defaults, "time_limit", PATIENCE)
    made: BadBackend = request.param()
    yield made
    if made.answers is not None:
        made.answers.set()


@pytest.mark.parametrize("backend", [missing, locked, hanging, null], indirect=True)
async def test_row_30_without_a_working_store_the_key_is_used_until_quit(
    start_program: Start,
    service: DemoServer,
    backend: BadBackend,
    wait_until: WaitUntil,
    expected_log: ExpectedLog,
) -> None:
    expected_log("the key could not be read")
    expected_log("the key could not be kept")
    async with start_program(service.base_url) as running:
        assert running.window.isVisible()
        await wait_until(lambda: running.shows(QPushButton, "Check and save"))
        await wait_until(lambda: "get" in backend.calls)
        running.type_key(KEY)
        running.click(QPushButton, "Check and save")
        await wait_until(lambda: running.shows(QPushButton, "Use until I quit"))
        await wait_until(lambda: says(running, "The system password store is"))
        running.click(QPushButton, "Use until I quit")
        running.type_prompt("a heron")
        await wait_until(lambda: can_generate(running))
        running.click(QPushButton, "Generate")
        await wait_until(lambda: has_row(running, "Completed"))
    assert backend.kept == {}
    assert files_with(KEY, running.paths.root) == []


@pytest.mark.parametrize("backend", [with_wrong_key], indirect=True)
async def test_row_30_wrong_key_of_the_store_is_told_and_another_can_be_given(
    start_program: Start, service: DemoServer, backend: BadBackend, wait_until: WaitUntil
) -> None:
    async with start_program(service.base_url) as running:
        await wait_until(lambda: running.program.keys.state.usable)
        running.type_prompt("a heron")
        await wait_until(lambda: can_generate(running))
        running.click(QPushButton, "Generate")
        await wait_until(lambda: says(running, "The service did not accept your API key"))
        assert service.control.tasks == {}
        assert not has_row(running, "Failed")
    assert backend.kept == {("nanobanana-desktop", "default"): WRONG_KEY}
    assert files_with(WRONG_KEY, running.paths.root) == []
