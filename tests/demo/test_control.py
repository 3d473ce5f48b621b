"""How tests steer and watch a stand-in: queues, markers, clock, log; and the marks for a person."""

from __future__ import annotations

import dataclasses
import json
import math
import threading
import time
from pathlib import Path

import httpx
import pytest

from nanobanana_desktop.demo.marks import program_scenario, program_setup, prompt_marks
from nanobanana_desktop.demo.scenario import (
    AnswerShape,
    Course,
    ErrorKind,
    Fault,
    Outcome,
    PictureFile,
    Scenario,
    ServiceError,
    Stage,
    Wire,
)
from nanobanana_desktop.demo.script import Call, Origin
from nanobanana_desktop.demo.server import DemoServer, DemoSetup
from tests.demo.caller import KEY, SMALL, Caller, exchange_raw, order_body

FOREVER = Course(queued=(math.inf, math.inf))


def test_queued_creates_come_in_their_order(caller: Caller) -> None:
    busy = Scenario(create=Wire(error=ServiceError(kind=ErrorKind.RATE_LIMIT)))
    broke = Scenario(create=Wire(error=ServiceError(kind=ErrorKind.BALANCE)))
    caller.control.queue_creates(busy, broke)
    assert caller.control.waiting(Call.CREATE) == 2
    assert [caller.create().status_code for _ in range(3)] == [429, 402, 200]
    assert caller.control.waiting(Call.CREATE) == 0


def test_a_task_keeps_the_queued_scenario_of_its_order(caller: Caller) -> None:
    caller.control.queue_creates(Scenario(course=Course(outcome=Outcome.FAILED)))
    failing, working = caller.new_task(), caller.new_task()
    assert caller.answer(failing)["status"] == "failed"
    assert caller.answer(working)["status"] == "completed"


def test_the_default_of_the_moment_counts_for_other_tasks(caller: Caller) -> None:
    task_id = caller.new_task()
    error = ServiceError(kind=ErrorKind.UPSTREAM)
    caller.control.set_default(Scenario(query=Wire(error=error)))
    assert caller.query(task_id).status_code == 502
    caller.control.set_default(Scenario(picture=SMALL))
    assert caller.query(task_id).status_code == 200


def test_queued_queries_tell_a_story(caller: Caller) -> None:
    task_id = caller.new_task()
    stages = (Stage.QUEUED, Stage.PROCESSING, Stage.QUEUED)
    caller.control.queue_queries(*(Scenario(stage=stage) for stage in stages))
    words = [caller.answer(task_id)["status"] for _ in range(4)]
    assert words == ["queued", "processing", "queued", "completed"]


def test_queued_downloads(caller: Caller) -> None:
    caller.control.queue_downloads(
        Scenario(picture=PictureFile(dead_status=404)),
        Scenario(picture=PictureFile(pixels=(10, 12))),
    )
    link = caller.link(caller.new_task())
    assert caller.download(link).status_code == 404
    fresh = caller.link(next(iter(caller.control.tasks)))
    assert fresh != link
    assert b"\x00\x00\x00\x0a\x00\x00\x00\x0c" in caller.download(fresh).content[:40]


def test_markers_in_the_prompt(caller: Caller) -> None:
    caller.control.set_marker("[no]", Scenario(course=Course(outcome=Outcome.FAILED_ON_CREATE)))
    assert caller.create("a sea [NO]").json()["status"] == "failed"
    assert caller.create("a sea").json()["status"] == "queued"
    caller.control.set_marker("[no]", None)
    assert caller.create("a sea [no]").json()["status"] == "queued"


def test_finish_fail_and_place(caller: Caller) -> None:
    caller.control.set_default(Scenario(course=FOREVER, picture=SMALL))
    first, second, third = (caller.new_task() for _ in range(3))
    assert [view.stage for view in caller.control.tasks.values()] == [Stage.QUEUED] * 3
    caller.control.finish(first)
    caller.control.fail(second, "上游超时")
    caller.control.place(third, Stage.PROCESSING)
    assert caller.answer(first)["status"] == "completed"
    assert caller.answer(second)["error"] == "上游超时"
    assert caller.answer(third)["status"] == "processing"
    views = list(caller.control.tasks.values())
    assert [view.stage for view in views] == [Stage.COMPLETED, Stage.FAILED, Stage.PROCESSING]
    with pytest.raises(KeyError):
        caller.control.finish("nobody")


def test_the_log(caller: Caller) -> None:
    before = time.time()
    task_id = caller.new_task("海", image_urls=["https://example.com/a.png"])
    link = caller.link(task_id)
    caller.download(link)
    caller.query("%2e%2e%2fv1")
    create, query, download, unknown = caller.control.requests()
    assert (create.call, create.method, create.status) == (Call.CREATE, "POST", 200)
    assert create.path == "/kyyReactApiServer/v1/banana/images"
    assert create.headers["authorization"] == KEY
    assert create.json == {
        "model": "nano-banana-pro",
        "prompt": "海",
        "image_urls": ["https://example.com/a.png"],
    }
    assert create.task_id == query.task_id == download.task_id == task_id
    assert before <= create.time <= time.time()
    assert download.origin is Origin.PICTURES
    assert link.endswith(download.path)
    assert unknown.path == "/kyyReactApiServer/v1/result/%2e%2e%2fv1"
    assert unknown.status == 404
    control = caller.control
    assert (control.creates, control.queries, control.downloads) == (1, 2, 1)
    assert control.requests(Call.QUERY) == [query, unknown]
    with pytest.raises(dataclasses.FrozenInstanceError):
        create.status = 500  # type: ignore[misc]


def test_the_log_has_an_end_but_counts_on(http: httpx.Client) -> None:
    with DemoServer(DemoSetup(log_limit=2, log_bodies=False)) as server:
        caller = Caller(server, http)
        for _ in range(5):
            caller.create()
        assert server.control.creates == 5
        assert [record.json for record in server.control.requests()] == [None, None]


def test_reset(caller: Caller) -> None:
    caller.control.queue_creates(Scenario(create=Wire(fault=Fault.CLOSE)))
    caller.control.set_marker("sea", Scenario(course=FOREVER))
    caller.control.reset()
    assert caller.create("sea").status_code == 200
    assert caller.answer(next(iter(caller.control.tasks)))["status"] == "completed"
    caller.control.reset()
    assert not caller.control.tasks
    assert caller.control.requests() == []
    assert caller.control.creates == 0


def test_control_from_many_threads(caller: Caller) -> None:
    def queue_many() -> None:
        for _ in range(50):
            caller.control.queue_creates(Scenario(shape=AnswerShape(amount=1.0)))

    threads = [threading.Thread(target=queue_many) for _ in range(4)]
    for thread in threads:
        thread.start()
    amounts = [caller.create().json().get("amount") for _ in range(20)]
    for thread in threads:
        thread.join()
    used = sum(amount is not None for amount in amounts)
    assert caller.control.waiting(Call.CREATE) == 200 - used


def test_the_timing_of_a_demo_run(http: httpx.Client) -> None:
    course = program_scenario().course
    assert course.queued == (1.0, 2.0)
    assert course.processing == (3.0, 12.0)
    with DemoServer(program_setup(None, seed=5)) as server:
        caller = Caller(server, http)
        answer = caller.create_raw(order_body(), key="").json()
        assert answer["status"] == "queued"
        assert caller.answer(answer["id"])["status"] == "queued"
        server.control.advance(2.1)
        assert caller.answer(answer["id"])["status"] == "processing"
        server.control.advance(12.0)
        found = caller.answer(answer["id"])
        assert found["status"] == "completed"
        assert caller.download(found["image_url"]).status_code == 200


MARKED_ANSWERS = {
    "[balance]": (402, "余额不足"),
    "[busy]": (429, "请求过于频繁，请稍后再试"),
    "[key]": (401, "无效的API Key"),
}


@pytest.fixture
def demo(caller: Caller) -> Caller:
    """The caller, with a stand-in that knows the marks for a person."""
    for mark, scenario in prompt_marks().items():
        caller.control.set_marker(mark, scenario)
    return caller


@pytest.mark.parametrize("mark", list(MARKED_ANSWERS))
def test_marks_of_refusals(demo: Caller, mark: str) -> None:
    answer = demo.create(f"a sea {mark}")
    assert (answer.status_code, answer.json()["msg"]) == MARKED_ANSWERS[mark]
    assert not demo.control.tasks


def test_the_mark_for_busy_passes(demo: Caller) -> None:
    assert demo.create("a sea [busy]").headers["retry-after"] == "5"
    assert demo.create("a sea [busy]").status_code == 200


@pytest.mark.parametrize(
    ("mark", "text"), [("[refuse]", "风控拒绝"), ("[fail]", "上游提交未返回task_id")]
)
def test_marks_of_failures(demo: Caller, mark: str, text: str) -> None:
    task_id = demo.new_task(f"a sea {mark}")
    assert demo.answer(task_id)["status"] == "queued"
    demo.control.advance(10.0)
    found = demo.answer(task_id)
    assert (found["status"], found["error"]) == ("failed", text)


def test_mark_of_the_unknown(demo: Caller) -> None:
    lost = prompt_marks()["[unknown]"]
    assert lost.create.fault is Fault.CLOSE
    at_once = dataclasses.replace(lost, create=dataclasses.replace(lost.create, delay=0.0))
    demo.control.set_marker("[unknown]", at_once)
    assert exchange_raw(demo.create_url, "POST", order_body("[unknown]")) == (b"", b"")
    assert len(demo.control.tasks) == 1


def test_mark_of_the_slow(demo: Caller) -> None:
    task_id = demo.new_task("[slow]")
    demo.control.advance(55.0)
    assert demo.answer(task_id)["status"] == "processing"
    demo.control.advance(70.0)
    assert demo.answer(task_id)["status"] == "completed"


def test_marks_of_queries(demo: Caller) -> None:
    gone, word, empty, trouble = (
        demo.new_task(mark) for mark in ("[gone]", "[word]", "[empty]", "[trouble]")
    )
    assert demo.query(gone).status_code == 404
    assert demo.answer(word)["status"] == "warming_up"
    assert [demo.query(trouble).status_code for _ in range(4)] == [503, 503, 503, 200]
    demo.control.advance(10.0)
    assert demo.answer(empty) | {"id": ""} == demo.answer(empty) | {"id": "", "image_url": None}
    assert demo.answer(empty)["status"] == "completed"


def test_marks_of_downloads(demo: Caller) -> None:
    marks = ("[expired]", "[relink]", "[cut]", "[broken]")
    tasks = {mark: demo.new_task(mark, resolution="1k") for mark in marks}
    demo.control.advance(10.0)
    expired, relink, cut, broken = (demo.link(task) for task in tasks.values())
    assert demo.download(expired).status_code == 403
    assert demo.link(tasks["[expired]"]) == expired
    assert demo.download(relink).status_code == 403
    assert demo.download(demo.link(tasks["[relink]"])).status_code == 200
    with pytest.raises(httpx.RemoteProtocolError):
        demo.download(cut)
    assert demo.download(cut).status_code == 200
    assert demo.download(broken).content.startswith(b"<!DOCTYPE")


def test_every_mark_is_documented() -> None:
    from nanobanana_desktop.demo import marks

    text = marks.__doc__ or ""
    documented = {line.split()[0] for line in text.splitlines() if line.startswith("    [")}
    assert documented == set(prompt_marks())


def test_tasks_outlive_the_program(tmp_path: Path, http: httpx.Client) -> None:
    memory = tmp_path / "demo.jsonl"
    slow = Course(queued=(1.0, 1.0), processing=(3600.0, 3600.0))
    setup = DemoSetup(scenario=Scenario(course=slow, picture=SMALL), memory=memory)
    with DemoServer(setup) as server:
        caller = Caller(server, http)
        task_id = caller.new_task("海 \ud800", resolution="2k")
        seed = server.control.tasks[task_id].seed
        base_url = server.base_url
    with DemoServer(setup) as server:
        caller = Caller(server, http)
        assert server.base_url == base_url
        assert server.control.tasks[task_id].seed == seed
        assert server.control.tasks[task_id].order.prompt == "海 \ud800"
        assert caller.answer(task_id)["status"] in ("queued", "processing")
        server.control.advance(3700.0)
        assert caller.download(caller.link(task_id)).status_code == 200
        assert caller.new_task() != task_id


def test_a_damaged_memory_is_left_out(tmp_path: Path) -> None:
    memory = tmp_path / "demo.jsonl"
    memory.write_text('{"ports": 5}\n[1]\n"x"\n{"number": 1}\nnot json\n', "utf-8")
    with DemoServer(DemoSetup(memory=memory)) as server:
        assert not server.control.tasks
    lines = [json.loads(line) for line in memory.read_text("utf-8").splitlines()]
    assert [set(line) for line in lines] == [{"ports"}]
