"""Days as a search names them: today, last-week, 30d, 2026, 2026-11, 2026-11-02."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from nanobanana_desktop.domain.search_terms import DateIn

FIRST_YEAR: Final = 1970
LAST_YEAR: Final = 9000
DAYS_LIMIT: Final = 36_500

_ALIASES: Final = {
    "today": ("今天", "今日"),
    "yesterday": ("昨天", "昨日"),
    "this-week": ("week", "thisweek", "this week", "本周", "这周", "这个星期"),
    "last-week": ("lastweek", "last week", "上周", "上个星期"),
    "this-month": ("month", "thismonth", "this month", "本月", "这个月"),
    "last-month": ("lastmonth", "last month", "上月", "上个月"),
    "this-year": ("year", "thisyear", "this year", "今年"),
    "last-year": ("lastyear", "last year", "去年"),
}
_WORDS: Final = {alias: word for word, aliases in _ALIASES.items() for alias in (word, *aliases)}
_DATE: Final = re.compile(r"(\d{4})(?:[-/年](\d{1,2})(?:[-/月](\d{1,2}))?)?[年月日]?", re.ASCII)
_LAST_DAYS: Final = re.compile(r"(\d{1,5})(?:d|天|日)", re.ASCII)


class Days(NamedTuple):
    """From `first` up to but without `end`; None is no bound."""

    first: date | None
    end: date | None


def day_word(text: str) -> str:
    """The one spelling of a day, week, month or year; empty when `text` names none."""
    known = _WORDS.get(text)
    if known is not None:
        return known
    recent = _LAST_DAYS.fullmatch(text)
    if recent is not None:
        return f"{int(recent[1])}d" if 0 < int(recent[1]) <= DAYS_LIMIT else ""
    found = _DATE.fullmatch(text)
    if found is None:
        return ""
    year, month, day = found.groups()
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return ""
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return ""
    return "-".join((year, *(f"{int(part):02}" for part in (month, day) if part)))


def days_of(term: DateIn, today: date) -> Days:
    """The days that the term means when it is `today`. Bounds in the wrong order are exchanged."""
    first = _days(term.first, today) if term.first else None
    last = _days(term.last, today) if term.last else None
    if first is not None and last is not None and last[0] < first[0]:
        first, last = last, first
    begin = None if first is None else first[1] if term.first_open else first[0]
    end = None if last is None else last[0] if term.last_open else last[1]
    return Days(begin, end)


def start_of_day(day: date) -> float:
    """UTC seconds of its first moment, on this computer's clock."""
    return datetime(day.year, day.month, day.day).astimezone().timestamp()


def _days(word: str, today: date) -> tuple[date, date]:
    """The first day, and the first one behind."""
    if word in _ALIASES:
        return _named(word, today)
    if word.endswith("d"):
        tomorrow = today + timedelta(days=1)
        return tomorrow - timedelta(days=int(word[:-1])), tomorrow
    numbers = [int(part) for part in word.split("-")]
    match numbers:
        case [year]:
            return date(year, 1, 1), date(year + 1, 1, 1)
        case [year, month]:
            return date(year, month, 1), _next_month(date(year, month, 1))
    day = date(*numbers)
    return day, day + timedelta(days=1)


def _named(word: str, today: date) -> tuple[date, date]:
    monday = today - timedelta(days=today.weekday())
    month = today.replace(day=1)
    last_month = (month - timedelta(days=1)).replace(day=1)
    year = date(today.year, 1, 1)
    return {
        "today": (today, today + timedelta(days=1)),
        "yesterday": (today - timedelta(days=1), today),
        "this-week": (monday, monday + timedelta(days=7)),
        "last-week": (monday - timedelta(days=7), monday),
        "this-month": (month, _next_month(month)),
        "last-month": (last_month, month),
        "this-year": (year, date(today.year + 1, 1, 1)),
        "last-year": (date(today.year - 1, 1, 1), year),
    }[word]


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)
