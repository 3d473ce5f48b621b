"""The self-test finds what is missing, says it in words, and leaves the person's data alone."""

from __future__ import annotations

import json
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.abc import MetaPathFinder
from pathlib import Path

import pytest
from PySide6.QtCore import QLibraryInfo
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from nanobanana_desktop import resources, self_test
from nanobanana_desktop.api import trust
from nanobanana_desktop.demo.scenario import (
    Course,
    ErrorKind,
    Outcome,
    Scenario,
    ServiceError,
    Wire,
)
from nanobanana_desktop.platform_trouble import PLUGINS
from nanobanana_desktop.self_test import all_checks, carry_out, demo_task, installation, toolkit
from nanobanana_desktop.self_test.installation import SelfTestError
from nanobanana_desktop.storage import credential_backend
from tests.e2e.processes import LIMIT, PROGRAM, without_a_desktop

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="certificates are files there")
pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def empty_resources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An installation that lost its files."""
    resources._resource_root.cache_clear()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path / "lost"), raising=False)
    yield tmp_path / "lost"
    resources._resource_root.cache_clear()


def test_everything_is_covered_and_the_persons_folder_stays_as_it_is(tmp_path: Path) -> None:
    root = tmp_path / "data"
    root.mkdir()
    (root / "history.sqlite").write_bytes(b"not to be touched")
    result = subprocess.run(
        [*PROGRAM, "--self-test", "--data-dir", str(root)],
        env=without_a_desktop(tmp_path),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=3 * LIMIT,
        check=False,
    )
    report = json.loads(result.stdout)
    assert (result.returncode, report["ok"], report["failed"]) == (0, True, [])
    assert report["data_folder"] == {"folder": str(root), "exists": True}
    assert report["migration"]["from"] == 1
    assert report["migration"]["copy_before"] is True
    assert report["tls"]["certificates"] > 0
    assert len(report["platforms"]) == len(PLUGINS[sys.platform])
    assert report["pictures"]["decoded"] == ["jpeg", "png", "webp"]
    assert report["fonts"]["chinese"]
    assert report["keyring"]["backend"].startswith("keyring.backends.")
    assert "Corrupt" not in result.stderr
    made = report["demo_task"]
    assert (made["states"][0], made["states"][-1]) == ("submitting", "done")
    assert made["bytes"] > 1_000
    assert [path.name for path in root.iterdir()] == ["history.sqlite"]
    assert (root / "history.sqlite").read_bytes() == b"not to be touched"


def test_home_that_cannot_be_written_fails_in_words(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.write_text("a file", encoding="utf-8")
    with pytest.raises(SelfTestError, match=r"cannot be used: .*home.* --data-dir"):
        installation.check_data_folder(home / "data")


def test_read_only_home_fails_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda _path, _mode: False)
    with pytest.raises(SelfTestError, match="no folder that can be written"):
        installation.check_data_folder(tmp_path / "data")


def test_folder_that_is_not_there_yet_is_not_made(tmp_path: Path) -> None:
    told = installation.check_data_folder(tmp_path / "a" / "b")
    assert told["exists"] is False
    assert list(tmp_path.iterdir()) == []


@linux_only
def test_no_system_certificates(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(trust, "_ROOT_FILES", ())
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    assert not trust.has_system_roots()
    with pytest.raises(SelfTestError, match=r"ca-certificates.*SSL_CERT_FILE"):
        installation.check_tls()


@linux_only
def test_certificates_of_another_systems_place_are_found(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A frozen program's OpenSSL looks where the building machine kept them."""
    usual = Path(ssl.get_default_verify_paths().openssl_cafile).resolve()
    place = next(Path(file) for file in (*trust._ROOT_FILES, usual) if Path(file).is_file())
    monkeypatch.setattr(trust, "_ROOT_FILES", (str(place),))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    assert trust.has_system_roots()
    told = installation.check_tls()["certificates"]
    assert isinstance(told, int)
    assert told > 0


def test_keyring_back_end_that_was_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    kind = credential_backend.platform_store_kind()
    monkeypatch.setattr(credential_backend, "_MODULES", {kind: "keyring.backends.left_out"})
    with pytest.raises(SelfTestError, match="back-end of this system is missing"):
        installation.check_keyring()


def test_library_for_notices_that_was_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    name = installation.check_notices()
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(SelfTestError, match="no notices can be shown"):
        installation.check_notices()


def test_platform_plugin_that_was_left_out() -> None:
    with pytest.raises(SelfTestError, match="no platform plug-in nonsense"):
        toolkit.check_platforms(("offscreen", "nonsense"))


@linux_only
def test_platform_plugin_that_lacks_a_library(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    plugins = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforms"
    content = (plugins / "libqoffscreen.so").read_bytes()
    lacking = content.replace(b"libc.so.6", b"libq.so.6")
    assert lacking != content
    (tmp_path / "libqoffscreen.so").write_bytes(lacking)
    monkeypatch.setenv("QT_QPA_PLATFORM_PLUGIN_PATH", str(tmp_path))
    with pytest.raises(SelfTestError, match=r"missing: libq\.so\.6"):
        toolkit.check_platforms(("offscreen",))


@pytest.mark.parametrize("name", ["png", "jpeg", "webp"])
def test_picture_that_cannot_be_decoded(name: str) -> None:
    broken = {**toolkit.SAMPLES, name: b"no picture"}
    with pytest.raises(SelfTestError, match=f"in {name.upper()} could not be decoded"):
        toolkit.check_pictures(broken)


def test_picture_that_comes_out_wrong(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(toolkit, "COLOUR", (0, 0, 0))
    with pytest.raises(SelfTestError, match="another colour"):
        toolkit.check_pictures()


def test_no_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFontDatabase, "families", lambda *_script: [])
    with pytest.raises(SelfTestError, match="no fonts"):
        toolkit.check_fonts()


def test_missing_chinese_font_is_named_but_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFontDatabase, "families", lambda *script: [] if script else ["Latin"])
    assert "Noto Sans CJK SC" in str(toolkit.check_fonts()["chinese"])


def test_an_installation_without_its_files_fails_everywhere_and_goes_on(
    empty_resources: Path, tmp_path: Path
) -> None:
    wanted = ("icons", "translations", "licences", "themes", "database")
    checks = all_checks(tmp_path / "data", tmp_path / "scratch")
    report = carry_out({name: checks[name] for name in wanted})
    assert report["failed"] == ["icons", "translations", "licences", "themes"]
    assert report["ok"] is False
    assert report["icons"] == "failed: no icons"
    assert "THIRD_PARTY_LICENSES.md" in report["licences"]
    assert not empty_resources.exists()


@pytest.mark.parametrize(
    ("scenario", "told"),
    [
        (Scenario(course=Course(outcome=Outcome.FAILED)), "ended as failed"),
        (
            Scenario(create=Wire(error=ServiceError(kind=ErrorKind.BAD_PARAMETER))),
            "ended as refused",
        ),
    ],
)
def test_demo_task_that_makes_no_picture(
    tmp_path: Path, scenario: Scenario, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nanobanana_desktop.services.rhythm.POLL_INTERVAL", 0.05)
    with pytest.raises(SelfTestError, match=told):
        demo_task.check_demo_task(tmp_path, scenario)


@pytest.mark.parametrize(
    "endless",
    [Scenario(course=Course(queued=(1e9, 1e9))), Scenario(create=Wire(delay=1e9))],
    ids=["taken", "on its way"],
)
def test_demo_task_that_does_not_end(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    expected_log: Callable[[str], None],
    endless: Scenario,
) -> None:
    # On a busy machine also one that is taken may still be on its way when the time is over.
    expected_log("outcome unknown")
    monkeypatch.setattr(demo_task, "SECONDS", 0.3)
    with pytest.raises(SelfTestError, match="no picture within"):
        demo_task.check_demo_task(tmp_path, endless)


def test_missing_library_fails_in_words_and_the_rest_is_still_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class WithoutLibrary(MetaPathFinder):
        def find_spec(self, name: str, *_: object) -> None:
            if name in unloaded:
                raise ImportError("libGL.so.1: cannot open shared object file: No such file")

    unloaded = {"nanobanana_desktop.self_test.demo_task"}
    for name in unloaded:
        monkeypatch.delitem(sys.modules, name, raising=False)
        monkeypatch.delattr(self_test, name.rpartition(".")[2], raising=False)
    monkeypatch.setattr(sys, "meta_path", [WithoutLibrary(), *sys.meta_path])
    checks = all_checks(tmp_path / "data", tmp_path / "scratch")
    report = carry_out({name: checks[name] for name in ("data_folder", "demo_task")})
    assert report["failed"] == ["demo_task"]
    assert "sudo apt install libgl1 " in report["demo_task"]
