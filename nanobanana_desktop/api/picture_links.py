"""Which links may be opened for a picture, and which addresses they may lead to."""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

import httpx

from nanobanana_desktop.api.hosts import is_inner, is_inner_host, literal_address
from nanobanana_desktop.domain.remote_text import URL_LIMIT, is_clean
from nanobanana_desktop.errors import ErrorCase, ProtocolError

Resolver = Callable[[str, int], Awaitable[Sequence[str]]]
"""Looks up the addresses of a host name, best first; raises OSError."""

_AUTHORITY: Final = re.compile(r"^[^/?#]*//([^/?#]*)")
_NAME: Final = re.compile(r"[A-Za-z0-9._-]{1,253}")
_DEFAULT_PORTS: Final = {"https": 443, "http": 80}


async def system_resolver(host: str, port: int) -> Sequence[str]:
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class PictureLinks:
    """The rules for links out of answers: the text is another's, the network is the person's.

    A link must not make this program knock at services of this computer or of its network, so the
    address is checked after the look-up, and the connection then goes to the checked address.
    Inner addresses are fine when `allow_inner` is set or the service itself is at one.
    """

    def __init__(
        self,
        service_host: str,
        *,
        allow_inner: bool = False,
        resolver: Resolver = system_resolver,
    ) -> None:
        self._service_host = service_host
        self._allow_inner = allow_inner or is_inner_host(service_host)
        self._resolver = resolver

    def check(self, link: str, base: httpx.URL | None = None) -> httpx.URL:
        """The link as a URL; a relative one is completed by `base`.

        Raises ProtocolError(LINK_REFUSED) unless it is http(s) with a plain ASCII host, without
        user name, password or invisible characters, and no inner address is spelled out.
        """
        if not link or not is_clean(link, URL_LIMIT) or "\\" in link:
            raise link_refused("empty, too long, or with characters that no link has")
        authority = _AUTHORITY.match(link)
        if authority and not authority[1].isascii():
            raise link_refused("a host name with letters that can be mistaken for others")
        try:
            url = httpx.URL(link) if base is None else base.join(link)
            port = url.port
        except (httpx.InvalidURL, UnicodeError, ValueError):
            raise link_refused("no address") from None
        if url.scheme not in _DEFAULT_PORTS:
            raise link_refused(f"not http or https but {url.scheme[:16]!r}")
        if not _NAME.fullmatch(host_of(url)) and literal_address(host_of(url)) is None:
            raise link_refused("no host name")
        if url.userinfo or "@" in (authority[1] if authority else ""):
            raise link_refused("a user name or password inside")
        if port is not None and not 0 < port < 65_536:
            raise link_refused("no port")
        if is_inner_host(host_of(url)) and not self._allow_inner:
            raise link_refused("an address of this computer or its network")
        return url

    def may_be_plain(self, url: httpx.URL) -> bool:
        """Whether unencrypted http is fine: between this computer and its own network."""
        return self._allow_inner and is_inner_host(host_of(url))

    async def targets(self, url: httpx.URL, *, through_proxy: bool) -> Sequence[str]:
        """The addresses that may be connected to, best first; at least one.

        Through a proxy, which looks the name up itself, this is the name: then the check is as good
        as this computer's own look-up. Raises ProtocolError(LINK_REFUSED) and OSError.
        """
        host = host_of(url)
        try:
            found = await self._addresses(host, url.port or _DEFAULT_PORTS[url.scheme])
        except OSError:
            if through_proxy:
                return (host,)
            raise
        except UnicodeError:
            raise link_refused("no host name") from None
        allowed = [text for text in found if not _leads_inside(text)]
        if not allowed:
            if not await self._is_inner_allowed():
                raise link_refused("a name for an address of this computer or its network")
            allowed = list(found)
        return (host,) if through_proxy else allowed

    async def _addresses(self, host: str, port: int) -> Sequence[str]:
        if literal_address(host) is not None:
            return (host,)
        found = await self._resolver(host, port)
        if not found:
            raise OSError(f"no address for {host}")
        return found

    async def _is_inner_allowed(self) -> bool:
        if self._allow_inner:
            return True
        try:
            found = await self._addresses(self._service_host, 443)
        except (OSError, UnicodeError):
            return False
        return all(_leads_inside(text) for text in found)


def host_of(url: httpx.URL) -> str:
    """The host as it goes over the wire (`URL.host` turns punycode into letters)."""
    return url.raw_host.decode("ascii")


def link_refused(reason: str) -> ProtocolError:
    return ProtocolError(ErrorCase.LINK_REFUSED, f"link refused: {reason}", retryable=False)


def _leads_inside(text: str) -> bool:
    address = literal_address(text)
    return address is None or is_inner(address)
