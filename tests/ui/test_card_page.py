"""Cards on the stage: as wide as they should be wherever there is room, and nothing of them cut."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.task import TaskState
from nanobanana_desktop.ui.key_card import KeyCard
from nanobanana_desktop.ui.main_window import SMALLEST_STAGE
from nanobanana_desktop.ui.stage.card_page import CardPage
from nanobanana_desktop.ui.stage.error_card import WIDTH, ErrorCard
from nanobanana_desktop.ui.task_requests import TaskRequests
from nanobanana_desktop.ui.task_status import status_of
from nanobanana_desktop.ui.texts import card_text
from nanobanana_desktop.ui.theme.theme import Theme
from tests.ui.cut_texts import cut_texts
from tests.ui.fake_history import NOON, make_task


@pytest.fixture
def page(qtbot: QtBot, theme: Theme) -> CardPage:
    card = ErrorCard(theme, TaskRequests())
    task = make_task("f", TaskState.FAILED)
    status = status_of(task, NOON)
    card.show_trouble(task, card_text(task, status, None, NOON), status, NOON)
    page = CardPage(theme, card)
    qtbot.addWidget(page)
    page.resize(900, 500)
    page.show()
    QApplication.processEvents()
    return page


def resized(page: CardPage, width: int) -> int:
    """The width of the card in a page of this width."""
    page.resize(width, 500)
    QApplication.processEvents()
    assert cut_texts(page) == []
    return page.findChild(ErrorCard).width()


def test_a_card_that_had_to_be_narrow_becomes_wide_again(page: CardPage, theme: Theme) -> None:
    assert resized(page, 900) == theme.px(WIDTH)
    assert resized(page, 380) < 380
    assert resized(page, 900) == theme.px(WIDTH)
    card = page.findChild(ErrorCard)
    assert abs(card.geometry().center().x() - page.viewport().rect().center().x()) <= 1


def test_large_text_in_a_narrow_page_is_not_cut(page: CardPage, theme: Theme) -> None:
    theme.configure(text_scale=150)
    smallest = theme.px(SMALLEST_STAGE)
    assert resized(page, smallest) < smallest
    theme.configure(text_scale=100)
    assert resized(page, 900) == theme.px(WIDTH)


def test_the_key_card_is_not_cut_either(qtbot: QtBot, theme: Theme) -> None:
    page = CardPage(theme, KeyCard(theme, store="Windows Credential Manager"))
    qtbot.addWidget(page)
    page.show()
    for width in (380, 900):
        page.resize(width, 420)
        QApplication.processEvents()
        assert cut_texts(page) == []
