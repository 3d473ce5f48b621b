"""Help: news once after an update, diagnostics, licences, the list of keys."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
)
from pytestqt.qtbot import QtBot

from nanobanana_desktop import __version__
from nanobanana_desktop.domain.settings import Settings
from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.resources import licence_paths
from nanobanana_desktop.ui import desktop, dialogs
from nanobanana_desktop.ui.actions import Actions, Command
from nanobanana_desktop.ui.help_dialogs import AboutDialog, NewsDialog
from nanobanana_desktop.ui.news import NEWS, is_news, version_key
from nanobanana_desktop.ui.shortcuts.keymap import keymap
from nanobanana_desktop.ui.shortcuts.shortcut_dialog import ShortcutDialog
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.wiring import help_wiring
from nanobanana_desktop.ui.wiring.help_wiring import HelpWiring
from tests.ui.fake_tasks import FakeClock, FakeSettings

C = Command
ROOT = Path(__file__).parent.parent.parent


class Toast:
    """Notes what is told and what is offered with it."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str]] = []
        self.act: object = None

    def show_message(
        self, text: str, action: str = "", act: object = None, seconds: float | None = None
    ) -> None:
        self.told.append((text, action))
        self.act = act

    def change_text(self, _ticket: object, _text: str) -> bool:
        return False

    def withdraw(self, _ticket: object) -> None:
        """What was told stays noted."""


class Help(QObject):
    """The wiring with everything around it that it needs."""

    def __init__(self, qtbot: QtBot, theme: Theme, **settings: object) -> None:
        super().__init__()
        self.window = QDialog()
        qtbot.addWidget(self.window)
        self.toast = Toast()
        self.window.toast = self.toast
        self.actions = Actions(self)
        self.settings = FakeSettings(**settings)
        self.saved: list[Path] = []
        self.facts: list[object] = []
        self.fails: StorageError | None = None
        self.pages: list[str] = []
        parts = SimpleNamespace(
            panes=SimpleNamespace(window=self.window, theme=theme, actions=self.actions),
            settings=self.settings,
            jobs=SimpleNamespace(start=lambda _name, work: self._run(work)),
            workers=SimpleNamespace(run=self._work),
            clock=FakeClock(0.0),
            logs_folder=Path("/logs"),
            diagnostics=SimpleNamespace(save=self._save),
            translations=SimpleNamespace(language=SimpleNamespace(value="en")),
            demo=False,
        )
        self.wiring = HelpWiring(parts, self.pages.append, self)

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run(work)

    async def _work(self, work: Any, *arguments: object) -> object:
        return work(*arguments)

    async def _save(self, target: Path, facts: object) -> None:
        if self.fails is not None:
            raise self.fails
        self.saved.append(target)
        self.facts.append(facts)

    def dialog(self, name: str) -> QDialog:
        found = [one for one in self.window.findChildren(QDialog) if one.objectName() == name]
        assert len(found) == 1
        return found[0]


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Whatever file is suggested is taken."""
    suggested: list[Path] = []

    def choose(_parent: object, suggestion: Path, on_chosen: Any) -> None:
        suggested.append(suggestion)
        on_chosen(suggestion)

    monkeypatch.setattr(dialogs, "save_archive_as", choose)
    return suggested


# -- news ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("version", "seen", "told"),
    [
        ("0.2.0", "0.1.0", True),
        ("0.10.0", "0.9.0", True),
        ("0.1.0", "0.1.0", False),
        ("0.1.0", "0.2.0", False),
        ("0.1.0", "", False),
        ("0.1.0", "nonsense", True),
        ("0.1.0", "0.1", False),
        ("0.1", "0.1.0", False),
    ],
)
def test_who_updated_is_told_once(version: str, seen: str, told: bool) -> None:
    assert is_news(version, seen) is told


def test_odd_versions_can_be_compared() -> None:
    assert version_key("1.x.3") == (1, 0, 3)
    assert version_key("0.0") == ()


def test_every_version_of_the_changelog_has_its_news() -> None:
    headings = [
        line.split()[1]
        for line in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("## ")
    ]
    assert [version for version, _ in NEWS] == headings
    assert NEWS[0][0] == __version__
    assert all(3 <= len(texts) <= 8 for _, texts in NEWS)


def test_after_an_update_a_line_leads_to_the_news_and_is_not_shown_again(
    qtbot: QtBot, theme: Theme
) -> None:
    help_ = Help(qtbot, theme, seen_version="0.0.9")
    help_.wiring.tell_news()
    help_.wiring.tell_news()
    assert help_.toast.told == [(f"Updated to version {__version__}.", "What's new")]
    assert help_.settings.settings.seen_version == __version__
    help_.toast.act()
    assert not help_.dialog("news dialog").isModal()


def test_the_first_start_and_an_older_program_say_nothing(qtbot: QtBot, theme: Theme) -> None:
    for seen, kept in (("", __version__), ("99.0", "99.0")):
        help_ = Help(qtbot, theme, seen_version=seen)
        help_.wiring.tell_news()
        assert help_.toast.told == []
        assert help_.settings.settings.seen_version == kept


def test_the_news_can_be_read(qtbot: QtBot, theme: Theme) -> None:
    host = QDialog()
    qtbot.addWidget(host)
    dialog = NewsDialog(theme, host)
    texts = [label.text() for label in dialog.findChildren(QLabel)]
    assert f"Version {NEWS[0][0]}" in texts
    assert set(NEWS[0][1]) <= set(texts)
    assert all(
        label.textFormat() is Qt.TextFormat.PlainText for label in dialog.findChildren(QLabel)
    )


# -- diagnostics ---------------------------------------------------------------------------------


def test_the_news_are_scrolled_by_keys_and_no_stop_of_their_own(qtbot: QtBot, theme: Theme) -> None:
    host = QDialog()
    qtbot.addWidget(host)
    dialog = NewsDialog(theme, host)
    dialog.show()
    dialog.activateWindow()
    dialog.setFixedHeight(200)
    (notes,) = dialog.findChildren(QScrollArea)
    (close,) = dialog.findChildren(QPushButton)
    bar = notes.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0 and close.hasFocus())
    QTest.keyClick(close, Qt.Key.Key_Down)
    assert 0 < bar.value() < bar.maximum()
    QTest.keyClick(close, Qt.Key.Key_End)
    assert bar.value() == bar.maximum()
    QTest.keyClick(close, Qt.Key.Key_PageUp)
    assert bar.value() < bar.maximum()
    QTest.keyClick(close, Qt.Key.Key_Tab)
    assert close.hasFocus()


def test_diagnostics_are_saved_where_the_person_says(
    qtbot: QtBot, theme: Theme, chosen: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[Path] = []
    monkeypatch.setattr(desktop, "show_in_folder", shown.append)
    help_ = Help(qtbot, theme)
    help_.actions[C.SAVE_DIAGNOSTICS].trigger()
    assert help_.saved == chosen
    assert chosen[0].name.startswith("nanobanana-diagnostics-1970")
    assert chosen[0].suffix == ".zip"
    text, action = help_.toast.told[0]
    assert chosen[0].name in text
    assert action == "Show in folder"
    help_.toast.act()
    assert shown == chosen
    assert help_.facts[0]["screens"]


def test_a_full_disk_is_told(qtbot: QtBot, theme: Theme, chosen: list[Path]) -> None:
    help_ = Help(qtbot, theme)
    help_.fails = StorageError(ErrorCase.DISK_FULL, "full", folder="/", volume="/", size=1, free=0)
    help_.actions[C.SAVE_DIAGNOSTICS].trigger()
    assert len(chosen) == 1
    assert help_.saved == []
    assert len(help_.toast.told) == 1
    assert "saved" not in help_.toast.told[0][0]


def test_problems_are_reported_on_the_page_that_is_known_else_by_a_file(
    qtbot: QtBot, theme: Theme, chosen: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(desktop, "open_link", opened.append)
    help_ = Help(qtbot, theme)
    for page in ("https://issues.example", ""):
        monkeypatch.setattr(desktop, "issue_page", lambda page=page: page)
        help_.actions[C.REPORT_PROBLEM].trigger()
    assert opened == ["https://issues.example"]
    assert help_.saved == chosen
    assert len(chosen) == 1


@pytest.mark.parametrize(
    ("pages", "found"),
    [
        (["Homepage, https://a.example", "Issues, https://b.example"], "https://b.example"),
        (["Bug Tracker, https://c.example"], "https://c.example"),
        (["Homepage, https://a.example"], ""),
        (None, ""),
    ],
)
def test_the_page_for_problems_comes_from_the_package(
    monkeypatch: pytest.MonkeyPatch, pages: list[str] | None, found: str
) -> None:
    known = SimpleNamespace(get_all=lambda _name: pages)
    monkeypatch.setattr("importlib.metadata.metadata", lambda _name: known)
    assert desktop.issue_page() == found


# -- about ---------------------------------------------------------------------------------------


def test_licences_are_shown_with_those_of_the_icons(qtbot: QtBot, theme: Theme) -> None:
    assert licence_paths()[-1].is_file()
    help_ = Help(qtbot, theme)
    help_.actions[C.ABOUT].trigger()
    about = help_.dialog("about dialog")
    assert isinstance(about, AboutDialog)
    button = next(b for b in about.findChildren(QPushButton) if b.text() == "Licences")
    button.click()
    text = help_.dialog("licences dialog").findChild(QPlainTextEdit)
    assert "Lucide" in text.toPlainText()
    assert "PySide6" in text.toPlainText()
    assert text.accessibleName() == "Licences"


def test_licences_are_read_without_marks() -> None:
    text = "# Title\n\nBy `us`.\n\n| Package | Licence |\n|---|:-:|\n| a, b | MIT |\nISC License"
    assert help_wiring.without_markdown(text) == (
        "Title\n\nBy us.\n\n• Package: Licence\n• a, b: MIT\nISC License"
    )


def test_a_missing_licence_file_is_no_trouble(
    qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "one.txt").write_text("one")
    monkeypatch.setattr(
        help_wiring, "licence_paths", lambda: (tmp_path / "gone.md", tmp_path / "one.txt")
    )
    help_ = Help(qtbot, theme)
    help_.actions[C.ABOUT].trigger()
    help_.dialog("about dialog").licences_requested.emit()
    text = help_.dialog("licences dialog").findChild(QPlainTextEdit)
    assert text.toPlainText() == "one"


# -- keys ----------------------------------------------------------------------------------------


def test_the_list_of_keys_is_searched_and_leads_to_the_settings(qtbot: QtBot, theme: Theme) -> None:
    help_ = Help(qtbot, theme)
    help_.actions[C.SHORTCUTS].trigger()
    dialog = help_.dialog("shortcut dialog")
    assert isinstance(dialog, ShortcutDialog)
    assert not dialog.isModal()
    QTest.keyClicks(dialog.filter, "f11")
    assert dialog.list.current is C.FULL_SCREEN
    help_.actions.use_keys(keymap({"grid": ("Ctrl+G",)}))
    dialog.filter.setText("ctrl+g")
    assert dialog.list.current is C.GRID
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    assert help_.pages == ["shortcuts"]
    assert not dialog.isVisible()
    QApplication.processEvents()
    assert Settings().shortcuts == {}
