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
    tr = QCoreApplication.translate
    context = "ReferencesField"
    notes: list[str] = []
    for item in items:
        if item.ticket in made_smaller and item.reference is not None:
            text = tr(context, "“{name}” was made smaller: {width} × {height}, {size}.")
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
        notes.append(
            tr(context, "Image files are sent inside the request, made smaller (experimental).")
        )
    if ReferenceKind.LINK in kinds:
        notes.append(tr(context, "Links are fetched by the service itself."))
    return notes
