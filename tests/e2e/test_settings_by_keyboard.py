"""Every setting of every page is found with Tab and changed by keys; nothing else is pressed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from nanobanana_desktop import __version__
from nanobanana_desktop.demo.server import DemoServer
from nanobanana_desktop.domain.settings import (
    Contrast,
    Language,
    Motion,
    ProxyChoice,
    Settings,
    ThemeMode,
)
from nanobanana_desktop.domain.updates import Update
from nanobanana_desktop.ui.settings_dialog import PAGE_NAMES
from tests.e2e.conftest import KEY, FakeBackend
from tests.e2e.hands import CTRL, Hands, Key, Start, WaitUntil, at_work

NOT_ON_A_PAGE = {
    # Of the form, the line, the dialogs that are remembered, and of what was told once.
    "custom_models",
    "sending_paused",
    "orders_held",
    "former_images_folders",
    "gone_images_folders",
    "save_folder",
    "reference_folder",
    "export_folder",
    "export_template",
    "export_format",
    "export_quality",
    "export_details",
    "export_zip",
    "export_list",
    "run_again_note_seen",
    "seen_version",
    "updates_checked_on",
    "key_saved_on",
    "skipped_version",
}

Keys = tuple[Qt.Key, ...]
DOWN: Keys = (Key.Key_Down,)
SPACE: Keys = (Key.Key_Space,)

CHOICES: dict[str, tuple[tuple[str, Keys, str, object], ...]] = {
    "notifications": (
        ("When images are ready", SPACE, "notify_ready", False),
        ("When a task fails", SPACE, "notify_failed", False),
    ),
    "advanced": (
        ("Tasks at the same time", DOWN, "concurrency", 5),
        ("Undo send", DOWN, "undo_send_seconds", 3),
        ("Keep the computer awake", SPACE, "keep_awake", True),
        ("Ask before quitting", SPACE, "quit_note_seen", True),
        ("Proxy", DOWN * 2, "proxy", ProxyChoice.CUSTOM),
        ("Keep a log", SPACE, "keep_log", False),
        ("Look for a newer version", SPACE, "check_updates", False),
    ),
    "saving": (("Write a small file", SPACE, "sidecars", False),),
    "appearance": (
        ("System", (Key.Key_Right,), "theme", ThemeMode.LIGHT),
        ("Contrast", DOWN, "contrast", Contrast.STANDARD),
        ("Text size", DOWN, "text_size", 115),
        ("Motion", DOWN, "motion", Motion.REDUCED),
        ("Single-key shortcuts", SPACE, "single_key_shortcuts", False),
        ("Show new images", SPACE, "show_new_images", False),
    ),
}
"""By page: the name of the control, the keys there, and the setting that then has this value."""
WRITTEN = (
    ("Address of the proxy", "proxy_address", "http://127.0.0.1:7890"),
    ("User name", "proxy_user", "ann"),
    ("Reached directly", "proxy_exceptions", "intranet.example"),
)


@pytest.fixture(autouse=True)
def key_kept(backend: FakeBackend) -> None:
    backend.set_password("nanobanana-desktop", "default", KEY)


class SettingsByKeys:
    """The dialog; `changed` are the settings that were other ones before a key."""

    def __init__(self, hands: Hands, wait_until: WaitUntil) -> None:
        self._hands = hands
        self._wait_until = wait_until
        self.changed: set[str] = set()

    @property
    def now(self) -> Settings:
        return self._hands.running.program.settings.settings

    async def open(self) -> None:
        await self._hands.press(Key.Key_Comma, modifier=CTRL)
        await self._wait_until(lambda: self._hands.is_at("Settings pages"))

    async def go_to(self, page: str) -> None:
        await self._hands.tab_to("Settings pages")
        await self._hands.press(Key.Key_Home, *DOWN * PAGE_NAMES.index(page))

    @contextmanager
    def changes(self, name: str, value: object) -> Iterator[None]:
        before = getattr(self.now, name)
        yield
        assert (name, getattr(self.now, name)) == (name, value) != (name, before)
        self.changed.add(name)


async def no_news() -> Update:
    """What the page of newer versions says."""
    return Update(__version__, date(2026, 11, 23), {}, "https://example.test/")


async def test_every_setting_is_changed_by_keys(
    start_program: Start,
    service: DemoServer,
    wait_until: WaitUntil,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("nanobanana_desktop.program.feed_reader", lambda *_parts: no_news)
    folder = tmp_path / "pictures"
    folder.mkdir()
    async with at_work(start_program(base_url=service.base_url), wait_until) as hands:
        settings = SettingsByKeys(hands, wait_until)
        await settings.open()
        for page, choices in CHOICES.items():
            await settings.go_to(page)
            for control, keys, name, value in choices:
                await hands.tab_to(control)
                with settings.changes(name, value):
                    await hands.press(*keys)

        await settings.go_to("advanced")
        for control, name, text in WRITTEN:
            await hands.tab_to(control)
            with settings.changes(name, text):
                await hands.type(text)
                await hands.press(Key.Key_Tab)

        await settings.go_to("saving")
        await hands.tab_to("Pattern for file names")
        with settings.changes("picture_names", "{date}/{prompt:40}"):
            await hands.type("{date}/{prompt:40}")
            await hands.press(Key.Key_Tab)
        await hands.tab_to("Change…")
        await hands.press(*SPACE)
        with settings.changes("images_folder", str(folder)):
            await hands.type(str(folder))
            await hands.press(Key.Key_Return)
            await wait_until(lambda: settings.now.images_folder)
        await hands.come_back("settings dialog")

        await settings.go_to("shortcuts")
        await hands.tab_to("Search commands")
        await hands.type("Reset layout")
        await hands.press(*DOWN)
        assert hands.name == "Shortcuts"
        with settings.changes("shortcuts", {"reset_layout": ("F9",)}):
            await hands.press(Key.Key_Return)
            assert hands.name == "New key"
            await hands.press(Key.Key_F9)

        # Last, as everything has another name afterwards.
        await settings.go_to("appearance")
        await hands.tab_to("Language")
        with settings.changes("language", Language.CHINESE):
            await hands.press(*DOWN * 2)
        assert hands.name == "语言"
        await hands.press(Key.Key_Escape)
        await hands.come_back()
        assert hands.name == "提示词"
    names = {field.name for field in fields(Settings)}
    assert settings.changed == names - NOT_ON_A_PAGE - {"base_url"}


async def test_the_address_of_the_service_and_the_key_are_changed_by_keys(
    start_program: Start, service: DemoServer, wait_until: WaitUntil, backend: FakeBackend
) -> None:
    async with at_work(start_program(), wait_until) as hands:
        settings = SettingsByKeys(hands, wait_until)
        await settings.open()
        await settings.go_to("account")
        await hands.tab_to("Service address")
        with settings.changes("base_url", service.base_url):
            await hands.press(Key.Key_A, modifier=CTRL)
            await hands.type(service.base_url)
            await hands.press(Key.Key_Tab)
        backend.kept.clear()
        await hands.tab_to("API key")
        await hands.type(KEY)
        await hands.press(Key.Key_Return)
        await wait_until(lambda: backend.kept)
        await hands.tab_to("Remove key…")
        await hands.press(*SPACE)
        await wait_until(lambda: hands.is_at("Cancel"))
        await hands.tab_to("Remove key")
        await hands.press(*SPACE)
        await wait_until(lambda: not backend.kept)
