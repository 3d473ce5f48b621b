"""Commands, menus and keys of tasks: offered where they do something, told when they did it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QClipboard, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.domain.task import GenerationTask, Hold, TaskState
from nanobanana_desktop.errors import ErrorCase
from nanobanana_desktop.services.holds import HoldState
from nanobanana_desktop.ui.actions import Command
from nanobanana_desktop.ui.card_actions import CardAction
from nanobanana_desktop.ui.create.form_state import OrderManner
from nanobanana_desktop.ui.panes import Panes
from nanobanana_desktop.ui.settings_dialog import SettingsDialog
from nanobanana_desktop.ui.stage.button_requests import ask
from nanobanana_desktop.ui.task_keys import TaskKeys
from nanobanana_desktop.ui.task_menu import TaskMenus
from nanobanana_desktop.ui.task_requests import TaskRequests
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.wiring.command_wiring import CommandWiring
from nanobanana_desktop.ui.wiring.task_wiring import TaskWiring
from tests.ui.fake_history import NOON, FakeHistory, FakePictures, make_record, make_task
from tests.ui.fake_tasks import FakeSettings, FakeTasks

S = TaskState
C = Command


class FakeJobs:
    def start(self, _name: str, work: Coroutine[Any, Any, object]) -> None:
        asyncio.run(work)


@dataclass
class Window:
    panes: Panes
    source: FakeHistory
    tasks: FakeTasks
    commands: CommandWiring
    asked: list[object]
    wiring: TaskWiring

    def show(self, task: GenerationTask) -> None:
        self.source.put(task)
        self.tasks.open_tasks = [task]
        self.panes.history.show_history()
        assert self.panes.history.select(task.id)
        self.panes.stage.show_task(task)
        self.commands.show_task(task)

    def enabled(self, command: Command) -> bool:
        return self.panes.actions[command].isEnabled()

    @property
    def toast(self) -> str:
        toast = self.panes.window.toast
        return toast.text if toast.isVisible() else ""

    @property
    def undo(self) -> QPushButton:
        return self.panes.window.toast.findChild(QPushButton)


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> Iterator[Window]:
    source, pictures, tasks = FakeHistory(), FakePictures(), FakeTasks()
    panes = Panes(theme, source, pictures, pictures, lambda: NOON, demo=False)
    qtbot.addWidget(panes.window)
    panes.actions.fill_menus()
    panes.show()
    asked: list[object] = []

    def noting(name: str) -> Callable[[], object]:
        return lambda: asked.append(name)

    commands = CommandWiring(
        panes.actions,
        panes.window,
        panes.create,
        panes.stage,
        panes.history,
        panes.requests,
        open_settings=noting("settings"),
        quit_program=noting("quit"),
        run_failed=lambda selected: asked.append([task.id for task in selected]),
        toggle_pause=noting("pause"),
        fetch_by_id=noting("fetch"),
        images_folder=Path,
    )
    wiring = TaskWiring(
        panes.requests,
        tasks,
        panes.create,
        panes.window.toast,
        str,
        panes,
    )
    yield Window(panes, source, tasks, commands, asked, wiring)
    panes.window.toast.dismiss()
    panes.ticker.set_pace(panes.history.list, 0)
    panes.window.close()


STOPPABLE = {S.READY, S.QUEUED, S.PROCESSING, S.RESULT_READY}


@pytest.mark.parametrize("state", sorted(set(TaskState) - {S.DRAFT}))
def test_stop_waiting_is_offered_only_where_it_does_something(
    window: Window, state: TaskState
) -> None:
    window.show(make_task("a", state))
    assert window.enabled(C.STOP_WAITING) is (state in STOPPABLE)
    words = window.panes.actions[C.STOP_WAITING].text()
    assert words == ("Cancel tas&k" if state is S.READY else "Stop &waiting")
    for command in (C.SEND_FIRST, C.SEND_EARLIER, C.SEND_LATER):
        assert window.enabled(command) is (state is S.READY)


@pytest.mark.parametrize("state", [S.DOWNLOADING, S.SUBMITTING, S.DONE])
def test_where_nothing_can_be_stopped_nothing_is_said(window: Window, state: TaskState) -> None:
    window.show(make_task("a", state))
    window.panes.requests.stop_watching_requested.emit("a")
    assert (window.toast, window.tasks.asked) == ("", [])


def test_stopped_is_said_when_it_is_so(window: Window) -> None:
    task = make_task("a", S.PROCESSING)
    window.show(task)
    window.panes.actions[C.STOP_WAITING].trigger()
    assert window.tasks.asked == [("stop_watching", "a")]
    assert window.toast == ""
    window.tasks.task_changed.emit(replace(task, state=S.WATCH_STOPPED))
    assert window.toast.startswith("Stopped waiting.")


def test_a_picture_that_came_first_is_not_called_stopped(window: Window) -> None:
    task = make_task("a", S.PROCESSING)
    window.show(task)
    window.panes.requests.stop_watching_requested.emit("a")
    window.tasks.task_changed.emit(replace(task, state=S.DOWNLOADING))
    window.tasks.task_changed.emit(replace(task, state=S.WATCH_STOPPED))
    assert window.toast == ""


def test_cancelling_an_order_that_waits_deletes_it(window: Window) -> None:
    window.show(make_task("a", S.READY))
    deleted: list[list[str]] = []
    window.panes.requests.delete_requested.connect(deleted.append)
    window.panes.requests.stop_watching_requested.emit("a")
    assert (deleted, window.tasks.asked) == ([["a"]], [])


@pytest.mark.parametrize(
    ("hold", "words"),
    [
        (Hold.AUTH, "The API key was not accepted. Tasks are checked once it is changed."),
        (Hold.NO_KEY, "Tasks are checked once there is an API key."),
        (Hold.KEYRING_LOCKED, "Tasks are checked once there is an API key."),
        (Hold.RATE_LIMIT, "The service asked us to slow down. Tasks are checked in a moment."),
        (Hold.BALANCE, "Your balance at the service is used up. Tasks are checked later."),
        (Hold.APP_PAUSED, ""),
        (Hold.OFFLINE, ""),
    ],
)
def test_check_now_says_why_nothing_happens(window: Window, hold: Hold, words: str) -> None:
    window.tasks.holds.state = HoldState((hold,))
    window.panes.requests.check_now_requested.emit("a")
    assert (window.toast, window.tasks.asked) == (words, [("check_now", "a")])


def test_check_now_says_when_the_service_may_be_asked_again(window: Window) -> None:
    window.tasks.holds.state = HoldState((Hold.RATE_LIMIT,), until=NOON)
    window.panes.requests.watch_again_requested.emit("a")
    assert window.toast.startswith("The service asked us to slow down. Tasks are checked at ")


def test_an_id_that_cannot_be_one_is_said(window: Window) -> None:
    window.panes.requests.attach_id_requested.emit("a", "not an id")
    assert window.toast == "This cannot be a task ID."


def test_a_link_without_encryption_is_fetched_when_the_person_says_so(window: Window) -> None:
    task = make_task(
        "a", S.RESULT_BAD, error_case=ErrorCase.LINK_REFUSED, result_url="http://x/1.png"
    )
    window.show(task)
    card = window.panes.stage.single.card
    assert card.actions_shown == [CardAction.DOWNLOAD_ANYWAY, CardAction.COPY_LINK]
    card.button(CardAction.DOWNLOAD_ANYWAY).click()
    assert window.tasks.asked == [("allow_insecure", "a")]


def test_commands_of_the_line_and_of_many_tasks_reach_their_places(window: Window) -> None:
    window.show(make_task("a", S.READY))
    moves: list[tuple[str, int]] = []
    window.panes.requests.move_requested.connect(lambda task, by: moves.append((task, by)))
    window.panes.requests.send_first_requested.connect(lambda task: moves.append((task, 0)))
    for command in (C.SEND_EARLIER, C.SEND_LATER, C.SEND_FIRST):
        window.panes.actions[command].trigger()
    assert moves == [("a", -1), ("a", 1), ("a", 0)]
    for command in (C.PAUSE_SENDING, C.FETCH_BY_ID, C.RUN_FAILED):
        window.panes.actions[command].trigger()
    assert window.asked == ["pause", "fetch", ["a"]]


def test_generate_first_sends_before_all_that_wait(window: Window) -> None:
    orders: list[tuple[GenerationParams, int, OrderManner]] = []
    pane = window.panes.create
    pane.submitted.connect(lambda params, count, how: orders.append((params, count, how)))
    pane.fill(GenerationParams(prompt="a cat"))
    window.panes.actions[C.GENERATE_FIRST].trigger()
    assert [how for _, _, how in orders] == [OrderManner(first=True)]


def test_a_question_about_a_twin_is_answered_by_generate(window: Window) -> None:
    manners: list[OrderManner] = []
    pane = window.panes.create
    pane.submitted.connect(lambda _params, _count, how: manners.append(how))
    params = GenerationParams(prompt="a cat")
    pane.fill(params)
    pane.ask_again(params, 1, "Same as a task that is still being made. Send again?")
    assert pane.prompt.editor.isEnabled()
    pane.submit()
    assert manners == [OrderManner(confirmed=True)]


def test_a_question_about_a_twin_ends_when_the_form_changes(window: Window) -> None:
    manners: list[OrderManner] = []
    pane = window.panes.create
    pane.submitted.connect(lambda _params, _count, how: manners.append(how))
    params = GenerationParams(prompt="a cat")
    pane.fill(params)
    pane.ask_again(params, 1, "Send again?")
    pane.fill(GenerationParams(prompt="a dog"))
    pane.submit()
    assert manners == [OrderManner()]


def test_a_picture_kept_aside_is_shown_with_what_can_be_done(window: Window) -> None:
    task = make_task(
        "a", S.SAVE_BLOCKED, error_case=ErrorCase.FOLDER_MISSING, image=make_record("a")
    )
    window.show(task)
    stage = window.panes.stage
    caption = stage.single.caption
    assert stage.page is stage.picture
    assert caption.note.text() == "Kept in the app's own folder until it can be saved."
    assert (caption.save_again.isVisible(), caption.change_folder.isVisible()) == (True, True)
    caption.save_again.click()
    assert window.tasks.asked == [("check_now", "a")]


# -- menus and keys ------------------------------------------------------------------------------


def menu_words(task: GenerationTask, parent: QWidget) -> list[str]:
    menu = TaskMenus(TaskRequests()).menu([task], parent)
    return [action.text() for action in menu.actions() if action.text()]


def test_only_waiting_orders_can_be_moved_by_the_menu(window: Window) -> None:
    line = {"Send first", "Send earlier", "Send later"}
    assert line <= set(menu_words(make_task("a", S.READY), window.panes.window))
    assert not line & set(menu_words(make_task("a", S.QUEUED), window.panes.window))


@pytest.mark.parametrize(
    ("held", "word", "asked"),
    [
        ((False,), "Hold back", (["0"], True)),
        ((True,), "Send when it is its turn", (["0"], False)),
        ((True, False), "Hold back", (["0", "1"], True)),
        ((True, True), "Send when it is its turn", (["0", "1"], False)),
    ],
)
def test_the_menu_holds_waiting_orders_back(
    window: Window, held: tuple[bool, ...], word: str, asked: object
) -> None:
    requests, told = TaskRequests(), []
    requests.hold_back_requested.connect(lambda ids, back: told.append((ids, back)))
    tasks = [make_task(str(n), S.READY, held_back=back) for n, back in enumerate(held)]
    others = [make_task("x", S.QUEUED)] if len(tasks) > 1 else []
    menu = TaskMenus(requests).menu([*tasks, *others], window.panes.window)
    (action,) = [action for action in menu.actions() if action.text() == word]
    action.trigger()
    assert told == [asked]


def test_the_task_menu_holds_the_current_order_back(window: Window) -> None:
    told: list[object] = []
    window.panes.requests.hold_back_requested.connect(lambda ids, back: told.append((ids, back)))
    action = window.panes.actions[C.HOLD_BACK]
    window.show(make_task("a", S.QUEUED))
    assert not action.isEnabled()
    window.show(make_task("a", S.READY))
    assert action.text() == "&Hold back"
    action.trigger()
    window.show(make_task("a", S.READY, held_back=True))
    assert action.text() == "Send w&hen it is its turn"
    action.trigger()
    assert told == [(["a"], True), (["a"], False)]


def test_a_task_without_a_prompt_offers_nothing_that_needs_one(window: Window) -> None:
    task = make_task("a", S.FAILED, prompt="", remote_id="x")
    words = set(menu_words(task, window.panes.window))
    assert not {"Run again", "Reuse settings", "Copy prompt"} & words
    assert "Copy details" in words


def test_several_failed_tasks_are_run_again_together_by_the_menu(window: Window) -> None:
    requests, asked = TaskRequests(), []
    requests.run_failed_requested.connect(asked.append)
    failed = [make_task("a", S.FAILED), make_task("b", S.EXPIRED)]
    others = [make_task("u", S.SUBMIT_UNKNOWN), make_task("x", S.FAILED, prompt="", remote_id="x")]
    menu = TaskMenus(requests).menu([*failed, *others], window.panes.window)
    chosen = [action for action in menu.actions() if action.text() == "Run 2 failed again…"]
    chosen[0].trigger()
    assert asked == [failed]
    menu = TaskMenus(requests).menu([failed[0], *others], window.panes.window)
    assert not [action for action in menu.actions() if "failed again" in action.text()]


def test_commands_that_need_a_prompt_or_a_picture_are_off_without(window: Window) -> None:
    window.show(make_task("a", S.FAILED, prompt="", remote_id="x"))
    for command in (C.RUN_AGAIN, C.REUSE, C.COPY_PROMPT, C.SAVE_AS, C.ZOOM_IN):
        assert not window.enabled(command)
    assert window.enabled(C.DELETE)
    window.show(make_task("b", S.SAVE_BLOCKED, image=make_record("b")))
    for command in (C.RUN_AGAIN, C.SAVE_AS, C.USE_AS_REFERENCE, C.ZOOM_IN):
        assert window.enabled(command)
    assert not window.enabled(C.SHOW_IN_FOLDER)


def key(key_: Qt.Key) -> QKeyEvent:
    modifiers = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
    return QKeyEvent(QEvent.Type.KeyPress, key_, modifiers)


def test_keys_move_a_waiting_order_and_no_other(qapp: object) -> None:
    requests, moved = TaskRequests(), []
    requests.move_requested.connect(lambda task_id, by: moved.append((task_id, by)))
    keys = TaskKeys(requests)
    assert keys.handle(key(Qt.Key.Key_Up), [make_task("a", S.READY)])
    assert keys.handle(key(Qt.Key.Key_Down), [make_task("a", S.READY)])
    assert not keys.handle(key(Qt.Key.Key_Up), [make_task("b", S.QUEUED)])
    assert not keys.handle(key(Qt.Key.Key_Up), [])
    assert moved == [("a", 1), ("a", -1)]


@pytest.mark.parametrize("action", [action for action in CardAction if action != "attach_id"])
def test_every_button_of_a_card_asks_for_something(qapp: object, action: CardAction) -> None:
    requests, asked = TaskRequests(), []
    for name in dir(TaskRequests):
        if isinstance(getattr(TaskRequests, name), Signal):
            getattr(requests, name).connect(lambda *arguments: asked.append(arguments))
    ask(action, requests, make_task("a", S.FAILED))
    assert len(asked) == 1


# -- settings ------------------------------------------------------------------------------------


def test_undo_send_and_the_question_before_quitting_are_settings(
    qtbot: QtBot, theme: Theme
) -> None:
    odd = FakeSettings(undo_send_seconds=7, quit_note_seen=True).settings
    dialog = SettingsDialog(theme, odd, default_address="", parse_address=str, parse_proxy=str)
    qtbot.addWidget(dialog)
    page = dialog.advanced
    offered = [page.undo_box.itemText(index) for index in range(page.undo_box.count())]
    assert offered == ["Off", "3 s", "5 s", "10 s", "7 s"]
    assert page.undo_box.currentText() == "7 s"
    assert not page.quit_box.isChecked()
    told: list[tuple[str, object]] = []
    dialog.setting_chosen.connect(lambda name, value: told.append((name, value)))
    page.undo_box.setCurrentIndex(1)
    page.undo_box.activated.emit(1)
    page.quit_box.click()
    assert told == [("undo_send_seconds", 3), ("quit_note_seen", False)]


def test_the_zoom_key_works_from_the_history(window: Window) -> None:
    window.show(make_task("a", S.DONE))
    stage = window.panes.stage
    stage.picture.begin("a", QSize(3000, 2000))
    assert stage.picture.zoom.is_fit
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Z, Qt.KeyboardModifier.NoModifier)
    assert window.panes.history.keys.handle(event, [])
    assert stage.picture.zoom.shown_scale == 1.0


def test_the_grid_takes_the_size_keys_whatever_is_selected(window: Window) -> None:
    window.show(make_task("a", S.FAILED))
    assert not window.enabled(C.ZOOM_IN)
    window.panes.stage.set_view("grid")
    assert window.enabled(C.ZOOM_IN)
    assert window.enabled(C.ZOOM_OUT)
    for command in (C.ZOOM_FIT, C.ZOOM_FULL, C.TOGGLE_ZOOM, C.FULL_SCREEN):
        assert not window.enabled(command)
    slider = window.panes.stage.header.size_slider
    before = slider.value()
    window.panes.actions[C.ZOOM_IN].trigger()
    assert slider.value() == before + 1
    window.panes.actions[C.ZOOM_OUT].trigger()
    window.panes.actions[C.ZOOM_OUT].trigger()
    assert slider.value() == before - 1


def test_compared_pictures_are_zoomed_whatever_is_selected(window: Window) -> None:
    for name in ("a", "b"):
        window.source.put(make_task(name, S.DONE, image=make_record(name)))
    window.show(make_task("c", S.DONE, image=make_record("c")))
    window.panes.stage.set_view("compare")
    assert window.panes.stage.view == "compare"
    window.commands.show_task(make_task("f", S.FAILED))
    for command in (C.ZOOM_IN, C.ZOOM_FIT, C.ZOOM_FULL, C.TOGGLE_ZOOM, C.FULL_SCREEN):
        assert window.enabled(command)
    assert not window.enabled(C.SAVE_AS)


@pytest.fixture
def clipboard() -> Iterator[QClipboard]:
    clipboard = QGuiApplication.clipboard()
    yield clipboard
    clipboard.clear()


def test_a_copied_link_is_told(window: Window, clipboard: QClipboard) -> None:
    task = make_task("a", S.SAVE_BLOCKED, result_url="https://example.org/a.png")
    window.panes.requests.copy_link_requested.emit(task)
    assert clipboard.text() == "https://example.org/a.png"
    assert window.toast == "Link copied"
