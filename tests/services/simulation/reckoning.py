"""The end of a run: with all trouble over everything settles, and the books must balance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nanobanana_desktop.domain.task import ENDED, ENDED_SOFTLY, GenerationTask, TaskState
from tests.services.simulation.orders import DELIVERED, Fate
from tests.services.simulation.person import Person

if TYPE_CHECKING:
    from tests.services.simulation.session import Everything, Session

S = TaskState
SETTLED: Final = ENDED | ENDED_SOFTLY
ROUNDS: Final = 6
ROUND: Final = 30 * 3600.0
"""Virtual seconds after which nothing may move any more by itself."""
BROKEN_ROUND: Final = 2 * 3600.0
"""As long as this every other task goes its way beside those that always fail."""


def settle(session: Session) -> None:
    """The person mends what needs a person, looks again at soft ends, and waits."""
    person = Person(session)
    witness = session.every.witness
    rows = session.every.disk.rows
    if _has_broken(session.every):
        session.later(1.0, person.mend_key)
        session.later(1.5, session.tasks.send_now)
        session.later(300.0, person.order)
        if not session.run(BROKEN_ROUND):
            return
        waiting = [task for task in session.tasks.waiting if task.trashed_at is None]
        if waiting:
            witness.fail(f"liveness: {waiting[0].id[:8]} waits behind what always fails")
            return
        session.every.service.mend()
    for round_ in range(ROUNDS):
        session.later(1.0, person.mend_key)
        session.later(1.5, session.tasks.send_now)
        session.later(2.0, person.try_again_now)
        if not session.run(ROUND):
            return
        left = [task for task in session.open_tasks() if not _may_rest(task)]
        if left:
            task = left[0]
            witness.fail(f"liveness: {task.id[:8]} is {task.state.value} after a calm day")
            return
        _check_memory(session)
        soft = [row for row in rows.values() if _is_worth_a_look(session.every, row, round_)]
        if round_ >= ROUNDS // 2 and not soft:
            return
        if round_ < ROUNDS - 1:
            for row in soft:
                session.later(3.0, lambda row=row: person.check_now(row))
        if round_ == 0:
            for row in list(rows.values()):
                if row.state is S.SUBMIT_UNKNOWN and session.world.rng.random() < 0.7:
                    wish = session.world.rng.choice(
                        (person.order_again, person.mark_not_sent, person.attach)
                    )
                    session.later(4.0, lambda wish=wish, row=row: wish(row))


def _may_rest(task: GenerationTask) -> bool:
    """Whether only a word of the person moves the task on."""
    in_trash = task.state is S.READY and task.trashed_at is not None
    return in_trash or task.state is S.SUBMIT_UNKNOWN


def _told(task: GenerationTask) -> tuple[object, ...]:
    return (task.state, task.remote_id, task.starred, task.trashed_at)


def _has_broken(every: Everything) -> bool:
    return any(order.fate is Fate.BROKEN for order in every.service.orders.values())


def reckon(every: Everything) -> None:
    """Lost 0, doubles 0, pictures paid for are there."""
    witness, rows = every.witness, every.disk.rows
    missing = witness.confirmed - witness.removed - set(rows)
    if missing:
        witness.fail(f"I10: {sorted(missing)} vanished")
    named = {row.remote_id for row in rows.values()}
    for order in every.service.orders.values():
        row = rows.get(order.task_id)
        if row is None:
            if order.task_id not in witness.removed:
                witness.fail(f"lost: {order.remote_id} was charged and the history has no row")
            continue
        is_unknown = row.state is S.SUBMIT_UNKNOWN or _was_answered_for(every, order.task_id)
        if order.remote_id not in named and not is_unknown:
            witness.fail(f"lost: {order.remote_id} was charged, {row.id[:8]} is {row.state.value}")
    for row in rows.values():
        order = every.service.orders.get(row.remote_id)
        stopped = witness.words[row.id, "WatchEnded"] or witness.words[row.id, "remove"]
        if order is None or order.fate not in DELIVERED or stopped:
            continue
        if row.state is not S.DONE:
            witness.fail(f"a good picture of {row.id[:8]} ended as {row.state.value}")


def _is_worth_a_look(every: Everything, row: GenerationTask, round_: int) -> bool:
    """Whether the person asks once more; what the service forgot takes half an hour each time."""
    if row.state not in ENDED_SOFTLY:
        return False
    order = every.service.orders.get(row.remote_id)
    if order is not None and order.fate in DELIVERED:
        return True
    return round_ == 0 and every.world.rng.random() < 0.2


def _was_answered_for(every: Everything, task_id: str) -> bool:
    """Whether the person decided what an unconfirmed order counts as."""
    words = every.witness.words
    return any(words[task_id, kind] for kind in ("OrderedAgain", "MarkedNotSent", "IdFound"))


def _check_memory(session: Session) -> None:
    """What the program believes is what the disk would tell the next session."""
    rows = session.every.disk.rows
    for task in session.open_tasks():
        row = rows.get(task.id)
        if row is None or _told(row) != _told(task):
            state = "absent" if row is None else row.state.value
            session.every.witness.fail(
                f"{task.id[:8]} is {task.state.value} in memory, {state} on the disk"
            )
