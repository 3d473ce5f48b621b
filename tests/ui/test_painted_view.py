"""A Python error while an item is painted leaves no painter open behind it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPainter
from pytestqt.qtbot import QtBot

from nanobanana_desktop.ui.history.delegate import HistoryDelegate
from nanobanana_desktop.ui.history.model import HistoryModel
from nanobanana_desktop.ui.history.view import HistoryList
from nanobanana_desktop.ui.item_view import GeometryView
from nanobanana_desktop.ui.stage.grid_view import GridView
from nanobanana_desktop.ui.task_keys import TaskKeys
from nanobanana_desktop.ui.task_requests import TaskRequests
from nanobanana_desktop.ui.theme.theme import Theme
from nanobanana_desktop.ui.thumbnails import ThumbnailCache
from nanobanana_desktop.ui.ticker import Ticker
from tests.ui.fake_history import NOON, FakeHistory, FakePictures, make_record, make_task
from tests.ui.history_models import make_model


class BrokenError(Exception):
    pass


def views(model: HistoryModel, theme: Theme) -> dict[str, GeometryView]:
    thumbnails, ticker = ThumbnailCache(FakePictures()), Ticker()
    keys = TaskKeys(TaskRequests())
    delegate = HistoryDelegate(theme, thumbnails, ticker, lambda: NOON, model)
    history = HistoryList(theme, model, delegate, ticker, keys)
    selection = history.selectionModel()
    grid = GridView(theme, model, selection, thumbnails, ticker, keys, lambda: NOON)
    return {"list": history, "grid": grid}


@pytest.mark.parametrize("kind", ["list", "grid"])
def test_an_error_in_an_item_leaves_the_next_paint_possible(
    kind: str, qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [make_task(f"t{n}", image=make_record(f"t{n}")) for n in range(4)]
    model = make_model(FakeHistory(made))
    both = views(model, theme)
    view = both[kind]
    for made_view in both.values():
        qtbot.addWidget(made_view)
    view.resize(400, 300)
    with qtbot.waitExposed(view):
        view.show()

    def broken(_painter: QPainter, _rect: QRect, *_rest: object) -> None:
        raise BrokenError

    with monkeypatch.context() as patch:
        patch.setattr(view, "paint_item", broken)
        with pytest.raises(BrokenError):
            view.viewport().repaint()
    assert not view.viewport().paintingActive()
    view.viewport().repaint()
    rect = view.visualRect(model.index(0))
    painted = view.viewport().grab(rect).toImage()
    ground = view.ground().rgb()
    colours = {painted.pixel(QPoint(x, rect.height() // 2)) for x in range(painted.width())}
    assert colours - {ground}
