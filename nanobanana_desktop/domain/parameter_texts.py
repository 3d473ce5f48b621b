"""Prompt and settings of a picture as texts that are written into copies and read back.

Two forms: the lines that many image programs call `parameters`, and a JSON object of our own
that loses nothing.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Final

from nanobanana_desktop.domain.params import ASPECT_RATIOS, RESOLUTIONS, GenerationParams
from nanobanana_desktop.domain.remote_text import well_formed
from nanobanana_desktop.domain.task import GenerationTask

JSON_VERSION: Final = 1
TEXT_LIMIT: Final = 100_000
"""Code points of a text that is read or written; prompts of this program have 4,000 at most."""
PROGRAM: Final = "NanoBanana Desktop"

_PAIR: Final = re.compile(r'\s*(\w[\w \-/]+):\s*("(?:\\.|[^\\"])+"|[^,]*)(?:,|$)')
"""One `Name: value` of the last line; values with commas or colons stand in quotes."""
_FEWEST_PAIRS: Final = 3
"""A line with fewer is taken for words of the prompt, by the other programs too."""
_NEGATIVE: Final = "Negative prompt:"


@dataclass(frozen=True, slots=True)
class FoundReference:
    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class FoundParameters:
    """What a picture tells of its making; what it does not tell is empty, None or 0.

    `others` are settings of other programs by their names, such as Steps or Sampler; they have
    no counterpart here.
    """

    prompt: str
    model_name: str = ""
    resolution: str = ""
    aspect_ratio: str | None = None
    references: tuple[FoundReference, ...] = ()
    task_id: str = ""
    remote_id: str = ""
    others: Mapping[str, str] = field(default_factory=dict)


def parameters_text(task: GenerationTask, version: str) -> str:
    """The prompt, and below it one line of `Name: value` pairs."""
    params, image = task.params, task.image
    pairs = {
        "Model": params.model_name or "unknown",
        "Size": f"{image.width}x{image.height}" if image is not None else "",
        "Resolution": params.resolution.upper(),
        "Aspect ratio": params.aspect_ratio or "auto",
        "References": str(len(params.references)) if params.references else "",
        "Version": f"{PROGRAM} {version}",
    }
    line = ", ".join(f"{name}: {_quoted(value)}" for name, value in pairs.items() if value)
    return _storable(f"{params.prompt[:TEXT_LIMIT]}\n{line}")


def parameters_json(task: GenerationTask, version: str) -> str:
    """All that is known of the order, without links, keys or paths. Times are UTC seconds."""
    params, image = task.params, task.image
    content: dict[str, object] = {
        "nanobanana": JSON_VERSION,
        "program": f"{PROGRAM} {version}",
        "prompt": params.prompt[:TEXT_LIMIT],
        "model": params.model_name,
        "resolution": params.resolution,
        "aspect_ratio": params.aspect_ratio,
        "references": [{"name": r.name, "sha256": r.sha256} for r in params.references],
        "task": task.id,
        "remote_id": task.remote_id,
        "cost": task.amount,
        "ordered_at": task.created_at,
        "accepted_at": task.accepted_at,
        "finished_at": task.finished_at,
    }
    if image is not None:
        content["original"] = {
            "sha256": image.sha256,
            "mime": image.mime,
            "width": image.width,
            "height": image.height,
        }
    return _storable(json.dumps(content, ensure_ascii=False))


def read_json(text: str) -> FoundParameters | None:
    """What `parameters_json` wrote; None for anything else. Never raises."""
    try:
        content = json.loads(text) if len(text) <= 2 * TEXT_LIMIT else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(content, dict) or content.get("nanobanana") != JSON_VERSION:
        return None
    ratio = content.get("aspect_ratio")
    return FoundParameters(
        prompt=_text(content, "prompt"),
        model_name=_text(content, "model"),
        resolution=_text(content, "resolution"),
        aspect_ratio=ratio if isinstance(ratio, str) else None,
        references=_references(content.get("references")),
        task_id=_text(content, "task"),
        remote_id=_text(content, "remote_id"),
    )


def read_text(text: str) -> FoundParameters | None:
    """What is told by the `parameters` of this or another program; None for an empty text."""
    text = text[:TEXT_LIMIT].strip()
    if not text:
        return None
    above, _, last = text.rpartition("\n")
    pairs = {name.strip(): _unquoted(value) for name, value in _PAIR.findall(last)}
    if len(pairs) < _FEWEST_PAIRS:
        above, pairs = text, {}
    prompt, _, negative = above.partition(f"\n{_NEGATIVE}")
    others = dict(pairs)
    if negative.strip():
        others["Negative prompt"] = negative.strip()
    is_ours = others.pop("Version", "").startswith(PROGRAM)
    if not is_ours:
        if "Version" in pairs:
            others["Version"] = pairs["Version"]
        return FoundParameters(prompt.strip(), model_name=others.pop("Model", ""), others=others)
    model, ratio = others.pop("Model", ""), others.pop("Aspect ratio", "auto")
    return FoundParameters(
        prompt=prompt.strip(),
        model_name="" if model == "unknown" else model,
        resolution=others.pop("Resolution", "").lower(),
        aspect_ratio=None if ratio == "auto" else ratio,
        others=others,
    )


def moment(at: float) -> datetime | None:
    """A time in UTC; None for one that no calendar holds."""
    try:
        return datetime.fromtimestamp(at, UTC) if math.isfinite(at) else None
    except (ValueError, OverflowError, OSError):
        return None


def with_found(params: GenerationParams, found: FoundParameters) -> GenerationParams:
    """`params` with the prompt that was found; references are not in it.

    Model, resolution and ratio are taken when this program wrote them and they still exist; those
    of other programs mean nothing here.
    """
    prompted = replace(params, prompt=found.prompt, references=())
    if not found.resolution:
        return prompted
    ratio_exists = found.aspect_ratio is None or found.aspect_ratio in ASPECT_RATIOS
    return replace(
        prompted,
        model_name=found.model_name or params.model_name,
        resolution=found.resolution if found.resolution in RESOLUTIONS else params.resolution,
        aspect_ratio=found.aspect_ratio if ratio_exists else params.aspect_ratio,
    )


def _storable(text: str) -> str:
    """Without NUL, which ends texts in most formats, and without lone surrogates."""
    return well_formed(text.replace("\0", ""))


def _quoted(value: str) -> str:
    if not any(mark in value for mark in ',:\n"'):
        return value
    return json.dumps(value, ensure_ascii=False)


def _unquoted(value: str) -> str:
    value = value.strip()
    if value.startswith('"') and value.endswith('"'):
        try:
            return str(json.loads(value))
        except ValueError:
            return value
    return value


def _text(content: Mapping[str, Any], name: str) -> str:
    value = content.get(name)
    return value[:TEXT_LIMIT] if isinstance(value, str) else ""


def _references(values: object) -> tuple[FoundReference, ...]:
    if not isinstance(values, list):
        return ()
    return tuple(
        FoundReference(_text(value, "name"), _text(value, "sha256"))
        for value in values[:100]
        if isinstance(value, dict)
    )
