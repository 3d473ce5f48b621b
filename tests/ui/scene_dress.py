"""How the application looks and speaks while a scene is open, and afterwards."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Final

from PySide6.QtCore import QLocale, QPoint, QTranslator
from PySide6.QtGui import QCursor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from tests.ui.catalogues import Catalogue
from tests.ui.pseudo_locale import PseudoLocale

PSEUDO: Final = "pseudo"
AWAY: Final = QPoint(-100, -100)
"""Where the pointer is: beyond every window, for what lies below it answers to it."""


def keep_dress(app: QApplication, stack: ExitStack) -> None:
    """Look as before when the stack is closed; the pointer is out of the way from now on."""
    stack.callback(app.setStyleSheet, app.styleSheet())
    stack.callback(app.setPalette, QPalette(app.palette()))
    stack.callback(app.setFont, QFont(app.font()))
    stack.callback(app.setCursorFlashTime, app.cursorFlashTime())
    stack.callback(QLocale.setDefault, QLocale())
    QCursor.setPos(AWAY)


def translators(language: str) -> list[QTranslator]:
    """The last one is asked first; `language` is that of a catalogue, or PSEUDO."""
    return [PseudoLocale()] if language == PSEUDO else [Catalogue(language)]
