"""What is read of templates: what they hold, in short, and why a file cannot be taken in."""

from __future__ import annotations

from typing import Final
from unicodedata import east_asian_width

from PySide6.QtCore import QCoreApplication, QObject

from nanobanana_desktop.domain.params import model_label
from nanobanana_desktop.domain.prompt_template import PromptTemplate, TemplateSettings
from nanobanana_desktop.domain.template_book import FileProblem
from nanobanana_desktop.ui.formats import ratio_label, resolution_label
from nanobanana_desktop.ui.texts import spoken_list
from nanobanana_desktop.ui.translation_marks import QT_TRANSLATE_NOOP

_CONTEXT: Final = "Templates"
_LINE_LENGTH: Final = 200
_NAME_WIDTH: Final = 40

_PROBLEMS: Final = {
    FileProblem.UNREADABLE: QT_TRANSLATE_NOOP("Templates", "“{name}” cannot be read."),
    FileProblem.TOO_LARGE: QT_TRANSLATE_NOOP("Templates", "“{name}” is too large for templates."),
    FileProblem.OTHER_FILE: QT_TRANSLATE_NOOP("Templates", "“{name}” holds no templates."),
    FileProblem.NEWER: QT_TRANSLATE_NOOP(
        "Templates", "“{name}” was written by a newer version. Update the app to import it."
    ),
    FileProblem.NOTHING: QT_TRANSLATE_NOOP("Templates", "No template in “{name}” can be used."),
    FileProblem.TOO_MANY: QT_TRANSLATE_NOOP(
        "Templates", "“{name}” holds more templates than there is room for. Delete some first."
    ),
}


class _Numbers(QObject):
    """Words that follow a number; they are found only where they are said by an object."""

    def images(self, number: int) -> str:
        return self.tr("%Ln image(s)", "", number)

    def references(self, number: int) -> str:
        return self.tr("%Ln reference image(s)", "", number)


def problem_text(problem: FileProblem, name: str) -> str:
    """Why the file cannot be taken in; nothing of it was."""
    return QCoreApplication.translate(_CONTEXT, _PROBLEMS[problem]).format(name=name)


def settings_text(settings: TemplateSettings) -> str:
    """16:9, 2K, Nano Banana Pro, 2 images."""
    return spoken_list(
        [
            ratio_label(settings.aspect_ratio),
            resolution_label(settings.resolution),
            model_label(settings.model_name),
            _Numbers().images(settings.count),
        ]
    )


def references_text(number: int) -> str:
    return _Numbers().references(number)


def second_line(template: PromptTemplate) -> str:
    """What it holds, in one line: its prompt, or else what it keeps without one."""
    prompt = " ".join((template.prompt or "")[:_LINE_LENGTH].split())
    if prompt:
        return prompt
    parts = [] if template.settings is None else [settings_text(template.settings)]
    if template.references:
        parts.append(references_text(len(template.references)))
    return spoken_list(parts)


def proposed_name(prompt: str, settings: TemplateSettings) -> str:
    """The first words of the prompt, up to where they pause; without a prompt the settings."""
    line = next((line.strip() for line in prompt.splitlines() if line.strip()), "")
    if not line:
        return settings_text(settings)
    import re

    words = re.match(r"(.+?)(?:[，。；：！？]|[,.;:!?](?=\s|$)|$)", line)
    name = line if words is None else words[1]
    cut = _cut(name)
    if cut == name or name[len(cut)] == " ":
        return cut
    before = cut.rpartition(" ")[0]
    return before if len(before) > len(cut) // 2 else cut


def _cut(text: str) -> str:
    """As much as has room in a line; wide characters take twice as much."""
    used = 0
    for place, character in enumerate(text):
        used += 2 if east_asian_width(character) in "WF" else 1
        if used > _NAME_WIDTH:
            return text[:place]
    return text
