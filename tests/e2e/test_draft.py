"""The form after a restart: as it was left, and ready to be sent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from tests.e2e.conftest import Running
from tests.e2e.screen import drop_files, reference_names
from tests.pictures import picture

Start = Callable[..., AbstractAsyncContextManager[Running]]
WaitUntil = Callable[..., Awaitable[None]]


async def test_reference_images_of_the_last_session_are_ready_again_and_those_gone_are_told(
    tmp_path: Path, start_program: Start, wait_until: WaitUntil
) -> None:
    for name in ("a.png", "b.png"):
        (tmp_path / name).write_bytes(picture("png", 60 if name == "a.png" else 80))
    async with start_program(demo=True) as running:
        drop_files(running, [tmp_path / "a.png", tmp_path / "b.png"])
        field = running.program.window.create_pane.references
        await wait_until(lambda: len(field.references()) == 2)
        kept = {reference.name: reference for reference in field.references()}
        folder = running.paths.references
    (folder / f"{kept['b.png'].sha256}.png").unlink()
    async with start_program(demo=True) as running:
        field = running.program.window.create_pane.references
        await wait_until(lambda: not field.is_preparing())
        assert field.references() == (kept["a.png"], kept["b.png"])
        assert field.has_problem()
        assert len(reference_names(running)) == 2
