"""Proxy settings, read by hand because the common spellings of computers break httpx."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote

import httpx

from nanobanana_desktop.api.hosts import is_loopback, literal_address
from nanobanana_desktop.domain.remote_text import is_clean
from nanobanana_desktop.errors import ErrorCase, NetworkError, ValidationError

_ADDRESS_LIMIT: Final = 2_048

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


def parse_proxy(text: str) -> str:
    """The address of a proxy that a person typed, as `http://host:port` or with `socks5`, `https`.

    Raises ValidationError(BAD_PROXY) for everything else: another kind of proxy, no port, a path,
    a user name or a password (they have places of their own).
    """
    text = text.strip().rstrip("/")
    if not is_clean(text, _ADDRESS_LIMIT) or re.search(r"[@?#\s]", text):
        raise _bad("empty, too long, or with characters that no proxy's address has")
    try:
        url = httpx.URL(_normalised(text))
    except NetworkError as error:
        raise _bad(error.detail) from None
    host, port = url.raw_host.decode("ascii"), _typed_port(text)
    if port is None or url.path not in ("", "/"):
        raise _bad("without a port, or with a path")
    scheme = "socks5" if url.scheme == "socks5h" else url.scheme
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"


def chosen_proxy(address: str, user: str, password: str, exceptions: str) -> dict[str, str]:
    """The settings for `ProxyRules` that lead through a proxy of `parse_proxy`'s form."""
    if user:
        scheme, _, rest = address.partition("://")
        address = f"{scheme}://{quote(user, safe='')}:{quote(password, safe='')}@{rest}"
    return {"all": address, "no": exceptions}


def _typed_port(text: str) -> int | None:
    """httpx drops the port that is usual for the scheme; a proxy has no usual one."""
    digits = re.search(r":([0-9]{1,5})$", text)
    port = int(digits[1]) if digits else 0
    return port if 0 < port < 65_536 else None


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


def _bad(detail: str) -> ValidationError:
    return ValidationError(ErrorCase.BAD_PROXY, detail)


def _unusable(reason: str) -> NetworkError:
    detail = f"the proxy setting cannot be used: {reason}"
    return NetworkError(ErrorCase.NETWORK_LOST, detail, sent=False)
