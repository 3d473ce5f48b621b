"""A Python error while an item is painted leaves no painter open behind it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPainter
from pytestqt.qtbot import QtBot

from nanobanana_desktop.ui.theme.theme import Theme
from tests.ui.fake_history import make_record, make_task
from tests.ui.grid_views import show_both


class BrokenError(Exception):
    pass


@pytest.mark.parametrize("kind", ["list", "grid"])
def test_an_error_in_an_item_leaves_the_next_paint_possible(
    kind: str, qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [make_task(f"t{n}", image=make_record(f"t{n}")) for n in range(4)]
    both = show_both(qtbot, theme, made)
    view = both.grid if kind == "grid" else both.history
    view.resize(400, 300)
    with qtbot.waitExposed(view):
        view.show()

    def broken(_painter: QPainter, _rect: QRect, *_rest: object) -> None:
        raise BrokenError

    raised: list[type[BaseException]] = []
    with monkeypatch.context() as patch, qtbot.captureExceptions() as caught:
        patch.setattr(view, "paint_item", broken)
        try:
            view.viewport().repaint()
        except BrokenError as error:
            raised.append(type(error))
    # An event filter of the application, where there is one, meets the error before we do.
    raised.extend(kind for kind, *_ in caught)
    assert raised == [BrokenError]
    assert not view.viewport().paintingActive()
    view.viewport().repaint()
    rect = view.visualRect(both.model.index(0))
    painted = view.viewport().grab(rect).toImage()
    ground = view.ground().rgb()
    colours = {painted.pixel(QPoint(x, rect.height() // 2)) for x in range(painted.width())}
    assert colours - {ground}
