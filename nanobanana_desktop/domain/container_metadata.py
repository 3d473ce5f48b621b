"""What the containers of all formats have in common when texts are written into them or read."""

from __future__ import annotations

from dataclasses import dataclass, field

from nanobanana_desktop.domain.exif_block import ExifFields
from nanobanana_desktop.domain.xmp_packet import PROVENANCE, XmpFacts, properties


class ContainerError(ValueError):
    """The container is not built as its format asks; nothing was written."""


@dataclass(frozen=True, slots=True)
class Embedding:
    """What is written into a copy: the `parameters` text, our JSON, and the same as EXIF and XMP.

    `xmp` comes without the JSON; formats that have no better place for it put it there.
    """

    text: str
    json: str
    exif: ExifFields
    xmp: XmpFacts


@dataclass(frozen=True, slots=True)
class ContainerWords:
    """What was found in a container: texts by keyword, the EXIF (TIFF) block, the XMP packet."""

    texts: dict[str, str] = field(default_factory=dict)
    exif: bytes = b""
    xmp: bytes = b""


def tells_of_credentials(packet: bytes) -> bool:
    """Whether an XMP packet names content credentials that are kept outside of the file."""
    if b"provenance" not in packet:
        return False
    try:
        return PROVENANCE in properties(packet)
    except ValueError:
        return False
