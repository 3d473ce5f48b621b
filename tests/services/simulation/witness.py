"""Watches a run from outside and knows what must never be: the invariants I1 to I10."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field

from nanobanana_desktop.domain import events as ev
from nanobanana_desktop.domain.answers import NotSent, Refused, RefusedLater, SubmitOutcome
from nanobanana_desktop.domain.events import Event, Step
from nanobanana_desktop.domain.task import ENDED, ENDED_SOFTLY, GenerationTask, TaskState, may_move
from nanobanana_desktop.errors import ErrorCase
from tests.services.simulation.shelf import StoredFile, verify
from tests.services.simulation.world import World

S = TaskState
SETTLED = ENDED | ENDED_SOFTLY
TICKET = "ticket"
"""Field of a request that no other request shares, to know each POST by its committed intent."""
WORDS_OF_A_PERSON = (
    ev.OrderedAgain,
    ev.MarkedNotSent,
    ev.WatchEnded,
    ev.CheckAsked,
    ev.InsecureLinkAllowed,
)


@dataclass
class Posting:
    """One POST: whose it is, and how far it came."""

    task_id: str
    attempt: int
    bytes_left: bool = False
    charged: bool = False
    ended: bool = False


@dataclass
class Coverage:
    """What the run reached: (state, event, next state) of every step that changed something."""

    steps: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def note(self, before: TaskState, event: Event, after: TaskState) -> None:
        self.steps[before.value, type(event).__name__, after.value] += 1


class Witness:
    """Told of every commit, POST, question, picture and word; `failures` names what broke."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.failures: list[str] = []
        self.coverage = Coverage()
        self.postings: list[Posting] = []
        self.charged: dict[str, list[str]] = {}
        self.confirmed: set[str] = set()
        self.removed: set[str] = set()
        self.words: Counter[tuple[str, str]] = Counter()
        self.allowed_charges: Counter[str] = Counter()
        self.deleted: set[str] = set()
        self.write_failed = False
        self._has_quit = False
        self._intents: dict[str, tuple[str, int]] = {}
        self._posted: set[str] = set()
        self._attempts: set[tuple[str, int]] = set()
        self._grants: Counter[str] = Counter()
        self._stale: set[str] = set()
        self._told_as: set[tuple[str, float, TaskState]] = set()
        self._rows: dict[str, GenerationTask] = {}
        self._journal: dict[str, str] = {}
        self._files: dict[str, StoredFile] = {}

    def watch(
        self,
        rows: dict[str, GenerationTask],
        journal: dict[str, str],
        files: dict[str, StoredFile],
    ) -> None:
        """The disk to look at."""
        self._rows, self._journal, self._files = rows, journal, files

    def fail(self, text: str) -> None:
        self._world.note(f"!! {text}")
        self.failures.append(text)

    # -- sessions and words ----------------------------------------------------------------------

    def on_session_begins(self) -> None:
        self.write_failed = False
        self._has_quit = False
        self.deleted = {row.id for row in self._rows.values() if _waits_in_trash(row)}
        self._stale = {row.id for row in self._rows.values() if row.state is S.SUBMITTING}
        self._grants = Counter(row.id for row in self._rows.values() if row.state is S.READY)
        for row in self._rows.values():
            self._told_as.add((row.id, row.changed_at, row.state))

    def on_word(self, task_id: str, kind: str) -> None:
        """The person said something about a task; `kind` is the event's name, or "remove"."""
        self.words[task_id, kind] += 1
        self._world.note(f"person: {kind} {task_id[:8]}")

    # -- the engine ------------------------------------------------------------------------------

    def on_step(self, task: GenerationTask, event: Event, after: Step) -> None:
        new = after.task
        if new is task:
            return
        is_not_sent = isinstance(event, ev.PostEnded) and isinstance(event.outcome, NotSent)
        if is_not_sent and (task.id, task.attempt) not in self._attempts:
            # Called off before anything was handed to the network.
            self._grants[task.id] += 1
        name = type(event).__name__
        self._world.note(f"{task.id[:8]} {task.state.value} -{name}-> {new.state.value}")
        self.coverage.note(task.state, event, new.state)
        if isinstance(event, WORDS_OF_A_PERSON):
            if self.words[task.id, name] < 1:
                self.fail(f"{name} of {task.id[:8]} without a word of the person")
        elif isinstance(event, ev.IdFound):
            kept = event.remote_id in (self._journal.get(task.id), self._rows[task.id].remote_id)
            if not kept and self.words[task.id, name] < 1:
                self.fail(f"an id for {task.id[:8]} out of nowhere")
        elif task.state in SETTLED and new.state is not task.state:
            # An answer that was on its way when the person stopped waiting is collected.
            is_late = task.state is S.WATCH_STOPPED and isinstance(event, ev.Answered)
            if not is_late:
                self.fail(f"I8: {task.id[:8]} left {task.state.value} by {name}")

    # -- the disk --------------------------------------------------------------------------------

    def on_commit(self, old: GenerationTask | None, new: GenerationTask) -> None:
        self._told_as.add((new.id, new.changed_at, new.state))
        if old is None:
            self.confirmed.add(new.id)
            self._world.note(f"{new.id[:8]} stored as {new.state.value}")
            if new.state is S.READY:
                self._grants[new.id] += 1
                self.allowed_charges[new.id] += 1
            return
        if _waits_in_trash(new):
            self.deleted.add(new.id)
        if old.state is S.SUBMIT_UNKNOWN and new.state is S.READY:
            self._grants[new.id] += 1
            self.allowed_charges[new.id] += 1
        if new.attempt != old.attempt and not self._is_told_by_journal(old, new):
            self._check_attempt(old, new)
        if new.id in self._stale and new.state is not S.SUBMITTING:
            self._stale.discard(new.id)
            if new.state not in (S.SUBMIT_UNKNOWN, S.QUEUED):
                self.fail(f"I5: {new.id[:8]} was being sent at the start, now {new.state.value}")
        if old.remote_id and new.remote_id != old.remote_id:
            self.fail(f"the id of {new.id[:8]} changed from {old.remote_id} to {new.remote_id}")
        if not may_move(old.state, new.state) and not self.write_failed:
            self.fail(f"{new.id[:8]}: {old.state.value} to {new.state.value} on the disk")
        if new.state is S.DONE and old.state is not S.DONE:
            self._check_picture(new)

    def on_marked(self, task: GenerationTask) -> None:
        """A mark changes no state, and an order that is in the trash must not be sent."""
        self._told_as.add((task.id, task.changed_at, task.state))
        if _waits_in_trash(task):
            self.deleted.add(task.id)
        else:
            self.deleted.discard(task.id)

    def on_thrown_away(self, task: GenerationTask, leaving: set[str]) -> None:
        if task.id not in leaving:
            self.fail(f"I11: the file of {task.id[:8]} goes before the history says so")

    def on_intent(self, task_id: str, attempt: int, request_json: str) -> None:
        self._intents[str(json.loads(request_json)[TICKET])] = (task_id, attempt)

    def on_removed(self, old: GenerationTask) -> None:
        self._world.note(f"{old.id[:8]} removed")
        self.removed.add(old.id)
        if self.words[old.id, "remove"] < 1:
            self.fail(f"I10: {old.id[:8]} vanished without a word")

    def on_write_failed(self) -> None:
        self.write_failed = True

    def on_journal_failed(self) -> None:
        """The database alone must do then."""

    def on_placed(self, name: str, data: bytes) -> None:
        try:
            verify(data)
        except Exception as error:
            self.fail(f"I6: {name} is no whole picture: {error}")

    def on_all_told(self, tasks: list[GenerationTask]) -> None:
        for task in tasks:
            self.on_told(task)

    def on_told(self, task: GenerationTask) -> None:
        if (task.id, task.changed_at, task.state) not in self._told_as and not self.write_failed:
            self.fail(f"{task.id[:8]} was told as {task.state.value} before the disk had it")

    # -- the network -----------------------------------------------------------------------------

    def on_quit(self) -> None:
        """The session said that it is done: nothing may leave any more."""
        self._has_quit = True

    def on_request(self, what: str) -> None:
        if self._has_quit:
            self.fail(f"I9: a session that is over asks: {what}")

    def on_post(self, ticket: str) -> Posting:
        task_id, attempt = self._intents.get(ticket, ("", 0))
        self._world.note(f"POST {task_id[:8]} attempt {attempt}")
        if not task_id:
            self.fail("I1: a POST without a committed intent")
        if ticket in self._posted:
            self.fail(f"I2: a second POST of attempt {attempt} of {task_id[:8]}")
        self._posted.add(ticket)
        self._attempts.add((task_id, attempt))
        row = self._rows.get(task_id)
        if task_id and (row is None or (row.state, row.attempt) != (S.SUBMITTING, attempt)):
            self.fail(f"I1: POST of {task_id[:8]}, whose row does not say so")
        if task_id in self.deleted:
            self.fail(f"{task_id[:8]} is sent after the person deleted it")
        posting = Posting(task_id, attempt)
        self.postings.append(posting)
        return posting

    def on_bytes(self, posting: Posting) -> None:
        posting.bytes_left = True

    def on_charged(self, posting: Posting, remote_id: str) -> None:
        posting.charged = True
        ids = self.charged.setdefault(posting.task_id, [])
        ids.append(remote_id)
        if len(ids) > self.allowed_charges[posting.task_id]:
            self.fail(f"charged {len(ids)} times without a word: {posting.task_id[:8]}")

    def on_post_ended(self, posting: Posting, outcome: SubmitOutcome) -> None:
        self._world.note(f"POST {posting.task_id[:8]} ended: {type(outcome).__name__}")
        posting.ended = True
        match outcome:
            case NotSent() | RefusedLater() | Refused(case=ErrorCase.INVALID_KEY):
                self._grants[posting.task_id] += 1

    def on_query(self, remote_id: str) -> None:
        if self.write_failed or remote_id in self._journal.values():
            return
        if all(row.remote_id != remote_id for row in self._rows.values()):
            self.fail(f"I4: asked about {remote_id}, which is not on the disk")

    def _is_told_by_journal(self, old: GenerationTask, new: GenerationTask) -> bool:
        """Whether the row learns of a sending that it had lost."""
        return (old.state, new.state) == (S.READY, S.SUBMIT_UNKNOWN)

    def _check_attempt(self, old: GenerationTask, new: GenerationTask) -> None:
        self._grants[new.id] -= 1
        if new.attempt != old.attempt + 1 or new.state is not S.SUBMITTING:
            self.fail(f"I3: attempt {old.attempt} to {new.attempt} of {new.id[:8]}")
        if self._grants[new.id] < 0:
            self.fail(f"I3: {new.id[:8]} is sent again without a reason")

    def _check_picture(self, task: GenerationTask) -> None:
        name = task.image.relative_path if task.image is not None else ""
        file = self._files.get(name)
        if file is None or not (file.synced and file.named):
            self.fail(f"I6: {task.id[:8]} is done and its picture is not safe on the disk")
        elif task.remote_id and task.remote_id.encode() * 3 not in file.data:
            self.fail(f"{task.id[:8]} got a picture of another order")


def _waits_in_trash(task: GenerationTask) -> bool:
    return task.state is S.READY and task.trashed_at is not None
