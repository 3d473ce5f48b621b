"""The measures of a history row, from the theme and from what lines of text really need."""

from __future__ import annotations

from math import ceil
from typing import Final, NamedTuple

from PySide6.QtGui import QFont, QFontInfo, QFontMetrics

from nanobanana_desktop.ui.theme.theme import Theme

_CHINESE_LINE: Final = 1.5
"""Line height of Chinese fonts by letter size; Noto, the tallest of ours, has 1.45."""
_LAST_LOW: Final = "\u2e7f"
"""Letters after this one may be as tall as Chinese ones."""


class RowMetrics(NamedTuple):
    """All in pixels, relative to the row's left and top; `inset` is the inner margin.

    `line_pitch` is the least distance of lines; Chinese text takes more, and rows have room for it.
    """

    row_height: int
    header_height: int
    thumb: int
    thumb_radius: int
    inset: int
    text_left: int
    text_right: int
    line_pitch: int
    meta_height: int
    line_gap: int
    bar_gap: int
    bar_height: int
    button: int
    glyph: int
    small_glyph: int
    title_font: QFont
    new_title_font: QFont
    meta_font: QFont
    meta_font_metrics: QFontMetrics
    header_font: QFont

    @classmethod
    def of(cls, theme: Theme) -> RowMetrics:
        px = theme.px
        title = theme.font(1.0, QFont.Weight.Medium)
        meta = theme.font(0.92, QFont.Weight.Normal, tabular=True)
        header = theme.font(0.85, QFont.Weight.DemiBold)
        meta_height = max(px(16), QFontMetrics(meta).height())
        line_gap = px(3)
        content = 2 * roomy_line_height(title) + line_gap + meta_height
        return cls(
            row_height=max(px(76), content + 2 * px(8)),
            header_height=max(px(32), roomy_line_height(header) + px(12)),
            thumb=px(54),
            thumb_radius=px(7),
            inset=px(8),
            text_left=px(73),
            text_right=px(10),
            line_pitch=px(17),
            meta_height=meta_height,
            line_gap=line_gap,
            bar_gap=px(5),
            bar_height=max(3, px(3)),
            button=px(28),
            glyph=px(20),
            small_glyph=px(14),
            title_font=title,
            new_title_font=theme.font(1.0, QFont.Weight.Bold),
            meta_font=meta,
            meta_font_metrics=QFontMetrics(meta),
            header_font=header,
        )


def roomy_line_height(font: QFont) -> int:
    """Enough for a line of Latin or Chinese letters, without loading a Chinese font for it."""
    return max(QFontMetrics(font).height(), ceil(_CHINESE_LINE * QFontInfo(font).pixelSize()))


def line_height_for(text: str, font: QFont) -> int:
    """Enough for the lines of this text: Chinese letters need more than others."""
    spacing = QFontMetrics(font).lineSpacing()
    is_tall = max(text, default="") > _LAST_LOW
    return max(spacing, roomy_line_height(font)) if is_tall else spacing
