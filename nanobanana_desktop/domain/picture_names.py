"""Names of new pictures after a pattern of the person's, such as `{date}/{prompt:40}`."""

from __future__ import annotations

from datetime import datetime
from typing import Final, NamedTuple

from nanobanana_desktop.domain.file_names import (
    EMPTY_SLUG,
    SLUG_BYTES,
    picture_folder,
    picture_stem,
    task_tag,
)
from nanobanana_desktop.domain.legal_names import legal_name
from nanobanana_desktop.domain.name_template import (
    SHORTEST_STEM,
    NameTemplate,
    NameValues,
    TemplateError,
    TemplateProblem,
)
from nanobanana_desktop.domain.params import GenerationParams

NOT_YET: Final = frozenset({"seq", "rating", "tag"})
"""Fields that say something only of pictures that are there already."""

PATH_LIMIT: Final = 240
"""Characters; Windows programs stop at 260."""

RESERVED_FOLDER: Final = "spool"
"""A path that begins like this means a copy in the program's own folder."""

_AROUND_SLUG: Final = len("/2026/11/2026-11-22__12345678-999.webp")
_AROUND_STEM: Final = len("/._12345678-999.webp.json.tmp")
_BETWEEN: Final = " _-."


class PictureTraits(NamedTuple):
    """What of an order a name may tell besides its prompt."""

    model: str = ""
    resolution: str = ""
    ratio: str = ""


def traits_of(params: GenerationParams) -> PictureTraits:
    ratio = (params.aspect_ratio or "auto").replace(":", "x")
    return PictureTraits(params.model_name, params.resolution.upper(), ratio)


class PicturePlace(NamedTuple):
    """Where a picture goes: a folder below the image folder (`a/b`, or empty) and its name."""

    folder: str
    stem: str

    def numbered(self, number: int) -> str:
        """The stem of the `number`-th file of this name, counted from 1."""
        return self.stem if number == 1 else f"{self.stem}-{number}"


def usual_place(root_length: int, task_id: str, prompt: str, when: datetime) -> PicturePlace:
    """Year, month, and a name of date, prompt and tag, below a root of so many characters."""
    slug_bytes = max(0, min(SLUG_BYTES, PATH_LIMIT - root_length - _AROUND_SLUG))
    stem = picture_stem(task_id, prompt, when, slug_bytes=slug_bytes)
    return PicturePlace(picture_folder(when), stem)


class PictureNames:
    """A pattern that was read.

    Every name ends with the task's tag, whatever the pattern says: by it a picture is known again
    after a crash, and no two orders have the same name.

    Raises TemplateError for a pattern that cannot be used, also for one with a field of `NOT_YET`.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._template = NameTemplate(text)
        for name, position in self._template.fields:
            if name in NOT_YET:
                raise TemplateError(TemplateProblem.NOT_YET, position, name)

    def place(
        self, root_length: int, task_id: str, prompt: str, when: datetime, traits: PictureTraits
    ) -> PicturePlace | None:
        """Below a root of so many characters; None when it would be too long for some systems."""
        tag = task_tag(task_id)
        values = NameValues(when, prompt, *traits, seq=1, tag="", rating=0, id=tag)
        room = PATH_LIMIT - root_length - _AROUND_STEM
        folder, stem = self._template.render(values, room)
        if folder.partition("/")[0].casefold() == RESERVED_FOLDER:
            folder = f"_{folder}"
        bare = stem.removesuffix(tag).rstrip(_BETWEEN) if stem.endswith(tag) else stem
        if len(folder) + SHORTEST_STEM > room:
            return None
        return PicturePlace(folder, f"{legal_name(bare) or EMPTY_SLUG}_{tag}")
