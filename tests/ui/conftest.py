"""What the tests of the window share."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QApplication

from nanobanana_desktop.ui.theme.theme import Theme
from tests.ui.catalogues import Catalogue
from tests.ui.pseudo_locale import PseudoLocale


@pytest.fixture(autouse=True)
def _collected_on_the_window_s_thread(no_windows_left: None) -> None:
    """As in the program: a thread that reads pictures collects nothing that is the window's.

    What is garbage is collected after each test.
    """
    gc.disable()


@pytest.fixture(autouse=True)
def _formats_as_before() -> Iterator[None]:
    """How numbers and dates are written is one choice for the whole process."""
    before = QLocale()
    yield
    QLocale.setDefault(before)


@pytest.fixture
def pseudo_language(qapp: QApplication) -> Iterator[None]:
    """Every text is longer and in brackets; see `pseudo`."""
    translator = PseudoLocale()
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


@pytest.fixture(params=["en", "zh_CN"])
def language(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    """The words and the numbers of each language, as the program shows them."""
    before, translator = QLocale(), Catalogue(request.param)
    QLocale.setDefault(QLocale(request.param))
    qapp.installTranslator(translator)
    yield request.param
    qapp.removeTranslator(translator)
    QLocale.setDefault(before)


@pytest.fixture(scope="module")
def module_theme(qapp: QApplication) -> Iterator[Theme]:
    """One theme for a module; the application looks as before afterwards."""
    font, palette, sheet = QFont(qapp.font()), QPalette(qapp.palette()), qapp.styleSheet()
    theme = Theme(qapp, mode="light", motion="reduce")
    theme.put_on()
    yield theme
    qapp.setStyleSheet(sheet)
    qapp.setPalette(palette)
    qapp.setFont(font)


@pytest.fixture
def theme(module_theme: Theme) -> Iterator[Theme]:
    """The light theme in English, at 100 %, without motion."""
    yield module_theme
    module_theme.configure(mode="light", text_scale=100, language="en", motion="reduce")
