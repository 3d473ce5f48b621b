"""A former image folder that is away, in the real program: told, given up, and waited for again."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from nanobanana_desktop.ui.settings.former_folders import FolderRow
from tests.e2e.conftest import KEY, FakeBackend, Running

Start = Callable[..., AbstractAsyncContextManager[Running]]
WaitUntil = Callable[..., Awaitable[None]]


@pytest.fixture
def former(tmp_path: Path, data_root: Path, backend: FakeBackend) -> Path:
    """A folder that the settings know of and that is not there; another one is."""
    backend.set_password("nanobanana-desktop", "default", KEY)
    folder = tmp_path / "drive" / "pictures"
    data_root.mkdir(parents=True, exist_ok=True)
    there = tmp_path / "there"
    there.mkdir()
    settings = json.dumps({"former_images_folders": [str(there), str(folder)]})
    (data_root / "settings.json").write_text(settings, encoding="utf-8")
    return folder


async def test_a_folder_is_given_up_and_waited_for_again(
    start_program: Start, wait_until: WaitUntil, former: Path
) -> None:
    async with start_program() as running:
        program = running.program
        program.window.settings_wiring.open_folders()

        def rows() -> list[FolderRow]:
            found = running.window.findChildren(FolderRow)
            return [row for row in found if row.isVisible()]

        await wait_until(lambda: [row.folder.path for row in rows()] == [former])
        assert not rows()[0].folder.is_given_up
        rows()[0].button.click()
        await wait_until(lambda: [row.folder.is_given_up for row in rows()] == [True])
        assert program.settings.settings.gone_images_folders == (str(former),)
        rows()[0].button.click()
        await wait_until(lambda: [row.folder.is_given_up for row in rows()] == [False])
        assert program.settings.settings.gone_images_folders == ()
