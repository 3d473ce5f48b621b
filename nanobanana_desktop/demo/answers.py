"""The JSON that the stand-in answers with, in all its forms."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass

from nanobanana_desktop.demo.scenario import (
    AnswerShape,
    Body,
    ErrorKind,
    ErrorShape,
    IdKey,
    MessageKey,
    PictureKey,
    ServiceError,
    Stage,
    Wrap,
)
from nanobanana_desktop.demo.tasks import DemoTask

JSON_TYPE = "application/json;charset=UTF-8"
HTML_TYPE = "text/html;charset=UTF-8"
PLAIN_TYPE = "text/plain;charset=UTF-8"

COMPACT = (",", ":")
"""Separators of JSON as the service writes it."""

JsonObject = dict[str, object]

GATEWAY_PAGE = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n"
    "<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n"
    "</body>\r\n</html>\r\n"
)
PORTAL_PAGE = (
    "<!DOCTYPE html>\n<html><head><title>Sign in to the network</title></head>\n"
    '<body><h1>Welcome</h1><form action="/login"><input name="room"></form></body></html>\n'
)
DECOY_REFERENCE = "https://example.com/reference-that-is-no-result.png"


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """The picture as an answer shows it: its link, or its bytes when they go inside."""

    url: str = ""
    data: bytes = b""
    mime: str = ""


def task_answer(
    task: DemoTask,
    stage: Stage,
    shape: AnswerShape,
    picture: ShownPicture | None,
    *,
    created_now: bool,
    error_text: str | None = None,
) -> JsonObject:
    """The answer to a create call (`created_now`) or a query, before it becomes bytes.

    `picture` is `None` as long as there is none. `error_text` replaces the task's own.
    """
    answer: JsonObject = {
        "object": "image" if created_now else "image.generation",
        "created": str(task.created) if shape.numbers_as_text else task.created,
        "model": task.order.model_name if shape.model_name is None else shape.model_name,
        "status": _word(stage, shape),
    }
    if not created_now:
        answer |= {"image_url": None, "error": None}
    if shape.explicit_nulls:
        nulls = ("image_url", "error", "msg", "message", "result_url", "url", "result", "amount")
        answer |= dict.fromkeys(nulls)
    if stage is Stage.FAILED:
        answer["error"] = _error_value(task.error_text if error_text is None else error_text, shape)
    if picture is not None:
        answer |= _picture_fields(picture, shape.picture_key)
    if shape.amount is not None:
        answer["amount"] = str(shape.amount) if shape.numbers_as_text else shape.amount
    if shape.echo_request:
        order = task.order
        answer |= {
            "prompt": order.prompt,
            "size": order.ratio,
            "resolution": order.resolution,
            "image_urls": list(order.reference_urls) or [DECOY_REFERENCE],
        }
    if shape.extra_fields:
        answer |= {
            "trace_id": "5d1e0f",
            "progress": "100%",
            "usage": {"total_tokens": 1290, "detail": [1, 2, None]},
            "queue": None,
        }
    return _wrapped(_with_id(answer, task, shape), shape.wrap)


def _word(stage: Stage, shape: AnswerShape) -> str | None:
    words = shape.words
    return {
        Stage.QUEUED: words.queued,
        Stage.PROCESSING: words.processing,
        Stage.COMPLETED: words.completed,
        Stage.FAILED: words.failed,
    }[stage]


def _error_value(text: str, shape: AnswerShape) -> object:
    return {
        ErrorShape.TEXT: text,
        ErrorShape.MESSAGE: {"message": text, "detail": None, "code": "task_failed"},
        ErrorShape.DETAIL: {"message": None, "detail": text},
        ErrorShape.CODE: {"code": text},
        ErrorShape.NULL: None,
    }[shape.error_shape]


def _picture_fields(picture: ShownPicture, key: PictureKey) -> JsonObject:
    inline = base64.b64encode(picture.data).decode("ascii")
    fields: dict[PictureKey, JsonObject] = {
        PictureKey.IMAGE_URL: {"image_url": picture.url},
        PictureKey.RESULT_URL: {"result_url": picture.url},
        PictureKey.URL: {"url": picture.url},
        PictureKey.IMAGES_TEXT: {"result": {"images": [{"url": picture.url}]}},
        PictureKey.IMAGES_LIST: {"result": {"images": [{"url": [picture.url]}]}},
        PictureKey.B64_JSON: {"b64_json": inline},
        PictureKey.DATA_URI: {"image_url": f"data:{picture.mime};base64,{inline}"},
    }
    return fields[key]


def _with_id(answer: JsonObject, task: DemoTask, shape: AnswerShape) -> JsonObject:
    value: object = "another-task-0001" if shape.foreign_id else task.answer_id
    if shape.id_key is IdKey.MISSING:
        return answer
    if shape.id_key is IdKey.DATA_ID:
        return answer | {"data": {"id": value}}
    if shape.id_key is IdKey.FIRST_DATA_ID:
        return answer | {"data": [{"id": value}]}
    return {shape.id_key.value: value} | answer


def _wrapped(answer: JsonObject, wrap: Wrap) -> JsonObject:
    if wrap is Wrap.NUMBER:
        return {"code": 0, "msg": None, "data": answer}
    if wrap is Wrap.TEXT:
        return {"code": "0", "msg": "success", "data": answer}
    return answer


@dataclass(frozen=True, slots=True)
class ErrorAnswer:
    """An error ready to be sent; `page` replaces the JSON when it is not `None`."""

    status: int
    answer: JsonObject
    page: str | None = None
    page_type: str = PLAIN_TYPE


ERROR_STATUS = {
    ErrorKind.BAD_KEY: 401,
    ErrorKind.BALANCE: 402,
    ErrorKind.RATE_LIMIT: 429,
    ErrorKind.BAD_PARAMETER: 400,
    ErrorKind.UNKNOWN_MODEL: 400,
    ErrorKind.CONTENT: 400,
    ErrorKind.UNKNOWN_ID: 404,
    ErrorKind.UPSTREAM: 502,
}
ERROR_TEXT = {
    ErrorKind.BAD_KEY: "无效的API Key",
    ErrorKind.BALANCE: "余额不足",
    ErrorKind.RATE_LIMIT: "请求过于频繁，请稍后再试",
    ErrorKind.BAD_PARAMETER: "缺少必填参数: prompt",
    ErrorKind.UNKNOWN_MODEL: "不支持的模型",
    ErrorKind.CONTENT: "风控拒绝",
    ErrorKind.UNKNOWN_ID: "任务不存在",
    ErrorKind.UPSTREAM: "上游提交未返回task_id",
}
CODES_IN_200 = {ErrorKind.BAD_KEY: 401, ErrorKind.RATE_LIMIT: 429}
"""Codes of the HTTP 200 form; the other kinds say -1 and speak by their text."""


def error_text(error: ServiceError) -> str:
    return ERROR_TEXT[error.kind] if error.text is None else error.text


def error_answer(error: ServiceError) -> ErrorAnswer:
    """The answer that an error of the table gets, in the form that it asks for."""
    text = error_text(error)
    status = 200
    code: int | str = CODES_IN_200.get(error.kind, -1)
    if error.http:
        status = ERROR_STATUS[error.kind] if error.status is None else error.status
        code = status
    if error.code is not None:
        code = error.code
    key = error.message_key
    if key is None:
        upstream = error.http and error.kind is ErrorKind.UPSTREAM
        key = MessageKey.HTML if upstream else MessageKey.MSG
    if key is MessageKey.HTML:
        return ErrorAnswer(status, {}, GATEWAY_PAGE, HTML_TYPE)
    if key is MessageKey.PLAIN:
        return ErrorAnswer(status, {}, text, PLAIN_TYPE)
    answers: dict[MessageKey, JsonObject] = {
        MessageKey.MSG: {"msg": text, "data": None},
        MessageKey.MESSAGE: {"message": text},
        MessageKey.ERROR: {"error": text},
        MessageKey.ERROR_MESSAGE: {"error": {"message": text, "type": "invalid_request_error"}},
        MessageKey.ERROR_DETAIL: {"error": {"detail": text}},
        MessageKey.ERROR_CODE: {"error": {"code": text}},
        MessageKey.DATA_MSG: {"msg": None, "data": {"msg": text}},
    }
    return ErrorAnswer(status, {"code": code} | answers[key])


def body_bytes(answer: JsonObject, shape: AnswerShape) -> tuple[bytes, str]:
    """The bytes of an answer and their content type, as the shape's `body` wants them."""
    body = shape.body
    if body is Body.EMPTY:
        return b"", JSON_TYPE
    if body is Body.HTML:
        return PORTAL_PAGE.encode(), HTML_TYPE
    if body is Body.PLAIN:
        return "服务繁忙，请稍后再试".encode(), PLAIN_TYPE
    if body is Body.NOT_UTF8:
        text = json.dumps({"message": "处理成功"} | answer, ensure_ascii=False, separators=COMPACT)
        return text.encode("gb18030", "replace"), JSON_TYPE
    escaped = body is Body.SURROGATE
    text = json.dumps(_odd(answer, shape), ensure_ascii=escaped, separators=COMPACT)
    if body is Body.DEEP:
        text = text.replace('"@deep"', "[" * 100_000 + "]" * 100_000, 1)
    if body is Body.HUGE_NUMBER:
        text = text.replace('"@huge"', "9" * 5_000, 1)
    data = text.encode("utf-8", "surrogatepass")
    if body is Body.BOM:
        data = b"\xef\xbb\xbf" + data
    if body is Body.TRUNCATED:
        data = data[: len(data) * 3 // 5]
    return data, JSON_TYPE


def _odd(answer: JsonObject, shape: AnswerShape) -> JsonObject:
    """The answer with the oddity that its body asks for, also in texts that are shown."""
    body = shape.body
    if body is Body.HUGE:
        return answer | {"padding": "x" * shape.huge_bytes}
    if body is Body.NAN:
        return answer | {"amount": float("nan")}
    if body is Body.DEEP:
        return answer | {"nested": "@deep"}
    if body is Body.HUGE_NUMBER:
        return answer | {"amount": "@huge"}
    spot = {Body.SURROGATE: "\ud800", Body.NUL: "\0"}.get(body)
    if spot is None:
        return answer
    odd: JsonObject = {}
    for key, value in answer.items():
        if key in ("model", "error", "msg", "message") and isinstance(value, str):
            odd[key] = f"{value}{spot}"
        elif key == "data" and isinstance(value, dict):
            odd[key] = _odd(value, shape)
        else:
            odd[key] = value
    return odd | {"remark": f"a{spot}b"}
