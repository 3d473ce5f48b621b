"""Where the letters of a survey's pictures stand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QSize
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui.stage.picture_badge import PictureBadge
from nanobanana_desktop.ui.stage.survey_tile import SurveyTile
from nanobanana_desktop.ui.theme.theme import Theme
from tests.ui.fake_history import make_record, make_task

TASK = make_task("t", image=make_record("t", 1024, 1024))


def shown(qtbot: QtBot, theme: Theme, task: GenerationTask, size: QSize) -> SurveyTile:
    tile = SurveyTile(theme)
    qtbot.addWidget(tile)
    tile.resize(size)
    tile.begin("", QSize(1024, 1024))
    tile.show_task(task, "E")
    tile.show()
    return tile


def corner(tile: SurveyTile) -> QPoint:
    badge = tile.findChild(PictureBadge)
    assert isinstance(badge, PictureBadge)
    assert tile.rect().contains(badge.geometry())
    return badge.pos()


@pytest.mark.parametrize("text_size", [100, 150])
def test_a_star_moves_no_letter_of_small_pictures(
    qtbot: QtBot, theme: Theme, text_size: int
) -> None:
    theme.configure(text_scale=text_size)
    starred = replace(TASK, starred=True)
    for edge in range(theme.px(88), theme.px(200), 3):
        size = QSize(edge, edge + theme.px(20))
        plain = shown(qtbot, theme, TASK, size)
        assert corner(shown(qtbot, theme, starred, size)) == corner(plain)
