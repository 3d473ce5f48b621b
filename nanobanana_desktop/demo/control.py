"""The handle by which tests (and the program) steer a running stand-in from any thread."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from nanobanana_desktop.demo.account import RateLimit
from nanobanana_desktop.demo.request_log import RequestRecord
from nanobanana_desktop.demo.scenario import ConnectionFault, Scenario, Stage
from nanobanana_desktop.demo.script import Call, Origin
from nanobanana_desktop.demo.state import DemoState
from nanobanana_desktop.demo.tasks import TaskView


class DemoControl:
    """Steers and watches a stand-in. Every method may be called from any thread, at any time,
    also before the start and after the stop."""

    def __init__(self, state: DemoState) -> None:
        self._state = state

    def reset(self) -> None:
        """Forgets tasks, log, queues and scenarios; keys, balance and rate stay as they are."""
        self._state.script.clear()
        self._state.book.clear()
        self._state.log.clear()

    # What happens next

    def set_default(self, scenario: Scenario) -> None:
        """The scenario of all calls that nothing else is said for, also of tasks under way."""
        self._state.script.set_default(scenario)

    def set_marker(self, text: str, scenario: Scenario | None) -> None:
        """The scenario of tasks whose prompt contains the text; `None` takes it away."""
        self._state.script.set_marker(text, scenario)

    def queue_creates(self, *scenarios: Scenario) -> None:
        """One scenario for each of the next create calls; the task keeps it until its end."""
        self._state.script.queue(Call.CREATE, *scenarios)

    def queue_queries(self, *scenarios: Scenario) -> None:
        """One scenario for each of the next queries, of whatever task."""
        self._state.script.queue(Call.QUERY, *scenarios)

    def queue_downloads(self, *scenarios: Scenario) -> None:
        """One scenario for each of the next downloads; only its `picture` counts."""
        self._state.script.queue(Call.DOWNLOAD, *scenarios)

    def queue_connections(self, *faults: ConnectionFault, origin: Origin = Origin.SERVICE) -> None:
        """One fault for each of the next connections, before any request on them."""
        self._state.script.queue_connections(origin, *faults)

    def waiting(self, call: Call) -> int:
        """How many queued scenarios of that kind were not used yet."""
        return self._state.script.waiting(call)

    def waiting_connections(self, origin: Origin = Origin.SERVICE) -> int:
        """How many queued faults of connections were not met yet."""
        return self._state.script.waiting_connections(origin)

    # The account

    def set_keys(self, keys: Iterable[str], *, key_needed: bool = True) -> None:
        """The keys that open the door; none given: every non-empty one does."""
        self._state.account.set_keys(keys, key_needed=key_needed)

    def set_balance(self, tasks: int | None) -> None:
        """How many tasks can still be paid; `None`: without end."""
        self._state.account.set_balance(tasks)

    def set_rate_limit(self, limit: RateLimit | None) -> None:
        self._state.account.set_rate_limit(limit)

    # The tasks

    @property
    def tasks(self) -> Mapping[str, TaskView]:
        """All accepted, that is paid, orders by their id, oldest first."""
        return self._state.book.views()

    def advance(self, seconds: float) -> None:
        """Lets time pass for tasks and links."""
        self._state.book.advance(seconds)

    def finish(self, task_id: str) -> None:
        """Completes a task at once; `KeyError` for an unknown id."""
        self._state.book.force(task_id, Stage.COMPLETED)

    def fail(self, task_id: str, text: str) -> None:
        """Lets a task fail at once with that text; `KeyError` for an unknown id."""
        self._state.book.force(task_id, Stage.FAILED, text)

    def place(self, task_id: str, stage: Stage) -> None:
        """Puts a task into a stage, where it stays; `KeyError` for an unknown id."""
        self._state.book.force(task_id, stage)

    def expire_links(self) -> None:
        """Kills all links handed out so far; a later query gives a new one unless the scenario
        says otherwise."""
        self._state.book.expire_links()

    # What came

    def requests(self, call: Call | None = None) -> list[RequestRecord]:
        """The latest requests, oldest first."""
        return self._state.log.records(call)

    @property
    def creates(self) -> int:
        """How many create calls arrived completely, whatever came of them."""
        return self._state.log.count(Call.CREATE)

    @property
    def queries(self) -> int:
        return self._state.log.count(Call.QUERY)

    @property
    def downloads(self) -> int:
        return self._state.log.count(Call.DOWNLOAD)

    @property
    def leaked_keys(self) -> int:
        """How many requests carried an `Authorization` header to the origin of the pictures."""
        return self._state.log.leaked_keys
