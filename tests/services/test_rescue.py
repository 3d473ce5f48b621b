"""Ids that a person pastes become tasks once, are on disk before anything is asked, and fetched."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from nanobanana_desktop.domain.answers import RemoteStatus, RemoteTask
from nanobanana_desktop.domain.task import GenerationTask, TaskState
from nanobanana_desktop.errors import ErrorCase, StorageError
from nanobanana_desktop.services.rescue import ADOPT_LIMIT, AdoptReport, split_ids
from tests.fakes import make_image, make_task
from tests.services.conftest import Bench

WaitUntil = Callable[..., Awaitable[None]]
STILL_THERE = RemoteTask(
    remote_id="abc123", status=RemoteStatus.PROCESSING, raw_status="processing"
)
CREATED = (
    '{"id":"abc123def456","object":"image","created":1761635478,'
    '"model":"nano-banana-2","status":"queued"}'
)


async def test_an_adopted_id_is_fetched_like_any_task(bench: Bench, wait_until: WaitUntil) -> None:
    await bench.service.start(bench.client)
    report = await bench.service.adopt([" abc123 ", "abc123", "def456", ""])
    assert (len(report.adopted), report.known, report.bad) == (2, (), ())
    stored = [bench.store.tasks[task_id] for task_id in report.adopted]
    assert [task.remote_id for task in stored] == ["abc123", "def456"]
    assert {(task.params.prompt, task.attempt) for task in stored} == {("", 0)}
    await wait_until(lambda: all(bench.state(task_id) == "done" for task_id in report.adopted))
    assert (bench.client.posted, sorted(bench.client.queried)) == ([], ["abc123", "def456"])


async def test_nothing_is_asked_before_the_id_is_in_both_places(
    bench: Bench, wait_until: WaitUntil, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    append, query = bench.journal.append, bench.client.query_task

    async def noted_append(task_id: str, remote_id: str, at: float) -> None:
        steps.append(f"journal after {bench.store.calls[-1]}")
        await append(task_id, remote_id, at)

    async def noted_query(remote_id: str) -> object:
        steps.append("query")
        return await query(remote_id)

    monkeypatch.setattr(bench.journal, "append", noted_append)
    monkeypatch.setattr(bench.client, "query_task", noted_query)
    await bench.service.start(bench.client)
    (task_id,) = (await bench.service.adopt(["abc123"])).adopted
    await wait_until(lambda: "query" in steps)
    assert steps[:2] == ["journal after add", "query"]
    assert bench.journal.ids == {task_id: "abc123"}
    await wait_until(lambda: bench.state(task_id) == "done")


@pytest.mark.parametrize("bad", [".", "..", "a\u202eb", "a\nb", "x" * 129, "\ud800", "a\0"])
async def test_what_cannot_be_an_id_is_not_taken(bench: Bench, bad: str) -> None:
    await bench.service.start(bench.client)
    assert await bench.service.adopt([bad]) == AdoptReport(bad=(bad.strip(),))
    assert bench.store.tasks == {}


async def test_a_known_id_is_looked_at_again_instead_of_followed_twice(
    bench: Bench, wait_until: WaitUntil
) -> None:
    gone = make_task(state=TaskState.REMOTE_GONE, remote_id="abc123")
    bench.store.tasks[gone.id] = gone
    await bench.service.start(bench.client)
    assert await bench.service.adopt(["abc123"]) == AdoptReport(known=(gone.id,))
    await wait_until(lambda: bench.state(gone.id) == "done")
    assert len(bench.store.tasks) == 1


async def test_the_same_id_pasted_twice_at_once_is_one_task(bench: Bench) -> None:
    await bench.service.start(bench.client)
    first, second = await asyncio.gather(
        bench.service.adopt(["abc123"]), bench.service.adopt(["abc123"])
    )
    await bench.service.stop()
    assert first.adopted == second.known
    assert len(bench.store.tasks) == 1


async def test_ids_that_cannot_be_stored_are_not_asked_for(bench: Bench) -> None:
    await bench.service.start(bench.client)
    bench.store.fail_on.append("add")
    with pytest.raises(StorageError):
        await bench.service.adopt(["abc123"])
    assert (bench.client.queried, bench.jobs.names) == ([], [])


async def test_a_journal_that_takes_nothing_is_no_obstacle(
    bench: Bench,
    wait_until: WaitUntil,
    monkeypatch: pytest.MonkeyPatch,
    expected_log: Callable[[str], None],
) -> None:
    expected_log("is not in the journal")

    async def full(_task_id: str, _remote_id: str, _at: float) -> None:
        raise StorageError(ErrorCase.DISK_FULL, "no space")

    monkeypatch.setattr(bench.journal, "append", full)
    await bench.service.start(bench.client)
    (task_id,) = (await bench.service.adopt(["abc123"])).adopted
    await wait_until(lambda: bench.state(task_id) == "done")


async def test_ids_adopted_before_the_start_are_followed_from_then_on(
    bench: Bench, wait_until: WaitUntil
) -> None:
    (task_id,) = (await bench.service.adopt(["abc123"])).adopted
    assert bench.jobs.names == []
    await bench.service.start(bench.client)
    await wait_until(lambda: bench.state(task_id) == "done")


async def test_a_text_pasted_by_mistake_does_not_become_a_thousand_tasks(bench: Bench) -> None:
    words = [f"word{number:03}" for number in range(ADOPT_LIMIT + 5)]
    report = await bench.service.adopt(words)
    await bench.service.stop()
    assert (len(report.adopted), report.bad) == (ADOPT_LIMIT, tuple(words[ADOPT_LIMIT:]))


async def test_an_adopted_task_without_a_prompt_is_not_run_again(
    bench: Bench, wait_until: WaitUntil
) -> None:
    await bench.service.start(bench.client)
    (task_id,) = (await bench.service.adopt(["abc123"])).adopted
    bench.service.run_again(task_id)
    await wait_until(lambda: bench.state(task_id) == "done")
    assert (len(bench.store.tasks), bench.client.posted) == (1, [])


async def test_an_id_given_for_an_unconfirmed_order_must_be_one(
    bench: Bench, wait_until: WaitUntil
) -> None:
    unknown = make_task(state=TaskState.SUBMIT_UNKNOWN, attempt=1)
    bench.store.tasks[unknown.id] = unknown
    await bench.service.start(bench.client)
    assert not bench.service.attach_remote_id(unknown.id, "a\nb")
    assert bench.state(unknown.id) == "submit_unknown"
    assert bench.service.attach_remote_id(unknown.id, "  abc123  ")
    await wait_until(lambda: bench.state(unknown.id) == "done")
    assert bench.client.queried == ["abc123"]


async def test_the_person_may_fetch_over_a_connection_that_is_not_encrypted(
    bench: Bench, wait_until: WaitUntil
) -> None:
    refused = make_task(
        state=TaskState.RESULT_BAD,
        remote_id="abc123",
        result_url="http://pictures.example/a.png",
        error_case=ErrorCase.LINK_REFUSED,
    )
    bench.store.tasks[refused.id] = refused
    await bench.service.start(bench.client)
    bench.service.allow_insecure(refused.id)
    # A refused result is settled and comes from disk.
    await wait_until(lambda: bench.state(refused.id) == "done")
    assert bench.client.insecure == ["http://pictures.example/a.png"]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("", []),
        ("abc", ["abc"]),
        (" abc,def;ghi\n\njkl\tmno ", ["abc", "def", "ghi", "jkl", "mno"]),
        ('["abc", "def"]', ["abc", "def"]),
        ("abc，def；ghi、jkl", ["abc", "def", "ghi", "jkl"]),
        ("task_1:a.b-c", ["task_1:a.b-c"]),
        (CREATED, ["abc123def456"]),
        ('{"code": 0, "msg": null, "data": {"id": "abc123"}}', ["abc123"]),
        ('{"data": [{"task_id": "abc123"}, {"taskId": "def456"}]}', ["abc123", "def456"]),
        ('{"id": 123456789}', ["123456789"]),
        ('{"id": "abc123"}\n{"id": "def456"}\nghi789', ["abc123", "def456", "ghi789"]),
        ('{"message": "quota used up"}', ['{"message": "quota used up"}']),
        ("https://api.example/v1/result/abc123", ["abc123"]),
        ("https://api.example/v1/result/abc%3A123/?x=1 def456", ["abc:123", "def456"]),
        ("https://api.example/task?model=x&id=abc123&y=2", ["abc123"]),
        ("id=abc123 task_id:def456", ["abc123", "def456"]),
        ("https://api.example/about", ["https://api.example/about"]),
    ],
)
def test_a_pasted_text_is_taken_apart(text: str, ids: list[str]) -> None:
    assert split_ids(text) == ids


async def test_an_answer_of_the_service_is_one_task_and_words_are_none(bench: Bench) -> None:
    report = await bench.service.adopt(split_ids(CREATED))
    assert (len(report.adopted), report.bad) == (1, ())
    words = "please fetch my picture of 2026: a/b1, x1, größe1"
    report = await bench.service.adopt(split_ids(words))
    assert report.adopted == ()
    assert report.bad == tuple(split_ids(words))


async def test_the_report_names_orders_that_the_found_ids_may_belong_to(bench: Bench) -> None:
    unknown = make_task(state=TaskState.SUBMIT_UNKNOWN, attempt=1)
    bench.store.tasks[unknown.id] = unknown
    bench.client.queries = [STILL_THERE] * 1000
    await bench.service.start(bench.client)
    assert (await bench.service.adopt(["nothing"])).unconfirmed == ()
    assert (await bench.service.adopt(["abc123"])).unconfirmed == (unknown.id,)
    assert (await bench.service.adopt(["abc123"])).unconfirmed == (unknown.id,)


@pytest.mark.parametrize("is_done", [False, True])
async def test_an_adopted_task_becomes_one_with_the_unconfirmed_order_of_its_id(
    bench: Bench, wait_until: WaitUntil, is_done: bool
) -> None:
    unknown = make_task(state=TaskState.SUBMIT_UNKNOWN, attempt=1)
    bench.store.tasks[unknown.id] = unknown
    if not is_done:
        bench.client.queries = [STILL_THERE] * 1000
    await bench.service.start(bench.client)
    (adopted,) = (await bench.service.adopt(["abc123"])).adopted
    await wait_until(lambda: bench.state(adopted) == ("done" if is_done else "processing"))
    opened, image = len(bench.client.opened), bench.store.tasks[adopted].image
    assert bench.service.attach_remote_id(unknown.id, "abc123")
    await wait_until(lambda: bench.state(unknown.id) == ("done" if is_done else "processing"))
    (row,) = bench.store.tasks.values()
    assert (row.id, row.remote_id, row.params) == (unknown.id, "abc123", unknown.params)
    assert (row.image, len(bench.client.opened)) == (image, opened)
    assert bench.journal.ids[unknown.id] == "abc123"
    assert bench.journal.removed == [adopted]
    if is_done:
        await wait_until(lambda: unknown.id in bench.pictures.settled)
    bench.client.queries.clear()
    await wait_until(lambda: bench.state(unknown.id) == "done")


async def test_the_id_of_another_order_is_refused(bench: Bench, wait_until: WaitUntil) -> None:
    unknown = make_task(state=TaskState.SUBMIT_UNKNOWN, attempt=1)
    other = make_task(id="b" * 32, state=TaskState.DONE, remote_id="abc123", image=make_image())
    bench.store.tasks |= {unknown.id: unknown, other.id: other}
    told: list[tuple[str, str]] = []
    bench.service.id_taken.connect(lambda *ids: told.append(ids))
    await bench.service.start(bench.client)
    assert bench.service.attach_remote_id(unknown.id, "abc123")
    await wait_until(lambda: told == [(unknown.id, other.id)])
    assert bench.state(unknown.id) == "submit_unknown"
    assert bench.client.queried == []


async def test_a_merge_that_is_not_stored_leaves_both_as_they_were(
    bench: Bench, wait_until: WaitUntil, expected_log: Callable[[str], None]
) -> None:
    expected_log("the history did not take a change")
    unknown = make_task(state=TaskState.SUBMIT_UNKNOWN, attempt=1)
    bench.store.tasks[unknown.id] = unknown
    troubles: list[object] = []
    bench.service.trouble.connect(troubles.append)
    await bench.service.start(bench.client)
    (adopted,) = (await bench.service.adopt(["abc123"])).adopted
    await wait_until(lambda: bench.state(adopted) == "done")
    bench.store.fail_on.append("merge")
    assert bench.service.attach_remote_id(unknown.id, "abc123")
    await wait_until(lambda: len(troubles) == 1)
    # An id in the journal would be followed at the next start, and fetched once more.
    assert unknown.id not in bench.journal.ids
    assert (bench.state(unknown.id), bench.state(adopted)) == ("submit_unknown", "done")
    assert bench.service.attach_remote_id(unknown.id, "abc123")
    await wait_until(lambda: bench.state(unknown.id) == "done")
    assert list(bench.store.tasks) == [unknown.id]


async def test_a_picture_that_arrives_just_before_the_merge_is_not_fetched_again(
    bench: Bench, wait_until: WaitUntil, monkeypatch: pytest.MonkeyPatch
) -> None:
    unknown = make_task(state=TaskState.SUBMIT_UNKNOWN, attempt=1)
    bench.store.tasks[unknown.id] = unknown
    bench.client.queries = [STILL_THERE] * 1000
    await bench.service.start(bench.client)
    (adopted,) = (await bench.service.adopt(["abc123"])).adopted
    await wait_until(lambda: bench.state(adopted) == "processing")
    ledger = bench.service._ledger
    find = ledger.find_remote

    async def found_before_its_picture(remote_id: str) -> GenerationTask | None:
        found = await find(remote_id)
        bench.client.queries.clear()
        bench.service.check_now(adopted)
        await wait_until(lambda: bench.state(adopted) == "done")
        return found

    monkeypatch.setattr(ledger, "find_remote", found_before_its_picture)
    assert bench.service.attach_remote_id(unknown.id, "abc123")
    await wait_until(lambda: bench.state(unknown.id) == "done")
    assert len(bench.client.opened) == 1
    assert list(bench.store.tasks) == [unknown.id]
