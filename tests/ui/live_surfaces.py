"""The windows and boxes that open over the main window, each opened in a scene."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QDialog, QWidget

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.services.library_check import CheckReport
from nanobanana_desktop.storage.mark_store import TagUse
from nanobanana_desktop.ui.export_dialog import ExportDialog
from nanobanana_desktop.ui.help_dialogs import (
    AboutDialog,
    BugDialog,
    LicencesDialog,
    NewsDialog,
    UpdateDialog,
)
from nanobanana_desktop.ui.library_dialog import LibraryDialog
from nanobanana_desktop.ui.marks.marks_popover import MarksPopover
from nanobanana_desktop.ui.marks.tags_dialog import TagsDialog
from nanobanana_desktop.ui.palette.entries import command_entries
from nanobanana_desktop.ui.palette.palette import Palette
from nanobanana_desktop.ui.rescue_dialog import RescueDialog
from nanobanana_desktop.ui.run_again_note import RunAgainNote
from nanobanana_desktop.ui.shortcuts.shortcut_dialog import ShortcutDialog
from tests.ui.scene_story import FINISHED, OTHER
from tests.ui.scenes import Scene
from tests.ui.test_library_dialog import FakeCheck

TAGS: Final = [TagUse("boat", 12), TagUse("dawn", 3), TagUse("portrait of a friend", 1)]
NOTES: Final = [
    "Pictures are found by their colours, and the list of tags is sorted by how often they occur.",
    "Faster.",
]


def _update(scene: Scene) -> QDialog:
    day = "1 December 2026"
    return UpdateDialog(scene.theme, "9.9.0", lambda: day, lambda: NOTES, scene.panes.window)


def _library(scene: Scene) -> QDialog:
    check = FakeCheck()
    dialog = LibraryDialog(scene.theme, check, scene.panes.window)
    dialog.set_names(lambda numbers: [f"2026-11-22 picture {number}.png" for number in numbers])
    check.setParent(dialog)
    check.tell(
        CheckReport(
            total=120, whole=117, missing=(1, 2), changed=(3,), unknown=("/pictures/other.png",)
        )
    )
    return dialog


def _tags(scene: Scene) -> QDialog:
    dialog = TagsDialog(scene.theme, scene.panes.window)
    dialog.show_tags(TAGS)
    return dialog


def _export(scene: Scene) -> QDialog:
    return ExportDialog(scene.theme, scene.panes.window)


DIALOGS: Final[dict[str, Callable[[Scene], QDialog]]] = {
    "keys": lambda scene: ShortcutDialog(scene.theme, scene.panes.actions, scene.panes.window),
    "news": lambda scene: NewsDialog(scene.theme, scene.panes.window),
    "about": lambda scene: AboutDialog(scene.theme, scene.panes.window),
    "licences": lambda scene: LicencesDialog(scene.theme, "Free\n" * 99, scene.panes.window),
    "bug": lambda scene: BugDialog(scene.theme, "A report\n" * 9, scene.panes.window),
    "update": _update,
    "export": _export,
    "rescue": lambda scene: RescueDialog(scene.theme, scene.panes.window),
    "library": _library,
    "tags": _tags,
}


def _filters(scene: Scene) -> QWidget:
    # Where there is room, the history stays open beside it with large text, too.
    scene.panes.window.resize(1900, 1000)
    scene.settle()
    popover = scene.panes.history.panel.popover
    popover.open()
    return popover


def _named(scene: Scene) -> GenerationTask:
    """With the same prompt in every language."""
    task = scene.task(FINISHED)
    return replace(task, params=replace(task.params, prompt="A boat in the mist " * 9))


def _tag_editor(scene: Scene) -> QWidget:
    popover = MarksPopover(scene.theme, scene.panes.stage)
    popover.edit_tags([_named(scene)], 1, TAGS)
    return popover


def _note_editor(scene: Scene) -> QWidget:
    popover = MarksPopover(scene.theme, scene.panes.stage)
    popover.edit_note(_named(scene))
    return popover


def _notes_editor(scene: Scene) -> QWidget:
    popover = MarksPopover(scene.theme, scene.panes.stage)
    popover.edit_notes([scene.task(FINISHED), scene.task(OTHER)], 2)
    return popover


def _palette(scene: Scene) -> QWidget:
    palette = Palette(scene.theme, scene.panes.window)
    palette.words_changed.connect(lambda: palette.offer(command_entries(scene.panes.actions)))
    palette.open(command_entries(scene.panes.actions))
    return palette


def _again(scene: Scene) -> QWidget:
    note = RunAgainNote(scene.theme, scene.panes.window)
    note.ask(lambda: None, QPoint(200, 200))
    return note


BOXES: Final[dict[str, Callable[[Scene], QWidget]]] = {
    "filters": _filters,
    "tag editor": _tag_editor,
    "note editor": _note_editor,
    "notes editor": _notes_editor,
    "palette": _palette,
    "run again": _again,
}
SURFACES: Final = {**DIALOGS, **BOXES}


def open_surface(name: str, scene: Scene) -> QWidget:
    """Open it over the scene and let it come to rest."""
    surface = SURFACES[name](scene)
    surface.show()
    scene.settle()
    return surface
