"""What came against what was asked for."""

from __future__ import annotations

import pytest

from nanobanana_desktop.domain.delivered_size import SizeGap, size_gap
from nanobanana_desktop.domain.params import GenerationParams


def asked(resolution: str, ratio: str | None) -> GenerationParams:
    return GenerationParams(prompt="a", resolution=resolution, aspect_ratio=ratio)


@pytest.mark.parametrize(
    ("resolution", "ratio", "size", "gap"),
    [
        ("4k", "1:1", (1024, 1024), SizeGap(smaller=True, other_ratio=False)),
        ("2k", "16:9", (1376, 768), SizeGap(smaller=True, other_ratio=False)),
        ("1k", "16:9", (1024, 1024), SizeGap(smaller=False, other_ratio=True)),
        ("4k", "9:16", (1024, 1024), SizeGap(smaller=True, other_ratio=True)),
        ("4K", None, (1024, 1024), SizeGap(smaller=True, other_ratio=False)),
        ("2k", "1:1", (1842, 1842), SizeGap(smaller=True, other_ratio=False)),
        ("1k", "16:9", (1360, 750), SizeGap(smaller=False, other_ratio=True)),
    ],
)
def test_a_gap_is_named(
    resolution: str, ratio: str | None, size: tuple[int, int], gap: SizeGap
) -> None:
    assert size_gap(asked(resolution, ratio), *size) == gap


@pytest.mark.parametrize(
    ("resolution", "ratio", "size"),
    [
        ("1k", "1:1", (1024, 1024)),
        ("2k", "16:9", (2752, 1536)),
        ("4k", "21:9", (6336, 2688)),
        ("1k", "9:16", (768, 1376)),
        ("1k", "2:3", (848, 1264)),
        ("1k", "1:1", (2048, 2048)),
        ("2k", "1:1", (1844, 1844)),
        ("1k", None, (1024, 640)),
        ("huge", "1:1", (64, 64)),
        ("1k", "wide", (1024, 100)),
        ("", None, (1, 1)),
        ("4k", "16:9", (0, 0)),
    ],
)
def test_what_was_kept_or_left_open_is_no_gap(
    resolution: str, ratio: str | None, size: tuple[int, int]
) -> None:
    assert size_gap(asked(resolution, ratio), *size) is None
