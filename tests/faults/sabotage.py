"""Breaks that take a promise away, so that the tests of the promise can be seen to fail."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Mapping, Sequence

from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.storage import connections, database_file
from nanobanana_desktop.storage.history_store import HistoryStore
from nanobanana_desktop.storage.id_journal import IdJournal


def _no_intent() -> None:
    """The order is sent without a word of it on disk, neither in the history nor beside it."""

    async def save_intent(
        _store: HistoryStore,
        _task: GenerationTask,
        _request_json: str,
        *,
        monotonic: float,
        boot_id: str,
    ) -> bool:
        return True

    def note_sending(_journal: IdJournal, _task_id: str, _attempt: int, _at: float) -> None:
        return None

    HistoryStore.save_intent = save_intent
    IdJournal.note_sending = note_sending


def _no_sync() -> None:
    """Nothing is forced to the medium: neither files nor the database."""

    def careless(connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = OFF")

    connections.prepare_for_durable_writing = careless
    if hasattr(database_file, "prepare_for_durable_writing"):
        database_file.prepare_for_durable_writing = careless
    os.fsync = lambda _descriptor: None


BREAKS: Mapping[str, Callable[[], None]] = {"no intent": _no_intent, "no sync": _no_sync}


def carry_out(names: Sequence[str]) -> None:
    for name in names:
        BREAKS[name]()
