"""The viewer on another screen: opened by its command, told what is selected, and its wishes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui.actions import Command
from nanobanana_desktop.ui.commands import acts_anywhere
from nanobanana_desktop.ui.ports import Picture
from nanobanana_desktop.ui.task_requests import TaskRequests
from nanobanana_desktop.ui.wiring.window_parts import WindowParts

if TYPE_CHECKING:
    from nanobanana_desktop.ui.stage.picture_view import PictureView
    from nanobanana_desktop.ui.viewer.viewer import Viewer
    from nanobanana_desktop.ui.viewer.viewer_toast import ViewerToast

C = Command

_OF_THE_VIEWER: Final = frozenset({"zoom_toggled", "full_screen_toggled"})
"""Wishes of its window that mean the viewer itself; all others are for the whole program."""
_EVERYWHERE: Final = (C.VIEWER_WINDOW, C.UNDO, C.QUIT)
_ZOOMS: Final[Mapping[Command, Callable[[PictureView], object]]] = {
    C.ZOOM_IN: lambda view: view.zoom_in(),
    C.ZOOM_OUT: lambda view: view.zoom_out(),
    C.ZOOM_FIT: lambda view: view.show_fit(),
    C.ZOOM_FULL: lambda view: view.show_scale(1.0),
    C.TOGGLE_ZOOM: lambda view: view.toggle_at_pointer(),
}


class ViewerWiring(QObject):
    """`viewer` is None while it is closed. `raise_window` brings the main window to the front."""

    def __init__(
        self, parts: WindowParts, raise_window: Callable[[], object], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._parts = parts
        self._panes = parts.panes
        self._raise_window = raise_window
        self._place: object = self._panes.kept_viewer
        self._keyed: dict[Command, QAction] = {}
        self.viewer: Viewer | None = None
        self._toast: ViewerToast | None = None
        self._action = self._panes.actions[C.VIEWER_WINDOW]
        self._action.triggered.connect(self._on_action_triggered)
        self._panes.history.current_changed.connect(self._follow)
        self._panes.actions.keys_changed.connect(self._use_keys)
        parts.settings.settings_changed.connect(self._use_letters)
        parts.tasks.task_changed.connect(self._on_tasks_task_changed)
        parts.tasks.tasks_removed.connect(self._on_tasks_tasks_removed)

    def open(self) -> None:
        """Show the viewer, on another screen if there is one."""
        if self.viewer is None:
            self.viewer = self._made_viewer()
            self._use_keys()
            self._use_letters()
            self.viewer.window.put_on_screen(self._place, self._panes.window)
        window = self.viewer.window
        window.show()
        window.raise_()
        window.activateWindow()
        self._panes.stage.single.read_for_others(True)
        self._follow()
        self.viewer.focus_page()
        self._action.setChecked(True)

    def close(self) -> None:
        viewer, self.viewer = self.viewer, None
        if viewer is not None:
            self._place = self._told(viewer)
            self._keyed.clear()
            if self._toast is not None:
                self._toast.stop()
            viewer.dispose()
            self._panes.stage.single.read_for_others(False)
        self._action.setChecked(False)

    def state(self) -> Any:
        """Where its window stands, or stood last, as plain values that JSON can hold."""
        return self._place if self.viewer is None else self._told(self.viewer)

    def _told(self, viewer: Viewer) -> str:
        from nanobanana_desktop.ui.window_place import kept_place

        return kept_place(viewer.window)

    def _made_viewer(self) -> Viewer:
        from nanobanana_desktop.ui.viewer.viewer import Viewer
        from nanobanana_desktop.ui.viewer.viewer_toast import ViewerToast

        panes, wishes = self._panes, self._made_requests()
        viewer = Viewer(
            panes.theme,
            panes.history.model,
            panes.sources,
            self._held,
            panes.stage.single.trouble_of,
            wishes,
            self,
        )
        wishes.setParent(viewer)
        viewer.window.setWindowIcon(panes.window.windowIcon())
        viewer.window.addActions([panes.actions[command] for command in _EVERYWHERE])
        for command in (*_ZOOMS, C.FULL_SCREEN):
            self._keyed[command] = self._made_action(viewer, command)
        viewer.step_requested.connect(panes.history.step)
        viewer.picture_seen.connect(self._parts.tasks.mark_seen)
        viewer.closed.connect(self.close)
        self._toast = ViewerToast(viewer, panes.window.toast)
        return viewer

    def _made_requests(self) -> TaskRequests:
        """What is wished for in the viewer; what needs the main window brings that to the front."""
        from nanobanana_desktop.ui.stage.full_screen import wishes_elsewhere

        wishes, all_wishes = TaskRequests(), self._panes.requests
        shows = (
            wishes.open_requested,
            wishes.view_requested,
            wishes.compare_step_requested,
            wishes.compare_reference_requested,
        )
        for wish in (*wishes_elsewhere(wishes), *shows):
            wish.connect(self._raise_window)
        for name, kind in vars(TaskRequests).items():
            if isinstance(kind, Signal) and name not in _OF_THE_VIEWER:
                getattr(wishes, name).connect(getattr(all_wishes, name))
        return wishes

    def _made_action(self, viewer: Viewer, command: Command) -> QAction:
        """The keys of a command of the stage, which mean the viewer's picture in its window."""
        action = QAction(viewer.window)
        action.setObjectName(command.value)
        action.setAutoRepeat(self._panes.actions[command].autoRepeat())
        zoom = _ZOOMS.get(command)
        if zoom is None:
            action.triggered.connect(viewer.toggle_full_screen)
        else:
            action.triggered.connect(lambda: viewer.zoom(zoom))
        viewer.window.addAction(action)
        return action

    def _held(self, task_id: str) -> Picture | None:
        """What the stage has had read already is not read again."""
        stage = self._panes.stage
        picture = stage.single.held(task_id)
        compare = stage.compare
        if picture is None and compare is not None:
            pair, view = compare.pair, compare.view
            sides = {pair.a: view.a, pair.b: view.b}
            picture = sides[task_id].loaded if task_id in sides else None
        return picture

    def _follow(self) -> None:
        if self.viewer is not None:
            self.viewer.follow(self._panes.history.current_task())

    def _use_keys(self) -> None:
        keys = self._panes.actions.keys
        for command, action in self._keyed.items():
            here = [key for key in keys[command] if acts_anywhere(command, key)]
            action.setShortcuts([QKeySequence.fromString(key) for key in here])
        if self.viewer is not None:
            self.viewer.keys.use_keys(keys)

    def _use_letters(self) -> None:
        if self.viewer is not None:
            letters = self._parts.settings.settings.single_key_shortcuts
            self.viewer.keys.letters = self.viewer.picture.letters = letters

    def _on_action_triggered(self) -> None:
        if self.viewer is None:
            self.open()
        else:
            self.close()

    def _on_tasks_task_changed(self, task: GenerationTask) -> None:
        if self.viewer is not None:
            self.viewer.task_changed(task)

    def _on_tasks_tasks_removed(self, task_ids: list[str]) -> None:
        if self.viewer is not None:
            self.viewer.tasks_removed(task_ids)
