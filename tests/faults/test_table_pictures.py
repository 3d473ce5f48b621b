"""Rows of the table of faults about bytes that are, or only look like, pictures."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest

from nanobanana_desktop.demo.scenario import AnswerShape, Body, Content, PictureFile
from nanobanana_desktop.domain.picture_format import inspect_picture
from nanobanana_desktop.domain.task import TaskState
from nanobanana_desktop.storage.picture_reader import PinnedReader, UnreadablePictureError
from tests.faults.conftest import Line, small
from tests.faults.driver import Job
from tests.faults.machines import kill_machine
from tests.pictures import FORMATS, encode, gradient

MUTANTS = 2_000
SEED = 22
ANSWER_GROWTH = 20 * 1024
"""KiB that hostile answers may add to the memory of a process."""
PICTURE_GROWTH = 320 * 1024
"""KiB that hostile pictures may add."""

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


Measure = Callable[..., int]


@pytest.fixture
def memory(line: Line, tmp_path: Path) -> Iterator[Measure]:
    """`memory(state)` orders in a process of its own; its largest size in KiB."""
    with kill_machine(tmp_path) as machine:

        def measure(state: TaskState = TaskState.DONE) -> int:
            number = line.control.creates
            job = Job(str(tmp_path / str(number)), line.base_url, (f"boat {number}",))
            told = machine.carry_out(job)
            assert [row["state"] for row in told["end"]] == [state]
            return int(told["memory"])

        yield measure


@pytest.mark.strace
def test_row_12_answers_of_fifty_megabytes_take_no_memory(
    line: Line, memory: Measure, figures: Callable[[str], None]
) -> None:
    calm = min(memory(), memory())
    line.control.queue_queries(
        *(
            small(query_shape=AnswerShape(body=body, huge_bytes=50 * 1024 * 1024))
            for body in (Body.HUGE, Body.DEEP, Body.HUGE_NUMBER)
        )
    )
    hostile = memory()
    figures(f"Memory: {calm} KiB calm, {hostile} KiB with answers of 50 MB")
    assert line.control.creates == 3
    assert hostile - calm < ANSWER_GROWTH


@pytest.mark.strace
@pytest.mark.parametrize("content", [Content.HEADER_BOMB, Content.PIXEL_BOMB, Content.GZIP_BOMB])
def test_row_20_bombs_take_little_memory(
    line: Line, memory: Measure, figures: Callable[[str], None], content: Content
) -> None:
    calm = min(memory(), memory())
    line.control.set_default(small(picture=PictureFile(content=content, pixels=(96, 64))))
    hostile = memory(TaskState.RESULT_BAD)
    figures(f"Memory: {calm} KiB calm, {hostile} KiB with {content.value}")
    assert hostile - calm < PICTURE_GROWTH
