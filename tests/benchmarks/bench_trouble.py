"""How long the window's thread is away while the service or the disk misbehaves, and how soon a
picture that would fill the memory is refused."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from measuring import judge, run_child_lists

from nanobanana_desktop.demo.scenario import (
    AnswerShape,
    Body,
    Content,
    Course,
    PictureFile,
    Scenario,
    Wire,
)
from nanobanana_desktop.demo.server import DemoServer, DemoSetup

LONGEST = 0.05
REFUSED = 1.0
ANSWER_BYTES = 50 * 1024 * 1024
STORM_SECONDS = 8.0
"""How long the tasks of the storm take: all are at the service before the first one is done."""
SLOW_SECONDS = 8.0
PICTURE = PictureFile(pixels=(768, 512))


def markers() -> dict[str, Scenario]:
    """What an order meets, by a text in its prompt."""
    found = {
        "storm": Scenario(
            course=Course(processing=(STORM_SECONDS, STORM_SECONDS)), picture=PICTURE
        ),
        "slow": Scenario(
            create=Wire(delay=SLOW_SECONDS / 4), query=Wire(delay=SLOW_SECONDS), picture=PICTURE
        ),
        "plain": Scenario(picture=PICTURE),
    }
    for body in Body:
        shape = AnswerShape(body=body, huge_bytes=ANSWER_BYTES)
        found[f"hostile {body.value.replace('_', ' ')}"] = Scenario(query_shape=shape)
    for content in (Content.HEADER_BOMB, Content.PIXEL_BOMB, Content.GZIP_BOMB):
        picture = PictureFile(content=content)
        found[content.value.replace("_", " ")] = Scenario(picture=picture)
    return found


def main() -> int:
    with (
        DemoServer(DemoSetup(markers=markers())) as service,
        tempfile.TemporaryDirectory() as folder,
    ):
        told = run_child_lists("child_trouble.py", folder, service.base_url)
    met = True
    slowest = max(told.pop("refused"))
    is_met = slowest <= REFUSED
    met &= judge(
        "bombs refused, the slowest", f"{slowest:.2f} s", is_met, is_met, f"≤ {REFUSED:.0f} s"
    )
    for name, pauses in told.items():
        if name.endswith("(work)"):
            continue
        longest, worked = max(pauses), max(told[f"{name} (work)"])
        shown = f"{longest * 1000:.1f} ms, of that own work {worked * 1000:.1f} ms"
        # On a busy machine the thread is late without having done anything.
        met &= judge(
            f"{name}, longest pause",
            shown,
            longest <= LONGEST,
            worked <= LONGEST,
            f"≤ {LONGEST * 1000:.0f} ms",
        )
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
