"""The system's bin, by the name that it has on this system."""

from __future__ import annotations

import sys

from PySide6.QtCore import QCoreApplication


def where_they_go(count: int, platform: str = sys.platform) -> str:
    """One sentence about so many files that are deleted for good here."""
    if count == 1:
        return _where_it_goes(platform)
    if platform == "win32":
        return QCoreApplication.translate("Bin", "They go to the Recycle Bin.")
    if platform == "darwin":
        return QCoreApplication.translate("Bin", "They go to the Trash.")
    return QCoreApplication.translate("Bin", "They go to the system's bin.")


def _where_it_goes(platform: str) -> str:
    if platform == "win32":
        return QCoreApplication.translate("Bin", "It goes to the Recycle Bin.")
    if platform == "darwin":
        return QCoreApplication.translate("Bin", "It goes to the Trash.")
    return QCoreApplication.translate("Bin", "It goes to the system's bin.")
