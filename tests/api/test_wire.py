"""Answers in every form that was seen, and in forms that nobody has seen yet."""

from __future__ import annotations

import base64
import json
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nanobanana_desktop.api.answer_json import NotJsonError, parse_document
from nanobanana_desktop.api.verdicts import Answer, judge_order, judge_query
from nanobanana_desktop.api.wire import Reading, read_answer
from nanobanana_desktop.domain.answers import Accepted, RemoteStatus
from nanobanana_desktop.domain.remote_text import is_clean
from nanobanana_desktop.errors import AppError, ErrorCase

LINK = "https://cdn.example/pictures/a.png?sig=abc"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 64
BASE64 = base64.b64encode(PICTURE).decode()


def read(body: object) -> Reading:
    text = body if isinstance(body, bytes) else json.dumps(body).encode()
    reading = read_answer(parse_document(text))
    assert reading is not None
    return reading


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("queued", RemoteStatus.QUEUED),
        ("QUEUED", RemoteStatus.QUEUED),
        ("processing", RemoteStatus.PROCESSING),
        ("running", RemoteStatus.PROCESSING),
        ("Generating", RemoteStatus.PROCESSING),
        ("pending", RemoteStatus.PROCESSING),
        ("in progress", RemoteStatus.PROCESSING),
        ("completed", RemoteStatus.COMPLETED),
        ("SUCCEEDED", RemoteStatus.COMPLETED),
        ("success", RemoteStatus.COMPLETED),
        ("done", RemoteStatus.COMPLETED),
        (" finished ", RemoteStatus.COMPLETED),
        ("failed", RemoteStatus.FAILED),
        ("error", RemoteStatus.FAILED),
        ("canceled", RemoteStatus.FAILED),
        ("cancelled", RemoteStatus.FAILED),
        ("expired", RemoteStatus.FAILED),
        ("moderating", RemoteStatus.UNKNOWN_WORD),
        ("\u202edeliaf", RemoteStatus.UNKNOWN_WORD),
        (7, RemoteStatus.UNKNOWN_WORD),
        (None, RemoteStatus.UNKNOWN_WORD),
        ({"x": 1}, RemoteStatus.UNKNOWN_WORD),
        ("x" * 100_000, RemoteStatus.UNKNOWN_WORD),
    ],
)
def test_status_words(word: object, status: RemoteStatus) -> None:
    task = read({"id": "a", "status": word}).task
    assert task.status is status
    assert len(task.raw_status) <= 64
    assert "\u202e" not in task.raw_status


@pytest.mark.parametrize(
    "fields",
    [
        {"image_url": LINK},
        {"image_url": [LINK, "https://cdn.example/b.png"]},
        {"image_url": {"url": LINK}},
        {"result_url": LINK},
        {"url": LINK},
        {"image_url": None, "url": LINK},
        {"image_url": "", "result_url": "null", "url": f"  {LINK}\n"},
        {"result": {"images": [{"url": LINK}]}},
        {"result": {"images": [{"url": [LINK]}]}},
        {"result": {"images": [LINK]}},
        {"result": [{"image_url": LINK}]},
        {"result": LINK},
        {"data": [{"url": LINK}]},
        {"data": {"output": {"url": LINK}}},
        {"image_url": "ftp://cdn.example/a", "url": LINK},
        {"image_url": LINK, "image_urls": ["https://me.example/cat.jpg"]},
    ],
)
def test_where_the_link_may_be(fields: dict[str, object]) -> None:
    task = read({"id": "a", "status": "completed", **fields}).task
    assert task.image_url == LINK


@pytest.mark.parametrize(
    "fields",
    [
        {"image_urls": [LINK]},
        {"images": [LINK]},
        {"input": {"image_url": LINK}},
        {"request": {"image_urls": [LINK]}},
        {"result": {"image_urls": [LINK]}},
        {"image_urls": [LINK], "image_url": LINK},
        {"image_url": "picture.png"},
        {"image_url": 17},
        {"image_url": True},
        {"image_url": "https://cdn.example/\u202egnp.a"},
        {"image_url": "https://cdn.example/a b"},
        {"image_url": []},
        {"url": "https://cdn.example/" + "x" * 5000},
        {"result": "finished without trouble"},
        {"b64_json": "!!! no base64 !!!"},
        {"image_url": "data:image/png;base64,@@@"},
    ],
)
def test_what_is_no_result(fields: dict[str, object]) -> None:
    task = read({"id": "a", "status": "completed", **fields}).task
    assert task.inline_image == b""
    assert (
        not task.image_url.startswith("http")
        or not is_clean(task.image_url, 4096)
        or (len(task.image_url) == 4096)
    )


def test_a_link_of_another_kind_is_kept_to_be_shown_and_refused() -> None:
    task = read({"status": "completed", "image_url": "file:///etc/\u202epasswd"}).task
    assert task.image_url == "file:///etc/passwd"


def test_a_link_to_the_task_itself_is_no_picture_while_it_is_under_way() -> None:
    body = {"id": "a", "status": "processing", "url": "https://service.example/v1/result/a"}
    assert read(body).task.image_url == ""


@pytest.mark.parametrize("inner", [{"id": "a"}, [{"id": "a"}]])
def test_only_the_id_may_be_wrapped(inner: object) -> None:
    reading = read({"status": "completed", "image_url": LINK, "data": inner})
    assert reading.ids == ("a",)
    assert reading.task.status is RemoteStatus.COMPLETED
    assert reading.task.image_url == LINK


@pytest.mark.parametrize("outer", [{"code": 0, "id": "request-1"}, {"code": "0"}, {}])
def test_a_wrappers_own_status_is_not_the_tasks(outer: dict[str, object]) -> None:
    task = read({**outer, "status": "success", "data": {"id": "a", "status": "queued"}}).task
    assert task.remote_id == "a"
    assert task.status is RemoteStatus.QUEUED


def test_a_results_own_id_is_not_the_tasks() -> None:
    reading = read({"id": "a", "status": "done", "data": [{"id": "image-1", "url": LINK}]})
    assert reading.task.remote_id == "a"
    assert reading.task.image_url == LINK


def test_a_picture_without_a_status_is_complete() -> None:
    task = read({"id": "a", "image_url": LINK}).task
    assert task.status is RemoteStatus.COMPLETED


@pytest.mark.parametrize(
    "body",
    [
        {"status": "completed", "b64_json": BASE64},
        {"status": "completed", "image_url": f"data:image/png;base64,{BASE64}"},
        {"status": "completed", "b64_json": f"data:image/png;base64,{BASE64}"},
        {"status": "completed", "data": [{"b64_json": BASE64}]},
        {
            "status": "completed",
            "b64_json": "\n".join(BASE64[i : i + 76] for i in range(0, 9999, 76))
            + BASE64[76 * 132 :],
        },
        {"status": "completed", "b64_json": BASE64.rstrip("=")},
        {"status": "processing", "b64_json": BASE64},
        {"image_urls": [f"data:image/png;base64,{BASE64[:-4]}"], "b64_json": BASE64},
    ],
)
def test_inline_pictures(body: dict[str, object]) -> None:
    assert read(body).task.inline_image == PICTURE


def test_inline_pictures_with_escapes() -> None:
    text = json.dumps({"status": "completed", "b64_json": BASE64})
    escaped = text.replace("/", "\\/").replace("=", "\\u003d").encode()
    assert read(escaped).task.inline_image == PICTURE


def test_an_inline_picture_that_is_cut_is_none() -> None:
    with pytest.raises(NotJsonError):
        parse_document(b'{"status":"completed","b64_json":"' + BASE64.encode())


def test_small_inline_pictures() -> None:
    task = read({"b64_json": base64.b64encode(b"tiny").decode()}).task
    assert task.inline_image == b"tiny"


def test_a_placeholder_from_outside_leads_nowhere() -> None:
    assert read({"b64_json": "\x00picture 0"}).task.inline_image == b""


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (0.05, "0.05"),
        ("0.10", "0.10"),
        (3, "3"),
        (1e-7, "0.0000001"),
        (None, ""),
        (True, ""),
        ("free", ""),
        ([], ""),
        ("1" * 100, ""),
    ],
)
def test_amounts_stay_as_reported(amount: object, expected: str) -> None:
    assert read({"id": "a", "status": "completed", "amount": amount}).task.amount == expected


@pytest.mark.parametrize(
    "text", [b'{"amount": 1e999999999}', b'{"amount": 1e-99999999}', b'{"amount": 123e40}']
)
def test_giant_amounts_are_left_out(text: bytes) -> None:
    assert read(text).task.amount == ""


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"status": "failed", "error": "风控拒绝"}, "风控拒绝"),
        ({"status": "failed", "error": {"message": "m", "detail": "d"}}, "m"),
        ({"status": "failed", "error": {"detail": "d", "code": 5}}, "d"),
        ({"status": "failed", "error": {"code": "E5"}}, "E5"),
        ({"status": "failed", "error": None, "msg": "m"}, "m"),
        ({"code": 0, "msg": "success", "data": {"status": "failed", "error": "e"}}, "e"),
        ({"code": 0, "msg": "success", "data": {"id": 1, "status": "failed"}}, ""),
        ({"status": "failed", "error": "a\x00b\u202ec"}, "abc"),
        ({"status": "failed", "error": "x" * 900_000}, "x" * 2000),
        ({"status": "failed", "error": "<img src='file:///x'>"}, "<img src='file:///x'>"),
        ({"status": "failed", "error": "\ud800"}, "\ufffd"),
    ],
)
def test_the_failures_text(body: dict[str, object], text: str) -> None:
    task = read(body).task
    assert task.status is RemoteStatus.FAILED
    assert task.error_text == text


def test_the_case_looks_at_codes_too() -> None:
    body = {"status": "failed", "error": {"message": "no", "code": "content_policy_violation"}}
    assert read(body).task.error_case is ErrorCase.CONTENT


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec=None), max_size=12)
    | st.sampled_from(
        ["completed", "failed", LINK, "abc123", "0", "200", "data:image/png;base64,AA"]
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "id",
                    "task_id",
                    "taskId",
                    "status",
                    "data",
                    "result",
                    "images",
                    "image_url",
                    "image_urls",
                    "url",
                    "b64_json",
                    "error",
                    "message",
                    "msg",
                    "code",
                    "amount",
                    "model",
                    "success",
                    "output",
                ]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=12,
)


def answer(status: int, body: bytes) -> Answer:
    return Answer(status, httpx.Headers(), body, "", lambda text: text)


@settings(max_examples=300, deadline=None)
@given(JSON, st.sampled_from([200, 201, 400, 401, 404, 429, 500]))
def test_no_json_breaks_the_reader(value: Any, status: int) -> None:
    body = json.dumps(value).encode()
    outcome = judge_order(answer(status, body))
    if isinstance(outcome, Accepted):
        assert outcome.task.remote_id
        assert is_clean(outcome.task.remote_id, 128)
    try:
        task = judge_query(answer(status, body), "abc123")
    except AppError:
        return
    assert task.remote_id == "abc123"
    for text in (task.raw_status, task.error_text, task.image_url, task.model_name, task.amount):
        text.encode("utf-8")
        assert "\x00" not in text


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.sampled_from([200, 400, 500]))
def test_no_bytes_break_the_reader(body: bytes, status: int) -> None:
    judge_order(answer(status, body))
    try:
        judge_query(answer(status, body), "abc123")
    except AppError as error:
        str(error).encode("utf-8")


@settings(max_examples=100, deadline=None)
@given(JSON, st.integers(0, 400))
def test_a_cut_answer_never_invents_a_task(value: Any, cut: int) -> None:
    whole = json.dumps({"id": "abc123", "status": "completed", "extra": value}).encode()
    part = whole[: min(cut, len(whole) - 1)]
    assert not isinstance(judge_order(answer(200, part)), Accepted)


ECHO = "https://me.example/reference.jpg"


@settings(max_examples=200, deadline=None)
@given(JSON, st.sampled_from(["result", "data", "output", "task", "extra"]))
def test_an_echo_of_the_order_is_never_the_result(value: Any, place: str) -> None:
    echo = {"image_urls": [ECHO, {"url": ECHO}], "images": value, "error": value}
    for body in (
        {"status": "completed", **echo},
        {"status": "completed", place: echo},
        {"code": 0, "data": {"id": "abc123", "status": "completed", **echo}},
        {"code": 0, "image_urls": [ECHO], "data": {"id": "a", "status": "done", place: [echo]}},
    ):
        assert read(body).task.image_url != ECHO


@given(st.text(st.characters(codec=None), max_size=140) | st.integers())
def test_ids_are_usable_or_absent(value: str | int) -> None:
    for found in read({"id": value}).ids:
        assert found == str(value).strip()
        assert is_clean(found, 128)
        assert found not in (".", "..")
