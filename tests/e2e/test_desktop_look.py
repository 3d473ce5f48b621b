"""The theme follows the portal of the desktop, while the program runs too."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from devtools.test_stages import SYSTEM_PYTHON
from nanobanana_desktop.ui.theme.desktop_look import DesktopLook
from nanobanana_desktop.ui.theme.system_look import SystemLook
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.ticker import Ticker
from nanobanana_desktop.ui.wiring.look_wiring import LookWiring

pytestmark = pytest.mark.atspi

PORTAL = Path(__file__).with_name("settings_portal.py")
Portal = subprocess.Popen[str]


def tell(portal: Portal, values: dict[str, int]) -> None:
    assert portal.stdin is not None
    assert portal.stdout is not None
    portal.stdin.write(json.dumps(values) + "\n")
    portal.stdin.flush()
    assert portal.stdout.readline() == "ready\n"


@pytest.fixture
def start_portal() -> Iterator[Callable[..., Portal]]:
    started: list[Portal] = []

    def start(**values: int) -> Portal:
        portal = subprocess.Popen(
            [SYSTEM_PYTHON, str(PORTAL)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(portal)
        tell(portal, {name.replace("_", "-"): value for name, value in values.items()})
        return portal

    yield start
    for portal in started:
        portal.communicate()


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    palette, font = qapp.palette(), qapp.font()
    yield Theme(qapp)
    qapp.setPalette(palette)
    qapp.setFont(font)


def test_the_theme_is_what_the_desktop_wants_and_changes_with_it(
    qtbot: QtBot, theme: Theme, start_portal: Callable[..., Portal]
) -> None:
    portal = start_portal(color_scheme=1, contrast=0, reduced_motion=0)
    ticker = Ticker()
    wiring = LookWiring(theme, ticker)
    assert not theme.is_dark
    qtbot.waitUntil(lambda: theme.is_dark)
    assert (theme.has_high_contrast, theme.reduced_motion) == (False, False)
    tell(portal, {"contrast": 1, "reduced-motion": 1})
    qtbot.waitUntil(lambda: theme.has_high_contrast and not ticker.motion_allowed)
    tell(portal, {"color-scheme": 2})
    qtbot.waitUntil(lambda: not theme.is_dark)
    assert theme.system_look == SystemLook(False, True, True)
    wiring.deleteLater()


def test_older_portals_that_know_less_are_understood(
    qtbot: QtBot, start_portal: Callable[..., Portal]
) -> None:
    start_portal(color_scheme=1)
    look = DesktopLook()
    with qtbot.waitSignal(look.told) as told:
        look.start()
    assert told.args == [SystemLook(dark=True)]


def test_without_a_portal_nothing_is_known(qtbot: QtBot) -> None:
    look = DesktopLook()
    with qtbot.waitSignal(look.told) as told:
        look.start()
    assert told.args == [SystemLook()]
