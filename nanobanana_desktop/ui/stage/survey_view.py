"""Three to six pictures at once, as large as they can be together, with one zoom for all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui import texts
from nanobanana_desktop.ui.stage.shared_room import Cells, best_cells, shape_of
from nanobanana_desktop.ui.stage.stage_ground import StageGround
from nanobanana_desktop.ui.stage.survey_tile import MARGIN, SurveyTile
from nanobanana_desktop.ui.theme.theme import Theme

LETTERS: Final = "ABCDEF"


class SurveyView(StageGround):
    """Lays out one tile for each task; one of them is current.

    `letters` off leaves only keys that are no letters.

    Signals: `current_changed(str)` – the person went to the picture of this task –;
    `taken_out(str)`; `zoom_changed()`; `menu_requested(str, QPoint)` in global
    coordinates.
    """

    current_changed = Signal(str)
    taken_out = Signal(str)
    zoom_changed = Signal()
    menu_requested = Signal(str, object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._tiles: dict[str, SurveyTile] = {}
        self._ratios: list[float] = []
        self._cells = Cells(1, 1)
        self._current = ""
        self._linking = False
        self._letters = True
        theme.theme_changed.connect(self._arrange)

    # -- what is shown ---------------------------------------------------------------------------

    def show_tasks(self, tasks: Sequence[GenerationTask], current: str) -> list[str]:
        """Show these in this order; the ids of those whose pictures are still to be given."""
        had_focus = self.has_focus_inside()
        new = [task.id for task in tasks if not self._shows(task)]
        staying = [task.id for task in tasks if task.id in self._tiles and task.id not in new]
        wanted = {task.id: self._tiles.get(task.id) or self._made(task.id) for task in tasks}
        self._linking = True
        for task_id, tile in self._tiles.items():
            if task_id not in wanted:
                # Its picture is not kept until the loop comes to delete it.
                tile.begin("", QSize(0, 0))
                tile.hide()
                tile.deleteLater()
        self._tiles = wanted
        self._ratios = [shape_of(task) for task in tasks]
        for letter, task in zip(LETTERS, tasks, strict=False):
            tile = self._tiles[task.id]
            if task.id in new and task.image is not None:
                self._begin(tile, task)
            tile.show_task(task, letter)
            tile.show()
        self._linking = False
        self.set_current(current)
        # What was looked at before tells how; a new tile had no size to be zoomed in.
        self._arrange(next(iter(staying), current))
        if had_focus and not self.has_focus_inside():
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        return new

    def begin_again(self, task_id: str) -> None:
        """The picture of this task is read once more."""
        tile = self._tiles.get(task_id)
        if tile is not None and tile.task is not None:
            self._begin(tile, tile.task)
            tile.retranslate()

    def clear(self) -> None:
        """Another thing is looked at: no picture is kept."""
        self.show_tasks((), "")

    @property
    def tiles(self) -> list[SurveyTile]:
        return list(self._tiles.values())

    def tile(self, task_id: str) -> SurveyTile | None:
        return self._tiles.get(task_id)

    @property
    def current(self) -> str:
        """The task whose picture commands mean; empty for none."""
        return self._current

    def set_current(self, task_id: str) -> None:
        """Commands mean this picture from now on; the focus goes there if it is here."""
        had_focus = self.has_focus_inside()
        self._current = task_id
        for other, tile in self._tiles.items():
            if tile.is_current is not (other == task_id):
                tile.set_current(other == task_id)
        current = self._tiles.get(task_id)
        if current is None:
            return
        self.set_front(current)
        if had_focus and not current.hasFocus():
            current.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def zoomed(self) -> SurveyTile | None:
        """The tile that zoom commands mean: the one under the pointer, else the current one."""
        under = next((tile for tile in self._tiles.values() if tile.underMouse()), None)
        return under or self._tiles.get(self._current)

    def set_ground(self, ground: str) -> None:
        super().set_ground(ground)
        for tile in self._tiles.values():
            tile.set_ground(ground)

    @property
    def letters(self) -> bool:
        return self._letters

    @letters.setter
    def letters(self, enabled: bool) -> None:
        self._letters = enabled
        for tile in self._tiles.values():
            tile.letters = enabled

    def has_focus_inside(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and (focused is self or self.isAncestorOf(focused))

    def go(self, across: int, down: int = 0) -> None:
        """To the tile beside or below the current one; at an edge nothing happens."""
        ids = list(self._tiles)
        if self._current not in self._tiles:
            return
        columns, place = self._cells.across, ids.index(self._current)
        target = place + across if across else place + down * columns
        if down > 0 and target >= len(ids) and place // columns < (len(ids) - 1) // columns:
            # The last row is shorter.
            target = len(ids) - 1
        if 0 <= target < len(ids):
            self._choose(ids[target])

    # -- events ----------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            for tile in self._tiles.values():
                tile.retranslate()

    # -- inside ----------------------------------------------------------------------------------

    def _shows(self, task: GenerationTask) -> bool:
        """Whether the picture that this task has now was given, or is awaited."""
        tile = self._tiles.get(task.id)
        return tile is not None and tile.task is not None and tile.task.image == task.image

    def _made(self, task_id: str) -> SurveyTile:
        tile = SurveyTile(self._theme, self)
        tile.letters = self._letters
        tile.set_ground(self._ground)
        tile.zoom_changed.connect(lambda: self._on_tile_zoom_changed(tile))
        tile.chosen.connect(lambda: self._choose(task_id))
        tile.moved.connect(self.go)
        tile.step_requested.connect(self.go)
        tile.taken_out.connect(lambda: self.taken_out.emit(task_id))
        tile.menu_requested.connect(lambda place: self._on_menu_requested(task_id, place))
        return tile

    def _begin(self, tile: SurveyTile, task: GenerationTask) -> None:
        """Looked at as the others are."""
        other = next((each for each in self._tiles.values() if each.zoom.width), None)
        linked, self._linking = self._linking, True
        if task.image is not None:
            tile.begin(texts.heading(task), QSize(task.image.width, task.image.height))
        if other is not None and other is not tile:
            tile.follow(other.zoom)
        self._linking = linked

    def _choose(self, task_id: str) -> None:
        if task_id != self._current and task_id in self._tiles:
            self.set_current(task_id)
            self._tiles[task_id].setFocus(Qt.FocusReason.OtherFocusReason)
            self.current_changed.emit(task_id)

    def _arrange(self, leading: str = "") -> None:
        """Rows of the same height; a shorter last one stands in the middle.

        `leading` is the tile that the others look like, without it the current one.
        """
        count = len(self._tiles)
        if not count:
            return
        width, height = self.width(), self.height()
        margin = self._theme.px(MARGIN)
        self._cells = best_cells(self._ratios, width, height, margin)
        across, down = self._cells
        # All of one size to the pixel: what is zoomed is as large in each of them.
        cell = QSize(width // across, height // down)
        above = (height - down * cell.height()) // 2
        self._linking = True
        for place, tile in enumerate(self._tiles.values()):
            row, column = divmod(place, across)
            in_row = min(across, count - row * across)
            left = (width - in_row * cell.width()) // 2 + column * cell.width()
            tile.setGeometry(QRect(QPoint(left, above + row * cell.height()), cell))
        self._linking = False
        leader = self._tiles.get(leading or self._current)
        if leader is not None:
            self._link(leader)

    def _on_menu_requested(self, task_id: str, place: QPoint) -> None:
        self._choose(task_id)
        self.menu_requested.emit(task_id, place)

    def _on_tile_zoom_changed(self, tile: SurveyTile) -> None:
        if not self._linking:
            self._link(tile)
            self.zoom_changed.emit()

    def _link(self, tile: SurveyTile) -> None:
        """All others look at the same part as this one does."""
        self._linking = True
        for other in self._tiles.values():
            if other is not tile:
                other.follow(tile.zoom)
        self._linking = False
