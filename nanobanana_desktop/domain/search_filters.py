"""The filters in the text of a search: read out of it, put into it, taken out of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from nanobanana_desktop.domain.search_format import format_expression
from nanobanana_desktop.domain.search_language import Place, Problem, parse
from nanobanana_desktop.domain.search_signs import key_before
from nanobanana_desktop.domain.search_terms import Condition, Expression, Has, Term, Text, Thing

Kinds = tuple[type[Condition], ...]
C = TypeVar("C", bound=Condition)


def filters_in(text: str) -> tuple[Term, ...]:
    """The terms that say more than that words occur, in the order of the text."""
    terms = parse(text).expression.terms
    return tuple(term for term in terms if not _is_only(term, Text))


def words_in(text: str) -> str:
    """The text without its filters; what was not understood stays."""
    return _edited(text, lambda term: not _is_only(term, Text))


def without_filter(text: str, gone: Term) -> str:
    return _edited(text, lambda term: term == gone)


def about(text: str, kinds: Kinds) -> tuple[Term, ...]:
    """The filters that speak of these kinds and of nothing else, and deny nothing."""
    return tuple(term for term in filters_in(text) if _is_choice(term, kinds))


def with_choice(text: str, kinds: Kinds, choice: Condition | None) -> str:
    """`text` with one choice in place of all `about` these kinds; None leaves every one open."""
    added = None if choice is None else Term((choice,))
    return _edited(text, lambda term: _is_choice(term, kinds), added)


def with_filter(text: str, condition: Condition) -> str:
    """`text` with one more filter, beside others of its kind."""
    added = Term((condition,))
    if added in parse(text).expression.terms:
        return text
    return _edited(text, lambda _term: False, added)


def has(text: str, thing: Thing) -> bool:
    """Whether only what has this thing is found."""
    return Term((Has(thing),)) in parse(text).expression.terms


def with_thing(text: str, thing: Thing, wanted: bool) -> str:
    """Ask for what has this thing, or do not ask for it any more."""
    condition = Has(thing)
    return with_filter(text, condition) if wanted else without_filter(text, Term((condition,)))


def only_choice(text: str, kind: type[C]) -> C | None:
    """What was chosen of this kind, when it is one thing."""
    terms = [term for term in filters_in(text) if not term.negated]
    about_kind = [term.parts for term in terms if all(isinstance(p, kind) for p in term.parts)]
    part = about_kind[0][0] if [len(parts) for parts in about_kind] == [1] else None
    return part if isinstance(part, kind) else None


def _is_choice(term: Term, kinds: Kinds) -> bool:
    return not term.negated and all(isinstance(part, kinds) for part in term.parts)


def _is_only(term: Term, kind: type[Text]) -> bool:
    return all(isinstance(part, kind) for part in term.parts)


def _edited(text: str, is_gone: Callable[[Term], bool], added: Term | None = None) -> str:
    """`text` without these terms and with another one; all else stays as it is written.

    What was not understood inside a term that goes keeps its place. Where an end without its other
    quote would swallow the new term, that comes first.
    """
    parsed = parse(text)
    pieces = []
    end = 0
    for place in parsed.places:
        gone = place.term is not None and is_gone(place.term)
        pieces += (
            not_understood(text, place, parsed.problems) if gone else [text[slice(*place[:2])]]
        )
        end = place.end
    kept = [piece for piece in (*pieces, text[end:].strip()) if piece]
    terms = [term for term in parsed.expression.terms if not is_gone(term)]
    if added is None:
        return _first_true(terms, " ".join(kept))
    new = format_expression(Expression((added,)))
    return _first_true([*terms, added], " ".join([*kept, new]), " ".join([new, *kept]))


def _first_true(terms: list[Term], *texts: str) -> str:
    """The first of `texts` that says all of `terms`; else they alone, in words of ours."""
    for text in texts:
        if set(terms) <= set(parse(text).expression.terms):
            return text
    return format_expression(Expression(tuple(terms)))


def not_understood(text: str, place: Place, problems: Iterable[Problem]) -> list[str]:
    """The parts of a term that mean nothing, each as a term of its own with its key."""
    left = []
    for problem in problems:
        if place.start <= problem.start < place.end:
            words = text[problem.start : problem.end].strip()
            keyed = problem.key is None or key_before(words, 0) is not None
            minus = "-" if place.term is not None and place.term.negated else ""
            left.append(minus + (words if keyed else f"{problem.key}:{words}"))
    return left
