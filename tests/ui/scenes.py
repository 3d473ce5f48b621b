"""The window in the states that people meet, for pictures of it and for looking at its parts.

Fixed are the clock, the formats, the caret, the sizes and the tasks; the fonts are the caller's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Final
from unittest.mock import patch

from PySide6.QtCore import QEvent, QItemSelectionModel, QLocale, QTimer, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QWidget

from nanobanana_desktop.domain.history_query import HistoryFilter
from nanobanana_desktop.domain.settings import Language, Settings
from nanobanana_desktop.domain.task import GenerationTask, Hold
from nanobanana_desktop.services.holds import HoldState
from nanobanana_desktop.services.key_service import KeyState, KeyStatus
from nanobanana_desktop.services.picture_file import PictureFile
from nanobanana_desktop.ui.details.details_pane import DetailsPane
from nanobanana_desktop.ui.key_card import KeyCard
from nanobanana_desktop.ui.marks.marks_editors import MarksEditors
from nanobanana_desktop.ui.panes import Panes
from nanobanana_desktop.ui.settings_dialog import SettingsDialog
from nanobanana_desktop.ui.stage.stage_header import COMPARE, GRID
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.wiring.bar_wiring import BarWiring
from nanobanana_desktop.ui.wiring.filmstrip_wiring import FilmstripWiring
from nanobanana_desktop.ui.wiring.viewer_wiring import ViewerWiring
from tests.ui import compared_scenes, culling_scenes, fake_tasks, scene_dress
from tests.ui.fake_history import DAY, NOON, FakeHistory, FakePictures
from tests.ui.scene_pictures import drawn, whole
from tests.ui.scene_story import (
    FAILED,
    FETCHED,
    FINISHED,
    OTHER,
    PICTURES,
    REFERENCES,
    WORKING,
    prompt_of,
    story,
)

SIZE: Final = (1280, 800)
WIDE: Final = (1480, 860)
PSEUDO: Final = scene_dress.PSEUDO
SMALL: Final = (320, 180)
"""Pixels of the pictures that stand for references."""


@dataclass(frozen=True)
class Look:
    """How a scene is shown; `language` is that of a catalogue, or PSEUDO."""

    mode: str = "light"
    language: str = "en"
    text_scale: int = 100

    def __str__(self) -> str:
        return f"{self.mode}-{self.language}-{self.text_scale}"


class _Tasks(fake_tasks.FakeTasks):
    progress_changed = Signal(str, object)
    recovered = Signal(object)
    stores_blocked_changed = Signal(bool)
    slowness_changed = Signal(bool)


class _Settings(fake_tasks.FakeSettings):
    settings_changed = Signal(object)


class _Keys(fake_tasks.FakeSettings):
    key_changed = Signal()
    state = KeyState(KeyStatus.SAVED, usable=True)


class Scene:
    """A window with the story's tasks; `shown` is the widget that a picture is taken of."""

    def __init__(self, theme: Theme, look: Look, *, is_new: bool = False) -> None:
        self.theme, self.look = theme, look
        self.tasks = [] if is_new else story(look.language)
        self.source = FakeHistory(self.tasks)
        self.source.answers_itself = False
        self.pictures = FakePictures()
        self.panes = Panes(
            theme, self.source, self.pictures, self.pictures, lambda: NOON, demo=False
        )
        self.panes.actions.fill_menus()
        self.shown: QWidget = self.panes.window
        self.panes.window.resize(*SIZE)
        self.panes.show()
        self.panes.window.activateWindow()
        self.panes.history.show_history()
        header = self.panes.stage.header
        self.panes.history.active_count_changed.connect(header.set_active_count)
        self.panes.window.history_shown.connect(lambda shown: header.set_history_closed(not shown))
        header.set_history_closed(self.panes.history.isHidden())
        self.settle()
        self.panes.history.show_history()
        self.panes.history.set_progress(FETCHED, 4_216_000, 6_800_000)

    def task(self, task_id: str) -> GenerationTask:
        return self.source.by_id[task_id]

    def settle(self) -> None:
        """Answer what was asked for and let all come to rest."""
        for _ in range(4):
            QApplication.processEvents()
            self.source.answer()
            self._give_pictures()
            self._end_waits()
        QApplication.processEvents()
        # What a timer of this last turn asked for: Qt has one for the width of drop-down lists.
        QApplication.sendPostedEvents()

    def fill_form(self) -> None:
        self.panes.create.restore_draft(
            {
                "prompt": prompt_of(FINISHED, self.look.language),
                "aspect_ratio": "16:9",
                "resolution": "2k",
                "references": [],
            }
        )
        for reference in REFERENCES:
            picture = drawn(reference.name.removesuffix(".png"), *SMALL)
            self.panes.create.add_reference(reference, picture)

    def close(self) -> None:
        window = self.panes.window
        window.close()
        window.toast.dismiss()
        for each in self.panes.findChildren(QTimer):
            each.stop()
        for widget in (self.shown, window):
            for timer in widget.findChildren(QTimer):
                timer.stop()
            widget.hide()
            widget.deleteLater()
        self.panes.deleteLater()

    def _give_pictures(self) -> None:
        for key in list(self.pictures.tiles_wanted):
            task_id = key.picture.task_id
            facts = PICTURES[task_id]
            self.pictures.give_tiles(task_id, drawn(task_id, facts.width // 4, facts.height // 4))
        asked, self.pictures.picture_requests = self.pictures.picture_requests, []
        for task_id in dict.fromkeys(asked):
            facts = PICTURES[task_id]
            self.pictures.picture_loaded.emit(task_id, whole(task_id, facts.width, facts.height))

    def _end_waits(self) -> None:
        timers = self.panes.findChildren(QTimer) + self.panes.window.findChildren(QTimer)
        for timer in timers:
            if timer.isActive() and timer.isSingleShot() and timer.objectName() != "ticker":
                timer.stop()
                timer.timeout.emit()


# -- the states ----------------------------------------------------------------------------------


def first_run(theme: Theme, look: Look) -> Scene:
    scene = Scene(theme, look, is_new=True)
    card = KeyCard(theme, store="Windows Credential Manager")
    card.set_language(Language.CHINESE if look.language == "zh_CN" else Language.ENGLISH)
    card.key_field.edit.setText("sk-" + "0" * 21)
    scene.panes.create.set_block_reason(_no_key(look))
    scene.panes.stage.show_welcome(card)
    card.focus_key()
    scene.settle()
    return scene


def composing(theme: Theme, look: Look) -> Scene:
    """The form filled by a person who just begins: nothing is selected yet."""
    scene = Scene(theme, look)
    scene.fill_form()
    scene.panes.create.focus_prompt()
    scene.settle()
    return scene


def running(theme: Theme, look: Look) -> Scene:
    scene = Scene(theme, look)
    scene.fill_form()
    return _selected(scene, WORKING)


def single(theme: Theme, look: Look) -> Scene:
    scene = Scene(theme, look)
    scene.fill_form()
    return _selected(scene, FINISHED)


def grid(theme: Theme, look: Look) -> Scene:
    scene = _selected(Scene(theme, look), FINISHED)
    scene.panes.stage.set_view(GRID)
    scene.settle()
    return scene


def compare(theme: Theme, look: Look) -> Scene:
    scene = Scene(theme, look)
    model, selection = scene.panes.history.model, scene.panes.history.selection_model
    _selected(scene, FINISHED)
    other = model.index(model.row_of(OTHER))
    selection.select(other, QItemSelectionModel.SelectionFlag.Select)
    scene.panes.stage.set_view(COMPARE)
    scene.settle()
    return scene


def details(theme: Theme, look: Look) -> Scene:
    scene = Scene(theme, look)
    scene.panes.window.resize(*WIDE)
    scene.fill_form()
    pane = DetailsPane(theme)
    editors = MarksEditors(theme)
    pane.put_marks(editors)
    scene.panes.window.details.fill(pane)
    scene.panes.window.show_details(True)
    scene.panes.stage.header.set_details_open(True)
    _selected(scene, FINISHED)
    task = scene.task(FINISHED)
    pane.show_task(task, NOON, file_missing=False)
    pane.one.show_file(PictureFile("2026-11-22 banana boat.png", 6_800_000, False))
    for reference in REFERENCES:
        picture = drawn(reference.name.removesuffix(".png"), *SMALL)
        pane.one.references.show_picture(reference, picture)
    editors.show_tasks([task])
    scene.settle()
    return scene


def failed(theme: Theme, look: Look) -> Scene:
    scene = Scene(theme, look)
    scene.fill_form()
    return _selected(scene, FAILED)


def offline(theme: Theme, look: Look) -> Scene:
    scene = Scene(theme, look)
    scene.fill_form()
    _selected(scene, OTHER)
    tasks = _Tasks()
    wiring = BarWiring(
        scene.panes.stage.bar, tasks, _Keys(), lambda: None, parent=scene.panes.window
    )
    state = HoldState((Hold.OFFLINE,))
    tasks.holds.state = state
    tasks.holds_changed.emit(state)
    scene.panes.history.set_holds(state)
    scene.panes.stage.set_holds(state)
    wiring.findChild(QTimer, "bar delay").timeout.emit()
    scene.settle()
    return scene


def settings(theme: Theme, look: Look) -> Scene:
    """The dialog alone, at the page that has most to show."""
    scene = Scene(theme, look)
    language = Language.CHINESE if look.language == "zh_CN" else Language.ENGLISH
    dialog = SettingsDialog(
        theme,
        Settings(language=language, text_size=look.text_scale),
        default_address="https://service.example/base",
        parse_address=str,
        parse_proxy=str,
    )
    dialog.show_folder(Path("/pictures"))
    dialog.show_key_state(KeyState(KeyStatus.WORKS, usable=True, changed_at=NOON - DAY))
    dialog.open_page("account")
    scene.shown = dialog
    scene.settle()
    return scene


def nothing_found(theme: Theme, look: Look) -> Scene:
    scene = _selected(Scene(theme, look), FINISHED)
    scene.panes.history.search.setText("zeppelin")
    scene.settle()
    return scene


def filmstrip(theme: Theme, look: Look) -> Scene:
    """The history is closed; its pictures lie below the one that is looked at."""
    scene = Scene(theme, look)
    FilmstripWiring(scene.panes, lambda: NOON, scene.panes)
    scene.panes.window.show_history(False)
    scene.fill_form()
    scene = _selected(scene, FINISHED)
    scene.panes.stage.focus_stage()
    return scene


def viewer(theme: Theme, look: Look) -> Scene:
    """The window for another screen."""
    scene = _selected(Scene(theme, look), FINISHED)
    parts = SimpleNamespace(panes=scene.panes, tasks=_Tasks(), settings=_Settings())
    wiring = ViewerWiring(parts, lambda: None, scene.panes)
    wiring.open()
    assert wiring.viewer is not None
    scene.shown = wiring.viewer.window
    scene.shown.resize(900, 640)
    scene.settle()
    return scene


def starred(theme: Theme, look: Look) -> Scene:
    """A filter is chosen; the list and the grid show what it lets through."""
    scene = _selected(Scene(theme, look), FINISHED)
    scene.panes.history.filters.set_value(HistoryFilter.STARRED)
    scene.panes.stage.set_view(GRID)
    scene.settle()
    return scene


def staged(state: Callable[[Scene, Theme], Scene]) -> Callable[[Theme, Look], Scene]:
    return lambda theme, look: state(Scene(theme, look), theme)


NINE: Final[Mapping[str, Callable[[Theme, Look], Scene]]] = {
    "first-run": first_run,
    "composing": composing,
    "running": running,
    "single": single,
    "grid": grid,
    "compare": compare,
    "details": details,
    "failed": failed,
    "offline": offline,
}
ALL: Final = {
    **NINE,
    "settings": settings,
    "nothing-found": nothing_found,
    "starred": starred,
    "culling": staged(culling_scenes.deciding),
    "culling-start": staged(culling_scenes.asked),
    "culling-offer": staged(culling_scenes.offered),
    "culling-end": staged(culling_scenes.ending),
    "filmstrip": filmstrip,
    "viewer": viewer,
    "difference": staged(compared_scenes.difference),
    "flicker": staged(compared_scenes.flicker),
    "with-reference": staged(compared_scenes.with_reference),
    "survey": staged(compared_scenes.survey),
}


def _selected(scene: Scene, task_id: str) -> Scene:
    scene.settle()
    assert scene.panes.history.select(task_id)
    scene.panes.history.focus_list()
    scene.settle()
    return scene


def _no_key(look: Look) -> str:
    """What the window's wiring says without a key, in its words."""
    text = "Add an API key to generate images."
    return QApplication.translate("WindowWiring", text)


# -- showing them --------------------------------------------------------------------------------


@contextmanager
def opened(app: QApplication, name: str, look: Look, font: QFont | None = None) -> Iterator[Scene]:
    """The scene on screen; afterwards the application looks and speaks as before."""
    with ExitStack() as stack:
        scene_dress.keep_dress(app, stack)
        stack.enter_context(patch.object(QLocale, "system", staticmethod(QLocale.c)))
        QLocale.setDefault(QLocale("zh_CN" if look.language == "zh_CN" else "en_US"))
        for translator in scene_dress.translators(look.language):
            app.installTranslator(translator)
            stack.callback(app.removeTranslator, translator)
        app.setCursorFlashTime(0)
        if font is not None:
            app.setFont(font)
        language = "zh_CN" if look.language == "zh_CN" else "en"
        theme = Theme(
            app, mode=look.mode, text_scale=look.text_scale, language=language, motion="reduce"
        )
        scene = ALL[name](theme, look)
        stack.callback(QApplication.sendPostedEvents, None, QEvent.Type.DeferredDelete.value)
        stack.callback(scene.close)
        yield scene
