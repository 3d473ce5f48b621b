"""What the window needs: plug-ins, image formats, icons, fonts, translations."""

from __future__ import annotations

import base64
import ctypes
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

from nanobanana_desktop.platform_trouble import PLUGINS, missing_library, plugin_files
from nanobanana_desktop.resources import resource_path
from nanobanana_desktop.self_test.installation import SelfTestError

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

SIDE: Final = 4
COLOUR: Final = (200, 160, 40)
_PNG: Final = (
    "iVBORw0KGgoAAAANSUhEUgAAAAQAAAAECAIAAAAmkwkpAAAACXBIWXMAAA9hAAAPYQGoP6dpAAAAFUlEQVQIW2M8sU"
    "CDAQaY4CwgAzcHAE/EAZjO8dyNAAAAAElFTkSuQmCC"
)
_JPEG: Final = (
    "/9j/4AAQSkZJRgABAQEAZABkAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNy"
    "wtQFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09P"
    "T09PT09PT09PT09PT09PT09PT09PT0//wAARCAAEAAQDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAX/xA"
    "AUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFQEBAQAAAAAAAAAAAAAAAAAABQb/xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oA"
    "DAMBAAIRAxEAPwCkAmSL/9k="
)
_WEBP: Final = (
    "UklGRjoAAABXRUJQVlA4IC4AAADQAQCdASoEAAQAAUAmJaACdLoB+AADsAD+7Srf/Z3fp3fp3f4GP/gfl04YgAAA"
)
SAMPLES: Final[Mapping[str, bytes]] = {
    "png": base64.b64decode(_PNG),
    "jpeg": base64.b64decode(_JPEG),
    "webp": base64.b64decode(_WEBP),
}
"""One small picture in each format that the service sends: `SIDE` pixels square, of `COLOUR`."""


@cache
def application() -> QApplication:
    """Kept until the end: without it nothing can be drawn."""
    from PySide6.QtWidgets import QApplication

    from nanobanana_desktop.ui.theme.theme import STYLE_ARGUMENTS

    made = QApplication.instance()
    if isinstance(made, QApplication):
        return made
    return QApplication(["self-test", *STYLE_ARGUMENTS])


def check_platforms(wanted: Sequence[str] = ()) -> list[str]:
    """Each platform plug-in is there with the libraries that it needs; none is started."""
    faults, found = [], []
    for name in wanted or PLUGINS[sys.platform]:
        files = plugin_files(name)
        if not files:
            faults.append(f"no platform plug-in {name}")
        for file in files:
            try:
                ctypes.CDLL(str(file))
            except OSError as error:
                faults.append(f"{name}: {missing_library(error) or error}")
            else:
                found.append(file.name)
    if faults:
        raise SelfTestError("; ".join(faults))
    return found


def check_pictures(samples: Mapping[str, bytes] = SAMPLES) -> dict[str, object]:
    """Pictures of each format are really decoded."""
    from PySide6.QtCore import qVersion
    from PySide6.QtGui import QImage, QImageReader

    application()
    formats = sorted(bytes(name.data()).decode() for name in QImageReader.supportedImageFormats())
    missing = {"png", "jpeg", "webp", "svg"} - set(formats)
    if missing:
        raise SelfTestError(f"Qt cannot read {', '.join(sorted(missing))}")
    for name, data in samples.items():
        image = QImage.fromData(data)
        if image.isNull() or image.width() != SIDE:
            raise SelfTestError(f"a picture in {name.upper()} could not be decoded")
        colour = image.pixelColor(1, 1)
        told = (colour.red(), colour.green(), colour.blue())
        if max(abs(a - b) for a, b in zip(told, COLOUR, strict=True)) > 12:
            raise SelfTestError(f"a picture in {name.upper()} came out with another colour: {told}")
    return {"qt": qVersion(), "formats": formats, "decoded": sorted(samples)}


def check_icons() -> int:
    """How many icons there are."""
    icons = list(resource_path("icons").glob("*.svg"))
    if not icons:
        raise SelfTestError("no icons")
    return len(icons)


def check_themes() -> list[str]:
    """Every icon drawn in every theme."""
    from nanobanana_desktop.ui.theme.look_check import ICONS, check_look

    return check_look(application(), ICONS)


def check_fonts() -> dict[str, object]:
    """The system's font, and the one that Chinese is written with; that may be missing."""
    from PySide6.QtGui import QFontDatabase, QFontInfo

    from nanobanana_desktop.ui.theme.fonts import font_families

    font = application().font()
    families = set(QFontDatabase.families())
    if not families:
        raise SelfTestError("this system has no fonts; install fonts-dejavu-core or others")
    wanted = font_families([], "zh_CN", sys.platform)
    found = next((name for name in wanted if name in families), "")
    if not found:
        fitting = QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)
        found = fitting[0] if fitting else ""
    hint = "missing: Chinese shows as boxes; install a font such as Noto Sans CJK SC"
    return {"text": QFontInfo(font).family(), "chinese": found or hint, "count": len(families)}


def check_translations() -> list[str]:
    """Each language can be loaded."""
    from PySide6.QtCore import QTranslator

    files = sorted(resource_path("i18n").glob("*.qm"))
    unreadable = [file.name for file in files if not QTranslator().load(str(file))]
    if unreadable or not files:
        raise SelfTestError(f"translations missing or unreadable: {unreadable}")
    return [file.name for file in files]
