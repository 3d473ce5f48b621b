"""Compare: the pair, the slider, marked differences, keys, and pictures that do not come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.params import Reference, ReferenceKind
from nanobanana_desktop.domain.prompt_difference import Change
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.ui.history.pane import HistoryPane
from nanobanana_desktop.ui.stage.compare_modes import CompareMode
from nanobanana_desktop.ui.stage.compare_view import CompareView
from nanobanana_desktop.ui.stage.stage_header import COMPARE, GRID, SINGLE
from nanobanana_desktop.ui.task_keys import TaskKeys
from nanobanana_desktop.ui.task_requests import TaskRequests
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.thumbnails import ThumbnailCache
from nanobanana_desktop.ui.ticker import Ticker
from tests.ui.fake_history import (
    HOUR,
    NOON,
    FakeHistory,
    FakePictures,
    make_record,
    make_task,
)
from tests.ui.staged import Shown, picture, shown_stage

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def compare(qtbot: QtBot, theme: Theme) -> Callable[..., Shown]:
    def build(*tasks: GenerationTask) -> Shown:
        shown = shown_stage(qtbot, theme, tasks)
        shown.pane._selection.setCurrentIndex(
            shown.model.index_of(tasks[0].id), QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        shown.pane.set_view(COMPARE)
        QApplication.processEvents()
        return shown

    return build


def pair(shown: Shown) -> tuple[str, str]:
    assert shown.pane.compare is not None
    return shown.pane.compare.pair.a, shown.pane.compare.pair.b


def view_of(shown: Shown) -> CompareView:
    assert shown.pane.compare is not None
    return shown.pane.compare.view


def mode_choice(shown: Shown, name: str) -> QRadioButton:
    """A way to compare, by its name for screen readers."""
    modes = shown.pane.compare.caption.modes.findChildren(QRadioButton)
    return next(choice for choice in modes if choice.accessibleName() == name)


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    target = QApplication.focusWidget()
    assert isinstance(target, QWidget)
    QTest.keyClick(target, key, modifiers)


def four(**fields: object) -> list[GenerationTask]:
    return [make_task(f"t{n}", age=HOUR * (n + 1), **fields) for n in range(4)]


@pytest.mark.parametrize(
    ("width", "height", "size", "stacked"),
    [
        (2752, 1536, (640, 700), True),
        (1536, 2752, (640, 700), False),
        (1024, 1024, (500, 900), True),
        (1024, 1024, (1400, 700), False),
        (2752, 1536, (2000, 500), False),
    ],
)
def test_the_arrangement_with_the_larger_pictures_wins(
    compare, width, height, size, stacked
) -> None:
    shown = compare(*four(image=make_record("x", width, height)))
    shown.pane.resize(*size)
    QApplication.processEvents()
    view = view_of(shown)
    assert view.is_stacked is stacked

    def area() -> float:
        return sum(v.zoom.target[2] * v.zoom.target[3] for v in (view.a, view.b))

    chosen = area()
    half = (view.width(), view.height() // 2) if not stacked else (view.width() // 2, view.height())
    view.a.resize(*half)
    view.b.resize(*half)
    assert area() <= chosen


def test_m_lays_the_pictures_on_each_other_and_the_handle_moves_the_border(compare) -> None:
    shown = compare(*four())
    view = view_of(shown)
    for name, color in (("t0", "#ff0000"), ("t1", "#0000ff")):
        shown.pictures.picture_loaded.emit(name, picture(color=color))
    press(Key.Key_M)
    assert view.mode is CompareMode.SLIDER
    assert view.a.geometry() == view.b.geometry() == view.rect()
    assert view.handle.hasFocus()
    middle = view.height() // 2 + 60

    def border() -> int:
        image = view.grab().toImage()
        blue = [x for x in range(view.width()) if image.pixelColor(x, middle).name() == "#0000ff"]
        red = [x for x in range(view.width()) if image.pixelColor(x, middle).name() == "#ff0000"]
        assert not red or not blue or max(red) < min(blue)
        return min(blue, default=view.width())

    before = border()
    press(Key.Key_Left)
    press(Key.Key_PageUp)
    assert border() > before
    press(Key.Key_Home)
    assert border() < view.width() // 4
    press(Key.Key_End)
    assert border() >= view.width() * 3 // 4
    assert view.handle.value() == 100
    shown.requests.compare_mode_requested.emit("side")
    assert not view.handle.isVisible()
    assert view.b.mask().isEmpty()
    assert QApplication.focusWidget() is view.b


def test_the_handle_follows_the_mouse_and_is_a_slider_for_screen_readers(compare, theme) -> None:
    shown = compare(*four())
    view = view_of(shown)
    mode_choice(shown, "Slider").click()
    handle = view.handle
    assert handle.width() == theme.px(44)
    interface = QAccessible.queryAccessibleInterface(handle)
    assert interface.role() == QAccessible.Role.Slider
    assert interface.text(QAccessible.Text.Name) == "Border between A and B"
    assert interface.valueInterface().currentValue() == 50
    grip = handle.rect().center()
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=grip)
    target = handle.mapFromParent(QPoint(view.width() // 4, grip.y()))
    QTest.mouseMove(handle, target)
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=target)
    assert handle.value() < 30
    assert abs(handle.geometry().center().x() - view.width() // 4) <= view.width() // 100 + 1
    far = handle.mapFromParent(QPoint(-5_000, 0))
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=grip)
    QTest.mouseMove(handle, far)
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=far)
    assert handle.value() == 0
    mode_choice(shown, "Side by side").click()
    assert view.mode is CompareMode.SIDE


def test_arrows_step_b_and_shift_arrows_a_while_the_handle_has_no_focus(compare) -> None:
    shown = compare(*four())
    press(Key.Key_M)
    view_of(shown).b.setFocus()
    press(Key.Key_Right)
    assert pair(shown) == ("t0", "t2")
    press(Key.Key_Right, SHIFT)
    assert pair(shown) == ("t1", "t2")
    press(Key.Key_Right)
    press(Key.Key_Right)
    assert pair(shown) == ("t1", "t3")


def test_keys_mean_the_picture_with_the_focus(compare) -> None:
    shown = compare(*four())
    starred: list[str] = []
    binned: list[str] = []
    shown.requests.star_toggled.connect(lambda task_id, _on: starred.append(task_id))
    shown.requests.delete_requested.connect(binned.extend)
    for view in (view_of(shown).b, view_of(shown).a):
        view.setFocus()
        press(Key.Key_S)
        press(Key.Key_Delete)
    assert starred == binned == ["t1", "t0"]
    press(Key.Key_M)
    press(Key.Key_S)
    assert starred[-1] == "t0", "of two that lie on each other it is the first one"


def test_shift_arrows_step_a_from_the_handle_too(compare) -> None:
    shown = compare(*four())
    press(Key.Key_M)
    press(Key.Key_Right, SHIFT)
    assert pair(shown) == ("t2", "t1")
    press(Key.Key_X)
    assert pair(shown) == ("t1", "t2")


def test_a_partner_is_chosen_in_the_history_with_alt(compare) -> None:
    shown = compare(*four())
    shown.requests.compare_with_requested.emit("t3")
    assert pair(shown) == ("t0", "t3")
    shown.requests.compare_with_requested.emit("t0")
    assert pair(shown) == ("t0", "t3")
    shown.requests.compare_step_requested.emit(-1)
    assert pair(shown) == ("t0", "t2")
    shown.pane.set_view(GRID)
    shown.requests.compare_with_requested.emit("t3")
    assert shown.pane.view == COMPARE
    assert pair(shown) == ("t0", "t3")
    press(Key.Key_Escape)
    assert shown.pane.view == GRID


def test_what_has_no_picture_is_no_partner(compare) -> None:
    failed = make_task("f", TaskState.FAILED, age=9 * HOUR)
    shown = compare(*four(), failed)
    shown.requests.compare_with_requested.emit("f")
    shown.requests.compare_with_requested.emit("nobody")
    assert pair(shown) == ("t0", "t1")
    shown.pane.set_view(SINGLE)
    shown.requests.compare_with_requested.emit("f")
    assert shown.pane.view == SINGLE


def test_alt_arrows_are_keys_of_the_history(compare, qtbot) -> None:
    shown = compare(*four())
    keys = TaskKeys(shown.requests)
    for key, step in ((Key.Key_Down, 1), (Key.Key_Up, -1)):
        event = QKeyEvent(QKeyEvent.Type.KeyPress, key, ALT)
        with qtbot.waitSignal(shown.requests.compare_step_requested) as asked:
            assert keys.handle(event, [])
        assert asked.args == [step]


def test_who_goes_on_in_the_history_sees_it_as_a(compare) -> None:
    tasks = four()
    shown = compare(*tasks)
    shown.pane.show_task(tasks[2])
    assert pair(shown) == ("t2", "t1")
    shown.pane.show_task(tasks[1])
    assert pair(shown) == ("t1", "t2")
    shown.pane.show_task(make_task("gone", TaskState.FAILED))
    assert pair(shown) == ("t1", "t2")


def test_the_next_partner_is_looked_at_as_the_first_one_is(compare) -> None:
    tasks = four()
    tasks[2] = replace(tasks[2], image=make_record("small", 1376, 768))
    shown = compare(*tasks)
    view = view_of(shown)
    view.a.show_scale(1.0)
    view.step_requested.emit(1, False)
    assert pair(shown) == ("t0", "t2")
    assert view.a.zoom.shown_scale == 1.0
    assert view.b.zoom.shown_scale == pytest.approx(2.0, rel=0.01)


def test_letters_can_be_switched_off(compare) -> None:
    shown = compare(*four())
    shown.pane.set_single_keys(False)
    press(Key.Key_X)
    press(Key.Key_M)
    assert pair(shown) == ("t0", "t1")
    assert view_of(shown).mode is CompareMode.SIDE
    press(Key.Key_Right)
    assert pair(shown) == ("t0", "t2")


def test_a_picture_that_is_gone_says_so_and_the_other_one_comes(compare, qtbot) -> None:
    shown = compare(*four())
    view = view_of(shown)
    with qtbot.waitSignal(shown.pane.file_missing_changed) as told:
        shown.pictures.picture_failed.emit("t0", StorageError(ErrorCase.FILE_GONE))
    assert told.args == ["t0", True]
    assert view.a.accessibleDescription() == "File missing"
    assert shown.pictures.picture_requests[-1] == "t1"
    before = view.a.grab().toImage()
    view.a.show_trouble("")
    assert view.a.grab().toImage() != before
    shown.pictures.picture_loaded.emit("t1", picture())
    assert view.b.has_picture
    shown.requests.compare_swap_requested.emit()
    assert view.b.accessibleDescription() == ""


def test_words_that_differ_are_marked_in_both_prompts(compare) -> None:
    a = make_task("a", prompt="A ripe banana at dawn")
    b = make_task("b", prompt="A green banana at dawn, soft mist", age=2 * HOUR)
    shown = compare(a, b)
    caption = shown.pane.compare.caption
    assert caption.prompts[0].marked == ["ripe"]
    assert [text.strip() for text in caption.prompts[1].marked] == ["green", ", soft mist"]
    assert caption.prompts[0].accessibleName() == a.params.prompt
    plain = caption.prompts[0].grab().toImage()
    caption.prompts[0].show_prompt("A ripe banana at dawn", caption._pieces, Change.ADDED)
    assert caption.prompts[0].grab().toImage() != plain


def test_the_first_difference_of_a_long_prompt_is_shown(compare) -> None:
    start = "many words that are the same " * 100
    shown = compare(
        make_task("a", prompt=start + "teapot end"),
        make_task("b", prompt=start + "kettle end", age=2 * HOUR),
    )
    line = shown.pane.compare.caption.prompts[1]
    assert line.marked == ["kettle"]
    assert len("".join(text for text, _ in line._pieces)) < 100


def reference(name: str, digest: str) -> Reference:
    return Reference(kind=ReferenceKind.FILE, name=name, sha256=digest * 64)


def with_references(task: GenerationTask, *references: Reference) -> GenerationTask:
    return replace(task, params=replace(task.params, references=references))


def test_differing_settings_are_bold_and_the_rest_is_not(compare) -> None:
    a, b = make_task("a"), make_task("b", age=2 * HOUR)
    b = replace(b, params=replace(b.params, model_name="nano-banana-2", resolution="1k"))
    a = with_references(a, reference("sail.png", "1"))
    b = with_references(b, reference("boat.png", "2"))
    shown = compare(a, b)
    bold = [[text.strip("\u2068\u2069") for text in line.bold] for line in caption_lines(shown)]
    assert bold == [
        ["Nano Banana Pro", "2K", "1 reference"],
        ["Nano Banana 2", "1K", "1 reference"],
    ]


def caption_lines(shown: Shown) -> tuple[QWidget, ...]:
    return shown.pane.compare.caption.lines


def test_the_differences_are_told_word_by_word_without_reading_markup(compare) -> None:
    a = make_task("a", prompt="<b>bold</b> & a <img src='file:///x'> cat\n月亮下的猫")
    b = make_task("b", prompt="<b>bold</b> & a dog\n太阳下的猫", age=2 * HOUR)
    shown = compare(
        with_references(a, reference("<i>sail</i>.png", "1")),
        with_references(b, reference("boat.png", "2")),
    )
    caption = shown.pane.compare.caption
    assert not caption.panel.isVisible()
    shown.button("Prompts").click()
    panel = caption.panel
    assert panel.isVisible()
    text = panel.prompt.toPlainText()
    assert text.startswith("<b>bold</b> & a <img src='file:///x'> cat")
    assert "月亮太阳下的猫" in text
    looks = formats_of(panel.prompt)
    assert looks["月亮"] == (True, False)
    assert looks["太阳"] == (False, True)
    assert looks["下的猫"] == (False, False)
    assert "<i>sail</i>.png" in panel.facts.text()
    assert panel.facts.textFormat() is Qt.TextFormat.PlainText
    spoken = panel.prompt.accessibleDescription()
    assert "Only in A:" in spoken
    assert "太阳" in spoken
    assert panel.legend.text() == "Struck through: only in A. Underlined: only in B."


def formats_of(edit: QWidget) -> dict[str, tuple[bool, bool]]:
    """Struck through and underlined, by the text that is so."""
    looks = {}
    block = edit.document().begin()
    while block.isValid():
        for part in block:
            form = part.fragment().charFormat()
            looks[part.fragment().text()] = (form.fontStrikeOut(), form.fontUnderline())
        block = block.next()
    return looks


def test_what_is_the_same_is_said_to_be(compare) -> None:
    shown = compare(*four())
    shown.button("Prompts").click()
    panel = shown.pane.compare.caption.panel
    assert panel.facts.text() == "The settings are the same."
    assert panel.legend.text() == "The prompts are the same."
    assert not panel.prompt.isVisible()
    QTest.keyClick(view_of(shown).b, Key.Key_Right)
    assert panel.isVisible()


def test_the_order_of_references_is_a_difference(compare) -> None:
    one, two = reference("one.png", "1"), reference("two.png", "2")
    shown = compare(
        with_references(make_task("a"), one, two),
        with_references(make_task("b", age=2 * HOUR), two, one),
    )
    shown.button("Prompts").click()
    assert "another order" in shown.pane.compare.caption.panel.facts.text()


def test_the_menu_of_a_picture_is_that_of_its_task(compare, monkeypatch) -> None:
    shown = compare(*four())
    opened: list[tuple[str, QPoint]] = []
    monkeypatch.setattr(
        type(shown.pane), "_open_menu", lambda _pane, task, place: opened.append((task.id, place))
    )
    fresh = compare(*four())
    view_of(fresh).b.menu_requested.emit(QPoint(3, 4))
    view_of(fresh).a.menu_requested.emit(QPoint(5, 6))
    assert opened == [("t1", QPoint(3, 4)), ("t0", QPoint(5, 6))]


def test_narrow_captions_drop_their_words_and_keep_names(compare) -> None:
    shown = compare(*four())
    shown.pane.resize(430, 600)
    QApplication.processEvents()
    caption = shown.pane.compare.caption
    assert caption.differences.text() == ""
    assert caption.differences.accessibleName() == "Prompts"
    assert caption.differences.toolTip()
    assert (caption.star_a.text(), caption.star_b.text()) == ("A", "B")
    assert all(
        isinstance(line, QLabel | QWidget) and line.accessibleName() for line in caption.lines
    )


@pytest.mark.parametrize("text_size", [100, 150])
def test_letters_of_narrow_buttons_are_not_cut(compare, theme, text_size) -> None:
    theme.configure(text_scale=text_size)
    shown = compare(*four())
    shown.pane.resize(430, 600)
    QApplication.processEvents()
    caption = shown.pane.compare.caption
    for star in (caption.star_a, caption.star_b):
        assert star.text() in ("A", "B")
        assert star.sizeHint().width() <= star.width()


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_marks_follow_the_theme(compare, theme, mode) -> None:
    shown = compare(
        make_task("a", prompt="one cat"), make_task("b", prompt="one dog", age=2 * HOUR)
    )
    shown.button("Prompts").click()
    theme.configure(mode=mode)
    edit = shown.pane.compare.caption.panel.prompt
    colors = {
        part.fragment().text(): part.fragment().charFormat().foreground().color().name()
        for part in edit.document().begin()
    }
    assert colors["cat"] == theme.color("err").name()
    assert colors["dog"] == theme.color("ok").name()


def test_alt_and_a_click_in_list_and_grid_choose_the_partner(qtbot, theme) -> None:
    tasks = four()
    source, pictures, requests = FakeHistory(tasks), FakePictures(), TaskRequests()
    cache, ticker = ThumbnailCache(pictures), Ticker()
    pane = HistoryPane(theme, source, cache, ticker, requests, lambda: NOON)
    qtbot.addWidget(pane)
    pane.resize(300, 600)
    with qtbot.waitExposed(pane):
        pane.show()
    pane.show_history()
    pane.select("t0")
    chosen: list[str] = []
    requests.compare_with_requested.connect(chosen.append)
    place = pane.list.visualRect(pane.model.index_of("t2")).center()
    QTest.mouseClick(pane.list.viewport(), Qt.MouseButton.LeftButton, ALT, place)
    assert chosen == ["t2"]
    assert [task.id for task in pane.selected_tasks()] == ["t0"]
    QTest.mouseClick(pane.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen == ["t2"]
    stage = shown_stage(qtbot, theme, tasks)
    stage.requests.compare_with_requested.connect(chosen.append)
    stage.pane.set_view(GRID)
    QApplication.processEvents()
    grid = stage.pane.grid
    assert grid is not None
    place = grid.visualRect(stage.model.index_of("t3")).center()
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, ALT, place)
    assert chosen == ["t2", "t3"]
    assert stage.pane.view == COMPARE


def test_the_menu_offers_to_compare_pictures_only(qtbot, theme, compare) -> None:
    shown = compare(*four())
    failed = make_task("f", TaskState.FAILED)

    def words(*tasks: GenerationTask) -> list[str]:
        return [action.text() for action in shown.pane.menus.menu(tasks, shown.pane).actions()]

    assert "Compare" in words(make_task("a"))
    assert "Compare" in words(make_task("a"), make_task("b"), failed)
    assert "Compare" not in words(failed)
    assert "Compare" not in words(make_task("a"), failed)
    many = [make_task(f"m{n}") for n in range(7)]
    assert "Compare" in words(*many[:6], failed)
    assert "Compare" not in words(*many)


def test_of_very_many_selected_rows_few_are_read(qtbot, theme) -> None:
    tasks = [make_task(f"t{n}", age=60.0 * (n + 1)) for n in range(400)]
    shown = shown_stage(qtbot, theme, tasks)
    read = shown.model._source.tasks_read
    refused: list[str] = []
    shown.pane.compared.refused.connect(refused.append)
    part = QItemSelection(shown.model.index(0), shown.model.index(399))
    shown.pane._selection.select(part, QItemSelectionModel.SelectionFlag.Select)
    shown.pane.set_view(COMPARE)
    assert shown.pane.view == SINGLE
    assert refused == ["Compare takes up to six images. More are selected."]
    assert shown.model._source.tasks_read - read < 200
