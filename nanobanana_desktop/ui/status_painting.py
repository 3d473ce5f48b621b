"""Glyph, bar and clock of a status, drawn the same in row, tile and stage."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui import formats
from nanobanana_desktop.ui.task_status import RING, Bar, StatusKind, TaskStatus, waited
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.widgets.spinner import paint_spinner, spinner_turn

BUSY_SECONDS: Final = 2.0
"""Once to and fro."""
_BUSY_PART: Final = 1 / 3

Progress = tuple[int, int | None]


def paint_glyph(
    painter: QPainter, center: QPoint, size: int, status: TaskStatus, theme: Theme, phase: float
) -> None:
    """The glyph of `status` in `size` logical pixels; `phase` in seconds turns the ring."""
    rect = QRect(0, 0, size, size)
    rect.moveCenter(center)
    if status.look.glyph == RING:
        paint_spinner(
            painter,
            QRectF(rect),
            theme.color("track"),
            theme.color(status.look.colour),
            spinner_turn(phase),
            width=max(2.0, size / 10),
        )
    elif status.look.glyph:
        ratio = pixel_ratio(painter)
        pixmap = theme.pixmap(status.look.glyph, status.look.colour, size, ratio)
        painter.drawPixmap(rect.topLeft(), pixmap)


def paint_bar(
    painter: QPainter,
    rect: QRect,
    status: TaskStatus,
    progress: Progress | None,
    theme: Theme,
    phase: float | None,
) -> None:
    """The bar of `status` if it has one; `phase` in seconds, None stands for reduced motion."""
    if status.look.bar is Bar.NONE:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    radius = rect.height() / 2
    painter.setBrush(theme.color("track"))
    painter.drawRoundedRect(QRectF(rect), radius, radius)
    painter.setBrush(theme.color(status.look.colour))
    done = progress_part(progress)
    if status.look.bar is Bar.PROGRESS:
        painter.drawRoundedRect(_part_of(rect, 0.0, done or 0.0), radius, radius)
    elif phase is None:
        painter.setBrush(QBrush(theme.color(status.look.colour), Qt.BrushStyle.BDiagPattern))
        painter.drawRoundedRect(QRectF(rect), radius, radius)
    else:
        painter.drawRoundedRect(_part_of(rect, _busy_start(phase), _BUSY_PART), radius, radius)
    painter.restore()


def pixel_ratio(painter: QPainter) -> float:
    """Device pixels for each logical one. (Asking the device loads every widget class: 8 ms.)"""
    return painter.deviceTransform().m11()


def clock_text(
    task: GenerationTask, status: TaskStatus, progress: Progress | None, now: float
) -> str:
    """What runs beside the state word: the time waited or the part downloaded, if any."""
    if (status.look.counts_time and status.case is None) or status.kind is StatusKind.SLOW:
        return formats.elapsed(waited(task, now))
    part = progress_part(progress)
    if status.kind is StatusKind.DOWNLOADING and part is not None:
        return formats.percent(part)
    return ""


def progress_part(progress: Progress | None) -> float | None:
    """Between 0 and 1; None while the size is not known."""
    if progress is None or not progress[1]:
        return None
    return min(1.0, progress[0] / progress[1])


def _part_of(rect: QRect, start: float, part: float) -> QRectF:
    return QRectF(
        rect.left() + start * rect.width(), rect.top(), part * rect.width(), rect.height()
    )


def _busy_start(phase: float) -> float:
    """Where the running part begins, to and fro with gentle turns."""
    turn = (phase % BUSY_SECONDS) / BUSY_SECONDS
    there = 2 * turn if turn < 0.5 else 2 - 2 * turn
    eased = there * there * (3 - 2 * there)
    return eased * (1 - _BUSY_PART)
