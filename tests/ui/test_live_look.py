"""What is open follows a change of theme, size of text and language as if it were opened anew."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import QEvent, QLocale, QSize, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from nanobanana_desktop.ui.theme.theme import Theme
from tests.ui.catalogues import Catalogue
from tests.ui.cut_texts import cut_texts
from tests.ui.likeness import difference, kept
from tests.ui.live_surfaces import DIALOGS, SURFACES, open_surface
from tests.ui.scenes import Look, Scene, opened

BEFORE = Look("light", "en", 100)
CHANGES = [
    Look("dark", "en", 100),
    Look("light", "en", 90),
    Look("light", "en", 150),
    Look("dark", "zh_CN", 130),
]
SAME_SIZE = 2
"""Pixels: a size that grew is rounded elsewhere than one that was made."""
OTHERS, TINT = 0.003, 6
"""Of the pixels, and of 255: rooms that are shared are rounded to another side."""
WIDER = 1.2
"""A window that its words made wider than usual grows from there."""


@contextmanager
def changed(app: QApplication, scene: Scene, look: Look) -> Iterator[None]:
    """The settings are changed while the scene is open, in the order in which the program does."""
    translator = Catalogue(look.language)
    if look.language != BEFORE.language:
        QLocale.setDefault(QLocale(look.language))
        app.installTranslator(translator)
    scene.theme.configure(
        mode="dark" if look.mode == "dark" else "light",
        text_scale=look.text_scale,
        language=look.language,
    )
    scene.settle()
    yield
    app.removeTranslator(translator)


def fresh(app: QApplication, name: str, look: Look, size: QSize) -> tuple[QSize, QImage]:
    """As it is when it is opened in this look, and a picture of it in the given size."""
    with opened(app, name="single", look=look) as scene:
        surface = open_surface(name, scene)
        own = surface.size()
        if own != size:
            surface.setFixedSize(size)
            scene.settle()
        picture = still(surface, scene)
        surface.close()
    return own, picture


def still(surface: QWidget, scene: Scene) -> QImage:
    """Without focus and pointer, which may be elsewhere in what was made anew."""
    focused = QApplication.focusWidget()
    if focused is not None:
        focused.clearFocus()
    for widget in (surface, *surface.findChildren(QWidget)):
        if widget.underMouse():
            widget.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
            QApplication.sendEvent(widget, QEvent(QEvent.Type.Leave))
    scene.settle()
    return kept(surface.grab().toImage())


@pytest.mark.parametrize("look", CHANGES, ids=str)
@pytest.mark.parametrize("name", SURFACES)
def test_it_follows(qapp: QApplication, name: str, look: Look) -> None:
    with opened(qapp, "single", BEFORE) as scene:
        surface = open_surface(name, scene)
        with changed(qapp, scene, look):
            faults, size = cut_texts(surface), surface.size()
            followed = still(surface, scene)
            surface.close()
    wanted, picture = fresh(qapp, name, look, size)
    assert faults == []
    for own, other in ((size.width(), wanted.width()), (size.height(), wanted.height())):
        assert other - SAME_SIZE <= own
        assert own <= (other * WIDER if name in DIALOGS else other + SAME_SIZE)
    found = difference(followed, picture)
    assert found.pixels <= OTHERS, str(found)
    assert found.tint <= TINT, str(found)


def test_a_scene_at_rest_is_laid_out_whatever_the_clock_says(qapp: QApplication) -> None:
    widths = set()
    with opened(qapp, "single", BEFORE) as scene:
        popover = open_surface("filters", scene)
        combo = scene.panes.history.panel.popover.form.date.combo
        wide = combo.width()

        def narrow() -> None:
            # As Qt does 20 ms after its entries were changed, until the layout has its turn.
            combo.updateGeometry()
            combo.adjustSize()
            widths.add(combo.width())

        timer = QTimer(interval=0)
        timer.timeout.connect(narrow)
        timer.start()
        scene.settle()
        timer.stop()
        at_rest = combo.width()
        popover.close()
    assert max(widths) < wide
    assert at_rest == wide


def test_what_a_person_made_wider_stays_wider(qapp: QApplication) -> None:
    with opened(qapp, "single", BEFORE) as scene:
        dialog = open_surface("tags", scene)
        usual = dialog.size()
        dialog.resize(usual.width() + 100, usual.height())
        scene.theme.configure(mode="dark")
        kept_size = dialog.size()
        scene.theme.configure(text_scale=150)
        grown = dialog.size()
        dialog.close()
    assert kept_size.width() == usual.width() + 100
    assert grown.width() >= round(1.4 * kept_size.width())


def test_no_window_grows_higher_than_the_screen(qapp: QApplication, theme: Theme) -> None:
    with opened(qapp, "single", Look("light", "en", 150)) as scene:
        dialog = open_surface("keys", scene)
        room, size = dialog.screen().availableGeometry(), dialog.size()
        dialog.close()
    assert size.height() <= room.height()
