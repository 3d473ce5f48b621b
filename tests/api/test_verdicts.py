"""What each answer means, for money (orders) and for the task that is followed (queries)."""

from __future__ import annotations

import json

import httpx
import pytest

from nanobanana_desktop.api.verdicts import Answer, judge_order, judge_query
from nanobanana_desktop.domain.answers import (
    Accepted,
    OutcomeUnknown,
    Refused,
    RefusedLater,
    RemoteStatus,
)
from nanobanana_desktop.errors import (
    AppError,
    CredentialsError,
    ErrorCase,
    ProtocolError,
    QuotaError,
    RateLimitError,
    ServerError,
    TaskNotFoundError,
)

HTML = "<!DOCTYPE html><html><body>nginx</body></html>"


def answer(status: int, body: object, **headers: str) -> Answer:
    if isinstance(body, bytes):
        content = body
    elif isinstance(body, str):
        content = body.encode()
    else:
        content = json.dumps(body, ensure_ascii=False).encode()
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, httpx.Headers(fields), content, "", lambda text: text)


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 405, 413, 415, 422])
@pytest.mark.parametrize("body", ["", HTML, "{", b"\xff\xfe\x00", {"id": "x1"}, {"message": "m"}])
def test_these_statuses_refuse_whatever_the_body(status: int, body: object) -> None:
    assert isinstance(judge_order(answer(status, body)), Refused)


@pytest.mark.parametrize("status", [408, 409, 425, 301, 302, 307, 500, 502, 503, 504, 418, 499])
@pytest.mark.parametrize("body", ["", HTML, {"id": "abc123", "status": "queued"}])
def test_these_statuses_settle_nothing(status: int, body: object) -> None:
    outcome = judge_order(answer(status, body))
    assert isinstance(outcome, OutcomeUnknown)
    assert outcome.http_status == status
    assert str(status) in outcome.reason


@pytest.mark.parametrize(
    "body",
    [
        "",
        "   ",
        HTML,
        '{"id":"abc',
        "[]",
        "null",
        "17",
        '"abc123"',
        {},
        {"status": "queued"},
        {"id": None},
        {"id": ""},
        {"id": True},
        {"id": 0},
        {"id": "null"},
        {"id": ".."},
        {"id": "a\nb"},
        {"id": "a\u202eb"},
        {"id": "x" * 1_000_000},
        {"id": {"x": 1}},
        {"id": 1.5},
        {"code": 0, "msg": None, "data": None},
        {"code": 200, "msg": "success"},
        {"code": "00000", "data": "success"},
        {"success": False, "message": "上游超时"},
        {"code": 500, "msg": "系统异常"},
        {"code": 504, "msg": "", "data": None},
        {"code": 409, "msg": "conflict"},
        '{"id": NaN}',
        '{"id": ' + "9" * 5000 + "}",
        "[" * 100_000,
    ],
)
def test_success_without_a_usable_id_settles_nothing(body: object) -> None:
    outcome = judge_order(answer(200, body))
    assert isinstance(outcome, OutcomeUnknown), outcome
    assert len(outcome.raw_answer) <= 64 * 1024


def test_the_raw_answer_is_kept_for_the_person() -> None:
    outcome = judge_order(answer(200, {"id": "x" * 1_000_000}))
    assert isinstance(outcome, OutcomeUnknown)
    assert outcome.raw_answer.startswith('{"id": "xxx')


@pytest.mark.parametrize(
    ("body", "remote_id"),
    [
        ({"id": "abc123", "status": "queued"}, "abc123"),
        ({"id": 12345678901234567890}, "12345678901234567890"),
        ({"task_id": "t-1"}, "t-1"),
        ({"taskId": "t:1"}, "t:1"),
        ({"data": {"id": "d1"}}, "d1"),
        ({"code": 0, "msg": None, "data": {"id": "d1", "status": "queued"}}, "d1"),
        ({"code": "0", "data": {"taskId": "d2"}}, "d2"),
        ({"code": 200, "data": [{"id": "d3"}]}, "d3"),
        ({"code": 0, "id": "request-9", "data": {"task_id": "d4"}}, "d4"),
        ({"code": 0, "data": "5f0e2b7c9d"}, "5f0e2b7c9d"),
        ({"code": 500, "msg": "odd", "data": {"id": "d5"}}, "d5"),
        ([{"id": "l1"}], "l1"),
        ({"id": "../../v1/x?y#z"}, "../../v1/x?y#z"),
        ({"id": "a%2fb"}, "a%2fb"),
        (b'\xef\xbb\xbf{"id":"bom"}', "bom"),
        ('{"id":"utf16"}'.encode("utf-16"), "utf16"),
        ('{"id":"gbk1","msg":"提交成功"}'.encode("gb18030"), "gbk1"),
        (b'{"id":"raw\tid","task_id":"ok1"}', "ok1"),
        ('{"id":"abc","msg":"a\nb"}', "abc"),
    ],
)
def test_an_id_means_accepted(body: object, remote_id: str) -> None:
    outcome = judge_order(answer(200, body))
    assert isinstance(outcome, Accepted), outcome
    assert outcome.task.remote_id == remote_id


def test_an_order_that_failed_at_once_keeps_its_id() -> None:
    outcome = judge_order(answer(200, {"id": "f1", "status": "failed", "error": "风控拒绝"}))
    assert isinstance(outcome, Accepted)
    assert outcome.task.status is RemoteStatus.FAILED
    assert outcome.task.error_case is ErrorCase.CONTENT
    assert outcome.task.error_text == "风控拒绝"


def test_a_picture_may_already_be_there() -> None:
    body = {"id": "p1", "status": "completed", "image_url": "https://cdn.example/a.png"}
    outcome = judge_order(answer(200, body))
    assert isinstance(outcome, Accepted)
    assert outcome.task.image_url == "https://cdn.example/a.png"


@pytest.mark.parametrize(
    ("body", "case", "text"),
    [
        ({"code": -1, "msg": "余额不足"}, ErrorCase.BALANCE, "余额不足"),
        ({"code": 500, "msg": "余额不足"}, ErrorCase.BALANCE, "余额不足"),
        ({"code": 401, "msg": "x"}, ErrorCase.INVALID_KEY, "x"),
        ({"code": "403", "msg": ""}, ErrorCase.INVALID_KEY, ""),
        ({"code": 402, "msg": "pay"}, ErrorCase.BALANCE, "pay"),
        ({"code": 400, "msg": "no"}, ErrorCase.BAD_REQUEST, "no"),
        ({"code": 1, "msg": "缺少必填参数: prompt"}, ErrorCase.BAD_REQUEST, "缺少必填参数: prompt"),
        ({"code": "E1", "msg": "whatever"}, ErrorCase.UNKNOWN, "whatever"),
        ({"code": 7, "message": "model not found"}, ErrorCase.MODEL_UNAVAILABLE, "model not found"),
        ({"status": "failed", "error": "风控拒绝"}, ErrorCase.CONTENT, "风控拒绝"),
        (
            {"status": "FAILED", "error": {"message": "上游提交未返回task_id"}},
            ErrorCase.SERVICE_FAULT,
            "上游提交未返回task_id",
        ),
        ({"error": {"message": "insufficient balance"}}, ErrorCase.BALANCE, "insufficient balance"),
        ({"success": False, "message": "内容审核未通过"}, ErrorCase.CONTENT, "内容审核未通过"),
    ],
)
def test_a_clear_no_inside_http_200_refuses(body: object, case: ErrorCase, text: str) -> None:
    outcome = judge_order(answer(200, body))
    assert isinstance(outcome, Refused), outcome
    assert (outcome.case, outcome.text) == (case, text)


@pytest.mark.parametrize(
    ("status", "body", "case"),
    [
        (400, {"msg": "缺少必填参数: prompt"}, ErrorCase.BAD_REQUEST),
        (400, {"msg": "?"}, ErrorCase.BAD_REQUEST),
        (422, {"error": {"message": "model x is not supported"}}, ErrorCase.MODEL_UNAVAILABLE),
        (400, {"message": "图片下载失败"}, ErrorCase.REFERENCE_REFUSED),
        (401, {"message": "bad"}, ErrorCase.INVALID_KEY),
        (401, "", ErrorCase.INVALID_KEY),
        (403, {"msg": "余额不足"}, ErrorCase.BALANCE),
        (403, {"msg": "forbidden"}, ErrorCase.INVALID_KEY),
        (403, {"msg": "风控拒绝"}, ErrorCase.CONTENT),
        (403, HTML, ErrorCase.NOT_THE_SERVICE),
        (402, HTML, ErrorCase.BALANCE),
        (401, HTML, ErrorCase.INVALID_KEY),
        (404, {"message": "No handler found for POST /v1/x"}, ErrorCase.NOT_THE_SERVICE),
        (404, HTML, ErrorCase.NOT_THE_SERVICE),
        (413, HTML, ErrorCase.NOT_THE_SERVICE),
        (413, "", ErrorCase.REFERENCE_REFUSED),
    ],
)
def test_the_case_of_a_refused_order(status: int, body: object, case: ErrorCase) -> None:
    outcome = judge_order(answer(status, body))
    assert isinstance(outcome, Refused)
    assert outcome.case is case
    assert outcome.http_status == status


@pytest.mark.parametrize(
    ("status", "body", "header", "wait"),
    [
        (429, "", "12", 12.0),
        (429, HTML, "", None),
        (429, {"msg": "x"}, "1000000000", 600.0),
        (200, {"code": 429, "msg": "too many"}, "", None),
        (200, {"code": "429"}, "3", 3.0),
        (403, {"msg": "请求过于频繁"}, "", None),
        (400, {"msg": "rate limit reached"}, "5", 5.0),
    ],
)
def test_too_many_requests_is_refused_for_now(
    status: int, body: object, header: str, wait: float | None
) -> None:
    outcome = judge_order(answer(status, body, Retry_After=header))
    assert isinstance(outcome, RefusedLater), outcome
    assert outcome.retry_after == wait


def test_a_body_without_a_message_shows_its_beginning() -> None:
    outcome = judge_order(answer(400, "plain words " * 100))
    assert isinstance(outcome, Refused)
    assert outcome.text.startswith("plain words")
    assert len(outcome.text) <= 300


QUERY = {
    "id": "abc123",
    "object": "image.generation",
    "created": 1761635478,
    "model": "NanoBanana2",
    "status": "processing",
    "image_url": None,
    "error": None,
}


def test_the_documented_query_answer() -> None:
    task = judge_query(answer(200, QUERY), "abc123")
    assert task.remote_id == "abc123"
    assert task.status is RemoteStatus.PROCESSING
    assert task.raw_status == "processing"
    assert task.model_name == "NanoBanana2"
    assert (task.image_url, task.inline_image, task.error_case) == ("", b"", None)


def test_an_answer_without_an_id_is_about_the_task_that_was_asked_for() -> None:
    task = judge_query(answer(200, {"status": "queued"}), "abc123")
    assert task.remote_id == "abc123"


def test_a_failed_task_is_an_answer() -> None:
    body = {"code": -1, "data": {"id": "abc123", "status": "failed", "error": "超时"}}
    task = judge_query(answer(200, body), "abc123")
    assert task.status is RemoteStatus.FAILED
    assert task.error_case is ErrorCase.SERVICE_TIMEOUT


@pytest.mark.parametrize(
    ("status", "body", "kind", "case"),
    [
        (401, "", CredentialsError, ErrorCase.INVALID_KEY),
        (401, HTML, CredentialsError, ErrorCase.INVALID_KEY),
        (403, {"msg": "no"}, CredentialsError, ErrorCase.INVALID_KEY),
        (403, {"msg": "余额不足"}, QuotaError, ErrorCase.BALANCE),
        (403, HTML, ProtocolError, ErrorCase.NOT_THE_SERVICE),
        (402, {}, QuotaError, ErrorCase.BALANCE),
        (404, {"message": "task not found"}, TaskNotFoundError, ErrorCase.REMOTE_GONE),
        (404, "", TaskNotFoundError, ErrorCase.REMOTE_GONE),
        (404, HTML, ProtocolError, ErrorCase.NOT_THE_SERVICE),
        (
            404,
            {"message": "No handler found for GET /kyyReactApiServer/v1/models"},
            ProtocolError,
            ErrorCase.NOT_THE_SERVICE,
        ),
        (400, {"msg": "任务不存在"}, TaskNotFoundError, ErrorCase.REMOTE_GONE),
        (400, {"msg": "bad"}, ProtocolError, ErrorCase.BAD_REQUEST),
        (302, "", ProtocolError, ErrorCase.NOT_THE_SERVICE),
        (408, "", ServerError, ErrorCase.SERVICE_TIMEOUT),
        (500, HTML, ServerError, ErrorCase.SERVICE_FAULT),
        (502, "", ServerError, ErrorCase.SERVICE_FAULT),
        (503, {"id": "abc123", "status": "completed"}, ServerError, ErrorCase.SERVICE_FAULT),
        (504, "", ServerError, ErrorCase.SERVICE_TIMEOUT),
        (200, "", ProtocolError, ErrorCase.NOT_THE_SERVICE),
        (200, HTML, ProtocolError, ErrorCase.NOT_THE_SERVICE),
        (200, '{"id":"abc123","sta', ProtocolError, ErrorCase.NOT_THE_SERVICE),
        (200, [], ProtocolError, ErrorCase.NOT_THE_SERVICE),
        (200, {"hello": 1}, ProtocolError, ErrorCase.NOT_THE_SERVICE),
        (200, {"id": "other", "status": "completed"}, ProtocolError, ErrorCase.SERVICE_FAULT),
        (200, {"code": -1, "msg": None, "data": None}, TaskNotFoundError, ErrorCase.REMOTE_GONE),
        (200, {"code": 0, "msg": "ok", "data": None}, TaskNotFoundError, ErrorCase.REMOTE_GONE),
        (200, {"code": 404, "msg": "x"}, TaskNotFoundError, ErrorCase.REMOTE_GONE),
        (200, {"code": 401, "msg": "x"}, CredentialsError, ErrorCase.INVALID_KEY),
        (200, {"code": 403, "data": None}, CredentialsError, ErrorCase.INVALID_KEY),
        (200, {"code": -1, "msg": "余额不足", "data": None}, QuotaError, ErrorCase.BALANCE),
        (200, {"code": 500, "msg": "系统异常"}, ServerError, ErrorCase.SERVICE_FAULT),
        (200, {"code": 1, "msg": "查询超时"}, ServerError, ErrorCase.SERVICE_TIMEOUT),
        (200, {"code": 429}, RateLimitError, ErrorCase.RATE_LIMITED),
        (429, HTML, RateLimitError, ErrorCase.RATE_LIMITED),
    ],
)
def test_query_errors(status: int, body: object, kind: type[AppError], case: ErrorCase) -> None:
    kind_of_body = "text/html" if body == HTML else "application/json"
    with pytest.raises(kind) as caught:
        judge_query(answer(status, body, content_type=kind_of_body), "abc123")
    assert caught.value.case is case


def test_a_query_that_is_told_to_wait() -> None:
    with pytest.raises(RateLimitError) as caught:
        judge_query(answer(429, "", Retry_After="30"), "abc123")
    assert caught.value.retry_after == 30.0


def test_the_key_is_removed_from_everything_the_service_says() -> None:
    key = "sk-secret-1"
    echo = {"id": "e1", "status": key, "error": f"key {key} bad", "model": key}
    echoing = answer(200, echo)
    task = judge_query(
        Answer(200, echoing.headers, echoing.body, "", lambda t: t.replace(key, "…")), "e1"
    )
    assert key not in repr(task)
