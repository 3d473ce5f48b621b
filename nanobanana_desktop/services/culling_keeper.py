"""What was decided while sorting out, kept until it is carried out or thrown away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from nanobanana_desktop.domain.culling import Culling
from nanobanana_desktop.services.background import Jobs, Workers
from nanobanana_desktop.services.file_keeper import FileKeeper, ObjectFile


class Loaded(Protocol):
    @property
    def content(self) -> Mapping[str, object]: ...


class KeptFile(ObjectFile, Protocol):
    """One JSON object in a file; blocking."""

    def load(self) -> Loaded: ...


class CullingKeeper:
    """Keeps one sorting out in a small file of its own; it is read when somebody asks for it."""

    def __init__(self, file: KeptFile, workers: Workers, jobs: Jobs) -> None:
        self._file = file
        self._workers = workers
        self._writer = FileKeeper(file, workers, jobs)

    async def load(self) -> Culling | None:
        """What an earlier session kept; None when there is nothing that can be used."""
        loaded = await self._workers.run(self._file.load)
        return Culling.from_mapping(loaded.content)

    def save(self, culling: Culling | None) -> None:
        """Keep this one, written in a worker; None forgets what was kept."""
        self._writer.save({} if culling is None else culling.to_mapping())

    async def flush(self) -> None:
        """Return when what is not written yet was written; called at the end."""
        await self._writer.flush()
