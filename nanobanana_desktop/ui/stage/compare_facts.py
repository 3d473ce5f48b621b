"""What two pictures were asked for and are, side by side, and which references differ."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from nanobanana_desktop.domain.params import Reference, model_label
from nanobanana_desktop.domain.remote_text import isolated
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui import formats
from nanobanana_desktop.ui.texts import spoken_list


class Fact(NamedTuple):
    """One thing two pictures are told apart by."""

    name: str
    a: str
    b: str
    differs: bool


def compare_facts(a: GenerationTask, b: GenerationTask) -> list[Fact]:
    """Model, ratio, resolution, pixels and references, in this order."""
    facts = [
        _fact(QCoreApplication.translate("Compare", "Model"), _model(a), _model(b)),
        _fact(QCoreApplication.translate("Compare", "Aspect ratio"), _ratio(a), _ratio(b)),
        _fact(
            QCoreApplication.translate("Compare", "Resolution"),
            formats.resolution_label(a.params.resolution),
            formats.resolution_label(b.params.resolution),
        ),
        _fact(QCoreApplication.translate("Compare", "Size"), _pixels(a), _pixels(b)),
    ]
    ours, theirs = (list(map(_key, task.params.references)) for task in (a, b))
    if ours or theirs:
        name = QCoreApplication.translate("Compare", "References")
        facts.append(Fact(name, _references(a), _references(b), ours != theirs))
    return facts


def reference_notes(a: GenerationTask, b: GenerationTask) -> list[str]:
    """The references that only one of the two has, by name; another order is said, too."""
    ours, theirs = a.params.references, b.params.references
    notes = []
    only_a, only_b = _missing(ours, theirs), _missing(theirs, ours)
    if only_a:
        text = QCoreApplication.translate("Compare", "References only in A: {names}")
        notes.append(text.format(names=only_a))
    if only_b:
        text = QCoreApplication.translate("Compare", "References only in B: {names}")
        notes.append(text.format(names=only_b))
    if not notes and [_key(r) for r in ours] != [_key(r) for r in theirs]:
        notes.append(QCoreApplication.translate("Compare", "The references are in another order."))
    return notes


def _missing(here: tuple[Reference, ...], there: tuple[Reference, ...]) -> str:
    known = {_key(reference) for reference in there}
    return spoken_list(isolated(r.name) for r in here if _key(r) not in known)


def _key(reference: Reference) -> str:
    """References are the same when their content is; names are only words."""
    return reference.sha256 or reference.url


def _fact(name: str, a: str, b: str) -> Fact:
    return Fact(name, a, b, a != b)


def _model(task: GenerationTask) -> str:
    return isolated(model_label(task.params.model_name)) if task.params.model_name else ""


def _ratio(task: GenerationTask) -> str:
    return formats.ratio_label(task.params.aspect_ratio or formats.task_ratio(task))


def _pixels(task: GenerationTask) -> str:
    image = task.image
    return "" if image is None else formats.pixel_size(image.width, image.height)


def _references(task: GenerationTask) -> str:
    count = len(task.params.references)
    if count == 1:
        return QCoreApplication.translate("Compare", "1 reference")
    return QCoreApplication.translate("Compare", "{count} references").format(count=count)
