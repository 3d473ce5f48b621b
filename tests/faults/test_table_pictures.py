"""Rows of the table of faults about bytes that are, or only look like, pictures."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from nanobanana_desktop.demo.scenario import AnswerShape, Body, Course
from nanobanana_desktop.domain.picture_format import inspect_picture
from nanobanana_desktop.storage.picture_reader import PinnedReader, UnreadablePictureError
from tests.faults.conftest import Line, small
from tests.faults.driver import Job
from tests.faults.machines import kill_machine
from tests.pictures import FORMATS, encode, gradient

MUTANTS = 2_000
SEED = 22
GROWTH_LIMIT = 20 * 1024
"""KiB that hostile answers may add to the memory of a process."""

Mutation = Callable[[random.Random, bytearray], None]


def flip_bits(chance: random.Random, data: bytearray) -> None:
    for _ in range(max(1, round(len(data) * 8 * chance.choice((0.0005, 0.004, 0.02))))):
        place = chance.randrange(len(data) * 8)
        data[place // 8] ^= 1 << place % 8


def overwrite(chance: random.Random, data: bytearray) -> None:
    start = chance.randrange(len(data))
    length = min(chance.randrange(1, 64), len(data) - start)
    data[start : start + length] = chance.choice(
        (b"\xff" * length, bytes(length), chance.randbytes(length))
    )


def cut_out(chance: random.Random, data: bytearray) -> None:
    start = chance.randrange(len(data))
    del data[start : start + chance.randrange(1, 256)]


def repeat(chance: random.Random, data: bytearray) -> None:
    start = chance.randrange(len(data))
    piece = bytes(data[start : start + chance.randrange(1, 512)])
    data[start:start] = piece * chance.randrange(1, 8)


def cut_off(chance: random.Random, data: bytearray) -> None:
    del data[chance.randrange(len(data)) :]


def change_header(chance: random.Random, data: bytearray) -> None:
    """Sizes and lengths stand at the beginning."""
    for _ in range(chance.randrange(1, 4)):
        data[chance.randrange(min(64, len(data)))] = chance.choice((0, 1, 0x7F, 0x80, 0xFF))


MUTATIONS: tuple[Mutation, ...] = (
    flip_bits,
    overwrite,
    cut_out,
    repeat,
    cut_off,
    change_header,
)


def test_row_22_mutated_pictures_are_shown_or_refused_and_nothing_else(
    qapp: object, qt_messages: list[str], figures: Callable[[str], None]
) -> None:
    chance = random.Random(SEED)
    whole = [encode(gradient(90, 70), name, 80) for name in FORMATS]
    verdicts: Counter[str] = Counter()
    for number in range(MUTANTS):
        data = bytearray(whole[number % len(whole)])
        for mutation in chance.sample(MUTATIONS, chance.choice((1, 1, 1, 2, 3))):
            if data:
                mutation(chance, data)
        verdicts[verdict(bytes(data))] += 1
    figures(f"{MUTANTS} mutated pictures: {dict(verdicts)}")
    # The decoders complain of what they are given.
    qt_messages.clear()
    assert sum(verdicts.values()) == MUTANTS
    assert set(verdicts) == {"shown", "no picture", "incomplete", "too large", "unreadable"}


def verdict(data: bytes) -> str:
    """What the program makes of the bytes, by the steps that a result and a reference go."""
    facts = inspect_picture(BytesIO(data))
    if facts is None:
        return "no picture"
    if not facts.complete:
        return "incomplete"
    if not facts.within_limits:
        return "too large"
    try:
        image = PinnedReader(data, facts).read()
    except UnreadablePictureError:
        return "unreadable"
    assert (image.width(), image.height()) in (
        (facts.width, facts.height),
        (facts.height, facts.width),
    )
    return "shown"


@pytest.mark.strace
def test_row_12_answers_of_fifty_megabytes_take_no_memory(
    line: Line, tmp_path: Path, figures: Callable[[str], None]
) -> None:
    bodies = (Body.HUGE, Body.DEEP, Body.HUGE_NUMBER)
    odd = [
        small(query_shape=AnswerShape(body=body, huge_bytes=50 * 1024 * 1024)) for body in bodies
    ]
    with kill_machine(tmp_path) as machine:

        def memory(folder: str) -> int:
            job = Job(str(tmp_path / folder), line.base_url, (f"a boat {folder}",))
            told = machine.carry_out(job)
            assert [row["state"] for row in told["end"]] == ["done"]
            return int(told["memory"])

        line.control.set_default(small(course=Course()))
        calm = min(memory("calm"), memory("calm again"))
        line.control.queue_queries(*odd)
        hostile = memory("hostile")
    figures(f"Memory: {calm} KiB calm, {hostile} KiB with answers of 50 MB")
    assert line.control.creates == 3
    assert hostile - calm < GROWTH_LIMIT
