"""The window looks as it was looked at and found good: nine states in every dress.

After a change that is meant: `python3 packaging/dev.py references`, and look at the pictures.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QSplitter

from devtools.layout import BUILD
from nanobanana_desktop.ui.theme import theme as theme_module
from tests.ui.likeness import difference, kept
from tests.ui.reference_pictures import FOLDER, WANTED, Wanted, missing_fonts, reference_font, taken
from tests.ui.scenes import NINE, Look, opened

pytestmark = pytest.mark.fonts

SINGLE = Wanted("single", Look())
STEP = 32
"""Of 255, in blue alone, to which eyes are least sensitive."""
COLOURS = (
    "bg",
    "surface",
    "sunken",
    "stage",
    "border",
    "border_strong",
    "text",
    "text2",
    "text3",
    "accent",
    "accent_line",
    "accent_soft",
    "info",
    "err",
    "err_soft",
    "scroll",
)


def reference(wanted: Wanted) -> QImage:
    image = QImage(str(wanted.path))
    assert not image.isNull(), f"{wanted.path} is missing; run: packaging/dev.py references"
    return image.convertToFormat(QImage.Format.Format_RGB32)


def test_there_are_seventy_two_of_them_and_no_others(qapp: QApplication) -> None:
    assert missing_fonts() == []
    assert len(WANTED) == 72
    assert {path.name for path in FOLDER.iterdir()} == {wanted.path.name for wanted in WANTED}
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 3_000_000


@pytest.mark.parametrize("wanted", WANTED, ids=str)
def test_the_window_looks_as_it_should(qapp: QApplication, wanted: Wanted) -> None:
    now = taken(qapp, wanted)
    found = difference(now, reference(wanted))
    if found.is_seen:
        drawn = BUILD / "pictures" / f"{wanted}.png"
        drawn.parent.mkdir(parents=True, exist_ok=True)
        now.save(str(drawn))
        pytest.fail(f"{found}; as it is now: {drawn}")


# In the key's field the dots, and in the details the texts, are scrolled a little further.
@pytest.mark.parametrize("name", [name for name in NINE if name not in {"first-run", "details"}])
def test_a_window_that_changes_its_dress_keeps_nothing_of_the_former(
    qapp: QApplication, name: str
) -> None:
    target = Look("dark", "en", 115)
    with opened(qapp, name, Look(), reference_font()) as scene:
        for mode, scale in (("dark", 150), ("light", 90), (target.mode, target.text_scale)):
            scene.theme.configure(mode=mode, text_scale=scale)
            scene.settle()
        changed = kept(scene.shown.grab().toImage())
    found = difference(changed, taken(qapp, Wanted(name, target)))
    assert not found.is_seen, found


def test_the_same_picture_twice_is_the_same(qapp: QApplication) -> None:
    found = difference(taken(qapp, SINGLE), taken(qapp, SINGLE))
    assert (found.pixels, found.block, found.tint) == (0, 0, 0)


@pytest.mark.parametrize("distance", [-2, 2])
def test_a_panel_that_moved_two_pixels_is_seen(qapp: QApplication, distance: int) -> None:
    with opened(qapp, SINGLE.scene, SINGLE.look, reference_font()) as scene:
        splitter = scene.panes.window.findChild(QSplitter)
        splitter.moveSplitter(splitter.sizes()[0] + distance, 1)
        scene.settle()
        moved = kept(scene.shown.grab().toImage())
    assert difference(moved, reference(SINGLE)).is_seen


@pytest.mark.parametrize("token", COLOURS)
def test_a_changed_colour_is_seen(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, token: str
) -> None:
    color = QColor(theme_module.LIGHT[token])
    blue = color.blue()
    color.setBlue(blue - STEP if blue > STEP else blue + STEP)
    other = {**theme_module.LIGHT, token: color.name()}
    monkeypatch.setattr(theme_module, "LIGHT", other)
    assert difference(taken(qapp, SINGLE), reference(SINGLE)).is_seen


def test_what_no_eye_sees_is_let_through(qapp: QApplication, tmp_path: Path) -> None:
    now = reference(SINGLE)
    noisy = now.copy()
    for x in range(0, now.width(), 3):
        for y in range(0, now.height(), 3):
            color = now.pixelColor(x, y)
            noisy.setPixelColor(x, y, color.lighter(102))
    assert not difference(noisy, now).is_seen
