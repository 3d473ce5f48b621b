"""The stage: picture, zoom, caption, states of work, cards, keys, full screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QItemSelectionModel, QLocale, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QFontMetrics, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QRadioButton
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.task import Hold, TaskState
from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.services.holds import HoldState
from nanobanana_desktop.ui.card_actions import CardAction
from nanobanana_desktop.ui.history.row_metrics import line_height_for, roomy_line_height
from nanobanana_desktop.ui.run_again_note import RunAgainNote
from nanobanana_desktop.ui.stage.button_requests import ask
from nanobanana_desktop.ui.stage.stage_header import COMPARE, GRID, SINGLE
from nanobanana_desktop.ui.task_requests import TaskRequests
from nanobanana_desktop.ui.theme.theme import Theme
from tests.ui.fake_history import DAY, HOUR, NOON, make_record, make_task
from tests.ui.fake_tasks import Known
from tests.ui.pseudo_locale import pseudo
from tests.ui.staged import Shown, picture, pixels, shown_stage

S = TaskState


@pytest.fixture(autouse=True)
def british_formats() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


@pytest.fixture
def show(qtbot: QtBot, theme: Theme) -> Callable[..., Shown]:
    return lambda *tasks: shown_stage(qtbot, theme, tasks)


def test_a_picture_is_an_image_named_by_its_prompt(show) -> None:
    shown = show(make_task("a"))
    assert shown.page is shown.pane.picture
    interface = QAccessible.queryAccessibleInterface(shown.pane.picture)
    assert interface.role() == QAccessible.Role.Graphic
    assert interface.text(QAccessible.Text.Name) == make_task("a").params.prompt
    names = [button.text() for button in shown.pane.findChildren(QRadioButton)]
    assert names[:2] == ["Grid", "Single"]


def test_the_preview_stands_in_until_the_picture_comes(show) -> None:
    shown = show(make_task("a"))
    view = shown.pane.picture
    assert shown.pictures.picture_requests == ["a"]
    assert shown.previews.thumbnail_requests == [("a", 256)]
    shown.previews.thumbnail_loaded.emit("a", pixels(256, 143, "#ff0000"))
    middle = view.rect().center()
    assert view.grab().toImage().pixelColor(middle).name() == "#ff0000"
    place = view.zoom.target
    shown.pictures.picture_loaded.emit("a", picture())
    assert view.grab().toImage().pixelColor(middle).name() == "#336699"
    assert view.zoom.target == place
    shown.previews.thumbnail_loaded.emit("a", pixels(256, 143, "#ff0000"))
    assert view.grab().toImage().pixelColor(middle).name() == "#336699"


def test_the_largest_version_stands_in_whatever_comes_first(show) -> None:
    shown = show(make_task("a"))
    view = shown.pane.picture
    middle, place = view.rect().center(), view.zoom.target
    shown.pictures.screen_loaded.emit("a", pixels(1376, 768, "#00ff00"))
    shown.previews.thumbnail_loaded.emit("a", pixels(256, 143, "#ff0000"))
    assert view.grab().toImage().pixelColor(middle).name() == "#00ff00"
    assert view.zoom.target == place
    assert not view.has_picture
    shown.pictures.screen_loaded.emit("b", pixels(1400, 781, "#0000ff"))
    assert view.grab().toImage().pixelColor(middle).name() == "#00ff00"
    shown.pictures.picture_loaded.emit("a", picture())
    shown.pictures.screen_loaded.emit("a", pixels(1376, 768, "#00ff00"))
    assert view.grab().toImage().pixelColor(middle).name() == "#336699"
    assert view.zoom.target == place


@pytest.mark.parametrize(("text", "is_tall"), [("", False), ("Möwe", False), ("a 船", True)])
def test_lines_are_as_high_as_the_letters_in_them(theme, text: str, is_tall: bool) -> None:
    font = theme.font()
    spacing = QFontMetrics(font).lineSpacing()
    expected = max(spacing, roomy_line_height(font)) if is_tall else spacing
    assert roomy_line_height(font) > spacing
    assert line_height_for(text, font) == expected


def test_answers_for_other_tasks_are_dropped(show) -> None:
    shown = show(make_task("a"), make_task("b", age=2 * HOUR))
    shown.pictures.picture_loaded.emit("b", picture())
    assert not shown.pane.picture.has_picture


def test_a_new_picture_is_told_as_seen_once_it_is_shown(show, qtbot) -> None:
    shown = show(make_task("a"))
    with qtbot.waitSignal(shown.pane.picture_seen, timeout=500) as seen:
        shown.pane.show_task(make_task("b", seen=False))
    assert seen.args == ["b"]


def test_the_picture_lies_in_the_middle_with_its_margin(show, theme) -> None:
    shown = show(make_task("a"))
    left, top, width, height = shown.pane.picture.zoom.target
    view = shown.pane.picture
    assert left == pytest.approx(theme.px(24), abs=1)
    assert width == pytest.approx(view.width() - 2 * theme.px(24), abs=1)
    assert top + height / 2 == pytest.approx(view.height() / 2, abs=1)
    assert height / width == pytest.approx(1536 / 2752, abs=0.01)


def wheel(view: QLabel, turns: int, spot: QPoint, pixels: QPoint | None = None) -> None:
    event = QWheelEvent(
        QPointF(spot),
        QPointF(view.mapToGlobal(spot)),
        pixels or QPoint(),
        QPoint(0, 120 * turns),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)


def test_wheel_double_click_keys_and_drag_zoom_and_pan(show) -> None:
    shown = show(make_task("a"))
    view = shown.pane.picture
    shown.pictures.picture_loaded.emit("a", picture())
    wheel(view, 1, QPoint(100, 300))
    assert not view.zoom.is_fit
    wheel(view, -5, QPoint(100, 300))
    assert view.zoom.is_fit
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=QPoint(300, 300))
    assert view.zoom.shown_scale == 1.0
    before = view.zoom
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(300, 300))
    QTest.mouseMove(view, QPoint(250, 300))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(250, 300))
    assert view.zoom.x > before.x
    wheel(view, 0, QPoint(100, 100), QPoint(30, 0))
    assert view.zoom.shown_scale == 1.0
    view.setFocus()
    for key, expected in (("z", "Fit"), ("z", "100%"), ("+", "150%"), ("-", "100%")):
        QTest.keyClick(view, key)
        assert shown.pane.header.zoom_menu_button.text() == expected, key


def test_digits_rate_the_picture_that_has_the_focus(show) -> None:
    shown = show(make_task("a"))
    view = shown.pane.picture
    shown.pictures.picture_loaded.emit("a", picture())
    asked: list[object] = []
    shown.requests.marks_requested.connect(lambda ids, change: asked.append((ids, change.rating)))
    view.setFocus()
    for digit in (1, 5, 0):
        QTest.keyClick(view, str(digit))
    assert asked == [(["a"], 1), (["a"], 5), (["a"], 0)]
    assert view.zoom.is_fit


def test_arrows_step_and_pan_when_zoomed(show, qtbot) -> None:
    shown = show(make_task("a"))
    view = shown.pane.picture
    shown.pictures.picture_loaded.emit("a", picture())
    view.setFocus()
    steps: list[int] = []
    shown.pane.step_requested.connect(steps.append)
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert steps == [1, -1]
    view.show_scale(1.0)
    before = view.zoom.x
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.zoom.x > before
    assert steps == [1, -1]


def test_stepping_keeps_the_zoom_between_pictures_of_one_size(show) -> None:
    shown = show(make_task("a"))
    shown.pane.picture.show_scale(1.0)
    seen = shown.pane.picture.zoom
    shown.pane.show_task(make_task("b"))
    assert shown.pane.picture.zoom == seen
    shown.pane.show_task(replace(make_task("c"), image=None))
    other = make_task("d")
    assert other.image is not None
    shown.pane.show_task(replace(other, image=replace(other.image, width=1000)))
    assert shown.pane.picture.zoom.is_fit


@pytest.mark.parametrize(
    ("name", "signal", "value"),
    [
        ("Reuse settings", "reuse_requested", "task"),
        ("Use as reference", "use_as_reference_requested", "task"),
        ("Copy", "copy_requested", "task"),
        ("Save as…", "save_as_requested", "task"),
        ("Show in folder", "show_in_folder_requested", "task"),
        ("Move to bin", "delete_requested", ["a"]),
    ],
)
def test_the_caption_asks_for_what_its_buttons_say(show, qtbot, name, signal, value) -> None:
    task = make_task("a")
    shown = show(task)
    with qtbot.waitSignal(getattr(shown.requests, signal), timeout=500) as asked:
        shown.button(name).click()
    assert asked.args == [task if value == "task" else value]


def test_the_caption_says_what_the_picture_is(show) -> None:
    shown = show(make_task("a", age=28 * 60))
    parts = shown.pane.single.caption.meta.text().split("   ·   ")
    assert parts[0].strip("\u2068\u2069") == "Nano Banana Pro"
    assert parts[1:] == ["16:9", "2752 × 1536", "14:32", "41 s"]


def test_the_star_says_what_it_would_do(show, qtbot) -> None:
    shown = show(make_task("a"))
    with qtbot.waitSignal(shown.requests.star_toggled, timeout=500) as asked:
        shown.button("Star").click()
    assert asked.args == ["a", True]
    shown.pane.task_changed(make_task("a", starred=True))
    assert shown.button("Remove star").isVisible()


def test_narrow_captions_keep_names_when_words_go(show) -> None:
    shown = show(make_task("a"))
    shown.pane.resize(430, 600)
    QApplication.processEvents()
    copy = shown.button("Copy")
    assert copy.text() == ""
    assert copy.toolTip()
    shown.pane.resize(900, 600)
    QApplication.processEvents()
    assert copy.text() == "Copy"


def test_a_long_prompt_takes_two_lines_and_markup_stays_text(show) -> None:
    prompt = "<img src='file:///etc/passwd'> " + "word " * 2000
    shown = show(make_task("a", prompt=prompt))
    label = shown.pane.single.caption.prompt
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.text().count("\n") == 1
    assert label.text().endswith("…")
    assert "<img" not in label.toolTip()


def test_a_task_in_work_shows_state_and_time_in_the_shape_to_come(show) -> None:
    shown = show(make_task("p", S.PROCESSING, age=24, ratio="9:16"))
    view = shown.pane.single.active
    assert shown.page is view
    assert view.accessibleDescription() == "Processing, 0:24"
    area = view.picture_rect()
    assert area.width() / area.height() == pytest.approx(9 / 16, abs=0.01)
    assert shown.ticker.is_running
    shown.clock[0] += 1
    shown.ticker.second_passed.emit()
    assert view.accessibleDescription() == "Processing, 0:25"
    assert shown.button("Check now").isVisible()
    assert shown.button("Stop waiting").isVisible()


def test_a_task_that_takes_long_says_so_and_keeps_checking(show) -> None:
    shown = show(make_task("p", S.PROCESSING, age=24))
    shown.pane.set_prospects(Known({}, slow=180.0))
    shown.clock[0] += 180
    shown.ticker.second_passed.emit()
    assert shown.pane.single.active.accessibleDescription() == (
        "Slower than usual, 3:24, Still working after 3 min. Checking continues."
    )
    shown.clock[0] += 720
    shown.ticker.second_passed.emit()
    assert shown.pane.single.active.accessibleDescription() == (
        "Slower than usual, 15:24, Still working after 15 min. Checking continues."
    )


def test_progress_of_a_download_is_shown(show) -> None:
    shown = show(make_task("d", S.DOWNLOADING, age=24))
    shown.model.set_progress("d", 62, 100)
    shown.pane.set_progress("d", 62, 100)
    assert shown.pane.single.active.accessibleDescription() == "Downloading, 62%"


def test_a_finished_task_becomes_its_picture_where_it_is(show) -> None:
    shown = show(make_task("p", S.PROCESSING, age=24))
    shown.pane.single.active.setFocus()
    shown.pane.task_changed(make_task("p", age=24))
    assert shown.page is shown.pane.picture
    assert shown.pane.picture.hasFocus()
    assert not shown.ticker.is_running


def test_a_failed_task_is_a_card_with_the_services_words(show, qtbot) -> None:
    task = make_task("f", S.FAILED)
    shown = show(task)
    card = shown.pane.single.card
    assert card.title.text() == "The service declined this prompt"
    assert card.words.text() == "“\u2068风控拒绝\u2069”"
    assert card.words.textFormat() == Qt.TextFormat.PlainText
    assert card.actions_shown == [
        CardAction.EDIT_PROMPT,
        CardAction.RUN_AGAIN,
        CardAction.COPY_DETAILS,
    ]
    with qtbot.waitSignal(shown.requests.edit_prompt_requested, timeout=500) as asked:
        shown.button("Edit prompt").click()
    assert asked.args == [task]
    assert shown.pane.single.caption.isVisible()


def test_an_unconfirmed_task_takes_the_id_of_the_service(show, qtbot) -> None:
    shown = show(make_task("u", S.SUBMIT_UNKNOWN, error_case=ErrorCase.NOT_CONFIRMED))
    card = shown.pane.single.card
    shown.button("I have a task ID…").click()
    assert card.id_edit.hasFocus()
    assert not card.id_button.isEnabled()
    QTest.keyClicks(card.id_edit, "  abc-123 ")
    with qtbot.waitSignal(shown.requests.attach_id_requested, timeout=500) as asked:
        QTest.keyClick(card.id_edit, Qt.Key.Key_Return)
    assert asked.args == ["u", "abc-123"]
    with qtbot.waitSignal(shown.requests.order_again_requested, timeout=500) as again:
        shown.button("Run again").click()
    assert again.args == ["u"]
    with qtbot.waitSignal(shown.requests.mark_not_sent_requested, timeout=500):
        shown.button("Dismiss").click()


def test_typing_an_id_survives_news_of_the_same_task(show) -> None:
    task = make_task("u", S.SUBMIT_UNKNOWN, error_case=ErrorCase.NOT_CONFIRMED)
    shown = show(task)
    shown.button("I have a task ID…").click()
    QTest.keyClicks(shown.pane.single.card.id_edit, "abc")
    shown.pane.task_changed(replace(task, starred=True))
    assert shown.pane.single.card.id_edit.text() == "abc"
    assert shown.pane.single.card.id_row.isVisible()


def test_a_missing_file_is_a_card_and_is_told(show, qtbot) -> None:
    shown = show(make_task("a"))
    with qtbot.waitSignal(shown.pane.file_missing_changed, timeout=500) as told:
        shown.pictures.picture_failed.emit("a", StorageError(ErrorCase.FILE_GONE))
    assert told.args == ["a", True]
    assert shown.pane.single.card.title.text() == "The image file is not where it was saved"
    with qtbot.waitSignal(shown.requests.locate_requested, timeout=500) as wished:
        shown.button("Find file…").click()
    assert [task.id for task in wished.args[0]] == ["a"]
    shown.pane.show_again()
    assert shown.page is shown.pane.picture
    assert shown.pictures.picture_requests == ["a", "a"]


def test_what_lies_in_the_bin_can_be_restored_from_its_caption(show, qtbot) -> None:
    shown = show(make_task("a", trashed_at=NOON))
    caption = shown.pane.single.caption
    assert not any(button.isVisible() for button in (caption.reuse, caption.use, caption.save))
    assert caption.bin.accessibleName() == "Delete for good…"
    with qtbot.waitSignal(shown.requests.restore_requested, timeout=500) as wished:
        shown.button("Restore").click()
    assert wished.args == [["a"]]
    shown.pane.task_changed(make_task("a"))
    assert caption.restore.isHidden()
    assert caption.reuse.isVisible()
    assert caption.bin.accessibleName() == "Move to bin"


def test_shift_and_f10_open_the_menu_of_the_picture(show, qtbot) -> None:
    shown = show(make_task("a"))
    shown.pictures.picture_loaded.emit("a", picture())
    asked = qtbot.waitSignal(shown.pane.picture.menu_requested, timeout=500)
    with asked:
        QTest.keyClick(shown.pane.picture, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    assert shown.pane.picture.rect().contains(shown.pane.picture.mapFromGlobal(asked.args[0]))
    menu = QApplication.activePopupWidget()
    assert menu is not None
    menu.close()


def test_a_picture_that_cannot_be_shown_is_a_card_and_its_file_is_not_called_missing(
    show, qtbot
) -> None:
    shown = show(make_task("a"))
    with qtbot.assertNotEmitted(shown.pane.file_missing_changed):
        shown.pictures.picture_failed.emit("a", StorageError(ErrorCase.PICTURE_UNREADABLE))
    card = shown.pane.single.card
    assert card.title.text() == "This image cannot be shown"
    assert card.body.text() == "Its file is damaged or cannot be read."
    shown.pane.show_again()
    assert shown.page is shown.pane.picture


def test_a_hold_turns_waiting_into_a_card_and_back(show) -> None:
    shown = show(make_task("p", S.PROCESSING, age=24))
    shown.pane.set_holds(HoldState((Hold.OFFLINE,)))
    assert shown.pane.single.card.title.text() == "The connection was lost while waiting"
    shown.pane.set_holds(HoldState())
    assert shown.page is shown.pane.single.active


def test_a_rate_limit_says_when_it_goes_on(show) -> None:
    shown = show(make_task("r", S.READY, age=5, error_case=ErrorCase.RATE_LIMITED))
    shown.pane.set_holds(HoldState((Hold.RATE_LIMIT,), NOON + 60))
    assert shown.pane.single.card.body.text().endswith("automatically at 15:01.")


def test_nothing_selected_offers_examples_that_only_fill_the_form(show, qtbot) -> None:
    shown = show()
    assert shown.page is shown.pane.single.empty
    assert not shown.pane.header.views.isVisible()
    assert not shown.pane.single.caption.isVisible()
    with qtbot.waitSignal(shown.requests.example_chosen, timeout=500) as chosen:
        shown.pane.single.empty.examples[0].click()
    assert "banana" in chosen.args[0]


def test_a_welcome_card_takes_the_whole_stage(show, theme) -> None:
    shown = show()
    card = QLabel("key")
    card.resize(400, 300)
    shown.pane.show_welcome(card)
    assert card.isVisible()
    assert not shown.pane.header.views.isVisible()
    assert not shown.pane.single.caption.isVisible()
    shown.pane.show_welcome(None)
    assert shown.page is shown.pane.single.page


def test_a_welcome_card_leaves_the_way_to_the_grid_of_a_history(show, theme) -> None:
    shown = show(make_task("a"))
    card = QLabel("key")
    card.resize(400, 300)
    shown.pane.show_welcome(card)
    assert shown.pane.header.views.isVisible()
    shown.pane.set_view("grid")
    assert shown.pane.page is shown.pane.grid
    shown.pane.set_view("single")
    assert card.isVisible()


def test_removing_the_task_empties_the_stage(show) -> None:
    shown = show(make_task("a"))
    shown.pane.tasks_removed(["b"])
    assert shown.pane.task is not None
    shown.pane.tasks_removed(["a"])
    assert shown.page is shown.pane.single.empty


def test_full_screen_borrows_the_picture_and_gives_it_back(show) -> None:
    shown = show(make_task("a"))
    shown.pane.picture.setFocus()
    QTest.keyClick(shown.pane.picture, "f")
    window = shown.pane.picture.window()
    assert window is not shown.pane
    assert window.isFullScreen()
    steps: list[int] = []
    shown.pane.step_requested.connect(steps.append)
    QTest.keyClick(shown.pane.picture, Qt.Key.Key_Right)
    assert steps == [1]
    QTest.keyClick(shown.pane.picture, Qt.Key.Key_Escape)
    assert shown.pane.picture.window() is shown.pane
    assert shown.page is shown.pane.picture
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_the_grid_shares_selection_and_opens_what_is_chosen(show, qtbot) -> None:
    tasks = [make_task(f"t{n:02}", age=60.0 * (n + 1)) for n in range(30)]
    shown = show(*tasks)
    shown.pane._selection.setCurrentIndex(
        shown.model.index(3), QItemSelectionModel.SelectionFlag.ClearAndSelect
    )
    assert shown.pane.grid is None
    shown.requests.view_requested.emit(GRID)
    grid = shown.pane.grid
    assert shown.page is grid
    assert grid.currentIndex().row() == 3
    assert grid.hasFocus()
    assert not shown.pane.single.caption.isVisible()
    QTest.keyClick(grid, Qt.Key.Key_Right)
    assert grid.currentIndex().row() == 4
    QTest.keyClick(grid, Qt.Key.Key_Down)
    below = grid.currentIndex().row()
    layout = grid.item_geometry()
    assert below in layout.line_of(layout.line_of(4).stop)
    QTest.keyClick(grid, Qt.Key.Key_Up)
    assert grid.currentIndex().row() in layout.line_of(4)
    QTest.keyClick(grid, Qt.Key.Key_Return)
    assert shown.pane.view == SINGLE


def test_grid_tiles_have_buttons_under_the_pointer(show, qtbot) -> None:
    shown = show(make_task("a"), make_task("b", age=2 * HOUR))
    shown.pane.set_view(GRID)
    grid = shown.pane.grid
    rect = grid.visualRect(shown.model.index(0))
    areas = grid.delegate.button_rects(rect)
    asked: list[object] = []
    shown.requests.star_toggled.connect(lambda task_id, on: asked.append((task_id, on)))
    shown.requests.copy_requested.connect(lambda task: asked.append(task.id))
    shown.requests.use_as_reference_requested.connect(lambda task: asked.append(task.id))
    for button, area in areas.items():
        if button.value != "ellipsis":
            QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=area.center())
    assert asked == ["a", "a", ("a", True)]


def test_the_size_of_tiles_follows_the_slider(show) -> None:
    shown = show(*[make_task(f"t{n:02}", age=60.0 * (n + 1)) for n in range(30)])
    shown.pane.set_view(GRID)
    grid = shown.pane.grid
    before = grid.item_geometry().rect(0).height()
    shown.pane.header.size_slider.setValue(0)
    assert grid.item_geometry().rect(0).height() < before
    assert grid.step == 0


def test_every_action_of_every_card_asks_for_something(show) -> None:
    shown = show()
    task = make_task("a")
    signals = [name for name in vars(TaskRequests) if name.endswith(("requested", "toggled"))]
    heard: list[str] = []
    for name in signals:
        getattr(shown.requests, name).connect(lambda *_args, name=name: heard.append(name))
    for action in CardAction:
        if action is not CardAction.ATTACH_ID:
            heard.clear()
            ask(action, shown.requests, task)
            assert len(heard) == 1, action


def test_every_state_can_be_on_the_stage_in_both_themes(show, theme) -> None:
    shown = show(make_task("a"))
    for mode in ("dark", "light"):
        theme.configure(mode=mode)
        for state in TaskState:
            shown.pane.show_task(make_task(f"{mode}{state.value}", state))
            ground = shown.pane.grab().toImage().pixelColor(4, 120).name()
            assert ground == theme.color("stage").name(), state


def test_words_follow_the_language(show, pseudo_language) -> None:
    shown = show(make_task("f", S.FAILED))
    assert shown.pane.single.card.title.text() == pseudo("The service declined this prompt")
    shown.pane.show_task(make_task("a"))
    assert shown.pane.single.caption.reuse.accessibleName() == pseudo("Reuse settings")


def compared(shown: Shown) -> tuple[str, str]:
    pair = shown.pane.compare.pair
    return pair.a, pair.b


def test_compare_shows_two_pictures_with_one_zoom(show, qtbot) -> None:
    shown = show(make_task("a"), make_task("f", S.FAILED, age=2 * HOUR), make_task("b", age=DAY))
    shown.pane._selection.setCurrentIndex(
        shown.model.index_of("a"), QItemSelectionModel.SelectionFlag.ClearAndSelect
    )
    shown.pictures.picture_requests.clear()
    shown.requests.view_requested.emit("compare")
    compare = shown.pane.compare
    assert shown.page is compare.view
    assert compared(shown) == ("a", "b")
    assert shown.pictures.picture_requests == ["a"]
    shown.pictures.picture_loaded.emit("a", picture())
    assert shown.pictures.picture_requests == ["a", "b"]
    shown.pictures.picture_loaded.emit("b", picture(1376, 768))
    view = compare.view
    assert view.is_stacked
    view.a.show_scale(1.0, QPointF(10, 10))
    assert view.b.zoom.shown_scale == pytest.approx(2.0, rel=0.01)
    assert view.b.zoom.x / 1376 == pytest.approx(view.a.zoom.x / 2752, abs=0.01)
    assert compare.caption.isVisible()
    assert not shown.pane.single.caption.isVisible()


def test_compare_steps_swaps_stars_and_leaves_by_keys(show, qtbot) -> None:
    shown = show(*[make_task(f"t{n}", age=HOUR * (n + 1)) for n in range(4)])
    shown.pane._selection.setCurrentIndex(
        shown.model.index(0), QItemSelectionModel.SelectionFlag.ClearAndSelect
    )
    shown.pane.set_view("compare")
    target = QApplication.focusWidget()
    QTest.keyClick(target, Qt.Key.Key_Right)
    assert compared(shown) == ("t0", "t2")
    QTest.keyClick(target, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert compared(shown) == ("t1", "t2")
    QTest.keyClick(target, "x")
    assert compared(shown) == ("t2", "t1")
    with qtbot.waitSignal(shown.requests.star_toggled, timeout=500) as asked:
        shown.button("Star A").click()
    assert asked.args == ["t2", True]
    QTest.keyClick(target, Qt.Key.Key_Escape)
    assert shown.pane.view == SINGLE


def test_compare_is_offered_only_with_two_pictures(show) -> None:
    shown = show(make_task("a"), make_task("f", S.FAILED, age=2 * HOUR))
    segment = shown.pane.header.views.group.choice("compare")
    assert not segment.isEnabled()
    assert segment.toolTip() == "Compare needs two images."
    shown.pane.set_view("compare")
    assert shown.pane.view == SINGLE
    shown.model.task_changed(make_task("b", age=5))
    assert segment.isEnabled()


def test_tall_pictures_are_compared_side_by_side(show) -> None:
    tall = {"ratio": "9:16", "image": make_record("tall", 1536, 2752)}
    shown = show(make_task("a", **tall), make_task("b", age=DAY, **tall))
    shown.pane.set_view("compare")
    assert not shown.pane.compare.view.is_stacked


def test_compare_ends_when_one_of_the_two_goes(show) -> None:
    shown = show(make_task("a"), make_task("b", age=DAY))
    shown.pane.set_view("compare")
    shown.model.tasks_removed(["b"])
    shown.pane.tasks_removed(["b"])
    assert shown.pane.view == SINGLE


def test_escape_leads_back_to_the_grid(show) -> None:
    shown = show(make_task("a"), make_task("b", age=DAY))
    shown.pane.set_view(GRID)
    shown.pane.set_view(SINGLE)
    QTest.keyClick(shown.pane.picture, Qt.Key.Key_Escape)
    assert shown.pane.view == GRID


def test_the_first_time_running_again_says_that_it_costs(show, theme, qtbot) -> None:
    shown = show(make_task("a"))
    note = RunAgainNote(theme, shown.pane)
    run: list[str] = []
    note.ask(lambda: run.append("again"), QPoint(50, 50))
    assert note.isVisible()
    note.cancel_button.click()
    assert not note.isVisible()
    note.ask(lambda: run.append("again"), QPoint(50, 50))
    note.silence.setChecked(True)
    with qtbot.waitSignal(note.silenced, timeout=500):
        note.run_button.click()
    assert run == ["again"]
    assert not note.isVisible()


@pytest.mark.parametrize("ages", [(60.0, HOUR), (HOUR, 60.0)])
def test_compare_can_be_chosen_once_the_second_picture_came(show, ages) -> None:
    shown = show(make_task("a", age=ages[0]), make_task("b", S.PROCESSING, age=ages[1]))
    choice = shown.pane.header.views.group.choice(COMPARE)
    assert not choice.isEnabled()
    shown.model.task_changed(make_task("b", age=ages[1]))
    assert choice.isEnabled()


def test_both_compared_pictures_are_seen_and_the_upper_one_is_a(show) -> None:
    tasks = [make_task(name, age=age, seen=False) for name, age in (("a", 60), ("b", HOUR))]
    shown = show(*tasks, make_task("c", age=2 * HOUR))
    seen: list[str] = []
    shown.pane.picture_seen.connect(seen.append)
    selection = shown.pane._selection
    flags = QItemSelectionModel.SelectionFlag
    selection.setCurrentIndex(shown.model.index_of("b"), flags.ClearAndSelect)
    selection.select(shown.model.index_of("a"), flags.Select)
    shown.pane.set_view(COMPARE)
    pair = shown.pane.compare.pair
    assert (pair.a, pair.b) == ("a", "b")
    assert "b" in seen


def test_a_picture_whose_file_is_gone_offers_only_what_works(show) -> None:
    shown = show(make_task("a"))
    caption = shown.pane.single.caption
    file_buttons = (caption.use, caption.copy, caption.save, caption.folder)
    assert all(button.isVisible() for button in file_buttons)
    gone = StorageError(ErrorCase.FILE_GONE)
    shown.pane.file_missing_changed.connect(shown.model.set_file_missing)
    shown.pictures.picture_failed.emit("a", gone)
    QApplication.processEvents()
    assert not any(button.isVisible() for button in file_buttons)
    assert caption.reuse.isVisible()
    menu = shown.pane.menus.menu([shown.pane.task], shown.pane)
    words = {action.text() for action in menu.actions()}
    assert not words & {"Use as reference", "Copy", "Copy file", "Save as…", "Show in folder"}
    assert {"Reuse settings", "Run again", "Copy prompt"} <= words


def test_the_choice_of_the_view_keeps_its_names_when_words_have_no_room(show) -> None:
    shown = show(make_task("a"))
    header = shown.pane.header
    shown.pane.resize(900, 600)
    QApplication.processEvents()
    choice = header.views.group.choice(COMPARE)
    wide = choice.width()
    assert header.minimumSizeHint().width() < 430
    shown.pane.resize(430, 600)
    QApplication.processEvents()
    assert choice.width() < wide
    assert choice.geometry().right() <= header.views.width()
    interface = QAccessible.queryAccessibleInterface(choice)
    assert interface.text(QAccessible.Text.Name) == "Compare"
    shown.pane.resize(900, 600)
    for _ in range(3):
        QApplication.processEvents()
    assert choice.width() == wide


def test_a_prompt_that_is_shown_whole_offers_no_more(show) -> None:
    shown = show(make_task("a", prompt="word " * 24))
    caption = shown.pane.single.caption
    assert len(caption.prompt.text().splitlines()) == 2
    assert not caption.whole.isVisible()
    shown.pane.show_task(make_task("b", prompt="word " * 100))
    QApplication.processEvents()
    assert caption.whole.isVisible()


@pytest.mark.parametrize("case", [ErrorCase.FILE_GONE, ErrorCase.RESULT_BAD, ErrorCase.UNKNOWN])
def test_a_picture_that_cannot_be_shown_is_a_card_until_it_is_read_again(show, case) -> None:
    shown = show(make_task("a"), make_task("b", age=2 * HOUR))
    shown.pictures.picture_failed.emit("a", StorageError(case))
    assert shown.page is shown.pane.single.card_page
    assert shown.pane.single.card.title.text()
    shown.pane.toggle_full_screen()
    assert shown.page.window() is shown.pane
    shown.pane.show_task(shown.model.task("b"))
    assert shown.page is shown.pane.picture
    shown.pane.show_task(shown.model.task("a"))
    assert shown.page is shown.pane.picture
    assert shown.pictures.picture_requests[-1] == "a"
