"""Diagnostics: what a report holds, and what it must never hold."""

from __future__ import annotations

import errno
import json
import logging
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from nanobanana_desktop.domain.diagnostic_facts import settings_told
from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.domain.settings import Settings, ThemeMode
from nanobanana_desktop.domain.task import Hold, TaskState
from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.log import RedactingFormatter, Redactor
from nanobanana_desktop.services.background import Workers
from nanobanana_desktop.services.diagnostics_service import DiagnosticsService
from nanobanana_desktop.storage import private_files
from nanobanana_desktop.storage.diagnostics_file import LOG_BYTES, DiagnosticsFile
from tests.fakes import make_task

KEY = "sk-verysecret-0123456789"
PROMPT = "a confidential banana"
PERSONAL = Settings(
    theme=ThemeMode.DARK,
    base_url="https://me:pw@intern.example/api",
    images_folder="/media/clients",
    former_images_folders=("/media/old",),
    gone_images_folders=("/media/old",),
    picture_names="{prompt} for Client",
    custom_models=("secret-model",),
    export_template="{prompt} for Client",
    shortcuts={"grid": ("H",)},
)


@pytest.fixture
def redactor() -> Redactor:
    redactor = Redactor()
    redactor.register(KEY)
    return redactor


@pytest.fixture
def workers() -> Iterator[Workers]:
    workers = Workers("diagnostics", 1)
    yield workers
    workers.close()


def service(tmp_path: Path, redactor: Redactor, workers: Workers) -> DiagnosticsService:
    params = GenerationParams(prompt=PROMPT)
    tasks = [
        make_task(id="a", params=params, state=TaskState.READY),
        make_task(id="b", params=params, state=TaskState.PROCESSING),
    ]
    state = SimpleNamespace(active=(Hold.OFFLINE,))
    return DiagnosticsService(
        DiagnosticsFile(tmp_path / "logs", redactor.clean),
        SimpleNamespace(settings=PERSONAL),
        SimpleNamespace(open_tasks=tasks, holds=SimpleNamespace(state=state)),
        workers,
        SimpleNamespace(utc=lambda: 1_000.0),
    )


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def whole_text(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return "\n".join(archive.read(name).decode() for name in archive.namelist())


async def test_no_key_prompt_folder_or_address_leaves(
    tmp_path: Path, redactor: Redactor, workers: Workers
) -> None:
    logs = tmp_path / "logs"
    logs.mkdir()
    (logs / "nanobanana.log").write_text(
        f"INFO Bearer {KEY}\nINFO https://x.example/p.png?sign=abc {Path.home()}/p\n"
    )
    (logs / "nanobanana.log.1").write_text(f"older {KEY}\n")
    (logs / "notes.txt").write_text("not ours")
    target = tmp_path / "out.zip"
    await service(tmp_path, redactor, workers).save(target, {"style": "fusion"})
    text = whole_text(target)
    leaked = [
        word
        for word in (
            KEY,
            "banana",
            "sign=abc",
            "intern",
            "pw@",
            "clients",
            "secret-model",
            "Client",
        )
        if word in text.replace("nanobanana", "")
    ]
    assert leaked == []
    assert str(Path.home()) not in text
    with zipfile.ZipFile(target) as archive:
        names = archive.namelist()
        facts = json.loads(archive.read("facts.json"))
    assert sorted(names) == ["facts.json", "logs/nanobanana.log", "logs/nanobanana.log.1"]
    assert facts["settings"]["theme"] == "dark"
    assert facts["settings"]["base_url"] == "changed"
    assert facts["settings"]["export_folder"] == "as it came"
    assert facts["settings"]["shortcuts"] == {"grid": ["H"]}
    assert facts["tasks_under_way"] == {"ready": 1, "processing": 1}
    assert facts["holds"] == ["offline"]
    assert facts["screen"] == {"style": "fusion"}


def test_every_setting_is_told_without_what_it_says_of_the_person() -> None:
    told = settings_told(PERSONAL)
    assert set(told) == set(Settings.__slots__)
    json.dumps(told)
    texts = [value for value in told.values() if isinstance(value, str)]
    assert not [text for text in texts if "/" in text or "example" in text]
    assert settings_told(replace(PERSONAL, base_url=""))["base_url"] == "as it came"


async def test_without_logs_the_facts_are_there(
    tmp_path: Path, redactor: Redactor, workers: Workers
) -> None:
    target = tmp_path / "out.zip"
    await service(tmp_path, redactor, workers).save(target, {})
    with zipfile.ZipFile(target) as archive:
        assert archive.namelist() == ["facts.json"]


def test_of_a_long_log_the_end_is_kept_from_a_whole_line_on(
    tmp_path: Path, redactor: Redactor
) -> None:
    (tmp_path / "logs").mkdir()
    log = tmp_path / "logs" / "nanobanana.log"
    # The cut falls into the key: half a key would not be known as one.
    first = f"INFO {KEY}"
    rest = "x" * (LOG_BYTES - len(KEY) // 2 - 1) + "\n"
    log.write_text(f"{first}{rest[:-1]}\nlast line\n")
    DiagnosticsFile(tmp_path / "logs", redactor.clean).write(tmp_path / "out.zip", {})
    text = whole_text(tmp_path / "out.zip")
    assert "last line" in text
    assert not [part for part in (KEY[-8:], KEY[:8]) if part in text]


@pytest.mark.parametrize(
    ("code", "case"), [(errno.ENOSPC, ErrorCase.DISK_FULL), (errno.EROFS, ErrorCase.FOLDER_MISSING)]
)
async def test_a_file_that_cannot_be_written_is_told_and_leaves_the_former_one(
    tmp_path: Path,
    redactor: Redactor,
    workers: Workers,
    monkeypatch: pytest.MonkeyPatch,
    code: int,
    case: ErrorCase,
) -> None:
    target = tmp_path / "out.zip"
    target.write_bytes(b"former")

    def fail(_descriptor: int) -> None:
        raise OSError(code, "no")

    monkeypatch.setattr(private_files, "sync_file", fail)
    with pytest.raises(StorageError) as raised:
        await service(tmp_path, redactor, workers).save(target, {})
    assert raised.value.case is case
    assert target.read_bytes() == b"former"
    assert names_in(tmp_path) == ["out.zip"]


def test_a_key_that_came_through_the_log_is_masked_twice(redactor: Redactor) -> None:
    record = logging.LogRecord("x", logging.INFO, "", 0, "key %s", (KEY,), None)
    assert KEY not in RedactingFormatter(redactor).format(record)
