"""The matrix of network faults: what each toxic does to each call, and what must come of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tests.faults.proxy import (
    Bandwidth,
    Direction,
    Down,
    Hang,
    Latency,
    LimitData,
    ResetPeer,
    Slicer,
    SlowClose,
    Toxic,
)

UP, BACK = Direction.UPSTREAM, Direction.DOWNSTREAM


class Order(StrEnum):
    """What must become of an order whose POST met the fault."""

    ACCEPTED = "accepted"
    """It works all the same: one POST, and the picture comes."""
    UNKNOWN = "unknown"
    """Not confirmed, not sent again; `posts` tells whether the service has it."""
    NOT_SENT = "not sent"
    """Waits; sent once when the way is free again."""


class Question(StrEnum):
    """What must become of a task whose query met the fault."""

    ANSWERED = "answered"
    ASKED_AGAIN = "asked again"
    """Nothing changes but the next query; the task ends well once the way is free."""


class Picture(StrEnum):
    """What must become of a download that met the fault."""

    WHOLE = "whole"
    FETCHED_AGAIN = "fetched again"
    """No file, no half one either; fetched whole once the way is free."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One toxic in one direction. `posts` is what the stand-in counts of an UNKNOWN order."""

    name: str
    direction: Direction
    toxic: Toxic
    order: Order
    posts: int
    question: Question
    picture: Picture


OK: Final = (Order.ACCEPTED, 1, Question.ANSWERED, Picture.WHOLE)
"""Slow, but no harm done."""
NEVER_ARRIVES: Final = (Order.UNKNOWN, 0, Question.ASKED_AGAIN, Picture.FETCHED_AGAIN)
ANSWER_LOST: Final = (Order.UNKNOWN, 1, Question.ASKED_AGAIN, Picture.FETCHED_AGAIN)
REFUSED: Final = (Order.NOT_SENT, 0, Question.ASKED_AGAIN, Picture.FETCHED_AGAIN)

CELLS: Final = (
    Cell("latency", UP, Latency(0.02, 0.03), *OK),
    Cell("latency", BACK, Latency(0.02, 0.03), *OK),
    Cell("latency-beyond-patience", UP, Latency(30.0), *NEVER_ARRIVES),
    Cell("latency-beyond-patience", BACK, Latency(30.0), *ANSWER_LOST),
    Cell("bandwidth", UP, Bandwidth(16_384), *OK),
    Cell("bandwidth", BACK, Bandwidth(65_536), *OK),
    Cell("bandwidth-of-a-drip", UP, Bandwidth(60), *NEVER_ARRIVES),
    Cell("bandwidth-of-a-drip", BACK, Bandwidth(60), *ANSWER_LOST),
    Cell("slow-close", UP, SlowClose(0.3), *OK),
    Cell("slow-close", BACK, SlowClose(0.3), *OK),
    Cell("timeout", UP, Hang(0.05), *NEVER_ARRIVES),
    Cell("timeout", BACK, Hang(0.05), *ANSWER_LOST),
    Cell("timeout-never-closed", UP, Hang(), *NEVER_ARRIVES),
    Cell("timeout-never-closed", BACK, Hang(), *ANSWER_LOST),
    Cell("reset-peer", UP, ResetPeer(), *NEVER_ARRIVES),
    Cell("reset-peer", BACK, ResetPeer(), *ANSWER_LOST),
    Cell("reset-peer-in-the-answer", BACK, ResetPeer(120), *ANSWER_LOST),
    Cell("slicer", UP, Slicer(7, 0.001), *OK),
    Cell("slicer", BACK, Slicer(60, 0.001), *OK),
    Cell("limit-data", UP, LimitData(40), *NEVER_ARRIVES),
    Cell("limit-data", BACK, LimitData(40), *ANSWER_LOST),
    Cell("limit-data-in-the-body", BACK, LimitData(180), *ANSWER_LOST),
    Cell("down", UP, Down(), *REFUSED),
    Cell("down", BACK, Down(), *NEVER_ARRIVES),
)


def title(cell: Cell) -> str:
    return f"{cell.name}-{cell.direction.value}"
