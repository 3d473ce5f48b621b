"""How a picture lies in its view: fit, zoom at a point, pan. Plain numbers, no widgets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

MIN_SCALE: Final = 0.05
MAX_SCALE: Final = 8.0
STEPS: Final = (0.1, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0)
_SAME: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Zoom:
    """A picture of `width` x `height` pixels in a view of `view_width` x `view_height`.

    All lengths are device pixels, so a `scale` of 1 is 100 %. `scale` None fits the picture into
    the view, `margin` away from its edges and never above 100 %. `x`, `y` is the point of the
    picture, in its own pixels, that lies in the middle of the view.
    """

    width: int
    height: int
    view_width: float = 1.0
    view_height: float = 1.0
    margin: float = 0.0
    scale: float | None = None
    x: float = 0.0
    y: float = 0.0

    @property
    def fit_scale(self) -> float:
        if self.width <= 0 or self.height <= 0:
            return 1.0
        across = max(1.0, self.view_width - 2 * self.margin) / self.width
        down = max(1.0, self.view_height - 2 * self.margin) / self.height
        return min(1.0, across, down)

    @property
    def fill_scale(self) -> float:
        """The smallest scale at which the picture covers the whole view."""
        if self.width <= 0 or self.height <= 0:
            return 1.0
        return min(MAX_SCALE, max(self.view_width / self.width, self.view_height / self.height))

    @property
    def is_fit(self) -> bool:
        return self.scale is None

    @property
    def shown_scale(self) -> float:
        return self.fit_scale if self.scale is None else self.scale

    @property
    def can_pan(self) -> bool:
        return (
            self.width * self.shown_scale > self.view_width + _SAME
            or self.height * self.shown_scale > self.view_height + _SAME
        )

    @property
    def target(self) -> tuple[float, float, float, float]:
        """Left, top, width and height of the picture in the view."""
        scale = self.shown_scale
        width, height = self.width * scale, self.height * scale
        if self.scale is None:
            return (self.view_width - width) / 2, (self.view_height - height) / 2, width, height
        left = self.view_width / 2 - self.x * scale
        top = self.view_height / 2 - self.y * scale
        return left, top, width, height

    def in_view(self, width: float, height: float, margin: float) -> Zoom:
        """The same look in a view of another size."""
        resized = replace(self, view_width=width, view_height=height, margin=margin)
        return resized._held_in()

    def of_picture(self, width: int, height: int) -> Zoom:
        """Another picture in the same view: a picture of the same size keeps zoom and position."""
        if (width, height) == (self.width, self.height):
            return self
        return replace(self, width=width, height=height, scale=None)

    def fitted(self) -> Zoom:
        return replace(self, scale=None)

    def scaled_to(self, scale: float, at: tuple[float, float] | None = None) -> Zoom:
        """Zoom to `scale`; the point of the picture at `at` in the view stays where it is."""
        scale = min(MAX_SCALE, max(MIN_SCALE, scale))
        spot = at or (self.view_width / 2, self.view_height / 2)
        left, top, _, _ = self.target
        before = self.shown_scale
        x = (spot[0] - left) / before
        y = (spot[1] - top) / before
        zoomed = replace(
            self,
            scale=scale,
            x=x - (spot[0] - self.view_width / 2) / scale,
            y=y - (spot[1] - self.view_height / 2) / scale,
        )
        return zoomed._held_in()

    def stepped(self, direction: int, at: tuple[float, float] | None = None) -> Zoom:
        """To the next (1) or previous (-1) of the fixed steps; smaller than fit is fit."""
        now = self.shown_scale
        if direction > 0:
            wanted = next((step for step in STEPS if step > now * 1.01), MAX_SCALE)
            return self.scaled_to(wanted, at)
        wanted = next((step for step in reversed(STEPS) if step < now * 0.99), 0.0)
        return self.fitted() if wanted <= self.fit_scale else self.scaled_to(wanted, at)

    def magnified(self, factor: float, at: tuple[float, float]) -> Zoom:
        """By the wheel: freely, but not smaller than fit."""
        wanted = self.shown_scale * factor
        if factor < 1.0 and wanted <= self.fit_scale:
            return self.fitted()
        return self.scaled_to(wanted, at)

    def panned(self, across: float, down: float) -> Zoom:
        """The picture moved by device pixels."""
        if self.scale is None:
            return self
        moved = replace(self, x=self.x - across / self.scale, y=self.y - down / self.scale)
        return moved._held_in()

    def like(self, other: Zoom) -> Zoom:
        """As large against its fit size as `other`, looking at the same part of the picture."""
        if other.scale is None or not (other.width and other.height):
            return self.fitted()
        scale = other.scale / other.fit_scale * self.fit_scale
        return replace(
            self,
            scale=scale,
            x=other.x / other.width * self.width,
            y=other.y / other.height * self.height,
        )._held_in()

    def _held_in(self) -> Zoom:
        """No empty stripe on one side while the picture is larger than the view."""
        if self.scale is None:
            return self
        return replace(
            self,
            x=_held(self.x, self.width, self.view_width / self.scale),
            y=_held(self.y, self.height, self.view_height / self.scale),
        )


def _held(middle: float, length: float, visible: float) -> float:
    if visible >= length:
        return length / 2
    return min(max(middle, visible / 2), length - visible / 2)
