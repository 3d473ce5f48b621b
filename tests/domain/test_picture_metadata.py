"""Texts in copies of pictures: written without touching a pixel, removed without a trace."""

from __future__ import annotations

import json
import random
import struct
import zlib
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nanobanana_desktop.domain import jpeg_metadata, png_metadata, webp_metadata
from nanobanana_desktop.domain.container_metadata import ContainerError
from nanobanana_desktop.domain.exif_block import (
    ExifFields,
    only_orientation,
    orientation,
    user_comment,
    with_fields,
)
from nanobanana_desktop.domain.parameter_texts import (
    FoundParameters,
    FoundReference,
    parameters_text,
    read_json,
    read_text,
    with_found,
)
from nanobanana_desktop.domain.params import GenerationParams, Reference, ReferenceKind
from nanobanana_desktop.domain.picture_metadata import (
    embedded,
    embedding_of,
    found_parameters,
    has_credentials,
    has_same_pixels,
    is_moving,
    stripped,
)
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.domain.xmp_packet import (
    DC,
    IPTC,
    MADE_BY_MODEL,
    XMP,
    XmpFacts,
    joined_packet,
    new_packet,
    properties,
)
from tests.fakes import make_image, make_task
from tests.pictures import FORMATS, jpeg_with_orientation, picture
from tests.signed_pictures import (
    APP11_BOX,
    animated_webp,
    exif_with_note,
    signed,
    with_segment,
)

PROMPT = "一只香蕉船, at dawn: “soft” light 🍌\nsecond line <b>&amp;"
SECRET = b"do-not-tell"


def full_task(**changes: object) -> GenerationTask:
    reference = Reference(
        kind=ReferenceKind.LINK, name="猫.png", url="https://private.example/x", sha256="ab" * 32
    )
    task = make_task(
        params=GenerationParams(
            prompt=PROMPT, resolution="2k", aspect_ratio="16:9", references=(reference,)
        ),
        remote_id="remote-77",
        amount="0.24",
        finished_at=1_764_000_000.0,
        image=make_image(width=60, height=40),
        tags=("boats", "湖"),
        rating=4,
    )
    return replace(task, **changes)


EMBEDDING = embedding_of(full_task(), "1.2.3")
PICTURES = {
    **{name: picture(name) for name in FORMATS},
    "turned jpeg": jpeg_with_orientation(6),
    "moving webp": animated_webp(),
}


@pytest.mark.parametrize("data", PICTURES.values(), ids=PICTURES)
def test_what_was_written_is_read_back_and_the_pixels_are_the_same(data: bytes) -> None:
    copy = embedded(data, EMBEDDING)
    found = found_parameters(copy)
    assert has_same_pixels(data, copy)
    assert found is not None
    assert (found.prompt, found.model_name) == (PROMPT, "nano-banana-pro")
    assert (found.resolution, found.aspect_ratio) == ("2k", "16:9")
    assert found.references == (FoundReference("猫.png", "ab" * 32),)
    assert (found.task_id, found.remote_id) == ("a" * 32, "remote-77")
    assert b"private.example" not in copy
    before = GenerationParams(prompt="before", resolution="4k", aspect_ratio="1:1")
    assert with_found(before, found) == GenerationParams(
        prompt=PROMPT, model_name="nano-banana-pro", resolution="2k", aspect_ratio="16:9"
    )


def test_settings_that_mean_nothing_here_leave_the_form_as_it_is() -> None:
    before = GenerationParams(prompt="before", resolution="4k", aspect_ratio=None)
    foreign = FoundParameters("A fox", model_name="sd_xl_base", others={"Steps": "20"})
    assert with_found(before, foreign) == replace(before, prompt="A fox")
    future = FoundParameters("A fox", "nano-banana-9", resolution="16k", aspect_ratio="5:1")
    assert with_found(before, future) == replace(before, prompt="A fox", model_name="nano-banana-9")


@pytest.mark.parametrize("data", PICTURES.values(), ids=PICTURES)
def test_written_twice_it_is_there_once(data: bytes) -> None:
    other = embedding_of(full_task(params=GenerationParams(prompt="another")), "1.2.4")
    copy = embedded(embedded(data, other), EMBEDDING)
    found = found_parameters(copy)
    assert found is not None
    assert found.prompt == PROMPT
    assert has_same_pixels(data, copy)


@pytest.mark.parametrize("data", PICTURES.values(), ids=PICTURES)
def test_removing_everything_leaves_the_pixels_and_no_word(data: bytes) -> None:
    bare = stripped(embedded(data, EMBEDDING))
    assert has_same_pixels(data, bare)
    assert found_parameters(bare) is None
    for word in (
        b"nano",
        b"banana",
        b"rdf",
        b"Exif\0\0II",
        "香".encode(),
        "香".encode("utf-16-be"),
    ):
        assert word not in bare


@pytest.mark.parametrize("name", FORMATS)
def test_cut_and_foreign_bytes_are_refused(name: str) -> None:
    data = picture(name)
    for bad in (b"", b"GIF89a" + data, data[:20], data[: len(data) // 2]):
        for step in (stripped, has_credentials, lambda data: embedded(data, EMBEDDING)):
            with pytest.raises(ContainerError):
                step(bad)
        assert found_parameters(bad) is None


@pytest.mark.parametrize("name", FORMATS)
@given(seed=st.integers(0, 2**32))
@settings(max_examples=60, deadline=None)
def test_damaged_bytes_never_raise_anything_else(name: str, seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(embedded(picture(name, 8, 8), EMBEDDING))
    for _ in range(chance.randrange(1, 6)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    if chance.random() < 0.3:
        del data[chance.randrange(len(data)) :]
    bad = bytes(data)
    found_parameters(bad)
    for step in (stripped, has_credentials, lambda data: embedded(data, EMBEDDING)):
        try:
            step(bad)
        except ContainerError:
            continue


# -- content credentials ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMATS)
def test_credentials_are_seen_and_go_with_everything_else(name: str) -> None:
    data = picture(name)
    assert not has_credentials(data)
    assert not has_credentials(embedded(data, EMBEDDING))
    assert has_credentials(signed(name))
    bare = stripped(signed(name))
    assert not has_credentials(bare)
    assert b"c2pa" not in bare
    assert has_same_pixels(data, bare)


@pytest.mark.parametrize("name", FORMATS)
def test_word_of_credentials_kept_elsewhere_counts_too(name: str) -> None:
    packet = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><r:RDF '
        b'xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><r:Description r:about="" '
        b'xmlns:t="http://purl.org/dc/terms/" t:provenance="https://example.org/m.c2pa"/>'
        b"</r:RDF></x:xmpmeta>"
    )
    data = {
        "png": lambda: with_png_chunk(
            png_metadata.text_chunk("XML:com.adobe.xmp", packet.decode())
        ),
        "jpeg": lambda: with_segment(0xE1, jpeg_metadata.XMP_PREFIX + packet),
        "webp": lambda: with_webp_chunk(b"XMP ", packet),
    }[name]()
    assert has_credentials(data)


def test_other_things_in_the_same_segment_are_no_credentials() -> None:
    assert not has_credentials(with_segment(0xEB, b"HDR_RI ver=11"))
    assert has_credentials(with_segment(0xEB, APP11_BOX))


# -- PNG -------------------------------------------------------------------------------------------


def with_png_chunk(*chunks: bytes, data: bytes | None = None) -> bytes:
    data = picture("png") if data is None else data
    return data[:33] + b"".join(chunks) + data[33:]


def test_png_texts_are_utf8_and_lie_before_the_pixels() -> None:
    copy = embedded(picture("png"), EMBEDDING)
    for keyword in (b"parameters", b"nanobanana", b"XML:com.adobe.xmp"):
        place = copy.index(b"iTXt" + keyword + bytes(5))
        length = int.from_bytes(copy[place - 4 : place])
        body = copy[place : place + 4 + length]
        check = int.from_bytes(copy[place + 4 + length : place + 8 + length])
        assert zlib.crc32(body) == check
        assert place < copy.index(b"IDAT")
        body[4 + len(keyword) + 5 :].decode("utf-8")


def test_png_texts_of_others_stay_and_those_of_the_same_name_go() -> None:
    own = png_metadata.make_chunk(b"tEXt", b"parameters\0old words")
    other = png_metadata.make_chunk(b"tEXt", b"Author\0Jos\xe9")
    copy = embedded(with_png_chunk(own, other), EMBEDDING)
    words = png_metadata.read(copy)
    assert words.texts["Author"] == "José"
    assert words.texts["parameters"] == EMBEDDING.text
    assert b"old words" not in copy


def test_png_keeps_its_colours_and_how_it_is_turned_and_loses_what_it_tells() -> None:
    profile = png_metadata.make_chunk(b"iCCP", b"sRGB\0\0" + zlib.compress(b"profile"))
    turned = png_metadata.make_chunk(b"eXIf", exif_with_note(SECRET, 8))
    texts = [
        png_metadata.make_chunk(b"tEXt", b"Comment\0" + SECRET),
        png_metadata.make_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(SECRET)),
        png_metadata.make_chunk(b"prVt", SECRET),
        png_metadata.make_chunk(b"tIME", bytes(7)),
    ]
    data = with_png_chunk(profile, turned, *texts) + SECRET
    bare = stripped(data)
    assert profile in bare
    assert png_metadata.make_chunk(b"eXIf", only_orientation(8)) in bare
    assert SECRET not in bare
    assert b"tIME" not in bare
    assert has_same_pixels(data, bare)
    copy = embedded(data, EMBEDDING)
    assert profile in copy
    assert turned in copy
    assert copy.endswith(SECRET)


def test_a_few_bytes_that_would_grow_beyond_measure_are_passed_over() -> None:
    bomb = png_metadata.make_chunk(
        b"zTXt", b"parameters\0\0" + zlib.compress(bytes(50_000_000), level=9)
    )
    assert found_parameters(with_png_chunk(bomb)) is None
    for broken in (b"parameters", b"\0text", b"parameters\0\1\0en", b"x" * 90 + b"\0y"):
        chunk = png_metadata.make_chunk(b"iTXt", broken)
        assert found_parameters(with_png_chunk(chunk)) is None


@pytest.mark.parametrize("kind", ["tEXt", "zTXt", "iTXt", "iTXt packed"])
def test_parameters_of_other_programs_are_read_from_every_kind_of_text(kind: str) -> None:
    text = "a café\nNegative prompt: rain\nSteps: 20, Sampler: Euler a, Seed: 5, Size: 512x512"
    content = {
        "tEXt": b"parameters\0" + text.encode("latin-1"),
        "zTXt": b"parameters\0\0" + zlib.compress(text.encode("latin-1")),
        "iTXt": b"parameters\0\0\0\0\0" + text.encode(),
        "iTXt packed": b"parameters\0\1\0en\0\0" + zlib.compress(text.encode()),
    }[kind]
    found = found_parameters(with_png_chunk(png_metadata.make_chunk(kind[:4].encode(), content)))
    assert found is not None
    assert found.prompt == "a café"
    assert found.others["Steps"] == "20"
    assert found.others["Negative prompt"] == "rain"


# -- JPEG ------------------------------------------------------------------------------------------


def test_jpeg_begins_with_jfif_exif_xmp_in_this_order() -> None:
    copy = embedded(picture("jpeg"), EMBEDDING)
    places = [copy.index(mark) for mark in (b"JFIF\0", b"Exif\0\0", jpeg_metadata.XMP_PREFIX)]
    assert places == sorted(places)
    assert places[0] == 6


def test_jpeg_exif_says_who_when_and_what() -> None:
    words = jpeg_metadata.read(embedded(picture("jpeg"), EMBEDDING))
    assert user_comment(words.exif) == EMBEDDING.text
    assert b"NanoBanana Desktop 1.2.3\0" in words.exif
    assert PROMPT.encode() + b"\0" in words.exif
    local = datetime.fromtimestamp(1_764_000_000, UTC).astimezone()
    assert local.strftime("%Y:%m:%d %H:%M:%S").encode() in words.exif


@pytest.mark.parametrize("order", ["MM", "II"])
def test_exif_that_is_there_keeps_its_bytes_in_place(order: str) -> None:
    block = exif_with_note(b"camera note", 6, order)
    data = with_segment(0xE1, b"Exif\0\0" + block)
    words = jpeg_metadata.read(embedded(data, EMBEDDING))
    assert words.exif[8 : len(block)] == block[8:]
    assert orientation(words.exif) == 6
    assert user_comment(words.exif) == EMBEDDING.text


ODD_EXIF = {
    "empty": b"",
    "no header": b"abcdefgh",
    "beyond the end": b"MM\0*\xff\xff\xff\xff",
    "cut": exif_with_note(b"x" * 40, 6)[:15],
    "too many": b"II*\0\x08\0\0\0\xff\xff" + bytes(40),
    "pointer to nothing": b"MM\0*\0\0\0\x08" + struct.pack(">HHHIII", 1, 0x8769, 4, 1, 0xFFFFFF, 0),
    "pointer of a strange kind": b"MM\0*\0\0\0\x08" + struct.pack(">HHHIII", 1, 0x8769, 2, 9, 8, 0),
}


@pytest.mark.parametrize("block", ODD_EXIF.values(), ids=ODD_EXIF)
def test_odd_exif_stays_as_it_is_and_the_words_go_into_xmp(block: bytes) -> None:
    data = with_segment(0xE1, b"Exif\0\0" + block)
    copy = embedded(data, EMBEDDING)
    assert b"Exif\0\0" + block in copy
    assert has_same_pixels(data, copy)
    found = found_parameters(copy)
    assert found is not None
    assert found.prompt == PROMPT


def test_a_directory_that_leads_to_itself_ends() -> None:
    loop = b"MM\0*\0\0\0\x08" + struct.pack(">HHHIII", 1, 0x8769, 4, 1, 8, 8)
    assert user_comment(loop) == ""
    again = with_fields(loop, ExifFields("words", "d", "s"))
    assert again is not None
    assert user_comment(again) == "words"


def test_a_jpeg_loses_everything_but_its_looks() -> None:
    profile = b"ICC_PROFILE\0\1\1" + bytes(40)
    adobe = b"Adobe\0\x64\0\0\0\0\1"
    data = with_segment(0xE2, profile)
    for marker, content in (
        (0xE1, b"Exif\0\0" + exif_with_note(SECRET, 3)),
        (0xE1, b"http://ns.adobe.com/xmp/extension/\0" + SECRET),
        (0xE2, b"MPF\0" + SECRET),
        (0xED, b"Photoshop 3.0\0" + SECRET),
        (0xEE, adobe),
        (0xFE, SECRET),
    ):
        data = with_segment(marker, content, data)
    bare = stripped(data + SECRET)
    assert SECRET not in bare
    assert profile in bare
    assert adobe in bare
    assert orientation(jpeg_metadata.read(bare).exif) == 3
    assert has_same_pixels(data, bare)


def test_a_prompt_beyond_a_segment_is_shortened_where_it_must_be() -> None:
    for length in (4_000, 30_000, 200_000):
        task = full_task(params=GenerationParams(prompt="香" * length))
        for name in FORMATS:
            copy = embedded(picture(name), embedding_of(task, "1"))
            found = found_parameters(copy)
            assert found is not None
            least = min(length, 100_000 if name != "jpeg" else 10_000)
            assert found.prompt.startswith("香" * least)
            assert has_same_pixels(picture(name), copy)


# -- WebP ------------------------------------------------------------------------------------------


def with_webp_chunk(kind: bytes, content: bytes) -> bytes:
    data = picture("webp")
    body = data[8:] + webp_metadata.make_chunk(kind, content)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def flags(data: bytes) -> int:
    assert data[12:16] == b"VP8X"
    return data[20]


def test_webp_flags_tell_what_is_there() -> None:
    copy = embedded(picture("webp"), EMBEDDING)
    assert flags(copy) == 0x0C
    assert struct.unpack("<I", copy[4:8])[0] == len(copy) - 8
    assert (copy[24:27], copy[27:30]) == ((59).to_bytes(3, "little"), (39).to_bytes(3, "little"))
    assert stripped(copy)[20] == 0
    moving = embedded(animated_webp(), EMBEDDING)
    assert flags(moving) == 0x0E
    assert is_moving(moving)
    assert not is_moving(copy)
    assert flags(stripped(moving)) == 0x02


def test_webp_order_of_chunks_is_that_of_the_format() -> None:
    copy = embedded(picture("webp"), EMBEDDING)
    kinds, position = [], 12
    while position < len(copy):
        kinds.append(copy[position : position + 4])
        size = struct.unpack("<I", copy[position + 4 : position + 8])[0]
        position += 8 + size + size % 2
    assert kinds == [b"VP8X", copy[30:34], b"EXIF", b"XMP "]


def test_webp_keeps_how_it_is_turned() -> None:
    data = with_webp_chunk(b"EXIF", b"Exif\0\0" + exif_with_note(SECRET, 6))
    bare = stripped(data)
    assert orientation(webp_metadata.read(bare).exif) == 6
    assert flags(bare) == 0x08
    assert SECRET not in bare
    assert orientation(webp_metadata.read(embedded(data, EMBEDDING)).exif) == 6


# -- XMP -------------------------------------------------------------------------------------------

FACTS = XmpFacts(
    "描述 <&>", "Program 1", "2026-11-22T14:32:05+08:00", ("a", "b & c"), 3, '{"x": 1}'
)


def test_a_packet_says_where_the_picture_comes_from() -> None:
    packet = new_packet(FACTS)
    assert packet.startswith(b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>')
    said = properties(packet)
    assert said[f"{IPTC} DigitalSourceType"] == MADE_BY_MODEL
    assert said[f"{DC} description"] == "描述 <&>"
    assert said[f"{DC} subject"] == "a\nb & c"
    assert said[f"{XMP} Rating"] == "3"
    assert said[f"{XMP} CreatorTool"] == "Program 1"


def test_without_tags_and_rating_nothing_is_said_of_them() -> None:
    said = properties(new_packet(XmpFacts("d", "p")))
    assert f"{DC} subject" not in said
    assert f"{XMP} Rating" not in said


def test_what_a_packet_says_itself_is_not_said_twice() -> None:
    present = (
        '<?xpacket begin="" id="x"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><q:RDF '
        'xmlns:q="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><q:Description q:about="" '
        f'xmlns:xmp="{XMP}" xmp:Rating="5" xmlns:T="http://www.tc260.org.cn/ns/AIGC/1.0/">'
        f'<T:AIGC>{{"Label":"1"}}</T:AIGC><d:description xmlns:d="{DC}">theirs</d:description>'
        '</q:Description></q:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()
    joined = joined_packet(present, FACTS)
    said = properties(joined)
    assert said[f"{XMP} Rating"] == "5"
    assert said[f"{DC} description"] == "theirs"
    assert said["http://www.tc260.org.cn/ns/AIGC/1.0/ AIGC"] == '{"Label":"1"}'
    assert said[f"{IPTC} DigitalSourceType"] == MADE_BY_MODEL
    assert joined.count(b"Rating") == 1


@pytest.mark.parametrize(
    "packet",
    [
        b"<x>",
        b"\xff\xfe<\0x\0",
        b"<rdf:RDF/>",
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>',
        b"<a>" * 100 + b"</a>" * 100,
        b"<x>" + b" " * (1024 * 1024) + b"</x>",
        b'<?xml version="1.0" encoding="nonsense"?><x/>',
    ],
)
def test_a_packet_that_cannot_be_understood_gives_way(packet: bytes) -> None:
    assert joined_packet(packet, FACTS) == new_packet(FACTS)


@given(st.text())
def test_any_words_survive_xml(words: str) -> None:
    kept = properties(new_packet(replace(FACTS, json=words)))
    allowed = "".join(c for c in words if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff"))
    allowed = "".join(c for c in allowed if not "\ud800" <= c <= "\udfff").strip()
    found = kept.get("https://nanobanana.desktop/xmp/1.0/ parameters", "")
    assert found.split() == allowed.split()


# -- EXIF and texts --------------------------------------------------------------------------------


@given(st.text(), st.binary(max_size=80))
def test_any_comment_is_read_back_and_any_block_is_read(comment: str, junk: bytes) -> None:
    block = with_fields(b"", ExifFields("Size: 1\n" + comment, "d", "s", "2026:01:01 00:00:00"))
    assert block is not None
    expected = "Size: 1\n" + comment.encode("utf-16-be", "replace").decode("utf-16-be")
    assert user_comment(block) == expected.strip("\0 ")
    for bad in (junk, b"MM\0*" + junk, b"II*\0\x08\0\0\0" + junk):
        assert 1 <= orientation(bad) <= 8
        user_comment(bad)
        with_fields(bad, ExifFields("a", "b", "c"))


def test_comments_of_both_byte_orders_are_read() -> None:
    for codec, order in (("utf-16-be", "MM"), ("utf-16-le", "II"), ("utf-16-le", "MM")):
        block = exif_with_note(b"", 1, order, b"UNICODE\0" + "Steps: 3, 香蕉".encode(codec))
        assert user_comment(block) == "Steps: 3, 香蕉"
    assert user_comment(exif_with_note(b"", 1, "II", b"ASCII\0\0\0plain")) == "plain"


def test_the_lines_are_those_that_other_programs_read() -> None:
    text = parameters_text(full_task(), "1.2.3")
    prompt, _, line = text.rpartition("\n")
    assert prompt == PROMPT
    assert line == (
        'Model: nano-banana-pro, Size: 60x40, Resolution: 2K, Aspect ratio: "16:9", '
        "References: 1, Version: NanoBanana Desktop 1.2.3"
    )
    found = read_text(text)
    assert found is not None
    assert (found.prompt, found.resolution, found.aspect_ratio) == (PROMPT, "2k", "16:9")


def test_a_prompt_alone_is_a_prompt() -> None:
    found = read_text("only words, with: one colon")
    assert found is not None
    assert found.prompt == "only words, with: one colon"
    assert read_text("  \n ") is None


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", '{"nanobanana": 2}', "[" * 100_000, '{"nanobanana": "1"}', '"x"'],
)
def test_json_of_others_is_none_of_ours(text: str) -> None:
    assert read_json(text) is None


def test_json_with_values_of_other_kinds_is_read_as_far_as_it_goes() -> None:
    found = read_json(
        json.dumps({"nanobanana": 1, "prompt": 5, "aspect_ratio": [], "references": [1, {}, "x"]})
    )
    assert found is not None
    assert (found.prompt, found.aspect_ratio) == ("", None)
    assert found.references == (FoundReference("", ""),)
