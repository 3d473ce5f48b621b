"""The pictures of the window that are kept in `tests/ui/references`, and how they are made.

`python3 packaging/dev.py references` draws all of them anew; then look at what changed.
"""

from __future__ import annotations

import itertools
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from PySide6.QtGui import QFont, QFontDatabase, QImage
from PySide6.QtWidgets import QApplication

from devtools.test_stages import REFERENCE_FONTS
from nanobanana_desktop.ui.theme.theme import STYLE_ARGUMENTS
from tests.ui.likeness import kept
from tests.ui.scenes import NINE, Look, opened

FOLDER: Final = Path(__file__).parent / "references"
POINTS: Final = 10.0
LOSSLESS: Final = 100
MODES: Final = ("light", "dark")
LANGUAGES: Final = ("en", "zh_CN")
SCALES: Final = (100, 150)


class Wanted(NamedTuple):
    """One picture: a state of the window and how it looks."""

    scene: str
    look: Look

    def __str__(self) -> str:
        return f"{self.scene}-{self.look}"

    @property
    def path(self) -> Path:
        return FOLDER / f"{self}.webp"


WANTED: Final = tuple(
    Wanted(scene, Look(mode, language, scale))
    for scene, mode, language, scale in itertools.product(NINE, MODES, LANGUAGES, SCALES)
)


def missing_fonts() -> list[str]:
    """Needs an application."""
    return sorted(set(REFERENCE_FONTS) - set(QFontDatabase.families()))


def reference_font() -> QFont:
    """Drawn by outlines alone: how letters are hinted is a choice of each system."""
    font = QFont(REFERENCE_FONTS[0])
    font.setPointSizeF(POINTS)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setStyleStrategy(QFont.StyleStrategy.NoSubpixelAntialias)
    return font


def taken(app: QApplication, wanted: Wanted) -> QImage:
    """The picture as the window looks now."""
    with opened(app, wanted.scene, wanted.look, reference_font()) as scene:
        return kept(scene.shown.grab().toImage())


def draw(words: Sequence[str]) -> int:
    """Draw those whose names hold one of `words`, all without any; unchanged files stay."""
    app = QApplication(["references", *STYLE_ARGUMENTS])
    absent = missing_fonts()
    if absent:
        sys.stderr.write(f"Install the fonts {', '.join(absent)} first.\n")
        return 2
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.webp"):
        if old not in {wanted.path for wanted in WANTED}:
            old.unlink()
    for wanted in WANTED:
        if words and not any(word in str(wanted) for word in words):
            continue
        image = taken(app, wanted)
        app.processEvents()
        if (
            not wanted.path.exists()
            or QImage(str(wanted.path)).convertToFormat(image.format()) != image
        ):
            image.save(str(wanted.path), quality=LOSSLESS)
            sys.stdout.write(f"{wanted}\n")
    return 0


if __name__ == "__main__":
    sys.exit(draw(sys.argv[1:]))
