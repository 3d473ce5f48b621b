"""Pictures that are looked at together, in the states that people meet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel

from nanobanana_desktop.services.picture_difference import pixel_difference
from nanobanana_desktop.ui.stage.stage_header import COMPARE
from nanobanana_desktop.ui.theme.theme import Theme
from tests.ui.scene_pictures import whole
from tests.ui.scene_story import FINISHED, OTHER, PICTURES

if TYPE_CHECKING:
    from tests.ui.scenes import Scene


def together(scene: Scene, names: Sequence[str]) -> Scene:
    """These tasks are selected, and what is selected is looked at together."""
    panes = scene.panes
    panes.requests.select_requested.connect(panes.history.select)
    model, selection = panes.history.model, panes.history.selection_model
    scene.settle()
    panes.history.select(names[0])
    for name in names[1:]:
        selection.select(model.index_of(name), QItemSelectionModel.SelectionFlag.Select)
    panes.stage.set_view(COMPARE)
    scene.settle()
    return scene


def difference(scene: Scene, _theme: Theme) -> Scene:
    """What two pictures differ in."""
    together(scene, (FINISHED, OTHER))
    scene.panes.stage.compared.set_mode("difference")
    source = scene.pictures
    a, b, side, gain = source.difference_requests[-1]
    found = pixel_difference(a.levels, b.levels, side, gain)
    source.difference_made.emit(len(source.difference_requests), found)
    scene.settle()
    return scene


def flicker(scene: Scene, _theme: Theme) -> Scene:
    """Two pictures that take turns."""
    together(scene, (FINISHED, OTHER))
    scene.panes.stage.compared.set_mode("flicker")
    scene.settle()
    return scene


def with_reference(scene: Scene, _theme: Theme) -> Scene:
    """A picture beside the first image that it was made from."""
    together(scene, (FINISHED, OTHER))
    stage = scene.panes.stage
    scene.panes.requests.compare_reference_requested.emit(scene.task(FINISHED))
    reference = stage.compare.reference.reference
    name = reference.name.removesuffix(".png")
    stage.compare.show_reference(reference, whole(name, reference.width, reference.height))
    scene.settle()
    return scene


def survey(scene: Scene, _theme: Theme) -> Scene:
    """Five pictures of several shapes, the second one current."""
    together(scene, list(PICTURES)[:5])
    scene.panes.stage.compared.step(1)
    scene.settle()
    return scene
