"""Undo and Redo of the menu: in the editor that has the focus, else in the history."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication, QLineEdit, QMenuBar, QPlainTextEdit, QWidget

from nanobanana_desktop.services.marks_service import MarkResult
from nanobanana_desktop.services.undo_line import UndoLine
from nanobanana_desktop.ui.actions import Command
from nanobanana_desktop.ui.error_texts import error_text
from nanobanana_desktop.ui.wiring.window_parts import WindowParts

C = Command
Editor = QPlainTextEdit | QLineEdit


class UndoWiring(QObject):
    """What the toast offers goes first: it is what the person did last."""

    def __init__(self, parts: WindowParts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parts = parts
        self._line = UndoLine(parts.marks, self)
        self._line.turned.connect(self._on_line_turned)
        self._before_menus: QWidget | None = None
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)
        actions = parts.panes.actions
        actions.triggered.connect(self._on_actions_triggered)
        menu = actions.menu_of(C.UNDO)
        if menu is not None:
            menu.aboutToShow.connect(self._show_possible)
            menu.aboutToHide.connect(self._enable)

    def _on_actions_triggered(self, command: Command) -> None:
        if command is C.UNDO:
            self._undo()
        elif command is C.REDO:
            self._redo()

    def _undo(self) -> None:
        editor = _editor()
        if editor is not None:
            editor.undo()
        elif not self._parts.panes.window.toast.undo():
            self._line.undo()

    def _redo(self) -> None:
        editor = _editor()
        if editor is not None:
            editor.redo()
        else:
            self._line.redo()

    def _on_line_turned(self, result: MarkResult, again: bool) -> None:
        panes = self._parts.panes
        if result.problem is not None and not result.count:
            panes.window.toast.show_message(error_text(result.problem.case).title)
            return
        if not result.count:
            panes.window.toast.show_message(self.tr("These images are not there any more."))
            return
        text = self.tr("Undone: %Ln image(s) changed back", "", result.count)
        if again:
            text = self.tr("Done again: %Ln image(s) changed", "", result.count)
        panes.window.toast.show_message(text)
        self._show_first_of(result)

    def _show_first_of(self, result: MarkResult) -> None:
        """What changed is to be seen, as far as the list shows it."""
        rows = next((numbers for _, numbers in result.undo if len(numbers)), ())
        ids = self._parts.history.ids_of(rows[:1])
        if ids:
            self._parts.panes.history.select(ids[0])

    def _show_possible(self) -> None:
        """While the menu is open it tells what could be done; the keys are never off."""
        focused, actions = QApplication.focusWidget(), self._parts.panes.actions
        if isinstance(focused, QMenuBar):
            focused = self._before_menus
        editor = _as_editor(focused)
        if editor is None:
            toast = self._parts.panes.window.toast
            can_undo, can_redo = toast.offers_undo or self._line.can_undo, self._line.can_redo
        elif isinstance(editor, QLineEdit):
            can_undo, can_redo = editor.isUndoAvailable(), editor.isRedoAvailable()
        else:
            document: QTextDocument = editor.document()
            can_undo, can_redo = document.isUndoAvailable(), document.isRedoAvailable()
        actions.set_enabled((C.UNDO,), can_undo)
        actions.set_enabled((C.REDO,), can_redo)

    def _on_focus_changed(self, before: QWidget | None, now: QWidget | None) -> None:
        """Who goes to the menus by keys comes from somewhere."""
        self._before_menus = before if isinstance(now, QMenuBar) else None

    def _enable(self) -> None:
        self._parts.panes.actions.set_enabled((C.UNDO, C.REDO), True)


def _editor() -> Editor | None:
    """Where a person writes now."""
    return _as_editor(QApplication.focusWidget())


def _as_editor(widget: QWidget | None) -> Editor | None:
    if isinstance(widget, QPlainTextEdit | QLineEdit) and not widget.isReadOnly():
        return widget
    return None
