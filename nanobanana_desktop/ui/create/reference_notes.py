"""What is said below the reference images: how they travel, and what was done to them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QCoreApplication

from nanobanana_desktop.domain.params import ReferenceKind
from nanobanana_desktop.domain.remote_text import isolated
from nanobanana_desktop.ui.create.reference_items import ReferenceItem
from nanobanana_desktop.ui.formats import byte_size


def notes_on(items: Sequence[ReferenceItem], made_smaller: Collection[int]) -> list[str]:
    """Sentences on the images of the form; `made_smaller` are tickets."""
    notes: list[str] = []
    for item in items:
        if item.ticket in made_smaller and item.reference is not None:
            text = QCoreApplication.translate(
                "ReferencesField", "“{name}” was made smaller: {width} × {height}, {size}."
            )
            reference = item.reference
            shown = text.format(
                name=isolated(item.name),
                width=reference.width,
                height=reference.height,
                size=byte_size(reference.byte_size),
            )
            notes.append(shown)
    kinds = {item.reference.kind for item in items if item.reference is not None}
    if ReferenceKind.FILE in kinds:
        text = QCoreApplication.translate(
            "ReferencesField",
            "Image files are sent inside the request, made smaller (experimental).",
        )
        notes.append(text)
    if ReferenceKind.LINK in kinds:
        text = QCoreApplication.translate(
            "ReferencesField", "Links are fetched by the service itself."
        )
        notes.append(text)
    return notes
