"""The image service of the stand-in: create and query, with all checks of the real one."""

from __future__ import annotations

import json
import re
import time
from dataclasses import replace
from urllib.parse import unquote

from starlette.requests import Request
from starlette.routing import Route, Router, request_response

from nanobanana_desktop.demo.answers import (
    COMPACT,
    JSON_TYPE,
    JsonObject,
    ShownPicture,
    body_bytes,
    error_answer,
    error_text,
    task_answer,
)
from nanobanana_desktop.demo.checks import read_json, read_order
from nanobanana_desktop.demo.request_log import RequestRecord
from nanobanana_desktop.demo.requests import (
    guarded,
    header_map,
    raw_target,
    redirect_headers,
)
from nanobanana_desktop.demo.scenario import (
    AnswerShape,
    ErrorKind,
    Fault,
    Outcome,
    PictureKey,
    Scenario,
    ServiceError,
    Stage,
    Wire,
)
from nanobanana_desktop.demo.script import Call, Cue, Origin
from nanobanana_desktop.demo.shelf import PictureShelf, link_path
from nanobanana_desktop.demo.state import BASE_PATH, DemoState
from nanobanana_desktop.demo.tasks import DemoTask, Order
from nanobanana_desktop.demo.wire import Reply

CREATE_PATH = f"{BASE_PATH}/v1/banana/images"
QUERY_PATH = f"{BASE_PATH}/v1/result/"
OTHER_METHODS = ["GET", "PUT", "PATCH", "DELETE", "OPTIONS"]
INLINE = frozenset({PictureKey.B64_JSON, PictureKey.DATA_URI})


class ImageService:
    """The ASGI application of the service.

    `picture_url` is the address of the second origin. With `errors_as_http=False` the service's
    own refusals (key, parameters, balance, rate) come as HTTP 200 with a code. With
    `log_bodies=False` the request log leaves the bodies out.
    """

    def __init__(
        self,
        state: DemoState,
        shelf: PictureShelf,
        picture_url: str,
        *,
        errors_as_http: bool,
        log_bodies: bool,
    ) -> None:
        self._book = state.book
        self._account = state.account
        self._script = state.script
        self._log = state.log
        self._shelf = shelf
        self._picture_url = picture_url
        self._errors_as_http = errors_as_http
        self._log_bodies = log_bodies
        # Ids are opaque, so queries are told by the raw path, which a route does not see.
        self.app = Router(
            routes=[
                Route(CREATE_PATH, guarded(self._create), methods=["POST"]),
                Route(CREATE_PATH, guarded(self._unknown), methods=OTHER_METHODS),
            ],
            redirect_slashes=False,
            default=request_response(guarded(self._rest)),
        )

    def _write_down(
        self, request: Request, call: Call, reply: Reply, *, body: object = None, task_id: str = ""
    ) -> Reply:
        self._log.add(
            RequestRecord(
                origin=Origin.SERVICE,
                call=call,
                method=request.method,
                path=raw_target(request),
                headers=header_map(request),
                json=body if self._log_bodies else None,
                time=time.time(),
                status=reply.logged_status,
                task_id=task_id,
            )
        )
        return reply

    def _key_error(self, request: Request) -> ServiceError | None:
        if self._account.accepts(request.headers.get("authorization", "")):
            return None
        return ServiceError(kind=ErrorKind.BAD_KEY, http=self._errors_as_http)

    # Create

    async def _create(self, request: Request) -> Reply:
        body = read_json(await request.body())
        prompt = body.get("prompt") if isinstance(body, dict) else None
        cue = self._script.for_create(prompt if isinstance(prompt, str) else "")
        reply, task = await self._create_reply(request, body, cue)
        task_id = "" if task is None else task.remote_id
        return self._write_down(request, Call.CREATE, reply, body=body, task_id=task_id)

    async def _create_reply(
        self, request: Request, body: object, cue: Cue
    ) -> tuple[Reply, DemoTask | None]:
        scenario = cue.scenario
        shape = scenario.shape_of_create
        found = read_order(body, http=self._errors_as_http)
        key = found.prompt if isinstance(found, Order) else ""
        wire = self._script.strike(Call.CREATE, key, scenario.create, cue)
        refused = self._key_error(request)
        if refused is not None:
            return _error_reply(refused, shape, wire), None
        task = None
        if isinstance(found, Order) and _leaves_task(wire):
            paid = self._pay()
            if paid is not None:
                return _error_reply(paid, shape, wire), None
            task = self._take(found, cue, wire)
        if wire.redirect is not None:
            headers = redirect_headers(request, wire.redirect, self._elsewhere(request))
            if headers is not None:
                return Reply(wire.redirect.status, headers=headers, wire=wire), task
        if wire.error is not None and not _fails_the_task(wire.error):
            return _error_reply(wire.error, shape, wire), task
        if isinstance(found, ServiceError):
            return _error_reply(found, shape, wire), None
        if task is None:
            paid = None if wire.order_taken is False else self._pay()
            if paid is not None:
                return _error_reply(paid, shape, wire), None
            task = self._take(found, cue, wire)
        return await self._task_reply(task, scenario, wire, created_now=True), task

    def _pay(self) -> ServiceError | None:
        """Counts and pays one order, or says why not."""
        limit = self._account.over_limit(self._book.now())
        http = self._errors_as_http
        if limit is not None:
            return ServiceError(kind=ErrorKind.RATE_LIMIT, http=http, retry_after=limit.retry_after)
        if not self._account.pay():
            return ServiceError(kind=ErrorKind.BALANCE, http=http)
        return None

    def _take(self, order: Order, cue: Cue, wire: Wire) -> DemoTask:
        shape = cue.scenario.shape_of_create
        course = cue.scenario.course
        if wire.error is not None and _fails_the_task(wire.error):
            text = error_text(wire.error)
            course = replace(course, outcome=Outcome.FAILED_ON_CREATE, error_text=text)
        return self._book.take(
            order,
            course,
            remote_id=shape.remote_id,
            as_number=shape.id_as_number,
            scenario=cue.scenario if cue.special else None,
            keep=wire.order_taken is not False,
        )

    # Query

    async def _rest(self, request: Request) -> Reply:
        path = request.scope["raw_path"].decode("latin-1")
        segment = path.removeprefix(QUERY_PATH)
        is_query = path.startswith(QUERY_PATH) and segment and "/" not in segment
        if request.method != "GET" or not is_query:
            return await self._unknown(request)
        task = self._book.get(unquote(segment))
        reply = await self._query_reply(request, unquote(segment), task)
        task_id = "" if task is None else task.remote_id
        return self._write_down(request, Call.QUERY, reply, task_id=task_id)

    async def _query_reply(self, request: Request, asked: str, task: DemoTask | None) -> Reply:
        cue = self._script.for_task(Call.QUERY, None if task is None else task.scenario)
        scenario = cue.scenario
        shape = scenario.shape_of_query
        wire = self._script.strike(Call.QUERY, asked, scenario.query, cue)
        refused = self._key_error(request)
        if refused is not None:
            return _error_reply(refused, shape, wire)
        if wire.redirect is not None:
            headers = redirect_headers(request, wire.redirect, self._elsewhere(request))
            if headers is not None:
                return Reply(wire.redirect.status, headers=headers, wire=wire)
        if wire.error is not None and not _fails_the_task(wire.error):
            return _error_reply(wire.error, shape, wire)
        if task is None:
            unknown = ServiceError(kind=ErrorKind.UNKNOWN_ID, http=self._errors_as_http)
            return _error_reply(unknown, shape, wire)
        if wire.error is not None:
            self._book.force(asked, Stage.FAILED, error_text(wire.error))
        return await self._task_reply(task, scenario, wire, created_now=False)

    async def _task_reply(
        self, task: DemoTask, scenario: Scenario, wire: Wire, *, created_now: bool
    ) -> Reply:
        shape = scenario.shape_of_create if created_now else scenario.shape_of_query
        stage = task.stage(self._book.now())
        if created_now and task.outcome not in (
            Outcome.FAILED_ON_CREATE,
            Outcome.COMPLETED_ON_CREATE,
        ):
            stage = Stage.QUEUED
        elif scenario.stage is not None:
            stage = scenario.stage
        picture = None
        if stage is Stage.COMPLETED and Outcome.NO_PICTURE not in (
            task.outcome,
            scenario.course.outcome,
        ):
            picture = await self._shown(task, scenario, shape)
        answer = task_answer(task, stage, shape, picture, created_now=created_now)
        data, content_type = body_bytes(answer, shape)
        return Reply(200, data, content_type, wire=wire)

    async def _shown(self, task: DemoTask, scenario: Scenario, shape: AnswerShape) -> ShownPicture:
        file = scenario.picture
        if shape.picture_key in INLINE:
            picture = await self._shelf.picture(task, file)
            return ShownPicture(data=picture.data, mime=picture.mime)
        if shape.picture_url is not None:
            return ShownPicture(url=shape.picture_url)
        generation = self._book.current_link(
            task, born_dead=file.dead_status is not None, fresh=file.fresh_link
        )
        return ShownPicture(url=self._picture_url + link_path(task, file, generation))

    # Everything else

    def _elsewhere(self, request: Request) -> str:
        return f"{self._picture_url}/elsewhere{raw_target(request)}"

    async def _unknown(self, request: Request) -> Reply:
        await request.body()
        path = re.sub(r"[\x00-\x1f]", "", request.scope["path"])
        message = f"No handler found for {request.method} {path}"
        body = json.dumps({"message": message}, ensure_ascii=False, separators=COMPACT).encode(
            "utf-8", "replace"
        )
        return self._write_down(request, Call.OTHER, Reply(404, body, JSON_TYPE))


def _fails_the_task(error: ServiceError) -> bool:
    """Errors that have no answer of their own: the task is accepted and fails."""
    return error.kind is ErrorKind.CONTENT or (error.kind is ErrorKind.UPSTREAM and not error.http)


def _leaves_task(wire: Wire) -> bool:
    """Whether a call that goes wrong is nevertheless accepted and paid."""
    if wire.order_taken is not None:
        return wire.order_taken
    return wire.fault is not Fault.NONE and wire.error is None and wire.redirect is None


def _error_reply(error: ServiceError, shape: AnswerShape, wire: Wire) -> Reply:
    answer = error_answer(error)
    headers = (("retry-after", error.retry_after),) if error.retry_after is not None else ()
    if answer.page is not None:
        return Reply(answer.status, answer.page.encode(), answer.page_type, headers, wire)
    body: JsonObject = answer.answer
    data, content_type = body_bytes(body, shape)
    return Reply(answer.status, data, content_type, headers, wire)
