"""Exports: nothing is replaced, nothing is half, and what could not be done is told."""

from __future__ import annotations

import csv
import errno
import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC
from itertools import pairwise
from pathlib import Path

import pytest

from nanobanana_desktop.domain.export_plan import CopyWish, ExportMeans, ExportPlan
from nanobanana_desktop.domain.name_template import TemplateError
from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.domain.picture_format import PictureFormat
from nanobanana_desktop.domain.picture_metadata import found_parameters
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.storage import export_target
from nanobanana_desktop.storage.export_run import ExportRun, ListRun
from nanobanana_desktop.storage.export_target import FolderTarget, ZipTarget
from nanobanana_desktop.storage.table_file import TableFile
from tests.fakes import make_image, make_task
from tests.pictures import picture
from tests.signed_pictures import animated_webp, signed
from tests.storage.faults import DISK_FULL, FOLDER_GONE, fail_call

WORDS = "香蕉船 🍌 at dawn"


@dataclass
class Library:
    """Originals in a folder of their own, and a folder to export to."""

    folder: Path
    target: Path
    tasks: list[GenerationTask] = field(default_factory=list)

    def put(self, data: bytes, prompt: str = WORDS, ending: str = "png") -> GenerationTask:
        number = len(self.tasks)
        name = f"{number}.{ending}"
        (self.folder / name).write_bytes(data)
        task = make_task(
            id=f"{number:032x}",
            created_at=1_764_000_000.0,
            state=TaskState.DONE,
            params=GenerationParams(prompt=prompt),
            image=make_image(relative_path=name),
        )
        self.tasks.append(task)
        return task

    def locate(self, task: GenerationTask) -> Path:
        assert task.image is not None
        path = self.folder / task.image.relative_path
        if not path.is_file():
            raise StorageError(ErrorCase.FILE_GONE, "gone")
        return path

    def plan(self, **changes: object) -> ExportPlan:
        plan = ExportPlan(folder=self.target, template="{date} {prompt}", wish=CopyWish())
        return replace(plan, **changes)

    def run(self, **changes: object) -> ExportRun:
        return ExportRun(self.plan(**changes), len(self.tasks), self.means)

    @property
    def means(self) -> ExportMeans:
        return ExportMeans(self.locate, "1.0", UTC)

    @property
    def names(self) -> list[str]:
        files = (path for path in self.target.rglob("*") if path.is_file())
        return sorted(path.relative_to(self.target).as_posix() for path in files)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    for name in ("library", "target"):
        (tmp_path / name).mkdir()
    return Library(tmp_path / "library", tmp_path / "target")


@pytest.fixture(autouse=True)
def umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


# -- what cannot be done ---------------------------------------------------------------------------


def test_a_bad_template_begins_nothing(library: Library) -> None:
    with pytest.raises(TemplateError):
        library.run(template="{nonsense}")
    assert library.names == []


@pytest.mark.parametrize("as_zip", [False, True])
def test_a_missing_folder_is_told_and_not_made(library: Library, as_zip: bool) -> None:
    library.target.rmdir()
    with pytest.raises(StorageError) as caught:
        library.run(as_zip=as_zip, table=True)
    assert caught.value.case is ErrorCase.FOLDER_MISSING
    assert not library.target.exists()


@pytest.mark.parametrize("as_zip", [False, True])
def test_a_folder_that_cannot_be_written_is_told(
    library: Library, as_zip: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_target.os, "access", lambda *_: False)
    with pytest.raises(StorageError) as caught:
        library.run(as_zip=as_zip)
    assert caught.value.case is ErrorCase.FOLDER_MISSING


@pytest.mark.parametrize("code", DISK_FULL)
def test_a_full_disk_keeps_what_is_whole(
    library: Library, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = library.put(picture("png")), library.put(picture("png"))
    run = library.run()
    run.add(first)
    fail_call(monkeypatch, "write", code)
    with pytest.raises(StorageError) as caught:
        run.add(second)
    run.abandon(caught.value)
    assert caught.value.case is ErrorCase.DISK_FULL
    assert caught.value.facts["size"] > 0
    assert library.names == [f"2025-11-24 {WORDS}.png"]
    assert (run.summary.exported, run.summary.error) == (1, caught.value)


@pytest.mark.parametrize("code", FOLDER_GONE)
@pytest.mark.parametrize("call", ["write", "fsync", "open"])
def test_a_folder_that_goes_away_ends_it(
    library: Library, code: int, call: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = library.put(picture("png"))
    run = library.run()
    fail_call(monkeypatch, call, code)
    with pytest.raises(StorageError) as caught:
        run.add(task)
    monkeypatch.undo()
    assert caught.value.case is ErrorCase.FOLDER_MISSING
    assert library.names == []


@pytest.mark.parametrize("at", [1, 2, 3])
def test_an_archive_on_a_full_disk_leaves_nothing(
    library: Library, at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks = [library.put(picture("png")) for _ in range(3)]
    run = library.run(as_zip=True, table=True)
    writes = 0
    real = zipfile.ZipFile.writestr

    def fail(archive: zipfile.ZipFile, *arguments: object) -> None:
        nonlocal writes
        writes += 1
        if writes == at:
            raise OSError(errno.ENOSPC, "full")
        real(archive, *arguments)

    monkeypatch.setattr(zipfile.ZipFile, "writestr", fail)
    for task in tasks[: at - 1]:
        run.add(task)
    with pytest.raises(StorageError) as caught:
        run.add(tasks[at - 1])
    run.abandon(caught.value)
    run.abandon(caught.value)
    assert library.names == []
    assert (run.summary.exported, run.summary.path) == (0, None)


def test_an_archive_that_reads_otherwise_is_not_kept(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = library.run(as_zip=True)
    run.add(library.put(picture("png")))
    monkeypatch.setattr(zipfile.ZipFile, "testzip", lambda _: "0.png")
    with pytest.raises(StorageError):
        run.finish()
    assert library.names == []


def test_a_copy_that_reads_otherwise_is_not_kept(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = library.put(picture("png"))
    run = library.run()
    monkeypatch.setattr(export_target, "write_all", lambda *_: None)
    with pytest.raises(StorageError):
        run.add(task)
    assert library.names == []


def test_originals_that_are_gone_cut_or_no_pictures_are_listed_and_the_others_come(
    library: Library,
) -> None:
    good = library.put(picture("png"), "good")
    gone = library.put(picture("png"), "gone")
    library.locate(gone).unlink()
    cut = library.put(picture("jpeg")[:300], "cut")
    page = library.put(b"<html>", "page")
    folder = library.put(b"", "folder")
    library.locate(folder).unlink()
    (library.folder / "4.png").mkdir()
    run = library.run(template="{prompt}")
    for task in (gone, cut, page, folder, good):
        run.add(task)
    run.finish()
    assert library.names == ["good.png"]
    assert run.summary.exported == 1
    assert [(f.prompt, f.case) for f in run.summary.failures] == [
        ("gone", ErrorCase.FILE_GONE),
        ("cut", ErrorCase.RESULT_BAD),
        ("page", ErrorCase.RESULT_BAD),
        ("folder", ErrorCase.FILE_GONE),
    ]


def test_the_list_of_failures_ends_and_their_number_does_not(library: Library) -> None:
    run = library.run()
    for number in range(1_000):
        run.note_failure(str(number), "", ErrorCase.FILE_GONE)
    assert (run.summary.failed, len(run.summary.failures)) == (1_000, 200)


# -- what is done ----------------------------------------------------------------------------------


def test_nothing_is_replaced_whatever_the_case(library: Library) -> None:
    there = library.target / f"2025-11-24 {WORDS.upper()}.PNG"
    there.write_bytes(b"precious")
    tasks = [library.put(picture("png")) for _ in range(3)]
    run = library.run()
    for task in tasks:
        run.add(task)
    run.finish()
    assert there.read_bytes() == b"precious"
    assert library.names == sorted(
        [there.name, *(f"2025-11-24 {WORDS}-{number}.png" for number in (2, 3, 4))]
    )


def test_a_name_that_somebody_takes_meanwhile_is_left_alone(library: Library) -> None:
    run = library.run(template="x")
    run.add(library.put(picture("png")))
    (library.target / "x-2.png").write_bytes(b"theirs")
    run.add(library.put(picture("png")))
    assert library.names == ["x-2.png", "x-3.png", "x.png"]
    assert (library.target / "x-2.png").read_bytes() == b"theirs"


def test_copies_go_into_folders_with_their_words_and_can_be_read_by_others(
    library: Library,
) -> None:
    first = library.put(picture("png"), "../../etc/passwd")
    second = library.put(picture("jpeg"), "CON")
    run = library.run(template="{date}/{prompt}/{seq}")
    run.add(first)
    run.add(second)
    run.finish()
    assert library.names == ["2025-11-24/-..-etc-passwd/001.png", "2025-11-24/_CON/002.jpg"]
    found = found_parameters((library.target / library.names[0]).read_bytes())
    assert found is not None
    assert found.prompt == "../../etc/passwd"
    assert (library.target / library.names[1]).stat().st_mode & 0o777 == 0o644
    assert run.summary.path == library.target / library.names[0]


def test_originals_are_never_touched(library: Library) -> None:
    originals = [signed("png"), picture("jpeg"), animated_webp()]
    tasks = [library.put(data) for data in originals]
    for wish in (CopyWish(), CopyWish(embeds=False), CopyWish(format=PictureFormat.JPEG)):
        run = library.run(wish=wish)
        for task in tasks:
            run.add(task)
        run.finish()
    assert [library.locate(task).read_bytes() for task in tasks] == originals


def test_the_summary_tells_what_had_to_be_different(library: Library) -> None:
    tasks = [library.put(signed("png")), library.put(animated_webp()), library.put(picture("png"))]
    same, other = library.run(), library.run(wish=CopyWish(format=PictureFormat.JPEG))
    for task in tasks:
        same.add(task)
        other.add(task)
    told = (same.summary.untouched, same.summary.without_credentials, same.summary.stills)
    assert told == (1, 0, 0)
    told = (other.summary.untouched, other.summary.without_credentials, other.summary.stills)
    assert told == (0, 1, 1)


def test_tasks_without_a_picture_are_passed_over(library: Library) -> None:
    run = library.run(template="{seq}")
    run.add(make_task())
    run.add(library.put(picture("png")))
    run.finish()
    assert library.names == ["001.png"]
    assert run.summary.failed == 0


def test_an_archive_holds_pictures_as_they_are_under_their_names(library: Library) -> None:
    tasks = [library.put(signed("png")), library.put(signed("png")), library.put(picture("webp"))]
    (library.target / "Export.zip").write_bytes(b"precious")
    run = library.run(as_zip=True, table=True, template="{date}/{prompt}", stem="export")
    run.list_tasks(tasks)
    for task in tasks:
        run.add(task)
    run.finish()
    assert library.names == ["Export.zip", "export-2.zip"]
    assert run.summary.path == library.target / "export-2.zip"
    with zipfile.ZipFile(library.target / "export-2.zip") as archive:
        entries = {info.filename: info for info in archive.infolist()}
        assert list(entries) == [
            f"2025-11-24/{WORDS}.png",
            f"2025-11-24/{WORDS}-2.png",
            f"2025-11-24/{WORDS}.webp",
            "export.csv",
        ]
        first = entries[f"2025-11-24/{WORDS}.png"]
        assert first.compress_type == zipfile.ZIP_STORED
        assert first.flag_bits & 0x800
        assert archive.read(first) == signed("png")
        rows = list(csv.reader(archive.read("export.csv").decode("utf-8-sig").splitlines()))
        assert len(rows) == 4
    assert (library.target / "export-2.zip").stat().st_mode & 0o777 == 0o644


def test_the_list_lies_beside_the_copies(library: Library) -> None:
    (library.target / "list.csv").write_bytes(b"precious")
    tasks = [library.put(picture("png")), make_task(id="b" * 32)]
    run = library.run(table=True, stem="list")
    run.list_tasks(tasks)
    for task in tasks:
        run.add(task)
    run.finish()
    assert library.names == [f"2025-11-24 {WORDS}.png", "list-2.csv", "list.csv"]
    assert (run.summary.exported, run.summary.listed) == (1, 2)
    lines = (library.target / "list-2.csv").read_bytes().split(b"\r\n")
    assert len(lines) == 4


def test_what_is_cancelled_leaves_whole_copies_and_no_list(library: Library) -> None:
    run = library.run(table=True)
    run.list_tasks([library.put(picture("png"))])
    run.add(library.tasks[0])
    run.abandon(cancelled=True)
    assert library.names == [f"2025-11-24 {WORDS}.png"]
    assert (run.summary.cancelled, run.summary.exported, run.summary.listed) == (True, 1, 0)


def test_what_a_killed_program_left_is_in_nobodys_way(library: Library) -> None:
    for kind in ("copy", "zip", "list"):
        (library.target / f".nanobanana-{kind}-{os.getpid()}.part").write_bytes(b"half")
    for target in (FolderTarget(library.target),):
        target.add("", "x", ".png", b"data")
        target.finish()
    table = TableFile(library.target)
    table.abandon()
    table.abandon()
    assert "x.png" in library.names
    assert not any("list" in name or "copy" in name for name in library.names)


# -- only a list -----------------------------------------------------------------------------------


def test_a_list_alone_replaces_what_the_person_chose(library: Library) -> None:
    path = library.target / "tasks.csv"
    path.write_bytes(b"old")
    run = ListRun(path, 1, library.means)
    assert path.read_bytes() == b"old"
    run.list_tasks([make_task()])
    run.finish()
    assert path.read_bytes().count(b"\r\n") == 2
    assert library.names == ["tasks.csv"]
    assert (run.summary.listed, run.summary.path) == (1, path)


@pytest.mark.parametrize("code", DISK_FULL)
def test_a_list_on_a_full_disk_leaves_the_old_one(
    library: Library, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = library.target / "tasks.csv"
    path.write_bytes(b"old")
    run = ListRun(path, 1, library.means)
    fail_call(monkeypatch, "write", code)
    with pytest.raises(StorageError) as caught:
        run.list_tasks([make_task()])
    run.abandon(caught.value)
    assert caught.value.case is ErrorCase.DISK_FULL
    assert (library.names, path.read_bytes()) == (["tasks.csv"], b"old")


def test_a_long_list_is_written_as_it_comes(library: Library) -> None:
    path = library.target / "tasks.csv"
    run = ListRun(path, 100_000, library.means)
    tasks = [make_task(id=f"{number:032x}") for number in range(500)]
    sizes = []
    for _ in range(20):
        run.list_tasks(tasks)
        sizes.append(next(library.target.glob(".*.part")).stat().st_size)
    run.finish()
    assert all(later > sooner for sooner, later in pairwise(sizes))
    assert path.read_bytes().count(b"\r\n") == 10_001


def test_an_archive_that_is_closed_twice_stays(library: Library) -> None:
    run = library.run(as_zip=True)
    run.add(library.put(picture("png")))
    run.finish()
    run.abandon()
    assert library.names == ["export.zip"]
    assert isinstance(run._target, ZipTarget)
