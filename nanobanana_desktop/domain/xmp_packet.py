"""XMP packets: written, joined with one that is there already, and read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from xml.parsers import expat

PACKET_LIMIT: Final = 1024 * 1024
"""Bytes; a larger packet is not read."""

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
DC: Final = "http://purl.org/dc/elements/1.1/"
XMP: Final = "http://ns.adobe.com/xap/1.0/"
IPTC: Final = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
OWN: Final = "https://nanobanana.desktop/xmp/1.0/"
MADE_BY_MODEL: Final = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
"""IPTC's word for pictures that come wholly from a trained model."""
PROVENANCE: Final = "http://purl.org/dc/terms/ provenance"
"""Where content credentials that are kept elsewhere are told of."""

_PREFIXES: Final = {DC: "dc", XMP: "xmp", IPTC: "Iptc4xmpExt", OWN: "nanobanana"}
_BEGIN: Final = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
_END: Final = '<?xpacket end="w"?>'
_END_OF_RDF: Final = re.compile(rb"</[\w.-]+:RDF\s*>")
_NOT_IN_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DEPTH_LIMIT: Final = 64


@dataclass(frozen=True, slots=True)
class XmpFacts:
    """What our part of a packet says; `json` is left out when empty, as are tags and rating 0.

    `created` is a moment as ISO 8601 tells it.
    """

    description: str
    creator_tool: str
    created: str = ""
    tags: Sequence[str] = ()
    rating: int = 0
    json: str = ""


class _BadPacketError(Exception):
    pass


def new_packet(facts: XmpFacts) -> bytes:
    """A packet of its own, in UTF-8."""
    lines = (
        _BEGIN,
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="{_escaped(facts.creator_tool)}">',
        f'<rdf:RDF xmlns:rdf="{RDF}">',
        _description(facts, frozenset()),
        "</rdf:RDF>",
        "</x:xmpmeta>",
        _END,
    )
    return "\n".join(lines).encode()


def joined_packet(packet: bytes, facts: XmpFacts) -> bytes:
    """`packet` with what it does not say itself.

    One that cannot be understood or has parameters of ours already gives way to a new one.
    """
    try:
        said = properties(packet)
        packet.decode("utf-8")
    except ValueError:
        return new_packet(facts)
    ends = list(_END_OF_RDF.finditer(packet))
    if not ends or f"{OWN} parameters" in said:
        return new_packet(facts)
    place = ends[-1].start()
    ours = _description(facts, frozenset(said)).encode() + b"\n"
    return packet[:place] + ours + packet[place:]


def properties(packet: bytes) -> dict[str, str]:
    """All properties by `namespace name` with their words, lists joined by line breaks.

    Raises ValueError for what is no XMP, too large, or declares entities.
    """
    if len(packet) > PACKET_LIMIT:
        raise ValueError("the packet is too large")
    reader = _Reader()
    try:
        reader.read(packet)
    except (expat.ExpatError, _BadPacketError, LookupError) as error:
        raise ValueError(str(error)) from error
    return reader.found


class _Reader:
    """Collects what stands directly below `rdf:Description`, as elements or attributes."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}
        self._path: list[str] = []
        self._words: list[str] = []
        self._property = 0

    def read(self, packet: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._on_start
        parser.EndElementHandler = self._on_end
        parser.CharacterDataHandler = self._on_text
        parser.StartDoctypeDeclHandler = self._on_doctype
        parser.buffer_text = True
        parser.Parse(packet.strip(b"\0 \r\n\t"), True)

    def _on_doctype(self, *_arguments: object) -> None:
        raise _BadPacketError("entities may be declared there")

    def _on_start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._path.append(name)
        if len(self._path) > _DEPTH_LIMIT:
            raise _BadPacketError("too deep")
        if self._property:
            return
        if name == f"{RDF} Description":
            for key, value in attributes.items():
                if not key.startswith(RDF):
                    self.found.setdefault(key, value)
        elif f"{RDF} Description" in self._path:
            self._property = len(self._path)
            self._words = [attributes.get(f"{RDF} resource", "")]

    def _on_end(self, name: str) -> None:
        if self._property == len(self._path):
            words = (word.strip() for word in "".join(self._words).split("\0"))
            self.found.setdefault(name, "\n".join(filter(None, words)))
            self._property = 0
        elif self._property:
            self._words.append("\0")
        self._path.pop()

    def _on_text(self, text: str) -> None:
        if self._property:
            self._words.append(text)


def _description(facts: XmpFacts, said: frozenset[str]) -> str:
    """Our `rdf:Description`, without the properties of `said`."""
    list_of_tags = "".join(f"<rdf:li>{_escaped(tag)}</rdf:li>" for tag in facts.tags)
    language = '<rdf:li xml:lang="x-default">'
    values = (
        (DC, "description", f"<rdf:Alt>{language}{_escaped(facts.description)}</rdf:li></rdf:Alt>"),
        (DC, "subject", f"<rdf:Bag>{list_of_tags}</rdf:Bag>" if facts.tags else ""),
        (XMP, "Rating", str(facts.rating) if facts.rating else ""),
        (XMP, "CreatorTool", _escaped(facts.creator_tool)),
        (XMP, "CreateDate", facts.created),
        (IPTC, "DigitalSourceType", MADE_BY_MODEL),
        (OWN, "parameters", _escaped(facts.json)),
    )
    spaces = " ".join(f'xmlns:{prefix}="{space}"' for space, prefix in _PREFIXES.items())
    lines = [f'<rdf:Description xmlns:rdf="{RDF}" rdf:about="" {spaces}>']
    for space, name, value in values:
        if value and f"{space} {name}" not in said:
            tag = f"{_PREFIXES[space]}:{name}"
            lines.append(f"<{tag}>{value}</{tag}>")
    return "\n".join((*lines, "</rdf:Description>"))


def _escaped(text: str) -> str:
    allowed = _NOT_IN_XML.sub("", text)
    for mark, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        allowed = allowed.replace(mark, entity)
    # A bare carriage return would come back as a line feed.
    return allowed.replace("\r", "&#13;")
