"""All templates together: as they are kept on disk, and as they are handed to others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final, NamedTuple

from nanobanana_desktop.domain.params import ReferenceKind
from nanobanana_desktop.domain.prompt_template import (
    PromptTemplate,
    free_name,
    in_order,
    template_from,
    template_to_mapping,
)
from nanobanana_desktop.domain.remote_text import clean, well_formed

VERSION: Final = 1
FORMAT: Final = "nanobanana-templates"
"""What an exported file says of itself."""

COUNT_LIMIT: Final = 500
VALUES_KEPT: Final = 5
"""Of each variable, the last one first."""
VALUED_NAMES: Final = 200
VALUE_LIMIT: Final = 1_000
"""Code points."""

Content = Mapping[str, object]


class FileProblem(StrEnum):
    """Why a file with templates cannot be taken in."""

    UNREADABLE = "unreadable"
    TOO_LARGE = "too_large"
    OTHER_FILE = "other_file"
    NEWER = "newer"
    NOTHING = "nothing"
    TOO_MANY = "too_many"


class TemplateFileError(Exception):
    """The file cannot be taken in; nothing of it was."""

    def __init__(self, problem: FileProblem, detail: str = "") -> None:
        super().__init__(f"{problem.value}: {detail}")
        self.problem = problem


@dataclass(frozen=True)
class TemplateBook:
    """The templates in their order, and what was written last for each variable.

    `unknown` are entries that this version cannot read; they are kept as they are.
    """

    templates: tuple[PromptTemplate, ...] = ()
    last_values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unknown: tuple[object, ...] = ()

    @property
    def room(self) -> int:
        """How many more templates can be kept."""
        return max(0, COUNT_LIMIT - len(self.templates))

    def find(self, template_id: str) -> PromptTemplate | None:
        return next((each for each in self.templates if each.id == template_id), None)

    def with_templates(self, added: Iterable[PromptTemplate]) -> TemplateBook:
        """Each in place of the one with its id, or as a new one; two never have one name."""
        kept = list(self.templates)
        for template in added:
            kept = [each for each in kept if each.id != template.id]
            taken = (each.name for each in kept if each.folder == template.folder)
            kept.append(replace(template, name=free_name(template.name, taken)))
        return replace(self, templates=tuple(in_order(kept)))

    def without(self, ids: Iterable[str]) -> TemplateBook:
        gone = set(ids)
        return replace(self, templates=tuple(t for t in self.templates if t.id not in gone))

    def with_values(self, values: Mapping[str, str]) -> TemplateBook:
        """Remember what was written; what is empty or too long is not worth it."""
        known = dict(self.last_values)
        for name, value in values.items():
            if not value.strip() or len(value) > VALUE_LIMIT:
                continue
            others = (other for other in known.pop(name, ()) if other != value)
            known[name] = (value, *others)[:VALUES_KEPT]
        newest = list(known.items())[-VALUED_NAMES:]
        return replace(self, last_values=dict(newest))


def book_to_mapping(book: TemplateBook) -> dict[str, object]:
    """Plain values that JSON can hold."""
    return {
        "version": VERSION,
        "templates": [*map(template_to_mapping, book.templates), *book.unknown],
        # As a list: the order tells which were written last.
        "last_values": [[name, *values] for name, values in book.last_values.items()],
    }


def book_from(content: Content) -> TemplateBook:
    """What can be read of a kept file of any version."""
    entries = content.get("templates")
    entries = entries if isinstance(entries, list) else []
    read = [(template_from(entry), entry) for entry in entries]
    known: dict[str, PromptTemplate] = {}
    unknown = []
    for template, entry in read:
        if template is None or not template.id or template.id in known:
            unknown.append(entry)
        else:
            known[template.id] = template
    return TemplateBook(
        tuple(in_order(known.values())),
        _values_from(content.get("last_values")),
        tuple(unknown),
    )


def is_newer(content: Content) -> bool:
    """Whether a newer version of the program wrote it."""
    version = content.get("version", VERSION)
    return not isinstance(version, int) or version > VERSION


def exported(templates: Sequence[PromptTemplate], pictures: Mapping[str, str]) -> dict[str, object]:
    """Plain values for a file that others can take in. What was written last stays here.

    `pictures` are reference images in Base64, by their digests.
    """
    entries = [template_to_mapping(template) for template in templates]
    content = {"format": FORMAT, "version": VERSION, "templates": entries}
    return content | ({"pictures": dict(pictures)} if pictures else {})


class ImportedTemplates(NamedTuple):
    """`unusable` are entries that are no templates. `pictures` are as in `exported`, unchecked."""

    templates: tuple[PromptTemplate, ...]
    unusable: int
    pictures: Mapping[str, str]


def imported(content: object, make_id: Callable[[], str]) -> ImportedTemplates:
    """The templates of an exported file, each with an id of its own.

    Raises TemplateFileError(OTHER_FILE | NEWER | NOTHING).
    """
    if not isinstance(content, Mapping) or content.get("format") != FORMAT:
        raise TemplateFileError(FileProblem.OTHER_FILE)
    if is_newer(content):
        raise TemplateFileError(FileProblem.NEWER)
    entries = content.get("templates")
    if not isinstance(entries, list):
        raise TemplateFileError(FileProblem.OTHER_FILE)
    read = [template for entry in entries if (template := template_from(entry)) is not None]
    if not read:
        raise TemplateFileError(FileProblem.NOTHING)
    own = tuple(replace(template, id=make_id()) for template in read)
    return ImportedTemplates(own, len(entries) - len(own), _pictures_of(content, own))


def digests_in(templates: Iterable[PromptTemplate]) -> list[str]:
    """The files among the reference images, each once."""
    files = (
        reference.sha256
        for template in templates
        for reference in template.references or ()
        if reference.kind is ReferenceKind.FILE
    )
    return list(dict.fromkeys(files))


def _pictures_of(content: Content, templates: Sequence[PromptTemplate]) -> dict[str, str]:
    """Those that belong to a template."""
    pictures = content.get("pictures")
    if not isinstance(pictures, Mapping):
        return {}
    wanted = ((digest, pictures.get(digest)) for digest in digests_in(templates))
    return {digest: text for digest, text in wanted if isinstance(text, str)}


def _values_from(content: object) -> dict[str, tuple[str, ...]]:
    values: dict[str, tuple[str, ...]] = {}
    for entry in content if isinstance(content, list) else []:
        if not isinstance(entry, list) or not all(isinstance(each, str) for each in entry):
            continue
        name, *written = entry or [""]
        usable = [well_formed(each) for each in written if each and len(each) <= VALUE_LIMIT]
        if clean(name, VALUE_LIMIT) and usable:
            values[name] = tuple(usable[:VALUES_KEPT])
    return dict(list(values.items())[-VALUED_NAMES:])
