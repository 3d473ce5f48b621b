"""What is said while sorting out."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QLocale, QObject

from nanobanana_desktop.domain.culling import KEEP, Culling, CullScope, Decision
from nanobanana_desktop.ui.texts import STAR

SEPARATOR: Final = "  ·  "


class CullingWords(QObject):
    """A context for the translations."""

    def scope(self, scope: CullScope) -> str:
        return {
            CullScope.SELECTED: self.tr("Selected images"),
            CullScope.SURVEY: self.tr("Images of the survey"),
            CullScope.ORDER: self.tr("Images ordered together"),
            CullScope.DAY: self.tr("Images of one day"),
            CullScope.SEARCH: self.tr("Images that were found"),
            CullScope.ALL: self.tr("All images"),
        }[scope]

    def progress(self, culling: Culling) -> str:
        """Which picture it is, and how many were decided."""
        place = self.tr("{position} of {total}").format(
            position=QLocale().toString(culling.position), total=QLocale().toString(culling.total)
        )
        parts = [
            place,
            self.tr("%Ln kept", "", culling.kept),
            self.tr("%Ln for the bin", "", len(culling.for_bin)),
        ]
        return SEPARATOR.join(parts)

    def decision(self, decision: Decision) -> str:
        if decision.to_bin:
            return self.tr("For the bin")
        stars = STAR * decision.rating
        if decision.starred and stars:
            return self.tr("Kept with a star, rated {stars}").format(stars=stars)
        if decision.starred:
            return self.tr("Kept with a star")
        return self.tr("Kept, rated {stars}").format(stars=stars) if stars else self.tr("Kept")

    def kept_question(self, culling: Culling) -> str:
        """That there is something to go on with."""
        text = self.tr("You were sorting %Ln image(s), {decided} decided.", "", culling.total)
        return text.format(decided=QLocale().toString(len(culling.decided)))

    def left(self, culling: Culling) -> str:
        """What is told to who left in between."""
        text = self.tr(
            "{decided} of %Ln image(s) decided. The decisions are kept.", "", culling.total
        )
        return text.format(decided=QLocale().toString(len(culling.decided)))

    def end_title(self, culling: Culling) -> str:
        count = len(culling.for_bin)
        if count:
            return self.tr("Move %Ln image(s) to the bin?", "", count)
        return self.tr("Nothing goes to the bin")

    def end_facts(self, culling: Culling) -> list[str]:
        """What is to become of the others, a line each."""
        undecided = culling.total - len(culling.decided)
        facts = [self.tr("%Ln kept", "", culling.kept)]
        if culling.marked:
            facts[0] = self.tr("{kept}, {marked} of them with a star or a rating").format(
                kept=facts[0], marked=QLocale().toString(culling.marked)
            )
        if undecided:
            facts.append(self.tr("%Ln not decided: they stay as they are", "", undecided))
        return facts

    def starred_warning(self, count: int) -> str:
        return self.tr(
            "%Ln of those for the bin have a star. A star says that an image is to be kept.",
            "",
            count,
        )

    def carry_out(self, culling: Culling) -> str:
        """The word on the button that does it."""
        count = len(culling.for_bin)
        if count:
            return self.tr("Move %Ln image(s) to the bin", "", count)
        return self.tr("Keep the marks") if culling.marked else self.tr("Done")

    def carried_out(self, culling: Culling) -> str:
        """What is told afterwards."""
        parts = []
        if culling.for_bin:
            parts.append(self.tr("%Ln image(s) moved to the bin", "", len(culling.for_bin)))
        if culling.marked:
            parts.append(self.tr("%Ln image(s) marked", "", culling.marked))
        return SEPARATOR.join(parts)

    def carried_out_in_part(self, reason: str, count: int) -> str:
        """What is told when it failed after `count` images had been changed."""
        return SEPARATOR.join([reason, self.tr("%Ln image(s) changed before that", "", count)])

    def gone(self, count: int) -> str:
        return self.tr("%Ln image(s) are not there any more", "", count)


def icon_of(decision: Decision) -> tuple[str, str]:
    """The glyph of a decision and the token of its colour."""
    if decision.to_bin:
        return "trash-2", "err"
    return ("check", "ok") if decision == KEEP else ("star-filled", "accent_line")
