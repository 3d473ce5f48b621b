"""The cards of the templates in every look: nothing cut, everything named, large and seen."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from nanobanana_desktop.domain.prompt_template import PromptTemplate, TemplateSettings, in_order
from nanobanana_desktop.ui.templates.card import TemplateCard
from nanobanana_desktop.ui.templates.fill_card import FillCard
from nanobanana_desktop.ui.templates.library_card import LibraryCard
from nanobanana_desktop.ui.templates.save_card import SaveCard
from nanobanana_desktop.ui.widgets.targets import LEAST_TARGET
from tests.accessible_nodes import offences, shown_nodes
from tests.ui.cut_texts import cut_texts, watched_painting
from tests.ui.scenes import PSEUDO, Look, Scene, opened
from tests.ui.test_focus_rings import faults, stops
from tests.ui.test_nothing_is_cut import is_open_ended
from tests.ui.test_targets import targets

LOOKS = [
    Look("light", language, scale)
    for language, scale in product(("en", "zh_CN", PSEUDO), (90, 100, 150))
]
POSTER = PromptTemplate(
    id="1",
    name="海报 Poster",
    folder="Work",
    prompt="{{event}} in {{colour=red}}, {{地点=}}",
    settings=TemplateSettings(aspect_ratio=None),
)
PLAIN = PromptTemplate(id="2", name="A <b>b</b> & c", prompt="soft light")


def name_of(widget: QWidget) -> str:
    return widget.accessibleName() or str(getattr(widget, "text", str)())


def library(
    scene: Scene, *, templates: tuple[PromptTemplate, ...] = (POSTER, PLAIN)
) -> LibraryCard:
    card = LibraryCard(scene.theme, scene.panes.create, scene.panes.window.toast)
    card.show_templates(in_order(templates))
    card.open()
    return card


def renaming(scene: Scene) -> LibraryCard:
    card = library(scene)
    card.renaming.rename(PLAIN)
    return card


def in_vain(scene: Scene) -> LibraryCard:
    card = library(scene)
    card.search.setText("q x")
    return card


def filling(scene: Scene) -> FillCard:
    card = FillCard(scene.theme, scene.panes.create)
    card.open_for(POSTER, lambda name: ("jazz", "blues") if name == "event" else ())
    card.act()
    return card


def saving(scene: Scene) -> SaveCard:
    card = SaveCard(scene.theme, scene.panes.create)
    card.open_for(scene.panes.create.state(), ["Work"], preparing=False)
    card.name.line.clear()
    card.act()
    return card


CARDS: dict[str, Callable[[Scene], TemplateCard]] = {
    "library": library,
    "empty library": lambda scene: library(scene, templates=()),
    "search in vain": in_vain,
    "renaming": renaming,
    "filling in": filling,
    "saving": saving,
}


@pytest.mark.parametrize("look", LOOKS, ids=str)
@pytest.mark.parametrize("name", CARDS)
def test_no_card_is_cut(qapp: QApplication, name: str, look: Look) -> None:
    with watched_painting() as painted, opened(qapp, "composing", look) as scene:
        card = CARDS[name](scene)
        scene.settle()
        painted.clear()
        card.grab()
        found = cut_texts(card)
        shortened = [text for text, _ in painted if not is_open_ended(text, look)]
        inside = scene.panes.window.rect().contains(card.geometry())
        card.dismiss()
    assert found == []
    assert shortened == []
    assert inside


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_focus_is_seen_in_every_card(qapp: QApplication, mode: str) -> None:
    known: set[tuple[str, str]] = set()
    found: dict[str, list[str]] = {}
    for name, make in CARDS.items():
        with opened(qapp, "composing", Look(mode)) as scene:
            card = make(scene)
            scene.settle()
            # What is around the card is looked at elsewhere, and a look there closes it.
            around = (stop for stop in stops(scene.shown) if not card.isAncestorOf(stop))
            known.update((type(stop).__name__, name_of(stop)) for stop in around)
            found[name] = faults(scene, known)
            card.dismiss()
    assert {name: each for name, each in found.items() if each} == {}
    assert {"TemplateList", "SearchLine", "ChoiceEdit", "TickBox"} <= {kind for kind, _ in known}


@pytest.mark.parametrize("name", CARDS)
def test_what_is_pressed_in_a_card_is_large_enough(qapp: QApplication, name: str) -> None:
    with opened(qapp, "composing", Look(text_scale=90)) as scene:
        card = CARDS[name](scene)
        scene.settle()
        found = targets(card)
        small = [each for each in found if min(each.width(), each.height()) < LEAST_TARGET]
        card.dismiss()
    assert small == []
    assert len(found) > 2


@pytest.mark.parametrize("name", CARDS)
def test_every_control_of_a_card_is_named(qapp: QApplication, name: str) -> None:
    with opened(qapp, "composing", Look()) as scene:
        card = CARDS[name](scene)
        scene.settle()
        nodes = shown_nodes(card)
        found = offences(nodes)
        card.dismiss()
    assert found == []
    assert sum(node.is_a_control for node in nodes) > 2
