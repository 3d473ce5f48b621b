"""Everything the form holds, as a value: for drafts on disk, for Undo and for sending."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import NamedTuple

from nanobanana_desktop.domain.params import (
    ASPECT_RATIOS,
    COUNT_LIMIT,
    DEFAULT_MODEL,
    DEFAULT_RESOLUTION,
    RESOLUTIONS,
    GenerationParams,
    references_from,
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
        references=references_from(draft.get("references")),
    )
    if not isinstance(count, int) or isinstance(count, bool) or not 1 <= count <= COUNT_LIMIT:
        count = 1
    return FormState(params, count)


def _text(value: object, default: str) -> str:
    return value if isinstance(value, str) else default
