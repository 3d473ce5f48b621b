"""What is said of the cost of an order: always "about", never in a currency that nobody named."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale

DIGITS: Final = 2
"""Of what is less than one in ten; larger amounts have two places."""


def amount_text(cost: float) -> str:
    """A positive number as the language writes it, no finer than it is meant: 0.26, 12, 0.039."""
    places = 2 if cost >= 0.1 else DIGITS - 1 - math.floor(math.log10(cost))
    locale = QLocale()
    text = locale.toString(cost, "f", places)
    return text.rstrip("0").removesuffix(locale.decimalPoint()) if places else text


def with_cost(word: str, cost: float | None) -> str:
    """The word of a command that costs `cost`: Run again (about 0.26)."""
    if cost is None:
        return word
    text = QCoreApplication.translate("Cost", "{command} (about {amount})")
    return text.format(command=word, amount=amount_text(cost))


def cost_sentence(cost: float, count: int = 1) -> str:
    """What `count` orders of `cost` each will cost."""
    if count == 1:
        text = QCoreApplication.translate("Cost", "It costs about {amount}.")
        return text.format(amount=amount_text(cost))
    text = QCoreApplication.translate("Cost", "They cost about {amount} in all.")
    return text.format(amount=amount_text(cost * count))


def similar_text(cost: float, count: int) -> str:
    """The line below Generate for `count` images of `cost` each."""
    each, total = amount_text(cost), amount_text(cost * count)
    if count == 1:
        text = QCoreApplication.translate("Cost", "Similar images cost about {amount} each")
    else:
        text = QCoreApplication.translate(
            "Cost", "About {total} in all: similar images cost about {amount} each"
        )
    return text.format(amount=each, total=total)
