"""Templates as values: what is kept of a form, read back, named, handed on."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nanobanana_desktop.domain import template_book
from nanobanana_desktop.domain.params import GenerationParams, Reference, ReferenceKind
from nanobanana_desktop.domain.prompt_template import (
    NAME_LIMIT,
    TEXT_LIMIT,
    PromptTemplate,
    TemplateSettings,
    clean_name,
    folders_of,
    free_name,
    settings_of,
    template_from,
    template_to_mapping,
)
from nanobanana_desktop.domain.template_book import (
    FORMAT,
    VALUES_KEPT,
    VERSION,
    FileProblem,
    TemplateBook,
    TemplateFileError,
    book_from,
    book_to_mapping,
    exported,
    imported,
    is_newer,
)

LINK = Reference(kind=ReferenceKind.LINK, name="a.png", url="https://example.com/a.png")
FILE = Reference(kind=ReferenceKind.FILE, name="b.png", sha256="b" * 64, mime="image/png")
FORM = GenerationParams(
    prompt="a heron", model_name="nano-banana-2", resolution="2k", aspect_ratio=None
)
SETTINGS = TemplateSettings(
    model_name="nano-banana-pro", resolution="4k", aspect_ratio="16:9", count=3
)
WHOLE = PromptTemplate(
    id="1",
    name="Poster",
    folder="Work",
    prompt="{{who}} on a poster",
    settings=SETTINGS,
    references=(LINK, FILE),
)


def named(name: str, template_id: str = "", folder: str = "") -> PromptTemplate:
    return PromptTemplate(id=template_id or name, name=name, folder=folder, prompt="x")


# -- what cannot be read -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        None,
        7,
        "text",
        [],
        {},
        {"name": "a"},
        {"name": "a", "prompt": "  "},
        {"name": "a", "references": []},
        {"name": "a", "references": [{"kind": "file", "name": "x"}]},
        {"name": "", "prompt": "x"},
        {"name": "\u202e", "prompt": "x"},
        {"name": 1, "prompt": "x"},
        {"name": "a", "prompt": 1},
        {"name": "a", "prompt": "x", "folder": 3},
        {"name": "a", "prompt": "x" * (TEXT_LIMIT + 1)},
    ],
)
def test_what_is_no_template(content: object) -> None:
    assert template_from(content) is None


def test_settings_that_make_no_sense_have_defaults() -> None:
    bad: dict[str, Any] = {
        "model_name": 3,
        "resolution": ["4k"],
        "aspect_ratio": "1:7",
        "count": True,
    }
    read = template_from({"name": "a", "settings": bad})
    assert read is not None
    assert read.settings == TemplateSettings()
    assert template_from({"name": "a", "prompt": "x", "settings": "?"}).settings is None


def test_names_are_one_plain_line() -> None:
    read = template_from({"name": " two\n lines\u202e\0", "prompt": "a\0\ud800b\n", "id": 5})
    assert read == PromptTemplate(id="5", name="two lines", prompt="a\ufffdb\n")
    assert len(clean_name("x" * 500)) == NAME_LIMIT


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["version", "templates", "last_values", "name", "prompt", "id", "kind"]
                )
                | st.text(max_size=3),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
def test_any_content_is_read_without_a_fault_and_nothing_of_it_is_dropped(content: object) -> None:
    if not isinstance(content, dict):
        content = {"templates": content}
    book = book_from(content)
    entries = content.get("templates")
    assert len(book.templates) + len(book.unknown) == (
        len(entries) if isinstance(entries, list) else 0
    )
    assert book_from(book_to_mapping(book)) == book


# -- what is kept --------------------------------------------------------------------------------


def test_a_template_is_read_as_it_was_written() -> None:
    for template in (
        WHOLE,
        replace(WHOLE, prompt=None, folder=""),
        replace(WHOLE, settings=None, references=None),
        replace(WHOLE, settings=replace(SETTINGS, aspect_ratio=None), references=()),
    ):
        written = json.loads(json.dumps(template_to_mapping(template)))
        assert template_from(written) == template


def test_only_what_is_kept_takes_the_place_of_the_form() -> None:
    with_form = replace(FORM, references=(FILE,))
    params, number = WHOLE.put_into(with_form, 1, "a cat on a poster")
    assert (params.prompt, params.resolution, number) == ("a cat on a poster", "4k", 3)
    assert (params.aspect_ratio, params.references) == ("16:9", (LINK, FILE))
    prompt_alone = replace(WHOLE, settings=None, references=None)
    assert prompt_alone.put_into(with_form, 2) == (replace(with_form, prompt=WHOLE.prompt), 2)
    settings_alone = replace(WHOLE, prompt=None, references=None)
    params, number = settings_alone.put_into(with_form, 1)
    assert (params.prompt, params.references, params.model_name, number) == (
        "a heron",
        (FILE,),
        "nano-banana-pro",
        3,
    )


def test_the_form_takes_the_place_of_what_is_kept_and_of_nothing_else() -> None:
    now = WHOLE.with_content(FORM, 2)
    assert now == replace(WHOLE, prompt="a heron", settings=settings_of(FORM, 2), references=())
    assert replace(WHOLE, settings=None, references=None).with_content(FORM, 2) == replace(
        WHOLE, prompt="a heron", settings=None, references=None
    )
    assert replace(WHOLE, settings=None).with_content(replace(FORM, prompt=" "), 1).is_empty


# -- names and order -----------------------------------------------------------------------------


def test_two_templates_of_one_folder_never_have_one_name() -> None:
    book = TemplateBook().with_templates([named("Cat", "1"), named("cat", "2"), named("CAT", "3")])
    assert [template.name for template in book.templates] == ["Cat", "cat (2)", "CAT (3)"]
    moved = book.with_templates([replace(book.find("1"), folder="F"), named("Cat", "4", "F")])
    assert {t.id: t.name for t in moved.templates if t.folder} == {"1": "Cat", "4": "Cat (2)"}
    assert book.with_templates([named("Cat", "1")]) == book
    longest = "x" * NAME_LIMIT
    assert len(free_name(longest, [longest])) == NAME_LIMIT


def test_those_without_a_folder_come_first_then_folders_and_names() -> None:
    book = TemplateBook().with_templates(
        [named("b", folder="Z"), named("a", folder="y"), named("z"), named("Y")]
    )
    assert [(t.folder, t.name) for t in book.templates] == [
        ("", "Y"),
        ("", "z"),
        ("y", "a"),
        ("Z", "b"),
    ]
    assert folders_of(book.templates) == ["y", "Z"]
    assert book.without(["Y", "gone"]).find("Y") is None


def test_what_was_written_last_is_offered_first_and_not_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    book = TemplateBook()
    for number in range(VALUES_KEPT + 2):
        book = book.with_values({"who": f"cat {number}", "empty": " ", "long": "x" * 1_001})
    book = book.with_values({"who": "cat 4"})
    assert dict(book.last_values) == {"who": ("cat 4", "cat 6", "cat 5", "cat 3", "cat 2")}
    monkeypatch.setattr(template_book, "VALUED_NAMES", 2)
    book = book.with_values({"a": "1"}).with_values({"who": "dog"}).with_values({"b": "2"})
    assert list(book.last_values) == ["who", "b"]
    assert book_from(book_to_mapping(book)).last_values == book.last_values


# -- files for others ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (None, FileProblem.OTHER_FILE),
        ([], FileProblem.OTHER_FILE),
        ({"templates": []}, FileProblem.OTHER_FILE),
        ({"format": "other", "templates": []}, FileProblem.OTHER_FILE),
        ({"format": FORMAT}, FileProblem.OTHER_FILE),
        ({"format": FORMAT, "templates": {}}, FileProblem.OTHER_FILE),
        ({"format": FORMAT, "templates": [], "version": 99}, FileProblem.NEWER),
        ({"format": FORMAT, "templates": [], "version": "1"}, FileProblem.NEWER),
        ({"format": FORMAT, "templates": []}, FileProblem.NOTHING),
        ({"format": FORMAT, "templates": [1, {"name": "a"}]}, FileProblem.NOTHING),
    ],
)
def test_a_file_that_cannot_be_taken_in_says_why(content: object, problem: FileProblem) -> None:
    with pytest.raises(TemplateFileError) as raised:
        imported(content, str)
    assert raised.value.problem is problem


def test_what_was_exported_is_taken_in_with_ids_of_its_own() -> None:
    numbers = count(10)
    written = json.loads(
        json.dumps(exported([WHOLE, named("b")], {"b" * 64: "QQ==", "c" * 64: "QQ=="}))
    )
    written["templates"].append({"strange": 1})
    read = imported(written, lambda: str(next(numbers)))
    assert read.templates == (replace(WHOLE, id="10"), named("b", "11"))
    assert read.unusable == 1
    assert read.pictures == {"b" * 64: "QQ=="}
    assert "pictures" not in exported([WHOLE], {})


@pytest.mark.parametrize(
    ("version", "newer"), [(VERSION, False), (0, False), (VERSION + 1, True), ("x", True)]
)
def test_the_version_tells_whether_a_newer_program_wrote_it(version: object, newer: bool) -> None:
    assert is_newer({"version": version}) is newer
    assert not is_newer({})
