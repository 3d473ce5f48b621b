"""Settings, the draft of the form and the window's state: small files of their own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from nanobanana_desktop.domain.settings import (
    Settings,
    settings_from_mapping,
    settings_to_mapping,
)
from nanobanana_desktop.storage.json_file import JsonFile, LoadResult


class LoadedSettings(NamedTuple):
    """The settings, and what had to be said about reading them.

    `unusable_fields` had a value that could not be used and have their default now. `kept_as` is
    where a file went that could not be used.
    """

    settings: Settings
    result: LoadResult
    unusable_fields: tuple[str, ...] = ()
    kept_as: Path | None = None


class SettingsStore:
    """`settings.json`; keys of the file that this version does not know are kept. Thread-safe."""

    def __init__(self, path: Path, *, clock: Callable[[], float] = time.time) -> None:
        self._file = JsonFile(path, clock=clock)
        self._lock = threading.Lock()
        self._unknown: dict[str, object] = {}

    def load(self) -> LoadedSettings:
        """Never raises: what cannot be read has its default."""
        loaded = self._file.load()
        settings, unusable = settings_from_mapping(loaded.content)
        known = settings_to_mapping(settings)
        with self._lock:
            self._unknown = {k: v for k, v in loaded.content.items() if k not in known}
        return LoadedSettings(settings, loaded.result, unusable, loaded.kept_as)

    def save(self, settings: Settings) -> None:
        """Raises StorageError(DISK_FULL | FOLDER_MISSING); the former settings are then kept."""
        with self._lock:
            unknown = self._unknown
        self._file.save({**unknown, **settings_to_mapping(settings)})
