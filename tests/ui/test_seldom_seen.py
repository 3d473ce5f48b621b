"""Nothing is cut in what few people ever see: images that are too large, folders that are away."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from nanobanana_desktop.errors import ErrorCase
from nanobanana_desktop.ui.settings.former_folders import FormerFolder
from nanobanana_desktop.ui.settings_dialog import SettingsDialog
from tests.ui.cut_texts import cut_texts, watched_painting
from tests.ui.scenes import PSEUDO, Look, opened

LOOKS = [
    Look("light", language, scale)
    for language, scale in itertools.product(("en", "zh_CN", PSEUDO), (90, 100, 150))
]
HUGE: dict[str, str | float] = {"size": 80_000_000, "limit": 67_108_864}


def faults_of(shown: QWidget) -> list[str]:
    with watched_painting() as painted:
        shown.grab()
        return [*cut_texts(shown), *(text for text, _ in painted)]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_images_that_are_too_large(qapp: QApplication, look: Look, count: int) -> None:
    with opened(qapp, "single", look) as scene:
        references = scene.panes.create.references
        references.request_files([Path(f"/pictures/summer_{n}.png") for n in range(count)])
        for request in references.unanswered():
            references.show_problem(ErrorCase.REFERENCE_TOO_LARGE, HUGE, request.ticket)
        scene.settle()
        shown = references.has_too_large()
        faults = faults_of(references)
    assert shown
    assert faults == []


@pytest.mark.parametrize("pattern", ["", "{date}/{prompt}", "{seq}"])
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_folders_that_are_away_and_patterns_of_names(
    qapp: QApplication, look: Look, pattern: str
) -> None:
    with opened(qapp, "settings", look) as scene:
        assert isinstance(scene.shown, SettingsDialog)
        saving = scene.shown.saving
        scene.shown.open_page("saving")
        saving.show_former(
            [
                FormerFolder(Path("/media/somebody/Old drive/Pictures"), False, 1_234),
                FormerFolder(Path("/media/somebody/Other"), True, 0),
            ]
        )
        saving.names.edit.setText(pattern)
        scene.settle()
        faults = faults_of(saving)
    assert faults == []
