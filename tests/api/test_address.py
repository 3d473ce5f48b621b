"""The base URL: nothing but https leaves this computer, and nothing hides inside."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nanobanana_desktop.api.address import ServiceAddress
from nanobanana_desktop.api.client import ApiClient
from nanobanana_desktop.api.hosts import is_inner, is_inner_host, is_loopback
from nanobanana_desktop.errors import ErrorCase, ValidationError


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "zcbservice.aizfw.cn",
        "zcbservice.aizfw.cn/kyyReactApiServer",
        "ftp://host/x",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://",
        "https:///path",
        "https:host",
        "//host/path",
        "http://service.example",
        "http://192.168.1.5:8000",
        "http://127.1:8000",
        "http://2130706433",
        "http://localhost.evil.example",
        "https://user@host",
        "https://user:pw@host",
        "https://@host",
        "https://host?x=1",
        "https://host/path?",
        "https://host/#x",
        "https://host/a b",
        "https://host\\@evil.example",
        "https://host\n.evil.example",
        "https://host/\u202egnp",
        "https://host:0",
        "https://host:99999",
        "https://host:port",
        "https://[::1",
        "https://" + "a" * 70 + ".example",
        "https://host/" + "x" * 3000,
        "https://\ud800.example",
        "https://..example",
    ],
)
def test_refused(text: str) -> None:
    with pytest.raises(ValidationError) as caught:
        ServiceAddress.parse(text)
    assert caught.value.case is ErrorCase.BAD_BASE_URL
    with pytest.raises(ValidationError):
        ApiClient(text, lambda: None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "https://zcbservice.aizfw.cn/kyyReactApiServer",
            "https://zcbservice.aizfw.cn/kyyReactApiServer",
        ),
        ("  https://host/path//  ", "https://host/path"),
        ("HTTPS://Host:443/Path", "https://host/Path"),
        ("https://host:8443", "https://host:8443"),
        ("https://192.168.1.5/api", "https://192.168.1.5/api"),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_accepted(text: str, expected: str) -> None:
    address = ServiceAddress.parse(text)
    assert address == expected
    assert ServiceAddress.parse(address) == address


@given(st.text(max_size=40) | st.text(max_size=40).map(lambda text: "https://" + text))
def test_anything_is_accepted_or_refused(text: str) -> None:
    try:
        address = ServiceAddress.parse(text)
    except ValidationError:
        return
    assert address.startswith(("https://", "http://"))
    assert address.host


@pytest.mark.parametrize(
    "text",
    [
        "127.0.0.1", "127.255.255.255", "10.1.2.3", "172.31.255.255", "192.168.0.1", "0.0.0.0",
        "169.254.169.254", "100.64.0.1", "224.0.0.1", "255.255.255.255", "::", "::1", "fe80::1",
        "fec0::1", "fd00::1", "ff02::1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::a00:1",
    ],
)  # fmt: skip
def test_inner_addresses(text: str) -> None:
    assert is_inner(ipaddress.ip_address(text))
    assert is_inner_host(text)


@pytest.mark.parametrize(
    "text", ["1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1", "64:ff9b::808:808"]
)
def test_public_addresses(text: str) -> None:
    assert not is_inner(ipaddress.ip_address(text))
    assert not is_inner_host(text)


def test_addresses_of_a_local_proxy_with_made_up_answers() -> None:
    assert not is_inner(ipaddress.ip_address("198.18.0.1"))
    assert is_inner_host("198.18.0.1")


def test_this_computer() -> None:
    assert is_loopback("localhost")
    assert is_loopback("LOCALHOST.")
    assert is_loopback("[::1]")
    assert is_loopback("::ffff:127.0.0.1")
    assert not is_loopback("localhost.example")
    assert not is_loopback("10.0.0.1")
