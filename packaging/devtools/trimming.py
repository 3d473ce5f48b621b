"""What PyInstaller packs of Qt that a widget program never loads: left out of its lists.

The recipe of the program and that of the bare window beside it use the same rules. This runs in
PyInstaller's own process; an entry of its lists names the place in the build, the file, the kind.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

Entry = tuple[str, str, str]

# Qt plugins that a widget program without QML, printing and SQL drivers never loads. The GTK 3
# theme would pull the whole GTK stack of the building machine into the bundle.
UNUSED_QT: Final = re.compile(
    r"""
    plugins/( egldeviceintegrations | generic | printsupport | qmltooling | sqldrivers
            | vectorimageformats | designer | wayland-graphics-integration-server )/
  | plugins/networkinformation/libq( connman | networkmanager )
  | plugins/platforms/libq( eglfs | linuxfb | minimal | minimalegl | vkkhrdisplay | vnc )
  | plugins/platformthemes/libqgtk3
  | plugins/platforminputcontexts/.*virtualkeyboard
  | plugins/imageformats/(lib)?q( pdf | tga | wbmp | icns )\.
  | plugins/tls/(lib)?qcertonly
  | plugins/wayland-shell-integration/lib( fullscreen | ivi | qt | wl )-shell
  | (lib)?Qt6( EglF[sS]\w* | Pdf | Quick | Qml | VirtualKeyboard | WaylandCompositor | WlShell )
  | ^lib( gtk-3 | gdk-3 | gdk_pixbuf | atk | atspi | pango | cairo | rsvg | cups )
  | opengl32sw\.dll | qdirect2d
    """,
    re.VERBOSE,
)
# Qt's own texts, for the languages of the program only.
OTHER_LANGUAGE: Final = re.compile(r"translations/(?!(qt|qtbase)_(zh_CN|en)\.qm)")

# The system's own: other versions of it beside the system's graphics drivers break these.
LEFT_TO_THE_SYSTEM: Final = re.compile(r"^lib(stdc\+\+\.so|gcc_s\.so)")
IS_LINUX: Final = sys.platform == "linux"

# Kept of a package: its name, version, entry points and licences. Lists of the files as they were
# installed say nothing of this build, whose own list of parts lies beside it.
NOT_SHIPPED: Final = re.compile(r"\.dist-info/(RECORD$|sboms/)|resources/i18n/.*\.ts$")

UNUSED_MODULES: Final = [
    "PIL",
    "PySide6.QtDesigner",
    "PySide6.QtOpenGL",
    "PySide6.QtPdf",
    "PySide6.QtQml",
    "PySide6.QtQuick",
    # Python's stand-in for a module in C that is there.
    "_pydecimal",
    "_pytest",
    "brotli",
    "ftplib",
    "h2",
    "hypothesis",
    "multiprocessing.dummy",
    "multiprocessing.managers",
    "multiprocessing.pool",
    "multiprocessing.sharedctypes",
    "mypy",
    "pip",
    "pydoc",
    "pygments",
    "pytest",
    "rich",
    "setuptools",
    "smtplib",
    "test",
    "tkinter",
    "unittest",
    "xml.sax",
    "xmlrpc",
    "zstandard",
]


def kept(entries: Iterable[Entry]) -> list[Entry]:
    """Without the parts of Qt that no widget program uses, and what only makes a build."""
    names = [(entry, entry[0].replace("\\", "/")) for entry in entries]
    return [
        entry
        for entry, name in names
        if not any(rule.search(name) for rule in (UNUSED_QT, OTHER_LANGUAGE, NOT_SHIPPED))
    ]


def reached(entries: list[Entry]) -> list[Entry]:
    """Without the libraries that only left-out plugins needed, and without links to what is gone.

    Modules of Python and plugins are loaded by name; a library comes only for their sake.
    """
    if not IS_LINUX:
        return entries
    from PyInstaller.depend.bindepend import get_imports

    libraries: dict[str, list[Entry]] = {}
    for entry in entries:
        folder, _, name = entry[0].rpartition("/")
        if folder in ("", "PySide6/Qt/lib") and ".so" in name and "cpython" not in name:
            libraries.setdefault(name, []).append(entry)
    known = [entry for of_name in libraries.values() for entry in of_name]
    kept_entries = [entry for entry in entries if entry not in known]
    waiting = [entry[1] for entry in kept_entries if entry[2] in ("BINARY", "EXTENSION")]
    waiting += [
        entry[1]
        for name in list(libraries)
        if name.startswith("libpython")
        for entry in libraries[name]
    ]
    seen: set[str] = set()
    while waiting:
        for needed, _place in get_imports(waiting.pop()):
            name = Path(needed).name
            if name in seen or LEFT_TO_THE_SYSTEM.search(name):
                continue
            seen.add(name)
            waiting += [entry[1] for entry in libraries.get(name, ()) if entry[2] == "BINARY"]
    keep = {name for name in libraries if name in seen or name.startswith("libpython")}
    return kept_entries + [entry for name in keep for entry in libraries[name]]
