"""Everything the form holds, as a value: for drafts on disk, for Undo and for sending."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, NamedTuple

from nanobanana_desktop.domain.params import (
    ASPECT_RATIOS,
    COUNT_LIMIT,
    DEFAULT_MODEL,
    DEFAULT_RESOLUTION,
    REFERENCE_LIMIT,
    RESOLUTIONS,
    GenerationParams,
    Reference,
    ReferenceKind,
)


@dataclass(frozen=True, slots=True)
class FormState:
    """`params` need not be valid: a draft may have an empty prompt. `count` is 1 to 4."""

    params: GenerationParams
    count: int = 1


class OrderManner(NamedTuple):
    """How an order is to be sent: before all that wait, and although it repeats another one."""

    first: bool = False
    confirmed: bool = False


EMPTY_FORM = FormState(GenerationParams(prompt=""))


def form_to_draft(state: FormState) -> dict[str, object]:
    """Plain values that JSON can hold."""
    params = state.params
    return {
        "prompt": params.prompt,
        "model_name": params.model_name,
        "resolution": params.resolution,
        "aspect_ratio": params.aspect_ratio,
        "count": state.count,
        "references": [asdict(reference) for reference in params.references],
    }


def form_from_draft(draft: Mapping[str, object]) -> FormState:
    """Read a draft of any age: what is missing or makes no sense has its default."""
    resolution = draft.get("resolution")
    ratio = draft.get("aspect_ratio", EMPTY_FORM.params.aspect_ratio)
    count = draft.get("count")
    params = GenerationParams(
        prompt=_text(draft.get("prompt"), ""),
        model_name=_text(draft.get("model_name"), DEFAULT_MODEL),
        resolution=resolution if resolution in RESOLUTIONS else DEFAULT_RESOLUTION,
        aspect_ratio=ratio if ratio is None or ratio in ASPECT_RATIOS else "1:1",
        references=_references(draft.get("references")),
    )
    if not isinstance(count, int) or isinstance(count, bool) or not 1 <= count <= COUNT_LIMIT:
        count = 1
    return FormState(params, count)


def _text(value: object, default: str) -> str:
    return value if isinstance(value, str) else default


def _references(value: object) -> tuple[Reference, ...]:
    if not isinstance(value, list):
        return ()
    read = (_reference(item) for item in value)
    return tuple(reference for reference in read if reference is not None)[:REFERENCE_LIMIT]


def _reference(item: object) -> Reference | None:
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
