"""The prompt below the picture: both lines are whole, whatever the font's lines measure."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF
from pytestqt.qtbot import QtBot

from nanobanana_desktop.ui.stage.prompt_label import PromptLabel
from nanobanana_desktop.ui.theme.theme import Theme


@pytest.mark.parametrize("points", [8.0, 9.3, 10.0, 10.7, 11.5, 13.0])
def test_prompt_has_room_for_both_lines_down_to_the_last_letter(
    qtbot: QtBot, theme: Theme, points: float
) -> None:
    label = PromptLabel(theme)
    qtbot.addWidget(label)
    font = label.font()
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setPointSizeF(points)
    label.setFont(font)
    label.set_prompt("gjpqy, gjpqy")
    label.resize(120, label.sizeHint().height())
    drawn = QFontMetricsF(font).boundingRect(
        QRectF(0, 0, 120, 999), Qt.AlignmentFlag.AlignLeft, "gjpqy\ngjpqy"
    )
    assert label.sizeHint().height() >= drawn.height()
