"""The person before the screen, and the world around the computer: both act at random."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from nanobanana_desktop.domain.marks import MarkChange
from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.domain.task import GenerationTask, Hold, TaskState
from nanobanana_desktop.errors import StorageError
from nanobanana_desktop.services.marks_service import MarkResult

if TYPE_CHECKING:
    from tests.services.simulation.session import Session

S = TaskState
REPEATABLE = frozenset({S.FAILED, S.REFUSED, S.EXPIRED})
KEY_HOLDS = (Hold.AUTH, Hold.NO_KEY)


class Person:
    """Does one thing at a time to a session; every word is told to the witness first."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._world = session.world
        self._rng = session.world.rng
        self._witness = session.every.witness
        self._wishes: dict[TaskState, tuple[Callable[[GenerationTask], None], ...]] = {
            S.READY: (self.stop_watching, self.delete, self.remove),
            S.SUBMITTING: (self.delete, self.stop_watching),
            S.SUBMIT_UNKNOWN: (self.order_again, self.mark_not_sent, self.attach, self.delete),
            S.QUEUED: (self.check_now, self.stop_watching, self.delete),
            S.PROCESSING: (self.check_now, self.stop_watching, self.remove),
            S.RESULT_READY: (self.check_now, self.stop_watching, self.delete),
            S.DOWNLOADING: (self.check_now, self.remove, self.delete),
            S.SAVE_BLOCKED: (self.check_now, self.check_now, self.delete),
            S.RESULT_BAD: (self.check_now, self.allow_insecure, self.allow_insecure),
            S.EXPIRED: (self.check_now, self.check_now, self.delete),
            S.REMOTE_GONE: (self.check_now, self.check_now, self.run_again),
            S.WATCH_STOPPED: (self.check_now, self.check_now, self.delete),
            S.FAILED: (self.run_again, self.check_now, self.remove),
            S.REFUSED: (self.run_again, self.check_now, self.remove),
            S.DONE: (self.delete, self.star, self.check_now),
        }
        tasks = session.tasks
        self._last: list[str] = []
        self._results: list[MarkResult] = []
        self._general: tuple[Callable[[], None], ...] = (
            self.order,
            self.order,
            self.order,
            self.try_again_now,
            self.try_again_now,
            self.mend_key,
            self.pause_or_go_on,
            self.take_back,
            self.rearrange,
            self.adopt,
            self.run_all_again,
            self.send_now,
            lambda: tasks.set_concurrency(self._rng.choice((1, 2, 4))),
            lambda: tasks.set_undo_seconds(self._rng.choice((0.0, 3.0, 8.0))),
            tasks.look_at_folder,
            self.restore,
            self.empty_trash,
        )

    def order(self) -> None:
        tasks = self._session.tasks
        ending = "unsendable" if self._rng.random() < 0.04 else "boat"
        params = GenerationParams(prompt=f"a banana {ending}")
        count = self._rng.choice((1, 1, 1, 2, 3, 5))
        self._last = tasks.create(params, count, first=self._rng.random() < 0.2)
        self._world.note(f"person: orders {' '.join(task_id[:8] for task_id in self._last)}")

    def act(self) -> None:
        """Any wish about any task of the history, or about all."""
        if self._rng.random() < 0.5:
            self.wish()
        else:
            self._rng.choice(self._general)()

    def wish(self) -> None:
        rows = self._session.every.disk.rows
        if rows:
            task = rows[self._rng.choice(list(rows))]
            self._rng.choice(self._wishes[task.state])(task)

    def order_again(self, task: GenerationTask) -> None:
        self._witness.on_word(task.id, "OrderedAgain")
        self._session.tasks.order_again(task.id)

    def mark_not_sent(self, task: GenerationTask) -> None:
        self._witness.on_word(task.id, "MarkedNotSent")
        self._session.tasks.mark_not_sent(task.id)

    def attach(self, task: GenerationTask) -> None:
        """The id is the true one as a rule, if the service has one at all."""
        ids = self._witness.charged.get(task.id, ())
        known = {row.remote_id: row for row in self._session.every.disk.rows.values()}
        # What was adopted by its id alone becomes one with the order.
        free = [i for i in ids if i not in known or not known[i].params.prompt]
        remote_id = free[-1] if free and self._rng.random() < 0.8 else f"mistyped{task.id[:8]}"
        if remote_id in known:
            self._witness.on_word(known[remote_id].id, "remove")
        self._witness.on_word(task.id, "IdFound")
        self._session.tasks.attach_remote_id(task.id, remote_id)

    def check_now(self, task: GenerationTask) -> None:
        self._witness.on_word(task.id, "CheckAsked")
        self._session.tasks.check_now(task.id)

    def stop_watching(self, task: GenerationTask) -> None:
        self._witness.on_word(task.id, "WatchEnded")
        self._witness.on_word(task.id, "remove")
        self._session.tasks.stop_watching(task.id)

    def remove(self, task: GenerationTask) -> None:
        self._witness.on_word(task.id, "remove")
        self._session.tasks.remove(task.id)

    def delete(self, task: GenerationTask) -> None:
        """Alone or together with others."""
        rows = list(self._session.every.disk.rows.values())
        others = [row for row in rows if row.id != task.id and self._rng.random() < 0.4]
        chosen = [*others, task] if self._rng.random() < 0.4 else [task]
        waiting = [each.id for each in chosen if each.state is S.READY]
        for task_id in waiting:
            self._witness.on_word(task_id, "remove")
        self._session.tasks.take_back(waiting)
        # Some reach the trash while they wait to be sent again.
        left = [each.id for each in chosen if each.state is not S.READY or self._rng.random() < 0.3]
        self._world.note(f"person: into the trash {' '.join(i[:8] for i in left)}")
        self._session.marks.change_tasks(left, MarkChange(trash=True), self._results.append)

    def restore(self) -> None:
        """What was thrown away last, or anything that lies in the trash."""
        if self._results and self._rng.random() < 0.5:
            self._session.marks.undo(self._results[-1])
            return
        ids = [row.id for row in self._session.every.disk.rows.values() if row.trashed_at]
        self._session.marks.change_tasks(ids, MarkChange(trash=False))

    def empty_trash(self) -> None:
        self._world.note("person: empties the trash")
        self._session.trash.empty(starred=True)

    def run_again(self, task: GenerationTask) -> None:
        self._world.note(f"person: run again {task.id[:8]}")
        self._session.tasks.run_again(task.id)

    def star(self, task: GenerationTask) -> None:
        self._session.marks.change_tasks([task.id], MarkChange(starred=True))
        self._session.tasks.mark_seen(task.id)

    def try_again_now(self) -> None:
        self._world.note("person: try again now")
        self._session.tasks.try_again_now()

    def send_now(self) -> None:
        self._world.note("person: send now")
        self._session.tasks.send_now()

    def pause_or_go_on(self) -> None:
        tasks = self._session.tasks
        self._world.note("person: go on" if tasks.paused else "person: pause")
        if tasks.paused:
            tasks.resume()
        else:
            tasks.pause()

    def allow_insecure(self, task: GenerationTask) -> None:
        self._witness.on_word(task.id, "InsecureLinkAllowed")
        self._session.tasks.allow_insecure(task.id)

    def take_back(self) -> None:
        for task_id in self._last:
            self._witness.on_word(task_id, "remove")
        self._session.tasks.take_back(self._last)

    def rearrange(self) -> None:
        tasks = self._session.tasks
        waiting = [task.id for task in tasks.waiting]
        if not waiting:
            return
        chosen = self._rng.choice(waiting)
        self._world.note(f"person: moves {chosen[:8]}")
        if self._rng.random() < 0.5:
            tasks.send_first(chosen)
        else:
            tasks.move(chosen, self._rng.choice((None, *waiting)))

    def adopt(self) -> None:
        """Numbers from the service's own list, numbers of nobody, and what is no number."""
        orders = list(self._session.every.service.orders)
        chosen = [self._rng.choice(orders) for _ in range(2) if orders]
        chosen += [
            f"nobody-{self._rng.randrange(4)}-task" for _ in range(self._rng.choice((0, 0, 1, 4)))
        ]
        self._world.note(f"person: adopts {chosen}")
        self._session.jobs.start("adopt", self._adopt([*chosen, "no number"]))

    def run_all_again(self) -> None:
        ended = [t.id for t in self._session.every.disk.rows.values() if t.state in REPEATABLE]
        self._world.note("person: runs all again")
        self._session.tasks.run_again_all(ended[-3:])

    async def _adopt(self, remote_ids: list[str]) -> None:
        try:
            report = await self._session.tasks.adopt(remote_ids)
        except StorageError:
            return
        for task_id in report.known:
            self._witness.on_word(task_id, "CheckAsked")

    def mend_key(self) -> None:
        """A new key is stored, and the holds that waited for it end."""
        weather, tasks = self._world.weather, self._session.tasks
        weather.key_refused = weather.key_missing = False
        self._world.note("person: new key")
        tasks.replace_client(self._session.client)
        for hold in KEY_HOLDS:
            tasks.holds.release(hold)


class Surroundings:
    """What happens to the computer: network, clock, sleep, disk, key."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._world = session.world

    def act(self) -> None:
        world, weather = self._world, self._world.weather
        rng = world.rng
        if weather.is_calm:
            return
        roll = rng.random()
        if roll < 0.35:
            weather.offline = not weather.offline
            if rng.random() < 0.7:
                self._session.network.changed.emit()
            world.note("network lost" if weather.offline else "network back")
        elif roll < 0.55:
            jump = rng.choice((-86_400.0, -3_600.0, 60.0, 1_900.0, 3_600.0, 90_000.0))
            world.utc_offset += jump
            world.note(f"clock jumps {jump:+.0f} s")
        elif roll < 0.70:
            weather.disk_full = not weather.disk_full
            world.note("disk full" if weather.disk_full else "space again")
        elif roll < 0.85:
            weather.folder_gone = not weather.folder_gone
            world.note("folder gone" if weather.folder_gone else "folder back")
        elif roll < 0.93:
            weather.key_refused = True
            world.note("key refused from now on")
        else:
            weather.key_missing = True
            world.note("key gone")
