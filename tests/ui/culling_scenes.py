"""The window for sorting out in the states that people meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanobanana_desktop.domain.culling import BIN, KEEP, Culling, CullScope
from nanobanana_desktop.ui.culling.window import CullingWindow
from nanobanana_desktop.ui.theme.theme import Theme
from tests.ui.scene_story import PICTURES

if TYPE_CHECKING:
    from tests.ui.scenes import Scene

_SIZE = (1280, 800)


def opened_over(scene: Scene, theme: Theme) -> CullingWindow:
    """The window on screen, over the story's pictures."""
    panes, pictures = scene.panes, scene.pictures
    window = CullingWindow(
        theme, pictures, pictures, panes.thumbnails, scene.source.by_id.get, panes.window
    )
    window.resize(*_SIZE)
    window.show()
    window.activateWindow()
    scene.shown = window
    return window


def asked(scene: Scene, theme: Theme) -> Scene:
    """What is to be sorted out?"""
    counts = {CullScope.ORDER: 2, CullScope.DAY: 3, CullScope.SEARCH: 5, CullScope.ALL: 5_000}
    opened_over(scene, theme).ask_what(counts, can_take_back=True)
    scene.settle()
    return scene


def offered(scene: Scene, theme: Theme) -> Scene:
    """Somebody was in the middle of it."""
    opened_over(scene, theme).ask_to_go_on(half_decided())
    scene.settle()
    return scene


def deciding(scene: Scene, theme: Theme) -> Scene:
    """A picture that was decided already is looked at once more."""
    window = opened_over(scene, theme)
    culling = half_decided()
    window.begin(culling)
    culling.look_at("boat")
    window.refresh()
    scene.settle()
    return scene


def ending(scene: Scene, theme: Theme) -> Scene:
    """What is to happen to them?"""
    window = opened_over(scene, theme)
    window.begin(half_decided())
    window.ask_at_the_end()
    window.end.show_starred(1)
    scene.settle()
    return scene


def half_decided() -> Culling:
    culling = Culling(CullScope.DAY, PICTURES)
    culling.rate(4)
    culling.star()
    for _ in range(2):
        culling.decide(KEEP)
        culling.decide(BIN)
    culling.look_at("boat")
    culling.star()
    return culling
