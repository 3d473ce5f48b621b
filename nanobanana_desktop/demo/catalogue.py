"""Named scenarios: one for each variant, error and fault that the service's notes know.

Tests take them from here by name or run over all of them; `answer_scenarios` all lead to a
picture for a client that copes with the variant.
"""

from __future__ import annotations

from collections.abc import Mapping

from nanobanana_desktop.demo.scenario import (
    AnswerShape,
    Body,
    Content,
    Course,
    ErrorKind,
    ErrorShape,
    Fault,
    FileFormat,
    Framing,
    IdKey,
    MessageKey,
    Outcome,
    PictureFile,
    PictureKey,
    Redirect,
    RedirectTo,
    Scenario,
    ServiceError,
    Wire,
    Words,
    Wrap,
)


def answer_scenarios() -> Mapping[str, Scenario]:
    """Forms of the answers that a good client reads like the documented one."""
    shapes = {
        "documented": AnswerShape(),
        "wrapped": AnswerShape(wrap=Wrap.NUMBER),
        "wrapped text code": AnswerShape(wrap=Wrap.TEXT),
        "id as number": AnswerShape(id_as_number=True),
        "upper case": AnswerShape(words=_words("QUEUED", "PROCESSING", "COMPLETED", "FAILED")),
        "other words 1": AnswerShape(words=_words("pending", "running", "succeeded", "error")),
        "other words 2": AnswerShape(words=_words("pending", "generating", "success", "canceled")),
        "other words 3": AnswerShape(words=_words("queued", "running", "done", "cancelled")),
        "other words 4": AnswerShape(words=_words("queued", "running", "finished", "expired")),
        "unknown words": AnswerShape(words=_words("warming", "dreaming", "completed", "failed")),
        "null words": AnswerShape(words=Words(queued=None, processing=None)),
        "amount as number": AnswerShape(amount=0.26),
        "amount as text": AnswerShape(amount="0.26"),
        "numbers as text": AnswerShape(numbers_as_text=True, amount=0.26),
        "extra fields": AnswerShape(extra_fields=True),
        "explicit nulls": AnswerShape(explicit_nulls=True),
        "echoed request": AnswerShape(echo_request=True),
        "other model name": AnswerShape(model_name="NanoBanana2"),
        "byte order mark": AnswerShape(body=Body.BOM),
        "lone surrogate": AnswerShape(body=Body.SURROGATE),
        "nul": AnswerShape(body=Body.NUL),
    }
    shapes |= {
        f"id in {key.value}": AnswerShape(id_key=key) for key in IdKey if key.value != "missing"
    }
    shapes |= {f"picture in {key.value}": AnswerShape(picture_key=key) for key in PictureKey}
    scenarios = {name: Scenario(shape=shape) for name, shape in shapes.items()}
    scenarios["picture on create"] = Scenario(course=Course(outcome=Outcome.COMPLETED_ON_CREATE))
    return scenarios


def _words(queued: str, processing: str, completed: str, failed: str) -> Words:
    return Words(queued=queued, processing=processing, completed=completed, failed=failed)


def body_scenarios() -> Mapping[str, Scenario]:
    """Bodies that are damaged, no JSON, or too much; for both kinds of call."""
    bodies = (
        Body.EMPTY,
        Body.HTML,
        Body.PLAIN,
        Body.TRUNCATED,
        Body.NOT_UTF8,
        Body.HUGE,
        Body.NAN,
        Body.DEEP,
        Body.HUGE_NUMBER,
    )
    return {f"body {body.value}": Scenario(shape=AnswerShape(body=body)) for body in bodies} | {
        "no id": Scenario(shape=AnswerShape(id_key=IdKey.MISSING)),
        "huge id": Scenario(create_shape=AnswerShape(remote_id="x" * 1_000_000)),
        "path in id": Scenario(create_shape=AnswerShape(remote_id="../../v1/x?y#z")),
        "line break in id": Scenario(create_shape=AnswerShape(remote_id="a\r\nb%2fc")),
        "foreign id": Scenario(query_shape=AnswerShape(foreign_id=True)),
    }


def failure_scenarios() -> Mapping[str, Scenario]:
    """Tasks that are accepted and end badly."""
    failed = Course(outcome=Outcome.FAILED)
    hostile = '<img src="file:///tmp/probe.png"><a href="https://example.com">x</a>\u202egnp.exe'
    return {
        "failed on create": Scenario(course=Course(outcome=Outcome.FAILED_ON_CREATE)),
        "no picture": Scenario(course=Course(outcome=Outcome.NO_PICTURE)),
        "error with markup": Scenario(course=Course(outcome=Outcome.FAILED, error_text=hostile)),
        "error of 2 MB": Scenario(course=Course(outcome=Outcome.FAILED, error_text="错" * 700_000)),
    } | {
        f"error as {shape.value}": Scenario(course=failed, shape=AnswerShape(error_shape=shape))
        for shape in ErrorShape
    }


def errors() -> Mapping[str, ServiceError]:
    """Every row of the error table in both forms, with the statuses that are possible."""
    statuses = {
        ErrorKind.BAD_KEY: (401, 403),
        ErrorKind.BALANCE: (402, 403),
        ErrorKind.RATE_LIMIT: (429,),
        ErrorKind.BAD_PARAMETER: (400, 422),
        ErrorKind.UNKNOWN_MODEL: (400, 422),
        ErrorKind.UNKNOWN_ID: (404,),
        ErrorKind.UPSTREAM: (500, 502, 503, 504),
    }
    result = {
        f"{kind.value} {status}": ServiceError(kind=kind, status=status)
        for kind, group in statuses.items()
        for status in group
    }
    result |= {f"{kind.value} in 200": ServiceError(kind=kind, http=False) for kind in ErrorKind}
    result |= {
        f"rate_limit after {after}": ServiceError(kind=ErrorKind.RATE_LIMIT, retry_after=after)
        for after in ("2", "1000000000", "Wed, 21 Oct 2099 07:28:00 GMT", "soon")
    }
    result |= {
        f"words in {key.value}": ServiceError(kind=ErrorKind.BALANCE, message_key=key)
        for key in MessageKey
    }
    return result


def faults() -> Mapping[str, Wire]:
    """Faults of the connection after a request was read, for any kind of call."""
    return {
        "closed": Wire(fault=Fault.CLOSE),
        "reset": Wire(fault=Fault.RESET),
        "hanging": Wire(fault=Fault.HANG),
        "garbage": Wire(fault=Fault.GARBAGE),
        "half a body": Wire(fault=Fault.CUT),
        "half a body, chunked": Wire(fault=Fault.CUT, framing=Framing.CHUNKED),
        "head only": Wire(fault=Fault.CUT, fraction=0.0),
        "slow drip": Wire(fault=Fault.DRIP),
        "redirect": Wire(redirect=Redirect()),
        "redirect 307": Wire(redirect=Redirect(status=307)),
        "redirect to another host": Wire(redirect=Redirect(to=RedirectTo.OTHER_HOST)),
        "redirected 20 times": Wire(redirect=Redirect(hops=20)),
    }


def picture_scenarios() -> Mapping[str, PictureFile]:
    """What can be wrong, or only unusual, behind a picture's link."""
    files = {
        f"cut at {share:.0%}, {framing.value}, {file_format.value}": PictureFile(
            format=file_format, wire=Wire(fault=Fault.CUT, fraction=share, framing=framing)
        )
        for share in (0.01, 0.5, 0.99)
        for framing in Framing
        for file_format in (FileFormat.PNG, FileFormat.JPEG, FileFormat.WEBP)
    }
    for status in (403, 404, 410):
        files |= {
            f"dead {status} xml": PictureFile(dead_status=status, fresh_link=False),
            f"dead {status} html": PictureFile(
                dead_status=status, dead_as_html=True, fresh_link=False
            ),
            f"fresh link after {status}": PictureFile(dead_status=status),
        }
    files |= {
        f"{content.value} as png": PictureFile(
            content=content, extension=".png", content_type="image/png"
        )
        for content in Content
        if content is not Content.PICTURE
    }
    return files | {
        "jpeg named png": PictureFile(
            format=FileFormat.JPEG, extension=".png", content_type="image/png"
        ),
        "wrong type": PictureFile(content_type="text/plain"),
        "no type": PictureFile(content_type=""),
        "no length": PictureFile(wire=Wire(framing=Framing.UNTIL_CLOSE)),
        "chunked": PictureFile(wire=Wire(framing=Framing.CHUNKED)),
        "smaller than asked": PictureFile(pixels=(512, 512)),
        "slow drip": PictureFile(wire=Wire(fault=Fault.DRIP)),
        "redirect": PictureFile(wire=Wire(redirect=Redirect())),
        "redirect to another host": PictureFile(
            wire=Wire(redirect=Redirect(to=RedirectTo.OTHER_HOST))
        ),
        "redirected 20 times": PictureFile(wire=Wire(redirect=Redirect(hops=20))),
        "redirect to http": PictureFile(
            wire=Wire(
                redirect=Redirect(to=RedirectTo.LOCATION, location="http://example.invalid/a.png")
            )
        ),
        "redirect to a file": PictureFile(
            wire=Wire(redirect=Redirect(to=RedirectTo.LOCATION, location="file:///etc/hostname"))
        ),
    }


def refused_links() -> tuple[str, ...]:
    """Links that no client may follow, for `AnswerShape.picture_url`."""
    return (
        "file:///etc/hostname",
        "ftp://example.invalid/a.png",
        "http://169.254.169.254/latest/meta-data",
        "https://user:password@example.invalid/a.png",
        "https://10.0.0.1/a.png",
        "https://2130706433/a.png",
        "//example.invalid/a.png",
        "javascript:alert(1)",
        "https://ex\u0430mple.invalid/a.png",
        "https://example.invalid/a.png\r\nX-Injected: 1",
    )
