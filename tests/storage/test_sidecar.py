from __future__ import annotations

import errno
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from nanobanana_desktop.domain.params import GenerationParams, Reference, ReferenceKind
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.storage.sidecar import (
    SIZE_LIMIT,
    needs_sidecar,
    read_sidecar,
    remove_sidecar,
    sidecar_path,
    write_sidecar,
)
from tests.fakes import make_image, make_task
from tests.pictures import picture
from tests.storage.faults import fail_call

RELATIVE = "2026/11/2026-11-22_斑马_1a2b3c4d.png"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    path = tmp_path / RELATIVE
    path.parent.mkdir(parents=True)
    path.write_bytes(picture("png"))
    return path


@pytest.fixture
def task(place: Path) -> GenerationTask:
    references = (
        Reference(kind=ReferenceKind.FILE, name="cat.png", sha256="a" * 64, mime="image/png"),
        Reference(kind=ReferenceKind.LINK, name="dog.png", url="https://example.com/dog.png"),
    )
    return make_task(
        state=TaskState.DONE,
        params=GenerationParams(
            prompt='斑马 "quoted"\nline \U0001f98b', aspect_ratio=None, references=references
        ),
        batch_id="b" * 32,
        rerun_of="c" * 32,
        attempt=2,
        remote_id="remote-1",
        accepted_at=1_001.0,
        result_seen_at=1_050.0,
        result_url="https://signed.example/secret?token=1",
        finished_at=1_060.0,
        amount="0.12",
        told_model="NanoBanana2",
        left_queue_at=1_010.5,
        image=make_image(relative_path=RELATIVE, byte_size=place.stat().st_size),
        starred=True,
        seen=True,
        rating=4,
        note="两行\nof words",
        tags=("海边", "Sea side"),
        trashed_at=1_200.0,
    )


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"null",
        b"{",
        b"\xff\xfe",
        b'{"sidecar": 2}',
        b'{"sidecar": 1}',
        b"[" * 100_000,
        b'{"sidecar": true, "task": 5}',
        b"x" * (SIZE_LIMIT + 1),
    ],
    ids=range(10),
)
def test_what_is_no_sidecar_is_passed_over(place: Path, data: bytes) -> None:
    sidecar_path(place).write_bytes(data)
    assert read_sidecar(place, RELATIVE) is None


@pytest.mark.parametrize("field", ["task", "prompt", "model", "requested", "file", "delivered"])
def test_sidecar_with_a_strange_field_is_passed_over(
    place: Path, task: GenerationTask, field: str
) -> None:
    assert write_sidecar(place, task)
    content = json.loads(sidecar_path(place).read_text("utf-8"))
    for strange in (None, 5, [], {"x": 1}):
        sidecar_path(place).write_text(json.dumps(content | {field: strange}), "utf-8")
        assert read_sidecar(place, RELATIVE) is None


def test_sidecar_of_another_picture_is_passed_over(place: Path, task: GenerationTask) -> None:
    write_sidecar(place, task)
    place.write_bytes(b"something else")
    assert read_sidecar(place, RELATIVE) is None
    place.unlink()
    assert read_sidecar(place, RELATIVE) is None


def test_no_sidecar(place: Path) -> None:
    assert read_sidecar(place, RELATIVE) is None
    remove_sidecar(place)


@pytest.mark.parametrize("call", ["open", "write", "fsync", "replace"])
def test_disk_fault_leaves_the_former_sidecar_and_is_no_error(
    place: Path, task: GenerationTask, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    assert write_sidecar(place, task)
    before = sidecar_path(place).read_bytes()
    with monkeypatch.context() as patch:
        fail_call(patch, call, errno.ENOSPC, sticky=True)
        assert not write_sidecar(place, replace(task, amount="9"))
    assert sidecar_path(place).read_bytes() == before
    assert sorted(p.name for p in place.parent.iterdir()) == [place.name, place.name + ".json"]


def test_everything_but_secrets_comes_back(
    place: Path, task: GenerationTask, mode: Callable[[Path], int]
) -> None:
    assert write_sidecar(place, task)
    text = sidecar_path(place).read_text("utf-8")
    assert "token" not in text
    assert "斑马" in text
    assert mode(sidecar_path(place)) == 0o600
    assert task.image is not None
    expected = replace(task, result_url="", changed_at=task.image.saved_at, attempt=2)
    assert read_sidecar(place, RELATIVE) == expected


def test_what_the_service_did_not_tell_is_left_out(place: Path, task: GenerationTask) -> None:
    silent = replace(task, told_model="", left_queue_at=None)
    write_sidecar(place, silent)
    content = json.loads(sidecar_path(place).read_bytes())
    assert set(content["delivered"]) == {"width", "height"}
    assert "left_queue_at" not in content
    found = read_sidecar(place, RELATIVE)
    assert found is not None
    assert (found.told_model, found.left_queue_at) == ("", None)


@pytest.mark.parametrize("strange", [7, None, ["x"], "a\nb" * 500])
def test_a_strange_model_in_a_sidecar_costs_nothing_else(
    place: Path, task: GenerationTask, strange: object
) -> None:
    write_sidecar(place, task)
    content = json.loads(sidecar_path(place).read_bytes())
    content["delivered"]["model"] = content["left_queue_at"] = strange
    sidecar_path(place).write_text(json.dumps(content))
    found = read_sidecar(place, RELATIVE)
    assert found is not None
    assert found.params == task.params
    assert len(found.told_model) <= 128
    assert "\n" not in found.told_model


def test_sidecar_of_before_there_were_marks_is_read(place: Path, task: GenerationTask) -> None:
    write_sidecar(place, task)
    content = json.loads(sidecar_path(place).read_text("utf-8"))
    del content["marks"]
    sidecar_path(place).write_text(json.dumps(content), "utf-8")
    back = read_sidecar(place, RELATIVE)
    assert back is not None
    assert (back.starred, back.rating, back.tags, back.trashed_at) == (False, 0, (), None)


def test_strange_marks_become_usual_ones(place: Path, task: GenerationTask) -> None:
    write_sidecar(place, task)
    content = json.loads(sidecar_path(place).read_text("utf-8"))
    marks = {
        "starred": "yes",
        "rating": 99,
        "note": "n" * 20_000,
        "tags": ["a", 5, " ", "A", "b\nc"],
        "trashed_at": "now",
    }
    sidecar_path(place).write_text(json.dumps(content | {"marks": marks}), "utf-8")
    back = read_sidecar(place, RELATIVE)
    assert back is not None
    assert (back.starred, back.rating, len(back.note)) == (False, 5, 10_000)
    assert (back.tags, back.trashed_at) == (("a", "b c"), None)


def test_a_sidecar_is_needed_where_it_is_missing_damaged_or_older(
    place: Path, task: GenerationTask
) -> None:
    assert needs_sidecar(place, task)
    sidecar_path(place).write_bytes(b"{")
    assert needs_sidecar(place, task)
    write_sidecar(place, task)
    assert not needs_sidecar(place, task)
    assert needs_sidecar(place, replace(task, rating=1))
    assert not needs_sidecar(place, replace(task, id="f" * 32))


def test_lone_surrogates_and_extreme_numbers_are_written(place: Path, task: GenerationTask) -> None:
    odd = replace(
        task,
        params=replace(task.params, prompt="\ud800 zebra"),
        created_at=float("nan"),
        accepted_at=float("inf"),
    )
    assert write_sidecar(place, odd)
    back = read_sidecar(place, RELATIVE)
    assert back is not None
    assert back.params.prompt == "\ufffd zebra"
    assert back.created_at == 1_100.0
    assert back.accepted_at is None


def test_requested_and_delivered_size_are_both_told(place: Path, task: GenerationTask) -> None:
    write_sidecar(place, task)
    content = json.loads(sidecar_path(place).read_text("utf-8"))
    assert content["requested"] == {"resolution": "1k", "aspect_ratio": None}
    assert content["delivered"] == {"width": 1024, "height": 1024, "model": "NanoBanana2"}
