"""Every form that an answer about a task may take, as it comes over a real socket."""

from __future__ import annotations

import base64
import json
import math
from typing import Any

import pytest

from nanobanana_desktop.demo.catalogue import answer_scenarios, body_scenarios, failure_scenarios
from nanobanana_desktop.demo.scenario import (
    AnswerShape,
    Body,
    Course,
    ErrorShape,
    IdKey,
    Outcome,
    PictureKey,
    Scenario,
    Stage,
    Words,
    Wrap,
)
from tests.demo.caller import SMALL, Caller


def shaped(**fields: Any) -> Scenario:
    return Scenario(shape=AnswerShape(**fields), picture=SMALL)


def only_task(caller: Caller) -> str:
    return next(iter(caller.control.tasks))


def test_the_documented_way(caller: Caller) -> None:
    created = caller.create("a quiet sea", resolution="2k", size="16:9")
    assert created.status_code == 200
    assert created.headers["content-type"] == "application/json;charset=UTF-8"
    answer = created.json()
    assert list(answer) == ["id", "object", "created", "model", "status"]
    assert answer["object"] == "image"
    assert answer["model"] == "nano-banana-pro"
    assert answer["status"] == "queued"
    found = caller.answer(answer["id"])
    assert list(found) == ["id", "object", "created", "model", "status", "image_url", "error"]
    assert found["object"] == "image.generation"
    assert found["status"] == "completed"
    assert found["error"] is None
    assert found["created"] == answer["created"]
    assert found["image_url"].startswith(caller.server.picture_url + "/pictures/")


def test_queued_then_processing_then_completed(caller: Caller) -> None:
    course = Course(queued=(10.0, 10.0), processing=(20.0, 20.0))
    caller.control.set_default(Scenario(course=course, picture=SMALL))
    task_id = caller.new_task()
    assert caller.answer(task_id)["status"] == "queued"
    caller.control.advance(11.0)
    found = caller.answer(task_id)
    assert found["status"] == "processing"
    assert found["image_url"] is None
    caller.control.advance(20.0)
    assert caller.answer(task_id)["status"] == "completed"


@pytest.mark.parametrize("key", [IdKey.ID, IdKey.TASK_ID, IdKey.TASK_ID_CAMEL])
def test_id_at_the_top(caller: Caller, key: IdKey) -> None:
    caller.control.set_default(shaped(id_key=key))
    answer = caller.create().json()
    assert answer[key.value] == only_task(caller)
    assert {"id", "task_id", "taskId"} & set(answer) == {key.value}


def test_id_under_data(caller: Caller) -> None:
    caller.control.set_default(shaped(id_key=IdKey.DATA_ID))
    answer = caller.create().json()
    assert "id" not in answer
    assert answer["data"] == {"id": only_task(caller)}


def test_id_in_the_first_of_data(caller: Caller) -> None:
    caller.control.set_default(shaped(id_key=IdKey.FIRST_DATA_ID))
    answer = caller.create().json()
    assert answer["data"] == [{"id": only_task(caller)}]


def test_no_id_at_all(caller: Caller) -> None:
    caller.control.set_default(shaped(id_key=IdKey.MISSING))
    created = caller.create()
    assert created.status_code == 200
    assert only_task(caller) not in created.text
    assert created.json()["status"] == "queued"


def test_id_as_number(caller: Caller) -> None:
    caller.control.set_default(shaped(id_as_number=True))
    value = caller.create().json()["id"]
    assert isinstance(value, int)
    assert caller.answer(str(value))["id"] == value


@pytest.mark.parametrize("odd", ["../../v1/x?y#z", "a\r\nb%2fc", "数字 1", 7])
def test_odd_ids_are_found_when_quoted(caller: Caller, odd: str | int) -> None:
    caller.control.set_default(Scenario(create_shape=AnswerShape(remote_id=odd), picture=SMALL))
    assert caller.create().json()["id"] == odd
    quoted = "".join(f"%{byte:02X}" for byte in str(odd).encode())
    assert caller.answer(quoted)["status"] == "completed"


def test_answer_with_the_id_of_another_task(caller: Caller) -> None:
    caller.control.set_default(Scenario(query_shape=AnswerShape(foreign_id=True), picture=SMALL))
    task_id = caller.new_task()
    assert caller.answer(task_id)["id"] not in (task_id, "")


@pytest.mark.parametrize(("wrap", "code"), [(Wrap.NUMBER, 0), (Wrap.TEXT, "0")])
def test_wrapped_answers(caller: Caller, wrap: Wrap, code: object) -> None:
    caller.control.set_default(shaped(wrap=wrap))
    answer = caller.create().json()
    assert set(answer) == {"code", "msg", "data"}
    assert answer["code"] == code
    found = caller.answer(answer["data"]["id"])
    assert found["data"]["image_url"].startswith(caller.server.picture_url)


def test_status_words(caller: Caller) -> None:
    words = Words(queued="QUEUED", processing=None, completed="succeeded", failed="cancelled")
    caller.control.set_default(shaped(words=words))
    answer = caller.create().json()
    assert answer["status"] == "QUEUED"
    task_id = answer["id"]
    expected = {
        Stage.PROCESSING: None,
        Stage.COMPLETED: "succeeded",
        Stage.FAILED: "cancelled",
    }
    for stage, word in expected.items():
        caller.control.place(task_id, stage)
        assert caller.answer(task_id)["status"] == word


def picture_value(answer: dict[str, Any], key: PictureKey) -> str:
    if key in (PictureKey.IMAGES_TEXT, PictureKey.IMAGES_LIST):
        value = answer["result"]["images"][0]["url"]
        if key is PictureKey.IMAGES_TEXT:
            return str(value)
        assert isinstance(value, list)
        return str(value[0])
    name = "image_url" if key is PictureKey.DATA_URI else key.value
    return str(answer[name])


@pytest.mark.parametrize("key", list(PictureKey))
def test_places_of_the_picture(caller: Caller, key: PictureKey) -> None:
    caller.control.set_default(shaped(picture_key=key))
    found = caller.answer(caller.new_task())
    value = picture_value(found, key)
    if key is PictureKey.B64_JSON:
        data = base64.b64decode(value)
    elif key is PictureKey.DATA_URI:
        assert value.startswith("data:image/png;base64,")
        data = base64.b64decode(value.partition(",")[2])
    else:
        data = caller.download(value).content
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    if key not in (PictureKey.IMAGE_URL, PictureKey.DATA_URI):
        assert found["image_url"] is None


def test_a_link_that_nobody_may_follow(caller: Caller) -> None:
    caller.control.set_default(shaped(picture_url="file:///etc/hostname"))
    assert caller.link(caller.new_task()) == "file:///etc/hostname"


def test_failed_on_create(caller: Caller) -> None:
    course = Course(outcome=Outcome.FAILED_ON_CREATE, error_text="风控拒绝")
    caller.control.set_default(Scenario(course=course))
    answer = caller.create().json()
    assert answer["status"] == "failed"
    assert answer["error"] == "风控拒绝"
    assert answer["id"] == only_task(caller)


def test_picture_already_on_create(caller: Caller) -> None:
    course = Course(outcome=Outcome.COMPLETED_ON_CREATE)
    caller.control.set_default(Scenario(course=course, picture=SMALL))
    answer = caller.create().json()
    assert answer["status"] == "completed"
    assert caller.download(answer["image_url"]).status_code == 200


def test_completed_without_picture(caller: Caller) -> None:
    course = Course(outcome=Outcome.NO_PICTURE)
    caller.control.set_default(Scenario(course=course))
    found = caller.answer(caller.new_task())
    assert found["status"] == "completed"
    assert found["image_url"] is None


def test_without_picture_once(caller: Caller) -> None:
    task_id = caller.new_task()
    caller.control.queue_queries(Scenario(course=Course(outcome=Outcome.NO_PICTURE)))
    assert caller.answer(task_id)["image_url"] is None
    assert caller.answer(task_id)["image_url"] is not None


@pytest.mark.parametrize(
    ("shape", "error"),
    [
        (ErrorShape.TEXT, "风控拒绝"),
        (ErrorShape.MESSAGE, {"message": "风控拒绝", "detail": None, "code": "task_failed"}),
        (ErrorShape.DETAIL, {"message": None, "detail": "风控拒绝"}),
        (ErrorShape.CODE, {"code": "风控拒绝"}),
        (ErrorShape.NULL, None),
    ],
)
def test_forms_of_a_failure(caller: Caller, shape: ErrorShape, error: object) -> None:
    course = Course(outcome=Outcome.FAILED)
    caller.control.set_default(Scenario(course=course, shape=AnswerShape(error_shape=shape)))
    found = caller.answer(caller.new_task())
    assert found["status"] == "failed"
    assert found["error"] == error
    assert found["image_url"] is None


def test_echoed_references_are_not_the_picture(caller: Caller) -> None:
    caller.control.set_default(shaped(echo_request=True, picture_key=PictureKey.RESULT_URL))
    task_id = caller.new_task(image_urls=["https://example.com/a.png"], size="3:2")
    found = caller.answer(task_id)
    assert found["image_urls"] == ["https://example.com/a.png"]
    assert found["size"] == "3:2"
    assert found["prompt"] == "a quiet sea"
    bare = caller.answer(caller.new_task())
    assert bare["image_urls"] == ["https://example.com/reference-that-is-no-result.png"]


@pytest.mark.parametrize("amount", [0.26, "0.26"], ids=["number", "text"])
def test_amount(caller: Caller, amount: float | str) -> None:
    caller.control.set_default(shaped(amount=amount))
    assert caller.answer(caller.new_task())["amount"] == amount


def test_numbers_as_text_other_model_extra_fields_and_nulls(caller: Caller) -> None:
    caller.control.set_default(
        shaped(
            numbers_as_text=True,
            amount=0.26,
            model_name="NanoBanana2",
            extra_fields=True,
            explicit_nulls=True,
        )
    )
    found = caller.answer(caller.new_task())
    assert found["created"].isdigit()
    assert found["amount"] == "0.26"
    assert found["model"] == "NanoBanana2"
    assert found["progress"] == "100%"
    assert found["msg"] is None
    assert found["result_url"] is None
    assert found["image_url"] is not None


def body_of(caller: Caller, body: Body, **fields: Any) -> bytes:
    caller.control.set_default(shaped(body=body, **fields))
    answer = caller.create()
    assert answer.status_code == 200
    return answer.content


def test_empty_body(caller: Caller) -> None:
    assert body_of(caller, Body.EMPTY) == b""


def test_html_body(caller: Caller) -> None:
    assert body_of(caller, Body.HTML).startswith(b"<!DOCTYPE html>")


def test_plain_body(caller: Caller) -> None:
    assert body_of(caller, Body.PLAIN).decode() == "服务繁忙，请稍后再试"


def test_truncated_json(caller: Caller) -> None:
    data = body_of(caller, Body.TRUNCATED)
    assert data.startswith(b'{"id":"')
    with pytest.raises(json.JSONDecodeError):
        json.loads(data)


def test_byte_order_mark(caller: Caller) -> None:
    data = body_of(caller, Body.BOM)
    assert data.startswith(b"\xef\xbb\xbf{")
    assert json.loads(data.decode("utf-8-sig"))["status"] == "queued"


def test_not_utf8(caller: Caller) -> None:
    data = body_of(caller, Body.NOT_UTF8)
    with pytest.raises(UnicodeDecodeError):
        data.decode()
    assert json.loads(data.decode("gb18030"))["status"] == "queued"


def test_many_megabytes(caller: Caller) -> None:
    data = body_of(caller, Body.HUGE, huge_bytes=5_000_000)
    assert len(data) > 5_000_000
    assert json.loads(data)["status"] == "queued"


def test_not_a_number(caller: Caller) -> None:
    data = body_of(caller, Body.NAN)
    assert b"NaN" in data
    assert math.isnan(json.loads(data)["amount"])


def test_deep_nesting(caller: Caller) -> None:
    data = body_of(caller, Body.DEEP)
    assert b"[" * 100_000 in data
    with pytest.raises(RecursionError):
        json.loads(data)


def test_huge_number(caller: Caller) -> None:
    data = body_of(caller, Body.HUGE_NUMBER)
    assert b"9" * 5_000 in data
    with pytest.raises(ValueError, match="integer string conversion"):
        json.loads(data)


def test_lone_surrogate(caller: Caller) -> None:
    data = body_of(caller, Body.SURROGATE)
    assert b"\\ud800" in data
    with pytest.raises(UnicodeEncodeError):
        json.loads(data)["model"].encode()


def test_nul_also_in_a_wrapped_answer(caller: Caller) -> None:
    answer = json.loads(body_of(caller, Body.NUL, wrap=Wrap.NUMBER))
    assert answer["data"]["model"] == "nano-banana-pro\0"


def test_every_named_form_is_answered(caller: Caller) -> None:
    named = answer_scenarios() | failure_scenarios() | body_scenarios()
    bodies = set()
    for name, scenario in named.items():
        caller.control.reset()
        caller.control.set_default(scenario)
        created = caller.create(resolution="1k")
        assert created.status_code == 200, name
        quoted = "".join(f"%{byte:02X}" for byte in only_task(caller)[:100].encode())
        found = caller.query(quoted)
        assert found.status_code == (404 if name == "huge id" else 200), name
        bodies.add((created.content, found.content))
    assert len(bodies) == len(named)
