"""The building blocks: choices, segments, flow, toast, bar, spinner, combo, dialogs."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt, QTimer
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from nanobanana_desktop.ui import dialogs
from nanobanana_desktop.ui.run_again_note import RunAgainNote
from nanobanana_desktop.ui.settings.saving_page import SavingPage
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.buttons import Button, IconButton
from nanobanana_desktop.ui.widgets.choices import Chip, ChoiceGroup
from nanobanana_desktop.ui.widgets.combo import Combo
from nanobanana_desktop.ui.widgets.flow_layout import FlowLayout
from nanobanana_desktop.ui.widgets.icon_line import IconLine
from nanobanana_desktop.ui.widgets.info_bar import InfoBar
from nanobanana_desktop.ui.widgets.segments import SegmentButtons
from nanobanana_desktop.ui.widgets.spinner import Spinner, spinner_turn
from nanobanana_desktop.ui.widgets.toast import Toast


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(600, 400)
    with qtbot.waitExposed(host):
        host.show()
    host.activateWindow()
    return host


# -- choices -----------------------------------------------------------------------------------


def test_only_the_chosen_one_is_a_tab_stop(host: QWidget, theme: Theme) -> None:
    group = ChoiceGroup()
    chips = {key: Chip(theme, key.upper(), parent=host) for key in "abc"}
    for key, chip in chips.items():
        group.add(key, chip)
    told: list[str] = []
    group.chosen.connect(told.append)

    def stops() -> list[str]:
        tab = Qt.FocusPolicy.TabFocus
        return [key for key, chip in chips.items() if chip.focusPolicy() & tab == tab]

    assert (group.value(), stops()) == (None, ["a"])
    group.set_value("b")
    assert (group.value(), stops(), told) == ("b", ["b"], ["b"])
    chips["c"].click()
    assert (stops(), told) == (["c"], ["b", "c"])
    group.set_value(None)
    assert (group.value(), stops(), told) == (None, ["c"], ["b", "c"])
    with pytest.raises(KeyError):
        group.set_value("no such")


def test_a_chip_is_pressed_anywhere_and_has_room_for_its_icon(host: QWidget, theme: Theme) -> None:
    chip = Chip(theme, "Starred", icon="star", parent=host)
    bare = Chip(theme, "Starred", parent=host)
    assert chip.sizeHint().width() > bare.sizeHint().width()
    chip.resize(chip.sizeHint())
    assert chip.hitButton(QPoint(chip.width() - 2, 2))
    chip.show()
    plain = chip.grab().toImage()
    chip.setChecked(True)
    assert chip.grab().toImage() != plain


def test_segments_share_the_width_or_follow_their_words(host: QWidget, theme: Theme) -> None:
    equal = SegmentButtons(theme, stretch=True, parent=host)
    for key in ("1k", "2k", "4k"):
        equal.add(key, key.upper())
    equal.resize(300, equal.sizeHint().height())
    equal.show()
    QApplication.processEvents()
    widths = {equal.group.choice(key).width() for key in ("1k", "2k", "4k")}
    assert max(widths) - min(widths) <= 1
    worded = SegmentButtons(theme, parent=host)
    short = worded.add("g", "Grid", "layout-grid")
    long = worded.add("c", "Compare", "columns-2", name="Compare two")
    assert short.sizeHint().width() < long.sizeHint().width()
    assert long.accessibleName() == "Compare two"
    worded.set_text("g", "A much longer word than Compare")
    assert short.sizeHint().width() > long.sizeHint().width()
    worded.set_choice_enabled("c", False)
    long.click()
    assert worded.value() is None


# -- buttons -----------------------------------------------------------------------------------


def test_an_icon_button_has_a_name_without_its_key(host: QWidget, theme: Theme) -> None:
    button = IconButton(theme, "maximize", parent=host)
    button.set_name("Full screen", "Full screen (F)")
    interface = QAccessible.queryAccessibleInterface(button)
    assert interface.text(QAccessible.Text.Name) == "Full screen"
    assert interface.role() == QAccessible.Role.Button
    assert button.toolTip() == "Full screen (F)"
    before = button.width()
    theme.configure(text_scale=150)
    assert button.width() > before


def test_a_button_can_lose_its_icon(host: QWidget, theme: Theme) -> None:
    button = Button(theme, "Copy", icon="copy", parent=host)
    assert not button.icon().isNull()
    button.set_icon("")
    assert button.icon().isNull()


# -- flow --------------------------------------------------------------------------------------


def test_the_last_one_takes_the_rest_of_its_row(host: QWidget) -> None:
    box = QWidget(host)
    flow = FlowLayout(box, gap=10, row_gap=5)
    button, line = QPushButton("Tag"), QLineEdit()
    button.setFixedSize(100, 30)
    line.setMinimumWidth(120)
    for part in (button, line):
        flow.addWidget(part)
    box.resize(400, 100)
    box.show()
    host.show()
    QApplication.processEvents()
    assert (line.x(), line.width()) == (110, 290)
    box.resize(200, 100)
    QApplication.processEvents()
    assert (line.x(), line.width()) == (0, 200)
    flow.removeWidget(button)
    button.hide()
    box.resize(300, 100)
    QApplication.processEvents()
    assert (line.x(), line.width()) == (0, 300)


def test_flow_wraps_and_hidden_items_take_no_room(host: QWidget) -> None:
    box = QWidget(host)
    flow = FlowLayout(box, gap=10, row_gap=5)
    buttons = [QPushButton(str(n)) for n in range(4)]
    for button in buttons:
        button.setFixedSize(100, 30)
        flow.addWidget(button)
    assert flow.heightForWidth(430) == 30
    assert flow.heightForWidth(429) == 65
    assert flow.heightForWidth(100) == 135
    box.resize(215, 100)
    box.show()
    QApplication.processEvents()
    assert buttons[2].pos() == QPoint(0, 35)
    buttons[0].hide()
    QApplication.processEvents()
    assert buttons[3].pos() == QPoint(0, 35)
    assert flow.takeAt(9) is None
    assert flow.itemAt(-1) is None


def test_flow_items_share_the_middle_of_their_row(host: QWidget) -> None:
    box = QWidget(host)
    flow = FlowLayout(box)
    tall, small = QPushButton("a"), QPushButton("b")
    tall.setFixedSize(50, 40)
    small.setFixedSize(50, 20)
    flow.addWidget(tall)
    flow.addWidget(small)
    box.resize(200, 60)
    box.show()
    QApplication.processEvents()
    assert small.y() == 10


# -- toast and bar -----------------------------------------------------------------------------


def test_a_toast_replaces_the_last_one_and_its_action_runs_once(
    host: QWidget, theme: Theme
) -> None:
    done: list[str] = []
    toast = Toast(theme, host)
    toast.show_message("First", "Undo", lambda: done.append("first"))
    toast.show_message("<b>Second</b>", "Undo", lambda: done.append("second"))
    assert toast.text == "<b>Second</b>"
    button = toast.findChild(QPushButton)
    button.click()
    button.click()
    assert done == ["second"]
    assert toast.isHidden()


def test_only_what_is_told_with_undo_is_taken_back(host: QWidget, theme: Theme) -> None:
    done: list[str] = []
    toast = Toast(theme, host)
    toast.show_undo("Deleted", lambda: done.append("deleted"))
    assert toast.findChild(QPushButton).text() == "Undo"
    assert (toast.undo(), toast.undo(), done) == (True, False, ["deleted"])
    toast.show_undo("Deleted", lambda: done.append("deleted"))
    toast.show_message("Exported", "Show in folder", lambda: done.append("shown"))
    assert (toast.undo(), done) == (False, ["deleted"])


def test_a_dismissed_toast_offers_nothing(host: QWidget, theme: Theme) -> None:
    done: list[None] = []
    closed: list[None] = []
    toast = Toast(theme, host)
    toast.closed.connect(lambda: closed.append(None))
    toast.show_message("Deleted", "Undo", lambda: done.append(None))
    toast.dismiss()
    toast.findChild(QPushButton).click()
    assert (done, closed) == ([], [None])


def test_a_toast_stays_within_a_narrow_window(host: QWidget, theme: Theme) -> None:
    toast = Toast(theme, host)
    host.resize(260, 300)
    toast.show_message("A long sentence that does not fit into one line of this window", "Undo")
    assert host.rect().contains(toast.geometry())
    host.resize(600, 300)
    QApplication.processEvents()
    assert abs(toast.geometry().center().x() - 300) <= 1


def test_a_toast_fades_when_motion_is_wanted(qtbot: QtBot, host: QWidget, theme: Theme) -> None:
    theme.configure(motion="full")
    toast = Toast(theme, host)
    toast.show_message("Image copied", seconds=60)
    with qtbot.waitSignal(toast.closed, timeout=30_000):
        toast.dismiss()
    assert toast.isHidden()


def test_the_bar_shows_plain_text_and_at_most_one_action(host: QWidget, theme: Theme) -> None:
    told: list[None] = []
    bar = InfoBar(theme, host)
    bar.action_triggered.connect(lambda: told.append(None))
    assert bar.isHidden()
    bar.show_bar("error", "<i>The service did not accept your API key.</i>", "Open settings")
    assert bar.text.startswith("<i>")
    button = bar.findChild(QPushButton)
    button.click()
    assert told == [None]
    bar.show_bar("info", "You're offline.", icon="wifi-off")
    assert button.isHidden()
    bar.clear()
    assert bar.isHidden()


def test_what_is_over_at_once_can_still_be_read(host: QWidget, theme: Theme) -> None:
    bar = InfoBar(theme, host)
    least = bar.findChild(QTimer, "least time")
    bar.show_bar("info", "You're offline.", "Try again")
    bar.clear()
    assert (bar.isHidden(), least.isActive(), least.interval()) == (False, True, 3000)
    least.timeout.emit()
    assert bar.isHidden()
    bar.show_bar("info", "You're offline.", "Try again")
    bar.clear()
    bar.show_bar("info", "You're offline.", "Try again")
    least.timeout.emit()
    assert not bar.isHidden()


def test_who_answers_the_bar_does_not_wait_for_it(host: QWidget, theme: Theme) -> None:
    told: list[None] = []
    bar = InfoBar(theme, host)
    bar.action_triggered.connect(lambda: told.append(None))
    bar.action_triggered.connect(bar.clear)
    bar.show_bar("info", "Demo", "Close")
    bar.findChild(QPushButton).click()
    assert (bar.isHidden(), told) == (True, [None])
    bar.show_bar("info", "You're offline.", "Try again")
    bar.clear()
    bar.findChild(QPushButton).click()
    assert (bar.isHidden(), told) == (True, [None])


# -- spinner and combo -------------------------------------------------------------------------


def test_the_spinner_moves_only_while_it_is_seen(host: QWidget, theme: Theme) -> None:
    theme.configure(motion="full")
    spinner = Spinner(theme, parent=host)
    assert not spinner.is_turning
    spinner.show()
    assert spinner.is_turning
    spinner.hide()
    assert not spinner.is_turning
    theme.configure(motion="reduce")
    spinner.show()
    assert not spinner.is_turning
    assert spinner_turn(0.6) == pytest.approx(0.5)


def test_the_wheel_changes_a_list_only_with_the_focus(host: QWidget, theme: Theme) -> None:
    combo = Combo(theme, host)
    other = QPushButton("other", host)
    combo.addItems(["a", "b", "c"])
    combo.show()
    other.show()
    other.setFocus()

    def wheel() -> None:
        event = QWheelEvent(
            QPointF(5, 5),
            QPointF(5, 5),
            QPoint(),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(combo, event)

    wheel()
    assert combo.currentText() == "a"
    combo.setFocus()
    wheel()
    assert combo.currentText() == "b"


def test_a_list_has_its_name_and_says_what_is_chosen(host: QWidget, theme: Theme) -> None:
    combo = Combo(theme, host)
    combo.addItems(["Nano Banana", "Nano Banana Pro"])
    combo.set_name("Model")
    combo.show()
    interface = QAccessible.queryAccessibleInterface(combo)
    assert interface.role() == QAccessible.Role.ComboBox
    assert interface.text(QAccessible.Text.Name) == "Model"
    combo.setCurrentIndex(1)
    assert interface.text(QAccessible.Text.Value) == "Nano Banana Pro"
    assert interface.text(QAccessible.Text.Description) == "Nano Banana Pro"
    assert interface.childCount() == 1
    assert interface.child(0).text(QAccessible.Text.Name) == "Model"
    assert interface.indexOfChild(interface.child(0)) == 0
    actions = interface.actionInterface()
    assert len(actions.actionNames()) == 3
    actions.doAction(actions.showMenuAction())
    assert combo.view().isVisible()
    actions.doAction(actions.showMenuAction())
    assert not combo.view().isVisible()


# -- dialogs -----------------------------------------------------------------------------------


def test_confirm_asks_in_plain_text_and_cancel_is_the_default(host: QWidget) -> None:
    done: list[None] = []
    box = dialogs.confirm(host, "Remove?", "<b>Really</b>", "Remove", lambda: done.append(None))
    assert box.textFormat() == Qt.TextFormat.PlainText
    assert box.defaultButton().text() == "Cancel"
    box.reject()
    assert done == []
    box = dialogs.confirm(host, "Remove?", "", "Remove", lambda: done.append(None))
    next(button for button in box.buttons() if button.text() == "Remove").click()
    assert done == [None]
    QApplication.processEvents()
    assert host.findChildren(QMessageBox) == []


def test_chosen_files_arrive_once(host: QWidget, tmp_path: Path) -> None:
    picture = tmp_path / "a.png"
    picture.write_bytes(b"x")
    chosen: list[list[Path]] = []
    dialog = dialogs.open_image_files(host, chosen.append, str(tmp_path))
    dialog.selectFile(str(picture))
    dialog.accept()
    assert chosen == [[picture]]


def test_a_copy_is_offered_under_its_name(host: QWidget, tmp_path: Path) -> None:
    chosen: list[Path] = []
    dialog = dialogs.save_image_as(host, tmp_path / "2026 banana.webp", chosen.append)
    assert dialog.acceptMode() == QFileDialog.AcceptMode.AcceptSave
    dialog.accept()
    assert chosen == [tmp_path / "2026 banana.webp"]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_presses_the_button_that_has_the_focus(
    qtbot: QtBot, theme: Theme, key: Qt.Key
) -> None:
    for button in (Button(theme, "Run again"), IconButton(theme, "x", "Hide history")):
        qtbot.addWidget(button)
        button.show()
        pressed: list[None] = []
        button.clicked.connect(lambda _=False, pressed=pressed: pressed.append(None))
        qtbot.keyClick(button, key)
        assert len(pressed) == 1
        qtbot.keyClick(button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert len(pressed) == 1


def test_the_note_before_a_paid_task_takes_enter(qtbot: QtBot, theme: Theme) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    note, confirmed = RunAgainNote(theme, window), []
    note.ask(lambda: confirmed.append("run"), QPoint(10, 10))
    qtbot.keyClick(note.run_button, Qt.Key.Key_Return)
    assert confirmed == ["run"]
    assert not note.isVisible()


@pytest.mark.parametrize("where", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("scale", [100, 150])
def test_a_list_opens_whole_wherever_its_box_stands(
    qtbot: QtBot, theme: Theme, where: float, scale: int
) -> None:
    theme.configure(text_scale=scale)
    box = Combo(theme)
    qtbot.addWidget(box)
    box.addItems(["Nano Banana Pro", "Pro Stable", "2", "2 Stable", "Nano Banana", "Other…"])
    screen = box.screen().availableGeometry()
    with qtbot.waitExposed(box):
        box.show()
        box.move(screen.left() + 20, round((screen.height() - box.height()) * where))
    box.showPopup()
    popup, bar = box.view().window(), box.view().verticalScrollBar()
    assert screen.contains(popup.geometry())
    assert not popup.geometry().intersects(box.geometry())
    assert bar.maximum() == 0
    first = box.view().visualRect(box.model().index(0, 0))
    last = box.view().visualRect(box.model().index(5, 0))
    assert first.top() >= 0
    assert last.bottom() <= box.view().viewport().height()
    box.hidePopup()


def test_a_tick_box_wraps_its_text_instead_of_cutting_it(qtbot: QtBot, theme: Theme) -> None:
    page = SavingPage(theme)
    qtbot.addWidget(page)
    page.resize(640, 480)
    page.show()
    box = page.sidecar_box
    one_line = box.height()
    assert box.width() >= box.sizeHint().width()
    page.resize(260, 480)
    QApplication.processEvents()
    metrics = box.fontMetrics()
    lines = -(-metrics.horizontalAdvance(box.text()) // box.width())
    assert box.width() <= 260
    assert lines >= 2
    assert box.height() >= lines * metrics.height() > one_line


def test_the_icon_of_a_line_grows_with_the_text(host: QWidget, theme: Theme) -> None:
    line = IconLine(theme, "search", host)
    line.setGeometry(0, 0, 300, 60)
    host.show()

    def icon_width() -> int:
        theme.configure(text_scale=100 if not widths else 150)
        QApplication.processEvents()
        image = line.grab(QRect(4, 10, line.textMargins().left() + theme.px(6), 40)).toImage()
        ground = image.pixelColor(0, 0)
        rows = range(image.height())
        inked = [
            x for x in range(image.width()) if any(image.pixelColor(x, y) != ground for y in rows)
        ]
        return max(inked) - min(inked)

    widths: list[int] = []
    widths.append(icon_width())
    widths.append(icon_width())
    assert widths[0] > 8
    assert 1.3 * widths[0] < widths[1] < 1.7 * widths[0]
    assert line.cursorRect().center().x() > theme.px(25)
