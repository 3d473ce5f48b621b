"""What an answer means: for the paid order, and for a question about a task."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import httpx

from nanobanana_desktop.api.answer_json import NotJsonError, parse_document
from nanobanana_desktop.api.failure_words import classify_failure
from nanobanana_desktop.api.retry import parse_retry_after
from nanobanana_desktop.api.wire import Reading, read_answer
from nanobanana_desktop.domain.answers import (
    Accepted,
    OutcomeUnknown,
    Refused,
    RefusedLater,
    RemoteStatus,
    RemoteTask,
    SubmitOutcome,
)
from nanobanana_desktop.domain.remote_text import clean, clean_error
from nanobanana_desktop.errors import (
    CredentialsError,
    ErrorCase,
    ForeignAnswerError,
    ProtocolError,
    QuotaError,
    RateLimitError,
    ServerError,
    TaskNotFoundError,
)

RAW_LIMIT: Final = 64 * 1024
"""Bytes kept of an answer that settles nothing."""
LARGE_ANSWER: Final = 64 * 1024
"""Bytes from which taking an answer apart belongs into a thread."""
_MESSAGE_LENGTH: Final = 300
"""Characters shown of a body that names no message."""

_REFUSING: Final = frozenset({400, 401, 402, 403, 404, 405, 413, 415, 422})
_UNSETTLED_CODES: Final = frozenset({408, 409, 425, *range(500, 600)})
_PLAIN_STATUSES: Final = frozenset({401, 402, 429})
"""Mean the same with any body; all others with a web page are not the service speaking."""
_KEY_CODES: Final = frozenset({401, 403})
_VAGUE: Final = frozenset({ErrorCase.UNKNOWN, ErrorCase.SERVICE_FAULT, ErrorCase.SERVICE_TIMEOUT})
_STATUS_CASES: Final = {
    400: ErrorCase.BAD_REQUEST,
    401: ErrorCase.INVALID_KEY,
    402: ErrorCase.BALANCE,
    403: ErrorCase.INVALID_KEY,
    404: ErrorCase.NOT_THE_SERVICE,
    405: ErrorCase.NOT_THE_SERVICE,
    413: ErrorCase.REFERENCE_REFUSED,
    415: ErrorCase.BAD_REQUEST,
    422: ErrorCase.BAD_REQUEST,
}
_NO_ROUTE: Final = "no handler found"
_NOT_FOUND_WORDS: Final = ("不存在", "not found", "not exist", "no such", "未找到", "找不到")


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it came. `trouble` is empty when the whole body was read.

    `scrub` removes the key from a text: a service may repeat what it was sent.
    """

    status: int
    headers: httpx.Headers
    body: bytes | bytearray
    trouble: str
    scrub: Callable[[str], str]

    @property
    def is_html(self) -> bool:
        kind = self.headers.get("content-type", "").partition(";")[0].strip().lower()
        return kind in ("text/html", "application/xhtml+xml") or self.body[:64].lstrip().startswith(
            b"<"
        )

    @property
    def retry_after(self) -> float | None:
        return parse_retry_after(self.headers.get("retry-after"), time.time())

    def raw_text(self) -> str:
        text = self.body[:RAW_LIMIT].decode("utf-8", "replace")
        return clean(self.scrub(text), RAW_LIMIT)

    def reading(self) -> Reading | None:
        """The answer taken apart, None when it is not the service's JSON. Texts are scrubbed."""
        try:
            reading = read_answer(parse_document(self.body))
        except NotJsonError:
            return None
        if reading is None:
            return None
        task = replace(
            reading.task,
            error_text=self.scrub(reading.task.error_text),
            raw_status=self.scrub(reading.task.raw_status),
            model_name=self.scrub(reading.task.model_name),
        )
        return replace(reading, task=task, message=self.scrub(reading.message))

    def message(self, reading: Reading | None) -> str:
        """The service's words about the trouble, else the beginning of what it sent."""
        if reading is not None and reading.message:
            return reading.message
        if self.is_html:
            return ""
        text = self.body[: 4 * _MESSAGE_LENGTH].decode("utf-8", "replace")
        return clean_error(self.scrub(text))[:_MESSAGE_LENGTH]


def judge_order(answer: Answer) -> SubmitOutcome:
    """The outcome of a POST that was answered. When in doubt, OutcomeUnknown."""
    status = answer.status
    if status == 429:
        return RefusedLater(answer.retry_after, answer.message(answer.reading()))
    if status in _REFUSING:
        return _refused_by_status(answer)
    if not 200 <= status < 300:
        return _unknown(answer, f"the service answered HTTP {status}")
    reading = answer.reading()
    if reading is None:
        return _unknown(answer, answer.trouble or _no_reading(answer))
    if reading.task.remote_id:
        return Accepted(reading.task)
    return _judge_without_id(answer, reading)


def _refused_by_status(answer: Answer) -> Refused | RefusedLater:
    reading = answer.reading()
    text = answer.message(reading)
    default = _STATUS_CASES[answer.status]
    if reading is None and answer.is_html:
        # A page for people comes from something in between, whatever it says no to.
        case = default if answer.status in _PLAIN_STATUSES else ErrorCase.NOT_THE_SERVICE
        return Refused(case, text, answer.status)
    return _refusal(_specific(classify_failure(text), answer.status), text, answer)


def _judge_without_id(answer: Answer, reading: Reading) -> SubmitOutcome:
    text = reading.message
    case = reading.task.error_case or classify_failure(text)
    number = reading.code_number
    if reading.task.status is RemoteStatus.FAILED:
        return _refusal(case, text, answer)
    if number == 429:
        return RefusedLater(answer.retry_after, text)
    settled = case not in _VAGUE or (bool(reading.code) and number not in _UNSETTLED_CODES)
    if (reading.code or reading.says_no) and settled:
        return _refusal(_specific(case, number), text, answer)
    return _unknown(answer, "the answer holds no task id")


def _specific(case: ErrorCase, number: int | None) -> ErrorCase:
    """The case of a refusal: what its words say, else what its number says."""
    default = _STATUS_CASES.get(number or 0)
    if default is None:
        return case
    vague = case in _VAGUE or case is ErrorCase.BAD_REQUEST
    return default if vague else case


def _refusal(case: ErrorCase, text: str, answer: Answer) -> Refused | RefusedLater:
    if case is ErrorCase.RATE_LIMITED:
        return RefusedLater(answer.retry_after, text)
    return Refused(case, text, answer.status)


def _unknown(answer: Answer, reason: str) -> OutcomeUnknown:
    return OutcomeUnknown(reason, answer.raw_text(), answer.status)


def _no_reading(answer: Answer) -> str:
    if not answer.body:
        return "the answer is empty"
    return "the answer is a web page" if answer.is_html else "the answer is not the service's JSON"


def judge_query(answer: Answer, remote_id: str) -> RemoteTask:
    """The task that was asked for.

    Raises CredentialsError, QuotaError, RateLimitError, ServerError, ProtocolError and
    TaskNotFoundError. A failed task is an answer and no error.
    """
    if answer.status >= 500:
        case = ErrorCase.SERVICE_TIMEOUT if answer.status == 504 else ErrorCase.SERVICE_FAULT
        raise ServerError(case, f"HTTP {answer.status}: {answer.message(answer.reading())}")
    reading = answer.reading()
    if reading is None and answer.is_html and answer.status not in _PLAIN_STATUSES:
        detail = f"HTTP {answer.status} with a web page"
        raise ProtocolError(ErrorCase.NOT_THE_SERVICE, detail)
    if not 200 <= answer.status < 300:
        raise _query_error(answer, reading, answer.status)
    if reading is None:
        raise ProtocolError(ErrorCase.NOT_THE_SERVICE, _no_reading(answer))
    if reading.ids and remote_id not in reading.ids and reading.knows_task:
        raise ForeignAnswerError(ErrorCase.SERVICE_FAULT, "the answer is about another task")
    if reading.knows_task and not (reading.code and not reading.ids):
        return replace(reading.task, remote_id=remote_id)
    if reading.code or reading.says_no or reading.data_is_null:
        raise _query_error(answer, reading, reading.code_number)
    if remote_id in reading.ids:
        return replace(reading.task, remote_id=remote_id)
    raise ProtocolError(ErrorCase.NOT_THE_SERVICE, "the answer holds nothing about a task")


QueryError = (
    CredentialsError | QuotaError | RateLimitError | ServerError | ProtocolError | TaskNotFoundError
)


def _query_error(answer: Answer, reading: Reading | None, number: int | None) -> QueryError:
    """The error that a status or code and its words stand for; `number` is either."""
    text = answer.message(reading)
    detail = f"HTTP {answer.status}, code {reading.code if reading else ''}: {text}"
    case = classify_failure(text)
    if number == 429 or case is ErrorCase.RATE_LIMITED:
        return RateLimitError(detail, answer.retry_after)
    if number == 402 or case is ErrorCase.BALANCE:
        return QuotaError(ErrorCase.BALANCE, detail)
    if number in _KEY_CODES or case is ErrorCase.INVALID_KEY:
        return CredentialsError(ErrorCase.INVALID_KEY, detail)
    if _NO_ROUTE in text.lower() or number in range(300, 400):
        return ProtocolError(ErrorCase.NOT_THE_SERVICE, detail)
    if _speaks_of_no_task(text, reading, number):
        return TaskNotFoundError(ErrorCase.REMOTE_GONE, detail)
    if number in range(400, 500) and number not in _UNSETTLED_CODES:
        return ProtocolError(_specific(case, number), detail)
    timed_out = number == 408 or case is ErrorCase.SERVICE_TIMEOUT
    return ServerError(ErrorCase.SERVICE_TIMEOUT if timed_out else ErrorCase.SERVICE_FAULT, detail)


def _speaks_of_no_task(text: str, reading: Reading | None, number: int | None) -> bool:
    if number in (404, 410) or any(word in text.lower() for word in _NOT_FOUND_WORDS):
        return True
    silent = reading is not None and reading.data_is_null
    return silent and number in (None, -1) and classify_failure(text) is ErrorCase.UNKNOWN
