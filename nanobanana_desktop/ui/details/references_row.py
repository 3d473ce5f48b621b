"""The reference images of a task as small pictures; pressing one offers what can be done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from nanobanana_desktop.domain.params import Reference, ReferenceKind
from nanobanana_desktop.ui.create.reference_items import ReferenceItem, ReferenceState
from nanobanana_desktop.ui.create.reference_tile import ReferenceTile, StripButton
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.flow_layout import FlowLayout

EDGE: Final = 46
_GAP: Final = 6


class UsedReference(ReferenceTile):
    """A reference that was sent: it cannot be moved or removed any more."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        StripButton.keyPressEvent(self, event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        QPushButton.mouseReleaseEvent(self, event)

    def _draw_remove(self, _painter: QPainter) -> None:
        """There is nothing to press for that."""


class ReferencesRow(QWidget):
    """Signals: `picture_wanted(Reference)` – its small picture is to be read –,
    `preview_requested(Reference)`, `use_requested(Reference)`.
    """

    picture_wanted = Signal(object)
    preview_requested = Signal(object)
    use_requested = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._references: tuple[Reference, ...] = ()
        self._tiles: list[UsedReference] = []
        self._flow = FlowLayout(self)
        theme.theme_changed.connect(self._fit)
        self._fit()

    @property
    def tiles(self) -> list[UsedReference]:
        return self._tiles[: len(self._references)]

    def show_references(self, references: Sequence[Reference]) -> None:
        """Nothing is read again while they are the same."""
        if tuple(references) == self._references:
            return
        self._references = tuple(references)
        while len(self._tiles) < len(references):
            self._add_tile(len(self._tiles))
        for number, tile in enumerate(self._tiles):
            tile.setVisible(number < len(references))
        for number, reference in enumerate(references):
            item = ReferenceItem(0, reference.name, ReferenceState.READY, reference)
            self._tiles[number].show_item(item, number + 1)
            if reference.kind is ReferenceKind.FILE:
                self.picture_wanted.emit(reference)

    def show_picture(self, reference: Reference, image: QImage | None) -> None:
        """The small picture came, or cannot be had any more."""
        state = ReferenceState.PROBLEM if image is None else ReferenceState.READY
        for number, known in enumerate(self._references):
            if known == reference:
                item = ReferenceItem(0, known.name, state, known, image)
                self._tiles[number].show_item(item, number + 1)

    def menu(self, number: int) -> QMenu:
        """What can be done with the reference at this place."""
        reference = self._references[number]
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        preview = menu.addAction(self.tr("Preview"))
        preview.triggered.connect(lambda: self.preview_requested.emit(reference))
        use = menu.addAction(self.tr("Use as reference"))
        use.triggered.connect(lambda: self.use_requested.emit(reference))
        return menu

    def _add_tile(self, number: int) -> None:
        tile = UsedReference(self._theme, self)
        tile.clicked.connect(lambda: self._open_menu(number))
        tile.step_requested.connect(lambda step: self._step(number + step))
        tile.customContextMenuRequested.connect(lambda _place: self._open_menu(number))
        self._tiles.append(tile)
        self._flow.addWidget(tile)
        self._fit()

    def _step(self, number: int) -> None:
        if 0 <= number < len(self._references):
            self._tiles[number].setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_menu(self, number: int) -> None:
        tile = self._tiles[number]
        self.menu(number).popup(tile.mapToGlobal(QPoint(0, tile.height())))

    def _fit(self) -> None:
        gap, edge = self._theme.px(_GAP), self._theme.px(EDGE)
        self._flow.set_gaps(gap, gap)
        for tile in self._tiles:
            tile.setFixedSize(edge, edge)
