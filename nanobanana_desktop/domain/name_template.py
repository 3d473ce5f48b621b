"""Templates for names of exported copies, such as `{date}/{prompt:40} {seq}`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from enum import StrEnum
from typing import Final, NamedTuple

from nanobanana_desktop.domain.file_names import EMPTY_SLUG, task_tag
from nanobanana_desktop.domain.legal_names import NAME_LIMIT, legal_name
from nanobanana_desktop.domain.task import GenerationTask

DEFAULT_TEMPLATE: Final = "{date} {prompt:40}"
TEMPLATE_LIMIT: Final = 500
"""Code points."""
FOLDER_LIMIT: Final = 8
"""Folders below each other that a template may make."""
LONGEST_ENDING: Final = len("-999999.jpeg")
PROMPT_LENGTH: Final = 60
SEQ_DIGITS: Final = 3
LENGTH_LIMIT: Final = 200
NO_WORD: Final = "_"
"""A folder whose fields are all empty."""
SHORTEST_STEM: Final = 24


class TemplateProblem(StrEnum):
    UNKNOWN_FIELD = "unknown_field"
    UNCLOSED = "unclosed"
    UNOPENED = "unopened"
    BAD_LENGTH = "bad_length"
    EMPTY = "empty"
    TOO_DEEP = "too_deep"
    TOO_LONG = "too_long"
    NOT_YET = "not_yet"
    """The field says nothing of a picture that is only just being saved."""


class TemplateError(Exception):
    """The template cannot be used: what is wrong, the code point where, and the word there."""

    def __init__(self, problem: TemplateProblem, position: int, word: str = "") -> None:
        super().__init__(f"{problem.value} at {position}: {word}")
        self.problem = problem
        self.position = position
        self.word = word


@dataclass(frozen=True, slots=True)
class NameValues:
    """What the fields of a template say for one picture. `seq` counts from 1."""

    when: datetime
    prompt: str
    model: str
    resolution: str
    ratio: str
    seq: int
    tag: str
    rating: int
    id: str


def name_values(task: GenerationTask, seq: int, zone: tzinfo | None = None) -> NameValues:
    """The values of a task; date and time are those of `zone`, this computer's by default."""
    params = task.params
    return NameValues(
        when=_local(task.created_at, zone),
        prompt=params.prompt,
        model=params.model_name,
        resolution=params.resolution.upper(),
        ratio=(params.aspect_ratio or "auto").replace(":", "x"),
        seq=seq,
        tag=task.tags[0] if task.tags else "",
        rating=task.rating,
        id=task_tag(task.id),
    )


class _Field(NamedTuple):
    name: str
    length: int | None
    position: int = 0


_Part = str | _Field
_Segment = tuple[_Part, ...]

_WITH_LENGTH: Final = frozenset({"prompt", "model", "seq", "tag", "id"})
_VALUES: Final[Mapping[str, Callable[[NameValues, int | None], str]]] = {
    "date": lambda values, _length: f"{values.when:%Y-%m-%d}",
    "time": lambda values, _length: f"{values.when:%H-%M-%S}",
    "prompt": lambda values, length: _first(" ".join(values.prompt.split()), length),
    "model": lambda values, length: values.model[:length],
    "res": lambda values, _length: values.resolution,
    "ratio": lambda values, _length: values.ratio,
    "seq": lambda values, length: str(values.seq).zfill(length or SEQ_DIGITS),
    "id": lambda values, length: values.id[:length],
    "rating": lambda values, _length: str(values.rating),
    "tag": lambda values, length: values.tag[:length],
}
FIELDS: Final = tuple(_VALUES)


class NameTemplate:
    """A template that was read. `/` (or `\\`) begins a sub-folder, `{{` and `}}` are braces.

    Raises TemplateError for one that cannot be used.
    """

    def __init__(self, text: str) -> None:
        if len(text) > TEMPLATE_LIMIT:
            raise TemplateError(TemplateProblem.TOO_LONG, TEMPLATE_LIMIT)
        self.text = text
        self._segments = tuple(filter(None, _segments(text)))
        if not self._segments:
            raise TemplateError(TemplateProblem.EMPTY, 0)
        if len(self._segments) > FOLDER_LIMIT + 1:
            raise TemplateError(TemplateProblem.TOO_DEEP, 0)

    @property
    def fields(self) -> tuple[tuple[str, int], ...]:
        """The names of the fields, each with the code point where it begins."""
        return tuple(
            (part.name, part.position)
            for segment in self._segments
            for part in segment
            if isinstance(part, _Field)
        )

    def render(self, values: NameValues, room: int | None = None) -> tuple[str, str]:
        """The folder (`a/b`, or empty) and the name without its ending, legal on every system.

        `room` are the characters that folder and name may have together; a name is never cut
        below `SHORTEST_STEM` bytes for it, so a very deep folder may need more.
        """
        texts = ["".join(_text(part, values) for part in segment) for segment in self._segments]
        folder = "/".join(legal_name(text) or NO_WORD for text in texts[:-1])
        limit = NAME_LIMIT - LONGEST_ENDING
        if room is not None:
            limit = max(SHORTEST_STEM, min(limit, room - len(folder) - 1 - LONGEST_ENDING))
        return folder, legal_name(texts[-1], limit) or EMPTY_SLUG


def _segments(text: str) -> list[_Segment]:
    """The parts between the separators; empty ones where nothing stands between two of them."""
    segments: list[list[_Part]] = [[]]
    position = 0
    while position < len(text):
        here = text[position]
        if here in "{}" and text[position : position + 2] == here * 2:
            segments[-1].append(here)
            position += 2
        elif here == "{":
            end = text.find("}", position)
            if end < 0:
                raise TemplateError(TemplateProblem.UNCLOSED, position, text[position:])
            segments[-1].append(_field(text[position + 1 : end], position))
            position = end + 1
        elif here == "}":
            raise TemplateError(TemplateProblem.UNOPENED, position, here)
        else:
            if here in "/\\":
                segments.append([])
            else:
                segments[-1].append(here)
            position += 1
    return [tuple(segment) for segment in segments]


def _field(inside: str, position: int) -> _Field:
    name, colon, digits = inside.partition(":")
    if name not in _VALUES:
        raise TemplateError(TemplateProblem.UNKNOWN_FIELD, position, inside)
    if not colon:
        return _Field(name, None, position)
    usable = name in _WITH_LENGTH and digits.isascii() and digits.isdigit() and len(digits) <= 3
    if not usable or not 1 <= int(digits) <= LENGTH_LIMIT:
        raise TemplateError(TemplateProblem.BAD_LENGTH, position, inside)
    return _Field(name, int(digits), position)


def _text(part: _Part, values: NameValues) -> str:
    return part if isinstance(part, str) else _VALUES[part.name](values, part.length)


def _first(prompt: str, length: int | None) -> str:
    """The beginning of the prompt, ended between two words where one is near."""
    wanted = length or PROMPT_LENGTH
    if len(prompt) <= wanted:
        return prompt
    cut = prompt[:wanted]
    if prompt[wanted] != " ":
        before, blank, _rest = cut.rpartition(" ")
        if blank and len(before) > wanted // 2:
            cut = before
    return cut.rstrip(" ,.;:")


def _local(at: float, zone: tzinfo | None) -> datetime:
    try:
        return datetime.fromtimestamp(at, UTC).astimezone(zone)
    except (ValueError, OverflowError, OSError):
        # A clock beyond all calendars.
        return datetime.fromtimestamp(0, UTC)
