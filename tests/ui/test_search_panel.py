"""Searching as a person meets it: the field, what is wrong in it, the filters beside it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.history_query import HistoryFilter, HistoryQuery, HistorySort
from nanobanana_desktop.domain.params import DEFAULT_MODELS, model_label
from nanobanana_desktop.services.saved_searches import SavedSearch
from nanobanana_desktop.ui.history.pane import HistoryPane
from nanobanana_desktop.ui.history.search_panel import SearchPanel
from nanobanana_desktop.ui.task_requests import TaskRequests
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.thumbnails import ThumbnailCache
from nanobanana_desktop.ui.ticker import Ticker
from tests.ui.fake_history import HOUR, NOON, FakeHistory, FakePictures, make_task

TASKS = [
    make_task("b", prompt="A ripe banana"),
    make_task("h", age=2 * HOUR, prompt="A house by the sea"),
]


class Opened:
    """A history pane at its narrowest, at the right of a window."""

    def __init__(self, qtbot: QtBot, theme: Theme, *, width: int = 1000) -> None:
        self.source = FakeHistory(TASKS)
        self.pane = HistoryPane(
            theme,
            self.source,
            ThumbnailCache(FakePictures()),
            Ticker(),
            TaskRequests(),
            lambda: NOON,
        )
        self.pane.setFixedWidth(theme.px(260))
        self.stage = QWidget()
        self.stage.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.window = QWidget()
        row = QHBoxLayout(self.window)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.stage, 1)
        row.addWidget(self.pane)
        qtbot.addWidget(self.window)
        self.window.resize(width, 900)
        self.pane.show_history()
        with qtbot.waitExposed(self.window):
            self.window.show()
            self.window.activateWindow()
        QApplication.processEvents()

    @property
    def panel(self) -> SearchPanel:
        return self.pane.panel

    def search(self, text: str) -> None:
        self.panel.field.set_search(text)
        QApplication.processEvents()
        QApplication.processEvents()

    def open_filters(self) -> None:
        self.panel.button.click()
        QApplication.processEvents()


@pytest.fixture
def opened(qtbot: QtBot, theme: Theme) -> Opened:
    return Opened(qtbot, theme)


def choose(combo: object, row: int) -> None:
    combo.setCurrentIndex(row)
    combo.activated.emit(row)


# -- the field -----------------------------------------------------------------------------------


def test_what_is_being_composed_is_not_searched_for(opened: Opened, qtbot: QtBot) -> None:
    field = opened.panel.field
    told: list[str] = []
    field.search_changed.connect(told.append)
    field.setFocus()
    QTest.keyClicks(field, "a")
    QApplication.sendEvent(field, QInputMethodEvent("ho", []))
    assert not field._wait.isActive()
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "a"
    committed = QInputMethodEvent("", [])
    committed.setCommitString("狐狸")
    QApplication.sendEvent(field, committed)
    qtbot.waitUntil(lambda: told == ["a狐狸"])


def test_a_composition_that_is_given_up_lets_the_search_go_on(opened: Opened, qtbot: QtBot) -> None:
    field = opened.panel.field
    QTest.keyClicks(field, "sea")
    QApplication.sendEvent(field, QInputMethodEvent("x", []))
    QApplication.sendEvent(field, QInputMethodEvent("", []))
    with qtbot.waitSignal(field.search_changed):
        pass
    assert opened.panel.query.text == "sea"


def test_a_bad_value_is_told_and_underlined_and_the_rest_is_searched(opened: Opened) -> None:
    opened.search("🎉 rating:9 sea")
    assert opened.panel.problem.text() == "rating: takes 1 to 5"
    assert opened.panel.problem.isVisible()
    assert opened.panel.field.accessibleDescription() == "rating: takes 1 to 5"
    assert opened.panel.field.faults == ((3, 11),)
    opened.search("rating:4 sea")
    assert opened.panel.problem.isHidden()
    assert opened.panel.field.faults == ()


def test_the_mark_of_a_fault_is_seen_without_colours(opened: Opened) -> None:
    field = opened.panel.field
    opened.search("rating:9 sea")
    field.clearFocus()
    with_wave = field.grab().toImage()
    field.set_faults(())
    assert field.grab().toImage() != with_wave


def test_a_key_that_waits_for_its_value_is_no_fault_yet(opened: Opened) -> None:
    opened.search("sea rating:")
    assert opened.panel.problem.text() == "rating: takes 1 to 5"
    assert opened.panel.field.faults == ()


def test_the_number_of_hits_is_told_when_all_are_known(opened: Opened) -> None:
    opened.source.answers_itself = False
    opened.source.page_size = 1
    opened.search("a")
    assert opened.panel.count.isVisible()
    height = opened.panel.count.height()
    opened.source.tell_first(HistoryQuery("a"))
    assert opened.panel.count.text() == ""
    opened.source.answer()
    assert opened.panel.count.text() == "2 result(s)"
    assert opened.panel.count.height() == height
    opened.search("")
    assert opened.panel.count.isHidden()


# -- filters in force ----------------------------------------------------------------------------


def test_filters_in_force_are_chips_that_take_them_away(opened: Opened) -> None:
    opened.search("sea -tag:cat state:failed|done")
    tokens = opened.panel._tokens
    names = [token.accessibleName() for token in tokens.tokens]
    assert [name.replace("\u2068", "").replace("\u2069", "") for name in names] == [
        "Remove filter Not Tag: cat",
        "Remove filter State: Failed or Completed",
    ]
    assert opened.panel.button.accessibleName().startswith("Filters, 2")
    tokens.tokens[0].setFocus()
    tokens.tokens[0].click()
    assert opened.panel.query.text == "sea state:failed|done"
    assert tokens.tokens[0].hasFocus()
    tokens.tokens[0].click()
    assert opened.panel.query.text == "sea"
    assert tokens.isHidden()
    assert opened.panel.field.hasFocus()
    assert opened.panel.button.accessibleName() == "Filters"


def test_a_choice_in_the_box_keeps_what_was_not_understood(opened: Opened) -> None:
    opened.search("sea rating:9 model:ban")
    opened.open_filters()
    form = opened.panel.popover.form
    assert "ban" in form.model.currentText()
    form.model.setCurrentIndex(1)
    form.model.activated.emit(1)
    name = DEFAULT_MODELS[0].name
    assert opened.panel.query.text == f'sea rating:9 model:"{name}"'
    assert opened.panel.field.text() == opened.panel.query.text
    assert form.model.currentIndex() == 1
    form.model.activated.emit(0)
    assert opened.panel.query.text == "sea rating:9"


def test_part_of_a_models_name_and_all_of_it_have_chips_that_differ(opened: Opened) -> None:
    opened.search('model:pro model:"nano-banana-pro"')
    names = [t.accessibleName() for t in opened.panel._tokens.tokens]
    plain = [name.replace("\u2068", "").replace("\u2069", "") for name in names]
    assert plain == [
        "Remove filter Model: with “pro”",
        f"Remove filter Model: {model_label('nano-banana-pro')}",
    ]


def test_an_order_is_a_chip_too(opened: Opened) -> None:
    opened.panel.set_sort(HistorySort.OLDEST)
    assert opened.pane.model.query.sort is HistorySort.OLDEST
    assert [opened.pane.model.id_at(row) for row in range(2)] == ["h", "b"]
    (token,) = opened.panel._tokens.tokens
    token.click()
    assert opened.pane.model.query.sort is HistorySort.NEWEST


def test_nothing_found_offers_both_ways_out(opened: Opened) -> None:
    opened.search("teapot rating:5")
    note = opened.pane.place.note
    assert note.heading == "No prompts match “teapot”"
    assert note.button.text() == "Clear search"
    assert note.filters_button.isVisible()
    note.filters_button.click()
    assert opened.panel.query == HistoryQuery("teapot")
    QApplication.processEvents()
    assert note.filters_button.isHidden()
    note.button.click()
    assert opened.panel.query == HistoryQuery()


def test_the_search_is_remembered_as_plain_values(opened: Opened) -> None:
    opened.panel.ask("sea rating:4", HistorySort.RATING, HistoryFilter.STARRED)
    state = opened.panel.state()
    opened.panel.ask("", HistorySort.NEWEST, HistoryFilter.ALL)
    opened.panel.restore(state)
    assert opened.pane.model.query == HistoryQuery(
        "sea rating:4", HistoryFilter.STARRED, HistorySort.RATING
    )
    assert opened.panel.button.accessibleName().startswith("Filters, 1")


@pytest.mark.parametrize("state", [None, 3, {}, {"text": 1, "filter": [], "sort": {}}])
def test_what_was_not_remembered_well_is_left_out(opened: Opened, state: object) -> None:
    opened.panel.restore(state)
    assert opened.panel.query == HistoryQuery()


def test_the_bin_is_not_opened_by_a_start(opened: Opened) -> None:
    opened.panel.ask("", HistorySort.NEWEST, HistoryFilter.TRASH)
    assert opened.panel.state()["filter"] == "all"


# -- the box of the filters ----------------------------------------------------------------------


def test_what_is_chosen_is_written_and_what_is_written_is_shown(opened: Opened) -> None:
    opened.search("sea")
    opened.open_filters()
    form = opened.panel.popover.form
    choose(form.state, 3)
    choose(form.rating, 4)
    choose(form.ratio, 1)
    choose(form.date.combo, 3)
    form.note.click()
    form.reference.click()
    QTest.keyClicks(form.tag, "two words")
    QTest.keyClick(form.tag, Qt.Key.Key_Return)
    assert opened.panel.query.text == (
        'sea state:done rating:4-5 size:landscape date:7d has:note has:reference tag:"two words"'
    )
    opened.search("state:failed date:2026-11-02.. cost:0.5..2 -has:note")
    assert form.state.currentText() == "Failed"
    assert form.rating.currentText() == "Any"
    assert not form.note.isChecked()
    assert (form.date.span.low.text(), form.date.span.high.text()) == ("2026-11-02", "")
    assert (form.cost.low.text(), form.cost.high.text()) == ("0.5", "2")
    choose(form.state, 0)
    assert "state" not in opened.panel.query.text


def test_what_the_form_has_no_words_for_is_shown_as_it_is(opened: Opened) -> None:
    opened.search("state:failed|done")
    opened.open_filters()
    form = opened.panel.popover.form
    assert form.state.currentText() == "State: Failed or Completed"
    form.state.activated.emit(form.state.currentIndex())
    assert opened.panel.query.text == "state:failed|done"
    choose(form.state, 3)
    assert opened.panel.query.text == "state:done"
    assert form.state.count() == 8


def test_spans_say_what_they_take_and_write_nothing_wrong(opened: Opened) -> None:
    opened.open_filters()
    form = opened.panel.popover.form
    choose(form.date.combo, form.date.combo.count() - 1)
    assert opened.panel.query.text == ""
    assert form.date.span.low.hasFocus()
    QTest.keyClicks(form.date.span.low, "2026-13")
    QTest.keyClick(form.date.span.low, Qt.Key.Key_Return)
    assert form.date.span.wrong.isVisible()
    assert opened.panel.query.text == ""
    form.date.span.low.clear()
    QTest.keyClicks(form.date.span.low, "2026-11")
    QTest.keyClick(form.date.span.low, Qt.Key.Key_Return)
    assert form.date.span.wrong.isHidden()
    assert opened.panel.query.text == "date:>=2026-11"
    QTest.keyClicks(form.cost.high, "x")
    QTest.keyClick(form.cost.high, Qt.Key.Key_Return)
    assert form.cost.wrong.isVisible()
    assert "cost" not in opened.panel.query.text


def test_escape_closes_the_filters_and_the_button_has_the_focus(opened: Opened) -> None:
    opened.panel.button.setFocus()
    opened.open_filters()
    popover = opened.panel.popover
    assert popover.form.state.hasFocus()
    assert opened.panel.button.isChecked()
    QTest.keyClick(popover.form.state, Qt.Key.Key_Escape)
    assert popover.isHidden()
    assert opened.panel.button.hasFocus()
    assert not opened.panel.button.isChecked()


def test_tab_walks_through_the_filters_and_out_of_them(opened: Opened) -> None:
    opened.open_filters()
    popover = opened.panel.popover
    reached = set()
    for _ in range(40):
        focus = QApplication.focusWidget()
        reached.add(focus)
        if popover.isHidden():
            break
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    form = popover.form
    assert {form.rating, form.date.combo, form.tag, form.note, form.cost.low, form.sort} <= reached
    assert popover.isHidden()


def test_a_press_elsewhere_closes_the_filters(opened: Opened) -> None:
    opened.open_filters()
    popover = opened.panel.popover
    QTest.mouseClick(popover, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert popover.isVisible()
    QTest.mouseClick(opened.stage, Qt.MouseButton.LeftButton)
    assert popover.isHidden()


@pytest.mark.parametrize("scale", [100, 150])
def test_the_filters_are_not_cut(
    qtbot: QtBot, theme: Theme, pseudo_language: None, scale: int
) -> None:
    theme.configure(text_scale=scale)
    opened = Opened(qtbot, theme, width=1000 * scale // 100)
    opened.search("tag:cat rating:4 state:failed")
    opened.open_filters()
    popover = opened.panel.popover
    popover.help_button.click()
    QApplication.processEvents()
    popover._place()
    assert opened.window.rect().contains(popover.geometry())
    inner = popover._inner
    assert inner.width() >= inner.minimumSizeHint().width()
    for token in opened.panel._tokens.tokens:
        assert opened.panel.rect().contains(token.geometry().translated(token.parent().pos()))
        assert token.width() >= token.sizeHint().width()


def test_every_part_of_the_filters_has_a_name(opened: Opened) -> None:
    opened.open_filters()
    popover = opened.panel.popover
    popover.saved.show_searches([SavedSearch(1, "Cats & dogs", "tag:cat")])
    for stop in popover.tab_stops():
        text = stop.text() if hasattr(stop, "text") else ""
        assert stop.accessibleName() or text, stop
    QApplication.sendEvent(popover, QEvent(QEvent.Type.LanguageChange))
    assert popover.accessibleName() == "Filters"


# -- saved searches ------------------------------------------------------------------------------

TWO = [SavedSearch(1, "Cats", "tag:cat"), SavedSearch(2, "Best", "", HistorySort.RATING)]


def test_a_search_is_saved_under_a_name_in_place(opened: Opened) -> None:
    opened.search("sea rating:5")
    opened.open_filters()
    saved, told = opened.panel.popover.saved, []
    saved.save_wanted.connect(lambda *values: told.append(values))
    saved.save.click()
    assert saved.name.hasFocus()
    assert saved.name.text() == "sea, Rating: ★★★★★"
    saved.name.setText("  By the   sea ")
    QTest.keyClick(saved.name, Qt.Key.Key_Return)
    assert told == [("By the sea", "sea rating:5", HistorySort.NEWEST)]
    assert saved.name.isHidden()


def test_escape_gives_the_name_up_and_keeps_the_filters_open(opened: Opened) -> None:
    opened.search("sea")
    opened.open_filters()
    saved = opened.panel.popover.saved
    saved.save.click()
    QTest.keyClick(saved.name, Qt.Key.Key_Escape)
    assert saved.name.isHidden()
    assert opened.panel.popover.isVisible()
    assert saved.save.hasFocus()


def test_saved_searches_open_and_are_renamed_moved_and_removed(opened: Opened) -> None:
    opened.open_filters()
    saved = opened.panel.popover.saved
    saved.show_searches(TWO)
    saved.rows[0].opens.click()
    assert opened.panel.query == HistoryQuery("tag:cat")
    saved.rows[1].opens.click()
    assert opened.panel.query == HistoryQuery(sort=HistorySort.RATING)
    told: list[object] = []
    saved.order_wanted.connect(told.append)
    saved.remove_wanted.connect(told.append)
    saved.rename_wanted.connect(lambda search, name: told.append((search.number, name)))
    rename, up, down, delete = saved.menu(TWO[1]).actions()
    assert up.isEnabled()
    assert not down.isEnabled()
    up.trigger()
    delete.trigger()
    rename.trigger()
    assert saved.name.text() == "Best"
    saved.name.setText("The best")
    QTest.keyClick(saved.name, Qt.Key.Key_Return)
    assert told == [[2, 1], TWO[1], (2, "The best")]


def test_nothing_is_saved_of_no_search(opened: Opened) -> None:
    opened.open_filters()
    assert not opened.panel.popover.saved.save.isEnabled()
    opened.search("sea")
    assert opened.panel.popover.saved.save.isEnabled()


def test_examples_of_the_help_can_be_tried(opened: Opened) -> None:
    from nanobanana_desktop.domain.search_language import parse

    opened.open_filters()
    popover = opened.panel.popover
    popover.help_button.click()
    for example in popover.help.examples:
        example.click()
        assert opened.panel.query.text == example.text()
        assert parse(example.text()).problems == ()
        assert parse(example.text()).expression.terms


def test_the_focus_stays_in_the_filters_when_a_search_goes_or_moves(opened: Opened) -> None:
    opened.search("sea")
    opened.open_filters()
    saved = opened.panel.popover.saved
    saved.show_searches(TWO)
    saved.rows[1].more.setFocus()
    saved.show_searches([TWO[1], TWO[0]])
    assert saved.rows[0].more.hasFocus()
    saved.show_searches([TWO[0]])
    assert saved.save.hasFocus()
    assert opened.panel.popover.isVisible()


def test_tab_reaches_new_chips_and_saved_searches_in_the_order_of_the_eye(opened: Opened) -> None:
    opened.search("tag:cat rating:5")
    opened.search("tag:cat rating:5 state:failed")
    chips = opened.panel._tokens.tokens
    opened.panel.button.setFocus()
    for chip in chips:
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is chip
    opened.open_filters()
    popover = opened.panel.popover
    popover.saved.show_searches(TWO)
    popover.form.sort.setFocus()
    for row in popover.saved.rows:
        for stop in (row.opens, row.more):
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
            assert QApplication.focusWidget() is stop
