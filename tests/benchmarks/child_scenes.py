"""The whole program with a large library: `child_scenes.py FOLDER`.

Prints for each scene of daily use how late the window's thread was, beat by beat, in seconds, and
under `NAME (work)` how long it was busy itself.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Final
from unittest.mock import patch

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QPoint,
    Qt,
    SignalInstance,
)
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QMenu, QMessageBox

from nanobanana_desktop.domain.history_query import HistoryFilter, HistoryQuery, HistorySort
from nanobanana_desktop.launch import run
from nanobanana_desktop.program import Program

sys.path.insert(0, str(Path(__file__).resolve().parent))
from canary import Canary
from stage_scenes import StageScenes, turn_wheel

BREATH: Final = 0.02
SETTLE: Final = 2.0
TURNS: Final = 60
HUNDREDS: Final = 400
"""So many are told one by one, not by listing the history anew."""


class Scenes:
    """Does what a person does; each scene ends when the window has come to rest."""

    def __init__(self, program: Program) -> None:
        self._window = program.window.window
        self._pane = program.window.history_pane
        self._stage = program.window.stage_pane
        self._marks = program.library.marks
        self.all: Mapping[str, Callable[[], Awaitable[None]]] = {
            "scroll the list": lambda: self._scroll(self._pane.list),
            "jump in the list": lambda: self._jump(self._pane.list),
            "walk the list": self._walk,
            **StageScenes(program).all,
            "open the grid": self._open_grid,
            "scroll the grid": lambda: self._scroll(self._grid()),
            "jump in the grid": lambda: self._jump(self._grid()),
            "resize": self._resize,
            "search a word": lambda: self._search("lighthouse"),
            "search two letters": lambda: self._search("斑马"),
            "sort": self._sort,
            "filter": self._filter,
            "find a command": self._find_a_command,
            "select all": self._select_all,
            "menu of all": self._menu_of_all,
            "trash hundreds and undo": self._trash_hundreds,
            "rate all": self._rate_all,
            "trash all and undo": self._trash_all,
        }

    def _grid(self) -> QAbstractItemView:
        grid = self._stage.grid
        assert grid is not None
        return grid

    async def _scroll(self, view: QAbstractItemView) -> None:
        for _ in range(TURNS):
            turn_wheel(view.viewport(), -240)
            await asyncio.sleep(BREATH)

    async def _jump(self, view: QAbstractItemView) -> None:
        bar = view.verticalScrollBar()
        for step in range(TURNS // 3):
            bar.setValue(bar.maximum() * ((step * 7) % 20) // 20)
            await asyncio.sleep(BREATH * 3)

    async def _walk(self) -> None:
        self._pane.focus_list()
        for _ in range(TURNS):
            QTest.keyClick(self._pane.list, Qt.Key.Key_Down)
            await asyncio.sleep(BREATH)

    async def _open_grid(self) -> None:
        for view in ("grid", "single", "grid"):
            self._stage.set_view(view)
            await asyncio.sleep(BREATH * 10)

    async def _resize(self) -> None:
        for step in range(TURNS // 2):
            self._window.resize(1280 + step * 8, 800)
            await asyncio.sleep(BREATH)

    async def _search(self, text: str) -> None:
        for length in range(1, len(text) + 1):
            self._pane.search.setText(text[:length])
            await asyncio.sleep(0.12)
        await asyncio.sleep(0.5)
        self._pane.search.clear_search()
        await asyncio.sleep(0.5)

    async def _sort(self) -> None:
        for sort in (*HistorySort, HistorySort.NEWEST):
            self._pane.model.set_query(HistoryQuery(sort=sort))
            await asyncio.sleep(0.5)

    async def _filter(self) -> None:
        for chosen in (HistoryFilter.FAILED, HistoryFilter.STARRED, HistoryFilter.ALL):
            self._pane.model.set_query(HistoryQuery(filter=chosen))
            await asyncio.sleep(0.5)

    async def _find_a_command(self) -> None:
        self._pane.focus_list()
        for words in ("comp", "gn", "zzz"):
            QTest.keyClick(self._pane.list, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
            await asyncio.sleep(0.3)
            line = QApplication.focusWidget()
            assert isinstance(line, QLineEdit)
            for letter in words:
                QTest.keyClick(line, letter)
                await asyncio.sleep(0.12)
            for key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_Escape):
                QTest.keyClick(line, key)
                await asyncio.sleep(0.12)

    async def _select_all(self) -> None:
        self._pane.list.selectAll()
        await asyncio.sleep(0.3)
        self._pane.selection_model.setCurrentIndex(
            self._pane.model.index(0, 0), QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        await asyncio.sleep(0.3)

    async def _menu_of_all(self) -> None:
        self._choose_all()
        view = self._pane.list
        for _ in range(3):
            asked = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
            QApplication.sendEvent(view, asked)
            await asyncio.sleep(0.3)
            menu = QApplication.activePopupWidget()
            assert isinstance(menu, QMenu)
            menu.close()
            await asyncio.sleep(0.1)

    async def _rate_all(self) -> None:
        self._choose_all()
        told = self._marks.many_changed
        await self._changed(lambda: QTest.keyClick(self._pane.list, Qt.Key.Key_3), told)
        await self._changed(self._window.toast.undo, told)

    async def _trash_all(self) -> None:
        self._choose_all()
        await self._trash_and_undo(self._marks.many_changed)

    async def _trash_hundreds(self) -> None:
        model = self._pane.model
        self._pane.focus_list()
        first = model.active_count + HUNDREDS
        rows = QItemSelection(model.index(first), model.index(first + HUNDREDS - 1))
        self._pane.selection_model.select(rows, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        await self._trash_and_undo(self._marks.marks_changed)

    async def _trash_and_undo(self, told: SignalInstance) -> None:
        model = self._pane.model
        rows, chosen = model.rowCount(), sum(map(len, self._pane.list.selected_ranges()))
        await self._changed(self._confirm_deletion, told)
        assert model.rowCount() == rows - chosen
        await self._changed(self._window.toast.undo, told)
        assert model.rowCount() == rows

    def _choose_all(self) -> None:
        self._pane.focus_list()
        self._pane.list.selectAll()

    def _confirm_deletion(self) -> None:
        QTest.keyClick(self._pane.list, Qt.Key.Key_Delete)
        box = self._window.findChildren(QMessageBox)[-1]
        role = QMessageBox.ButtonRole.DestructiveRole
        next(button for button in box.buttons() if box.buttonRole(button) is role).click()

    async def _changed(self, act: Callable[[], object], told: SignalInstance) -> None:
        """Do it, and wait until all rows are written and shown."""
        done = asyncio.Event()
        told.connect(done.set, Qt.ConnectionType.SingleShotConnection)
        act()
        await done.wait()
        await asyncio.sleep(SETTLE)


def main() -> int:
    canary = Canary()
    told: dict[str, list[float]] = {}

    async def play(self: Program) -> int:
        await asyncio.sleep(SETTLE)
        scenes = Scenes(self)
        canary.start()
        for name, scene in scenes.all.items():
            canary.forget()
            await scene()
            told[name] = list(canary.pauses)
            told[f"{name} (work)"] = list(canary.worked)
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()
        return 0

    options = argparse.Namespace(
        demo=False, data_dir=Path(sys.argv[1]), base_url=None, log=None, demo_picture=None
    )
    with patch.object(Program, "run_until_quit", play):
        return run(options)


if __name__ == "__main__":
    sys.exit(main())
