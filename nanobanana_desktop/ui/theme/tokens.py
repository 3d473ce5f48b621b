"""The colour tables of the themes, and the contrast that their pairs must keep."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

LIGHT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "bg": "#F6F6F7",
        "surface": "#FFFFFF",
        "sunken": "#ECECEE",
        "stage": "#E6E6E8",
        "overlay": "#FFFFFF",
        "raised": "#FFFFFF",
        "hover": "#F0F0F2",
        "pressed": "#E4E4E7",
        "held": "#D8D8DD",
        "border": "#DADADE",
        "track": "#DADADE",
        "control_edge": "#C4C4CB",
        "border_strong": "#84848C",
        "text": "#1B1B1F",
        "text2": "#55555E",
        "text3": "#63636C",
        "placeholder": "#63636C",
        "disabled": "#A0A0A8",
        "accent": "#FFD02E",
        "accent_hover": "#FFC400",
        "accent_press": "#F0B400",
        "accent_edge": "#C69A00",
        "on_accent": "#241C00",
        "accent_line": "#8A6000",
        "accent_soft": "#FFF3C4",
        "accent_soft_press": "#FFE79C",
        "info": "#1A5FC4",
        "info_soft": "#E3EEFD",
        "ok": "#1B7038",
        "ok_soft": "#E0F3E6",
        "err": "#B3261E",
        "err_soft": "#FCE8E6",
        "warn": "#8F4A00",
        "warn_soft": "#FDEBD9",
        "scroll": "#8E8E97",
        "toast": "#2B2B30",
        "toast_hover": "#3F3F46",
        "toast_press": "#52525A",
        "toast_text": "#FFFFFF",
        "toast_link": "#FFD43B",
    }
)

DARK: Final[Mapping[str, str]] = MappingProxyType(
    {
        "bg": "#1C1C1F",
        "surface": "#252529",
        "sunken": "#17171A",
        "stage": "#121214",
        "overlay": "#2E2E33",
        "raised": "#3A3A40",
        "hover": "#2D2D32",
        "pressed": "#35353B",
        "held": "#44444B",
        "border": "#38383E",
        "track": "#38383E",
        "control_edge": "#4B4B53",
        "border_strong": "#7C7C86",
        "text": "#F2F2F4",
        "text2": "#B9B9C1",
        "text3": "#9A9AA4",
        "placeholder": "#9A9AA4",
        "disabled": "#65656E",
        "accent": "#FFD43B",
        "accent_hover": "#FFDE66",
        "accent_press": "#E8BC14",
        "accent_edge": "#FFD43B",
        "on_accent": "#241C00",
        "accent_line": "#FFD43B",
        "accent_soft": "#3B3417",
        "accent_soft_press": "#4B4220",
        "info": "#86B7FF",
        "info_soft": "#1D2C44",
        "ok": "#6FD08C",
        "ok_soft": "#1B3324",
        "err": "#FF9189",
        "err_soft": "#45211F",
        "warn": "#FFB274",
        "warn_soft": "#42290F",
        "scroll": "#6C6C75",
        "toast": "#F2F2F4",
        "toast_hover": "#E2E2E6",
        "toast_press": "#D6D6DB",
        "toast_text": "#1B1B1F",
        "toast_link": "#7A5400",
    }
)

_EDGES: Final = ("border", "control_edge", "border_strong", "accent_edge", "scroll")
_QUIET_TEXTS: Final = ("text2", "text3")
_STRONGER: Final = (("hover", "pressed"), ("pressed", "held"), ("held", "control_edge"))
_SOFT_FILLS: Final = ("info_soft", "ok_soft", "err_soft", "warn_soft")


def high_contrast(table: Mapping[str, str]) -> Mapping[str, str]:
    """The variant for people who ask the system for more contrast.

    Every edge and every quiet text takes the text colour, soft fills disappear; what lies below
    the pointer or is pressed stands out more; what is disabled can be read as well as a hint
    otherwise. Placeholders stay as they are, so that nobody takes
    them for what was typed.
    """
    changed = dict(table)
    changed.update(dict.fromkeys(_EDGES + _QUIET_TEXTS, table["text"]))
    changed["disabled"] = table["text3"]
    changed.update({token: table[stronger] for token, stronger in _STRONGER})
    changed.update(dict.fromkeys(_SOFT_FILLS, table["surface"]))
    return MappingProxyType(changed)


class ContrastPair(NamedTuple):
    """`foreground` must reach the ratio `need` (WCAG 2.2) on `background`."""

    foreground: str
    background: str
    need: float


_TEXT: Final = 4.5
_GRAPHIC: Final = 3.0

CONTRAST_PAIRS: Final = (
    *(ContrastPair("text", ground, _TEXT) for ground in ("bg", "surface", "stage", "overlay")),
    *(ContrastPair("text", ground, _TEXT) for ground in ("raised", "accent_soft", "hover")),
    *(ContrastPair("text", ground, _TEXT) for ground in ("pressed", "held", "accent_soft_press")),
    *(
        ContrastPair("text2", ground, _TEXT)
        for ground in ("bg", "surface", "accent_soft", "pressed", "held")
    ),
    *(
        ContrastPair("text3", ground, _TEXT)
        for ground in ("bg", "surface", "hover", "sunken", "stage")
    ),
    *(
        ContrastPair("on_accent", ground, _TEXT)
        for ground in ("accent", "accent_hover", "accent_press")
    ),
    ContrastPair("placeholder", "surface", _TEXT),
    ContrastPair("border_strong", "surface", _GRAPHIC),
    ContrastPair("border_strong", "sunken", _GRAPHIC),
    ContrastPair("info", "track", _GRAPHIC),
    *(ContrastPair("accent_line", ground, _TEXT) for ground in ("bg", "surface", "accent_soft")),
    ContrastPair("accent_line", "stage", _GRAPHIC),
    *(ContrastPair("info", ground, _TEXT) for ground in ("surface", "accent_soft", "info_soft")),
    *(ContrastPair("ok", ground, _TEXT) for ground in ("bg", "ok_soft")),
    *(ContrastPair("err", ground, _TEXT) for ground in ("bg", "err_soft", "accent_soft")),
    *(ContrastPair("warn", ground, _TEXT) for ground in ("bg", "warn_soft")),
    ContrastPair("toast_text", "toast", _TEXT),
    *(
        ContrastPair("toast_link", ground, _TEXT)
        for ground in ("toast", "toast_hover", "toast_press")
    ),
    ContrastPair("scroll", "bg", _GRAPHIC),
)


def contrast_ratio(first: str, second: str) -> float:
    """The WCAG contrast of two `#RRGGBB` colours, 1 to 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    channels = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
