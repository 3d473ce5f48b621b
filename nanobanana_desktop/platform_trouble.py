"""Why no window can open on this system, said in a sentence instead of an abort."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

STATUS: Final = 2
"""The exit status of a program that cannot show a window."""

PACKAGES: Final[Mapping[str, tuple[str, str]]] = {
    "libEGL.so.1": ("libegl1", "libglvnd-egl"),
    "libGL.so.1": ("libgl1", "libglvnd-glx"),
    "libICE.so.6": ("libice6", "libICE"),
    "libOpenGL.so.0": ("libopengl0", "libglvnd-opengl"),
    "libSM.so.6": ("libsm6", "libSM"),
    "libX11-xcb.so.1": ("libx11-xcb1", "libX11-xcb"),
    "libX11.so.6": ("libx11-6", "libX11"),
    "libbrotlidec.so.1": ("libbrotli1", "libbrotli"),
    "libdbus-1.so.3": ("libdbus-1-3", "dbus-libs"),
    "libfontconfig.so.1": ("libfontconfig1", "fontconfig"),
    "libfreetype.so.6": ("libfreetype6", "freetype"),
    "libgcc_s.so.1": ("libgcc-s1", "libgcc"),
    "libglib-2.0.so.0": ("libglib2.0-0", "glib2"),
    "libgssapi_krb5.so.2": ("libgssapi-krb5-2", "krb5-libs"),
    "libstdc++.so.6": ("libstdc++6", "libstdc++"),
    "libwayland-client.so.0": ("libwayland-client0", "libwayland-client"),
    "libwayland-cursor.so.0": ("libwayland-cursor0", "libwayland-cursor"),
    "libwayland-egl.so.1": ("libwayland-egl1", "libwayland-egl"),
    "libxcb-cursor.so.0": ("libxcb-cursor0", "xcb-util-cursor"),
    "libxcb-glx.so.0": ("libxcb-glx0", "libxcb"),
    "libxcb-icccm.so.4": ("libxcb-icccm4", "xcb-util-wm"),
    "libxcb-image.so.0": ("libxcb-image0", "xcb-util-image"),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1", "xcb-util-keysyms"),
    "libxcb-randr.so.0": ("libxcb-randr0", "libxcb"),
    "libxcb-render-util.so.0": ("libxcb-render-util0", "xcb-util-renderutil"),
    "libxcb-render.so.0": ("libxcb-render0", "libxcb"),
    "libxcb-shape.so.0": ("libxcb-shape0", "libxcb"),
    "libxcb-shm.so.0": ("libxcb-shm0", "libxcb"),
    "libxcb-sync.so.1": ("libxcb-sync1", "libxcb"),
    "libxcb-util.so.1": ("libxcb-util1", "xcb-util"),
    "libxcb-xfixes.so.0": ("libxcb-xfixes0", "libxcb"),
    "libxcb-xkb.so.1": ("libxcb-xkb1", "libxcb"),
    "libxcb.so.1": ("libxcb1", "libxcb"),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0", "libxkbcommon-x11"),
    "libxkbcommon.so.0": ("libxkbcommon0", "libxkbcommon"),
    "libz.so.1": ("zlib1g", "zlib"),
}
"""Libraries that are left to the system, and their packages in Debian and in Fedora."""

PLUGINS: Final[Mapping[str, tuple[str, ...]]] = {
    "linux": ("xcb", "wayland", "offscreen"),
    "darwin": ("cocoa",),
    "win32": ("windows",),
}
"""The platform plug-ins that a window and this program's checks need, by `sys.platform`."""

_MISSING: Final = re.compile(r"(\S+\.so[.\d]*): cannot open shared object file")


def missing_display(environment: Mapping[str, str], platform: str) -> str:
    """What to say when no window can open here; empty when one may."""
    if not platform.startswith("linux"):
        return ""
    named = ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")
    if any(environment.get(name) for name in named):
        return ""
    return (
        "There is no display: neither DISPLAY nor WAYLAND_DISPLAY is set, so no window can open. "
        "Start the program in a graphical session; over SSH, connect with ssh -X."
    )


def missing_library(error: BaseException | str) -> str:
    """What to say when a loader names a library that is not there; empty when it does not."""
    found = _MISSING.search(str(error))
    if found is None:
        return ""
    library = Path(found[1]).name
    text = f"A library of the system is missing: {library}."
    if library in PACKAGES:
        debian, fedora = PACKAGES[library]
        text += (
            f" Install it with: sudo apt install {debian} (Debian, Ubuntu)"
            f" or sudo dnf install {fedora} (Fedora)."
        )
    return text


def plugin_files(name: str) -> list[Path]:
    """The files of a platform plug-in, where Qt looks for them."""
    from PySide6.QtCore import QLibraryInfo

    folders = [Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforms"]
    if own := os.environ.get("QT_QPA_PLATFORM_PLUGIN_PATH"):
        folders = [Path(own), Path(own) / "platforms", *folders]
    pattern = re.compile(rf"(?:lib)?q{re.escape(name)}(?:-\w+)?\.(?:so|dylib|dll)")
    for folder in folders:
        files = sorted(folder.iterdir()) if folder.is_dir() else []
        if found := [file for file in files if pattern.fullmatch(file.name)]:
            return found
    return []


def why_no_window(environment: Mapping[str, str], told: str) -> str:
    """The reason in words, looked for when the toolkit gave up; `told` are its last words."""
    import ctypes

    wanted = environment.get("QT_QPA_PLATFORM", "").partition(":")[0]
    usual = "xcb" if environment.get("DISPLAY") else "wayland"
    for file in plugin_files(wanted or usual):
        try:
            ctypes.CDLL(str(file))
        except OSError as error:
            if text := missing_library(error):
                return text
    display = environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")
    if display and wanted in ("", "xcb", "wayland"):
        return (
            f"The display “{display}” cannot be reached. "
            "Start the program in the graphical session of the person who is logged in."
        )
    return f"No window can open on this system: {' '.join(told.split())}"


@contextmanager
def toolkit_watched(end: Callable[[int], object] = os._exit) -> Iterator[None]:
    """While the application is made: where Qt would abort, say why and end with `STATUS`."""
    from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

    held: list[str] = []

    def on_message(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        held.append(text)
        if kind is QtMsgType.QtFatalMsg:
            sys.stderr.write(f"{why_no_window(os.environ, text)}\n")
            sys.stderr.flush()
            end(STATUS)

    former = qInstallMessageHandler(on_message)
    try:
        yield
    finally:
        qInstallMessageHandler(former)
        for text in held:
            sys.stderr.write(f"{text}\n")
