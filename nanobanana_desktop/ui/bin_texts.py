"""The system's bin, by the name that it has on this system."""

from __future__ import annotations

import sys

from PySide6.QtCore import QCoreApplication


def where_they_go(platform: str = sys.platform) -> str:
    """One sentence about files that are deleted for good here."""
    if platform == "win32":
        return QCoreApplication.translate("Bin", "They go to the Recycle Bin.")
    if platform == "darwin":
        return QCoreApplication.translate("Bin", "They go to the Trash.")
    return QCoreApplication.translate("Bin", "They go to the system's bin.")
