"""The filmstrip below Single while the history is closed: made when it is first to be seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint

from nanobanana_desktop.ui.actions import Command
from nanobanana_desktop.ui.panes import Panes
from nanobanana_desktop.ui.stage.filmstrip_room import FilmstripRoom

if TYPE_CHECKING:
    from nanobanana_desktop.ui.stage.filmstrip import Filmstrip, FilmstripFrame


class FilmstripWiring(QObject):
    """Shows and hides it. `now` gives UTC seconds; `strip` is None before it was seen.

    In a low window it is given up until there is room again; what the person chose stays.
    """

    def __init__(
        self, panes: Panes, now: Callable[[], float], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._panes = panes
        self._now = now
        self._frame: FilmstripFrame | None = None
        self._action = panes.actions[Command.FILMSTRIP]
        self._action.setChecked(panes.kept_filmstrip is not False)
        self._action.toggled.connect(self._refresh)
        panes.window.history_shown.connect(self._refresh)
        self._room = FilmstripRoom(panes.theme, panes.stage)
        self._room.changed.connect(self._refresh)
        panes.stage.view_changed.connect(self._refresh)
        panes.stage.column.pages.currentChanged.connect(self._refresh)
        model = panes.history.model
        for changed in (model.modelReset, model.rowsInserted, model.rowsRemoved):
            changed.connect(self._refresh)
        self._refresh()

    @property
    def is_wanted(self) -> bool:
        """What the person chose for whenever the history is closed."""
        return self._action.isChecked()

    @property
    def strip(self) -> Filmstrip | None:
        return None if self._frame is None else self._frame.strip

    def _refresh(self) -> None:
        shown = self._is_due()
        if self._frame is None and not shown:
            return
        frame = self._made_frame()
        if frame.isHidden() is not shown:
            return
        had_focus = frame.strip.hasFocus()
        frame.setVisible(shown)
        if had_focus:
            self._panes.stage.focus_stage()

    def _is_due(self) -> bool:
        panes = self._panes
        single = panes.stage.single.page
        return (
            self._action.isChecked()
            and panes.history.isHidden()
            and panes.stage.view == "single"
            and panes.stage.page is single
            and panes.history.model.rowCount() > 0
            and self._room.is_enough
        )

    def _made_frame(self) -> FilmstripFrame:
        if self._frame is None:
            from nanobanana_desktop.ui.stage.filmstrip import Filmstrip, FilmstripFrame

            panes = self._panes
            strip = Filmstrip(
                panes.theme,
                panes.history.model,
                panes.history.selection_model,
                panes.thumbnails,
                panes.ticker,
                panes.stage.keys,
                self._now,
            )
            strip.files_wanted.connect(panes.requests.files_wanted)
            strip.menu_requested.connect(self._on_strip_menu_requested)
            self._frame = FilmstripFrame(panes.theme, strip, panes.stage)
            self._frame.hide()
            panes.stage.column.add_foot(self._frame)
        return self._frame

    def _on_strip_menu_requested(self, place: QPoint) -> None:
        tasks = self._made_frame().strip.selected_tasks()
        if tasks:
            self._panes.stage.menus.menu(tasks, self._panes.stage).popup(place)
