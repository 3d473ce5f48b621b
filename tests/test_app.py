"""The start: whose the data folder is, and a window that nobody sees yet."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from nanobanana_desktop import __main__, app
from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.first_window import FirstWindow
from nanobanana_desktop.paths import DataPaths
from nanobanana_desktop.storage.data_lock import DataLock, LockHolder
from nanobanana_desktop.ui.panes import Panes
from nanobanana_desktop.ui.theme.theme import Theme

Flag = QEventLoop.ProcessEventsFlag


class FakeLock:
    """Another copy holds the folder for `held` tries; `answers` tells whether it raises itself."""

    def __init__(self, held: int, *, answers: bool) -> None:
        self.held = held
        self.answers = answers

    def try_acquire(self) -> bool:
        self.held -= 1
        return self.held < 0

    def raise_other(self, seconds: float) -> bool:
        return self.answers

    def holder(self) -> LockHolder:
        return LockHolder(42, "studio", "nanobanana")


def test_a_copy_that_neither_answers_nor_ends_is_named() -> None:
    with pytest.raises(StorageError) as raised:
        app.take_folder(cast("DataLock", FakeLock(99, answers=False)), 0.0)
    assert raised.value.case is ErrorCase.DATA_FOLDER_IN_USE
    assert raised.value.facts == {"process": 42, "host": "studio"}


@pytest.mark.parametrize(
    ("lock", "ours"),
    [
        (FakeLock(0, answers=False), True),
        (FakeLock(1, answers=True), False),
        (FakeLock(3, answers=False), True),
    ],
    ids=["free", "shown", "ending"],
)
def test_the_folder_is_ours_or_the_other_copy_is_shown(lock: FakeLock, ours: bool) -> None:
    assert app.take_folder(cast("DataLock", lock), 60.0) is ours


def test_a_window_that_is_not_painted_does_not_hold_up_the_start(
    qapp: QApplication, data_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Panes, "show", lambda _panes: None)
    monkeypatch.setattr("nanobanana_desktop.first_window.PAINT_SECONDS", 0.0)
    paths = DataPaths(data_root)
    paths.create()
    first = FirstWindow(Theme(qapp), paths, demo=False)
    shown: list[bool] = []
    first.paint(qapp, lambda: shown.append(True))
    first.stop()
    assert shown == [True]


def test_what_a_person_does_before_the_first_paint_is_kept_for_later(
    qapp: QApplication, data_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    turned: list[QEventLoop.ProcessEventsFlag] = []
    turn = qapp.processEvents

    def note(flags: QEventLoop.ProcessEventsFlag = Flag.AllEvents) -> None:
        turned.append(flags)
        turn(flags)

    paths = DataPaths(data_root)
    paths.create()
    first = FirstWindow(Theme(qapp), paths, demo=False)
    with monkeypatch.context() as patch:
        patch.setattr(qapp, "processEvents", note)
        first.paint(qapp, None)
    first.stop()
    assert set(turned) == {Flag.ExcludeUserInputEvents}


def test_without_a_terminal_a_refusal_is_still_a_refusal(
    monkeypatch: pytest.MonkeyPatch, restore_environment: Callable[[], None]
) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    monkeypatch.setattr(sys, "stdout", None)
    assert __main__.main(["--base-url", "ftp://nowhere"]) == 2
    restore_environment()


@pytest.fixture
def restore_environment() -> Callable[[], None]:
    before = dict(os.environ)

    def restore() -> None:
        sys.stderr.close()
        sys.stdout.close()
        os.environ.clear()
        os.environ.update(before)

    return restore
