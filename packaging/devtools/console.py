"""One line for each step on the terminal, and starting other programs."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from devtools.layout import ROOT

TAIL_LINES = 25


class KnownError(Exception):
    """A known reason to stop: told to the person in its own words, without a traceback."""

    def __init__(self, message: str, exit_code: int = 1) -> None:
        super().__init__(message)
        self.exit_code = exit_code


class CommandError(KnownError):
    """A program that was started ended with another status than 0; `output` is what it printed."""

    def __init__(self, command: Sequence[str], status: int, output: str) -> None:
        super().__init__(f"{shlex.join(command[:4])} … ended with status {status}")
        self.output = output


class Console:
    """Prints steps; with `verbose` also the commands and all that they print."""

    def __init__(self, verbose: bool = False) -> None:
        self.verbose = verbose

    def say(self, text: str) -> None:
        print(text, flush=True)

    def line(self, name: str, text: str) -> None:
        self.say(f"  {name:<14}{text}")

    def warn(self, text: str) -> None:
        print(text, file=sys.stderr, flush=True)

    @contextmanager
    def step(self, name: str, doing: str) -> Iterator[None]:
        """Says what is being done, then that it was done and in what time.

        A program that fails inside shows the end of its output.
        """
        self.line(name, f"{doing} …")
        begin = time.monotonic()
        try:
            yield
        except CommandError as failure:
            if not self.verbose and failure.output.strip():
                self.warn("\n".join(failure.output.rstrip().splitlines()[-TAIL_LINES:]))
            raise
        self.line("", f"done in {time.monotonic() - begin:.1f} s")

    def run(
        self,
        command: Sequence[str | Path],
        *,
        env: Mapping[str, str] | None = None,
        cwd: Path = ROOT,
    ) -> str:
        """What the program printed on both streams; raises CommandError unless it ends with 0."""
        words = [str(word) for word in command]
        if self.verbose:
            self.say(f"$ {shlex.join(words)}")
        output: list[str] = []
        process = subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            env=None if env is None else dict(env),
            cwd=cwd,
        )
        with ended_with_us(process):
            for line in process.stdout or ():
                output.append(line)
                if self.verbose:
                    print(line, end="", flush=True)
            process.wait()
        if process.returncode != 0:
            raise CommandError(words, process.returncode, "".join(output))
        return "".join(output)

    def show(
        self,
        command: Sequence[str | Path],
        *,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> int:
        """Runs a program on this terminal and returns its exit status."""
        words = [str(word) for word in command]
        if self.verbose:
            self.say(f"$ {shlex.join(words)}")
        sys.stdout.flush()
        process = subprocess.Popen(words, env=None if env is None else dict(env), cwd=cwd)
        with ended_with_us(process):
            return process.wait()

    @contextmanager
    def beside(
        self, command: Sequence[str | Path], *, env: Mapping[str, str], cwd: Path
    ) -> Iterator[subprocess.Popen[bytes]]:
        """Have a program run meanwhile; it is waited for, and what it printed is told then."""
        words = [str(word) for word in command]
        if self.verbose:
            self.say(f"$ {shlex.join(words)}")
        with tempfile.TemporaryFile() as output:
            process = subprocess.Popen(
                words, stdout=output, stderr=subprocess.STDOUT, env=dict(env), cwd=cwd
            )
            with ended_with_us(process):
                yield process
                process.wait()
            output.seek(0)
            self.say(output.read().decode(errors="replace").rstrip())


@contextmanager
def ended_with_us(process: subprocess.Popen[Any]) -> Iterator[None]:
    """When this program is told to stop, the other one is ended too and waited for."""
    try:
        yield
    except BaseException as reason:
        # Ctrl+C on the terminal has reached the other program already; it ends in its own way.
        if not isinstance(reason, KeyboardInterrupt):
            process.terminate()
        try:
            process.wait(timeout=10)
        except (subprocess.TimeoutExpired, KeyboardInterrupt):
            process.kill()
            process.wait()
        raise
    finally:
        if process.stdout is not None:
            process.stdout.close()


def child_environment(base: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The variables for Python programs of the environment, without what would misdirect them."""
    env = {name: value for name, value in base.items() if name not in {"PYTHONPATH", "PYTHONHOME"}}
    env.pop("VIRTUAL_ENV", None)
    # Qt and Python want a UTF-8 locale, and a bare container has none set.
    locale = env.get("LC_ALL") or env.get("LC_CTYPE") or env.get("LANG") or "C"
    if sys.platform == "linux" and locale in {"C", "POSIX"}:
        env["LC_ALL"] = "C.UTF-8"
    return env
