"""The computer's proxy settings, read by hand because their common spellings break httpx."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

import httpx

from nanobanana_desktop.api.hosts import is_loopback, literal_address
from nanobanana_desktop.errors import ErrorCase, NetworkError

_SCHEMES: Final = {
    "": "http",
    "http": "http",
    "https": "https",
    # Desktop settings write "socks" for SOCKS 5, Python writes "socks4" for what Windows calls
    # "socks". Names are looked up by the proxy in every case.
    "socks": "socks5h",
    "socks4": "socks5h",
    "socks4a": "socks5h",
    "socks5": "socks5h",
    "socks5h": "socks5h",
}


@dataclass(frozen=True, slots=True)
class ProxyRules:
    """Which proxy a link goes through.

    `settings` has the form of `urllib.request.getproxies()`: scheme (or `all`) to address, and `no`
    with the exceptions. `bypassed_by_system(host)` answers for exceptions kept elsewhere (Windows,
    macOS) and is asked only when `settings` has none; it may block on a name look-up.
    """

    settings: Mapping[str, str] = field(repr=False)
    bypassed_by_system: Callable[[str], object] = field(repr=False)

    def proxy_for(self, url: httpx.URL) -> str | None:
        """The proxy's address in a form that httpx accepts, None for a direct connection.

        This computer itself is always reached directly. Raises NetworkError (nothing was sent) when
        the setting cannot be used; its text holds no password.
        """
        if is_loopback(url.host):
            return None
        setting = (self.settings.get(url.scheme) or self.settings.get("all") or "").strip()
        if not setting or self._is_exception(url):
            return None
        return _normalised(setting)

    def _is_exception(self, url: httpx.URL) -> bool:
        exceptions = self.settings.get("no", "")
        if exceptions:
            port = url.port or {"https": 443, "http": 80}.get(url.scheme)
            entries = filter(None, re.split(r"[,\s]+", exceptions))
            return any(_matches(entry, url.host, port) for entry in entries)
        return bool(self.bypassed_by_system(url.host))


def _normalised(setting: str) -> str:
    scheme, separator, rest = setting.rpartition("://")
    known = _SCHEMES.get(scheme.lower() if separator else "")
    if known is None:
        raise _unusable(f"the proxy type {scheme[:16]!r} is not supported")
    try:
        url = httpx.URL(f"{known}://{rest}")
        if not url.host or url.port == 0:
            raise _unusable("it names no host")
        httpx.Proxy(url)
    except (httpx.InvalidURL, ValueError):
        raise _unusable("it is no address") from None
    return str(url)


def _matches(entry: str, host: str, port: int | None) -> bool:
    """Whether a NO_PROXY entry (name, suffix, address, network, `*`; with port) covers `host`."""
    entry = entry.lower().rpartition("://")[2]
    host = host.lower().rstrip(".")
    if entry == "*":
        return True
    address = literal_address(host)
    if address is not None:
        try:
            return address in ipaddress.ip_network(entry.strip("[]"), strict=False)
        except ValueError:
            pass
    name, colon, entry_port = entry.rpartition(":")
    if colon and entry_port.isdigit():
        if int(entry_port) != port:
            return False
        entry = name
    entry = entry.strip("[]").removeprefix("*").strip(".")
    return bool(entry) and (host == entry or host.endswith(f".{entry}"))


def _unusable(reason: str) -> NetworkError:
    detail = f"the proxy setting of this computer cannot be used: {reason}"
    return NetworkError(ErrorCase.NETWORK_LOST, detail, sent=False)
