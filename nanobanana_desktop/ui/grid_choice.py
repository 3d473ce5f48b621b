"""The choice how the tiles of the grid lie: in the menu, and remembered with the window."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from nanobanana_desktop.ui.actions import Actions
from nanobanana_desktop.ui.commands import Command
from nanobanana_desktop.ui.grouping import Arrangement, Grouping

_COMMANDS: Final = {
    Grouping.NONE: Command.GROUP_NONE,
    Grouping.DAY: Command.GROUP_BY_DAY,
    Grouping.BATCH: Command.GROUP_BY_BATCH,
    Grouping.MODEL: Command.GROUP_BY_MODEL,
}


def chosen(actions: Actions) -> Arrangement:
    """What is checked in the menu."""
    checked = (grouping for grouping, command in _COMMANDS.items() if actions[command].isChecked())
    return Arrangement(next(checked, Grouping.NONE), actions[Command.STACKS].isChecked())


def choose(actions: Actions, grouping: Grouping) -> None:
    """Check it in the menu; who listens obeys."""
    actions[_COMMANDS[grouping]].setChecked(True)


def state_of(actions: Actions) -> dict[str, Any]:
    """The choice in plain values that JSON can hold."""
    grouping, stacked = chosen(actions)
    return {"grouping": grouping.value, "stacks": stacked}


def restore(actions: Actions, state: Mapping[str, Any]) -> None:
    """Take over `state_of` of any age."""
    grouping = state.get("grouping", "day" if state.get("group_by_day") is True else "none")
    known = {each.value: each for each in Grouping}
    choose(actions, known.get(str(grouping), Grouping.NONE))
    actions[Command.STACKS].setChecked(state.get("stacks") is True)
