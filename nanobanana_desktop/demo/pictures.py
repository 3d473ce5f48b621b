"""The second origin: finished pictures behind links that need no key."""

from __future__ import annotations

import json
import re
import time

from starlette.requests import Request
from starlette.routing import Route, Router, request_response

from nanobanana_desktop.demo.answers import HTML_TYPE, JSON_TYPE, error_answer
from nanobanana_desktop.demo.hostile import hostile_bytes
from nanobanana_desktop.demo.request_log import RequestRecord
from nanobanana_desktop.demo.requests import (
    guarded,
    header_map,
    raw_target,
    redirect_headers,
)
from nanobanana_desktop.demo.scenario import Content, ServiceError, Wire
from nanobanana_desktop.demo.script import Call, Origin
from nanobanana_desktop.demo.shelf import PictureShelf
from nanobanana_desktop.demo.state import DemoState
from nanobanana_desktop.demo.tasks import DemoTask
from nanobanana_desktop.demo.wire import Reply

LINK_NAME = re.compile(r"(\d{6})-(\d+)\.\w+")
DEAD_XML = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>{code}</Code>'
    "<Message>Request has expired.</Message><RequestId>66F0</RequestId></Error>\n"
)
DEAD_CODES = {403: "AccessDenied", 404: "NoSuchKey", 410: "Gone"}


class PictureOrigin:
    """The ASGI application of the second origin."""

    def __init__(self, state: DemoState, shelf: PictureShelf) -> None:
        self._book = state.book
        self._script = state.script
        self._log = state.log
        self._shelf = shelf
        self.app = Router(
            routes=[
                Route("/pictures/{name}", guarded(self._picture), methods=["GET", "HEAD"]),
            ],
            redirect_slashes=False,
            default=request_response(guarded(self._stray)),
        )

    def _write_down(self, request: Request, call: Call, reply: Reply, task_id: str = "") -> Reply:
        self._log.add(
            RequestRecord(
                origin=Origin.PICTURES,
                call=call,
                method=request.method,
                path=raw_target(request),
                headers=header_map(request),
                time=time.time(),
                status=reply.logged_status,
                task_id=task_id,
            )
        )
        return reply

    async def _picture(self, request: Request) -> Reply:
        match = LINK_NAME.fullmatch(request.path_params["name"])
        task = self._book.by_number(int(match[1])) if match else None
        if match is None or task is None:
            return self._write_down(request, Call.DOWNLOAD, _dead_reply(404, as_html=False))
        reply = await self._reply(request, task, int(match[2]))
        return self._write_down(request, Call.DOWNLOAD, reply, task.remote_id)

    async def _reply(self, request: Request, task: DemoTask, generation: int) -> Reply:
        cue = self._script.for_task(Call.DOWNLOAD, task.scenario)
        file = cue.scenario.picture
        wire = self._script.strike(Call.DOWNLOAD, task.remote_id, file.wire, cue)
        if wire.redirect is not None:
            headers = redirect_headers(request, wire.redirect, _other_host(request))
            if headers is not None:
                return Reply(wire.redirect.status, headers=headers, wire=wire)
        if wire.error is not None:
            return _error_reply(wire.error, wire)
        refuse = cue.queued and file.dead_status is not None
        if not self._book.link_works(task, generation, refuse=refuse):
            return _dead_reply(file.dead_status or 403, as_html=file.dead_as_html, wire=wire)
        picture = await self._shelf.picture(task, file)
        if file.content is Content.PICTURE:
            data, mime, encoding = picture.data, picture.mime, ""
        else:
            data, mime, encoding = hostile_bytes(file.content, picture.data)
        return Reply(
            200,
            data,
            mime if file.content_type is None else file.content_type,
            (("content-encoding", encoding),) if encoding else (),
            wire,
        )

    async def _stray(self, request: Request) -> Reply:
        """Anything else, for instance where the service sends a caller astray: looks fine."""
        await request.body()
        body = json.dumps({"id": "stray-0001", "object": "image", "status": "queued"}).encode()
        return self._write_down(request, Call.OTHER, Reply(200, body, JSON_TYPE))


def _other_host(request: Request) -> str:
    """The same server under another name."""
    port = request.scope["server"][1]
    return f"http://localhost:{port}{raw_target(request)}"


def _dead_reply(status: int, *, as_html: bool, wire: Wire | None = None) -> Reply:
    if as_html:
        page = f"<html><body><h1>{status}</h1>The link has expired.</body></html>"
        return Reply(status, page.encode(), HTML_TYPE, wire=wire or Wire())
    page = DEAD_XML.format(code=DEAD_CODES.get(status, "Error"))
    return Reply(status, page.encode(), "application/xml", wire=wire or Wire())


def _error_reply(error: ServiceError, wire: Wire) -> Reply:
    answer = error_answer(error)
    page = json.dumps(answer.answer) if answer.page is None else answer.page
    page_type = JSON_TYPE if answer.page is None else answer.page_type
    headers = (("retry-after", error.retry_after),) if error.retry_after is not None else ()
    return Reply(answer.status, page.encode(), page_type, headers, wire)
