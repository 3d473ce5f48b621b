"""Names of exported copies: whatever a template and a prompt hold, every system takes the name."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nanobanana_desktop.domain.legal_names import NAME_LIMIT, TakenNames, comparable, legal_name
from nanobanana_desktop.domain.name_template import (
    DEFAULT_TEMPLATE,
    FIELDS,
    NameTemplate,
    NameValues,
    TemplateError,
    TemplateProblem,
    name_values,
)
from nanobanana_desktop.domain.params import GenerationParams
from tests.fakes import make_task

P = TemplateProblem

VALUES = NameValues(
    when=datetime(2026, 11, 22, 14, 32, 5, tzinfo=UTC),
    prompt="A ripe banana carved into a tiny sailing boat, drifting on a lake",
    model="nano-banana-pro",
    resolution="2K",
    ratio="16x9",
    seq=7,
    tag="boats",
    rating=4,
    id="0123abcd",
)

RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
NASTY = st.one_of(
    st.text(),
    st.text(alphabet='../\\:*?"<>| \t\n\0\u202e\u200b\ufeff\ud800conNUL.é香蕉🍌\u0301'),
    st.sampled_from(["CON", "nul.txt", "..", ".", " ", "COM¹", "a.", "香" * 300, "🍌" * 200]),
)


def assert_is_legal(name: str) -> None:
    assert name
    assert len(name.encode("utf-8")) <= NAME_LIMIT
    assert len(name.encode("utf-16-le")) // 2 <= NAME_LIMIT
    assert not set(name) & set('<>:"/\\|?*')
    assert name.strip(" .") == name
    assert not RESERVED.fullmatch(name)
    assert unicodedata.normalize("NFC", name) == name
    kinds = {unicodedata.category(letter) for letter in name if letter not in "\u200c\u200d"}
    assert not kinds & {"Cc", "Cf", "Cs", "Cn", "Co"}


def reading(text: str) -> tuple[TemplateError | None, NameTemplate | None]:
    try:
        return None, NameTemplate(text)
    except TemplateError as error:
        return error, None


@pytest.mark.parametrize(
    ("text", "problem", "position"),
    [
        ("", P.EMPTY, 0),
        ("///", P.EMPTY, 0),
        ("{date} {prmpt}", P.UNKNOWN_FIELD, 7),
        ("{Date}", P.UNKNOWN_FIELD, 0),
        ("a{}", P.UNKNOWN_FIELD, 1),
        ("名{prompt", P.UNCLOSED, 1),
        ("{{{date", P.UNCLOSED, 2),
        ("{date}}", P.UNOPENED, 6),
        ("{prompt:}", P.BAD_LENGTH, 0),
        ("{prompt:0}", P.BAD_LENGTH, 0),
        ("{prompt:9999}", P.BAD_LENGTH, 0),
        ("{prompt:-3}", P.BAD_LENGTH, 0),
        ("{prompt:٣}", P.BAD_LENGTH, 0),
        ("{date:4}", P.BAD_LENGTH, 0),
        ("/".join("abcdefghij"), P.TOO_DEEP, 0),
        ("x" * 501, P.TOO_LONG, 500),
    ],
)
def test_a_template_that_cannot_be_used_says_why_and_where(
    text: str, problem: P, position: int
) -> None:
    with pytest.raises(TemplateError) as caught:
        NameTemplate(text)
    assert (caught.value.problem, caught.value.position) == (problem, position)


@pytest.mark.parametrize(
    ("template", "folder", "stem"),
    [
        (DEFAULT_TEMPLATE, "", "2026-11-22 A ripe banana carved into a tiny sailing"),
        ("{date}/{time} {res} {ratio} {seq}", "2026-11-22", "14-32-05 2K 16x9 007"),
        ("{model}\\{tag}\\{rating}_{id}", "nano-banana-pro/boats", "4_0123abcd"),
        ("/{seq:5}", "", "00007"),
        ("{{{seq:1}}}", "", "{7}"),
        ("{prompt:8}", "", "A ripe"),
        ("{prompt:3}x", "", "A rx"),
        ("../../{seq}", "_/_", "007"),
        ("C:\\{seq}", "C-", "007"),
        ("nul", "", "_nul"),
        ("...", "", "picture"),
    ],
)
def test_fields_become_folder_and_name(template: str, folder: str, stem: str) -> None:
    assert NameTemplate(template).render(VALUES) == (folder, stem)


def test_a_folder_without_words_is_there_all_the_same() -> None:
    values = name_values(make_task(params=GenerationParams(prompt="x")), 1, UTC)
    assert NameTemplate("{tag}/{prompt}").render(values) == ("_", "x")


def test_the_values_of_a_task_are_in_its_own_words() -> None:
    task = make_task(
        id="0123abcd" + "e" * 24,
        created_at=86_400.0,
        params=GenerationParams(prompt="香蕉船", resolution="4k", aspect_ratio=None),
        tags=("湖", "sea"),
        rating=5,
    )
    template = NameTemplate("{date} {time} {prompt} {res} {ratio} {tag} {rating} {id}")
    zone = timezone(timedelta(hours=8))
    expected = "1970-01-02 08-00-00 香蕉船 4K auto 湖 5 0123abcd"
    assert template.render(name_values(task, 1, zone)) == ("", expected)


def test_a_clock_beyond_all_calendars_is_no_trouble() -> None:
    values = name_values(make_task(created_at=1e300), 1, UTC)
    assert NameTemplate("{date}").render(values) == ("", "1970-01-01")


def test_a_deep_folder_leaves_less_room_for_the_name() -> None:
    long = NameTemplate("{prompt:200}")
    values = name_values(make_task(params=GenerationParams(prompt="word " * 100)), 1, UTC)
    _, roomy = long.render(values)
    _, tight = long.render(values, room=90)
    _, tightest = long.render(values, room=0)
    assert len(roomy) > len(tight) > len(tightest) > 10
    assert len(tight) <= 90 - len("-999999.jpeg")


@given(
    prompt=NASTY,
    tag=NASTY,
    model=NASTY,
    template=st.lists(
        st.one_of(
            st.sampled_from([f"{{{name}}}" for name in FIELDS]),
            st.sampled_from(["/", "\\", " ", ".", "CON", "{prompt:200}", "{tag}"]),
            NASTY.map(lambda text: text.replace("{", "").replace("}", "")),
        ),
        max_size=8,
    ).map("".join),
)
@settings(max_examples=300, deadline=None)
def test_every_rendered_name_is_legal_everywhere(
    prompt: str, tag: str, model: str, template: str
) -> None:
    problem, read = reading(template)
    if read is None:
        assert problem is not None
        assert problem.problem in (P.EMPTY, P.TOO_DEEP, P.TOO_LONG)
        return
    values = NameValues(VALUES.when, prompt, model, "2K", "1x1", 1, tag, 0, "0123abcd")
    folder, stem = read.render(values)
    for name in filter(None, folder.split("/")):
        assert_is_legal(name)
    assert_is_legal(TakenNames().take(folder, stem, ".webp"))


@given(st.text(alphabet="{}:/ab0datepromptseq", max_size=40))
def test_any_text_is_read_or_refused_with_a_place_inside_it(text: str) -> None:
    problem, read = reading(text)
    assert (problem is None) != (read is None)
    assert problem is None or 0 <= problem.position <= len(text)


def test_names_that_differ_only_for_some_systems_count_as_taken() -> None:
    names = TakenNames()
    names.add("", ["Café.PNG"])
    assert names.take("", "cafe\u0301", ".png") == "cafe\u0301-2.png"
    assert names.take("", "CAFÉ", ".png") == "CAFÉ-3.png"
    assert names.take("", "STRASSE", ".png") == "STRASSE.png"
    assert names.take("", "straße", ".png") == "straße-2.png"
    assert names.take("other", "Café", ".png") == "Café.png"


def test_folders_that_differ_only_in_case_share_their_names() -> None:
    names = TakenNames()
    assert names.take("Boats", "a", ".png") == "a.png"
    assert names.take("boats", "A", ".png") == "A-2.png"


def test_a_long_name_makes_room_for_its_number() -> None:
    names = TakenNames()
    stem = "香" * 80
    taken = [names.take("", stem, ".png") for _ in range(12)]
    assert len({comparable(name) for name in taken}) == 12
    for name in taken:
        assert_is_legal(name)


def test_many_files_of_one_name_do_not_take_forever() -> None:
    names = TakenNames()
    taken = {names.take("", "same", ".png") for _ in range(20_000)}
    assert "same-20000.png" in taken
    assert len(taken) == 20_000


@given(st.lists(st.text(alphabet="aAéÉ-2", min_size=1, max_size=4), max_size=30))
def test_no_two_given_names_are_the_same_anywhere(stems: list[str]) -> None:
    names = TakenNames()
    taken = [names.take("", stem, ".png") for stem in stems]
    assert len({comparable(name) for name in taken}) == len(stems)


@pytest.mark.parametrize("text", ["\u202egnp.exe", "a\u200bb", "\x07bell", "\ud83c half"])
def test_invisible_characters_do_not_reach_a_name(text: str) -> None:
    assert_is_legal(legal_name(text))


def test_emoji_that_are_joined_stay_joined() -> None:
    assert legal_name("👩‍🚀 launch") == "👩‍🚀 launch"
