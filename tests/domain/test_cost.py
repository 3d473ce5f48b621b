"""What an order will probably cost."""

from __future__ import annotations

import pytest

from nanobanana_desktop.domain.cost import typical_cost


@pytest.mark.parametrize(
    ("amounts", "cost"),
    [
        ([], None),
        (["", "free", "nan", "inf", "1e999"], None),
        (["0", "-1", "0.00"], None),
        (["0.26"], 0.26),
        (["0.2", "0.2", "9"], 0.2),
        (["0.2", "0.4"], 0.3),
        (["12", "x", "0"], 12.0),
    ],
)
def test_the_middle_of_what_was_paid(amounts: list[str], cost: float | None) -> None:
    assert typical_cost(amounts) == (cost if cost is None else pytest.approx(cost))
