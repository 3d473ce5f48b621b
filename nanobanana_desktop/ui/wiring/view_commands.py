"""Commands about what is looked at and where the focus is: panes, text size, comparing."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from nanobanana_desktop.domain.settings import TEXT_SIZES
from nanobanana_desktop.domain.task import POLLED
from nanobanana_desktop.ui.actions import COMPARE_MODES, Command
from nanobanana_desktop.ui.tab_order import with_children
from nanobanana_desktop.ui.wiring.window_parts import WindowParts

if TYPE_CHECKING:
    from nanobanana_desktop.ui.stage.compare import Compare

C = Command

_MODES: Final = dict(zip(("side", "slider", "difference", "flicker"), COMPARE_MODES, strict=True))
"""The commands for the ways to compare, by the value of the `CompareMode`."""
_COMPARING: Final = (*COMPARE_MODES, C.NEXT_COMPARE_MODE, C.OTHER_IMAGE)

REMEMBERED: Final = 50
"""So many places of the focus are remembered, for the way back into a pane."""


class ViewCommands(QObject):
    """Carries them out, and shows in the menus which of them make sense now."""

    def __init__(self, parts: WindowParts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parts = parts
        self._focused: deque[QWidget] = deque(maxlen=REMEMBERED)
        """What had the focus, the latest last; some of it may be gone."""
        self._followed: Compare | None = None
        panes = parts.panes
        requests = panes.requests
        self._handlers: Mapping[Command, Callable[[], object]] = {
            C.TOGGLE_ZOOM: requests.zoom_toggled.emit,
            C.SWAP: requests.compare_swap_requested.emit,
            C.OTHER_IMAGE: requests.compare_turn_requested.emit,
            C.NEXT_COMPARE_MODE: lambda: requests.compare_mode_requested.emit(""),
            **{
                command: _with_mode(mode, requests.compare_mode_requested.emit)
                for mode, command in _MODES.items()
            },
            C.TEXT_LARGER: lambda: self._change_text_size(1),
            C.TEXT_SMALLER: lambda: self._change_text_size(-1),
            C.TEXT_NORMAL: lambda: parts.settings.change(text_size=100),
            C.NEXT_PANE: lambda: self._go_to_pane(1),
            C.PREVIOUS_PANE: lambda: self._go_to_pane(-1),
            C.CHECK_ALL: self._check_all,
        }
        panes.actions.triggered.connect(self._on_actions_triggered)
        panes.stage.view_changed.connect(self._show_comparing)
        panes.stage.compared.changed.connect(self._show_comparing)
        panes.stage.compared.refused.connect(panes.window.toast.show_message)
        header = panes.stage.header
        header.compare_offered.connect(panes.actions[C.COMPARE].setEnabled)
        panes.actions[C.COMPARE].setEnabled(header.views.group.choice("compare").isEnabled())
        panes.history.active_count_changed.connect(self._show_active)
        parts.settings.settings_changed.connect(self._show_text_size)
        menu_key = QShortcut(QKeySequence(Qt.Key.Key_F10), panes.window)
        menu_key.activated.connect(self._open_menu_bar)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)
        self._show_comparing()
        self._show_active()
        self._show_text_size()

    # -- panes -----------------------------------------------------------------------------------

    def _places(self) -> Sequence[tuple[QWidget, Callable[[], object]]]:
        """The panes that are open, from left to right, each with the way into it."""
        panes = self._parts.panes
        places: list[tuple[QWidget, Callable[[], object]]] = [
            (panes.create, panes.create.focus_prompt),
            (panes.stage, panes.stage.focus_stage),
        ]
        if panes.window.shows_details:
            details = panes.window.details
            places.append((details, lambda: _focus_first(details)))
        places.append((panes.history, panes.history.focus_list))
        return [place for place in places if place[0].isVisible()]

    def _go_to_pane(self, distance: int) -> None:
        """To the next pane, to what had the focus there last."""
        places = self._places()
        focused = QApplication.focusWidget()
        here = next((n for n, (pane, _) in enumerate(places) if _is_in(pane, focused)), None)
        if here is None:
            here = -1 if distance > 0 else 0
        pane, enter = places[(here + distance) % len(places)]
        for widget in reversed(self._focused):
            if isValid(widget) and _is_in(pane, widget) and _can_be_reached(widget):
                widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return
        enter()

    def _on_focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None:
            self._focused.append(now)

    def _open_menu_bar(self) -> None:
        bar = self._parts.panes.window.menuBar()
        menus = bar.actions()
        if menus and not bar.isNativeMenuBar():
            # Without the focus, which the bar would not give back and commands ask for.
            bar.setActiveAction(menus[0])

    # -- the rest --------------------------------------------------------------------------------

    def _change_text_size(self, steps: int) -> None:
        place = TEXT_SIZES.index(self._parts.settings.settings.text_size) + steps
        if 0 <= place < len(TEXT_SIZES):
            self._parts.settings.change(text_size=TEXT_SIZES[place])

    def _check_all(self) -> None:
        """Ask about every task under way; what stands against it is told once."""
        ids = [task.id for task in self._parts.tasks.open_tasks if task.state in POLLED]
        for task_id in ids[:-1]:
            self._parts.tasks.check_now(task_id)
        if ids:
            text = self.tr("Checking %Ln task(s) now.", "", len(ids))
            self._parts.panes.window.toast.show_message(text)
            self._parts.panes.requests.check_now_requested.emit(ids[-1])

    def _show_active(self) -> None:
        active = any(task.state in POLLED for task in self._parts.tasks.open_tasks)
        self._parts.panes.actions.set_enabled((C.CHECK_ALL,), active)

    def _show_text_size(self) -> None:
        size, actions = self._parts.settings.settings.text_size, self._parts.panes.actions
        actions.set_enabled((C.TEXT_LARGER,), size != TEXT_SIZES[-1])
        actions.set_enabled((C.TEXT_SMALLER,), size != TEXT_SIZES[0])
        actions.set_enabled((C.TEXT_NORMAL,), size != 100)

    def _show_comparing(self) -> None:
        panes = self._parts.panes
        compare = panes.stage.compare
        if compare is not None and compare is not self._followed:
            self._followed = compare
            compare.view.mode_changed.connect(self._show_comparing)
        is_on = panes.stage.view == "compare"
        surveys = is_on and bool(panes.stage.compared.surveyed)
        panes.actions.set_enabled((C.SWAP,), is_on)
        panes.actions.use_other_text(C.SWAP, surveys)
        panes.actions.set_enabled(_COMPARING, is_on and not surveys)
        for mode, command in _MODES.items():
            is_this = is_on and not surveys and panes.stage.compared.mode == mode
            panes.actions[command].setChecked(is_this)

    def _on_actions_triggered(self, command: Command) -> None:
        handler = self._handlers.get(command)
        if handler is not None:
            handler()
            self._show_comparing()


def _with_mode(mode: str, emit: Callable[[str], object]) -> Callable[[], object]:
    return lambda: emit(mode)


def _is_in(pane: QWidget, widget: QWidget | None) -> bool:
    return widget is not None and (widget is pane or pane.isAncestorOf(widget))


def _can_be_reached(widget: QWidget) -> bool:
    return widget.isVisible() and widget.isEnabled()


def _focus_first(pane: QWidget) -> None:
    """The first part of the pane that Tab would reach."""
    for part in with_children(pane):
        if part.focusPolicy() & Qt.FocusPolicy.TabFocus and _can_be_reached(part):
            part.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
