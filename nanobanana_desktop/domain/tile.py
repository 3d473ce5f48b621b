"""What a view wants to see of a picture: its middle in the shape of a tile."""

from __future__ import annotations

import math
from typing import NamedTuple

from nanobanana_desktop.domain.image_record import ImageRecord
from nanobanana_desktop.domain.task import GenerationTask


class TileShape(NamedTuple):
    """Size and radius of the corners in device pixels, `ratio` of them for each logical pixel."""

    width: int
    height: int
    radius: float
    ratio: float

    def covering_side(self, image: ImageRecord) -> int:
        """Pixels of the longer side of the whole picture when it just covers the tile."""
        if image.width <= 0 or image.height <= 0:
            return max(self.width, self.height)
        scale = max(self.width / image.width, self.height / image.height)
        # Without the subtraction a picture of the tile's very shape would come out one larger.
        return math.ceil(scale * max(image.width, image.height) - 1e-6)


class PictureKey(NamedTuple):
    """One version of one task's picture."""

    task_id: str
    sha256: str


class TileKey(NamedTuple):
    picture: PictureKey
    shape: TileShape


class TileWish(NamedTuple):
    """A tile that is looked at now.

    `sharp` asks for the original at the size needed; otherwise the kept thumbnail is good enough,
    stretched where the tile is larger.
    """

    key: TileKey
    task: GenerationTask
    sharp: bool = False


def picture_key(task: GenerationTask) -> PictureKey:
    """The key of the task's picture; one without a digest stands for no picture."""
    return PictureKey(task.id, "" if task.image is None else task.image.sha256)
