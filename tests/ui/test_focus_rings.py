"""Whoever uses the keys sees where they are: every widget that takes the focus shows it."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from nanobanana_desktop.ui.theme.tokens import contrast_ratio
from tests.ui.scenes import ALL, Look, Scene, opened

LEAST = 40
"""Pixels that a ring has at least; one around the smallest button has more."""
RING = 3.0
"""The contrast of a ring to what it lies on."""


def stops(window: QWidget) -> list[QWidget]:
    """What Tab or an arrow key can reach in the window as it is."""
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisibleTo(window)
        and widget.isEnabled()
        and widget.window() is window
        and widget.focusProxy() is None
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        # It only scrolls to what takes the focus.
        and not isinstance(widget, QScrollArea)
    ]


def seen(window: QWidget, widget: QWidget) -> QImage:
    """The widget and a little around it, laid out."""
    QApplication.processEvents()
    QApplication.sendPostedEvents()
    place = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size()).adjusted(-4, -4, 4, 4)
    return window.grab(place.intersected(window.rect())).toImage()


def ring_of(before: QImage, after: QImage) -> int:
    """Pixels that stand out from what was there before."""
    pairs: Counter[tuple[int, int]] = Counter()
    for y in range(after.height()):
        was, now = _row(before, y), _row(after, y)
        if was != now:
            pairs.update(pair for pair in zip(was, now, strict=True) if pair[0] != pair[1])
    return sum(
        count
        for (was, now), count in pairs.items()
        if contrast_ratio(_code(was), _code(now)) >= RING
    )


def _row(image: QImage, y: int) -> tuple[int, ...]:
    return tuple(image.pixel(x, y) for x in range(image.width()))


def _code(pixel: int) -> str:
    return QColor(pixel).name().upper()


def faults(scene: Scene, known: set[tuple[str, str]]) -> list[str]:
    """Those that show nothing, or move; each kind with a name is looked at once."""
    window = scene.shown
    window.activateWindow()
    found = []
    for widget in stops(window):
        named = (type(widget).__name__, widget.accessibleName() or getattr(widget, "text", str)())
        focused = QApplication.focusWidget()
        if named in known:
            continue
        if focused is not None:
            focused.clearFocus()
        place, before = widget.geometry(), seen(window, widget)
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        if QApplication.focusWidget() is not widget:
            continue
        known.add(named)
        after = seen(window, widget)
        if widget.geometry() != place or after.size() != before.size():
            found.append(f"{named} moves")
        elif ring_of(before, after) < LEAST:
            found.append(f"{named} shows nothing")
    return found


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_focus_is_seen(qapp: QApplication, mode: str) -> None:
    known: set[tuple[str, str]] = set()
    found: dict[str, list[str]] = {}
    for name in ALL:
        with opened(qapp, name, Look(mode)) as scene:
            found[name] = faults(scene, known)
    assert {name: each for name, each in found.items() if each} == {}
    assert len({kind for kind, _ in known}) >= 12
    assert len(known) > 50


def test_a_widget_that_shows_nothing_is_found(qapp: QApplication) -> None:
    with opened(qapp, "single", Look()) as scene:
        blind = QWidget(scene.panes.create)
        blind.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        blind.setAccessibleName("Blind")
        blind.setGeometry(20, 200, 80, 30)
        blind.show()
        assert faults(scene, set()) == ["('QWidget', 'Blind') shows nothing"]
