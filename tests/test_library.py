"""What the settings say about image folders, as the image store is told it."""

from __future__ import annotations

from pathlib import Path

from nanobanana_desktop.domain.settings import Settings
from nanobanana_desktop.library import image_folders
from nanobanana_desktop.paths import DataPaths
from tests.conftest import LogGuard


def test_a_pattern_that_cannot_be_used_is_none(tmp_path: Path, log_guard: LogGuard) -> None:
    log_guard.expected.append("the pattern for names is not used")
    paths = DataPaths(tmp_path)
    assert image_folders(paths, Settings(picture_names="{seq}")) == (
        paths.images,
        (),
        None,
        frozenset(),
    )


def test_a_pattern_goes_with_the_folders(tmp_path: Path) -> None:
    paths = DataPaths(tmp_path)
    settings = Settings(
        picture_names="{date}",
        images_folder=str(tmp_path / "chosen"),
        former_images_folders=("/media/away",),
        gone_images_folders=("/media/away",),
    )
    chosen, former, names, gone = image_folders(paths, settings)
    assert (chosen, former) == (tmp_path / "chosen", (Path("/media/away"), paths.images))
    assert gone == {Path("/media/away")}
    assert names is not None
    assert names.text == "{date}"
