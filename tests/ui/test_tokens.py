"""The colour tables keep the contrast that the design promises."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from nanobanana_desktop.ui.theme.style_sheet import make_style_sheet
from nanobanana_desktop.ui.theme.style_template import TEMPLATE
from nanobanana_desktop.ui.theme.tokens import (
    CONTRAST_PAIRS,
    DARK,
    LIGHT,
    ContrastPair,
    contrast_ratio,
    high_contrast,
)

TABLES = {
    "light": LIGHT,
    "dark": DARK,
    "light, high contrast": high_contrast(LIGHT),
    "dark, high contrast": high_contrast(DARK),
}


def test_the_measure_itself() -> None:
    assert contrast_ratio("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast_ratio("#777777", "#777777") == pytest.approx(1)
    assert contrast_ratio("#FFD02E", "#F6F6F7") == pytest.approx(1.36, abs=0.01)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES.keys())
def test_every_pair_keeps_its_contrast(table: Mapping[str, str]) -> None:
    def ratio(pair: ContrastPair) -> float:
        return contrast_ratio(table[pair.foreground], table[pair.background])

    assert len(CONTRAST_PAIRS) >= 36
    assert [pair for pair in CONTRAST_PAIRS if ratio(pair) < pair.need] == []


def test_the_published_ratios_of_the_design() -> None:
    assert contrast_ratio(LIGHT["text3"], LIGHT["stage"]) == pytest.approx(4.77, abs=0.01)
    assert contrast_ratio(DARK["err"], DARK["accent_soft"]) == pytest.approx(5.72, abs=0.01)


def test_all_tables_have_the_same_tokens_in_full_form() -> None:
    for table in TABLES.values():
        assert table.keys() == LIGHT.keys()
        assert all(re.fullmatch(r"#[0-9A-F]{6}", color) for color in table.values())


def test_high_contrast_has_no_soft_fills_and_strong_edges() -> None:
    table = high_contrast(DARK)
    assert table["border"] == DARK["text"]
    assert table["err_soft"] == DARK["surface"]


def test_style_sheet_leaves_no_token_and_scales_all_but_lines() -> None:
    sheet = make_style_sheet(LIGHT, lambda length: round(length * 2), 10.0)
    assert "$" not in sheet
    assert "border: 1px solid" in sheet
    assert "border: 2px solid" in sheet
    assert "border-radius: 14px" in sheet
    assert "font-size: 13.0000pt" in sheet
    assert "0.92em" not in sheet


def test_every_focusable_class_has_a_focus_rule() -> None:
    for name in ("QPushButton", "QLineEdit", "QPlainTextEdit", "QComboBox", "QListWidget"):
        assert re.search(rf"{name}[^{{]*:focus", TEMPLATE), name


@pytest.mark.parametrize("scale", [0.875, 1.0, 1.15, 1.3, 1.5, 1.72, 2.25])
def test_no_ring_moves_what_is_in_it_at_any_size_of_text(scale: float) -> None:
    sheet = make_style_sheet(LIGHT, lambda length: round(length * scale), 10.0)
    boxes = {
        selector.strip(): {name: int(width) for name, width in re.findall(_EDGE, body)}
        for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", sheet)
    }
    rings = {selector: box for selector, box in boxes.items() if box.get("border") == 2}
    looked_at = 0
    for selector, ring in rings.items():
        still = boxes.get(selector.replace(":focus", ""))
        if still and still.get("border") == 1 and "padding" in still:
            looked_at += 1
            assert ring["border"] + ring["padding"] == still["border"] + still["padding"], selector
    assert looked_at >= 3


_EDGE = r"(border|padding): (\d+)px"
