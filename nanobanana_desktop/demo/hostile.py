"""Bytes that are no picture, or a dangerous one, for what a link may give instead."""

from __future__ import annotations

import gzip
import struct
import zlib

from nanobanana_desktop.demo.scenario import Content

SVG = (
    b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"'
    b' xmlns:xlink="http://www.w3.org/1999/xlink">'
    b'<image href="/etc/hostname.png" xlink:href="/etc/hostname.png" width="64" height="64"/>'
    b'<rect width="64" height="64" fill="#f60"/></svg>'
)
HTML = b"<!DOCTYPE html><html><head><title>Sign in</title></head><body>Welcome</body></html>"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00" + bytes(240)
PNG_MAGIC = b"\x89PNG\r\n\x1a\n"
BOMB_SIDE = 20_000
GZIP_BOMB_BYTES = 100 * 1024 * 1024


def _png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _png(width: int, height: int, pixels: bytes) -> bytes:
    """A grey PNG of one bit per pixel; `pixels` is the compressed data."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        PNG_MAGIC
        + _png_chunk(b"IHDR", header)
        + _png_chunk(b"IDAT", pixels)
        + _png_chunk(b"IEND", b"")
    )


def _zeros(count: int) -> bytes:
    packer = zlib.compressobj(9)
    block = bytes(1024 * 1024)
    parts = [packer.compress(block) for _ in range(count // len(block))]
    parts += [packer.compress(bytes(count % len(block))), packer.flush()]
    return b"".join(parts)


def hostile_bytes(content: Content, picture: bytes) -> tuple[bytes, str, str]:
    """The bytes, their honest content type and their content encoding (empty for none).

    `picture` is the real picture, for what is made out of it.
    """
    if content is Content.SVG:
        return SVG, "image/svg+xml", ""
    if content is Content.HTML:
        return HTML, "text/html", ""
    if content is Content.PDF:
        return PDF, "application/pdf", ""
    if content is Content.EXE:
        return EXE, "application/octet-stream", ""
    if content is Content.EMPTY:
        return b"", "image/png", ""
    if content is Content.WRONG_MAGIC:
        return b"NOTMAGIC" + picture[8:], "image/png", ""
    if content is Content.HEADER_BOMB:
        return _png(65_535, 65_535, zlib.compress(b"")), "image/png", ""
    if content is Content.PIXEL_BOMB:
        row = 1 + BOMB_SIDE // 8
        return _png(BOMB_SIDE, BOMB_SIDE, _zeros(row * BOMB_SIDE)), "image/png", ""
    if content is Content.GZIP_BOMB:
        return gzip.compress(bytes(GZIP_BOMB_BYTES), compresslevel=1), "image/png", "gzip"
    return picture, "", ""
