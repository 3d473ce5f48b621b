"""How a picture lies in its view."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nanobanana_desktop.ui.stage.zoom import MAX_SCALE, Zoom


def zoom(width: int = 2000, height: int = 1000) -> Zoom:
    return Zoom(width, height).in_view(640, 480, 24)


def test_fit_keeps_the_margin_and_never_enlarges() -> None:
    large = zoom()
    assert large.is_fit
    assert large.target == pytest.approx((24, 92, 592, 296))
    small = zoom(100, 50)
    assert small.shown_scale == 1.0
    assert small.target == (270, 215, 100, 50)


def test_zooming_keeps_the_point_under_the_pointer() -> None:
    before = zoom()
    spot = (200.0, 240.0)
    left, top, width, height = before.target
    point = ((spot[0] - left) / width, (spot[1] - top) / height)
    after = before.scaled_to(1.0, spot)
    left, top, width, height = after.target
    assert left + point[0] * width == pytest.approx(spot[0])
    assert top + point[1] * height == pytest.approx(spot[1])


def test_smaller_than_fit_is_fit() -> None:
    assert zoom().scaled_to(1.0).stepped(-1).stepped(-1).stepped(-1).is_fit
    assert zoom().scaled_to(0.4).magnified(0.1, (0, 0)).is_fit


def test_a_picture_of_the_same_size_keeps_zoom_and_place() -> None:
    seen = zoom().scaled_to(2.0, (10, 10))
    assert seen.of_picture(2000, 1000) == seen
    assert seen.of_picture(1000, 1000).is_fit


@given(
    steps=st.lists(
        st.one_of(
            st.tuples(st.just("scale"), st.floats(0.01, 20), st.floats(0, 480)),
            st.tuples(st.just("pan"), st.floats(-5000, 5000), st.floats(-5000, 5000)),
            st.tuples(st.just("step"), st.sampled_from([-1.0, 1.0]), st.floats(0, 480)),
        ),
        max_size=12,
    )
)
def test_there_is_never_an_empty_stripe_beside_a_large_picture(
    steps: list[tuple[str, float, float]],
) -> None:
    state = zoom()
    for kind, one, two in steps:
        if kind == "scale":
            state = state.scaled_to(one, (two, two))
        elif kind == "pan":
            state = state.panned(one, two)
        else:
            state = state.stepped(int(one), (two, two))
        left, top, width, height = state.target
        assert state.shown_scale <= MAX_SCALE
        if width >= 640:
            assert left <= 0.01
            assert left + width >= 639.99
        if height >= 480:
            assert top <= 0.01
            assert top + height >= 479.99
