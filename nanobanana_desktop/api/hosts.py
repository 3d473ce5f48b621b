"""Which hosts are this computer or its own network: rules for addresses, without any look-up."""

from __future__ import annotations

import ipaddress
from typing import Final

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_INNER_NETWORKS: Final = tuple(
    ipaddress.ip_network(text)
    for text in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.168.0.0/16",
        "224.0.0.0/3",
        "::/127",
        "64:ff9b:1::/48",
        "2001::/32",
        "fc00::/7",
        "fe80::/9",
        "ff00::/8",
    )
)
_BENCHMARK_NETWORK: Final = ipaddress.ip_network("198.18.0.0/15")
_NAT64_NETWORK: Final = ipaddress.ip_network("64:ff9b::/96")


def literal_address(host: str) -> IpAddress | None:
    """The address that `host` spells, None for a name. Brackets and zones are accepted."""
    try:
        return ipaddress.ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return None


def is_loopback(host: str) -> bool:
    """Whether `host` certainly is this computer: a loopback address or `localhost`."""
    address = literal_address(host)
    if address is None:
        return host.lower().rstrip(".") == "localhost"
    return _plain(address).is_loopback


def is_inner(address: IpAddress) -> bool:
    """Whether a link from outside must not lead there: loopback, private, link-local, multicast.

    198.18.0.0/15 is not inner: local proxies with "fake-ip" name resolution answer every name of
    the public net with an address of that range.
    """
    address = _plain(address)
    return any(address in network for network in _INNER_NETWORKS)


def is_inner_host(host: str) -> bool:
    """Whether `host` spells an inner address or `localhost`; a name that must be looked up is not.

    A spelled-out address of 198.18.0.0/15 counts as inner: no name resolution explains it.
    """
    address = literal_address(host)
    if address is None:
        return is_loopback(host) or host.lower().rstrip(".").endswith(".localhost")
    return is_inner(address) or _plain(address) in _BENCHMARK_NETWORK


def _plain(address: IpAddress) -> IpAddress:
    """The IPv4 address that an IPv6 address stands for, else the address itself."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return address.ipv4_mapped
        if address.sixtofour is not None:
            return address.sixtofour
        if address in _NAT64_NETWORK:
            return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address
