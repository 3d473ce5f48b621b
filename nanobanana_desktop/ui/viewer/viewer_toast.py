"""News while the viewer is used: told where the person looks."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from nanobanana_desktop.ui.viewer.viewer import Viewer
from nanobanana_desktop.ui.widgets.toast import Toast


class ViewerToast(QObject):
    """Has the toast visit the window of the viewer, or its full screen, while that is active.

    While another program is used the toast stays where it is. `viewer` keeps this object.
    """

    def __init__(self, viewer: Viewer, toast: Toast) -> None:
        super().__init__(viewer)
        self._viewer = viewer
        self._toast = toast
        self._full_window: QWidget | None = None
        viewer.full_screen_changed.connect(self._on_viewer_full_screen_changed)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusWindowChanged.connect(self._look)

    def stop(self) -> None:
        """The viewer closes: its windows are nothing to tell in any more."""
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusWindowChanged.disconnect(self._look)
        self._viewer.full_screen_changed.disconnect(self._on_viewer_full_screen_changed)
        self._toast.end_visit()

    def _look(self) -> None:
        active = QApplication.activeWindow()
        if active is None:
            return
        if active in (self._viewer.window, self._full_window):
            self._toast.visit(active, self._viewer.window.column.pages)
        else:
            self._toast.end_visit()

    def _on_viewer_full_screen_changed(self, window: QWidget | None) -> None:
        former, self._full_window = self._full_window, window
        if window is None and self._toast.window() is former:
            # Not to go with it.
            self._toast.visit(self._viewer.window, self._viewer.window.column.pages)
        self._look()
