"""The create pane: what cannot be sent, and what is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from time import thread_time

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import (
    QAccessible,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QInputMethodEvent,
)
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.params import GenerationParams, Reference, ReferenceKind
from nanobanana_desktop.errors import ErrorCase
from nanobanana_desktop.ui.create.create_pane import CreatePane
from nanobanana_desktop.ui.create.form import CreateForm
from nanobanana_desktop.ui.create.reference_items import ReferenceRequest
from nanobanana_desktop.ui.create.reference_tile import ReferenceTile
from nanobanana_desktop.ui.theme.theme import Theme
from tests.ui.pseudo_locale import pseudo

LINK = Reference(kind=ReferenceKind.LINK, name="a.png", url="https://example.com/a.png")
FILE = Reference(kind=ReferenceKind.FILE, name="b.png", sha256="ab" * 32, byte_size=9)


class Desk:
    """The pane in a window, what it told, and a clock that stands still."""

    def __init__(self, qtbot: QtBot, theme: Theme) -> None:
        self.now = 100.0
        self.orders: list[tuple[GenerationParams, int]] = []
        self.requests: list[ReferenceRequest] = []
        self.pane = CreatePane(theme, clock=lambda: self.now)
        qtbot.addWidget(self.pane)
        self.pane.submitted.connect(lambda params, count: self.orders.append((params, count)))
        self.pane.references_requested.connect(self.requests.extend)
        self.pane.resize(336, 772)
        with qtbot.waitExposed(self.pane):
            self.pane.show()
        self.pane.activateWindow()

    @property
    def line(self) -> str:
        return self.pane.footer.line_text

    @property
    def can_send(self) -> bool:
        return self.pane.footer.generate.isEnabled()

    def type(self, text: str) -> None:
        self.pane.prompt.editor.setPlainText(text)


@pytest.fixture
def desk(qtbot: QtBot, theme: Theme) -> Iterator[Desk]:
    yield Desk(qtbot, theme)
    QGuiApplication.clipboard().clear()


def tall_image() -> QImage:
    image = QImage(20, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    return image


def role_and_name(widget: QWidget) -> tuple[QAccessible.Role, str]:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.role(), interface.text(QAccessible.Text.Name)


# -- what cannot be sent -----------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "   \n\t "])
def test_an_empty_prompt_is_not_sent_and_gets_the_focus(desk: Desk, text: str) -> None:
    desk.type(text)
    desk.pane.model.combo.setFocus()
    desk.pane.submit()
    assert (desk.orders, desk.can_send) == ([], False)
    assert desk.line == "Write a prompt first."
    assert desk.pane.prompt.editor.hasFocus()


def test_a_long_prompt_says_how_much_too_long(desk: Desk) -> None:
    desk.type("🍌" * 4_037)
    desk.pane.submit()
    assert (desk.orders, desk.can_send) == ([], False)
    assert desk.line == "Shorten the prompt by 37 characters."
    desk.type("🍌" * 4_001)
    assert desk.line == "Shorten the prompt by 1 character."
    desk.type("🍌" * 4_000)
    assert desk.can_send


def test_fifty_thousand_characters_stay_responsive_and_whole(desk: Desk) -> None:
    text = "香蕉 boat " * 6_250
    desk.type(text)
    # Of the processor: what else the machine does is not counted.
    started = thread_time()
    for _ in range(10):
        desk.pane.prompt.editor.insertPlainText("x")
        QApplication.processEvents()
    assert thread_time() - started < 2.0
    assert desk.pane.draft()["prompt"] == "x" * 10 + text
    assert not desk.can_send


def test_a_reason_from_outside_goes_first_and_is_told_back(desk: Desk) -> None:
    told: list[None] = []
    desk.pane.blocked_elsewhere.connect(lambda: told.append(None))
    desk.pane.set_block_reason("Add an API key to generate images.")
    desk.pane.submit()
    assert desk.line == "Add an API key to generate images."
    assert (desk.orders, desk.can_send, told) == ([], False, [None])
    desk.type("a boat")
    desk.pane.set_block_reason("")
    assert desk.can_send


def test_a_remark_stands_for_the_summary_and_sending_goes_on(desk: Desk) -> None:
    desk.pane.set_remark("You're offline. It is sent when you are back.")
    assert desk.line == "Write a prompt first."
    desk.type("a boat")
    assert desk.line == "You're offline. It is sent when you are back."
    assert desk.can_send
    desk.pane.submit()
    assert len(desk.orders) == 1
    desk.pane.set_remark("")
    assert desk.line == "1:1, 1K"


def test_half_composed_text_is_never_sent(desk: Desk) -> None:
    editor = desk.pane.prompt.editor
    editor.setFocus()
    desk.type("half ")
    QApplication.sendEvent(editor, QInputMethodEvent("xiang jiao", []))
    desk.pane.submit()
    assert desk.orders == []
    assert desk.line == "Finish typing first"
    commit = QInputMethodEvent("", [])
    commit.setCommitString("香蕉")
    QApplication.sendEvent(editor, commit)
    desk.pane.submit()
    assert [params.prompt for params, _ in desk.orders] == ["香蕉half "]


def test_the_hint_does_not_show_through_what_is_composed(desk: Desk) -> None:
    editor = desk.pane.prompt.editor
    hint = editor.placeholderText()
    assert hint == "Describe the image you want…"
    QApplication.sendEvent(editor, QInputMethodEvent("xiang", []))
    assert editor.placeholderText() == ""
    QApplication.sendEvent(editor, QInputMethodEvent("", []))
    assert editor.placeholderText() == hint


def test_a_custom_model_needs_its_name(desk: Desk) -> None:
    desk.type("a boat")
    combo = desk.pane.model.combo
    combo.setCurrentIndex(combo.count() - 1)
    desk.pane.submit()
    assert desk.orders == []
    assert desk.line == "Enter the name of a model."
    assert desk.pane.model.custom_name.hasFocus()
    desk.pane.model.custom_name.setText("  nano-banana-fast ")
    desk.pane.submit()
    assert desk.orders[0][0].model_name == "nano-banana-fast"


# -- references --------------------------------------------------------------------------------


def test_nothing_is_sent_while_a_reference_is_prepared(desk: Desk) -> None:
    desk.type("a boat")
    desk.pane.references.request_files([Path("/tmp/b.png")])
    desk.pane.submit()
    assert (desk.orders, desk.can_send) == ([], False)
    assert desk.line == "A reference image is still being prepared."
    desk.pane.add_reference(FILE, tall_image(), desk.requests[0].ticket)
    desk.pane.submit()
    assert desk.orders[0][0].references == (FILE,)


def test_an_unreadable_file_is_named_and_leaves_nothing(desk: Desk) -> None:
    desk.pane.references.request_files([Path("/tmp/notes.txt")])
    ticket = desk.requests[0].ticket
    desk.pane.show_reference_problem(ErrorCase.REFERENCE_UNREADABLE, {}, ticket)
    assert "“notes.txt” is not an image" in desk.pane.references.problem_text
    assert desk.pane.references.strip.items() == []


def test_seven_files_make_six_tiles_and_a_sentence(desk: Desk) -> None:
    desk.pane.references.request_files([Path(f"/tmp/{n}.png") for n in range(7)])
    assert len(desk.requests) == 6
    assert "Only 6 reference images fit. 1 was not added." in desk.pane.references.problem_text
    desk.pane.add_reference(LINK, None)
    assert len(desk.pane.references.strip.items()) == 6


def test_a_known_reference_whose_file_is_gone_stays_and_blocks(desk: Desk) -> None:
    desk.pane.fill(GenerationParams(prompt="a boat", references=(FILE, LINK)))
    assert [request.reference for request in desk.requests] == [FILE]
    ticket = desk.requests[0].ticket
    desk.pane.show_reference_problem(ErrorCase.REFERENCE_UNREADABLE, {}, ticket)
    desk.pane.submit()
    assert desk.orders == []
    assert desk.line == "Remove the reference image that is not available any more."
    assert desk.pane.state().params.references == (FILE, LINK)


def test_a_late_answer_for_a_removed_tile_is_ignored(desk: Desk) -> None:
    desk.pane.references.request_files([Path("/tmp/b.png")])
    desk.pane.references.set_references([])
    desk.pane.add_reference(FILE, None, desk.requests[0].ticket)
    assert desk.pane.references.references() == ()


def test_the_same_picture_twice_is_one_tile(desk: Desk) -> None:
    desk.pane.add_reference(FILE, tall_image())
    desk.pane.references.request_files([Path("/tmp/copy of b.png")])
    desk.pane.add_reference(FILE, tall_image(), desk.requests[0].ticket)
    assert desk.pane.references.references() == (FILE,)


def test_doubles_take_no_place(desk: Desk) -> None:
    field = desk.pane.references
    desk.pane.add_reference(FILE, tall_image())
    field.request_files([Path(f"/tmp/{n}.png") for n in range(7)])
    assert "2 were not added" in field.problem_text
    desk.pane.add_reference(FILE, tall_image(), desk.requests[0].ticket)
    assert "1 was not added" in field.problem_text
    desk.pane.add_reference(FILE, tall_image(), desk.requests[1].ticket)
    assert field.problem_text == ""
    assert [r.path for r in desk.requests if r.path] == [Path(f"/tmp/{n}.png") for n in range(7)]
    assert len(field.strip.items()) == 6


def test_an_unreadable_file_makes_room_and_stays_named(desk: Desk) -> None:
    field = desk.pane.references
    field.request_files([Path(f"/tmp/{n}.png") for n in range(7)])
    ticket = desk.requests[0].ticket
    desk.pane.show_reference_problem(ErrorCase.REFERENCE_UNREADABLE, {}, ticket)
    assert "“0.png” is not an image" in field.problem_text
    assert len(desk.requests) == 7


def test_a_known_double_is_shown_at_once_and_its_ring_goes(qtbot: QtBot, desk: Desk) -> None:
    strip = desk.pane.references.strip
    desk.pane.add_reference(LINK, None)
    desk.pane.references.request_links([LINK.url])
    tile = strip.findChildren(ReferenceTile)[0]
    assert (desk.requests, len(strip.items())) == ([], 1)
    assert tile.is_ringed
    ring_end = tile.findChild(QTimer, "reference tile pulse")
    with qtbot.waitSignal(ring_end.timeout):
        pass
    assert not tile.is_ringed


def test_a_link_that_was_added_has_the_focus(desk: Desk) -> None:
    desk.pane.references.open_link_entry()
    desk.pane.references.findChild(QWidget, "link entry").link_given.emit(LINK.url)
    assert desk.pane.references.strip.findChildren(ReferenceTile)[0].hasFocus()


@pytest.mark.parametrize("link", ["ftp://example.com/a.png", "example.com/a.png", "javascript:1"])
def test_a_link_must_be_a_web_link(desk: Desk, link: str) -> None:
    desk.pane.references.open_link_entry()
    entry = desk.pane.references.findChild(QWidget, "link entry")
    entry.link_given.emit(link)
    assert desk.requests == []
    assert "https://" in desk.pane.references.problem_text
    entry.link_given.emit("https://example.com/a.png")
    assert [request.link for request in desk.requests] == ["https://example.com/a.png"]
    assert desk.pane.references.problem_text == ""


def test_notes_say_how_references_travel(desk: Desk) -> None:
    desk.pane.add_reference(FILE, tall_image())
    desk.pane.add_reference(LINK, None)
    note = desk.pane.references.note_text
    assert "experimental" in note
    assert "Links are fetched by the service itself." in note
    assert desk.pane.references.references() == (FILE, LINK)


def test_tiles_move_and_go_by_keyboard(qtbot: QtBot, desk: Desk) -> None:
    desk.pane.add_reference(FILE, tall_image())
    desk.pane.add_reference(LINK, None)
    strip = desk.pane.references.strip
    strip.focus_stop().setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Left)
    assert QApplication.focusWidget().accessibleName() == "Reference image 2: a.png"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert desk.pane.references.references() == (LINK, FILE)
    assert QApplication.focusWidget().accessibleName() == "Reference image 1: a.png"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Delete)
    assert desk.pane.references.references() == (FILE,)
    assert QApplication.focusWidget().accessibleName() == "Reference image 1: b.png"


def test_files_come_from_a_dialog_that_does_not_block(qtbot: QtBot, desk: Desk) -> None:
    desk.pane.choose_reference_files()
    dialog = desk.pane.findChild(QFileDialog)
    assert dialog is not None
    dialog.reject()
    assert desk.requests == []


# -- paste and drop ----------------------------------------------------------------------------


def test_rich_text_is_pasted_as_plain_text(desk: Desk) -> None:
    mime = QMimeData()
    mime.setHtml("<b>A boat</b>")
    mime.setText("A boat")
    mime.setImageData(tall_image())
    desk.pane.prompt.editor.insertFromMimeData(mime)
    assert desk.pane.prompt.text() == "A boat"
    assert desk.requests == []


def test_a_pasted_image_becomes_a_reference(desk: Desk) -> None:
    QGuiApplication.clipboard().setImage(tall_image())
    desk.pane.prompt.editor.paste()
    assert desk.pane.prompt.text() == ""
    assert desk.requests[0].image is not None
    assert desk.pane.paste_reference()
    assert len(desk.requests) == 2
    QGuiApplication.clipboard().setText("no image")
    assert not desk.pane.paste_reference()
    QGuiApplication.clipboard().clear()
    assert not desk.pane.paste_reference()


def test_copied_image_files_become_references_but_written_links_stay_text(desk: Desk) -> None:
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile("/tmp/a.png"), QUrl.fromLocalFile("/tmp/b.webp")])
    files.setText("file:///tmp/a.png\nfile:///tmp/b.webp")
    desk.pane.prompt.editor.insertFromMimeData(files)
    assert [request.path for request in desk.requests] == [
        Path("/tmp/a.png"),
        Path("/tmp/b.webp"),
    ]
    written = QMimeData()
    written.setUrls([QUrl("https://example.com/page")])
    written.setText("https://example.com/page")
    desk.pane.prompt.editor.insertFromMimeData(written)
    assert desk.pane.prompt.text() == "https://example.com/page"


def test_dropped_files_show_a_hint_and_become_references(desk: Desk) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile("/tmp/a.png")])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(desk.pane.rect().center(), copy, mime, left, none)
    desk.pane.dragEnterEvent(enter)
    assert enter.isAccepted()
    assert desk.pane.drops.hint.isVisible()
    below = desk.pane.references.mapTo(desk.pane, desk.pane.references.rect().center())
    drop = QDropEvent(QPointF(below), copy, mime, left, none)
    desk.pane.dropEvent(drop)
    assert not desk.pane.drops.hint.isVisible()
    assert desk.requests[0].path == Path("/tmp/a.png")


# -- sending -----------------------------------------------------------------------------------


def test_a_whole_order(desk: Desk) -> None:
    desk.type("a boat")
    desk.pane.ratio.set_value("16:9")
    desk.pane.resolution.set_value("2k")
    desk.pane.model.combo.setCurrentText("Nano Banana 2")
    desk.pane.footer.set_count(4)
    desk.pane.add_reference(LINK, None)
    assert desk.line == "16:9, 2K, 1 reference"
    assert desk.pane.footer.generate.accessibleName() == "Generate 4 images"
    desk.pane.footer.generate.click()
    wanted = GenerationParams(
        prompt="a boat",
        model_name="nano-banana-2",
        resolution="2k",
        aspect_ratio="16:9",
        references=(LINK,),
    )
    assert desk.orders == [(wanted, 4)]
    assert desk.pane.state().params == wanted


def test_a_nervous_finger_pays_once(desk: Desk) -> None:
    desk.type("a boat")
    desk.pane.submit()
    desk.now += 0.4
    desk.pane.submit()
    assert len(desk.orders) == 1
    desk.now += 3
    desk.pane.submit()
    assert len(desk.orders) == 1
    assert desk.line == "Same as the last one. Send again?"
    assert desk.can_send
    desk.now += 1
    desk.pane.submit()
    assert len(desk.orders) == 2
    assert desk.line == "1:1, 1K"


def test_the_question_goes_with_its_reason(desk: Desk) -> None:
    desk.type("a boat")
    desk.pane.submit()
    desk.now += 4
    desk.pane.submit()
    assert desk.line == "Same as the last one. Send again?"
    end = desk.pane.findChild(QTimer, "same order question")
    assert end.isSingleShot()
    assert end.interval() == 6_000
    desk.now += 6
    end.timeout.emit()
    assert desk.line == "1:1, 1K"
    desk.pane.submit()
    assert len(desk.orders) == 2


def test_auto_leaves_the_ratio_out_and_remembers_the_last_one(desk: Desk) -> None:
    desk.type("a boat")
    desk.pane.ratio.set_value("3:2")
    desk.pane.ratio.auto.click()
    assert desk.pane.ratio.group.value() is None
    desk.pane.submit()
    assert desk.orders[0][0].aspect_ratio is None
    assert desk.line == "Auto, 1K"
    desk.pane.ratio.auto.click()
    assert desk.pane.ratio.value() == "3:2"
    desk.pane.ratio.auto.click()
    desk.pane.ratio.group.choice("9:16").click()
    assert not desk.pane.ratio.auto.isChecked()
    assert desk.pane.ratio.value() == "9:16"


def test_a_small_model_gets_a_remark_and_nothing_is_disabled(desk: Desk) -> None:
    desk.pane.resolution.set_value("4k")
    assert desk.pane.resolution.hint_text == ""
    desk.pane.model.set_value("nano-banana")
    assert desk.pane.resolution.hint_text == "Nano Banana may ignore 2K and 4K."
    assert desk.pane.resolution.segments.group.choice("4k").isEnabled()
    desk.pane.resolution.set_value("1k")
    assert desk.pane.resolution.hint_text == ""


def test_custom_models_are_offered_again(desk: Desk) -> None:
    desk.pane.set_custom_models(["my-model"])
    assert desk.pane.model.value() == "nano-banana-pro"
    desk.pane.model.set_value("my-model")
    desk.pane.set_custom_models(["my-model", "other"])
    assert desk.pane.model.value() == "my-model"
    assert desk.pane.model.custom_name.isHidden()


# -- the form as a value -----------------------------------------------------------------------


def test_clear_can_be_undone(desk: Desk) -> None:
    undo: list[dict[str, object]] = []
    desk.pane.cleared.connect(undo.append)
    desk.pane.clear()
    assert undo == []
    desk.type("a boat")
    desk.pane.ratio.set_value("21:9")
    desk.pane.add_reference(LINK, None)
    desk.pane.clear()
    assert desk.pane.state().params == GenerationParams(prompt="", aspect_ratio="21:9")
    desk.pane.restore_draft(undo[0])
    assert desk.pane.state().params == GenerationParams(
        prompt="a boat", aspect_ratio="21:9", references=(LINK,)
    )


def test_fill_returns_what_was_there_and_tells_once(desk: Desk) -> None:
    desk.type("mine")
    told: list[None] = []
    desk.pane.draft_changed.connect(lambda: told.append(None))
    before = desk.pane.fill(
        GenerationParams(prompt="old", model_name="gone-model", aspect_ratio=None)
    )
    assert len(told) == 1
    assert desk.pane.state().params.model_name == "gone-model"
    assert desk.pane.ratio.value() is None
    desk.pane.restore_draft(before)
    assert desk.pane.prompt.text() == "mine"
    desk.pane.swap_with_previous()
    assert desk.pane.prompt.text() == "old"


def test_reset_keeps_the_words(desk: Desk) -> None:
    desk.pane.fill(GenerationParams(prompt="a boat", resolution="4k", aspect_ratio="2:3"))
    desk.pane.reset_to_defaults()
    assert desk.pane.state().params == GenerationParams(prompt="a boat")


# -- looks, keys, names ------------------------------------------------------------------------


def test_the_names_that_scripts_and_screen_readers_rely_on(desk: Desk) -> None:
    pane = desk.pane
    role = QAccessible.Role
    radio = role.RadioButton
    assert role_and_name(pane.prompt.editor) == (role.EditableText, "Prompt")
    assert role_and_name(pane.model.combo) == (role.ComboBox, "Model")
    assert pane.model.combo.itemText(0) == "Nano Banana Pro"
    for resolution in ("1k", "2k", "4k"):
        choice = pane.resolution.segments.group.choice(resolution)
        assert role_and_name(choice) == (radio, resolution.upper())
    tile = pane.ratio.group.choice
    assert role_and_name(tile("16:9")) == (radio, "16 by 9, landscape")
    assert role_and_name(tile("1:1")) == (radio, "1 by 1, square")
    assert role_and_name(tile("9:16")) == (radio, "9 by 16, portrait")
    assert role_and_name(pane.ratio.auto) == (radio, "Auto")
    assert role_and_name(pane.footer.count_box)[1] == "Number of images"
    assert role_and_name(pane.footer.generate) == (role.Button, "Generate")
    pane.add_reference(FILE, None)
    add = pane.references.strip.focus_stop()
    assert role_and_name(add) == (role.Button, "Add reference images")


def test_tab_reaches_each_group_once_and_in_reading_order(qtbot: QtBot, desk: Desk) -> None:
    desk.type("a boat")
    desk.pane.ratio.set_value("16:9")
    desk.pane.add_reference(LINK, None)
    desk.pane.focus_prompt()
    walked: list[str] = []
    while len(walked) < 9:
        widget = QApplication.focusWidget()
        walked.append(widget.accessibleName() or widget.text())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert walked == [
        "Prompt",
        "Add reference images",
        "Auto",
        "16 by 9, landscape",
        "1K",
        "Model",
        "Generate",
        "Number of images",
        "Clear form",
    ]


def test_arrows_walk_within_a_group(qtbot: QtBot, desk: Desk) -> None:
    desk.pane.ratio.group.focus_choice().setFocus(Qt.FocusReason.TabFocusReason)
    assert desk.pane.ratio.value() == "1:1"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Left)
    assert desk.pane.ratio.value() == "4:5"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    assert desk.pane.ratio.value() == "16:9"


def test_the_focus_is_always_seen(qtbot: QtBot, desk: Desk) -> None:
    desk.type("a boat")
    desk.pane.add_reference(LINK, None)
    desk.pane.focus_prompt()
    for _ in range(9):
        widget = QApplication.focusWidget()
        focused = widget.grab().toImage()
        qtbot.keyClick(widget, Qt.Key.Key_Tab)
        assert widget.grab().toImage() != focused, widget


def test_long_words_and_large_text_stay_within_the_pane(
    desk: Desk, theme: Theme, pseudo_language: None
) -> None:
    theme.configure(text_scale=150)
    desk.pane.resize(theme.px(336), theme.px(600))
    QApplication.processEvents()
    assert desk.pane.footer.generate.text() == pseudo("Generate")
    assert desk.line == pseudo("Write a prompt first.")
    for label in desk.pane.findChildren(QLabel):
        if label.isVisible() and label.text():
            right = label.mapTo(desk.pane, label.rect().topRight()).x()
            assert right < desk.pane.width(), label.text()
            assert label.height() >= label.heightForWidth(label.width()), label.text()


def test_an_image_that_is_prepared_keeps_its_tile_when_the_language_changes(
    desk: Desk, pseudo_language: None
) -> None:
    desk.pane.references.request_files([Path("/tmp/b.png")])
    QApplication.processEvents()
    assert len(desk.pane.references.strip.items()) == 1
    assert desk.pane.prompt.editor.accessibleName() == pseudo("Prompt")


def test_an_unchanged_width_when_the_scroll_bar_comes(
    qtbot: QtBot, desk: Desk, theme: Theme
) -> None:
    # The first layout may take more than one round of events after the window is shown.
    qtbot.waitUntil(lambda: desk.pane.model.combo.width() > 0.8 * desk.pane.width())
    before = desk.pane.model.combo.width()
    desk.pane.resize(336, theme.px(420))
    bar = desk.pane.findChild(CreateForm).verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    qtbot.waitUntil(lambda: abs(desk.pane.model.combo.width() - before) <= 1)
