"""The name that is suggested for a copy of a picture: its day and what it shows."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from nanobanana_desktop.domain.legal_names import legal_name

_WORDS_LIMIT: Final = 24
"""Code points of the words of the prompt; a sentence without blanks is cut there."""
_ARTICLES: Final = frozenset({"a", "an", "the"})
_LINKING: Final = _ARTICLES | frozenset(
    {"and", "at", "by", "for", "from", "in", "into", "of", "on", "or", "over", "to", "with"}
)
"""A name does not end with them."""
_SEPARATORS: Final = re.compile(r"[^\w\s'’-]+")


def suggested_stem(day: date, prompt: str, without_prompt: str) -> str:
    """For instance "2026-11-22 ripe banana carved"; a legal name without an ending.

    `without_prompt` stands for a prompt that has no word.
    """
    words = legal_name(_few_words(prompt)) or without_prompt
    return f"{day.isoformat()} {words}"


def _few_words(prompt: str) -> str:
    """The beginning of the first clause, in whole words that could stand alone."""
    clause = next((c for c in _SEPARATORS.split(prompt[:400]) if c.strip()), "")
    words = clause.split()
    while len(words) > 1 and words[0].lower() in _ARTICLES:
        del words[0]
    chosen: list[str] = []
    for word in words:
        if chosen and len(" ".join([*chosen, word])) > _WORDS_LIMIT:
            break
        chosen.append(word)
    while len(chosen) > 1 and chosen[-1].lower() in _LINKING:
        del chosen[-1]
    return " ".join(chosen)[:_WORDS_LIMIT].strip(" -")
