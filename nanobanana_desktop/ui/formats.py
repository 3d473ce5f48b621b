"""Numbers, times and sizes as people read them.

Words follow the language of the window (`QLocale()`), formats those of the system. Times are UTC
seconds since 1970 and shown in local time.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

from nanobanana_desktop.domain.params import ASPECT_RATIOS
from nanobanana_desktop.domain.task import GenerationTask

RATIO_TOLERANCE: Final = 0.025
"""Models round pixel sizes: 2752 x 1536 is sold as 16:9."""


def local_day(timestamp: float) -> date:
    """The calendar day of a moment on this computer."""
    return datetime.fromtimestamp(timestamp).astimezone().date()


def clock_time(timestamp: float, locale: QLocale | None = None) -> str:
    """Hours and minutes as the system writes them: 14:32 or 2:32 PM."""
    moment = datetime.fromtimestamp(timestamp).astimezone()
    time = QTime(moment.hour, moment.minute)
    chosen = QLocale.system() if locale is None else locale
    if chosen.language() == QLocale.Language.C:
        return time.toString("HH:mm")
    return chosen.toString(time, QLocale.FormatType.ShortFormat)


def day_header(day: date, today: date) -> str:
    """Today, Yesterday, or the date in words."""
    distance = (today - day).days
    if distance == 0:
        return QCoreApplication.translate("Formats", "Today")
    if distance == 1:
        return QCoreApplication.translate("Formats", "Yesterday")
    qt_day = QDate(day.year, day.month, day.day)
    return QLocale().toString(qt_day, QLocale.FormatType.LongFormat)


def day_and_time(timestamp: float, now: float) -> str:
    """The time alone for today, else with its day, for use inside a sentence."""
    time = clock_time(timestamp)
    day = local_day(timestamp)
    if day == local_day(now):
        return time
    short = _day_and_month(day)
    return QCoreApplication.translate("Formats", "{time} on {day}").format(time=time, day=short)


def day_of_year(day: date, today: date) -> str:
    """A day by itself, with its year unless it is this one: 22 Nov."""
    return _day_and_month(day) if day.year == today.year else day_text(day)


def _day_and_month(day: date) -> str:
    pattern = QCoreApplication.translate("Formats", "d MMM", "day and month, as QDate spells them")
    return QLocale().toString(QDate(day.year, day.month, day.day), pattern)


def day_text(day: date) -> str:
    """A day by itself: 22 Nov 2026."""
    pattern = QCoreApplication.translate(
        "Formats", "d MMM yyyy", "day, month and year, as QDate spells them"
    )
    return QLocale().toString(QDate(day.year, day.month, day.day), pattern)


def full_time(timestamp: float) -> str:
    """Day and time by themselves: 22 Nov 2026, 14:32."""
    text = QCoreApplication.translate("Formats", "{day}, {time}", "a day and a time of it")
    return text.format(day=day_text(local_day(timestamp)), time=clock_time(timestamp))


def elapsed(seconds: float) -> str:
    """A running clock: 0:24, 3:10, 1:02:05. Negative spans (a clock set back) read 0:00."""
    whole = max(0, int(seconds))
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    if hours:
        return f"{hours}:{minutes:02}:{left:02}"
    return f"{minutes}:{left:02}"


def duration(seconds: float) -> str:
    """A span that is over: 41 s, 1 min 12 s, 2 h 5 min."""
    whole = max(0, round(seconds))
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    if hours:
        text = QCoreApplication.translate("Formats", "{hours} h {minutes} min")
    elif minutes:
        text = QCoreApplication.translate("Formats", "{minutes} min {seconds} s")
    else:
        text = QCoreApplication.translate("Formats", "{seconds} s")
    return text.format(hours=hours, minutes=minutes, seconds=left)


def remaining(seconds: float) -> str:
    """What is left, to the minute: 18 h 20 min, 5 min; never less than a minute."""
    hours, minutes = divmod(max(1, int(seconds // 60)), 60)
    if hours:
        text = QCoreApplication.translate("Formats", "{hours} h {minutes} min")
        return text.format(hours=hours, minutes=minutes)
    return QCoreApplication.translate("Formats", "{minutes} min").format(minutes=minutes)


def usual_span(low: float, high: float) -> str:
    """Usually 12–40 s; longer spans in minutes."""
    short, long = round(low), round(high)
    if long < 60:
        text = QCoreApplication.translate("Formats", "Usually {low}–{high} s")
    elif short >= 60:
        short, long = round(low / 60), round(high / 60)
        text = QCoreApplication.translate("Formats", "Usually {low}–{high} min")
    else:
        text = QCoreApplication.translate("Formats", "Usually {time}")
        between = QCoreApplication.translate("Formats", "{low} to {high}")
        return text.format(time=between.format(low=duration(low), high=duration(high)))
    if short == long:
        one = QCoreApplication.translate("Formats", "Usually {time}")
        return one.format(time=duration(low))
    return text.format(low=short, high=long)


def count_text(number: int) -> str:
    """A number of things with the separators of the language: 12,345."""
    return QLocale().toString(number)


def short_count(number: int, *, tenths: bool = True) -> str:
    """A number for where there is little room, never more than it is: 987, 1.2k, 12k, 3.4M.

    Chinese counts in ten thousands: 9,876 and 1.2 of them. Without `tenths`: 1k.
    """
    if QLocale().language() == QLocale.Language.Chinese:
        steps = [(10_000, QCoreApplication.translate("Formats", "{number} × 10,000"))]
        if not tenths:
            steps.append((1_000, QCoreApplication.translate("Formats", "{number} × 1,000")))
    else:
        steps = [
            (1_000_000, QCoreApplication.translate("Formats", "{number}M", "millions")),
            (1_000, QCoreApplication.translate("Formats", "{number}k", "thousands")),
        ]
    for unit, text in steps:
        if number >= unit:
            tens = number * 10 // unit
            short = count_text(tens // 10)
            if tenths and tens < 100 and tens % 10:
                short = QLocale().toString(tens / 10, "f", 1)
            return text.format(number=short)
    return count_text(number)


def round_count(number: int) -> str:
    """As `short_count`, where there is even less room."""
    return short_count(number, tenths=False)


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th, 22nd."""
    tens, ones = divmod(number % 100, 10)
    if ones == 1 and tens != 1:
        text = QCoreApplication.translate("Formats", "{number}st")
    elif ones == 2 and tens != 1:
        text = QCoreApplication.translate("Formats", "{number}nd")
    elif ones == 3 and tens != 1:
        text = QCoreApplication.translate("Formats", "{number}rd")
    else:
        text = QCoreApplication.translate("Formats", "{number}th")
    return text.format(number=count_text(number))


def pixel_size(width: int, height: int) -> str:
    return f"{width} × {height}"


def byte_size(count: int) -> str:
    """With decimal units, as file managers count: 6.8 MB."""
    precision = 0 if count < 1_000_000 else 1
    return QLocale().formattedDataSize(count, precision, QLocale.DataSizeFormat.DataSizeSIFormat)


def progress_bytes(received: int, total: int | None) -> str:
    """How far a download is: 4.1 MB of 6.8 MB, or only what came when the size is not known."""
    if total is None:
        return byte_size(received)
    text = QCoreApplication.translate("Formats", "{received} of {total}")
    return text.format(received=byte_size(received), total=byte_size(total))


def percent(part: float) -> str:
    """`part` between 0 and 1."""
    return f"{int(max(0.0, min(1.0, part)) * 100)}%"


def percent_of(scale: float) -> str:
    """A zoom scale: 1.0 reads 100%."""
    return f"{round(scale * 100)}%"


def task_ratio(task: GenerationTask) -> str | None:
    """The ratio to show: the one asked for, or for Auto the one that came, None if not known."""
    if task.params.aspect_ratio is not None:
        return task.params.aspect_ratio
    if task.image is None or not task.image.width or not task.image.height:
        return None
    return nearest_ratio(task.image.width / task.image.height)


def nearest_ratio(shape: float) -> str | None:
    """The ratio of the form that a shape (width by height) stands for; None when it is none."""
    nearest = min(ASPECT_RATIOS, key=lambda name: abs(ratio_value(name) / shape - 1))
    if abs(ratio_value(nearest) / shape - 1) > RATIO_TOLERANCE:
        return None
    return nearest


def ratio_value(ratio: str) -> float:
    """Width divided by height; anything that is no ratio counts as a square."""
    width, _, height = ratio.partition(":")
    if width.isdigit() and height.isdigit() and int(width) and int(height):
        return int(width) / int(height)
    return 1.0


def ratio_label(ratio: str | None) -> str:
    """16:9 in every language; Auto while the model's choice is not known."""
    return ratio or QCoreApplication.translate("Formats", "Auto")


def spoken_ratio(ratio: str | None) -> str:
    """16 by 9, for screen readers."""
    if ratio is None:
        return QCoreApplication.translate("Formats", "Auto")
    width, _, height = ratio.partition(":")
    text = QCoreApplication.translate("Formats", "{width} by {height}")
    return text.format(width=width, height=height)


def resolution_label(resolution: str) -> str:
    """2k reads 2K."""
    return resolution.upper()
