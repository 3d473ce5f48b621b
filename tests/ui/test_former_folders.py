"""Earlier image folders in the settings: what waits for them is told, and can be let go."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from nanobanana_desktop.ui.settings.former_folders import FormerFolder, FormerFolders
from nanobanana_desktop.ui.settings.saving_page import SavingPage
from nanobanana_desktop.ui.theme.theme import Theme

DRIVE = Path("/media/ann/Pictures")


@pytest.fixture
def page(qtbot: QtBot, theme: Theme) -> SavingPage:
    made = SavingPage(theme)
    qtbot.addWidget(made)
    made.show()
    return made


def sentence(folders: FormerFolders) -> tuple[str, str]:
    (row,) = folders.rows
    return row.sentence.text(), row.button.text()


def test_without_a_missing_folder_nothing_is_said(page: SavingPage) -> None:
    assert not page.former.isVisible()
    page.show_former([FormerFolder(DRIVE, False, 0)])
    assert page.former.isVisible()
    page.show_former([])
    assert not page.former.isVisible()
    assert page.former.rows == []


def test_without_a_missing_folder_there_is_no_gap_in_its_place(
    page: SavingPage, qtbot: QtBot
) -> None:
    page.resize(500, 900)
    page.show_free_space(10**10)
    QApplication.processEvents()

    def gap_above(text: str) -> int:
        labels = [label for label in page.findChildren(QLabel) if label.isVisible()]
        place = next(n for n, label in enumerate(labels) if label.text() == text)
        top = labels[place].mapTo(page, QPoint()).y()
        above = [w for w in page.findChildren(QWidget) if w.isVisible()]
        bottoms = [w.mapTo(page, QPoint()).y() + w.height() for w in above]
        return top - max(bottom for bottom in bottoms if bottom <= top)

    assert gap_above("File names") == gap_above("Prompts")
    page.show_former([FormerFolder(DRIVE, False, 1)])
    QApplication.processEvents()
    assert gap_above("File names") == gap_above("Earlier folders") == gap_above("Prompts")


def test_the_count_and_what_happens_are_told_before_and_after(page: SavingPage) -> None:
    told: list[tuple[Path, bool]] = []
    page.former.given_up.connect(lambda folder, given_up: told.append((folder, given_up)))
    page.show_former([FormerFolder(DRIVE, False, 12)])
    assert sentence(page.former) == (
        "Not there. 12 image(s) in the bin may lie in it and stay until it is there again.",
        "Forget its images in the bin",
    )
    page.former.rows[0].button.click()
    page.show_former([FormerFolder(DRIVE, True, 0)])
    words, button = sentence(page.former)
    assert words.endswith("no file is deleted.")
    assert button == "Wait for it again"
    page.former.rows[0].button.click()
    assert told == [(DRIVE, True), (DRIVE, False)]


def test_the_focus_stays_with_the_folder(page: SavingPage, qtbot: QtBot) -> None:
    page.activateWindow()
    other = FormerFolder(Path("/old"), False, 1)
    page.show_former([other, FormerFolder(DRIVE, False, 1)])
    page.former.rows[1].button.setFocus()
    qtbot.waitUntil(page.former.rows[1].button.hasFocus)
    page.show_former([other, FormerFolder(DRIVE, True, 1)])
    assert page.former.rows[1].button.hasFocus()
