"""Commands as a screen reader meets them: the palette, the list of keys, and where they change."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.test_accessibility import demo, offences

pytestmark = [pytest.mark.atspi, pytest.mark.usefixtures("qapp")]


def test_commands_and_their_keys_are_told_and_found(tmp_path: Path) -> None:
    with demo(tmp_path) as tree:
        tree.choose_menu_item("Command palette…")
        tree.wait_for("text", "Command palette", "focused")
        assert offences(tree.nodes()) == []
        tree.write("Command palette", "shortcuts")
        found = ["Keyboard shortcuts, Ctrl+/", "Settings: Shortcuts"]
        tree.wait_until(lambda: tree.items("Commands")[:2] == found, "the commands are found")

        tree.choose_menu_item("Keyboard shortcuts")
        tree.wait_for("text", "Search commands and keys")
        keys = {"Grid, G", "Full screen, F11, F", "Quit, Ctrl+Q", "Menu bar, F10"}
        tree.wait_until(lambda: keys <= set(tree.items("Keyboard shortcuts")), "the list of keys")
        tree.press("push button", "Change shortcuts…")

        tree.wait_for("push button", "Remove key")
        tree.wait_until(lambda: "Grid, G" in tree.items("Shortcuts"), "the page of the keys")
        assert offences(tree.nodes()) == []
        tree.press("push button", "Change…")
        tree.wait_for("text", "New key", "focused")
