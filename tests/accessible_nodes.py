"""What Qt tells assistive technology of the windows of this process, without a bus between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRect
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
    place: QRect
    parent: int
    """The same number for all children of one parent."""

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
            child.rect(),
            QAccessible.uniqueId(parent),
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


def read_backwards(nodes: list[Node]) -> list[str]:
    """Siblings of which the one that lies right above is told after the one that lies below."""
    by_parent: dict[int, list[Node]] = {}
    for node in nodes:
        if not node.place.isEmpty():
            by_parent.setdefault(node.parent, []).append(node)
    return [
        f"{lower} before {upper}"
        for siblings in map(_beside_each_other, by_parent.values())
        for index, lower in enumerate(siblings)
        for upper in siblings[index + 1 :]
        if upper.place.bottom() < lower.place.top()
        and upper.place.left() <= lower.place.right()
        and lower.place.left() <= upper.place.right()
    ]


def _beside_each_other(siblings: list[Node]) -> list[Node]:
    """Without those that float over another one."""
    return [
        node
        for node in siblings
        if not any(other.place.contains(node.place) for other in siblings if other is not node)
    ]
