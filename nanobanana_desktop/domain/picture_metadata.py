"""Prompt and settings written into copies of pictures, removed from them, and read back.

The pixels are never encoded anew here: what a decoder begins from stays the same to the byte.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from nanobanana_desktop.domain import jpeg_metadata, png_metadata, webp_metadata
from nanobanana_desktop.domain.container_metadata import (
    ContainerError,
    ContainerWords,
    Embedding,
)
from nanobanana_desktop.domain.exif_block import ExifFields, user_comment
from nanobanana_desktop.domain.parameter_texts import (
    PROGRAM,
    FoundParameters,
    moment,
    parameters_json,
    parameters_text,
    read_json,
    read_text,
)
from nanobanana_desktop.domain.picture_format import HEAD_SIZE, PictureFormat, detect_format
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.domain.xmp_packet import OWN, XmpFacts, properties

COMMENT_LIMIT: Final = 10_000
DESCRIPTION_LIMIT: Final = 4_000
"""Code points in EXIF and XMP: each of the two must fit into one segment of a JPEG."""


class _Container(NamedTuple):
    embed: Callable[[bytes, Embedding], bytes]
    strip: Callable[[bytes], bytes]
    has_credentials: Callable[[bytes], bool]
    read: Callable[[bytes], ContainerWords]
    pixels: Callable[[bytes], Iterator[bytes]]


_CONTAINERS: Final = {
    PictureFormat.PNG: _Container(
        png_metadata.embed,
        png_metadata.strip,
        png_metadata.has_credentials,
        png_metadata.read,
        png_metadata.pixels,
    ),
    PictureFormat.JPEG: _Container(
        jpeg_metadata.embed,
        jpeg_metadata.strip,
        jpeg_metadata.has_credentials,
        jpeg_metadata.read,
        jpeg_metadata.pixels,
    ),
    PictureFormat.WEBP: _Container(
        webp_metadata.embed,
        webp_metadata.strip,
        webp_metadata.has_credentials,
        webp_metadata.read,
        webp_metadata.pixels,
    ),
}


def embedded(data: bytes, embedding: Embedding) -> bytes:
    """A picture with `embedding` in it, its pixels untouched.

    What it tells already stays: EXIF fields and XMP properties that are there are not replaced,
    but for the comment and the texts that carry the parameters themselves. Raises ContainerError
    for what is no whole PNG, JPEG or WebP. The caller asks `has_credentials` first.
    """
    return _container(data).embed(data, embedding)


def stripped(data: bytes) -> bytes:
    """A picture that only tells what it looks like: no EXIF, XMP, texts, comments, credentials.

    Its colour profile stays, and how it has to be turned, in a block of EXIF with that one field;
    so it looks the same, and its pixels are untouched. Raises ContainerError.
    """
    return _container(data).strip(data)


def has_credentials(data: bytes) -> bool:
    """Whether content credentials (C2PA) are in the picture or known to belong to it.

    To write anything into it would make them invalid. Raises ContainerError.
    """
    return _container(data).has_credentials(data)


def has_same_pixels(data: bytes, other: bytes) -> bool:
    """Whether both decode to the same because all that decoding begins from is the same."""
    first, second = _container(data), _container(other)
    return first is second and list(first.pixels(data)) == list(second.pixels(other))


def is_moving(data: bytes) -> bool:
    """Whether a WebP is animated; of such a picture other formats hold the first frame only."""
    if detect_format(data[:HEAD_SIZE]) is not PictureFormat.WEBP:
        return False
    return webp_metadata.is_animated(data)


def found_parameters(data: bytes) -> FoundParameters | None:
    """What the picture tells of its making, by this or another program; None for nothing."""
    try:
        words = _container(data).read(data)
    except ContainerError:
        return None
    own = words.texts.get(png_metadata.OWN, "") or _own_of(words.xmp)
    plain = words.texts.get(png_metadata.PARAMETERS, "") or user_comment(words.exif)
    return read_json(own) or read_text(plain)


def embedding_of(task: GenerationTask, version: str) -> Embedding:
    """What is written into copies of the task's picture. Times are those of this computer."""
    text = parameters_text(task, version)
    at = moment(task.finished_at or task.created_at)
    local = None if at is None else at.astimezone()
    program = f"{PROGRAM} {version}"
    description = task.params.prompt[:DESCRIPTION_LIMIT]
    offset = "" if local is None else local.isoformat(timespec="seconds")[19:]
    return Embedding(
        text=text,
        json=parameters_json(task, version),
        exif=ExifFields(
            comment=text if len(text) <= COMMENT_LIMIT else task.params.prompt[:COMMENT_LIMIT],
            description=description,
            software=program,
            taken="" if local is None else local.strftime("%Y:%m:%d %H:%M:%S"),
            offset=offset,
        ),
        xmp=XmpFacts(
            description=description,
            creator_tool=program,
            created="" if local is None else local.isoformat(timespec="seconds"),
            tags=task.tags,
            rating=task.rating,
        ),
    )


def _container(data: bytes) -> _Container:
    known = detect_format(data[:HEAD_SIZE])
    if known is None:
        raise ContainerError("neither PNG, JPEG nor WebP")
    return _CONTAINERS[known]


def _own_of(packet: bytes) -> str:
    try:
        return properties(packet).get(f"{OWN} parameters", "") if packet else ""
    except ValueError:
        return ""
