"""Whether this installation can look as it should: every theme, style sheet and icon."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Final

from PySide6.QtGui import QColor, QImage, QPixmap
from PySide6.QtWidgets import QApplication, QPushButton

from nanobanana_desktop.ui.theme.theme import Contrast, Mode, Theme

MODES: Final[tuple[Mode, ...]] = ("light", "dark")
CONTRASTS: Final[tuple[Contrast, ...]] = ("standard", "high")
SIZES: Final = ((16, 1.0), (15, 1.5), (16, 3.0))
"""Logical pixels, and pixels of the screen for each."""
ICONS: Final = (
    "app",
    "arrow-down-to-line",
    "arrow-left-right",
    "ban",
    "bell",
    "blend",
    "check",
    "chevron-down",
    "chevron-left",
    "chevron-right",
    "circle-alert",
    "circle-check",
    "clipboard-copy",
    "clipboard-paste",
    "clock",
    "clock-alert",
    "cloud-alert",
    "columns-2",
    "copy",
    "corner-up-left",
    "ellipsis",
    "external-link",
    "eye",
    "eye-off",
    "folder-open",
    "grouped",
    "hourglass",
    "image",
    "image-off",
    "image-plus",
    "info",
    "key-round",
    "keyboard",
    "languages",
    "layout-grid",
    "link",
    "loader-circle",
    "maximize",
    "panel-left",
    "panel-right",
    "pencil",
    "pin",
    "plus",
    "repeat-2",
    "rotate-ccw",
    "rotate-cw",
    "save",
    "search",
    "separator-vertical",
    "settings",
    "sliders-horizontal",
    "sparkles",
    "square",
    "stack",
    "star",
    "sun",
    "trash-2",
    "triangle-alert",
    "undo-2",
    "wifi-off",
    "x",
    "zoom-in",
    "zoom-out",
)
"""All that the program draws; a list, since an installation cannot know what it lacks."""
OWN_COLOURS: Final = frozenset({"app"})
"""Icons that are not drawn in a colour of the theme."""


class LookError(Exception):
    """Something of the look is missing; the text says what."""


def check_look(app: QApplication, icons: Sequence[str]) -> list[str]:
    """Draw every icon and a button in every theme; the names of the themes that were looked at.

    Raises LookError when an icon is missing or empty, or when style sheets have no effect. The
    application looks as before afterwards.
    """
    sheet, palette, font = app.styleSheet(), app.palette(), app.font()
    seen = []
    try:
        for mode, contrast in itertools.product(MODES, CONTRASTS):
            theme = Theme(app, mode=mode, contrast=contrast, motion="reduce")
            theme.put_on()
            name = f"{mode}, {contrast} contrast"
            faults = [*_icon_faults(theme, icons), *_style_faults(theme)]
            if faults:
                raise LookError(f"{name}: {'; '.join(faults)}")
            seen.append(name)
    finally:
        app.setStyleSheet(sheet)
        app.setPalette(palette)
        app.setFont(font)
    return seen


def _icon_faults(theme: Theme, icons: Sequence[str]) -> list[str]:
    faults = []
    for name, (size, ratio) in itertools.product(icons, SIZES):
        try:
            pixmap = theme.pixmap(name, "text", size, ratio)
        except OSError as error:
            faults.append(f"no icon {name} ({error.strerror})")
            continue
        color = None if name in OWN_COLOURS else theme.color("text")
        if not _shows(pixmap, color):
            faults.append(f"icon {name} is empty at {size} px and {ratio:g}")
    return faults


def _style_faults(theme: Theme) -> list[str]:
    button = QPushButton("Generate")
    button.setProperty("kind", "primary")
    button.resize(120, 40)
    grabbed = button.grab()
    button.deleteLater()
    return [] if _shows(grabbed, theme.color("accent")) else ["style sheets have no effect"]


def _shows(pixmap: QPixmap, color: QColor | None) -> bool:
    """Whether there is anything to be seen, somewhere in that colour if one is given."""
    image = pixmap.toImage().convertToFormat(QImage.Format.Format_ARGB32)
    pixels = (image.pixelColor(x, y) for y in range(image.height()) for x in range(image.width()))
    if color is None:
        return any(pixel.alpha() for pixel in pixels)
    return any(pixel.alpha() > 200 and _is_near(pixel, color) for pixel in pixels)


def _is_near(first: QColor, second: QColor) -> bool:
    distances = (
        first.red() - second.red(),
        first.green() - second.green(),
        first.blue() - second.blue(),
    )
    return max(map(abs, distances)) <= 2
