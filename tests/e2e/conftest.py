"""The whole program in this process: real window, real files, real sockets."""

from __future__ import annotations

import argparse
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from nanobanana_desktop.demo.server import DemoServer, DemoSetup
from nanobanana_desktop.first_window import FirstWindow
from nanobanana_desktop.log import Redactor, end_file
from nanobanana_desktop.paths import DataPaths
from nanobanana_desktop.program import Program, ProgramParts
from nanobanana_desktop.resources import resource_path
from nanobanana_desktop.storage.credential_backend import PasswordStore, platform_store_kind
from nanobanana_desktop.storage.credential_store import CredentialStore
from nanobanana_desktop.storage.settings_store import SettingsStore
from nanobanana_desktop.ui.i18n import Translations
from nanobanana_desktop.ui.theme.theme import Theme

KEY = "sk-test-0123456789-abcdefghij-canary"
Widget = TypeVar("Widget", bound=QWidget)


@dataclass
class FakeBackend:
    """A password store in memory that outlives the program, as a real one does."""

    kept: dict[tuple[str, str], str] = field(default_factory=dict)

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self.kept.pop((service, username), None)


@dataclass
class Running:
    """A started program and ways to act on its window as a person does."""

    program: Program
    paths: DataPaths

    @property
    def window(self) -> QWidget:
        return self.program.window.window

    def shows(self, kind: type[QWidget], name: str) -> bool:
        return any(w.isVisible() and _name(w, name) for w in self.window.findChildren(kind))

    def find(self, kind: type[Widget], name: str) -> Widget:
        """The visible widget of this kind whose accessible name or text begins with `name`."""
        found = [w for w in self.window.findChildren(kind) if w.isVisible() and _name(w, name)]
        assert found, f"no visible {kind.__name__} named {name!r}"
        return found[0]

    def click(self, kind: type[QWidget], name: str) -> None:
        QTest.mouseClick(self.find(kind, name), Qt.MouseButton.LeftButton)

    def type_prompt(self, text: str) -> None:
        editor = self.find(QPlainTextEdit, "Prompt")
        editor.setFocus()
        QTest.keyClicks(editor, text)

    def type_key(self, key: str) -> None:
        QTest.keyClicks(self.find(QLineEdit, "API key"), key)

    def pictures(self) -> list[Path]:
        return [p for p in self.paths.images.rglob("*") if p.suffix in (".png", ".jpg", ".webp")]


def _name(widget: QWidget, name: str) -> bool:
    text = widget.accessibleName() or getattr(widget, "text", str)()
    return text.replace("&", "").startswith(name)


@pytest.fixture
def backend() -> FakeBackend:
    return FakeBackend()


@pytest.fixture(autouse=True)
def quick_rhythm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nanobanana_desktop.services.rhythm.POLL_INTERVAL", 0.05)


@pytest.fixture(autouse=True)
def lasting_messages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two seconds may be over before a slow machine looks at what is said for so long."""
    monkeypatch.setattr("nanobanana_desktop.ui.widgets.toast.SHORT_SECONDS", 60.0)


@pytest.fixture
def quick_presses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures are made here in less time than lies between two presses of a person."""
    monkeypatch.setattr("nanobanana_desktop.ui.create.send_guard.DOUBLE_PRESS_SECONDS", 0.0)


@pytest.fixture
def service(qapp: QApplication) -> Iterator[DemoServer]:
    # Drawing in the stand-in's thread needs the application to be there first.
    server = DemoServer(DemoSetup(keys=(KEY,)))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def start_program(
    qapp: QApplication, data_root: Path, backend: FakeBackend
) -> Iterator[Callable[..., AbstractAsyncContextManager[Running]]]:
    """`async with start_program(base_url=…) as running:` starts and at the end quits it."""
    style, palette, font = qapp.styleSheet(), qapp.palette(), qapp.font()
    locale = QLocale()

    @asynccontextmanager
    async def start(base_url: str = "", *, demo: bool = False) -> AsyncIterator[Running]:
        paths = DataPaths(data_root)
        paths.create()
        settings_store = SettingsStore(paths.settings)
        translations = Translations(qapp, resource_path("i18n"))
        options = argparse.Namespace(demo=demo, base_url=base_url, data_dir=data_root)
        first = FirstWindow(Theme(qapp), paths, demo=demo)
        first.paint(qapp, None)
        program = Program(
            ProgramParts(
                options=options,
                paths=paths,
                redactor=Redactor(),
                settings_store=settings_store,
                loaded_settings=settings_store.load(),
                translations=translations,
                first=first,
                credentials=CredentialStore(
                    open_store=lambda: PasswordStore(backend, platform_store_kind())
                ),
            )
        )
        try:
            await program.start()
            yield Running(program, paths)
        finally:
            await program.stop()
            end_file()
            for translator in translations._installed:
                qapp.removeTranslator(translator)

    yield start
    qapp.setStyleSheet(style)
    qapp.setPalette(palette)
    qapp.setFont(font)
    QLocale.setDefault(locale)


WaitUntil = Callable[..., Awaitable[None]]
