"""What may go wrong in a run, and how often: every run has a weather of its own."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, fields


@dataclass
class Rates:
    """Probabilities per call, each 0 when that kind of trouble is switched off."""

    post_refused: float = 0.2
    post_later: float = 0.25
    post_not_sent: float = 0.2
    post_unknown: float = 0.3
    post_early_news: float = 0.4
    query_error: float = 0.3
    query_not_found: float = 0.3
    query_foreign: float = 0.1
    query_slow_down: float = 0.1
    picture_error: float = 0.3
    picture_cut: float = 0.3
    picture_dead: float = 0.3
    picture_bad: float = 0.3
    disk_commit: float = 0.15
    disk_journal: float = 0.3
    disk_picture: float = 0.15
    disk_folder_sync: float = 0.15
    disk_read: float = 0.05
    slow_answer: float = 0.1


@dataclass
class Weather:
    """The trouble of one run; `calm()` ends it."""

    rates: Rates = field(default_factory=Rates)
    offline: bool = False
    key_refused: bool = False
    key_missing: bool = False
    disk_full: bool = False
    folder_gone: bool = False
    is_calm: bool = False

    @classmethod
    def choose(cls, rng: random.Random) -> Weather:
        """A random part of all kinds of trouble, so that rare ones also come alone."""
        rates = Rates()
        share = rng.choice((0.0, 0.15, 0.3, 0.6, 1.0))
        for each in fields(Rates):
            usual = getattr(rates, each.name)
            chosen = rng.random() < share
            setattr(rates, each.name, usual * rng.choice((0.3, 1.0, 2.0)) if chosen else 0.0)
        if rng.random() < 0.5:
            # One kind of trouble nearly always, so that what follows from it is met often.
            setattr(rates, rng.choice(fields(Rates)).name, rng.choice((0.5, 0.9)))
        return cls(rates)

    def calm(self) -> None:
        """From now on everything works."""
        for each in fields(Rates):
            setattr(self.rates, each.name, 0.0)
        self.offline = self.key_refused = self.key_missing = False
        self.disk_full = self.folder_gone = False
        self.is_calm = True
