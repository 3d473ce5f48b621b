"""What a person reads about exports: faults of a template, what came of it, and why not."""

from __future__ import annotations

from functools import reduce
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject

from nanobanana_desktop.domain.export_plan import ExportSummary
from nanobanana_desktop.domain.name_template import (
    FOLDER_LIMIT,
    LENGTH_LIMIT,
    TemplateError,
    TemplateProblem,
)
from nanobanana_desktop.domain.remote_text import isolated
from nanobanana_desktop.errors import ErrorCase
from nanobanana_desktop.ui.texts import shortened
from nanobanana_desktop.ui.translation_marks import QT_TRANSLATE_NOOP

NAME_LENGTH: Final = 60
"""Code points of a prompt in the list of what was not exported."""

FIELD_WORDS: Final = {
    "date": QT_TRANSLATE_NOOP("Export", "Date"),
    "time": QT_TRANSLATE_NOOP("Export", "Time"),
    "prompt:40": QT_TRANSLATE_NOOP("Export", "Prompt, up to 40 characters"),
    "model": QT_TRANSLATE_NOOP("Export", "Model"),
    "res": QT_TRANSLATE_NOOP("Export", "Resolution"),
    "ratio": QT_TRANSLATE_NOOP("Export", "Aspect ratio"),
    "seq": QT_TRANSLATE_NOOP("Export", "Number in this export"),
    "rating": QT_TRANSLATE_NOOP("Export", "Rating"),
    "tag": QT_TRANSLATE_NOOP("Export", "First tag"),
    "id": QT_TRANSLATE_NOOP("Export", "Task ID"),
}
"""Fields as they are put into a template, and their names."""

_PROBLEMS: Final = {
    TemplateProblem.UNKNOWN_FIELD: QT_TRANSLATE_NOOP(
        "Export", "There is no field “{word}” (character {place})."
    ),
    TemplateProblem.UNCLOSED: QT_TRANSLATE_NOOP(
        "Export", "The bracket at character {place} is not closed."
    ),
    TemplateProblem.UNOPENED: QT_TRANSLATE_NOOP(
        "Export", "The bracket at character {place} closes nothing. Write it twice to have one."
    ),
    TemplateProblem.BAD_LENGTH: QT_TRANSLATE_NOOP(
        "Export", "“{word}” (character {place}) needs a length from 1 to {most}, or none."
    ),
    TemplateProblem.EMPTY: QT_TRANSLATE_NOOP("Export", "Write a name."),
    TemplateProblem.TOO_DEEP: QT_TRANSLATE_NOOP(
        "Export", "There are more than {folders} folders in the name."
    ),
    TemplateProblem.TOO_LONG: QT_TRANSLATE_NOOP("Export", "The name is too long."),
    TemplateProblem.NOT_YET: QT_TRANSLATE_NOOP(
        "Export", "“{word}” (character {place}) is not known yet when an image is saved."
    ),
}

_REASONS: Final = {
    ErrorCase.FILE_GONE: QT_TRANSLATE_NOOP("Export", "the file is missing"),
    ErrorCase.RESULT_BAD: QT_TRANSLATE_NOOP("Export", "the image is damaged"),
    ErrorCase.DISK_FULL: QT_TRANSLATE_NOOP("Export", "the disk is full"),
    ErrorCase.FOLDER_MISSING: QT_TRANSLATE_NOOP(
        "Export", "the folder is not there or cannot be written"
    ),
    ErrorCase.DATABASE: QT_TRANSLATE_NOOP("Export", "the history cannot be read"),
}
_OTHER_REASON: Final = QT_TRANSLATE_NOOP("Export", "something unforeseen happened")


def problem_text(error: TemplateError) -> str:
    """Why a template cannot be used, with the place where."""
    return _tr(_PROBLEMS[error.problem]).format(
        word=isolated(error.word),
        place=error.position + 1,
        most=LENGTH_LIMIT,
        folders=FOLDER_LIMIT,
    )


def reason_text(case: ErrorCase) -> str:
    """A few words, to stand behind what they explain."""
    return _tr(_REASONS.get(case, _OTHER_REASON))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Export", text)


class SummaryWords(QObject):
    """What came of an export, in words; a QObject because only those count in other languages."""

    def text(self, summary: ExportSummary) -> str:
        """One or more sentences."""
        failed, untouched = summary.failed, summary.untouched
        unsigned, stills = summary.without_credentials, summary.stills
        sentences = self._outcome(summary)
        if failed:
            sentences.append(self.tr("%Ln image(s) could not be exported.", "", failed))
        if untouched:
            sentences.append(
                self.tr(
                    "%Ln image(s) with content credentials were copied unchanged.", "", untouched
                )
            )
        if unsigned:
            sentences.append(
                self.tr("%Ln image(s) lack the content credentials of the original.", "", unsigned)
            )
        if stills:
            sentences.append(
                self.tr("Of %Ln animation(s) only the first frame was exported.", "", stills)
            )
        pair = self.tr("{first} {second}", "two sentences")
        return reduce(lambda first, second: pair.format(first=first, second=second), sentences)

    def failures(self, summary: ExportSummary) -> list[str]:
        """A line for each picture that was not exported, as far as they are known."""
        lines = []
        for failure in summary.failures:
            prompt = shortened(failure.prompt, NAME_LENGTH) or failure.task_id[:8]
            text = self.tr("{picture}: {reason}")
            lines.append(text.format(picture=isolated(prompt), reason=reason_text(failure.case)))
        more = summary.failed - len(summary.failures)
        if more > 0:
            lines.append(self.tr("and %Ln more", "", more))
        return lines

    def _outcome(self, summary: ExportSummary) -> list[str]:
        sentences = []
        if summary.error is not None:
            text = self.tr("The export ended early: {reason}.")
            sentences.append(text.format(reason=reason_text(summary.error.case)))
        elif summary.cancelled:
            sentences.append(self.tr("Stopped."))
        elif summary.listed and not summary.exported:
            return [self.tr("List of %Ln task(s) saved.", "", summary.listed)]
        if summary.exported or not sentences:
            sentences.append(self.tr("%Ln image(s) exported.", "", summary.exported))
        return sentences
