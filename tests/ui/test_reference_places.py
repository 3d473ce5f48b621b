"""Between which tiles a dropped image comes in, and images that are too large to be sent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QImage,
    QRegion,
)
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.params import Reference, ReferenceKind
from nanobanana_desktop.domain.remote_text import isolated
from nanobanana_desktop.errors import ErrorCase
from nanobanana_desktop.ui.create.create_pane import CreatePane
from nanobanana_desktop.ui.create.reference_items import ReferenceRequest, ReferenceState
from nanobanana_desktop.ui.create.reference_strip import ReferenceStrip
from nanobanana_desktop.ui.create.reference_tile import ReferenceTile
from nanobanana_desktop.ui.create.too_large import TooLargeNote
from nanobanana_desktop.ui.theme.theme import Theme

NONE = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton
COPY = Qt.DropAction.CopyAction
HUGE: dict[str, str | float] = {"size": 80_000_000, "limit": 67_108_864}
SMALL = Reference(
    kind=ReferenceKind.FILE,
    name="new.png",
    sha256="e" * 64,
    width=8192,
    height=5461,
    byte_size=22_400_000,
)


class Form:
    def __init__(self, qtbot: QtBot, theme: Theme) -> None:
        self.requests: list[ReferenceRequest] = []
        self.pane = CreatePane(theme)
        qtbot.addWidget(self.pane)
        self.pane.references_requested.connect(self.requests.extend)
        self.pane.prompt.editor.set_prompt("A boat")
        self.pane.resize(336, 772)
        with qtbot.waitExposed(self.pane):
            self.pane.show()
        self.pane.activateWindow()

    @property
    def strip(self) -> ReferenceStrip:
        return self.pane.references.strip

    @property
    def names(self) -> list[str]:
        return [item.name for item in self.strip.items()]

    def marked(self) -> int | None:
        return self.strip.marked_place

    def put(self, letters: str) -> None:
        for letter in letters:
            kind = ReferenceKind.FILE
            self.pane.add_reference(Reference(kind=kind, name=letter, sha256=letter * 64), QImage())

    def on_tile(self, number: int, share: float) -> QPoint:
        """A place of the pane; `share` of the tile's width lies left of it."""
        tiles = self.pane.references.findChildren(ReferenceTile)
        tile = next(t for t in tiles if t.accessibleName().startswith(f"Reference image {number}:"))
        return tile.mapTo(self.pane, QPoint(round(tile.width() * share), tile.height() // 2))

    def enter(self, mime: QMimeData, place: QPoint) -> None:
        QApplication.sendEvent(self.pane, QDragEnterEvent(place, COPY, mime, LEFT, NONE))
        QApplication.sendEvent(self.pane, QDragMoveEvent(place, COPY, mime, LEFT, NONE))

    def drop(self, mime: QMimeData, place: QPoint) -> None:
        self.enter(mime, place)
        QApplication.sendEvent(self.pane, QDropEvent(QPointF(place), COPY, mime, LEFT, NONE))

    def add_too_large(self, name: str = "new.png") -> int:
        """A file that is refused for its size; its ticket."""
        self.pane.references.request_files([Path(f"/tmp/{name}")])
        ticket = self.requests[-1].ticket
        self.pane.show_reference_problem(ErrorCase.REFERENCE_TOO_LARGE, HUGE, ticket)
        return ticket

    @property
    def note(self) -> TooLargeNote:
        note = self.pane.references.findChild(TooLargeNote)
        assert note is not None
        return note

    @property
    def line(self) -> str:
        return self.pane.footer.line_text


@pytest.fixture
def form(qtbot: QtBot, theme: Theme) -> Iterator[Form]:
    yield Form(qtbot, theme)
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()


def files(*paths: str) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(path) for path in paths])
    return mime


# -- places --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "share", "wanted"),
    [(1, 0.2, 0), (1, 0.8, 1), (2, 0.2, 1), (2, 0.8, 2), (3, 0.2, 2), (3, 0.9, 3)],
)
def test_the_half_of_a_tile_decides_between_before_and_after(
    form: Form, number: int, share: float, wanted: int
) -> None:
    form.put("bcd")
    mime = files("/tmp/1.png", "/tmp/2.png")
    form.enter(mime, form.on_tile(number, share))
    assert form.marked() == wanted
    form.drop(mime, form.on_tile(number, share))
    expected = list("bcd")
    expected[wanted:wanted] = ["1.png", "2.png"]
    assert form.names == expected
    assert form.marked() is None


def test_beside_the_tiles_it_goes_to_the_end(form: Form) -> None:
    form.put("bc")
    below = form.on_tile(1, 0.2) + QPoint(0, 120)
    mime = files("/tmp/1.png")
    form.enter(mime, below)
    assert form.marked() is None
    form.drop(mime, below)
    assert form.names == ["b", "c", "1.png"]


def test_where_nothing_fits_nothing_is_promised(form: Form) -> None:
    form.put("bcdefg")
    mime = files("/tmp/1.png")
    form.enter(mime, form.on_tile(2, 0.2))
    assert form.marked() is None
    form.drop(mime, form.on_tile(2, 0.2))
    assert form.names == list("bcdefg")
    assert "Only 6 reference images fit." in form.pane.references.problem_text


def test_a_drag_that_leaves_takes_its_mark_along(form: Form) -> None:
    form.put("bc")
    form.enter(files("/tmp/1.png"), form.on_tile(2, 0.2))
    assert form.marked() == 1
    QApplication.sendEvent(form.pane, QDragLeaveEvent())
    assert form.marked() is None


def test_what_waits_for_a_place_comes_in_where_it_was_dropped(form: Form) -> None:
    form.put("bcdef")
    form.drop(files("/tmp/1.png", "/tmp/2.png"), form.on_tile(2, 0.2))
    assert form.names == ["b", "1.png", "c", "d", "e", "f"]
    form.pane.show_reference_problem(ErrorCase.REFERENCE_UNREADABLE, {}, form.requests[0].ticket)
    assert form.names == ["b", "2.png", "c", "d", "e", "f"]


def test_the_tiles_can_be_seen_under_the_sheet(form: Form) -> None:
    form.put("b")
    form.enter(files("/tmp/1.png"), form.on_tile(1, 0.2))
    hint, place = form.pane.drops.hint, form.on_tile(1, 0.5)
    assert hint.isVisible()
    sheet = QImage(hint.size(), QImage.Format.Format_ARGB32)
    sheet.fill(Qt.GlobalColor.transparent)
    whole = QRegion(hint.rect())
    hint.render(sheet, QPoint(), whole, QWidget.RenderFlag.DrawChildren)
    assert sheet.pixelColor(place).alpha() == 0
    assert sheet.pixelColor(place + QPoint(0, 120)).alpha() > 200
    hint.cover()
    hint.render(sheet, QPoint(), whole, QWidget.RenderFlag.DrawChildren)
    assert sheet.pixelColor(place).alpha() > 200, "over another pane nothing comes in between"


# -- too large -----------------------------------------------------------------------------------


def test_an_image_that_is_too_large_waits_for_a_word(form: Form) -> None:
    form.put("b")
    form.add_too_large()
    assert form.names == ["b", "new.png"]
    assert form.pane.references.problem_text == (
        "“new.png” is 80.0 MB. Images up to 67.1 MB can be sent."
    )
    assert form.line == "Make the reference image smaller, or remove it."
    assert form.pane.references.has_too_large()
    assert [button.text() for button in (form.note.smaller_button, form.note.remove_button)] == [
        "Make smaller",
        "Remove",
    ]


def test_it_is_made_smaller_in_its_place_and_the_new_size_is_told(form: Form) -> None:
    form.put("bc")
    form.drop(files("/tmp/new.png"), form.on_tile(2, 0.2))
    ticket = form.requests[-1].ticket
    form.pane.show_reference_problem(ErrorCase.REFERENCE_TOO_LARGE, HUGE, ticket)
    form.note.smaller_button.click()
    asked = form.requests[-1]
    assert (asked.ticket, asked.path, asked.smaller) == (ticket, Path("/tmp/new.png"), True)
    assert form.note.isHidden()
    assert form.line == "A reference image is still being prepared."
    form.pane.add_reference(SMALL, QImage(), ticket)
    assert form.names == ["b", "new.png", "c"]
    told = form.pane.references.note_text.split("\n")[0]
    assert told == f"“{isolated('new.png')}” was made smaller: 8192 × 5461, 22.4 MB."
    form.pane.references.strip.items_changed.emit()
    assert form.pane.references.note_text.startswith(told)
    form.pane.clear()
    assert "smaller:" not in form.pane.references.note_text


def test_what_cannot_be_made_small_enough_goes_and_says_so(form: Form) -> None:
    form.put("b")
    ticket = form.add_too_large()
    form.note.smaller_button.click()
    facts = {"name": "new.png"}
    form.pane.show_reference_problem(ErrorCase.REFERENCE_NOT_REDUCED, facts, ticket)
    assert form.names == ["b"]
    assert form.pane.references.problem_text == "“new.png” could not be made small enough."


def test_removed_it_is_gone_and_what_it_was_to_replace_is_back(form: Form) -> None:
    form.put("bc")
    form.pane.references.replace_by_file(form.strip.items()[0].ticket, Path("/tmp/new.png"))
    ticket = form.requests[-1].ticket
    form.pane.show_reference_problem(ErrorCase.REFERENCE_TOO_LARGE, HUGE, ticket)
    assert form.names == ["new.png", "c"]
    form.note.remove_button.click()
    assert form.names == ["b", "c"]
    assert form.pane.references.problem_text == ""


def test_several_are_named_and_meant_together(form: Form) -> None:
    tickets = [form.add_too_large(f"{number}.png") for number in range(5)]
    lines = form.pane.references.problem_text.split("\n")
    assert len(lines) == 4
    assert lines[-1] == "2 more are too large."
    assert form.note.smaller_button.text() == "Make 5 smaller"
    form.strip.set_items(form.strip.items()[1:])
    form.strip.items_changed.emit()
    assert form.note.smaller_button.text() == "Make 4 smaller"
    form.note.smaller_button.click()
    assert [request.ticket for request in form.requests if request.smaller] == tickets[1:]


def test_a_tile_that_is_too_large_offers_it_in_its_menu(form: Form) -> None:
    ticket = form.add_too_large()
    (tile,) = form.pane.references.findChildren(ReferenceTile)
    assert tile.accessibleDescription() == "Too large to be sent"
    tile.customContextMenuRequested.emit(tile.rect().center())
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    actions = {action.text(): action for action in menu.actions() if action.text()}
    assert list(actions) == ["Make smaller", "Replace…", "Remove"]
    actions["Make smaller"].trigger()
    assert form.requests[-1].smaller
    assert form.strip.items()[0].state is ReferenceState.PREPARING
    assert form.strip.items()[0].ticket == ticket
