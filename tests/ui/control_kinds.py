"""One of each kind of control, for pictures of it at rest, below the pointer and pressed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QCursor, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QListWidget,
    QPushButton,
    QScrollBar,
    QSplitterHandle,
    QVBoxLayout,
    QWidget,
)

from nanobanana_desktop.ui.create.footer import CountCombo
from nanobanana_desktop.ui.create.ratio_picker import AutoChip, RatioTile
from nanobanana_desktop.ui.create.reference_tile import AddTile
from nanobanana_desktop.ui.history.bin_choice import BinChoice
from nanobanana_desktop.ui.pane_splitter import PaneSplitter
from nanobanana_desktop.ui.stage.compare_handle import CompareHandle
from nanobanana_desktop.ui.stage.size_slider import SizeSlider
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.tick_box import TickBox
from nanobanana_desktop.ui.widgets.buttons import Button, IconButton
from nanobanana_desktop.ui.widgets.choices import Chip
from nanobanana_desktop.ui.widgets.combo import Combo
from nanobanana_desktop.ui.widgets.menu_bar import MenuBar
from nanobanana_desktop.ui.widgets.segments import Segment

Make = Callable[[Theme], QWidget]

_AWAY: Final = QPoint(2, 2)
_BUTTONS: Final = (
    Qt.MouseButton.LeftButton,
    Qt.MouseButton.MiddleButton,
    Qt.MouseButton.RightButton,
)


@dataclass(frozen=True)
class Kind:
    """`place` is where the pointer goes; `surface` what the control lies on in the window."""

    make: Make
    place: Callable[[QWidget], QPoint] = lambda widget: widget.rect().center()
    surface: str = "pane"
    size: QSize | None = None
    reacts: bool = True
    """False for what is chosen already: pressing it again does nothing."""


def close_popups() -> None:
    """They would have the pointer for themselves."""
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()


def let_go(window: QWidget) -> None:
    """Of what another test has pressed: its widget would have the pointer for itself."""
    for button in _BUTTONS:
        if QGuiApplication.mouseButtons() & button:
            QTest.mouseRelease(window.windowHandle(), button, pos=_AWAY)


def move_to(window: QWidget, place: QPoint) -> None:
    """The pointer itself, too: what is shown or hidden meanwhile is compared with where it is."""
    for spot in (place - QPoint(1, 0), place):
        QCursor.setPos(window.mapToGlobal(spot))
        QTest.mouseMove(window.windowHandle(), spot)
    QApplication.processEvents()


class Shown:
    """A control in a window of its own, and the pointer."""

    def __init__(self, theme: Theme, kind: Kind) -> None:
        close_popups()
        self.kind = kind
        self.window = QWidget()
        ground = "stage" if kind.surface == "stage" else "bg"
        if kind.surface == "toast":
            ground = "toast"
        palette = self.window.palette()
        palette.setColor(self.window.backgroundRole(), theme.color(ground))
        self.window.setPalette(palette)
        self.window.setAutoFillBackground(True)
        column = QVBoxLayout(self.window)
        column.setContentsMargins(12, 12, 12, 12)
        # Something else takes the focus that a window gives away.
        first = QPushButton()
        first.setFixedSize(0, 0)
        column.addWidget(first)
        self.control = kind.make(theme)
        # What the focus changes is no answer to being pressed.
        self.control.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if kind.size is not None:
            self.control.setFixedSize(kind.size)
        column.addWidget(self.control, 0, Qt.AlignmentFlag.AlignCenter)
        self.window.show()
        first.setFocus()
        let_go(self.window)
        if isinstance(self.control, QListWidget):
            # What was laid out before it was styled.
            self.control.doItemsLayout()
        QApplication.processEvents()
        self._point = self.control.mapTo(self.window, kind.place(self.control))

    def leave(self) -> None:
        move_to(self.window, _AWAY)

    def enter(self) -> None:
        move_to(self.window, self._point)

    def press(self) -> None:
        self.enter()
        QTest.mousePress(self.window.windowHandle(), Qt.MouseButton.LeftButton, pos=self._point)
        QApplication.processEvents()

    def release(self) -> None:
        """Elsewhere, so that nothing is done."""
        move_to(self.window, _AWAY)
        QTest.mouseRelease(self.window.windowHandle(), Qt.MouseButton.LeftButton, pos=_AWAY)
        QApplication.processEvents()

    def picture(self) -> QImage:
        around = QRect(self.control.mapTo(self.window, QPoint(0, 0)), self.control.size())
        return self.window.grab(around.adjusted(-6, -6, 6, 6)).toImage()

    def close(self) -> None:
        close_popups()
        self.window.close()
        self.window.deleteLater()
        QApplication.processEvents()


@contextmanager
def control_shown(theme: Theme, kind: Kind) -> Iterator[Shown]:
    each = Shown(theme, kind)
    try:
        yield each
    finally:
        each.close()


def _checked(make: Callable[[Theme], QAbstractButton]) -> Make:
    def made(theme: Theme) -> QWidget:
        button = make(theme)
        button.setCheckable(True)
        button.setChecked(True)
        return button

    return made


def _token(theme: Theme) -> QWidget:
    button = Button(theme, "Model: Pro")
    button.setProperty("kind", "token")
    return button


class _ClosedCombo(Combo):
    def showPopup(self) -> None:
        """The list would cover the box."""


class _ClosedCount(CountCombo):
    def showPopup(self) -> None:
        """The list would cover the box."""


def _combo(theme: Theme) -> QWidget:
    combo = _ClosedCombo(theme)
    combo.addItems(["Nano Banana Pro", "Nano Banana"])
    return combo


def _bar(direction: Qt.Orientation) -> Make:
    def made(_theme: Theme) -> QWidget:
        bar = QScrollBar(direction)
        bar.setRange(0, 100)
        bar.setPageStep(100)
        bar.setValue(50)
        return bar

    return made


def _menu_bar(theme: Theme) -> QWidget:
    bar = MenuBar(theme)
    bar.setNativeMenuBar(False)
    for title in ("&File", "&Edit"):
        bar.add(title).addAction("Entry")
    return bar


def _pages(_theme: Theme) -> QWidget:
    pages = QListWidget()
    pages.setProperty("kind", "pages")
    pages.addItems(["Account", "Saving", "Look"])
    pages.setCurrentRow(0)
    return pages


def _rows(_theme: Theme) -> QWidget:
    rows = QListWidget()
    rows.setProperty("kind", "rows")
    rows.addItems(["boat", "dawn", "sea"])
    return rows


def _compare_handle(theme: Theme) -> QWidget:
    room = QWidget()
    room.setFixedSize(120, 80)
    handle = CompareHandle(theme, room)
    # As wide as it is in the middle of its room.
    handle.set_room(0, 120)
    return room


def _splitter(_theme: Theme) -> QWidget:
    splitter = PaneSplitter()
    for word in ("Left", "Right"):
        splitter.addWidget(QLabel(word))
    return splitter


def _border(widget: QWidget) -> QPoint:
    return widget.findChildren(QSplitterHandle)[1].geometry().center()


BUTTONS: Final = {
    "primary": Kind(lambda theme: Button(theme, "Generate", kind="primary", icon="sparkles")),
    "primary in a row": Kind(lambda theme: Button(theme, "Go", kind="primary", in_row=True)),
    "secondary": Kind(lambda theme: Button(theme, "Copy", icon="copy")),
    "quiet": Kind(lambda theme: Button(theme, "Fit", kind="quiet")),
    "link": Kind(lambda theme: Button(theme, "Get a key", kind="link")),
    "danger": Kind(lambda theme: Button(theme, "Empty bin", kind="danger", icon="trash-2")),
    "toast": Kind(lambda theme: Button(theme, "Undo", kind="toast"), surface="toast"),
    "token": Kind(_token),
    "icon": Kind(lambda theme: IconButton(theme, "trash-2", "Delete")),
    "icon chosen": Kind(_checked(lambda theme: IconButton(theme, "info", "Details"))),
    "add tile": Kind(AddTile, size=QSize(46, 46)),
}
CHOICES: Final = {
    "segment": Kind(lambda theme: Segment(theme, "2K")),
    "segment chosen": Kind(_checked(lambda theme: Segment(theme, "2K")), reacts=False),
    "ratio": Kind(lambda theme: RatioTile(theme, "16:9")),
    "ratio chosen": Kind(_checked(lambda theme: RatioTile(theme, "16:9")), reacts=False),
    "chip": Kind(lambda theme: Chip(theme, "Failed")),
    "chip chosen": Kind(_checked(lambda theme: Chip(theme, "Failed")), reacts=False),
    "auto": Kind(lambda theme: _worded(AutoChip(theme))),
    "auto chosen": Kind(_checked(lambda theme: _worded(AutoChip(theme)))),
    "bin": Kind(BinChoice),
    "bin chosen": Kind(_checked(BinChoice), reacts=False),
    "tick box": Kind(lambda theme: TickBox(theme, "Remember")),
    "tick box chosen": Kind(_checked(lambda theme: TickBox(theme, "Remember"))),
    "combo": Kind(_combo),
    "count": Kind(_ClosedCount),
}
OTHERS: Final = {
    "slider": Kind(
        lambda theme: SizeSlider(theme, 5), place=lambda widget: QPoint(8, widget.height() // 2)
    ),
    "border of two": Kind(_compare_handle, size=QSize(120, 80)),
    "scroll bar": Kind(_bar(Qt.Orientation.Vertical), size=QSize(12, 120)),
    "flat scroll bar": Kind(_bar(Qt.Orientation.Horizontal), size=QSize(120, 12)),
    "menu bar": Kind(_menu_bar, place=lambda widget: QPoint(30, widget.height() // 2)),
    "page": Kind(_pages, place=lambda widget: QPoint(60, 66), size=QSize(160, 130)),
    "row": Kind(_rows, place=lambda widget: QPoint(60, 50), size=QSize(160, 130)),
    "splitter": Kind(_splitter, size=QSize(120, 40), place=_border),
}
KINDS: Final = {**BUTTONS, **CHOICES, **OTHERS}


def _worded(chip: AutoChip) -> AutoChip:
    chip.setText("Auto")
    return chip
