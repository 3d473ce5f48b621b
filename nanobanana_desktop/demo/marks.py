"""The demo run of the program: believable timing, and marks in the prompt for trying trouble.

A prompt may contain one of these marks (upper or lower case):

    [refuse]   the content is refused while the picture is made
    [fail]     the service fails upstream
    [slow]     the picture takes one to two minutes
    [unknown]  the answer to the order is lost, although the order was taken
    [balance]  the balance is too low
    [busy]     too many requests, once; five seconds later the same prompt is taken
    [key]      the key is refused
    [empty]    the task completes without a picture
    [word]     the status words are none that the program knows
    [gone]     the service does not know the task any more
    [trouble]  the first three queries get an error page
    [expired]  the link of the picture is dead and stays dead
    [relink]   the first link is dead, asking again gives a good one
    [cut]      the first download stops in the middle
    [crawl]    the download takes about twenty seconds
    [broken]   the link gives a web page instead of a picture
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from nanobanana_desktop.demo.scenario import (
    AnswerShape,
    Content,
    Course,
    ErrorKind,
    Fault,
    FileFormat,
    Outcome,
    PictureFile,
    Scenario,
    ServiceError,
    Wire,
    Words,
)
from nanobanana_desktop.demo.server import DemoSetup

COURSE = Course(queued=(1.0, 2.0), processing=(3.0, 12.0))
QUICK = Course(queued=(1.0, 2.0), processing=(2.0, 4.0))
LINE = Wire(fault=Fault.DRIP, drip_bytes=48 * 1024, drip_pause=0.05)
"""A connection of about one megabyte per second, so that a download can be seen."""
PICTURE = PictureFile(format=FileFormat.MIXED, wire=LINE)


def program_scenario() -> Scenario:
    """What every task of a demo run does: queued 1–2 s, processing 3–12 s, then a picture."""
    return Scenario(course=COURSE, picture=PICTURE)


def prompt_marks() -> Mapping[str, Scenario]:
    """The scenarios of the marks above."""
    usual = program_scenario()
    quick = replace(usual, course=QUICK)

    def refusing(
        kind: ErrorKind, *, times: int | None = None, after: str | None = None
    ) -> Scenario:
        error = ServiceError(kind=kind, retry_after=after)
        return replace(usual, create=Wire(error=error, times=times))

    def ending(outcome: Outcome, text: str = "") -> Scenario:
        return replace(quick, course=replace(QUICK, outcome=outcome, error_text=text))

    def asking(error: ServiceError, times: int | None = None) -> Scenario:
        return replace(quick, query=Wire(error=error, times=times))

    def picture(file: PictureFile) -> Scenario:
        return replace(quick, picture=file)

    strange = Words(queued="warming_up", processing="dreaming")
    return {
        "[refuse]": ending(Outcome.FAILED, "风控拒绝"),
        "[fail]": ending(Outcome.FAILED, "上游提交未返回task_id"),
        "[slow]": replace(usual, course=Course(queued=(5.0, 15.0), processing=(55.0, 105.0))),
        "[unknown]": replace(usual, create=Wire(fault=Fault.CLOSE, delay=2.0)),
        "[balance]": refusing(ErrorKind.BALANCE),
        "[busy]": refusing(ErrorKind.RATE_LIMIT, times=1, after="5"),
        "[key]": refusing(ErrorKind.BAD_KEY),
        "[empty]": ending(Outcome.NO_PICTURE),
        "[word]": replace(quick, shape=AnswerShape(words=strange)),
        "[gone]": asking(ServiceError(kind=ErrorKind.UNKNOWN_ID)),
        "[trouble]": asking(ServiceError(kind=ErrorKind.UPSTREAM, status=503), times=3),
        "[expired]": picture(replace(PICTURE, dead_status=403, fresh_link=False)),
        "[relink]": picture(replace(PICTURE, dead_status=403)),
        "[cut]": picture(replace(PICTURE, wire=Wire(fault=Fault.CUT, fraction=0.6, times=1))),
        "[crawl]": picture(
            replace(
                PICTURE,
                format=FileFormat.PNG,
                wire=Wire(fault=Fault.DRIP, drip_bytes=4 * 1024, drip_pause=0.35),
            )
        ),
        "[broken]": picture(replace(PICTURE, content=Content.HTML)),
    }


def program_setup(memory: Path | None, seed: int | None = None) -> DemoSetup:
    """The stand-in inside the program: no key needed, nothing of the requests' bodies kept.

    `memory` is a file in which tasks outlive the program; without a seed each run is different.
    """
    return DemoSetup(
        scenario=program_scenario(),
        markers=prompt_marks(),
        seed=seed,
        key_needed=False,
        log_limit=200,
        log_bodies=False,
        memory=memory,
    )
