"""Sorting out: decisions are taken, taken back and kept; what goes elsewhere costs none of them."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from nanobanana_desktop.domain.culling import (
    BIN,
    KEEP,
    MOST_PICTURES,
    Culling,
    CullScope,
    Decision,
)
from nanobanana_desktop.domain.marks import MarkChange


def culling(pictures: str = "abcd") -> Culling:
    return Culling(CullScope.DAY, pictures)


def decided(pictures: str, decisions: Mapping[str, Decision]) -> Culling:
    found = culling(pictures)
    for task_id, decision in decisions.items():
        assert found.look_at(task_id)
        found.decide(decision)
    return found


# -- kept badly --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"pictures": None},
        {"pictures": ["a", "b"], "decided": [["a", "bin"]]},
        {"pictures": "a b", "decided": None},
        {"pictures": "a b", "decided": {"a": "bin"}},
        {"pictures": "a b", "decided": [["a"], "a", None, ["a", "bin", 1], [1, "bin"]]},
        {"pictures": "a b", "decided": [["c", "bin"]]},
        {"pictures": "a b", "decided": [["a", "burn"], ["b", 3], ["a", ["bin"]]]},
        {"pictures": "a b", "decided": [["a", "keep 6"], ["b", "keep -1"], ["a", "keep "]]},
        {"pictures": "x" * 65, "decided": [["x" * 65, "bin"]]},
    ],
    ids=repr,
)
def test_a_file_of_which_nothing_can_be_made_is_nothing(content: dict[str, object]) -> None:
    assert Culling.from_mapping(content) is None


def test_of_a_damaged_file_what_is_understood_holds() -> None:
    content = {
        "scope": "universe",
        "pictures": "a b a c",
        "decided": [["a", "bin"], ["b", "later"], 7, ["c", "keep star 4"]],
        "current": ["b"],
    }
    found = Culling.from_mapping(content)
    assert found is not None
    assert found.pictures == ("a", "b", "c")
    assert found.decision("a") == BIN
    assert found.decision("b") is None
    assert found.decision("c") == Decision(starred=True, rating=4)
    assert found.current == "a"


def test_what_was_decided_comes_back_as_it_was() -> None:
    before = culling("abcdefg")
    before.decide(KEEP)
    before.decide(BIN)
    before.star()
    before.rate(5)
    before.look_at("c")
    before.rate(3)
    after = Culling.from_mapping(json.loads(json.dumps(before.to_mapping())))
    assert after is not None
    assert after.to_mapping() == before.to_mapping()
    assert (after.scope, after.current, after.kept) == (CullScope.DAY, before.current, 3)
    assert after.back()
    assert after.current == "c"


def test_more_pictures_than_anybody_decides_about_are_left_out() -> None:
    found = Culling(CullScope.ALL, map(str, range(MOST_PICTURES + 3)))
    assert found.total == MOST_PICTURES


# -- nothing there -------------------------------------------------------------------------------


def test_without_pictures_nothing_can_be_decided() -> None:
    empty = culling("")
    assert (empty.current, empty.following, empty.total, empty.position) == ("", "", 0, 0)
    assert not empty.decide(BIN)
    assert not empty.star()
    assert not empty.rate(3)
    assert not empty.back()
    assert not empty.look(1)
    assert not empty.look_at("a")
    empty.go_on()
    assert empty.is_complete
    assert empty.changes() == []


def test_when_all_are_away_there_is_nothing_until_one_comes_back() -> None:
    found = culling("ab")
    found.decide(BIN)
    assert found.set_away("ab")
    assert (found.current, found.total, found.for_bin) == ("", 0, [])
    assert not found.decide(KEEP)
    assert not found.back()
    assert found.set_there("a")
    assert (found.current, found.for_bin) == ("a", ["a"])


def test_strangers_that_go_change_nothing() -> None:
    found = culling("ab")
    assert not found.set_away(["x", "y"])
    assert not found.set_there("ab")
    assert found.total == 2


# -- deciding ------------------------------------------------------------------------------------


def test_each_decision_goes_on_to_the_next_and_the_last_one_stays() -> None:
    found = culling("abc")
    seen = []
    for decision in (KEEP, BIN, BIN):
        seen.append((found.current, found.position, found.following))
        assert found.decide(decision)
    assert seen == [("a", 1, "b"), ("b", 2, "c"), ("c", 3, "")]
    assert found.current == "c"
    assert found.is_complete
    assert (found.kept, found.for_bin) == (1, ["b", "c"])


def test_what_was_passed_over_comes_at_the_end() -> None:
    found = culling("abc")
    assert found.look(1)
    found.decide(KEEP)
    found.decide(KEEP)
    assert found.current == "a"
    assert not found.is_complete


def test_looking_around_decides_nothing_and_ends_at_the_ends() -> None:
    found = culling("abc")
    assert not found.look(-1)
    assert found.look(1)
    assert found.look(1)
    assert not found.look(1)
    assert found.current == "c"
    assert found.decided == []
    found.look_at("b")
    found.decide(BIN)
    found.look_at("b")
    found.go_on()
    assert found.current == "c"


def test_going_back_takes_the_latest_decision_back_wherever_one_looks() -> None:
    found = culling("abcd")
    found.decide(KEEP)
    found.look_at("d")
    found.decide(BIN)
    found.look_at("c")
    assert found.back()
    assert (found.current, found.decision("d")) == ("d", None)
    assert found.back()
    assert (found.current, found.decided) == ("a", [])
    assert not found.back()


def test_a_new_decision_is_the_latest_and_replaces_the_former() -> None:
    found = decided("abc", {"a": BIN, "b": KEEP})
    found.look_at("a")
    found.decide(KEEP)
    assert found.for_bin == []
    assert found.decided == ["b", "a"]


def test_a_star_and_a_rating_go_together_but_not_with_the_bin() -> None:
    found = culling("abc")
    found.rate(4)
    found.look_at("a")
    found.star()
    assert found.decision("a") == Decision(starred=True, rating=4)
    found.look_at("a")
    found.decide(BIN)
    found.look_at("a")
    found.rate(2)
    assert found.decision("a") == Decision(rating=2)
    assert found.marked == 1


def test_what_changes_is_gathered_by_change() -> None:
    found = decided(
        "abcdef",
        {"a": BIN, "b": KEEP, "c": Decision(starred=True), "d": BIN, "e": Decision(rating=3)},
    )
    assert found.changes() == [
        (MarkChange(trash=True), ["a", "d"]),
        (MarkChange(starred=True), ["c"]),
        (MarkChange(rating=3), ["e"]),
    ]


# -- meanwhile -----------------------------------------------------------------------------------


def test_a_picture_that_goes_is_counted_nowhere_and_the_next_comes() -> None:
    found = decided("abcd", {"a": BIN, "b": KEEP})
    assert found.current == "c"
    assert found.set_away("ac")
    assert (found.current, found.total, found.position) == ("d", 2, 2)
    assert (found.kept, found.for_bin, found.changes()) == (1, [], [])
    assert found.look(-1)
    assert found.current == "b"


def test_when_the_last_undecided_goes_a_decided_one_is_looked_at() -> None:
    found = decided("ab", {"a": KEEP})
    found.set_away("b")
    assert (found.current, found.is_complete) == ("a", True)


def test_what_was_decided_holds_when_a_picture_comes_back() -> None:
    found = decided("abc", {"a": BIN})
    found.set_away("a")
    assert found.back() is False
    assert found.set_there("a")
    assert found.for_bin == ["a"]
    assert found.back()
    assert found.current == "a"


def test_what_is_away_is_kept_too() -> None:
    found = decided("abc", {"a": BIN})
    found.set_away("ab")
    after = Culling.from_mapping(found.to_mapping())
    assert after is not None
    assert (after.total, after.for_bin) == (3, ["a"])
