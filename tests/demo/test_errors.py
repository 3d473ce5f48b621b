"""Keys, parameters, balance and rate: every refusal, in its HTTP form and its HTTP 200 form."""

from __future__ import annotations

import json
from collections.abc import Iterator

import httpx
import pytest

from nanobanana_desktop.demo.account import RateLimit
from nanobanana_desktop.demo.catalogue import errors
from nanobanana_desktop.demo.scenario import (
    AnswerShape,
    Body,
    ErrorKind,
    MessageKey,
    Scenario,
    ServiceError,
    Wire,
)
from nanobanana_desktop.demo.server import DemoServer, DemoSetup
from tests.demo.caller import KEY, SMALL, Caller, order_body

HTTP_STATUS = {
    ErrorKind.BAD_KEY: 401,
    ErrorKind.BALANCE: 402,
    ErrorKind.RATE_LIMIT: 429,
    ErrorKind.BAD_PARAMETER: 400,
    ErrorKind.UNKNOWN_MODEL: 400,
    ErrorKind.UNKNOWN_ID: 404,
}
CODE_IN_200 = {
    ErrorKind.BAD_KEY: 401,
    ErrorKind.RATE_LIMIT: 429,
    ErrorKind.BALANCE: -1,
    ErrorKind.BAD_PARAMETER: -1,
    ErrorKind.UNKNOWN_MODEL: -1,
    ErrorKind.UNKNOWN_ID: -1,
}


@pytest.fixture(scope="module")
def polite() -> Iterator[DemoServer]:
    """A stand-in whose own refusals come as HTTP 200."""
    with DemoServer(DemoSetup(errors_as_http=False, keys=("right",))) as server:
        yield server


def refusing(error: ServiceError) -> Scenario:
    return Scenario(create=Wire(error=error), query=Wire(error=error), picture=SMALL)


@pytest.mark.parametrize("kind", list(HTTP_STATUS))
def test_http_form(caller: Caller, kind: ErrorKind) -> None:
    task_id = caller.new_task()
    caller.control.set_default(refusing(ServiceError(kind=kind)))
    for answer in (caller.create(), caller.query(task_id)):
        assert answer.status_code == HTTP_STATUS[kind]
        assert answer.json()["code"] == HTTP_STATUS[kind]
        assert answer.json()["msg"]
    assert len(caller.control.tasks) == 1, "a refused order must not count as paid"


@pytest.mark.parametrize("kind", list(CODE_IN_200))
def test_http_200_form(caller: Caller, kind: ErrorKind) -> None:
    task_id = caller.new_task()
    caller.control.set_default(refusing(ServiceError(kind=kind, http=False)))
    for answer in (caller.create(), caller.query(task_id)):
        assert answer.status_code == 200
        assert answer.json()["code"] == CODE_IN_200[kind]
        assert answer.json()["data"] is None
        assert answer.json()["msg"]
    assert len(caller.control.tasks) == 1


@pytest.mark.parametrize(
    "error",
    [ServiceError(kind=ErrorKind.CONTENT), ServiceError(kind=ErrorKind.UPSTREAM, http=False)],
)
def test_errors_that_fail_the_task(caller: Caller, error: ServiceError) -> None:
    text = {ErrorKind.CONTENT: "风控拒绝", ErrorKind.UPSTREAM: "上游提交未返回task_id"}[error.kind]
    early = caller.new_task()
    caller.control.set_default(refusing(error))
    created = caller.create().json()
    assert created["status"] == "failed"
    assert created["error"] == text
    assert caller.answer(early)["status"] == "failed"
    assert caller.answer(early)["error"] == text


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_trouble_upstream_is_a_web_page(caller: Caller, status: int) -> None:
    error = ServiceError(kind=ErrorKind.UPSTREAM, status=status)
    caller.control.set_default(refusing(error))
    answer = caller.create()
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert "<html>" in answer.text


def test_an_error_may_have_no_body(caller: Caller) -> None:
    error = ServiceError(kind=ErrorKind.BALANCE, status=403)
    shape = AnswerShape(body=Body.EMPTY)
    caller.control.set_default(Scenario(create=Wire(error=error), shape=shape))
    answer = caller.create()
    assert (answer.status_code, answer.content) == (403, b"")


@pytest.mark.parametrize(
    ("key", "answer"),
    [
        (MessageKey.MSG, {"code": 402, "msg": "余额不足", "data": None}),
        (MessageKey.MESSAGE, {"code": 402, "message": "余额不足"}),
        (MessageKey.ERROR, {"code": 402, "error": "余额不足"}),
        (MessageKey.ERROR_DETAIL, {"code": 402, "error": {"detail": "余额不足"}}),
        (MessageKey.ERROR_CODE, {"code": 402, "error": {"code": "余额不足"}}),
        (MessageKey.DATA_MSG, {"code": 402, "msg": None, "data": {"msg": "余额不足"}}),
    ],
)
def test_places_of_the_words(caller: Caller, key: MessageKey, answer: object) -> None:
    error = ServiceError(kind=ErrorKind.BALANCE, message_key=key)
    caller.control.set_default(refusing(error))
    assert caller.create().json() == answer


def test_words_under_error_message_or_as_plain_text(caller: Caller) -> None:
    error = ServiceError(kind=ErrorKind.BALANCE, message_key=MessageKey.ERROR_MESSAGE)
    caller.control.queue_creates(refusing(error))
    assert caller.create().json()["error"]["message"] == "余额不足"
    error = ServiceError(kind=ErrorKind.BALANCE, message_key=MessageKey.PLAIN, text="no money")
    caller.control.queue_creates(refusing(error))
    assert caller.create().text == "no money"


def test_every_named_error_differs(caller: Caller) -> None:
    task_id = caller.new_task()
    seen = set()
    for error in errors().values():
        caller.control.queue_queries(Scenario(query=Wire(error=error)))
        answer = caller.query(task_id)
        seen.add((answer.status_code, answer.content, answer.headers.get("retry-after")))
    # "balance 402" and "words in msg" are the same bytes.
    assert len(seen) == len(errors()) - 1


def test_retry_after_is_sent_as_it_is(caller: Caller) -> None:
    for value in ("3", "Wed, 21 Oct 2099 07:28:00 GMT", "soon"):
        error = ServiceError(kind=ErrorKind.RATE_LIMIT, retry_after=value)
        caller.control.queue_creates(refusing(error))
        assert caller.create().headers["retry-after"] == value
    caller.control.queue_creates(refusing(ServiceError(kind=ErrorKind.RATE_LIMIT)))
    assert "retry-after" not in caller.create().headers


def test_any_key_opens_but_none_does_not(caller: Caller) -> None:
    assert caller.create_raw(order_body()).status_code == 200
    for key in ("", "Bearer", "Basic abc", "test-key"):
        answer = caller.create_raw(order_body(), key=key)
        assert answer.status_code == 401, key
        assert answer.json() == {"code": 401, "msg": "无效的API Key", "data": None}
    assert len(caller.control.tasks) == 1


def test_only_configured_keys_open(caller: Caller) -> None:
    task_id = caller.new_task()
    caller.control.set_keys(["right"])
    assert caller.query(task_id, KEY).status_code == 401
    assert caller.query(task_id, "Bearer right").status_code == 200
    assert caller.create_raw(order_body(), "Bearer wrong").status_code == 401
    caller.control.set_keys((), key_needed=False)
    assert caller.create_raw(order_body(), "").status_code == 200


WRONG_FIELDS: list[tuple[dict[str, object], str]] = [
    ({"prompt": None}, "缺少必填参数: prompt"),
    ({"prompt": "  "}, "缺少必填参数: prompt"),
    ({"model": ""}, "缺少必填参数: model"),
    ({"model": "dall-e"}, "不支持的模型: dall-e"),
    ({"size": "7:5"}, "参数错误: size 不支持 7:5"),
    ({"size": None}, "参数错误: size 不支持 None"),
    ({"resolution": "8k"}, "参数错误: resolution 不支持 8k"),
    ({"resolution": "2K"}, "参数错误: resolution 不支持 2K"),
    ({"image_urls": ["https://example.com/a.png"] * 7}, "参数错误: image_urls 最多支持6张"),
    ({"image_urls": "https://example.com/a.png"}, "参数错误: image_urls"),
    ({"image_urls": ["ftp://example.com/a.png"]}, "参数错误: image_urls"),
    ({"image_urls": ["data:image/png;base64," + "A" * 6_300_000]}, "数据异常"),
]


def test_parameter_checks(caller: Caller) -> None:
    for fields, text in WRONG_FIELDS:
        body = json.dumps({"model": "nano-banana", "prompt": "a sea"} | fields).encode()
        answer = caller.create_raw(body)
        assert answer.status_code == 400, text
        assert answer.json()["msg"] == text
    assert not caller.control.tasks


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff\xfe"])
def test_bodies_that_are_no_order(caller: Caller, body: bytes) -> None:
    answer = caller.create_raw(body)
    assert answer.status_code == 400
    assert answer.json()["msg"] == "请求体格式错误"


def test_a_full_order_is_taken_as_it_is(caller: Caller) -> None:
    links = [f"https://example.com/{n}.png" for n in range(5)] + ["data:image/png;base64,AAAA"]
    task_id = caller.new_task("三", image_urls=links, size="21:9", resolution="4k")
    order = caller.control.tasks[task_id].order
    assert order.prompt == "三"
    assert order.reference_urls == tuple(links)
    assert (order.ratio, order.resolution, order.model_name) == ("21:9", "4k", "nano-banana-pro")


def test_balance(caller: Caller) -> None:
    caller.control.set_balance(2)
    assert [caller.create().status_code for _ in range(3)] == [200, 200, 402]
    assert caller.create().json()["msg"] == "余额不足"
    assert len(caller.control.tasks) == 2
    caller.control.set_balance(None)
    assert caller.create().status_code == 200


def test_rate_limit(caller: Caller) -> None:
    caller.control.set_rate_limit(RateLimit(2, 60.0, "7"))
    assert [caller.create().status_code for _ in range(2)] == [200, 200]
    refused = caller.create()
    assert refused.status_code == 429
    assert refused.headers["retry-after"] == "7"
    assert len(caller.control.tasks) == 2
    caller.control.advance(61.0)
    assert caller.create().status_code == 200


def test_unknown_id_and_unknown_routes(caller: Caller) -> None:
    assert caller.query("no-such-id").status_code == 404
    root = caller.server.base_url
    answer = caller.http.get(f"{root}/v1/models", headers={"Authorization": KEY})
    assert answer.status_code == 404
    assert answer.text == '{"message":"No handler found for GET /kyyReactApiServer/v1/models"}'
    answer = caller.http.get(f"{root}/v1/banana/images")
    assert answer.status_code == 404
    assert answer.json()["message"].startswith("No handler found for GET ")
    answer = caller.http.post(f"{root}/v1/result/abc")
    assert answer.json()["message"] == "No handler found for POST /kyyReactApiServer/v1/result/abc"
    assert caller.http.get(f"{root}/v1/result/a/b").status_code == 404
    assert caller.control.queries == 1


def test_own_refusals_as_http_200(polite: DemoServer, http: httpx.Client) -> None:
    caller = Caller(polite, http)
    wrong = caller.create_raw(order_body())
    assert (wrong.status_code, wrong.json()["code"]) == (200, 401)
    right = "Bearer right"
    bad = caller.create_raw(b'{"model":"nano-banana"}', right)
    expected = {"code": -1, "msg": "缺少必填参数: prompt", "data": None}
    assert (bad.status_code, bad.json()) == (200, expected)
    unknown = caller.query("nobody", right)
    expected = {"code": -1, "msg": "任务不存在", "data": None}
    assert (unknown.status_code, unknown.json()) == (200, expected)
