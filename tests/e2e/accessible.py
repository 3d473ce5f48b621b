"""The accessible tree of a running program, asked through the distribution's Python."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tests.e2e.processes import LIMIT, RunningProcess

SYSTEM_PYTHON = "/usr/bin/python3"
WALKER = Path(__file__).with_name("atspi_walk.py")
NUMBER = re.compile(r"\d+")
LOOK_PAUSE = 0.25
"""Seconds; a look at the tree is work for the program too."""


class NotInTreeError(Exception):
    """The tree does not have what was asked for, or changed while it was looked at."""


@dataclass(frozen=True)
class Node:
    """One node; `depth` counts from the windows of the program."""

    depth: int
    role: str
    name: str
    description: str
    states: frozenset[str]

    @property
    def is_shown(self) -> bool:
        return "showing" in self.states

    def without_numbers(self) -> Node:
        name, description = (NUMBER.sub("0", text) for text in (self.name, self.description))
        return replace(self, name=name, description=description)

    def is_a(self, role: str, name: str) -> bool:
        """Whether the node is shown and has this role and a name that begins so."""
        return self.is_shown and self.role == role and self.name.startswith(name)


class AccessibleTree:
    """What assistive technology knows of a program, and what it can do there."""

    def __init__(
        self, program: RunningProcess, walker: subprocess.Popen[str], history: str
    ) -> None:
        """`history` is what the list is called there."""
        self._program = program
        self._walker = walker
        self._history = history

    def nodes(self) -> list[Node]:
        """All nodes in the order of the tree; two looks agree, for it changes while one looks.

        Numbers may differ: seconds that are counted on the screen go on while it rests.
        """
        looks = [self._look()]

        def agree() -> bool:
            looks.append(self._look())
            before, now = ([node.without_numbers() for node in look] for look in looks[-2:])
            return before == now

        self.wait_until(agree, "a tree at rest")
        return looks[-1]

    def wait_until(self, condition: Callable[[], object], what: str) -> None:
        """Returns when the condition holds; fails when the program ends before."""
        self._program.wait_for(condition, what, pause=LOOK_PAUSE)

    def find(self, role: str, name: str) -> Node | None:
        """The first shown node with this role and a name that begins so."""
        try:
            return _node(self._ask(do="find", role=role, name=name))
        except NotInTreeError:
            return None

    def wait_for(self, role: str, name: str, state: str = "showing", limit: float = LIMIT) -> Node:
        """The node, as soon as it is shown and in this state."""
        kept: list[Node] = []

        def is_there() -> bool:
            node = self.find(role, name)
            if node is not None and state in node.states:
                kept.append(node)
            return bool(kept)

        what = f"{role} {name!r}, {state}, in the tree"
        self._program.wait_for(is_there, what, limit, pause=LOOK_PAUSE)
        return kept[0]

    def rows(self) -> list[str]:
        """The sentences of the history's rows."""
        return self.items(self._history)

    def items(self, name: str) -> list[str]:
        """The sentences of the items of lists that are shown and whose name begins so."""
        inside, found = -1, []
        for node in self.nodes():
            if node.depth <= inside:
                inside = -1
            if node.is_a("list", name):
                inside = node.depth
            elif inside >= 0 and node.role == "list item":
                found.append(node.name)
        return found

    def press(self, role: str, name: str) -> None:
        """Do the node's first action, once it is there and enabled."""
        done = self._once("enabled", do="press", role=role, name=name)
        assert done, f"{role} {name!r} has no action"

    def choose_menu_item(self, name: str) -> None:
        """Use a command of the menus, once they are filled."""
        self.press("menu item", name)

    def write(self, name: str, text: str, role: str = "text") -> None:
        """Replace the text of a field."""
        done = self._once("showing", do="write", role=role, name=name, text=text)
        assert done, f"{name!r} is read-only"

    def select_row(self, prompt: str) -> None:
        """Make the row current whose prompt begins so."""
        wanted = {"do": "select", "role": "list", "name": self._history, "item": prompt}
        self.wait_until(lambda: self._once("showing", **wanted), f"the row {prompt!r} is current")

    def _once(self, state: str, *, role: str, name: str, **wish: str) -> Any:
        """What came of a wish, once its node is in this state; it may go after the look at it."""
        came: list[Any] = []

        def is_done() -> bool:
            node = self.find(role, name)
            if node is not None and state in node.states:
                with suppress(NotInTreeError):
                    came.append(self._ask(role=role, name=name, **wish))
            return bool(came)

        self.wait_until(is_done, f"{role} {name!r}, {state}, in the tree")
        return came[0]

    def _look(self) -> list[Node]:
        return [_node(told) for told in self._ask(do="walk")]

    def _ask(self, **request: Any) -> Any:
        assert self._walker.stdin is not None
        assert self._walker.stdout is not None
        self._walker.stdin.write(json.dumps(request) + "\n")
        self._walker.stdin.flush()
        reply = json.loads(self._walker.stdout.readline())
        if "error" in reply:
            raise NotInTreeError(f"{request}: {reply['error']}")
        return reply["ok"]


def _node(told: dict[str, Any]) -> Node:
    return Node(**{**told, "states": frozenset(told["states"])})


@contextmanager
def accessible_tree(
    program: RunningProcess, prompt: str = "Prompt", history: str = "History"
) -> Iterator[AccessibleTree]:
    """The tree of a program that was just started; returns when its window is in it.

    `prompt` and `history` are what these are called in the language of the program.
    """
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    with subprocess.Popen(
        [SYSTEM_PYTHON, str(WALKER), str(program.process.pid)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=env,
    ) as walker:
        tree = AccessibleTree(program, walker, history)
        tree.wait_for("text", prompt)
        yield tree
