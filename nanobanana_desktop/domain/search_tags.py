"""Tags in the text of a search, when tags are renamed, joined or deleted."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from nanobanana_desktop.domain.history_query import normalise_for_search
from nanobanana_desktop.domain.search_filters import not_understood
from nanobanana_desktop.domain.search_format import format_expression
from nanobanana_desktop.domain.search_language import LIMIT, parse
from nanobanana_desktop.domain.search_terms import Expression, TagIs, Term


def tags_asked_for(text: str) -> tuple[str, ...]:
    """The tags that the search names, in the order of the text."""
    terms = parse(text).expression.terms
    return tuple(part.name for term in terms for part in term.parts if isinstance(part, TagIs))


def unknown_tags(text: str, known: Iterable[str]) -> tuple[str, ...]:
    """Those of the tags asked for that are none of `known`."""
    folded = set(map(normalise_for_search, known))
    return tuple(tag for tag in tags_asked_for(text) if normalise_for_search(tag) not in folded)


def with_tag_instead(text: str, names: Iterable[str], new_name: str) -> str:
    """`text` with one tag wherever it asks for one of these; all else stays as it is written.

    The text as it is when it names none of them, or would become too long to be read.
    """
    gone = set(map(normalise_for_search, names))
    parsed = parse(text)
    pieces, wanted, end = [], [], 0
    for place in parsed.places:
        piece, term = [text[place.start : place.end]], place.term
        if term is not None and _names(term, gone):
            term = _renamed(term, gone, new_name)
            left = not_understood(text, place, parsed.problems)
            piece = [format_expression(Expression((term,))), *left]
        pieces.append(text[end : place.start] + " ".join(piece))
        wanted.append(term)
        end = place.end
    new = "".join(pieces) + text[end:]
    terms = tuple(dict.fromkeys(term for term in wanted if term is not None))
    if set(parse(new).expression.terms) != set(terms):
        # What a mark left open swallows is said in words of ours.
        new = format_expression(Expression(terms))
    return new if terms != parsed.expression.terms and len(new) <= LIMIT else text


def _names(term: Term, folded: Collection[str]) -> bool:
    return any(isinstance(part, TagIs) and part.folded in folded for part in term.parts)


def _renamed(term: Term, folded: Collection[str], new_name: str) -> Term:
    parts = (
        TagIs(new_name) if isinstance(part, TagIs) and part.folded in folded else part
        for part in term.parts
    )
    return replace(term, parts=tuple(dict.fromkeys(parts)))
