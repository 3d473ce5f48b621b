"""The details: asked and received, times, cost, ids, references, several tasks, missing files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QLocale, QPoint, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.params import Reference, ReferenceKind
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.services.picture_file import PictureFile
from nanobanana_desktop.ui.details import detail_texts
from nanobanana_desktop.ui.details.details_pane import DetailsPane
from nanobanana_desktop.ui.details.read_box import LARGEST
from nanobanana_desktop.ui.details.reference_preview import ReferencePreview
from nanobanana_desktop.ui.theme.theme import Theme
from tests.ui.fake_history import DAY, HOUR, NOON, make_record, make_task
from tests.ui.pseudo_locale import pseudo

S = TaskState
WIDTH = 248
SAIL = Reference(kind=ReferenceKind.FILE, name="<b>sail</b>.png", sha256="1" * 64)
LINK = Reference(kind=ReferenceKind.LINK, name="boat.png", url="https://example.com/boat.png")


@pytest.fixture(autouse=True)
def british_formats() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


@pytest.fixture
def pane(qtbot: QtBot, theme: Theme) -> DetailsPane:
    made = DetailsPane(theme)
    qtbot.addWidget(made)
    made.resize(theme.px(WIDTH), 900)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def show(pane: DetailsPane) -> Callable[..., DetailsPane]:
    def build(task: GenerationTask, *, file_missing: bool = False) -> DetailsPane:
        pane.show_task(task, NOON, file_missing=file_missing)
        settle()
        return pane

    return build


def settle() -> None:
    """A layout inside a layout needs one more turn for each level."""
    for _ in range(4):
        QApplication.processEvents()


def finished(**fields: object) -> GenerationTask:
    task = make_task("a1b2c3", age=HOUR)
    known = {
        "submitted_at": task.created_at + 2.5,
        "accepted_at": task.created_at + 3,
        "result_seen_at": task.created_at + 33,
        "finished_at": task.created_at + 35,
        "image": replace(make_record("boat"), saved_at=task.created_at + 34.6),
        "remote_id": "svc-12345",
        "amount": "0.26",
    }
    return replace(task, **{**known, **fields})


def words(pane: QWidget) -> str:
    """Everything that can be read."""
    shown = [
        label.text() for label in pane.findChildren(QLabel) if label.isVisible() and label.text()
    ]
    boxes = [box.toPlainText() for box in pane.findChildren(QPlainTextEdit) if box.isVisible()]
    return "\n".join((*shown, *boxes))


def test_one_task_tells_everything_that_is_known_of_it(show) -> None:
    text = words(show(finished()))
    for part in (
        "A ripe banana carved into a tiny sailing boat",
        "Nano Banana Pro",
        "2752 × 1536",
        "22 Nov 2026, 14:00",
        "2.5 s",
        "30 s",
        "1.6 s",
        "35 s",
        "0.26",
        "boat.png",
        "6.8 MB",
        "000000000000…",
        "a1b2c3",
        "svc-12345",
    ):
        assert part in text, part


def test_what_is_not_known_takes_no_room(show) -> None:
    waiting = replace(make_task("w", S.READY, age=60), submitted_at=None)
    pane = show(waiting)
    text = words(pane)
    for word in ("Cost as reported", "File", "SHA-256", "Reference images", "at the"):
        assert word not in text, word
    assert text.count("Not yet") == 2
    assert not pane.one.wishes.marked


@pytest.mark.parametrize(
    ("fields", "size", "marked"),
    [
        ({}, (2752, 1536), []),
        ({"resolution": "4k"}, (2752, 1536), ["Size"]),
        ({}, (2048, 2048), ["Ratio"]),
        ({"resolution": "4k", "aspect_ratio": "9:16"}, (1024, 1024), ["Size", "Ratio"]),
        ({"aspect_ratio": None}, (1024, 1024), ["Size"]),
        ({"aspect_ratio": None, "resolution": "1k"}, (1300, 1000), []),
    ],
)
def test_what_came_otherwise_than_asked_is_marked(show, fields, size, marked) -> None:
    task = finished(image=make_record("x", *size))
    pane = show(replace(task, params=replace(task.params, **fields)))
    assert pane.one.wishes.marked == marked
    spoken = [label.accessibleName() for label in pane.one.wishes.findChildren(QLabel)]
    assert sum("differs" in name for name in spoken) == len(marked)


@pytest.mark.parametrize(
    ("told", "said", "differs"),
    [
        ("NanoBananaPro", "The service names the same model.", False),
        ("nano-banana-pro", "The service names the same model.", False),
        ("nano-banana", "The service names another model: Nano Banana", True),
        ("<b>other</b>", "The service names another model: <b>other</b>", True),
    ],
)
def test_what_the_service_says_about_the_model_stands_below_it(
    show, told: str, said: str, differs: bool
) -> None:
    task = finished(told_model=told)
    one = show(replace(task, params=replace(task.params, model_name="nano-banana-pro"))).one
    assert one.model.value.text() == "Nano Banana Pro"
    assert one.told_model.text.text().replace("\u2068", "").replace("\u2069", "") == said
    assert one.told_model.mark.isVisible() == differs
    assert show(finished()).one.told_model.isHidden()


def test_the_time_in_the_queue_is_told_where_it_is_known() -> None:
    task = finished(accepted_at=NOON - 60, left_queue_at=NOON - 48, result_seen_at=NOON - 20)
    lines = dict(detail_texts.spans(task))
    assert lines["In the queue"] == "up to 12 s"
    assert lines["Made in"] == "40 s"
    for unknown in (None, NOON - 60, NOON - 90):
        spans = dict(detail_texts.spans(replace(task, left_queue_at=unknown)))
        assert "In the queue" not in spans


def test_ratios_have_the_names_of_the_form_or_their_value() -> None:
    def ratio(*size: int) -> str:
        return detail_texts.received_ratio(finished(image=make_record("x", *size)))

    assert ratio(2752, 1536) == "16:9"
    assert ratio(1000, 1000) == "1:1"
    assert ratio(3000, 1000) == "3.00:1"
    assert ratio(0, 0) == ""


def test_the_prompt_is_whole_plain_and_can_be_copied(show, qtbot) -> None:
    prompt = "<b>bold</b> 月亮下的猫 " + "many words " * 400
    task = finished()
    pane = show(replace(task, params=replace(task.params, prompt=prompt)))
    box = pane.one.prompt.value
    assert box.toPlainText() == prompt
    assert box.isReadOnly()
    pitch = box.fontMetrics().lineSpacing()
    assert pitch * LARGEST <= box.height() < pitch * (LARGEST + 4)
    with qtbot.waitSignal(pane.copy_requested) as asked:
        pane.one.prompt.copy.click()
    assert asked.args == [prompt]
    short = show(finished())
    assert short.one.prompt.value.height() < pitch * 6


def test_ids_and_digest_are_copied_whole(show, qtbot) -> None:
    long_id = "task_" + "0123456789abcdef-" * 6
    pane = show(finished(remote_id=long_id))
    for field, whole in (
        (pane.one.remote_id, long_id),
        (pane.one.task_id, "a1b2c3"),
        (pane.one.digest, "0" * 64),
    ):
        with qtbot.waitSignal(pane.copy_requested) as asked:
            field.copy.click()
        assert asked.args == [whole]
    box = pane.one.remote_id.value
    box.selectAll()
    box.copy()
    assert QGuiApplication.clipboard().text() == long_id


def test_nothing_is_cut_at_the_smallest_width(show, theme) -> None:
    pane = show(finished(remote_id="x" * 128, error_text="y" * 500))
    pane.resize(theme.px(220), 900)
    QApplication.processEvents()
    assert pane._content.width() <= pane._scroll.viewport().width()
    for label in pane.findChildren(QLabel):
        if label.isVisible():
            assert label.height() >= label.heightForWidth(label.width()), label.text()


@pytest.mark.parametrize("scale", [100, 150])
def test_large_text_wraps_instead_of_being_cut(show, theme, scale) -> None:
    theme.configure(text_scale=scale)
    pane = show(finished())
    pane.resize(theme.px(220), 900)
    QApplication.processEvents()
    assert pane._content.width() <= pane._scroll.viewport().width()
    box = pane.one.remote_id.value
    assert box.verticalScrollBar().maximum() == 0


def test_a_signed_picture_has_a_badge_and_a_missing_one_says_so(show) -> None:
    pane = show(finished())
    assert "Content credentials present" not in words(pane)
    pane.one.show_file(PictureFile("boat (2).png", 1_000_000, True))
    assert "Content credentials present" in words(pane)
    assert "boat (2).png" in words(pane)
    pane.one.show_file(None)
    assert "The file is not where it was saved." in words(pane)
    assert "Content credentials present" not in words(pane)
    assert "not where" in words(show(finished(), file_missing=True))
    again = show(replace(finished(), id="other"))
    assert "not where" not in words(again)


def test_references_are_named_shown_and_offered(show, qtbot, theme) -> None:
    task = finished()
    with_both = replace(task, params=replace(task.params, references=(SAIL, LINK)))
    wanted: list[Reference] = []
    pane = show(finished())
    pane.one.references.picture_wanted.connect(wanted.append)
    show(with_both)
    assert wanted == [SAIL]
    show(replace(with_both, starred=True))
    assert wanted == [SAIL]
    tiles = pane.one.references.tiles
    assert [tile.accessibleName() for tile in tiles] == [
        "Reference image 1: <b>sail</b>.png",
        "Reference image 2: boat.png",
    ]
    empty = tiles[0].grab().toImage()
    picture = QImage(96, 96, QImage.Format.Format_RGB32)
    picture.fill("#ff0000")
    pane.one.references.show_picture(SAIL, picture)
    assert tiles[0].grab().toImage() != empty
    pane.one.references.show_picture(SAIL, None)
    assert tiles[0].accessibleDescription() == "Not available any more"
    menu = pane.one.references.menu(1)
    assert [action.text() for action in menu.actions()] == ["Preview", "Use as reference"]
    with qtbot.waitSignal(pane.one.references.use_requested) as asked:
        menu.actions()[1].trigger()
    assert asked.args == [LINK]
    with qtbot.waitSignal(pane.one.references.preview_requested) as asked:
        menu.actions()[0].trigger()
    assert asked.args == [LINK]


def test_used_references_cannot_be_removed_or_moved(show) -> None:
    task = finished()
    pane = show(replace(task, params=replace(task.params, references=(SAIL, LINK))))
    first, second = pane.one.references.tiles
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Delete)
    QTest.keyClick(first, Qt.Key.Key_Right)
    assert pane.focusWidget() is second
    QTest.keyClick(second, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert len(pane.one.references.tiles) == 2


def test_a_reference_is_seen_by_itself_and_escape_closes_it(qtbot, theme, pane) -> None:
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    image.fill("#00ff00")
    preview = ReferencePreview(theme, SAIL, image, pane)
    with qtbot.waitExposed(preview):
        preview.show()
    middle = preview.view.rect().center()
    assert preview.view.grab().toImage().pixelColor(middle).name() == "#00ff00"
    assert not preview.isModal()
    drags: list[object] = []
    preview.view._drag_out()
    assert drags == []
    with qtbot.waitSignal(preview.finished):
        QTest.keyClick(preview, Qt.Key.Key_Escape)


def test_several_tasks_are_summed_up(pane) -> None:
    tasks = [
        finished(amount="0.10"),
        replace(finished(amount="0.205"), id="b", created_at=NOON - 2 * DAY),
        make_task("f", S.FAILED, age=DAY),
    ]
    pane.show_tasks(tasks, 3, NOON)
    text = words(pane)
    assert "3 item(s) selected" in text
    assert "Completed: 2, Failed: 1" in text
    assert "0.305" in text
    assert "20 Nov 2026" in text
    assert "22 Nov 2026, 14:00" in text
    assert "13.6 MB" in text
    assert "1 of them without a reported cost" in text.replace("%Ln", "1")


@pytest.mark.parametrize("amount", ["", "free", "nan", "Infinity", "1e999999", "about 3"])
def test_odd_costs_are_no_costs(amount: str) -> None:
    total = detail_texts.summed([finished(amount=amount), finished(amount="2")], NOON)
    assert dict(total.lines)["Cost as reported"] == "2"
    assert total.without == 1


def test_of_very_many_only_the_number_is_told(pane) -> None:
    pane.show_tasks((), 100_000, NOON)
    assert f"{QLocale().toString(100_000)} item(s) selected" in words(pane)
    assert "Select fewer" in words(pane)
    assert "Cost" not in words(pane)


def test_nothing_selected_says_what_to_do(pane) -> None:
    pane.show_nothing()
    assert words(pane).splitlines() == ["Details", "Select an image to see how it was made."]


def test_editors_of_marks_have_their_place_at_the_top(show, pane) -> None:
    editors = QLineEdit()
    told: list[list[GenerationTask]] = []
    pane.tasks_shown.connect(told.append)
    pane.put_marks(editors)
    task = finished()
    show(task)
    assert told[-1] == [task]
    assert editors.isVisible()
    assert editors.mapTo(pane, QPoint()).y() < pane.one.mapTo(pane, QPoint()).y()
    assert pane.close_button.nextInFocusChain() is editors


def test_every_control_has_a_name_and_the_prompt_is_reached_by_tab(show) -> None:
    task = finished()
    pane = show(replace(task, params=replace(task.params, references=(SAIL,))))
    pane.close_button.setFocus()
    reached = []
    for _ in range(6):
        focused = pane.focusWidget()
        interface = QAccessible.queryAccessibleInterface(focused)
        reached.append(interface.text(QAccessible.Text.Name))
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert reached == [
        "Hide details",
        "Copy prompt",
        "Prompt",
        "Reference image 1: <b>sail</b>.png",
        "Copy the SHA-256",
        "Copy the task ID",
    ]


def test_words_follow_the_language(show, pseudo_language) -> None:
    assert pseudo("Model") in words(show(finished()))


@pytest.mark.parametrize("scale", [100, 150])
def test_texts_are_wrapped_anew_when_a_scroll_bar_takes_their_room(pane, theme, scale) -> None:
    theme.configure(text_scale=scale)
    task = finished(remote_id="0123456789abcdef" * 4)
    pane.show_task(
        replace(task, params=replace(task.params, prompt="一根熟透的香蕉雕成的小帆船，黎明" * 3)),
        NOON,
        file_missing=False,
    )
    for height in (1_400, 400, 1_400, 300):
        pane.resize(pane.width(), height)
        settle()
        for box in (pane.one.prompt.value, pane.one.remote_id.value, pane.one.file_name):
            layout = box.document().firstBlock().layout()
            widest = max(
                layout.lineAt(number).naturalTextWidth() for number in range(layout.lineCount())
            )
            assert widest <= box.viewport().width() + 1
            assert box.verticalScrollBar().maximum() == 0
