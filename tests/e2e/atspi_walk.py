"""What assistive technology sees and does in a program: `atspi_walk.py PROCESS_ID`.

Run by the distribution's own Python: only that one has pyatspi. Each line of standard input is a
request as JSON, each line of standard output its answer: `{"ok": ...}` or `{"error": "..."}`.

    {"do": "walk"}                                all but the menus, in the order of the tree
    {"do": "find", "role": ..., "name": ...}      the first node of that kind
    {"do": "press", "role": ..., "name": ...}     its first action
    {"do": "write", "role": ..., "name": ..., "text": ...}
    {"do": "select", "role": ..., "name": ..., "item": ...}  an item of a list

A name stands for every name that begins with it; one that is equal goes first.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pyatspi
from gi.repository import Atspi, GLib

LOOKS = 20
PATIENCE_MS = 60_000
"""For one answer of the program; of itself a screen reader waits less than a second."""

STATES = {
    "focusable": pyatspi.STATE_FOCUSABLE,
    "focused": pyatspi.STATE_FOCUSED,
    "showing": pyatspi.STATE_SHOWING,
    "enabled": pyatspi.STATE_ENABLED,
    "checked": pyatspi.STATE_CHECKED,
    "selected": pyatspi.STATE_SELECTED,
}


def program(process_id: int) -> Any:
    for application in pyatspi.Registry.getDesktop(0):
        if application is not None and application.get_process_id() == process_id:
            # Without an event loop nobody would tell this script that a cached value changed.
            application.set_cache_mask(pyatspi.cache.NONE)
            return application
    raise LookupError("the program is not on the accessibility bus")


def nodes(root: Any, skipped: str = "", depth: int = 0) -> Iterator[tuple[int, Any]]:
    """The nodes below `root` with their depth, without what is below those of a skipped role."""
    for index in range(root.childCount):
        child = root.getChildAtIndex(index)
        if child is not None:
            yield depth, child
            if not skipped or child.getRoleName() != skipped:
                yield from nodes(child, skipped, depth + 1)


def told(depth: int, node: Any) -> dict[str, Any]:
    states = node.getState()
    return {
        "depth": depth,
        "role": node.getRoleName(),
        "name": node.name,
        "description": node.description,
        "states": [name for name, state in STATES.items() if states.contains(state)],
    }


def settled(look: Callable[[], Any]) -> Any:
    """What `look` gives. Nodes may go while it looks; then it looks again."""
    for _ in range(LOOKS):
        try:
            return look()
        except GLib.Error:
            continue
    return look()


def find(root: Any, role: str, name: str) -> Any:
    """The node with this role and name; None when there is none.

    It is shown, but for items of menus, which can be used while their menu is closed.
    """
    begins_so = None
    for _depth, node in nodes(root, "" if role == "menu item" else "menu bar"):
        if node.getRoleName() != role or not node.name.startswith(name):
            continue
        if role == "menu item" or node.getState().contains(pyatspi.STATE_SHOWING):
            if node.name == name:
                return node
            begins_so = begins_so or node
    return begins_so


def answer(process_id: int, request: dict[str, Any]) -> Any:
    root = program(process_id)
    if request["do"] == "walk":
        return settled(lambda: [told(depth, node) for depth, node in nodes(root, "menu bar")])
    node = settled(lambda: find(root, request["role"], request["name"]))
    if node is None:
        raise LookupError("nothing shown has this role and name")
    if request["do"] == "find":
        return told(0, node)
    if request["do"] == "press":
        return node.queryAction().doAction(0)
    if request["do"] == "write":
        return node.queryEditableText().setTextContents(request["text"])
    return settled(lambda: select(node, request["item"]))


def select(node: Any, name: str) -> bool:
    """Whether the item is selected now; another one may have come to its place meanwhile."""
    names = [node.getChildAtIndex(index).name for index in range(node.childCount)]
    index = next((i for i, each in enumerate(names) if each.startswith(name)), None)
    if index is None:
        raise LookupError("no item has this name")
    node.querySelection().clearSelection()
    node.querySelection().selectChild(index)
    item = node.getChildAtIndex(index)
    return item.name.startswith(name) and item.getState().contains(pyatspi.STATE_SELECTED)


def main() -> None:
    process_id = int(sys.argv[1])
    Atspi.set_timeout(PATIENCE_MS, PATIENCE_MS)
    for line in sys.stdin:
        try:
            reply = {"ok": answer(process_id, json.loads(line))}
        except Exception as error:
            # What a tree that changes meanwhile may raise depends on the place.
            reply = {"error": f"{type(error).__name__}: {error}"}
        sys.stdout.write(json.dumps(reply) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
