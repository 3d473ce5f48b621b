"""What the program is made of besides its window: loaded behind the first paint, bit by bit."""

from __future__ import annotations

from importlib import import_module
from typing import Final

from PySide6.QtCore import QCoreApplication, QEventLoop

PORTIONS: Final = (
    "PySide6.QtNetwork",
    "asyncio",
    "nanobanana_desktop.services.lost_pictures",
    "nanobanana_desktop.services.task_service",
    "nanobanana_desktop.library",
    "nanobanana_desktop.ui.wiring.order_wiring",
    "nanobanana_desktop.ui.wiring.window_wiring",
    "nanobanana_desktop.program",
    "nanobanana_desktop.running",
)
"""In an order in which each brings about as much as the one before it."""


def load_later_modules(application: QCoreApplication) -> None:
    """Load everything; in between the window is painted, and what a person does is kept for later.

    All at once it would stand still for longer than one can overlook.
    """
    for name in PORTIONS:
        import_module(name)
        application.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
