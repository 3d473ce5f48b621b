"""A stage on screen, for the tests of its views."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.services.loaded_picture import LoadedPicture, loaded_picture
from nanobanana_desktop.ui.history.model import HistoryModel
from nanobanana_desktop.ui.ports import PictureSource
from nanobanana_desktop.ui.stage.pane import StagePane
from nanobanana_desktop.ui.task_requests import TaskRequests
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.thumbnails import ThumbnailCache
from nanobanana_desktop.ui.ticker import Ticker
from tests.ui.fake_history import NOON, FakeHistory, FakePictures


@dataclass
class Shown:
    """A stage on screen with everything around it."""

    pane: StagePane
    model: HistoryModel
    pictures: FakePictures
    previews: FakePictures
    ticker: Ticker
    requests: TaskRequests
    clock: list[float]

    @property
    def page(self) -> object:
        return self.pane.page

    def button(self, name: str) -> QPushButton:
        """The visible button with this name for screen readers."""
        found = [
            button
            for button in self.pane.findChildren(QPushButton)
            if button.isVisible() and (button.accessibleName() or button.text()) == name
        ]
        assert len(found) == 1, name
        return found[0]


def shown_stage(
    qtbot: QtBot,
    theme: Theme,
    tasks: Sequence[GenerationTask],
    pictures: PictureSource | None = None,
) -> Shown:
    """A stage with these tasks in its history, the first one on it.

    `pictures` may come from elsewhere; otherwise they come when the test gives them.
    """
    clock = [NOON]
    source, ticker, requests = FakeHistory(tasks), Ticker(), TaskRequests()
    model = HistoryModel(source, lambda: clock[0])
    model.reload()
    given, previews = FakePictures(), FakePictures()
    pane = StagePane(
        theme,
        (model, QItemSelectionModel(model)),
        pictures or given,
        previews,
        ThumbnailCache(previews),
        ticker,
        requests,
        lambda: clock[0],
    )
    qtbot.addWidget(pane)
    pane.resize(640, 700)
    with qtbot.waitExposed(pane):
        pane.show()
        pane.activateWindow()
    if tasks:
        pane.show_task(tasks[0])
    QApplication.processEvents()
    return Shown(pane, model, given, previews, ticker, requests, clock)


def pixels(width: int = 2752, height: int = 1536, color: str = "#336699") -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(color)
    return image


def picture(width: int = 2752, height: int = 1536, color: str = "#336699") -> LoadedPicture:
    return loaded_picture(pixels(width, height, color), Path("/pictures/boat.png"))
