"""The language of the window: which there are, which the system wants, and switching live."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from nanobanana_desktop.domain.settings import Language
from nanobanana_desktop.log import get_logger

_log = get_logger(__name__)

LANGUAGE_NAMES: Final = {
    Language.ENGLISH: "English",
    Language.CHINESE: "简体中文",
}
"""Each language in its own words; never translated."""


def system_language(preferred: Sequence[str] | None = None) -> Language:
    """The best language we have for `preferred`, by default the system's list, best first."""
    for tag in QLocale.system().uiLanguages() if preferred is None else preferred:
        if tag.lower().startswith("zh"):
            return Language.CHINESE
        if tag.lower().startswith("en"):
            return Language.ENGLISH
    return Language.ENGLISH


def resolved(language: Language) -> Language:
    """`language`, or what the system wants when that is the choice."""
    return system_language() if language is Language.SYSTEM else language


class Translations:
    """Loads the catalogues; every widget hears of a switch by `QEvent.LanguageChange`.

    `folder` holds `nanobanana_<language>.qm`. Without a catalogue the texts stay English.
    """

    def __init__(self, app: QCoreApplication, folder: Path) -> None:
        self._app = app
        self._folder = folder
        self._installed: list[QTranslator] = []
        self.language = Language.ENGLISH

    def use(self, language: Language) -> None:
        """Switch the words and the default locale."""
        self.language = resolved(language)
        QLocale.setDefault(self._locale())
        for translator in self._installed:
            self._app.removeTranslator(translator)
        self._installed = []
        if self.language is not Language.ENGLISH:
            qt_folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
            self._load(f"qtbase_{self.language.value}", qt_folder)
        # The last one is asked first: our words go before Qt's.
        self._load(f"nanobanana_{self.language.value}", self._folder)

    def _locale(self) -> QLocale:
        """The system's own formats when it speaks the language, else the language's."""
        system = QLocale.system()
        wanted = QLocale(self.language.value)
        return system if system.language() == wanted.language() else wanted

    def _load(self, name: str, folder: Path) -> None:
        translator = QTranslator()
        if translator.load(name, str(folder)):
            self._app.installTranslator(translator)
            self._installed.append(translator)
        else:
            _log.info("no catalogue %s in %s", name, folder)
