"""Commands as a screen reader meets them: the palette, the list of keys, and where they change."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.accessible import AccessibleTree
from tests.e2e.test_accessibility import demo, offences

pytestmark = [pytest.mark.atspi, pytest.mark.usefixtures("qapp")]


def entries(tree: AccessibleTree, name: str) -> list[str]:
    """The sentences of the items of a list that is shown."""
    inside, found = -1, []
    for node in tree.nodes():
        if inside >= 0 and node.depth <= inside:
            inside = -1
        if node.is_a("list", name):
            inside = node.depth
        elif inside >= 0 and node.role == "list item":
            found.append(node.name)
    return found


def test_commands_and_their_keys_are_told_and_found(tmp_path: Path) -> None:
    with demo(tmp_path) as tree:
        tree.choose_menu_item("Command palette…")
        tree.wait_for("text", "Command palette", "focused")
        assert offences(tree.nodes()) == []
        tree.write("Command palette", "shortcuts")
        tree.wait_for("list item", "Settings: Shortcuts")
        found = entries(tree, "Commands")
        assert found[:2] == ["Keyboard shortcuts, Ctrl+/", "Settings: Shortcuts"]

        tree.choose_menu_item("Keyboard shortcuts")
        tree.wait_for("text", "Search commands and keys")
        keys = entries(tree, "Keyboard shortcuts")
        assert {"Grid, G", "Full screen, F11, F", "Quit, Ctrl+Q", "Menu bar, F10"} <= set(keys)
        tree.press("push button", "Change shortcuts…")

        tree.wait_for("push button", "Remove key")
        assert "Grid, G" in entries(tree, "Shortcuts")
        assert offences(tree.nodes()) == []
        tree.press("push button", "Change…")
        tree.wait_for("text", "New key", "focused")
