"""The Debian package in a system that has nothing else: installed, used, removed.

A root of its own (debootstrap) stands for a new computer. It needs the rights of root, a network
and a minute or two, so it is no part of the ordinary tests.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from devtools.console import Console, KnownError, child_environment
from devtools.release import NAME

_PERSON: Final = "ann"
_REPORT: Final = f"/home/{_PERSON}/report.json"
_TOOLS: Final = ("xvfb", "openbox", "fonts-dejavu-core")

_ARCHIVE: Final = f"""
export DEBIAN_FRONTEND=noninteractive
apt-get -q update
apt-get -q install -y --no-install-recommends xz-utils
id {_PERSON} 2>/dev/null || useradd --create-home {_PERSON}
su {_PERSON} -c 'mkdir ~/unpacked && tar -C ~/unpacked --strip-components=1 -xf /{NAME}.tar.xz'
su {_PERSON} -c '~/unpacked/install.sh'
program=/home/{_PERSON}/.local/bin/{NAME}
su {_PERSON} -c "$program --version"
if su {_PERSON} -c "DISPLAY=:9 $program --demo" 2>/tmp/library; then exit 1; fi
cat /tmp/library
grep -q 'sudo apt install lib' /tmp/library
if su {_PERSON} -c "$program --self-test" >/tmp/library; then exit 1; fi
grep -q 'sudo apt install lib' /tmp/library
"""
_INSTALL: Final = f"""
export DEBIAN_FRONTEND=noninteractive
apt-get -q install -y --no-install-recommends /{NAME}.deb
su {_PERSON} -c '{NAME} --self-test'
"""
_WITHOUT_DISPLAY: Final = f"""
if su {_PERSON} -c '{NAME} --demo' 2>/tmp/no-display; then exit 1; fi
cat /tmp/no-display
grep -qi display /tmp/no-display
"""
_READ_ONLY: Final = f"""
useradd --no-create-home --home-dir /home/nobody-home guest
mkdir /home/nobody-home
status=0
su guest -c 'QT_QPA_PLATFORM=offscreen timeout 10 {NAME} --demo' 2>/tmp/read-only || status=$?
cat /tmp/read-only
[ $status -eq 124 ]
grep -q 'data folder cannot be used' /tmp/read-only
if su guest -c '{NAME} --self-test' >/tmp/read-only; then exit 1; fi
grep -q '"data_folder": "failed' /tmp/read-only
"""
_USE: Final = f"""
export DEBIAN_FRONTEND=noninteractive
apt-get -q install -y --no-install-recommends {" ".join(_TOOLS)}
cat >/tmp/session <<'END'
set -eu
Xvfb :7 -screen 0 1440x900x24 -nolisten tcp & screen=$!
export DISPLAY=:7
until [ -e /tmp/.X11-unix/X7 ]; do sleep 0.1; done
openbox & manager=$!
{NAME} --demo --demo-picture {_REPORT}
# Another version on the same folder: the one that runs comes to the front, the other ends.
{NAME} --demo & first=$!
until grep -qsx $first ~/.local/share/{NAME}-demo/lock; do sleep 0.1; done
~/.local/bin/{NAME} --demo
kill -0 $first
kill $first
wait $first
~/.local/lib/{NAME}/uninstall.sh
[ ! -e ~/.local/bin/{NAME} ]
kill $manager $screen
END
su {_PERSON} -c 'timeout 180 sh /tmp/session'
"""
_REMOVE: Final = f"""
export DEBIAN_FRONTEND=noninteractive
apt-get -q remove -y {NAME}
for left in /usr/lib/{NAME} /usr/bin/{NAME} /usr/share/applications/{NAME}.desktop; do
  if [ -e "$left" ] || [ -L "$left" ]; then echo "left behind: $left"; exit 1; fi
done
"""


def verify(console: Console, package: Path, archive: Path, work: Path) -> None:
    """Try the Debian package and the `.tar.xz` beside it.

    Raises KnownError or CommandError at the first thing that is not as it must be.
    """
    with fresh_root(console, work) as root:
        shutil.copyfile(archive, root / f"{NAME}.tar.xz")
        with console.step("archive", "installed for one person; a missing library is named"):
            run_inside(console, root, _ARCHIVE)
        shutil.copyfile(package, root / f"{NAME}.deb")
        with console.step("install", "in a fresh root, and its self-test"):
            run_inside(console, root, _INSTALL)
        with console.step("no display", "is told, not crashed over"):
            run_inside(console, root, _WITHOUT_DISPLAY)
        with console.step("read-only", "home is told, not crashed over"):
            run_inside(console, root, _READ_ONLY)
        with console.step("demo task", "in a window there, and both installations at once"):
            run_inside(console, root, _USE)
            _look_at_report(root)
        with console.step("remove", "and the person's data stay"):
            run_inside(console, root, _REMOVE)
            _look_at_report(root)


@contextmanager
def fresh_root(console: Console, work: Path) -> Iterator[Path]:
    """A copy of a system with nothing installed, which goes when all went well.

    Raises KnownError without the rights of root.
    """
    if os.geteuid() != 0:
        raise KnownError("A fresh root needs the rights of root; run this with sudo.", 2)
    pristine = _made_once(console, work)
    root = work / "fresh-root"
    if root.exists():
        console.run(["rm", "-rf", "--one-file-system", root])
    console.run(["cp", "-a", pristine, root])
    yield root
    console.run(["rm", "-rf", "--one-file-system", root])


def run_inside(console: Console, root: Path, script: str) -> None:
    """Run a shell script as root in there; raises CommandError when it fails."""
    # In namespaces of their own: what is mounted or started there ends with the script.
    mounts = f"mount --rbind /dev {root}/dev && mount -t proc proc {root}/proc"
    inner = f"{mounts} && exec chroot {root} /bin/sh -eu /script"
    (root / "script").write_text(script, encoding="utf-8")
    env = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LC_ALL": "C.UTF-8"}
    env |= {k: v for k, v in child_environment().items() if k.lower().endswith("_proxy")}
    console.run(["unshare", "--mount", "--pid", "--fork", "sh", "-c", inner], env=env)


def _made_once(console: Console, work: Path) -> Path:
    root = work / "pristine-root"
    done = work / "pristine-root.done"
    if done.exists():
        return root
    if root.exists():
        console.run(["rm", "-rf", "--one-file-system", root])
    work.mkdir(parents=True, exist_ok=True)
    system = _system()
    if "VERSION_CODENAME" not in system:
        raise KnownError("This system does not tell its code name; debootstrap needs one.")
    with console.step("root", "debootstrap makes a new system, once"):
        options = ["--variant=minbase", "--include=ca-certificates"]
        if system.get("ID") == "ubuntu":
            # Where most of what a window needs is kept there.
            options.append("--components=main,universe")
        console.run(["debootstrap", *options, system["VERSION_CODENAME"], root])
    shutil.copyfile("/etc/resolv.conf", root / "etc" / "resolv.conf")
    done.touch()
    return root


def _system() -> dict[str, str]:
    """What this system says of itself, see os-release(5)."""
    text = Path("/etc/os-release").read_text(encoding="utf-8")
    pairs = (line.partition("=") for line in text.splitlines())
    return {name: value.strip('"') for name, _, value in pairs}


def _look_at_report(root: Path) -> None:
    """The picture and the screenshot of the demo are there and are no empty files."""
    saved = json.loads((root / _REPORT.lstrip("/")).read_text(encoding="utf-8"))
    for name in ("picture", "screenshot"):
        path = root / str(saved.get(name, "?")).lstrip("/")
        if not path.is_file() or path.stat().st_size < 1_000:
            raise KnownError(f"The demo task left no {name}: {saved}")
