"""What stands in the form and was not ordered yet."""

from __future__ import annotations

from dataclasses import dataclass, field

from nanobanana_desktop.domain.params import GenerationParams


@dataclass(frozen=True, slots=True)
class Draft:
    """The form's content; `count` is how many pictures would be ordered."""

    params: GenerationParams = field(default_factory=lambda: GenerationParams(prompt=""))
    count: int = 1
