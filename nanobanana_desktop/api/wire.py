"""Reads what the service says about a task out of an answer, whatever form it takes.

Forms come from the vendor's pages and from what other programs have met: plain or wrapped in
`{"code", "msg", "data"}`, several names for each field, numbers as texts, nulls anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from nanobanana_desktop.api.answer_json import Document
from nanobanana_desktop.api.failure_words import classify_failure
from nanobanana_desktop.api.result_fields import find_picture
from nanobanana_desktop.domain.answers import RemoteStatus, RemoteTask
from nanobanana_desktop.domain.remote_text import (
    ID_LIMIT,
    clean_error,
    clean_id,
    clean_status,
    is_clean,
)

Fields = Mapping[str, Any]

_ID_KEYS: Final = ("id", "task_id", "taskId")
_STATUS_KEYS: Final = ("status", "task_status", "taskStatus", "state")
_INNER_KEYS: Final = ("data", "task", "result")
_FAILURE_KEYS: Final = ("error", "error_message", "errorMessage", "fail_reason", "failReason")
_MESSAGE_KEYS: Final = ("msg", "message")
_NO_VALUE: Final = frozenset({"", "null", "none", "undefined", "nil", "0", "-1"})
_EMPTY_PRAISE: Final = frozenset({"", "ok", "success", "succeed", "成功", "操作成功", "请求成功"})
_GOOD_CODES: Final = frozenset({"", "0", "200", "ok", "success", "succeeded"})
_BARE_ID: Final = re.compile(r"(?=.*[0-9])[A-Za-z0-9._:-]{6,128}")
_AMOUNT: Final = re.compile(r"-?\d{1,12}(\.\d{1,12})?")

_STATUS_WORDS: Final = {
    "queued": RemoteStatus.QUEUED,
    "queueing": RemoteStatus.QUEUED,
    "submitted": RemoteStatus.QUEUED,
    "created": RemoteStatus.QUEUED,
    "waiting": RemoteStatus.QUEUED,
    "in_queue": RemoteStatus.QUEUED,
    "processing": RemoteStatus.PROCESSING,
    "running": RemoteStatus.PROCESSING,
    "generating": RemoteStatus.PROCESSING,
    "pending": RemoteStatus.PROCESSING,
    "in_progress": RemoteStatus.PROCESSING,
    "started": RemoteStatus.PROCESSING,
    "completed": RemoteStatus.COMPLETED,
    "complete": RemoteStatus.COMPLETED,
    "succeeded": RemoteStatus.COMPLETED,
    "succeed": RemoteStatus.COMPLETED,
    "success": RemoteStatus.COMPLETED,
    "successful": RemoteStatus.COMPLETED,
    "done": RemoteStatus.COMPLETED,
    "finished": RemoteStatus.COMPLETED,
    "failed": RemoteStatus.FAILED,
    "fail": RemoteStatus.FAILED,
    "failure": RemoteStatus.FAILED,
    "error": RemoteStatus.FAILED,
    "canceled": RemoteStatus.FAILED,
    "cancelled": RemoteStatus.FAILED,
    "expired": RemoteStatus.FAILED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One answer, taken apart.

    `ids` are the usable ids in order of trust (more than one when a wrapper has its own). `code` is
    the wrapper's code as text, empty when there is none or it says success. `message` is the
    service's cleaned text about trouble. `says_no` is true when the answer names an error without
    naming a status. `knows_task` is true when the answer has a status or a picture.
    `data_is_null` is true when the wrapper's content is explicitly null.
    """

    task: RemoteTask
    ids: tuple[str, ...]
    code: str
    message: str
    says_no: bool
    knows_task: bool
    data_is_null: bool

    @property
    def code_number(self) -> int | None:
        digits = self.code.removeprefix("-")
        if digits.isascii() and digits.isdigit() and len(digits) <= 9:
            return int(self.code)
        return None


def read_answer(document: Document) -> Reading | None:
    """Take an answer apart; None when it is not an object (or a list that begins with one)."""
    outer = _first_object(document.value)
    if outer is None:
        return None
    code = _code(outer)
    scopes = _scopes(outer)
    ids = tuple(dict.fromkeys((*_ids(scopes), *_bare_id(outer))))
    raw_status = _first_text(scopes, _STATUS_KEYS)
    status = _status(raw_status)
    image_url, inline_image = "", b""
    if status is not RemoteStatus.FAILED:
        under_way = status in (RemoteStatus.QUEUED, RemoteStatus.PROCESSING)
        image_url, inline_image = find_picture(document, scopes, under_way=under_way)
    if not raw_status and (image_url or inline_image):
        status = RemoteStatus.COMPLETED
    failure = _failure_text(scopes)
    message = failure or _message(outer)
    failed = status is RemoteStatus.FAILED
    task = RemoteTask(
        remote_id=ids[0] if ids else "",
        status=status,
        raw_status=clean_status(raw_status),
        model_name=clean_id(_first_text(scopes, ("model",))),
        image_url=image_url,
        inline_image=inline_image,
        error_case=classify_failure(_all_words(scopes, message)) if failed else None,
        error_text=clean_error(message) if failed else clean_error(failure),
        amount=_amount(scopes),
    )
    return Reading(
        task=task,
        ids=ids,
        code=code,
        message=clean_error(message),
        says_no=outer.get("success") is False or bool(failure),
        knows_task=bool(raw_status or image_url or inline_image),
        data_is_null="data" in outer and outer["data"] is None,
    )


def _first_object(value: Any) -> Fields | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return value if isinstance(value, dict) else None


def _scopes(outer: Fields) -> tuple[Fields, ...]:
    """The objects that speak of the task, the most telling first.

    When the answer is wrapped, the wrapper's own words (its `status`, a request id) must not be
    taken for the task's.
    """
    inner = next(
        (found for key in _INNER_KEYS if (found := _first_object(outer.get(key))) is not None), None
    )
    if inner is None:
        return (outer,)
    inner_has_id = any(_id_text(inner.get(key)) for key in _ID_KEYS)
    inner_has_status = any(key in inner for key in _STATUS_KEYS)
    outer_has_id = any(_id_text(outer.get(key)) for key in _ID_KEYS)
    if "code" in outer and (inner_has_id or inner_has_status):
        return (inner,)
    if outer_has_id:
        return (outer, inner)
    if inner_has_status:
        return (inner,)
    return (inner, outer)


def _code(outer: Fields) -> str:
    """The wrapper's code as text; empty when it is missing or says success."""
    value = outer.get("code")
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        return ""
    text = clean_status(str(value))
    zero = text.strip("0") == "" or (isinstance(value, Decimal) and value == 0)
    return "" if zero or text.casefold() in _GOOD_CODES else text


def _ids(scopes: tuple[Fields, ...]) -> Iterator[str]:
    for scope in scopes:
        for key in _ID_KEYS:
            if text := _id_text(scope.get(key)):
                yield text


def _bare_id(outer: Fields) -> Iterator[str]:
    """The id of a successful wrapper whose whole content is the id."""
    text = _id_text(outer.get("data"))
    if "code" in outer and not _code(outer) and _BARE_ID.fullmatch(text):
        yield text


def _id_text(value: Any) -> str:
    """A usable id, else empty: opaque text of 1 to 128 visible characters, or a whole number.

    Characters that matter in a path are fine, the id is percent-encoded before use; `.` and `..`
    are not, because encoding does not change them.
    """
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    text = str(value).strip()
    if text.casefold() in _NO_VALUE or text in (".", ".."):
        return ""
    return text if is_clean(text, ID_LIMIT) else ""


def _status(raw_status: str) -> RemoteStatus:
    word = re.sub(r"[\s-]+", "_", raw_status.strip().casefold()[:64])
    return _STATUS_WORDS.get(word, RemoteStatus.UNKNOWN_WORD)


def _first_text(scopes: tuple[Fields, ...], keys: tuple[str, ...]) -> str:
    for scope in scopes:
        for key in keys:
            value = scope.get(key)
            if isinstance(value, str | int) and not isinstance(value, bool):
                text = str(value)
                if text.strip() and text.strip().casefold() not in ("null", "none"):
                    return text
    return ""


def _failure_text(scopes: tuple[Fields, ...]) -> str:
    """The text of an `error` field, plain or an object."""
    for scope in scopes:
        for key in _FAILURE_KEYS:
            if text := next(_error_texts(scope.get(key)), ""):
                return text
    return ""


def _error_texts(value: Any, depth: int = 0) -> Iterator[str]:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, str):
        if value.strip().casefold() not in _EMPTY_PRAISE | {"null", "none"}:
            yield value
    elif isinstance(value, dict) and depth < 3:
        for key in ("message", "msg", "detail", "error", "reason", "code", "type"):
            yield from _error_texts(value.get(key), depth + 1)
    elif depth and isinstance(value, int) and not isinstance(value, bool):
        yield str(value)


def _message(outer: Fields) -> str:
    """Trouble in the service's words, by the documented look-up order."""
    for scope in (outer, _first_object(outer.get("data")) or {}):
        for key in (*_MESSAGE_KEYS, *_FAILURE_KEYS):
            if text := next(_error_texts(scope.get(key)), ""):
                return text
    return ""


def _all_words(scopes: tuple[Fields, ...], message: str) -> str:
    """Everything that may tell why a task failed: messages, codes and types."""
    words = [message]
    for scope in scopes:
        for key in (*_FAILURE_KEYS, *_MESSAGE_KEYS):
            words.extend(text[:500] for text in _error_texts(scope.get(key)))
    return " \n".join(dict.fromkeys(words))


def _amount(scopes: tuple[Fields, ...]) -> str:
    for scope in scopes:
        value = scope.get("amount")
        if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
            continue
        if isinstance(value, Decimal) and not -13 < value.adjusted() < 13:
            continue
        text = f"{value:f}" if isinstance(value, Decimal) else str(value).strip()
        if _AMOUNT.fullmatch(text):
            return text
    return ""
