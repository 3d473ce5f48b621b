"""Finds texts of a window that are cut, hidden by something else, or shortened where they paint."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import combinations
from typing import Any, Final
from unittest.mock import patch

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QFontMetricsF, QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLayout,
    QLineEdit,
    QListWidget,
    QMenuBar,
    QPlainTextEdit,
    QStackedLayout,
    QStyle,
    QStyleOptionComboBox,
    QToolButton,
    QWidget,
)

from nanobanana_desktop.ui.history.elided_label import ElidedLabel

SLACK: Final = 1
"""Pixels: sizes of fonts are rounded."""


def cut_texts(window: QWidget) -> list[str]:
    """What is wrong with the visible parts of a window, a line for each."""
    found: list[str] = []
    for widget in _visible(window):
        words = _words(widget)
        if words and _too_small(widget):
            found.append(f"cut: {_named(widget, words)}")
        if words and not _lies_inside(widget, window):
            found.append(f"outside: {_named(widget, words)}")
        if widget.layout() is not None:
            found += [f"overlap: {pair}" for pair in _overlaps(widget.layout())]
    return found


@contextmanager
def watched_painting() -> Iterator[list[tuple[str, str]]]:
    """What is painted meanwhile: the pairs of a text and what was shown of it, where they differ.

    A text that is painted into too small a rectangle is shown as "".
    """
    told: list[tuple[str, str]] = []
    with (
        patch.object(QFontMetrics, "elidedText", _eliding(QFontMetrics.elidedText, told)),
        patch.object(QFontMetricsF, "elidedText", _eliding(QFontMetricsF.elidedText, told)),
        patch.object(QPainter, "drawText", _drawing(QPainter.drawText, told)),
    ):
        yield told


def _eliding(original: Callable[..., str], told: list[tuple[str, str]]) -> Callable[..., str]:
    def elided(self: Any, text: str, *rest: Any) -> str:
        shown = original(self, text, *rest)
        if shown != text:
            told.append((text, shown))
        return shown

    return elided


def _drawing(original: Callable[..., Any], told: list[tuple[str, str]]) -> Callable[..., Any]:
    def draw(self: QPainter, *arguments: Any) -> Any:
        place, *rest = arguments
        if isinstance(place, QRect | QRectF) and rest:
            flags, text = rest[0], rest[-1]
            room = QRectF(place)
            needed = QFontMetricsF(self.font()).boundingRect(room, int(flags), text)
            if needed.width() > room.width() + SLACK or needed.height() > room.height() + SLACK:
                told.append((text, ""))
        return original(self, *arguments)

    return draw


# -- widgets -------------------------------------------------------------------------------------


def _visible(window: QWidget) -> Iterator[QWidget]:
    for widget in (window, *window.findChildren(QWidget)):
        if widget.isVisibleTo(window) and widget.window() is window and widget.width() > 0:
            yield widget


def _words(widget: QWidget) -> str:
    match widget:
        case QToolButton() if widget.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly:
            return ""
        case QLabel() | QAbstractButton():
            return widget.text().strip()
        case QComboBox():
            return widget.currentText()
        case QLineEdit():
            inside = isinstance(widget.parentWidget(), QAbstractSpinBox)
            return widget.text() if inside else "" if widget.text() else widget.placeholderText()
        case QPlainTextEdit():
            return "" if widget.toPlainText() else widget.placeholderText()
        case QMenuBar() | QListWidget():
            return type(widget).__name__
        case _:
            return ""


def _too_small(widget: QWidget) -> bool:
    match widget:
        case ElidedLabel():
            # It is looked at where it paints.
            return False
        case QLabel() if widget.wordWrap():
            return widget.heightForWidth(widget.width()) > widget.height() + SLACK
        case QAbstractButton() if widget.sizePolicy().hasHeightForWidth():
            return _is_smaller(
                widget.size(),
                QSize(widget.minimumSizeHint().width(), widget.heightForWidth(widget.width())),
            )
        case QComboBox():
            return _needed(widget, widget.currentText()) > _edit_width(widget) + SLACK
        case QLineEdit() if isinstance(widget.parentWidget(), QAbstractSpinBox):
            return _needed(widget, widget.text()) > widget.width() + SLACK
        case QLineEdit():
            margins = widget.textMargins()
            room = widget.contentsRect().width() - margins.left() - margins.right()
            return _needed(widget, widget.placeholderText()) > room
        case QPlainTextEdit():
            return _placeholder_height(widget) > widget.viewport().height()
        case QMenuBar():
            shown = [action for action in widget.actions() if action.isVisible()]
            inside = widget.rect()
            return not all(inside.contains(widget.actionGeometry(action)) for action in shown)
        case QListWidget():
            return widget.sizeHintForColumn(0) > widget.viewport().width()
        case _:
            return _is_smaller(widget.size(), widget.sizeHint())


def _needed(widget: QWidget, text: str) -> int:
    return widget.fontMetrics().horizontalAdvance(text)


def _edit_width(combo: QComboBox) -> int:
    option = QStyleOptionComboBox()
    combo.initStyleOption(option)
    style, field = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
    return combo.style().subControlRect(style, option, field, combo).width()


def _placeholder_height(editor: QPlainTextEdit) -> int:
    room = editor.viewport().rect().adjusted(4, 0, -4, 0)
    flags = Qt.TextFlag.TextWordWrap.value
    return editor.fontMetrics().boundingRect(room, flags, editor.placeholderText()).height()


def _is_smaller(size: QSize, wanted: QSize) -> bool:
    return size.width() < wanted.width() - SLACK or size.height() < wanted.height() - SLACK


def _lies_inside(widget: QWidget, window: QWidget) -> bool:
    """Within all that is around it; what a person can scroll to is not cut."""
    parent = widget.parentWidget()
    place = QRect(widget.pos(), widget.size())
    while parent is not None and widget is not window:
        around = parent.parentWidget()
        if isinstance(around, QAbstractScrollArea) and parent is around.viewport():
            return place.left() >= -SLACK and place.right() <= parent.width() + SLACK
        if not parent.rect().adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(place):
            return False
        if parent is window:
            return True
        place.translate(parent.pos())
        parent = parent.parentWidget()
    return True


def _overlaps(layout: QLayout) -> Iterator[str]:
    if isinstance(layout, QStackedLayout):
        return
    items = [layout.itemAt(index) for index in range(layout.count())]
    places = []
    for item in items:
        if item.layout() is not None:
            yield from _overlaps(item.layout())
        widget = item.widget()
        if widget is not None and not widget.isHidden():
            places.append((widget.geometry(), widget))
    for (first, one), (second, other) in combinations(places, 2):
        if first.adjusted(SLACK, SLACK, -SLACK, -SLACK).intersects(second):
            yield f"{_named(one, _words(one))} and {_named(other, _words(other))}"


def _named(widget: QWidget, words: str) -> str:
    place = widget.mapTo(widget.window(), QPoint(0, 0)).toTuple()
    hint = widget.sizeHint().toTuple()
    return f"{type(widget).__name__} {words!r} at {place}, {widget.size().toTuple()} of {hint}"


def screen_of(window: QWidget) -> QSize:
    """For windows that must not be larger than it."""
    return (window.screen() or QApplication.primaryScreen()).availableSize()
