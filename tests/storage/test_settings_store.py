from __future__ import annotations

import json
from pathlib import Path

import pytest

from nanobanana_desktop.domain.settings import Settings, ThemeMode
from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.storage.json_file import LoadResult
from nanobanana_desktop.storage.settings_store import SettingsStore


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.json"


def test_bad_file_without_a_copy_gives_defaults_and_says_so(path: Path) -> None:
    path.write_bytes(b"{")
    loaded = SettingsStore(path).load()
    assert loaded.settings == Settings()
    assert loaded.result is LoadResult.LOST
    assert loaded.kept_as is not None


def test_bad_field_is_named_and_the_rest_used(path: Path) -> None:
    path.write_text('{"theme": "dark", "concurrency": 99}')
    loaded = SettingsStore(path).load()
    assert loaded.settings == Settings(theme=ThemeMode.DARK)
    assert loaded.unusable_fields == ("concurrency",)
    assert loaded.result is LoadResult.LOADED


def test_no_file_gives_defaults_silently(path: Path) -> None:
    loaded = SettingsStore(path).load()
    assert (loaded.settings, loaded.result) == (Settings(), LoadResult.MISSING)
    assert loaded.unusable_fields == ()


def test_keys_of_a_newer_version_survive(path: Path) -> None:
    path.write_text('{"from_the_future": {"x": [1]}, "theme": "light"}')
    store = SettingsStore(path)
    store.load()
    store.save(Settings(theme=ThemeMode.DARK))
    written = json.loads(path.read_text())
    assert written["from_the_future"] == {"x": [1]}
    assert written["theme"] == "dark"


def test_saved_settings_are_loaded_again(path: Path) -> None:
    changed = Settings(base_url="https://example.test", custom_models=("a", "b"), text_size=115)
    SettingsStore(path).save(changed)
    loaded = SettingsStore(path).load()
    assert loaded.settings == changed
    assert loaded.result is LoadResult.LOADED


def test_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError) as raised:
        SettingsStore(tmp_path / "file" / "settings.json").save(Settings())
    assert raised.value.case is ErrorCase.FOLDER_MISSING
