"""What is likely to be looked at next is loaded and made before anybody waits for it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, QTimer
from PySide6.QtWidgets import QScrollArea

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui.history.pane import HistoryPane
from nanobanana_desktop.ui.wiring.details_wiring import DetailsWiring

BREATH_MS: Final = 120
"""Before each portion, and since the last step of who goes through pictures: nobody is to wait."""

_FOR_A_PICTURE: Final = ("ui.stage.picture_loading", "ui.stage.caption")
_FOR_DETAILS: Final = ("ui.details.read_box", "ui.details.details_pane", "ui.marks.marks_editors")
_FOR_VIEWS: Final = (
    "ui.stage.justified_layout",
    "ui.stage.grid",
    "domain.prompt_difference",
    "ui.stage.compare",
    "ui.stage.full_screen",
    "ui.palette.entries",
    "ui.palette.palette",
    "ui.palette.choices",
    "ui.history.saved_list",
    "ui.templates.library_card",
)


class Preparation(QObject):
    """Goes on in portions of a few milliseconds: at once with what shows a picture, with the rest
    when the first task is looked at. A window that nobody uses needs no memory for it.
    """

    def __init__(
        self,
        history: HistoryPane,
        details: DetailsWiring,
        parent: QObject,
        last: Sequence[Callable[[], object]] = (),
    ) -> None:
        """`last` are portions that come after all others."""
        super().__init__(parent)
        self._last = last
        self._history = history
        self._details = details
        self._portions: deque[Callable[[], object]] = deque()
        self._is_all_known = False
        self._breath = QTimer(self)
        self._breath.setObjectName("preparation")
        self._breath.setSingleShot(True)
        self._breath.setInterval(BREATH_MS)
        self._breath.timeout.connect(self._on_breath_timeout)

    def begin(self) -> None:
        self._add(*map(_loading, _FOR_A_PICTURE))
        self._history.current_changed.connect(self._on_history_current_changed)
        self._on_history_current_changed(self._history.current_task())

    def _add(self, *portions: Callable[[], object]) -> None:
        self._portions.extend(portions)
        self._breath.start()

    def _on_history_current_changed(self, task: GenerationTask | None) -> None:
        if task is not None and not self._is_all_known:
            self._is_all_known = True
            self._add(self._history.style, lambda: QScrollArea().viewport(), _meet_objects)
            self._add(*map(_loading, _FOR_DETAILS), self._details.make, self._details.fill_ahead)
            self._add(*map(_loading, _FOR_VIEWS), *self._last)
        if self._portions:
            self._breath.start()

    def _on_breath_timeout(self) -> None:
        self._portions.popleft()()
        if self._portions:
            self._breath.start()


def _loading(name: str) -> Callable[[], object]:
    return partial(import_module, f"nanobanana_desktop.{name}")


def _meet_objects() -> None:
    """Ask for objects that Qt itself made.

    As with the first style and the first viewport of this kind, the binding loads all classes that
    they could be. Full screen meets them at its first look at events.
    """
    application = QCoreApplication.instance()
    if application is not None:
        application.children()
