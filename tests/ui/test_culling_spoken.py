"""What screen readers are told of the window for sorting out, in each of its states."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from tests.accessible_nodes import offences, read_backwards, shown_nodes
from tests.ui.scenes import Look, opened

STATES = ("culling", "culling-start", "culling-offer", "culling-end")


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("state", STATES)
def test_every_control_is_named_and_read_in_order(
    qapp: QApplication, state: str, language: str
) -> None:
    with opened(qapp, state, Look(language=language)) as scene:
        nodes = shown_nodes(scene.shown)
    assert offences(nodes) == []
    assert read_backwards(nodes) == []
    assert sum(node.is_a_control for node in nodes) >= 3


def test_the_picture_is_an_image_with_its_prompt_and_its_decision(qapp: QApplication) -> None:
    with opened(qapp, "culling", Look()) as scene:
        nodes = shown_nodes(scene.shown)
    (picture,) = (node for node in nodes if node.role.name == "Graphic" and node.focusable)
    assert picture.name.startswith("A ripe banana")
    assert picture.description == "Kept with a star, rated ★★★★"
