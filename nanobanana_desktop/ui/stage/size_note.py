"""The line that says that another size came than was asked for."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from nanobanana_desktop.domain.delivered_size import size_gap
from nanobanana_desktop.domain.task import GenerationTask
from nanobanana_desktop.ui import formats
from nanobanana_desktop.ui.texts import spoken_list


def size_note(task: GenerationTask) -> str:
    """What came instead of what was asked for; empty when that was kept or nothing came yet."""
    image = task.image
    gap = None if image is None else size_gap(task.params, image.width, image.height)
    if image is None or gap is None:
        return ""
    asked = []
    if gap.other_ratio:
        asked.append(formats.ratio_label(task.params.aspect_ratio))
    if gap.smaller:
        asked.append(formats.resolution_label(task.params.resolution))
    text = QCoreApplication.translate("Status", "Asked for {asked}, received {received}.")
    received = formats.pixel_size(image.width, image.height)
    return text.format(asked=spoken_list(asked), received=received)
