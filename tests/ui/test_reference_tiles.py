"""The tiles of the form under the hand: dragged, replaced, asked for their menu; drops on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QAction,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.params import Reference, ReferenceKind
from nanobanana_desktop.errors import ErrorCase
from nanobanana_desktop.ui.create.create_pane import CreatePane
from nanobanana_desktop.ui.create.reference_items import ReferenceItem, ReferenceRequest
from nanobanana_desktop.ui.create.reference_tile import ReferenceTile
from nanobanana_desktop.ui.dragged_tasks import put_tasks
from nanobanana_desktop.ui.theme.theme import Theme

LINK = Reference(kind=ReferenceKind.LINK, name="a.png", url="https://example.com/a.png")
FILES = tuple(
    Reference(kind=ReferenceKind.FILE, name=f"{letter}.png", sha256=letter * 64, byte_size=9)
    for letter in "bcd"
)
LEFT = Qt.MouseButton.LeftButton


class Form:
    def __init__(self, qtbot: QtBot, theme: Theme) -> None:
        self.requests: list[ReferenceRequest] = []
        self.prompts: list[tuple[Path, bool]] = []
        self.tasks: list[tuple[tuple[str, ...], bool, int]] = []
        self.pane = pane = CreatePane(theme)
        qtbot.addWidget(pane)
        pane.references_requested.connect(self.requests.extend)
        pane.prompt_picture_chosen.connect(lambda path, plain: self.prompts.append((path, plain)))
        pane.tasks_dropped.connect(lambda *told: self.tasks.append(told))
        pane.resize(336, 772)
        with qtbot.waitExposed(pane):
            pane.show()
        pane.activateWindow()

    def put(self, *references: Reference) -> None:
        small = QImage(8, 8, QImage.Format.Format_RGB32)
        small.fill(Qt.GlobalColor.red)
        for reference in references:
            self.pane.add_reference(reference, small)

    @property
    def names(self) -> list[str]:
        return [item.name for item in self.items]

    @property
    def items(self) -> list[ReferenceItem]:
        return self.pane.references.strip.items()

    def marked(self) -> int | None:
        """Before which tile the line stands that says where something comes in."""
        return self.pane.references.strip.marked_place

    def tile(self, number: int) -> ReferenceTile:
        tiles = self.pane.references.findChildren(ReferenceTile)
        return next(t for t in tiles if t.accessibleName().startswith(f"Reference image {number}:"))

    def menu(self, number: int) -> dict[str, QAction]:
        """The entries of the tile's menu, by their words."""
        tile = self.tile(number)
        tile.customContextMenuRequested.emit(tile.rect().center())
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        return {action.text(): action for action in menu.actions() if action.text()}

    def drop(self, mime: QMimeData, place: QPoint) -> bool:
        none = Qt.KeyboardModifier.NoModifier
        actions = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
        enter = QDragEnterEvent(place, actions, mime, LEFT, none)
        QApplication.sendEvent(self.pane, enter)
        if not enter.isAccepted():
            return False
        drop = QDropEvent(QPointF(place), actions, mime, LEFT, none)
        QApplication.sendEvent(self.pane, drop)
        assert drop.dropAction() is Qt.DropAction.CopyAction
        return drop.isAccepted()

    @property
    def on_prompt(self) -> QPoint:
        editor = self.pane.prompt.editor
        return editor.mapTo(self.pane, editor.rect().center())

    @property
    def on_tiles(self) -> QPoint:
        strip = self.pane.references.strip
        return strip.mapTo(self.pane, strip.rect().center())


@pytest.fixture
def form(qtbot: QtBot, theme: Theme) -> Iterator[Form]:
    yield Form(qtbot, theme)
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()
    QGuiApplication.clipboard().clear()


def files(*paths: str) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(path) for path in paths])
    return mime


# -- trouble -----------------------------------------------------------------------------------


def test_sizes_are_told_as_people_read_them(form: Form) -> None:
    facts: dict[str, str | float] = {"name": "big.png", "size": 80_000_000, "limit": 67_108_864}
    form.pane.show_reference_problem(ErrorCase.REFERENCE_TOO_LARGE, facts)
    told = form.pane.references.problem_text
    assert told == "“big.png” is 80.0 MB. Images up to 67.1 MB can be sent."


def test_each_of_several_unusable_files_is_named_and_many_are_counted(form: Form) -> None:
    form.pane.references.request_files([Path(f"/tmp/{n}.txt") for n in range(6)])
    for request in list(form.requests):
        case = ErrorCase.REFERENCE_UNREADABLE
        form.pane.show_reference_problem(case, {}, request.ticket)
    lines = form.pane.references.problem_text.split("\n")
    assert lines[0].startswith("“0.txt” is not an image")
    assert lines[2].startswith("“2.txt” is not an image")
    assert lines[3:] == ["3 more could not be added."]
    assert form.items == []


def test_what_replaces_badly_gives_the_place_back(form: Form) -> None:
    form.put(*FILES)
    form.pane.references.replace_by_file(form.items[1].ticket, Path("/tmp/note.txt"))
    assert form.names == ["b.png", "note.txt", "d.png"]
    ticket = form.requests[-1].ticket
    form.pane.show_reference_problem(ErrorCase.REFERENCE_UNREADABLE, {}, ticket)
    assert form.names == ["b.png", "c.png", "d.png"]
    assert "note.txt" in form.pane.references.problem_text


def test_a_double_of_another_tile_replaces_nothing(form: Form) -> None:
    form.put(*FILES)
    form.pane.references.replace_by_file(form.items[1].ticket, Path("/tmp/b.png"))
    form.pane.add_reference(FILES[0], None, form.requests[-1].ticket)
    assert form.names == ["b.png", "c.png", "d.png"]


def test_a_tile_that_went_meanwhile_is_not_replaced(form: Form) -> None:
    form.put(*FILES)
    form.pane.references.replace_by_file(99, Path("/tmp/x.png"))
    assert (form.names, form.requests) == (["b.png", "c.png", "d.png"], [])


def test_a_drag_that_is_given_up_leaves_the_order(form: Form) -> None:
    form.put(*FILES)
    tile = form.tile(1)
    QTest.mousePress(tile, LEFT, pos=QPoint(5, 20))
    QTest.mouseMove(tile, QPoint(60, 20))
    QTest.mouseMove(tile, QPoint(130, 20))
    assert form.marked() == 3
    QTest.keyClick(tile, Qt.Key.Key_Escape)
    assert form.marked() is None
    assert not tile.is_lifted
    QTest.mouseRelease(tile, LEFT, pos=QPoint(130, 20))
    assert form.names == ["b.png", "c.png", "d.png"]


def test_words_that_are_dragged_are_not_for_the_pane(form: Form) -> None:
    mime = QMimeData()
    mime.setText("A boat")
    assert not form.drop(mime, form.on_tiles)
    assert form.requests == []


# -- what the hand does ------------------------------------------------------------------------


def test_a_tile_is_dragged_to_another_place(form: Form) -> None:
    form.put(*FILES)
    previews: list[object] = []
    form.pane.preview_requested.connect(previews.append)
    told: list[object] = []
    form.pane.draft_changed.connect(lambda: told.append(form.names))
    tile = form.tile(3)
    QTest.mousePress(tile, LEFT, pos=QPoint(5, 20))
    QTest.mouseMove(tile, QPoint(-20, 20))
    assert form.marked() is None, "where it is already"
    QTest.mouseMove(tile, QPoint(-90, 20))
    assert form.marked() == 0
    assert tile.is_ringed
    assert form.names == ["b.png", "c.png", "d.png"]
    QTest.mouseRelease(tile, LEFT, pos=QPoint(-90, 20))
    assert form.names == ["d.png", "b.png", "c.png"]
    assert told == [["d.png", "b.png", "c.png"]]
    assert previews == []
    assert not any(form.tile(number).is_lifted for number in (1, 2, 3))
    assert form.tile(1).hasFocus()
    assert form.marked() is None


def test_a_press_that_trembles_is_a_click(form: Form) -> None:
    form.put(*FILES)
    previews: list[ReferenceItem] = []
    form.pane.preview_requested.connect(previews.append)
    tile = form.tile(2)
    QTest.mousePress(tile, LEFT, pos=QPoint(20, 30))
    QTest.mouseMove(tile, QPoint(22, 30))
    QTest.mouseRelease(tile, LEFT, pos=QPoint(22, 30))
    assert [item.name for item in previews] == ["c.png"]


def test_the_menu_of_a_tile(form: Form) -> None:
    form.put(FILES[0], LINK)
    folders: list[ReferenceItem] = []
    form.pane.folder_requested.connect(folders.append)
    first = form.menu(1)
    assert list(first) == ["Preview", "Replace…", "Move right", "Show in folder", "Remove"]
    first["Show in folder"].trigger()
    assert folders[0].name == "b.png"
    second = form.menu(2)
    assert list(second) == ["Preview", "Replace…", "Move left", "Remove"]
    second["Remove"].trigger()
    assert form.names == ["b.png"]


def test_the_menu_opens_by_key(form: Form) -> None:
    form.put(FILES[0])
    form.tile(1).setFocus()
    QTest.keyClick(form.tile(1), Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    assert isinstance(QApplication.activePopupWidget(), QMenu)


def test_a_file_chosen_for_a_tile_takes_its_place(form: Form) -> None:
    form.put(*FILES)
    form.menu(2)["Replace…"].trigger()
    dialog = form.pane.findChild(QFileDialog)
    assert dialog is not None
    dialog.reject()
    form.pane.references.replace_by_file(form.items[1].ticket, Path("/tmp/new.png"))
    new = Reference(kind=ReferenceKind.FILE, name="new.png", sha256="e" * 64)
    form.pane.add_reference(new, None, form.requests[-1].ticket)
    assert form.pane.references.references() == (FILES[0], new, FILES[2])


# -- drops -------------------------------------------------------------------------------------


def test_one_file_over_the_prompt_is_for_its_prompt_and_elsewhere_an_image(form: Form) -> None:
    assert form.drop(files("/tmp/a.png"), form.on_prompt)
    assert form.prompts == [(Path("/tmp/a.png"), True)]
    assert form.requests == []
    assert form.drop(files("/tmp/a.png"), form.on_tiles)
    assert [request.path for request in form.requests] == [Path("/tmp/a.png")]


def test_several_files_are_images_wherever_they_fall(form: Form) -> None:
    assert form.drop(files("/tmp/a.png", "/tmp/Holiday"), form.on_prompt)
    assert form.prompts == []
    paths = [request.path for request in form.requests]
    assert paths == [Path("/tmp/a.png"), Path("/tmp/Holiday")]


def test_tasks_of_another_program_are_files(form: Form) -> None:
    mime = files("/tmp/a.png")
    put_tasks(mime, ["a"])
    assert form.drop(mime, form.on_tiles)
    assert form.tasks == []
    assert form.requests[0].path == Path("/tmp/a.png")
    assert form.pane.drops.take(mime, is_own=True, for_prompt=True)
    assert form.tasks == [(("a",), True, 0)]


def test_the_sheet_goes_when_the_drag_leaves(form: Form) -> None:
    none = Qt.KeyboardModifier.NoModifier
    copy = Qt.DropAction.CopyAction
    mime = files("/tmp/a.png")
    QApplication.sendEvent(form.pane, QDragEnterEvent(form.on_prompt, copy, mime, LEFT, none))
    assert form.pane.drops.hint.isVisible()
    assert form.pane.drops.hint.point_at(form.on_prompt)
    assert not form.pane.drops.hint.point_at(form.on_tiles)
    QApplication.sendEvent(form.pane, QDragLeaveEvent())
    assert not form.pane.drops.hint.isVisible()


def test_a_picture_written_as_its_address_is_not_typed_into_the_prompt(form: Form) -> None:
    mime = QMimeData()
    mime.setText("data:image/png;base64,iVBORw0KGgo=")
    form.pane.prompt.editor.insertFromMimeData(mime)
    assert form.pane.prompt.text() == ""
    assert form.requests[0].data_link.startswith("data:image/png")
