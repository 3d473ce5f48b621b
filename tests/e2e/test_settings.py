"""Settings in a whole program: what is chosen is in force at once, and can be taken back."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager

import httpx

from nanobanana_desktop.demo.server import DemoServer
from nanobanana_desktop.domain.settings import ProxyChoice, Settings
from nanobanana_desktop.service_connection import connections_through
from nanobanana_desktop.ui.settings_dialog import SettingsDialog
from tests.conftest import LogGuard
from tests.e2e.conftest import Running

Start = Callable[..., AbstractAsyncContextManager[Running]]
WaitUntil = Callable[..., Awaitable[None]]
PROXY = "http://127.0.0.1:7890"


def open_settings(running: Running, page: str) -> SettingsDialog:
    running.program.window.settings_wiring.open_page(page)
    (dialog,) = running.window.findChildren(SettingsDialog)
    return dialog


async def test_proxy_is_in_force_at_once_and_its_password_is_in_no_file(
    start_program: Start, service: DemoServer, wait_until: WaitUntil
) -> None:
    async with start_program(service.base_url) as running:
        news: list[bool] = []
        running.program.proxies.changed.connect(lambda: news.append(True))
        fields = open_settings(running, "advanced").advanced.proxy
        fields.choice_box.setCurrentIndex(2)
        fields.choice_box.activated.emit(2)
        for edit, text in (
            (fields.address_edit, PROXY),
            (fields.user_edit, "ann"),
            (fields.password_edit, "correct horse"),
        ):
            edit.setText(text)
            edit.setModified(True)
            edit.editingFinished.emit()
        connections = connections_through(running.program.proxies.settings)
        used = await connections.proxy_for(httpx.URL("https://service.example/"))
        assert used == "http://ann:correct%20horse@127.0.0.1:7890"
        assert len(news) >= 2
        await wait_until(lambda: "Kept in" in fields.password_line.text())
    assert "127.0.0.1:7890" in running.paths.settings.read_text()
    for file in running.paths.root.rglob("*"):
        assert file.is_dir() or b"correct" not in file.read_bytes(), file
    async with start_program(service.base_url) as running:
        program = running.program
        await wait_until(lambda: "correct" in (program.proxies.settings() or {}).get("all", ""))


async def test_reset_keeps_places_and_holds_and_can_be_undone_until_something_is_chosen(
    start_program: Start, service: DemoServer
) -> None:
    async with start_program(service.base_url) as running:
        settings = running.program.settings
        folder = running.paths.root / "elsewhere"
        folder.mkdir()
        chosen = {"text_size": 130, "proxy": ProxyChoice.NONE, "images_folder": str(folder)}
        settings.change(**chosen, base_url="https://other.example", sending_paused=True)
        before = settings.settings
        page = open_settings(running, "advanced").advanced
        page.reset_button.click()
        assert settings.settings == Settings(
            base_url="https://other.example", images_folder=str(folder), sending_paused=True
        )
        page.reset_button.click()
        assert settings.settings == before
        page.reset_button.click()
        settings.change(concurrency=2)
        assert page.reset_button.text() == "Reset all settings"
        settings.change(sending_paused=False)


async def test_log_ends_and_goes_on_as_chosen(
    start_program: Start, service: DemoServer, log_guard: LogGuard
) -> None:
    log_guard.expected.append(" line")
    log = logging.getLogger("nanobanana_desktop.tests")
    async with start_program(service.base_url) as running:
        running.paths.logs.mkdir(exist_ok=True)
        file = running.paths.logs / "nanobanana.log"
        running.program.settings.change(text_size=115)
        log.warning("first %s", "line")
        box = open_settings(running, "advanced").advanced.log_box
        box.click()
        log.warning("second line")
        box.click()
        log.warning("third line")
        text = file.read_text()
        assert "first line" in text
        assert "second line" not in text
        assert "third line" in text
        assert file.stat().st_mode & 0o077 == 0


async def test_room_of_the_image_folder_is_told(
    start_program: Start, service: DemoServer, wait_until: WaitUntil
) -> None:
    async with start_program(service.base_url) as running:
        page = open_settings(running, "saving").saving
        await wait_until(lambda: page.space_text.endswith(" free there"))
