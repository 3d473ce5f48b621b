"""Names after a pattern: whatever was asked for, legal everywhere and known again by their end."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest

from nanobanana_desktop.domain.file_names import is_name_for_task, picture_folder, picture_stem
from nanobanana_desktop.domain.legal_names import legal_name
from nanobanana_desktop.domain.name_template import FIELDS, TemplateError, TemplateProblem
from nanobanana_desktop.domain.params import GenerationParams
from nanobanana_desktop.domain.picture_format import EXTENSIONS
from nanobanana_desktop.domain.picture_names import (
    NOT_YET,
    PATH_LIMIT,
    PictureNames,
    PicturePlace,
    PictureTraits,
    traits_of,
    usual_place,
)
from nanobanana_desktop.storage.image_folder import safe_relative

TASK = "1a2b3c4d" + "0" * 24
WHEN = datetime(2026, 1, 9, 14, 32, 5, tzinfo=UTC)
TRAITS = PictureTraits("nano-banana-pro", "2K", "16x9")
ROOT = len("/srv/somebody/Pictures/NanoBanana")


def placed(pattern: str, prompt: str = "A red fox", root: int = ROOT) -> PicturePlace:
    place = PictureNames(pattern).place(root, TASK, prompt, WHEN, TRAITS)
    assert place is not None
    return place


@pytest.mark.parametrize("field", sorted(NOT_YET))
def test_what_is_not_known_yet_is_refused_with_its_place(field: str) -> None:
    with pytest.raises(TemplateError) as raised:
        PictureNames(f"{{date}}/{{{field}}}")
    error = raised.value
    assert (error.problem, error.position, error.word) == (TemplateProblem.NOT_YET, 7, field)


@pytest.mark.parametrize(
    "pattern", ["", "/", "{nothing}", "{date", "date}", "{prompt:0}", "a/" * 10]
)
def test_what_no_template_may_be_is_refused_here_too(pattern: str) -> None:
    with pytest.raises(TemplateError):
        PictureNames(pattern)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("{date} {prompt}", ("", "2026-01-09 A red fox_1a2b3c4d")),
        ("{date}/{time} {prompt:5}", ("2026-01-09", "14-32-05 A red_1a2b3c4d")),
        ("{model}\\{res}/{ratio}", ("nano-banana-pro/2K", "16x9_1a2b3c4d")),
        ("{prompt} {id}", ("", "A red fox_1a2b3c4d")),
        ("{id}", ("", "picture_1a2b3c4d")),
        ("{prompt}_{id}", ("", "A red fox_1a2b3c4d")),
        ("Foxes.", ("", "Foxes_1a2b3c4d")),
        ("CON", ("", "_CON_1a2b3c4d")),
        ("spool/{prompt}", ("_spool", "A red fox_1a2b3c4d")),
        ("SPOOL/x/y", ("_SPOOL/x", "y_1a2b3c4d")),
        ("spooled/x", ("spooled", "x_1a2b3c4d")),
        ("../../{prompt}", ("_/_", "A red fox_1a2b3c4d")),
        ("/etc/{prompt}", ("etc", "A red fox_1a2b3c4d")),
        ("C:\\x", ("C-", "x_1a2b3c4d")),
    ],
)
def test_names(pattern: str, expected: tuple[str, str]) -> None:
    assert placed(pattern) == expected


def test_namesakes_are_numbered_behind_the_tag() -> None:
    place = placed("{prompt}")
    assert [place.numbered(n) for n in (1, 2)] == ["A red fox_1a2b3c4d", "A red fox_1a2b3c4d-2"]


def test_without_a_pattern_nothing_is_other_than_before() -> None:
    place = usual_place(ROOT, TASK, "A red fox", WHEN)
    assert place == (picture_folder(WHEN), picture_stem(TASK, "A red fox", WHEN))
    assert place.numbered(3) == picture_stem(TASK, "A red fox", WHEN, number=3)


def test_what_would_be_too_long_for_some_systems_gets_no_place() -> None:
    names = PictureNames("{prompt:200}/{prompt:200}/{prompt}")
    assert names.place(ROOT, TASK, "word " * 100, WHEN, TRAITS) is None
    assert PictureNames("{prompt}").place(PATH_LIMIT, TASK, "x", WHEN, TRAITS) is None


def test_traits_of_an_order() -> None:
    order = GenerationParams(prompt="x", model_name="pro", resolution="4k", aspect_ratio="16:9")
    assert traits_of(order) == ("pro", "4K", "16x9")
    assert traits_of(GenerationParams(prompt="x", aspect_ratio=None)).ratio == "auto"


@pytest.mark.parametrize("seed", range(300))
def test_whatever_is_asked_for_is_legal_and_found_again(seed: int) -> None:
    rng = random.Random(seed)
    fields = [f"{{{field}}}" for field in FIELDS if field not in NOT_YET]
    strange = [
        "/",
        "\\",
        "..",
        ":",
        "*",
        "NUL",
        "狐狸",
        "\u202e",
        "e\u0301",
        " ",
        ".",
        "é",
        "\0",
        "x",
    ]
    pattern = "".join(rng.choice([*fields, *strange]) for _ in range(rng.randrange(1, 12)))
    prompt = "".join(rng.choice([*strange, "🦊", "\n", "word "]) for _ in range(rng.randrange(80)))
    try:
        names = PictureNames(pattern)
    except TemplateError:
        return
    traits = PictureTraits(rng.choice(["a/b", "con", "", "pro"]), "1K", "auto")
    place = names.place(ROOT, TASK, prompt, WHEN, traits)
    if place is None:
        return
    name = f"{place.numbered(rng.choice([1, 2, 999]))}.png"
    parts = [*filter(None, place.folder.split("/")), name]
    assert [legal_name(part) for part in parts] == parts
    assert is_name_for_task(name, TASK, EXTENSIONS)
    relative = "/".join(parts)
    assert safe_relative(relative) is not None
    assert not relative.startswith("spool/")
    assert ROOT + 1 + len(relative) <= PATH_LIMIT
    assert len(name.encode()) <= 240
