"""Templates: what is asked for is carried out in order and told; bad files change nothing."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import AsyncIterator
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from nanobanana_desktop.domain import template_book
from nanobanana_desktop.domain.params import Reference, ReferenceKind
from nanobanana_desktop.domain.prompt_template import PromptTemplate
from nanobanana_desktop.domain.template_book import FORMAT, FileProblem
from nanobanana_desktop.errors import AppError, ErrorCase, StorageError
from nanobanana_desktop.services.background import Jobs, Workers
from nanobanana_desktop.services.template_service import TemplateService
from nanobanana_desktop.storage.reference_store import ReferenceStore
from nanobanana_desktop.storage.template_store import TemplateStore
from tests.conftest import LogGuard
from tests.pictures import picture

CAT = PromptTemplate(id="", name="Cat", prompt="a {{colour}} cat")
DOG = PromptTemplate(id="", name="Dog", folder="Animals", prompt="a dog")
PATIENCE = 30.0


class Told:
    """A service over a real file, and what it said."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.workers = Workers("templates", 2)
        self.jobs = Jobs()
        self.keeper = TemplateStore(path)
        self.pictures = ReferenceStore(path.parent / "references")
        self.service = TemplateService(self.keeper, self.pictures, self.workers, self.jobs)
        self.shown: list[list[PromptTemplate]] = []
        self.said: list[object] = []
        service = self.service
        service.templates_changed.connect(self.shown.append)
        service.saved.connect(lambda template: self.said.append(("saved", template.name)))
        service.removed.connect(lambda template: self.said.append(("removed", template.name)))
        service.imported.connect(lambda ids, bad: self.said.append(("imported", len(ids), bad)))
        service.exported.connect(lambda path, *told: self.said.append((path.name, *told)))
        service.import_failed.connect(self.said.append)
        service.full.connect(lambda: self.said.append("full"))
        service.newer.connect(lambda: self.said.append("newer"))
        service.set_aside.connect(lambda path: self.said.append(path.name))
        service.trouble.connect(self._on_service_trouble)

    async def names(self) -> list[str]:
        await self.done()
        return [template.name for template in self.shown[-1]]

    async def done(self) -> None:
        await self.jobs.wait(lambda _: True, PATIENCE)

    def _on_service_trouble(self, error: AppError) -> None:
        self.said.append(error.case)


@pytest.fixture
async def told(tmp_path: Path, qapp: object) -> AsyncIterator[Told]:
    told = Told(tmp_path / "data" / "templates.json")
    yield told
    await told.jobs.close()
    told.workers.close()


def handed_on(tmp_path: Path, *templates: object, **others: object) -> Path:
    path = tmp_path / "others.json"
    content = {"format": FORMAT, "version": 1, "templates": list(templates)} | others
    path.write_text(json.dumps(content))
    return path


# -- what goes wrong -----------------------------------------------------------------------------


async def test_a_bad_file_is_told_and_changes_nothing(told: Told, tmp_path: Path) -> None:
    told.service.save(CAT)
    await told.done()
    before = told.path.read_bytes()
    bad = tmp_path / "bad.json"
    bad.write_bytes(b"<html>")
    told.service.take_in(bad)
    told.service.take_in(handed_on(tmp_path, {"name": "x", "prompt": "y"}, version=7))
    await told.done()
    assert told.said[1:] == [FileProblem.OTHER_FILE, FileProblem.NEWER]
    assert told.path.read_bytes() == before


async def test_all_of_a_file_is_taken_in_or_nothing(
    told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(template_book, "COUNT_LIMIT", 2)
    told.service.save(CAT)
    told.service.take_in(
        handed_on(tmp_path, {"name": "a", "prompt": "1"}, {"name": "b", "prompt": "2"})
    )
    assert await told.names() == ["Cat"]
    assert told.said == [("saved", "Cat"), FileProblem.TOO_MANY]
    told.service.save(DOG)
    told.service.save(replace(DOG, name="Third"))
    assert await told.names() == ["Cat", "Dog"]
    assert told.said[2:] == [("saved", "Dog"), "full"]


async def test_links_that_are_none_are_left_out(told: Told, tmp_path: Path) -> None:
    links = [
        Reference(kind=ReferenceKind.LINK, name="x", url=url)
        for url in ("file:///etc/passwd", "javascript:1", "https://u:p@a.b/c", "https://a.b/c.png")
    ]
    good = {"name": "good", "prompt": "x", "references": [asdict(link) for link in links]}
    bad = {"name": "bad", "references": [asdict(links[0])]}
    told.service.take_in(handed_on(tmp_path, good, bad))
    assert await told.names() == ["good"]
    assert told.said == [("imported", 1, 1)]
    assert told.shown[-1][0].references == (links[3],)
    told.service.take_in(handed_on(tmp_path, bad))
    await told.done()
    assert told.said[1:] == [FileProblem.NOTHING]


async def test_pictures_go_with_their_templates(told: Told, tmp_path: Path) -> None:
    data = picture("png")
    own = told.pictures.add_bytes(data, "own.png")
    told.service.save(replace(CAT, references=(own,)))
    out = tmp_path / "out.json"
    told.service.hand_on(out)
    await told.done()
    other = Told(tmp_path / "elsewhere" / "templates.json")
    content = json.loads(out.read_text())
    # What a file says of a picture need not be true; the picture itself is looked at.
    content["templates"][0]["references"][0]["mime"] = "image/webp"
    out.write_text(json.dumps(content))
    other.service.take_in(out)
    await other.done()
    (reference,) = other.shown[-1][0].references or ()
    assert reference == own
    place = other.pictures.locate(reference)
    assert place is not None
    assert place.read_bytes() == data
    other.workers.close()


@pytest.mark.parametrize("bad", [b"", b"no picture", "digest", "text"])
async def test_pictures_that_are_not_what_they_say_are_not_kept(
    told: Told, tmp_path: Path, bad: bytes | str
) -> None:
    data = bad if isinstance(bad, bytes) else picture("png")
    digest = "0" * 64 if bad == "digest" else hashlib.sha256(data).hexdigest()
    text = "?" if bad == "text" else base64.b64encode(data).decode()
    reference = Reference(kind=ReferenceKind.FILE, name="x", sha256=digest, mime="image/png")
    template = {"name": "a", "prompt": "x", "references": [asdict(reference)]}
    told.service.take_in(handed_on(tmp_path, template, pictures={digest: text}))
    assert await told.names() == ["a"]
    assert told.shown[-1][0].references == (reference,)
    assert told.pictures.locate(reference) is None


async def test_what_a_newer_version_wrote_is_shown_and_not_changed(told: Told) -> None:
    told.service.save(CAT)
    await told.done()
    told.path.write_text(json.dumps(json.loads(told.path.read_bytes()) | {"version": 2}))
    told.service.save(DOG)
    told.service.load()
    assert await told.names() == ["Cat"]
    assert told.said[1:] == ["newer"]


async def test_values_that_cannot_be_remembered_are_not_worth_a_word(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    told.service.save(CAT)
    await told.done()
    told.path.write_text(json.dumps(json.loads(told.path.read_bytes()) | {"version": 2}))
    told.service.remember({"colour": "red"})
    await told.done()

    def refuse(*_: object) -> None:
        raise StorageError(ErrorCase.DISK_FULL)

    monkeypatch.setattr(told.keeper, "change", refuse)
    told.service.remember({"colour": "red"})
    await told.done()
    assert told.said == [("saved", "Cat")]


async def test_nothing_is_handed_on_when_there_is_nothing(told: Told, tmp_path: Path) -> None:
    told.service.hand_on(tmp_path / "out.json")
    await told.done()
    assert told.said == [("out.json", 0, 0)]
    assert not (tmp_path / "out.json").exists()


async def test_a_file_that_was_set_aside_is_told_once(told: Told) -> None:
    told.service.save(CAT)
    await told.done()
    told.path.write_bytes(b"?")
    told.service.load()
    told.service.load()
    assert await told.names() == ["Cat"]
    assert len(told.said) == 2
    assert str(told.said[1]).startswith("templates.json.bad-")


async def test_a_file_that_cannot_be_written_is_told(told: Told, log_guard: LogGuard) -> None:
    log_guard.expected.append("cannot be read or changed")
    told.path.parent.write_bytes(b"in the way")
    told.service.save(CAT)
    await told.done()
    assert told.said == [ErrorCase.FOLDER_MISSING]
    assert told.shown == []


# -- the usual -----------------------------------------------------------------------------------


async def test_templates_are_saved_changed_removed_and_brought_back(told: Told) -> None:
    for template in (DOG, CAT, replace(CAT, prompt="another")):
        told.service.save(template)
    assert await told.names() == ["Cat", "Cat (2)", "Dog"]
    cat, other, dog = told.shown[-1]
    assert len({cat.id, other.id, dog.id}) == 3
    told.service.put(replace(dog, name="Wolf"))
    told.service.remove(cat)
    told.service.remove(cat)
    assert await told.names() == ["Cat (2)", "Wolf"]
    told.service.put(cat)
    assert await told.names() == ["Cat", "Cat (2)", "Wolf"]
    assert told.service.templates[0] == cat
    assert told.said == [
        ("saved", "Dog"),
        ("saved", "Cat"),
        ("saved", "Cat (2)"),
        ("removed", "Cat"),
    ]


async def test_what_was_written_for_variables_is_offered_again(told: Told) -> None:
    told.service.remember({"colour": "red"})
    told.service.remember({"colour": "blue", "who": ""})
    await told.service.settled()
    await told.done()
    again = Told(told.path)
    again.service.load()
    await again.done()
    again.workers.close()
    assert again.service.last_values("colour") == ("blue", "red")
    assert again.service.last_values("who") == ()


async def test_an_import_keeps_names_that_are_the_same_and_can_be_undone(
    told: Told, tmp_path: Path
) -> None:
    told.service.save(CAT)
    told.service.save(DOG)
    out = tmp_path / "out.json"
    told.service.hand_on(out)
    told.service.take_in(out)
    assert await told.names() == ["Cat", "Cat (2)", "Dog", "Dog (2)"]
    assert told.said[2:] == [("out.json", 2, 0), ("imported", 2, 0)]
    new = [template.id for template in told.shown[-1] if "(2)" in template.name]
    told.service.remove_all(new)
    assert await told.names() == ["Cat", "Dog"]
