"""Keeps a nervous finger from ordering, and paying, twice."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto
from time import monotonic
from typing import Final

from nanobanana_desktop.ui.create.form_state import FormState

DOUBLE_PRESS_SECONDS: Final = 0.6
SAME_SECONDS: Final = 10.0


class Verdict(Enum):
    SEND = auto()
    SEND_AGAIN = auto()
    """The question whether to send the same once more was answered by this press."""
    TOO_SOON = auto()
    """A second press of the same intention: nothing happens."""
    ASK = auto()
    """The same order as a moment ago: the next press sends it."""


class SendGuard:
    """Judges each press of Generate. `clock` gives seconds that never go back."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._pressed_at = float("-inf")
        self._sent_at = float("-inf")
        self._sent: FormState | None = None
        self._asked_for: FormState | None = None

    def press(self, state: FormState) -> Verdict:
        now = self._clock()
        # A key that is held repeats: every press counts, or the repeats would one day be an answer.
        last, self._pressed_at = self._pressed_at, now
        if now - last < DOUBLE_PRESS_SECONDS:
            return Verdict.TOO_SOON
        answered = state == self._asked_for
        if state == self._sent and now - self._sent_at < SAME_SECONDS and not answered:
            self._asked_for = state
            return Verdict.ASK
        self._asked_for = None
        self._sent, self._sent_at = state, now
        return Verdict.SEND_AGAIN if answered else Verdict.SEND

    def ask(self, state: FormState) -> None:
        """The order was not sent because it repeats one; the next press of the same sends it."""
        self._asked_for = state

    def forget_order(self) -> None:
        """The last order was taken back: the same may be sent without a question."""
        self._sent = None

    @property
    def seconds_left(self) -> float:
        """How long the last order still counts as "a moment ago"."""
        return max(0.0, self._sent_at + SAME_SECONDS - self._clock())

    def forget_question(self) -> None:
        """The form was changed: a later press is asked about anew."""
        self._asked_for = None
