"""What Qt tells assistive technology of the windows of this process, without a bus between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication, QWidget

Role = QAccessible.Role
NO_CONTROLS = {Role.NoRole, Role.Client, Role.Border, Role.Pane, Role.Whitespace, Role.LayeredPane}
"""What screen readers call unknown, filler or panel: not a word on what can be done there."""
SPOKEN_ONCE = {Role.ListItem, Role.Cell, Role.TreeItem, Role.StaticText}


@dataclass(frozen=True)
class Node:
    """One node; `path` are the names and roles above it."""

    role: Role
    name: str
    description: str
    focusable: bool
    path: tuple[str, ...]

    @property
    def is_a_control(self) -> bool:
        return self.focusable or self.role is Role.Button

    def __str__(self) -> str:
        return " / ".join((*self.path[-3:], f"{self.role.name} {self.name!r}"))


def shown_nodes(widget: QWidget) -> list[Node]:
    """All shown nodes of a window, in the order in which they are told."""
    return list(_nodes(QAccessible.queryAccessibleInterface(widget), ()))


def _nodes(parent: QAccessibleInterface, path: tuple[str, ...]) -> Iterator[Node]:
    for index in range(parent.childCount()):
        child = parent.child(index)
        if not child.isValid() or child.state().invisible:
            continue
        name = child.text(QAccessible.Text.Name)
        node = Node(
            child.role(),
            name,
            child.text(QAccessible.Text.Description),
            bool(child.state().focusable),
            path,
        )
        yield node
        yield from _nodes(child, (*path, f"{child.role().name} {name!r}"))


def shown_windows() -> list[QWidget]:
    return [window for window in QApplication.topLevelWidgets() if window.isVisible()]


def offences(nodes: list[Node]) -> list[str]:
    """Controls without a name or a role, and names that siblings share."""
    controls = [node for node in nodes if node.is_a_control]
    found = [f"nameless: {node}" for node in controls if not node.name.strip()]
    found += [f"without a role: {node}" for node in controls if node.role in NO_CONTROLS]
    seen: set[tuple[object, ...]] = set()
    for node in controls:
        if node.role in SPOKEN_ONCE:
            continue
        place = node.path, node.role, node.name
        if place in seen:
            found.append(f"twice: {node}")
        seen.add(place)
    return found
