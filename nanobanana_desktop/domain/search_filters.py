"""The filters in the text of a search: read out of it, put into it, taken out of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from nanobanana_desktop.domain.search_format import format_expression
from nanobanana_desktop.domain.search_language import parse
from nanobanana_desktop.domain.search_terms import Condition, Expression, Has, Term, Text, Thing

Kinds = tuple[type[Condition], ...]
C = TypeVar("C", bound=Condition)


def filters_in(text: str) -> tuple[Term, ...]:
    """The terms that say more than that words occur, in the order of the text."""
    terms = parse(text).expression.terms
    return tuple(term for term in terms if not _is_only(term, Text))


def words_in(text: str) -> str:
    """The text without its filters."""
    return _kept(text, lambda term: _is_only(term, Text))


def without_filter(text: str, gone: Term) -> str:
    return _kept(text, lambda term: term != gone)


def about(text: str, kinds: Kinds) -> tuple[Term, ...]:
    """The filters that speak of these kinds and of nothing else, and deny nothing."""
    return tuple(term for term in filters_in(text) if _is_choice(term, kinds))


def with_choice(text: str, kinds: Kinds, choice: Condition | None) -> str:
    """`text` with one choice in place of all `about` these kinds; None leaves every one open."""
    terms = [term for term in parse(text).expression.terms if not _is_choice(term, kinds)]
    return _text(terms if choice is None else [*terms, Term((choice,))])


def with_filter(text: str, condition: Condition) -> str:
    """`text` with one more filter, beside others of its kind."""
    terms = parse(text).expression.terms
    added = Term((condition,))
    return _text(terms if added in terms else (*terms, added))


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


def _kept(text: str, is_kept: Callable[[Term], bool]) -> str:
    return _text(term for term in parse(text).expression.terms if is_kept(term))


def _text(terms: Iterable[Term]) -> str:
    return format_expression(Expression(tuple(terms)))
