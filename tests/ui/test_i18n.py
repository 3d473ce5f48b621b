"""Languages: what the system wants, live switching, missing catalogues."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QLocale
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.settings import Language
from nanobanana_desktop.ui.i18n import LANGUAGE_NAMES, Translations, resolved, system_language


@pytest.mark.parametrize(
    ("preferred", "language"),
    [
        (["zh-Hans-CN", "en-US"], Language.CHINESE),
        (["zh-TW"], Language.CHINESE),
        (["de-DE", "zh-CN"], Language.CHINESE),
        (["en-GB", "zh-CN"], Language.ENGLISH),
        (["de-DE"], Language.ENGLISH),
        ([], Language.ENGLISH),
    ],
)
def test_the_first_known_language_of_the_system_wins(
    preferred: list[str], language: Language
) -> None:
    assert system_language(preferred) is language


def test_a_choice_is_kept_and_system_is_resolved() -> None:
    assert resolved(Language.CHINESE) is Language.CHINESE
    assert resolved(Language.SYSTEM) in LANGUAGE_NAMES


def test_without_catalogues_the_words_stay_and_the_locale_follows(
    qapp: QApplication, tmp_path: Path
) -> None:
    before = QLocale()
    translations = Translations(qapp, tmp_path)
    translations.use(Language.CHINESE)
    assert translations.language is Language.CHINESE
    assert QLocale().language() == QLocale.Language.Chinese
    translations.use(Language.ENGLISH)
    assert QLocale().language() == QLocale.Language.English
    QLocale.setDefault(before)


def test_a_switch_reaches_every_widget(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    class Listener(QWidget):
        heard = 0

        def changeEvent(self, event: QEvent) -> None:
            self.heard += event.type() == QEvent.Type.LanguageChange

    listener = Listener()
    qtbot.addWidget(listener)
    before = QLocale()
    translations = Translations(qapp, tmp_path)
    translations.use(Language.CHINESE)
    translations.use(Language.ENGLISH)
    QApplication.processEvents()
    QLocale.setDefault(before)
    assert listener.heard >= 1
    assert qapp.translate("QPlatformTheme", "Cancel") == "Cancel"
