"""Which keys each command has: those that came with the program, and what the person changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nanobanana_desktop.ui.commands import COMMANDS, Command
from nanobanana_desktop.ui.shortcuts.key_rules import canonical, refusal

Keymap = Mapping[Command, tuple[str, ...]]
Changes = Mapping[str, tuple[str, ...]]
"""As the settings hold them: names of commands, and keys in portable words."""


def keymap(changes: Changes) -> dict[Command, tuple[str, ...]]:
    """The keys of all commands.

    What cannot be used is left out: commands of other versions, keys that nobody may have. Of two
    commands that claim a key the first has it, and the other one what it came with. What was
    changed goes before what was not.
    """
    usable = {
        command: keys for command in COMMANDS if (keys := _chosen(command, changes)) is not None
    }
    first = [command for command, info in COMMANDS.items() if info.fixed]
    order = dict.fromkeys((*first, *usable, *COMMANDS))
    taken: set[str] = set()
    found: dict[Command, tuple[str, ...]] = {}
    for command in order:
        own = COMMANDS[command].keys
        wanted = usable.get(command, own)
        free = tuple(key for key in wanted if key not in taken)
        if wanted and not free:
            free = tuple(key for key in own if key not in taken)
        found[command] = free
        taken.update(found[command])
    return {command: found[command] for command in COMMANDS}


def changes_for(keys: Keymap, former: Changes) -> dict[str, tuple[str, ...]]:
    """What the settings have to hold: only what differs, and what other versions understand."""
    known = {command.value for command in COMMANDS}
    foreign = {name: wanted for name, wanted in former.items() if name not in known}
    own = {c.value: keys[c] for c, info in COMMANDS.items() if keys[c] != info.keys}
    return foreign | own


def holder(key: str, keys: Keymap) -> Command | None:
    """The command that has this key."""
    return next((command for command, held in keys.items() if key in held), None)


def given(
    keys: Keymap, command: Command, wanted: tuple[str, ...]
) -> dict[Command, tuple[str, ...]]:
    """`command` has the keys it wants and no others, and no other command has one of them."""
    without = {c: tuple(k for k in held if k not in wanted) for c, held in keys.items()}
    return without | {command: wanted}


def _chosen(command: Command, changes: Changes) -> tuple[str, ...] | None:
    """None unless the person changed the keys of this command, and something of it is usable."""
    wanted: Sequence[str] | None = changes.get(command.value)
    info = COMMANDS[command]
    if wanted is None or info.fixed:
        return None
    keys = dict.fromkeys(map(canonical, wanted))
    usable = tuple(key for key in keys if key in info.keys or refusal(key) is None)
    return usable if usable or not wanted else None
