"""How the grid is arranged: chosen in its menu, together with the order of the history."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from nanobanana_desktop.domain.history_query import HistorySort
from nanobanana_desktop.ui import grid_choice
from nanobanana_desktop.ui.actions import GRID_MENU, GROUPINGS, Actions
from nanobanana_desktop.ui.commands import Command
from nanobanana_desktop.ui.grouping import Grouping
from nanobanana_desktop.ui.history.pane import HistoryPane
from nanobanana_desktop.ui.stage.pane import StagePane

C = Command


class GridWiring(QObject):
    """Models are grouped in the order of models: the one brings the other, and takes it away."""

    def __init__(
        self, actions: Actions, stage: StagePane, history: HistoryPane, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._actions = actions
        self._stage = stage
        self._panel = history.panel
        for command in (*GROUPINGS, C.STACKS):
            actions[command].toggled.connect(self._on_choice_toggled)
        actions[C.OPEN_STACK].triggered.connect(self._on_open_stack_triggered)
        actions[C.SELECT_STACK].triggered.connect(self._on_select_stack_triggered)
        stage.header.grid_menu_requested.connect(self._on_header_grid_menu_requested)
        stage.view_changed.connect(self.refresh)
        history.panel.query_changed.connect(self._on_panel_query_changed)
        selection = history.selection_model
        selection.currentChanged.connect(self.refresh)
        self._arrange()

    def refresh(self) -> None:
        """Offer for the current tile what can be done with its stack."""
        grid = self._stage.grid
        in_stack = is_open = False
        if grid is not None and grid.isVisible():
            stack = grid.stacks.stack_at(grid.currentIndex().row())
            in_stack, is_open = stack is not None, stack is not None and stack.is_open
        self._actions.set_enabled((C.OPEN_STACK, C.SELECT_STACK), in_stack)
        self._actions.use_other_text(C.OPEN_STACK, is_open)

    def _arrange(self) -> None:
        self._stage.arrange(grid_choice.chosen(self._actions))
        self.refresh()

    def _on_choice_toggled(self, checked: bool) -> None:
        grouping, _ = grid_choice.chosen(self._actions)
        sort = self._panel.query.sort
        if checked and grouping is Grouping.MODEL and sort is not HistorySort.MODEL:
            self._panel.set_sort(HistorySort.MODEL)
        elif checked and grouping is not Grouping.MODEL and sort is HistorySort.MODEL:
            self._panel.set_sort(HistorySort.NEWEST)
        self._arrange()

    def _on_panel_query_changed(self) -> None:
        grouping, _ = grid_choice.chosen(self._actions)
        if grouping is Grouping.MODEL and self._panel.query.sort is not HistorySort.MODEL:
            grid_choice.choose(self._actions, Grouping.NONE)

    def _on_open_stack_triggered(self) -> None:
        if self._stage.grid is not None:
            self._stage.grid.toggle_stack()
            self.refresh()

    def _on_select_stack_triggered(self) -> None:
        grid = self._stage.grid
        if grid is not None:
            grid.select_stack(grid.currentIndex().row())

    def _on_header_grid_menu_requested(self) -> None:
        button = self._stage.header.grid_button
        if button is None:
            return
        menu = QMenu(button)
        menu.aboutToHide.connect(menu.deleteLater)
        for command in GRID_MENU.commands:
            if isinstance(command, Command):
                menu.addAction(self._actions[command])
            else:
                menu.addSeparator()
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
