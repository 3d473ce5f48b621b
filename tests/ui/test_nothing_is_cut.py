"""No text of the window is cut or covered: in every state, language and size of text."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QRect
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.history_query import HistoryFilter
from nanobanana_desktop.ui.history.bin_bar import BinBar
from nanobanana_desktop.ui.settings_dialog import PAGE_NAMES
from nanobanana_desktop.ui.theme.theme import Theme
from tests.ui.cut_texts import cut_texts, screen_of, watched_painting
from tests.ui.fake_history import NOON
from tests.ui.live_surfaces import SURFACES, open_surface
from tests.ui.scene_story import FINISHED, OTHER, PROMPTS
from tests.ui.scenes import ALL, PSEUDO, Look, opened

LOOKS = [
    Look("light", language, scale)
    for language, scale in itertools.product(("en", "zh_CN", PSEUDO), (90, 100, 150))
]
OPEN_ENDED = [
    # Prompts are as long as people write them.
    *(prompt for prompts in PROMPTS.values() for prompt in prompts),
    # Below a picture: the tooltip and the details have all of it.
    r"\W*Nano Banana Pro\W.*",
]
NOT_LONGER = [
    # What a row says is 22 letters at the most in a real language, and the tooltip has all of it.
    r"\[Content not allowed .*",
    r"\[2 in progress, 1 queued .*",
]
"""Cut only in the language that is made to be too long."""


def is_open_ended(text: str, look: Look) -> bool:
    allowed = [*OPEN_ENDED, *NOT_LONGER] if look.language == PSEUDO else OPEN_ENDED
    return any(text in pattern or re.fullmatch(pattern, text) for pattern in allowed)


@pytest.mark.parametrize("look", LOOKS, ids=str)
@pytest.mark.parametrize("name", ALL)
def test_nothing_is_cut(qapp: QApplication, name: str, look: Look) -> None:
    with watched_painting() as painted, opened(qapp, name, look) as scene:
        # What is laid out on the way to the state is not seen.
        painted.clear()
        scene.shown.grab()
        faults = cut_texts(scene.shown)
        shortened = [text for text, _ in painted if not is_open_ended(text, look)]
    assert faults == []
    assert shortened == []


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_no_page_of_the_settings_is_cut(qapp: QApplication, look: Look) -> None:
    with watched_painting() as painted, opened(qapp, "settings", look) as scene:
        faults = {}
        for page in PAGE_NAMES:
            scene.shown.open_page(page)
            scene.settle()
            painted.clear()
            scene.shown.grab()
            faults[page] = [*cut_texts(scene.shown), *(text for text, _ in painted)]
    assert {page: each for page, each in faults.items() if each} == {}


@pytest.mark.parametrize("look", LOOKS, ids=str)
@pytest.mark.parametrize("name", SURFACES)
def test_no_dialog_and_no_box_is_cut(qapp: QApplication, name: str, look: Look) -> None:
    with watched_painting() as painted, opened(qapp, "single", look) as scene:
        dialog = open_surface(name, scene)
        painted.clear()
        dialog.grab()
        faults = cut_texts(dialog)
        shortened = [text for text, _ in painted if not is_open_ended(text, look)]
        dialog.hide()
    assert faults == []
    assert shortened == []


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_bin_and_what_can_be_done_with_it_are_not_cut(qapp: QApplication, look: Look) -> None:
    with watched_painting() as painted, opened(qapp, "single", look) as scene:
        # Where there is room for the history beside the rest with large text, too.
        scene.panes.window.resize(1900, 1000)
        history = scene.panes.history
        for task_id in (FINISHED, OTHER):
            scene.source.put(replace(scene.task(task_id), trashed_at=NOON))
        history.filters.set_value(HistoryFilter.TRASH)
        scene.settle()
        (bar,) = history.findChildren(BinBar)
        shown = bar.isVisible()
        painted.clear()
        scene.shown.grab()
        faults = cut_texts(scene.shown)
        shortened = [text for text, _ in painted if not is_open_ended(text, look)]
    assert shown
    assert faults == []
    assert shortened == []


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_what_is_told_below_is_not_cut(qapp: QApplication, look: Look) -> None:
    with opened(qapp, "single", look) as scene:
        toast = scene.panes.window.toast
        faults = []
        for context, text, word in TOLD:
            words = [QCoreApplication.translate(context, each) for each in (text, word)]
            toast.show_message(words[0].format(version="10.11.12"), words[1])
            scene.settle()
            toast.grab()
            faults += cut_texts(toast)
    assert faults == []


TOLD = [
    ("UpdateWiring", "Version {version} is available.", "What's new"),
    ("UpdateWiring", "Looking for a newer version once your tasks are done.", ""),
    ("UpdateWiring", "Whether there is a newer version could not be found out. Try later.", ""),
]


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_every_menu_fits_on_a_small_screen(qapp: QApplication, look: Look) -> None:
    with opened(qapp, "single", look) as scene:
        menus = scene.panes.window.menuBar().findChildren(QMenu)
        sizes = {menu.title(): menu.sizeHint().toTuple() for menu in menus}
    assert len(sizes) >= 5
    assert [title for title, (width, _height) in sizes.items() if width > 1280] == []


# -- the finder finds ----------------------------------------------------------------------------


@pytest.fixture
def host(qtbot: QtBot, theme: Theme) -> QWidget:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(400, 200)
    return host


def found(host: QWidget) -> list[str]:
    host.show()
    QApplication.processEvents()
    return [fault.partition(":")[0] for fault in cut_texts(host)]


def test_a_whole_text_is_none(host: QWidget) -> None:
    row = QHBoxLayout(host)
    row.addWidget(QLabel("Whole"))
    row.addWidget(QPushButton("Press"))
    assert found(host) == []
    assert screen_of(host).width() > 0


@pytest.mark.parametrize("kind", [QLabel, QPushButton])
def test_a_text_wider_than_its_widget_is_found(host: QWidget, kind: type[QWidget]) -> None:
    kind("Far too long for this", host).setGeometry(10, 10, 40, 30)
    assert found(host) == ["cut"]


def test_lines_without_room_are_found(host: QWidget) -> None:
    label = QLabel("Several words that need lines " * 6, host)
    label.setWordWrap(True)
    label.setGeometry(10, 10, 200, 20)
    assert found(host) == ["cut"]


def test_what_lies_outside_is_found(host: QWidget) -> None:
    button = QPushButton("Out", host)
    button.setGeometry(QRect(QPoint(380, 10), button.sizeHint()))
    assert found(host) == ["outside"]


def test_what_lies_on_each_other_is_found(host: QWidget) -> None:
    row = QHBoxLayout(host)
    buttons = [QPushButton("One"), QPushButton("Two")]
    for button in buttons:
        row.addWidget(button)
    host.show()
    QApplication.processEvents()
    buttons[1].move(buttons[0].pos() + QPoint(10, 0))
    assert [fault.partition(":")[0] for fault in cut_texts(host)] == ["overlap"]


def test_what_is_painted_short_is_found(host: QWidget, theme: Theme) -> None:
    from nanobanana_desktop.ui.history.elided_label import ElidedLabel

    label = ElidedLabel()
    label.setParent(host)
    label.setText("Somewhat longer than its room")
    label.setGeometry(10, 10, 60, 20)
    host.show()
    with watched_painting() as painted:
        host.grab()
    assert [text for text, _ in painted] == ["Somewhat longer than its room"]
