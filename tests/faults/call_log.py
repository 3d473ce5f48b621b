"""What strace wrote down of a process, as events with a beginning and an end."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

WATCHED: Final = (
    "openat",
    "write",
    "pwrite64",
    "fsync",
    "fdatasync",
    "link",
    "linkat",
    "rename",
    "renameat",
    "renameat2",
    "connect",
    "sendto",
)

_LINE: Final = re.compile(r"(\d+) +(?:<\.\.\. )?(\w+)(?:\(| resumed>)(.*)")
_UNFINISHED: Final = " <unfinished ...>"
_OPENED: Final = re.compile(r"\d+<([^>]*)>")


@dataclass(frozen=True, slots=True)
class Event:
    """One system call; `begin` and `end` are line numbers, `path` the file of its first argument
    (or of the result, for `openat`)."""

    name: str
    text: str
    begin: int
    end: int
    path: str
    worked: bool


def strace_command(output: Path) -> list[str]:
    """strace with names of files and the beginning of written pages, for a command to follow."""
    calls = ",".join(WATCHED)
    return ["strace", "-f", "-y", "-s", "8192", "-e", f"trace={calls}", "-o", str(output), "--"]


def read_log(output: Path) -> list[Event]:
    """The finished calls, in the order in which they began."""
    begun: dict[tuple[str, str], tuple[int, str]] = {}
    events = []
    for number, line in enumerate(output.read_text(encoding="utf-8").splitlines()):
        match = _LINE.match(line)
        if match is None:
            continue
        thread, name, rest = match.groups()
        begin, text = begun.pop((thread, name), (number, ""))
        if rest.endswith(_UNFINISHED):
            begun[thread, name] = (number, rest.removesuffix(_UNFINISHED))
            continue
        text += rest
        arguments, _, result = text.rpartition(" = ")
        opened = _OPENED.match(result if name == "openat" else arguments)
        path = opened[1] if opened else ""
        events.append(Event(name, arguments, begin, number, path, not result.startswith("-1")))
    return sorted(events, key=lambda event: event.begin)


class CallLog:
    """The events of a run, to be asked about their order."""

    def __init__(self, events: list[Event]) -> None:
        self._events = events

    def all(self, names: str, matches: Callable[[Event], bool] = lambda _e: True) -> list[Event]:
        """The events with one of the names (separated by blanks) that worked, or were begun."""
        wanted = names.split()
        return [e for e in self._events if e.name in wanted and matches(e)]

    def synced(self, path: str, after: int, before: int) -> bool:
        """Whether the file was forced to the medium between two moments."""
        return any(
            event.path == path and event.worked and after < event.begin and event.end < before
            for event in self.all("fsync fdatasync")
        )


def order_faults(log: CallLog, port: int) -> Iterator[str]:
    """What is wrong with how an order was kept and sent to a service at `port`."""
    calls = log.all("connect", lambda e: f"htons({port})" in e.text)
    posts = log.all("sendto", lambda e: '"POST ' in e.text)
    if len(posts) != 1 or not calls:
        yield f"{len(posts)} orders were sent, {len(calls)} connections opened"
        return
    first_call = calls[0].begin
    intents = log.all("pwrite64", lambda e: e.path.endswith("-wal") and "submitting" in e.text)
    early = [event for event in intents if event.end < first_call]
    if not early:
        yield "no intent was written before the connection for the order"
    elif not log.synced(early[0].path, early[-1].end, first_call):
        yield "the intent was not forced to the medium before the connection for the order"


def id_faults(log: CallLog, remote_id: str) -> Iterator[str]:
    """What is wrong with how the service's number was kept."""
    questions = log.all("sendto", lambda e: '"GET ' in e.text and remote_id in e.text)
    if not questions:
        yield "the service was not asked"
        return
    for end in ("-wal", "ids.log"):
        notes = log.all(
            "write pwrite64",
            lambda e, end=end: e.path.endswith(end) and remote_id in e.text,
        )
        early = [event for event in notes if event.end < questions[0].begin]
        if not early:
            yield f"the number was not in {end} before the first question"
        elif not log.synced(early[0].path, early[0].end, questions[0].begin):
            yield f"the number in {end} was not forced to the medium before the first question"


def picture_faults(log: CallLog, picture: Path) -> Iterator[str]:
    """What is wrong with how the file got its final name."""
    opened = log.all("openat", lambda e: e.path.endswith(".part") and "O_CREAT|O_EXCL" in e.text)
    if len(opened) != 1:
        yield f"{len(opened)} part files were made"
        return
    part = opened[0].path
    writes = log.all("write", lambda e: e.path == part)
    named = log.all(
        "link linkat rename renameat renameat2",
        lambda e: e.worked and Path(part).name in e.text and picture.name in e.text,
    )
    if not writes or len(named) != 1:
        yield f"{len(writes)} writes, named {len(named)} times"
        return
    if not opened[0].end < writes[0].begin or not writes[-1].end < named[0].begin:
        yield "the name was given before the last byte was written"
    if not log.synced(part, writes[-1].end, named[0].begin):
        yield "the bytes were not forced to the medium before the name was given"
    rows = log.all("pwrite64", lambda e: e.path.endswith("-wal") and picture.name in e.text)
    if not rows or not log.synced(str(picture.parent), named[0].end, rows[0].begin):
        yield "the name was not forced to the medium before the row was written"
