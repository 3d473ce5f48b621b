"""The stage without anything around it, on the whole screen."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, Protocol

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QAction, QCloseEvent, QCursor, QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMenu, QMenuBar, QVBoxLayout, QWidget

from nanobanana_desktop.ui.guarded import guarded
from nanobanana_desktop.ui.stage.page_stack import PageStack
from nanobanana_desktop.ui.task_requests import TaskRequests

REST_MS: Final = 2_500
"""Without a move of the mouse, the caption and the pointer go away after this time."""
_JITTER: Final = 3
_KEYS_OF_THE_WINDOW: Final = frozenset(
    {
        *("zoom_in", "zoom_out", "zoom_fit", "zoom_full", "full_screen", "viewer_window"),
        *("copy_prompt", "undo", "command_palette", "quit"),
        *("save_as", "export", "show_in_folder"),
    }
)
"""Commands whose keys with Ctrl hold here too; those of the last line lead back to the window.

The others need what is not on screen.
"""
_KEYS_BACK: Final = frozenset(
    {"find", "focus_prompt", "settings", "shortcuts", "templates", "add_references"}
)
"""Commands whose keys hold here too, after leading back to what they are about.

Nothing that orders: the form is not seen.
"""


class Lender(Protocol):
    """What has pages, and captions below them, to lend."""

    pages: PageStack

    @property
    def captions(self) -> QWidget: ...

    def take_back(self) -> None:
        """Put both where they belong."""
        ...


def wishes_elsewhere(requests: TaskRequests) -> tuple[SignalInstance, ...]:
    """Requests that need what is beside the pictures, such as the form."""
    return (
        requests.reuse_requested,
        requests.edit_prompt_requested,
        requests.save_as_requested,
        requests.show_in_folder_requested,
        requests.run_again_requested,
        requests.open_settings_requested,
        requests.details_toggled,
        requests.tags_requested,
        requests.note_requested,
        requests.export_requested,
        requests.locate_requested,
    )


class FullScreen(QObject):
    """Lends the pages of the stage, and the captions, to a window of their own and takes them back.

    What cannot be done here, such as filling the form, leads back.

    Signals: `changed(QWidget | None)` after entering, with the window, or leaving;
    `returned()` – the person left it, by a key or a command –; `key_pressed(QKeyEvent)`.
    """

    changed = Signal(object)
    returned = Signal()
    key_pressed = Signal(object)

    def __init__(self, column: Lender, requests: TaskRequests, parent: QWidget) -> None:
        super().__init__(parent)
        self._column = column
        self._owner = parent
        self._window: FullScreenWindow | None = None
        for wish in wishes_elsewhere(requests):
            wish.connect(self.leave)

    @property
    def is_on(self) -> bool:
        return self._window is not None

    def enter(self) -> None:
        if self._window is not None:
            return
        window = FullScreenWindow(self._owner)
        window.setWindowTitle(self._owner.window().windowTitle())
        window.left.connect(self.toggle)
        window.key_pressed.connect(self.key_pressed)
        around = self._owner.window()
        window.addActions(_commands_of(around, _KEYS_OF_THE_WINDOW))
        for command in _commands_of(around, _KEYS_BACK):
            self._add_way_back(window, command)
        # A new window would open on the first screen otherwise.
        window.setGeometry(self._owner.screen().geometry())
        window.borrow(self._column.pages, self._column.captions)
        self._window = window
        window.showFullScreen()
        window.activateWindow()
        self.changed.emit(window)

    def leave(self) -> None:
        if self._window is None:
            return
        window, self._window = self._window, None
        window.give_back()
        self._column.take_back()
        window.hide()
        window.deleteLater()
        self.changed.emit(None)

    def toggle(self) -> None:
        if self.is_on:
            self.leave()
            self.returned.emit()
        else:
            self.enter()

    def _add_way_back(self, window: QWidget, command: QAction) -> None:
        key = QAction(window)
        key.setShortcuts(command.shortcuts())
        key.setAutoRepeat(False)
        key.triggered.connect(lambda: self._go_back_for(command))
        window.addAction(key)

    def _go_back_for(self, command: QAction) -> None:
        if command.isEnabled():
            self.leave()
            command.trigger()


class FullScreenWindow(QWidget):
    """Borrows the pages of the stage; all keys of the stage work in it.

    The captions float at its bottom while the mouse moves, or while one of their buttons has the
    focus: Tab brings them too.

    Signals: `left()` – Esc, or the window system closed it –; `key_pressed(QKeyEvent)` for
    keys that neither it nor the page took.
    """

    left = Signal()
    key_pressed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("full screen")
        self._captions: QWidget | None = None
        self._place = QCursor.pos()
        self._pointer_is_hidden = False
        self._rest = QTimer(self)
        self._rest.setObjectName("full screen rest")
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._on_rest_timeout)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def borrow(self, pages: QWidget, captions: QWidget) -> None:
        self._column.addWidget(pages)
        self._captions = captions
        captions.setParent(self)
        captions.hide()
        # The mouse moves over children that others made; no one else sees all of its moves.
        self._watch(True)
        self._rest.start()

    def give_back(self) -> None:
        """Forget what was borrowed; the pointer is seen again."""
        self._watch(False)
        self._rest.stop()
        self._show_pointer(True)
        self._captions = None

    @guarded(bool)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseMove and self.isActiveWindow():
            moved = QCursor.pos() - self._place
            if moved.manhattanLength() >= _JITTER:
                self.wake()
        elif event.type() == QEvent.Type.LayoutRequest and watched is self._captions:
            self._put_captions_at_the_bottom()
        return super().eventFilter(watched, event)

    def wake(self) -> None:
        """Show caption and pointer for a while."""
        self._place = QCursor.pos()
        self._show_pointer(True)
        if self._captions is not None and self._captions.isHidden():
            self._put_captions_at_the_bottom()
            self._captions.show()
            self._captions.raise_()
            self._put_captions_at_the_bottom()
        self._rest.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not event.modifiers():
            self.left.emit()
        else:
            self.key_pressed.emit(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        self.wake()
        return super().focusNextPrevChild(forward)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._put_captions_at_the_bottom()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.left.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            # Another window of the program may be used now, which needs its pointer.
            self._show_pointer(True)

    def _watch(self, wanted: bool) -> None:
        application = QApplication.instance()
        if application is not None and wanted:
            application.installEventFilter(self)
        elif application is not None:
            application.removeEventFilter(self)

    def _put_captions_at_the_bottom(self) -> None:
        if self._captions is not None:
            self._captions.adjustSize()
            height = self._captions.sizeHint().height()
            self._captions.setGeometry(0, self.height() - height, self.width(), height)

    def _on_rest_timeout(self) -> None:
        captions = self._captions
        focused = self.focusWidget()
        if captions is not None and captions.isVisible():
            in_use = captions.geometry().contains(self.mapFromGlobal(QCursor.pos()))
            if in_use or captions.isAncestorOf(focused):
                self._rest.start()
                return
            captions.hide()
        # A menu or a dialog above is nothing to point at without a pointer.
        self._show_pointer(not self.isActiveWindow())

    def _show_pointer(self, visible: bool) -> None:
        if visible is not self._pointer_is_hidden:
            return
        self._pointer_is_hidden = not visible
        if visible:
            QGuiApplication.restoreOverrideCursor()
        else:
            QGuiApplication.setOverrideCursor(Qt.CursorShape.BlankCursor)


def _commands_of(window: QWidget, names: Collection[str]) -> list[QAction]:
    menus = [menu for bar in window.findChildren(QMenuBar) for menu in bar.findChildren(QMenu)]
    actions = [*window.actions(), *(action for menu in menus for action in menu.actions())]
    return [action for action in actions if action.objectName() in names]
