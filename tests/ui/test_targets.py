"""With the smallest text too, what is pressed is large enough to be hit."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLineEdit,
    QSlider,
    QWidget,
)

from nanobanana_desktop.ui.widgets.targets import LEAST_TARGET
from tests.ui import scenes

PRESSED = (QAbstractButton, QComboBox, QLineEdit, QSlider)
FEW = {"culling-offer": 3, "culling-end": 3, "viewer": 5}
"""How much there is to press where it is not more than five."""


def targets(shown: QWidget) -> list[QWidget]:
    """What can be pressed, but for Qt's own signs in a field: what they do, a key does as well."""
    return [
        widget
        for widget in shown.findChildren(QWidget)
        if isinstance(widget, PRESSED)
        and widget.isVisible()
        and not isinstance(widget.parent(), QLineEdit)
    ]


@pytest.mark.parametrize("name", scenes.ALL)
def test_what_is_pressed_is_large_enough(qapp: QApplication, name: str) -> None:
    with scenes.opened(qapp, name, scenes.Look(text_scale=90)) as scene:
        found = targets(scene.shown)
        small = [
            f"{type(each).__name__} {each.accessibleName()!r} {each.width()} x {each.height()}"
            for each in found
            if min(each.width(), each.height()) < LEAST_TARGET
        ]
    assert small == []
    assert len(found) == FEW[name] if name in FEW else len(found) > 5
