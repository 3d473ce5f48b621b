"""The service's base URL, checked before any key is sent to it."""

from __future__ import annotations

import re
from typing import Final, Self

import httpx

from nanobanana_desktop.api.hosts import is_loopback, literal_address
from nanobanana_desktop.domain.remote_text import is_clean
from nanobanana_desktop.errors import ErrorCase, ValidationError

_LENGTH_LIMIT: Final = 2_048
_LABEL: Final = re.compile(r"[A-Za-z0-9_-]{1,63}")
_DEFAULT_PORTS: Final = {"https": 443, "http": 80}


class ServiceAddress(str):
    """A checked base URL without a trailing slash, for instance `https://host/path`."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Check what a person typed; surrounding space and trailing slashes are removed.

        https is demanded, plain http only for this computer itself. Raises
        ValidationError(BAD_BASE_URL) for everything else: user names or passwords, a query, a
        fragment, spaces or invisible characters, an unknown port.
        """
        text = text.strip()
        if not text or "\\" in text or " " in text or not is_clean(text, _LENGTH_LIMIT):
            raise _bad("empty, too long, or with characters that no address has")
        try:
            url = httpx.URL(text)
        except (httpx.InvalidURL, UnicodeError, ValueError) as error:
            raise _bad(f"no address: {error}") from None
        if url.scheme not in ("https", "http") or not url.host:
            raise _bad("does not begin with https://")
        if url.scheme == "http" and not is_loopback(url.host):
            raise _bad("plain http is accepted for this computer only")
        if "@" in text or "?" in text or "#" in text:
            raise _bad("holds a user name, a query or a fragment")
        host = url.raw_host.decode("ascii")
        if literal_address(host) is None and not _is_name(host):
            raise _bad("no host name")
        if url.port is not None and not 0 < url.port < 65_536:
            raise _bad("no port")
        if url.port == _DEFAULT_PORTS[url.scheme]:
            url = url.copy_with(port=None)
        return cls(str(url).rstrip("/"))

    @property
    def host(self) -> str:
        return httpx.URL(self).host


def _is_name(host: str) -> bool:
    return len(host) <= 253 and all(map(_LABEL.fullmatch, host.removesuffix(".").split(".")))


def _bad(detail: str) -> ValidationError:
    return ValidationError(ErrorCase.BAD_BASE_URL, detail)
