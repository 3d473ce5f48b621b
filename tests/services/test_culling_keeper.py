"""Decisions outlive the program: on the real disk, and whatever became of the file meanwhile."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from nanobanana_desktop.domain.culling import BIN, Culling, CullScope
from nanobanana_desktop.services.background import Jobs, Workers
from nanobanana_desktop.services.culling_keeper import CullingKeeper
from nanobanana_desktop.storage.json_file import JsonFile


@pytest.fixture
async def keeper(tmp_path: Path) -> AsyncIterator[CullingKeeper]:
    jobs, workers = Jobs(), Workers("t", 1)
    yield CullingKeeper(JsonFile(tmp_path / "culling.json"), workers, jobs)
    await jobs.close()
    workers.close()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"pictures": 3}', b"\xff\xfe\x00"])
async def test_a_file_that_cannot_be_used_is_no_sorting_out(
    keeper: CullingKeeper, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "culling.json").write_bytes(content)
    assert await keeper.load() is None


async def test_without_a_file_there_is_none(keeper: CullingKeeper) -> None:
    assert await keeper.load() is None


async def test_the_last_decision_is_on_disk_and_what_is_over_is_forgotten(
    keeper: CullingKeeper,
) -> None:
    culling = Culling(CullScope.ORDER, "abc")
    for _ in range(2):
        culling.decide(BIN)
        keeper.save(culling)
    await keeper.flush()
    found = await keeper.load()
    assert found is not None
    assert found.to_mapping() == culling.to_mapping()
    keeper.save(None)
    await keeper.flush()
    assert await keeper.load() is None
