"""Where the parts of one row lie."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui import texts
from nanobanana_desktop.ui.history.row_metrics import RowMetrics
from nanobanana_desktop.ui.history.row_text import LineCache, Lines
from nanobanana_desktop.ui.task_status import Bar, RowAction, StatusKind, TaskStatus


class RowLayout(NamedTuple):
    """Rectangles in the coordinates of `rect`, the row without its day header.

    Prompt, state and bar stand together in the middle of the row's height.
    """

    tile: QRect
    lines: Lines
    prompt: QPoint
    meta: QRect
    bar: QRect
    note: QRect
    button: QRect

    @classmethod
    def of(
        cls,
        metrics: RowMetrics,
        cache: LineCache,
        rect: QRect,
        task: GenerationTask,
        status: TaskStatus,
        marked: tuple[str, ...],
        *,
        has_note: bool = False,
    ) -> RowLayout:
        tile = QRect(rect.left() + metrics.inset, 0, metrics.thumb, metrics.thumb)
        tile.moveTop(rect.top() + (rect.height() - metrics.thumb) // 2)
        button = button_rect(metrics, rect)
        left = rect.left() + metrics.text_left
        right = rect.right() + 1 - metrics.text_right
        if status.look.action is not RowAction.NONE or status.local:
            right = button.left() - metrics.inset
        lines = cache.lines(
            texts.heading(task),
            metrics.new_title_font if texts.is_new(task) else metrics.title_font,
            right - left,
            count=2 if status.kind is StatusKind.COMPLETED else 1,
            pitch=metrics.line_pitch,
            marked=marked,
        )
        has_bar = status.look.bar is not Bar.NONE
        height = lines.height + metrics.line_gap + metrics.meta_height
        height += metrics.bar_gap + metrics.bar_height if has_bar else 0
        height += metrics.meta_height if has_note else 0
        top = rect.top() + (rect.height() - height) // 2
        below = top + lines.height + metrics.line_gap
        return cls(
            tile=tile,
            lines=lines,
            prompt=QPoint(left, top),
            meta=QRect(left, below, right - left, metrics.meta_height),
            bar=QRect(
                left,
                below + metrics.meta_height + metrics.bar_gap,
                right - left,
                metrics.bar_height if has_bar else 0,
            ),
            note=QRect(
                left,
                below + metrics.meta_height,
                right - left,
                metrics.meta_height if has_note else 0,
            ),
            button=button,
        )


def button_rect(metrics: RowMetrics, rect: QRect) -> QRect:
    """Where the button of a row is, if it has one."""
    size = metrics.button
    right = rect.right() + 1 - metrics.text_right
    return QRect(right - size, rect.top() + (rect.height() - size) // 2, size, size)
