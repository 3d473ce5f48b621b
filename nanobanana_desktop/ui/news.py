"""What is new in each version, in a few sentences for the people who use the program."""

from __future__ import annotations

from typing import Final

from nanobanana_desktop.ui.translation_marks import QT_TRANSLATE_NOOP

NEWS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (
        "0.1.0",
        (
            QT_TRANSLATE_NOOP(
                "News",
                "Write a prompt, choose ratio, resolution and model, and press Generate. The image "
                "stays in the history with its prompt and settings.",
            ),
            QT_TRANSLATE_NOOP(
                "News",
                "Nothing is ordered twice by itself. When it is not certain that an order arrived, "
                "you are asked.",
            ),
            QT_TRANSLATE_NOOP(
                "News",
                "Look at images singly, in a grid or compared, with stars, ratings, tags and "
                "notes.",
            ),
            QT_TRANSLATE_NOOP(
                "News",
                "Search while you type, filter, and save searches under names.",
            ),
            QT_TRANSLATE_NOOP(
                "News",
                "The command palette (Ctrl+K) finds every command, and shortcuts can be changed.",
            ),
            QT_TRANSLATE_NOOP(
                "News",
                "Drop images, links or files anywhere, and drag finished images to other programs.",
            ),
        ),
    ),
)
"""The newest version first."""


def version_key(version: str) -> tuple[int, ...]:
    """For comparing versions; what is no number counts as 0, and zeros at the end say nothing."""
    numbers = [int(part) if part.isdecimal() else 0 for part in version.split(".")]
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


def is_news(version: str, seen: str) -> bool:
    """Whether somebody who was told of `seen` should be told of `version`.

    Who never saw any version has just begun, and everything is new.
    """
    return bool(seen) and version_key(version) > version_key(seen)
