"""What both origins do with a request: answer it, read its raw target, headers and hops."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from nanobanana_desktop.demo.scenario import Redirect, RedirectTo
from nanobanana_desktop.demo.shelf import ShelfClosedError
from nanobanana_desktop.demo.wire import Reply, WireResponse

HOP = "hop"
"""Query field that counts the redirections a request has followed."""


def guarded(
    endpoint: Callable[[Request], Awaitable[Reply]],
) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint as the router takes it; quiet when the client or the stand-in goes away."""

    async def answer(request: Request) -> Response:
        try:
            return WireResponse(await endpoint(request))
        except (ClientDisconnect, ShelfClosedError):
            return WireResponse(Reply(503))

    return answer


def raw_target(request: Request) -> str:
    """Path and query exactly as they came."""
    path = request.scope["raw_path"].decode("latin-1")
    query = request.scope["query_string"].decode("latin-1")
    return f"{path}?{query}" if query else path


def header_map(request: Request) -> Mapping[str, str]:
    """The headers with lower-case names; of repeated ones the last."""
    return MappingProxyType(dict(request.headers.items()))


def redirect_headers(
    request: Request, redirect: Redirect, other_url: str
) -> tuple[tuple[str, str], ...] | None:
    """The `Location` of the next hop, or `None` when the request has followed all of them.

    `other_url` is the same resource under another host.
    """
    if redirect.to is RedirectTo.LOCATION:
        return (("location", redirect.location),)
    hop = int(request.query_params.get(HOP, "0"))
    if hop >= redirect.hops:
        return None
    target = raw_target(request)
    if redirect.to is RedirectTo.OTHER_HOST and hop == 0:
        target = other_url
    base, _, query = target.partition("?")
    fields = [part for part in query.split("&") if part and not part.startswith(f"{HOP}=")]
    return (("location", f"{base}?{'&'.join([*fields, f'{HOP}={hop + 1}'])}"),)
