"""What the stand-in does: every variant, error and fault of the image service, as plain values.

The default of each value is the behaviour that the vendor documents. A `Scenario` is put together
from the parts it changes, for instance `Scenario(create=Wire(fault=Fault.RESET))`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

Span = tuple[float, float]
"""Shortest and longest duration in seconds; the real one is drawn between them."""


class IdKey(StrEnum):
    """Where an answer holds the task's id."""

    ID = "id"
    TASK_ID = "task_id"
    TASK_ID_CAMEL = "taskId"
    DATA_ID = "data.id"
    FIRST_DATA_ID = "data[0].id"
    MISSING = "missing"


class Wrap(StrEnum):
    """Whether an answer is wrapped in `{"code": 0, "msg": null, "data": …}`."""

    NONE = "none"
    NUMBER = "number"
    TEXT = "text"


class PictureKey(StrEnum):
    """Where a completed answer holds its picture."""

    IMAGE_URL = "image_url"
    RESULT_URL = "result_url"
    URL = "url"
    IMAGES_TEXT = "result.images[0].url"
    IMAGES_LIST = "result.images[0].url[0]"
    B64_JSON = "b64_json"
    DATA_URI = "data_uri"


class ErrorShape(StrEnum):
    """How a failed task tells why."""

    TEXT = "text"
    MESSAGE = "message"
    DETAIL = "detail"
    CODE = "code"
    NULL = "null"


class Body(StrEnum):
    """What becomes of the bytes of an answer. `NUL` to `HUGE_NUMBER` are odd but legal JSON texts,
    apart from `NAN`, which only some parsers take."""

    JSON = "json"
    EMPTY = "empty"
    HTML = "html"
    PLAIN = "plain"
    TRUNCATED = "truncated"
    BOM = "bom"
    NOT_UTF8 = "not_utf8"
    HUGE = "huge"
    NAN = "nan"
    DEEP = "deep"
    SURROGATE = "surrogate"
    NUL = "nul"
    HUGE_NUMBER = "huge_number"


class ErrorKind(StrEnum):
    """The rows of the error table."""

    BAD_KEY = "bad_key"
    BALANCE = "balance"
    RATE_LIMIT = "rate_limit"
    BAD_PARAMETER = "bad_parameter"
    UNKNOWN_MODEL = "unknown_model"
    CONTENT = "content"
    UNKNOWN_ID = "unknown_id"
    UPSTREAM = "upstream"


class MessageKey(StrEnum):
    """Where an error answer holds its words; `HTML` and `PLAIN` replace the JSON."""

    MSG = "msg"
    MESSAGE = "message"
    ERROR = "error"
    ERROR_MESSAGE = "error.message"
    ERROR_DETAIL = "error.detail"
    ERROR_CODE = "error.code"
    DATA_MSG = "data.msg"
    HTML = "html"
    PLAIN = "plain"


class Fault(StrEnum):
    """What happens on the connection after the request was read completely."""

    NONE = "none"
    CLOSE = "close"
    RESET = "reset"
    HANG = "hang"
    CUT = "cut"
    DRIP = "drip"
    GARBAGE = "garbage"


class ConnectionFault(StrEnum):
    """What happens to a whole connection, before any request was understood."""

    CLOSE = "close"
    RESET = "reset"
    CLOSE_EARLY = "close_early"
    HANG = "hang"
    GARBAGE = "garbage"


class Framing(StrEnum):
    """How the end of a body is told. `SHORT_LENGTH` declares only what is sent of a cut body."""

    LENGTH = "length"
    SHORT_LENGTH = "short_length"
    CHUNKED = "chunked"
    UNTIL_CLOSE = "until_close"


class RedirectTo(StrEnum):
    SAME_HOST = "same_host"
    OTHER_HOST = "other_host"
    LOCATION = "location"


class Outcome(StrEnum):
    """How a task ends."""

    COMPLETED = "completed"
    NO_PICTURE = "no_picture"
    FAILED = "failed"
    COMPLETED_ON_CREATE = "completed_on_create"
    FAILED_ON_CREATE = "failed_on_create"


class Stage(StrEnum):
    """Where a task stands at the service."""

    QUEUED = "queued"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"


class Content(StrEnum):
    """What the bytes behind a picture's link are. `PIXEL_BOMB` is a small, valid PNG of 400
    million pixels, `HEADER_BOMB` claims 65,535² and holds nothing, `GZIP_BOMB` is compressed for
    transport although the client did not ask for it, `WRONG_MAGIC` is a picture with its first
    bytes overwritten."""

    PICTURE = "picture"
    SVG = "svg"
    HTML = "html"
    PDF = "pdf"
    EXE = "exe"
    EMPTY = "empty"
    WRONG_MAGIC = "wrong_magic"
    HEADER_BOMB = "header_bomb"
    PIXEL_BOMB = "pixel_bomb"
    GZIP_BOMB = "gzip_bomb"


class FileFormat(StrEnum):
    """`MIXED` takes one of the three by the hash of prompt and seed."""

    MIXED = "mixed"
    PNG = "png"
    JPEG = "jpeg"
    WEBP = "webp"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The status words; `None` is sent as null."""

    queued: str | None = "queued"
    processing: str | None = "processing"
    completed: str | None = "completed"
    failed: str | None = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerShape:
    """How answers about a task look.

    `remote_id` replaces the id that tasks get (any text or number); `foreign_id` answers with the
    id of another task. `picture_url` replaces the link. `echo_request` repeats the request's
    fields, `image_urls` among them. `amount` is left out when `None`. `model_name` replaces the
    model's name. `huge_bytes` is how long a `Body.HUGE` becomes.
    """

    id_key: IdKey = IdKey.ID
    id_as_number: bool = False
    remote_id: str | int | None = None
    foreign_id: bool = False
    wrap: Wrap = Wrap.NONE
    words: Words = Words()
    picture_key: PictureKey = PictureKey.IMAGE_URL
    picture_url: str | None = None
    error_shape: ErrorShape = ErrorShape.TEXT
    echo_request: bool = False
    amount: float | str | None = None
    model_name: str | None = None
    extra_fields: bool = False
    explicit_nulls: bool = False
    numbers_as_text: bool = False
    body: Body = Body.JSON
    huge_bytes: int = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceError:
    """One error of the table, in its HTTP form or (`http=False`) in its HTTP 200 form.

    `status` (HTTP form) and `code` (both, in the body) default to what fits the kind.
    `retry_after` is the header's value as it is sent. `CONTENT`, and `UPSTREAM` with `http=False`,
    have no answer of their own: the task is accepted and fails with the text.
    """

    kind: ErrorKind
    http: bool = True
    status: int | None = None
    code: int | str | None = None
    text: str | None = None
    message_key: MessageKey | None = None
    retry_after: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """A redirection; `hops` of them follow each other. `location` is used with `LOCATION` only."""

    to: RedirectTo = RedirectTo.SAME_HOST
    status: int = 302
    hops: int = 1
    location: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """Errors and faults of one kind of call.

    `delay` in seconds comes before the answer. `fraction` (0 to 1) is how much of the body leaves
    before a `CUT`. A `DRIP` sends `drip_bytes` every `drip_pause` seconds. `times` limits error,
    redirection, fault and delay to the first calls for the same task (for create: the same
    prompt); afterwards the call works. `order_taken` says whether a create call leaves a paid task
    behind; `None` means: with a fault yes, with an error or a redirection no.
    """

    delay: float = 0.0
    fault: Fault = Fault.NONE
    fraction: float = 0.5
    framing: Framing = Framing.LENGTH
    drip_bytes: int = 1
    drip_pause: float = 4.0
    redirect: Redirect | None = None
    error: ServiceError | None = None
    times: int | None = None
    order_taken: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How long a task takes and how it ends; `math.inf` leaves it there until a test moves it."""

    queued: Span = (0.0, 0.0)
    processing: Span = (0.0, 0.0)
    outcome: Outcome = Outcome.COMPLETED
    error_text: str = "风控拒绝"


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureFile:
    """What the picture's link gives.

    `extension` (with its dot) and `content_type` replace those of the real format; an empty
    `content_type` leaves the header out. `pixels` replaces the size that was asked for.
    `dead_status` lets the link be dead from the start (403, 404 or 410, XML or HTML);
    with `fresh_link` the next query after a refused download gives a link that works.
    """

    content: Content = Content.PICTURE
    format: FileFormat = FileFormat.PNG
    extension: str | None = None
    content_type: str | None = None
    pixels: tuple[int, int] | None = None
    dead_status: int | None = None
    dead_as_html: bool = False
    fresh_link: bool = True
    wire: Wire = field(default_factory=Wire)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """Everything about one task, from its order to its picture.

    `create_shape` and `query_shape` replace `shape` for that kind of answer. `stage` makes
    queries answer as if the task stood there, whatever its clock says.
    """

    course: Course = Course()
    shape: AnswerShape = AnswerShape()
    create_shape: AnswerShape | None = None
    query_shape: AnswerShape | None = None
    create: Wire = Wire()
    query: Wire = Wire()
    stage: Stage | None = None
    picture: PictureFile = PictureFile()

    @property
    def shape_of_create(self) -> AnswerShape:
        return self.create_shape or self.shape

    @property
    def shape_of_query(self) -> AnswerShape:
        return self.query_shape or self.shape
