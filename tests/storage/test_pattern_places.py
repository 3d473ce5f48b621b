"""Pictures after a pattern on a real disk: found again whatever happened, nothing else taken."""

from __future__ import annotations

import os
from datetime import UTC
from pathlib import Path

import pytest

from nanobanana_desktop.domain.image_record import ImageRecord
from nanobanana_desktop.domain.picture_names import PictureNames, PictureTraits
from nanobanana_desktop.domain.task import TaskState
from nanobanana_desktop.storage import picture_places
from nanobanana_desktop.storage.image_store import ImageStore
from nanobanana_desktop.storage.sidecar import write_sidecar
from nanobanana_desktop.storage.spool import Spool
from nanobanana_desktop.storage.tagged_files import all_files
from tests.fakes import make_task
from tests.pictures import picture

CREATED = 1_763_942_340.0  # 2025-11-23 23:59 UTC
TASK = "1a2b3c4d" + "0" * 24
OTHER = "ffff0000" + "0" * 24
PROMPT = "A red fox"
TRAITS = PictureTraits("nano-banana-pro", "2K", "16x9")
PATTERN = "{model}/{date}/{prompt:40}"
PLACE = "nano-banana-pro/2025-11-23/A red fox_1a2b3c4d.png"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "images"
    folder.mkdir()
    return folder


def store_of(folder: Path, pattern: str = PATTERN) -> ImageStore:
    return ImageStore(folder, (), PictureNames(pattern) if pattern else None, zone=UTC)


def save(store: ImageStore, task: str = TASK) -> ImageRecord:
    with store.begin(task, PROMPT, CREATED, traits=TRAITS) as part:
        part.write(picture("png"))
        return store.finish(part, 42.0)


def files_below(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_a_picture_lies_where_the_pattern_says(folder: Path) -> None:
    store = store_of(folder)
    record = save(store)
    assert (record.relative_path, files_below(folder)) == (PLACE, [PLACE])
    assert store.locate(record) == folder / PLACE
    assert store_of(folder, "").locate(record) == folder / PLACE


def test_nothing_is_replaced(folder: Path) -> None:
    store = store_of(folder, "{date}")
    paths = [save(store, task).relative_path for task in (TASK, TASK, OTHER)]
    assert paths == [
        "2025-11-23_1a2b3c4d.png",
        "2025-11-23_1a2b3c4d-2.png",
        "2025-11-23_ffff0000.png",
    ]


@pytest.mark.parametrize("later", [PATTERN, "{prompt}", "x/y/{id}"])
def test_what_was_placed_but_not_recorded_is_found_with_any_pattern(
    folder: Path, later: str
) -> None:
    record = save(store_of(folder))
    store = store_of(folder, later)
    assert store.find_placed(OTHER, CREATED) is None
    found = store.find_placed(TASK, CREATED)
    assert found is not None
    assert (found.relative_path, found.sha256) == (record.relative_path, record.sha256)
    another = save(store, OTHER)
    again = store.find_placed(OTHER, CREATED)
    assert again is not None
    assert again.relative_path == another.relative_path


def test_what_is_placed_while_the_folder_is_looked_through_is_found_the_next_time(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = store_of(folder)
    look_through = picture_places.tagged_pictures

    def placed_meanwhile(root: Path) -> list[Path]:
        found = list(look_through(root))
        save(store)
        return found

    with monkeypatch.context() as patch:
        patch.setattr(picture_places, "tagged_pictures", placed_meanwhile)
        assert store.find_placed(OTHER, CREATED) is None
    found = store.find_placed(TASK, CREATED)
    assert found is not None
    assert found.relative_path == PLACE


def test_what_lies_in_the_folder_of_its_month_is_found_with_a_pattern_too(folder: Path) -> None:
    record = save(store_of(folder, ""))
    assert record.relative_path == "2025/11/2025-11-23_a-red-fox_1a2b3c4d.png"
    found = store_of(folder).find_placed(TASK, CREATED)
    assert found is not None
    assert found.relative_path == record.relative_path


def test_half_pictures_and_half_sidecars_go_at_the_next_start(folder: Path) -> None:
    store = store_of(folder)
    running = store.begin(TASK, PROMPT, CREATED, traits=TRAITS)
    running.write(b"half")
    (part,) = files_below(folder)
    assert part == "nano-banana-pro/2025-11-23/2025-11-23_a-red-fox_1a2b3c4d.part"
    assert store.clean_parts() == 0, "it is in work"
    sidecar = folder / "a/.x_1a2b3c4d.png.json.tmp"
    sidecar.parent.mkdir()
    sidecar.write_bytes(b"{")
    os.utime(sidecar, (CREATED, CREATED))
    strange = ("a/download.part", "a/.x.png.json.tmp", "a/IMG_20240101.jpg")
    for name in strange:
        (folder / name).write_bytes(b"mine")
        os.utime(folder / name, (CREATED, CREATED))
    assert store_of(folder).clean_parts() == 2
    assert files_below(folder) == sorted(strange)
    running.abort()


def test_a_lost_history_is_told_of_by_sidecars_and_not_by_cameras(folder: Path) -> None:
    record = save(store_of(folder))
    task = make_task(id=TASK, state=TaskState.DONE, image=record)
    assert write_sidecar(folder / PLACE, task)
    for name in ("IMG_20240101.jpg", "Holiday/DSC_00012345.png"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(picture("png"))
    # The settings may be lost as well.
    for store in (store_of(folder), store_of(folder, "")):
        assert [told.id for told in store.told_by_sidecars()] == [TASK]
        assert store.placed_paths() == [PLACE]


def test_a_folder_that_cannot_be_made_costs_no_picture(folder: Path) -> None:
    (folder / "nano-banana-pro").write_text("a file")
    record = save(store_of(folder))
    assert record.relative_path == "2025/11/2025-11-23_a-red-fox_1a2b3c4d.png"


def test_a_name_that_is_too_long_for_some_systems_becomes_the_usual_one(folder: Path) -> None:
    store = store_of(folder, "{prompt:200}/{prompt:200}/{prompt}")
    with store.begin(TASK, "word " * 200, CREATED, traits=TRAITS) as part:
        part.write(picture("png"))
        record = store.finish(part, 42.0)
    assert record.relative_path.startswith("2025/11/2025-11-23_word-word")


def test_a_spooled_copy_goes_where_the_pattern_says(folder: Path, tmp_path: Path) -> None:
    spool = Spool(tmp_path / "data" / "spool")
    with spool.begin(TASK, PROMPT, CREATED) as part:
        part.write(picture("png"))
        spooled = spool.finish(part, 1.0)
    store = store_of(folder)
    with spool.move_into(store, spooled, (TASK, PROMPT, CREATED), TRAITS) as part:
        assert store.finish(part, 2.0).relative_path == PLACE


def test_links_and_hidden_folders_are_not_entered(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    for place in (outside, folder / ".cache", folder / "in"):
        place.mkdir(exist_ok=True)
        (place / "x_1a2b3c4d.png").write_bytes(picture("png"))
    (folder / "link").symlink_to(outside, target_is_directory=True)
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    found = [path.relative_to(folder).as_posix() for path in all_files(folder) if path.is_file()]
    assert found == ["in/x_1a2b3c4d.png"]
    assert list(all_files(folder / "missing")) == []
