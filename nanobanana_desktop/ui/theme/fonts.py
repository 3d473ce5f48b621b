"""Font families by system and language: Han characters never fall back to a foreign form."""

from __future__ import annotations

from typing import Final

_CHINESE: Final = {
    "win32": ("Microsoft YaHei UI",),
    "darwin": ("PingFang SC",),
    "linux": ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "WenQuanYi Micro Hei"),
}


def font_families(system_families: list[str], language: str, platform: str) -> list[str]:
    """The families of the application font, best first.

    In Chinese the Chinese family leads, because “ ” … — are Latin code points and would be drawn
    narrow otherwise; macOS handles that by itself. `platform` is `sys.platform`.
    """
    chinese = list(_CHINESE.get(platform, _CHINESE["linux"]))
    if language.startswith("zh") and platform != "darwin":
        ordered = chinese + system_families
    else:
        ordered = system_families + chinese
    return list(dict.fromkeys(ordered))
