"""The window with its panes, as it is painted first: nothing behind it yet but the history."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject

from nanobanana_desktop.ui.actions import Actions
from nanobanana_desktop.ui.create.create_pane import CreatePane
from nanobanana_desktop.ui.history.pane import HistoryPane
from nanobanana_desktop.ui.main_window import MainWindow
from nanobanana_desktop.ui.ports import HistorySource, PictureSource, ThumbnailSource
from nanobanana_desktop.ui.stage.pane import StagePane
from nanobanana_desktop.ui.task_requests import TaskRequests
from nanobanana_desktop.ui.theme.system_look import SystemLook
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.thumbnails import ThumbnailCache
from nanobanana_desktop.ui.ticker import Ticker


class Panes(QObject):
    """Builds the window from what the first paint needs; services are connected afterwards."""

    def __init__(
        self,
        theme: Theme,
        history: HistorySource,
        thumbnails: ThumbnailSource,
        pictures: PictureSource,
        now: Callable[[], float],
        *,
        demo: bool,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self.recent_commands: object = None
        """As an earlier session kept it; whoever needs it looks whether it can be used."""
        self.kept_view: object = None
        """Likewise."""
        self.kept_filmstrip: object = None
        """Likewise."""
        self.kept_viewer: object = None
        """Likewise."""
        self.sources = (pictures, thumbnails)
        self.actions = Actions(self)
        self.requests = TaskRequests(self)
        self.ticker = Ticker(self)
        self.ticker.set_motion_allowed(not theme.reduced_motion)
        self.previews = thumbnails
        self.thumbnails = cache = ThumbnailCache(thumbnails, self)
        self.create = CreatePane(theme)
        self.history = HistoryPane(theme, history, cache, self.ticker, self.requests, now)
        self.stage = StagePane(
            theme,
            (self.history.model, self.history.selection_model),
            pictures,
            thumbnails,
            cache,
            self.ticker,
            self.requests,
            now,
        )
        self.window = MainWindow(
            theme, self.actions, self.create, self.stage, self.history, demo=demo
        )
        self.history.current_changed.connect(self.stage.show_task)

    def restore(self, window_state: Mapping[str, Any], draft: Mapping[str, Any]) -> None:
        """Take over what earlier sessions left: the window's place, the search and the form."""
        # Until the desktop is asked, which must not be waited for, its last word holds.
        self.theme.take_system(SystemLook.from_mapping(window_state.get("system_look")))
        self.recent_commands = window_state.get("recent_commands")
        self.kept_view = window_state.get("looked_at")
        self.kept_filmstrip = window_state.get("filmstrip")
        self.kept_viewer = window_state.get("viewer")
        self.window.restore_state(window_state)
        self.history.panel.restore(window_state.get("search"))
        if draft:
            self.create.restore_draft(draft)

    def show(self) -> None:
        self.theme.put_on()
        self.window.show()
        self.create.focus_prompt()
