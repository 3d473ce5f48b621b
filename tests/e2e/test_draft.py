"""The form after a restart, and filled from a picture that tells how it was made."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from PySide6.QtWidgets import QPushButton

from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.domain.picture_metadata import embedded, embedding_of
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from tests.e2e.conftest import Running
from tests.e2e.screen import drop_files, reference_names, says
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


async def test_a_copy_of_a_picture_gives_prompt_settings_and_references_back(
    tmp_path: Path, start_program: Start, wait_until: WaitUntil
) -> None:
    (tmp_path / "a.png").write_bytes(picture("png"))
    async with start_program(demo=True) as running:
        drop_files(running, [tmp_path / "a.png"])
        pane = running.program.window.create_pane
        await wait_until(lambda: len(pane.references.references()) == 1)
        params = GenerationParams(
            prompt="A boat 帆船",
            model_name="nano-banana-2",
            resolution="1k",
            aspect_ratio="16:9",
            references=pane.references.references(),
        )
        task = GenerationTask(
            id="a" * 32, state=TaskState.DONE, params=params, created_at=1_790_000_000.0
        )
        copy = tmp_path / "copy.webp"
        copy.write_bytes(embedded(picture("webp"), embedding_of(task, "1.0")))
        pane.clear()
        running.type_prompt("mine")
        editor = pane.prompt.editor
        drop_files(running, [copy], editor.mapTo(pane, editor.rect().center()))
        await wait_until(lambda: pane.state().params == params)
        await wait_until(lambda: not pane.references.is_preparing())
        running.click(QPushButton, "Undo")
        assert pane.state().params.prompt == "mine"
        drop_files(running, [tmp_path / "a.png"], editor.mapTo(pane, editor.rect().center()))
        await wait_until(lambda: len(pane.references.references()) == 1)
        assert pane.state().params.prompt == "mine"
        assert says(running, "tells no prompt. It is a reference image now.")
