"""The RPM package, for Fedora, openSUSE and what comes from them."""

from __future__ import annotations

import shutil
from pathlib import Path

from devtools import manual
from devtools.console import Console, KnownError, child_environment
from devtools.layout import ROOT
from devtools.linux_tree import LINUX, newest_glibc, set_times, stage
from devtools.release import NAME, SUMMARY, Release

_SPEC = f"{NAME}.rpm.spec"


def make_rpm(
    console: Console, bundle: Path, art: Path, work: Path, target: Path, release: Release
) -> Path:
    """Build the package in `target` and list it. It is not installed: that needs such a system."""
    folder = work / "rpm"
    shutil.rmtree(folder, ignore_errors=True)
    tree = folder / "tree"
    stage(bundle, art, tree / "usr", release)
    licences = tree / "usr" / "share" / "licenses" / NAME
    licences.mkdir(parents=True)
    for name in ("LICENSE", "THIRD_PARTY_LICENSES.md"):
        shutil.copyfile(ROOT / name, licences / name)
    manual.write(console, tree / "usr" / "share", release)
    set_times(tree, release.epoch)
    spec = folder / _SPEC
    text = (LINUX / _SPEC).read_text(encoding="utf-8")
    for mark, value in {
        "@VERSION@": release.version,
        "@SUMMARY@": SUMMARY,
        "@MACHINE@": release.machine,
        "@GLIBC@": newest_glibc(tree / "usr" / "lib" / NAME),
        "@TREE@": str(tree),
    }.items():
        text = text.replace(mark, value)
    spec.write_text(text, encoding="utf-8")
    env = child_environment() | {"SOURCE_DATE_EPOCH": str(release.epoch)}
    options = {
        "_topdir": folder / "top",
        "_rpmdir": folder / "made",
        "_tmppath": folder,
        "_binary_payload": "w19.zstdio",
        "_buildhost": "localhost",
    }
    defines = [word for name, value in options.items() for word in ("--define", f"{name} {value}")]
    with console.step("rpm", release.file_name(".rpm")):
        console.run(["rpmbuild", "-bb", "--quiet", *defines, spec], env=env)
        made = sorted((folder / "made").rglob("*.rpm"))
        if len(made) != 1:
            raise KnownError(f"rpmbuild made {len(made)} packages.")
        listed = console.run(["rpm", "-qlp", made[0]])
        if f"/usr/bin/{NAME}\n" not in listed:
            raise KnownError("The RPM package holds no command.")
    return Path(shutil.move(made[0], target / made[0].name))
