"""Templates: prompts, settings and reference images that are kept under a name to be used again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Final

from nanobanana_desktop.domain.params import (
    ASPECT_RATIOS,
    COUNT_LIMIT,
    DEFAULT_MODEL,
    DEFAULT_RESOLUTION,
    PROMPT_LIMIT,
    RESOLUTIONS,
    GenerationParams,
    Reference,
    references_from,
)
from nanobanana_desktop.domain.remote_text import clean, well_formed

NAME_LIMIT: Final = 80
FOLDER_LIMIT: Final = 60
TEXT_LIMIT: Final = 2 * PROMPT_LIMIT
"""Code points. A prompt that is too long to be sent can be kept: it may be shortened later."""

MODEL_LIMIT: Final = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateSettings:
    """As in `GenerationParams`; `count` are images, 1 to 4."""

    model_name: str = DEFAULT_MODEL
    resolution: str = DEFAULT_RESOLUTION
    aspect_ratio: str | None = "1:1"
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptTemplate:
    """What a form is filled with. A part that is None leaves that part of the form as it is.

    `id` stays the same as long as the template exists. `folder` is empty for none. `prompt` may
    have variables. File references are named by their digests: the pictures themselves lie in the
    reference store, out of which nothing is ever removed.
    """

    id: str
    name: str
    folder: str = ""
    prompt: str | None = None
    settings: TemplateSettings | None = None
    references: tuple[Reference, ...] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether it holds nothing that could fill a form."""
        return not (self.prompt or "").strip() and self.settings is None and not self.references

    def put_into(
        self, params: GenerationParams, count: int, prompt: str | None = None
    ) -> tuple[GenerationParams, int]:
        """The form's content with the kept parts in place of its own.

        `prompt` is the kept one with its variables filled.
        """
        chosen = self.prompt if prompt is None else prompt
        if chosen is not None:
            params = replace(params, prompt=chosen)
        if self.references is not None:
            params = replace(params, references=self.references)
        kept = self.settings
        if kept is None:
            return params, count
        params = replace(
            params,
            model_name=kept.model_name,
            resolution=kept.resolution,
            aspect_ratio=kept.aspect_ratio,
        )
        return params, kept.count

    def with_content(self, params: GenerationParams, count: int) -> PromptTemplate:
        """The same template, with the form's content in the parts that it keeps."""
        return replace(
            self,
            prompt=None if self.prompt is None else params.prompt,
            settings=None if self.settings is None else settings_of(params, count),
            references=None if self.references is None else params.references,
        )


def settings_of(params: GenerationParams, count: int) -> TemplateSettings:
    return TemplateSettings(
        model_name=params.model_name,
        resolution=params.resolution,
        aspect_ratio=params.aspect_ratio,
        count=count,
    )


def clean_name(text: str) -> str:
    """One line without anything invisible; may be empty."""
    return clean(" ".join(text.split()), NAME_LIMIT)


def clean_folder(text: str) -> str:
    return clean(" ".join(text.split()), FOLDER_LIMIT)


def free_name(name: str, taken: Iterable[str]) -> str:
    """`name`, or with (2), (3) … behind it until no other is called like this."""
    known = {other.casefold() for other in taken}
    candidate, number = name, 1
    while candidate.casefold() in known:
        number += 1
        ending = f" ({number})"
        candidate = name[: NAME_LIMIT - len(ending)].rstrip() + ending
    return candidate


def in_order(templates: Iterable[PromptTemplate]) -> list[PromptTemplate]:
    """By folder, those without one first, then by name."""
    return sorted(templates, key=lambda t: (t.folder.casefold(), t.folder, t.name.casefold(), t.id))


def folders_of(templates: Sequence[PromptTemplate]) -> list[str]:
    """The folders that there are; one is there as long as something is in it."""
    return [
        folder
        for folder in dict.fromkeys(template.folder for template in in_order(templates))
        if folder
    ]


def template_to_mapping(template: PromptTemplate) -> dict[str, object]:
    """Plain values that JSON can hold; parts that are not kept are left out."""
    content: dict[str, object] = {"id": template.id, "name": template.name}
    if template.folder:
        content["folder"] = template.folder
    if template.prompt is not None:
        content["prompt"] = template.prompt
    if template.settings is not None:
        content["settings"] = asdict(template.settings)
    if template.references is not None:
        content["references"] = [asdict(reference) for reference in template.references]
    return content


def template_from(content: object) -> PromptTemplate | None:
    """None for what is no template, or holds nothing; settings that are unknown have defaults."""
    if not isinstance(content, Mapping):
        return None
    name, folder = content.get("name"), content.get("folder", "")
    prompt = content.get("prompt")
    if not isinstance(name, str) or not isinstance(folder, str):
        return None
    if prompt is not None and (not isinstance(prompt, str) or len(prompt) > TEXT_LIMIT):
        return None
    references = references_from(content["references"]) if "references" in content else None
    template = PromptTemplate(
        id=str(content.get("id", "")),
        name=clean_name(name),
        folder=clean_folder(folder),
        prompt=None if prompt is None else well_formed(prompt).replace("\0", ""),
        settings=_settings_from(content.get("settings")),
        references=references,
    )
    return None if template.is_empty or not template.name else template


def _settings_from(content: object) -> TemplateSettings | None:
    if not isinstance(content, Mapping):
        return None
    usual = TemplateSettings()
    model, resolution = content.get("model_name"), content.get("resolution")
    ratio, count = content.get("aspect_ratio", usual.aspect_ratio), content.get("count")
    is_count = isinstance(count, int) and not isinstance(count, bool) and 1 <= count <= COUNT_LIMIT
    return TemplateSettings(
        model_name=(clean(model, MODEL_LIMIT) if isinstance(model, str) else "")
        or usual.model_name,
        resolution=resolution if resolution in RESOLUTIONS else usual.resolution,
        aspect_ratio=ratio if ratio is None or ratio in ASPECT_RATIOS else usual.aspect_ratio,
        count=count if is_count and isinstance(count, int) else usual.count,
    )
