"""The order of Tab and of what is read out, where it is not that of creation."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QWidget


def put_in_order(stops: Iterable[QWidget]) -> None:
    """Let Tab reach these one after the other; what cannot have the focus is passed over."""
    reached = [
        stop
        for stop in stops
        # A viewport goes with its view.
        if stop.focusPolicy() is not Qt.FocusPolicy.NoFocus and stop.focusProxy() is None
    ]
    # The list of a combo box is in a window of its own.
    here = [stop for stop in reached if stop.window() is reached[0].window()]
    for before, after in pairwise(here):
        QWidget.setTabOrder(before, after)


def put_before(stop: QWidget, part: QWidget) -> None:
    """Let Tab reach `stop` right before what is inside `part`, in the same window."""
    inside: set[QWidget | None] = {stop.window(), *with_children(part)}
    before = None
    step = stop.window().nextInFocusChain()
    while step is not None and step not in inside:
        if step is not stop and step.focusPolicy() & Qt.FocusPolicy.TabFocus:
            before = step
        step = step.nextInFocusChain()
    if before is not None:
        put_in_order((before, stop))


def tell_in_order(layout: QLayout) -> None:
    """Have what a layout holds read out as it lies there: a label first, then what it names.

    Screen readers are told the children of a widget in stacking order.
    """
    for index in range(layout.count()):
        item = layout.itemAt(index)
        # Qt's description for Python says None for neither.
        widget = None if item is None else item.widget()
        inner = None if item is None else item.layout()
        if widget is not None:
            widget.raise_()
        elif inner is not None:
            tell_in_order(inner)


def with_children(widget: QWidget | None) -> list[QWidget]:
    """The widget and all that is inside, in the order of creation."""
    return [] if widget is None else [widget, *widget.findChildren(QWidget)]
