"""What a person asks for: prompt, model, resolution, aspect ratio and reference images."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, Final, NamedTuple

from nanobanana_desktop.errors import ErrorCase

PROMPT_LIMIT: Final = 4_000
"""Code points; a limit of this program, the service documents none."""

REFERENCE_LIMIT: Final = 6
"""Reference images per task (service documentation, create page)."""

COUNT_LIMIT: Final = 4
"""Tasks ordered at once; each is one picture and one charge."""

ASPECT_RATIOS: Final = (
    "9:16",
    "2:3",
    "3:4",
    "4:5",
    "1:1",
    "5:4",
    "4:3",
    "3:2",
    "16:9",
    "21:9",
)
"""In the order of the form; the service's field is called `size` (documentation, create page)."""

RESOLUTIONS: Final = ("1k", "2k", "4k")
DEFAULT_RESOLUTION: Final = "1k"


class ModelInfo(NamedTuple):
    """A model offered in the form; `resolutions` are those its documentation advises."""

    name: str
    label: str
    resolutions: tuple[str, ...]


DEFAULT_MODELS: Final = (
    ModelInfo("nano-banana-pro", "Nano Banana Pro", ("1k", "2k", "4k")),
    ModelInfo("nano-banana-pro-stable", "Nano Banana Pro Stable", ("1k", "2k", "4k")),
    ModelInfo("nano-banana-2", "Nano Banana 2", ("1k",)),
    ModelInfo("nano-banana-2-stable", "Nano Banana 2 Stable", ("1k",)),
    ModelInfo("nano-banana", "Nano Banana", ("1k",)),
)
DEFAULT_MODEL: Final = "nano-banana-pro"


class ReferenceKind(StrEnum):
    LINK = "link"
    FILE = "file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A reference image: a public link, or a file kept by its SHA-256 in the reference store.

    `name` is what the tile shows (file name or last part of the link). For files `sha256` is the
    lower-case hex digest of the stored bytes, `width`/`height` are pixels and `byte_size` bytes.
    """

    kind: ReferenceKind
    name: str
    url: str = ""
    sha256: str = ""
    mime: str = ""
    width: int = 0
    height: int = 0
    byte_size: int = 0


def references_from(value: object) -> tuple[Reference, ...]:
    """Those that can be read of a list of plain values, each as `dataclasses.asdict` gives it."""
    if not isinstance(value, list):
        return ()
    read = (_reference_from(item) for item in value)
    return tuple(reference for reference in read if reference is not None)[:REFERENCE_LIMIT]


def _reference_from(item: object) -> Reference | None:
    if not isinstance(item, Mapping) or item.get("kind") not in list(ReferenceKind):
        return None
    values: dict[str, Any] = {"kind": ReferenceKind(item["kind"])}
    for field in fields(Reference):
        value = item.get(field.name)
        if field.name == "kind" or value is None:
            continue
        wanted = int if field.name in ("width", "height", "byte_size") else str
        if not isinstance(value, wanted) or isinstance(value, bool):
            return None
        values[field.name] = value
    try:
        reference = Reference(**values)
    except TypeError:
        return None
    known = reference.url if reference.kind is ReferenceKind.LINK else reference.sha256
    return reference if known else None


class FieldProblem(NamedTuple):
    """One thing the form must say: the field (`prompt`, `references`, `model`), and the case."""

    field: str
    case: ErrorCase
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerationParams:
    """One order as the person confirmed it. `aspect_ratio` None lets the model choose (Auto)."""

    prompt: str
    model_name: str = DEFAULT_MODEL
    resolution: str = DEFAULT_RESOLUTION
    aspect_ratio: str | None = "1:1"
    references: tuple[Reference, ...] = ()

    def validate(self) -> list[FieldProblem]:
        """All problems, in the order of the form; empty when the order can be sent.

        `number` is how many code points are too many, or how many references do not fit.
        """
        problems: list[FieldProblem] = []
        prompt_length = len(self.prompt)
        if not self.prompt.strip():
            problems.append(FieldProblem("prompt", ErrorCase.EMPTY_PROMPT))
        elif prompt_length > PROMPT_LIMIT:
            excess = prompt_length - PROMPT_LIMIT
            problems.append(FieldProblem("prompt", ErrorCase.PROMPT_TOO_LONG, excess))
        if len(self.references) > REFERENCE_LIMIT:
            excess = len(self.references) - REFERENCE_LIMIT
            problems.append(FieldProblem("references", ErrorCase.TOO_MANY_REFERENCES, excess))
        if not self.model_name.strip():
            problems.append(FieldProblem("model", ErrorCase.MODEL_NAME_MISSING))
        return problems


def model_label(model_name: str) -> str:
    """The readable name of a model; a custom name is its own label."""
    return next((m.label for m in DEFAULT_MODELS if m.name == model_name), model_name)


def told_model_label(told: str) -> str:
    """The readable name of a model as the service spells it: NanoBanana2 is `nano-banana-2`."""
    known = (m for m in DEFAULT_MODELS if _letters(m.name) == _letters(told))
    return next((model.label for model in known), told)


def is_other_model(asked: str, told: str) -> bool:
    """Whether the service named another model than was asked for, not only spelled otherwise."""
    return bool(told) and _letters(asked) != _letters(told)


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))


def resolution_is_advised(model_name: str, resolution: str) -> bool:
    """False when the documentation says the model may ignore this resolution."""
    info = next((m for m in DEFAULT_MODELS if m.name == model_name), None)
    return info is None or resolution in info.resolutions
