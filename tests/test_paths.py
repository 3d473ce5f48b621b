from __future__ import annotations

from pathlib import Path

import pytest

from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.paths import DataPaths


@pytest.mark.parametrize("name", ["references", "logs"])
def test_folder_that_cannot_be_made_stops_the_start(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    with pytest.raises(StorageError) as raised:
        DataPaths(tmp_path).create()
    assert raised.value.case is ErrorCase.DATA_FOLDER
    assert raised.value.facts["folder"] == str(tmp_path / name)


@pytest.mark.parametrize("obstacle", ["file", "link"])
def test_row_25_images_that_cannot_be_made_do_not_stop_the_start(
    tmp_path: Path, obstacle: str
) -> None:
    paths = DataPaths(tmp_path)
    if obstacle == "file":
        paths.images.touch()
    else:
        paths.images.symlink_to(tmp_path / "unplugged" / "drive")
    paths.create()
    assert paths.references.is_dir()
    assert not paths.images.is_dir()


def test_folders_are_made_for_their_owner_only(tmp_path: Path) -> None:
    paths = DataPaths(tmp_path / "new" / "data")
    paths.create()
    paths.create()
    for folder in (paths.root, paths.images, paths.references, paths.logs):
        assert folder.stat().st_mode & 0o777 == 0o700
