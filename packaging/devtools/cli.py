"""The commands of packaging/dev.py."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType

import translations
from devtools import (
    bench_table,
    bundle,
    checks,
    locks,
    program,
    system_packages,
    test_stages,
    virtual_screen,
)
from devtools.console import Console, KnownError, child_environment
from devtools.environment import Environment, Level, needs_venv_package
from devtools.layout import ROOT, VENV, venv_python
from devtools.system_packages import APT, System
from devtools.virtual_screen import has_display

EXAMPLES = """\
examples:
  python3 packaging/dev.py run --demo      see the program without a key and without costs
  python3 packaging/dev.py run             the program with the real service
  python3 packaging/dev.py test -k retry   the tests whose names hold "retry"
  python3 packaging/dev.py check --fix     mend format and lint, then check everything
"""


class Developer:
    """Carries out one command; prepares first what that command needs."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def setup(self, _options: argparse.Namespace, _rest: Sequence[str]) -> int:
        self._prepare(Level.DEV)
        self._console.line("environment", f"ready in {VENV}")
        return 0

    def run(self, _options: argparse.Namespace, rest: Sequence[str]) -> int:
        # Asked first: nobody waits for an installation to hear that there is no screen.
        virtual = program.needs_virtual_screen(rest, dict(os.environ), sys.platform)
        if not virtual:
            self._prepare(Level.RUN)
            return program.run_here(self._console, rest)
        self._console.say(
            "There is no display here, so the demo runs on a virtual screen: it makes one picture,"
            " saves a screenshot and ends."
        )
        wanted = () if virtual_screen.is_available() else system_packages.VIRTUAL_SCREEN
        self._prepare(Level.RUN, needed=wanted)
        if not virtual_screen.is_available():
            raise KnownError(
                "A virtual screen needs Xvfb and openbox; install them and try again.", 2
            )
        return program.run_on_virtual_screen(self._console, rest)

    def test(self, options: argparse.Namespace, rest: Sequence[str]) -> int:
        self._prepare(Level.DEV, useful=system_packages.WINDOW_TESTS)
        return test_stages.TestRun(self._console, rest, options.markers).run()

    def check(self, options: argparse.Namespace, _rest: Sequence[str]) -> int:
        self._prepare(Level.DEV)
        return checks.run_checks(self._console, options.fix)

    def bench(self, _options: argparse.Namespace, rest: Sequence[str]) -> int:
        """Every tests/benchmarks/bench_*.py whose name holds one of `rest`, or all of them."""
        self._prepare(Level.DEV, useful=system_packages.VIRTUAL_SCREEN)
        scripts = sorted((ROOT / "tests" / "benchmarks").glob("bench_*.py"))
        chosen = [each for each in scripts if not rest or any(word in each.stem for word in rest)]
        if not chosen:
            raise KnownError(f"No benchmark is named so; there are: {[s.stem for s in scripts]}", 2)
        if has_display(os.environ, sys.platform) or not virtual_screen.is_available():
            return self._bench(chosen, child_environment())
        with virtual_screen.virtual_screen(child_environment()) as env:
            return self._bench(chosen, env)

    def _bench(self, scripts: Sequence[Path], env: dict[str, str]) -> int:
        worst = 0
        with bench_table.collected(self._console, env) as collecting:
            for script in scripts:
                self._console.say(f"\n{script.stem}")
                command = [venv_python(), script]
                worst = max(worst, self._console.show(command, env=collecting, cwd=ROOT))
        return worst

    def references(self, _options: argparse.Namespace, rest: Sequence[str]) -> int:
        """All pictures of the window that the tests compare it with, or those named so."""
        self._prepare(Level.DEV, useful=system_packages.REFERENCE_FONTS)
        env = child_environment() | {
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "packaging"))),
        }
        command = [str(venv_python()), "-m", "tests.ui.reference_pictures", *rest]
        return self._console.show(command, env=env, cwd=ROOT)

    def build(self, options: argparse.Namespace, _rest: Sequence[str]) -> int:
        useful = [] if options.folder else [*system_packages.PACKAGING]
        if options.verify:
            useful.append("debootstrap")
        needed = _on_debian(bundle.debian_packages_for_build)
        self._prepare(Level.DEV, needed=needed, useful=useful)
        return bundle.build(self._console, packages=not options.folder, verify=options.verify)

    def verify(self, _options: argparse.Namespace, _rest: Sequence[str]) -> int:
        self._prepare(Level.DEV, useful=["debootstrap"])
        return bundle.try_packages(self._console)

    def lock(self, _options: argparse.Namespace, rest: Sequence[str]) -> int:
        # The old lock cannot complete the environment for what pyproject.toml names since.
        if not Environment(self._console).runs("uv"):
            self._prepare(Level.DEV)
        return locks.lock(self._console, rest)

    def _prepare(
        self, level: Level, needed: Sequence[str] = (), useful: Sequence[str] = ()
    ) -> None:
        """Brings system and environment to what a command needs.

        `needed` and `useful` are Debian packages. Without the right to install, missing needed
        ones end the command with the one line to type; useful ones are installed when possible.
        """
        environment = Environment(self._console)
        is_ready = environment.is_ready(level)
        if sys.platform == "linux":
            self._prepare_linux(not is_ready and environment.must_be_made(), needed, useful)
        if not is_ready:
            environment.ensure(level)
        stale = translations.stale()
        if stale:
            translations.release(stale)

    def _prepare_linux(
        self, makes_venv: bool, needed: Sequence[str], useful: Sequence[str]
    ) -> None:
        libraries = system_packages.missing_libraries()
        without_venv = makes_venv and needs_venv_package()
        if not (libraries or without_venv or needed or useful):
            return
        system = System(self._console)
        if system.manager != APT:
            if without_venv:
                raise KnownError("This Python has no ensurepip; install it for the venv module.", 2)
            if libraries:
                raise KnownError(
                    "Qt needs libraries that this system lacks. Run this, then try again:\n\n"
                    f"{system_packages.libraries_command(system.manager, libraries)}\n",
                    2,
                )
            return
        wanted = [each.debian for each in libraries]
        if without_venv:
            wanted.append(f"python3.{sys.version_info.minor}-venv")
        wanted += system_packages.missing_debian_packages(needed) if needed else []
        missing_useful = system_packages.missing_debian_packages(useful) if useful else []
        if system.may_install or wanted:
            wanted += missing_useful
        elif missing_useful:
            self._console.say(
                f"Not all can run here. For all:\n\n{system.advice(missing_useful)}\n"
            )
        if wanted:
            system.install(wanted, "The system lacks what this command needs.")


def _on_debian(packages: Callable[[], list[str]]) -> list[str]:
    return packages() if sys.platform == "linux" and shutil.which(APT) else []


def _parser(developer: Developer) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="dev.py",
        description="Runs, tests, checks and builds NanoBanana Desktop. What is missing is"
        " installed first:\ninto .venv, and on Debian and Ubuntu from the system's packages.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def add(name: str, text: str, usage: str = "") -> argparse.ArgumentParser:
        one = commands.add_parser(
            name,
            help=text,
            description=text,
            usage=f"dev.py {name} [--verbose] {usage}",
            allow_abbrev=False,
            # The program has a --help of its own.
            add_help=name != "run",
        )
        one.add_argument("--verbose", action="store_true", help="show every command and its output")
        one.set_defaults(command=getattr(developer, name), takes_more=bool(usage))
        return one

    add("run", "run the program; with --demo without key, network and costs", "[--demo] …")
    test = add("test", "run the tests", "[-m MARKERS] [PYTEST-ARGUMENT …]")
    test.add_argument("-m", dest="markers", metavar="MARKERS", help="as in pytest")
    check = add("check", "check format, lint, types, layers and translations")
    check.add_argument("--fix", action="store_true", help="first mend what can be mended")
    add("bench", "measure start, memory and speed", "[NAME …]")
    add("references", "draw the pictures anew that tests compare the window with", "[NAME …]")
    build = add("build", "make the program for this system in dist/, with its packages")
    build.add_argument("--folder", action="store_true", help="only the folder, no packages")
    build.add_argument(
        "--verify", action="store_true", help="try the Debian package in a fresh root as well"
    )
    add("verify", "try the packages in dist/ in a fresh root")
    add("lock", "write packaging/requirements anew", "[--upgrade] [--upgrade-package NAME]")
    add("setup", "only make the environment")
    return parser


def main(arguments: Sequence[str]) -> int:
    console = Console()
    parser = _parser(Developer(console))
    options, rest = parser.parse_known_args(arguments)
    if rest and not options.takes_more:
        parser.error(f"not understood: {' '.join(rest)}")
    console.verbose = options.verbose
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # Terminals with an old code page have no "…" and must not stop the work for it.
            stream.reconfigure(errors="replace")
    signal.signal(signal.SIGTERM, _on_sigterm)
    command: Callable[[argparse.Namespace, Sequence[str]], int] = options.command
    try:
        return command(options, rest)
    except KnownError as trouble:
        console.warn(f"\n{trouble}")
        return trouble.exit_code
    except KeyboardInterrupt:
        console.warn("\nStopped.")
        return 130


def _on_sigterm(_number: int, _frame: FrameType | None) -> None:
    # As an exception, so that screens, folders and started programs are cleaned up.
    sys.exit(143)
