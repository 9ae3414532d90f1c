"""Moments → days: which year a date without one belongs to, and the first and last day of a stretch.

Rules, in this order: the words' own year; the year of a date just told in the same paragraph (a story goes on in its
time: the candidate nearest to it); the publication (the latest such day not after it); the one year that the article
shows elsewhere. Where none of these gives a year there is no period. What repeats a stretch (同期, 全年) takes the one told
last. No clock: today is not known here.
"""

import calendar
from dataclasses import replace
from datetime import date, timedelta

from pipelines.model.records import record
from pipelines.normalize.extraction.readers.moments import DatePhrase, Moment

TEXT = "text"
PUBLISHED = "published_on"
OTHER_YEAR = timedelta(days=183)
HALF_A_YEAR = 182
FIRST_QUARTER, LAST_MONTH = 3, 12  # the months around the turn of the year, in which 全年 means the year that ends


@record()
class Window:
    """First and last day, and what the year rests on."""

    start: date
    end: date
    basis: str


@record()
class YearEvidence:
    """A year shown by the article, with the words that show it."""

    year: int
    words: str


@record()
class Context:
    """What is known about time at a place of the article.

    `told` is the date told last in the same paragraph, `earlier` the last one of the paragraphs before, `stretch` the last
    window of several days, `opened` the last one of which "since" was said.
    """

    published_on: date | None
    evidence: YearEvidence | None
    told: Window | None = None
    earlier: Window | None = None
    stretch: Window | None = None
    opened: Window | None = None

    @property
    def told_year_only(self) -> bool:
        """Whether the date told before was no more than a year."""
        return self.told is not None and self.told.end - self.told.start > timedelta(days=300)


def resolve(phrase: DatePhrase, context: Context) -> Window | None:
    """The days of a phrase; None where nothing gives its year or it names no day of the calendar."""
    if phrase.last is not None:
        return _range(phrase.first, phrase.last, context)
    window = _moment(phrase.first, context)
    if window is None:
        return None
    if phrase.lasting is not None:
        window = replace(window, end=window.start + timedelta(days=phrase.lasting - 1))
    if phrase.since:
        if context.published_on is None or window.start > context.published_on:
            return None
        return _since(window, phrase.first, context.published_on)
    return _not_after_publication(window, context)


def _since(window: Window, first: Moment, published: date) -> Window:
    """From the stretch's first day on; from the last of those that are but the end of a month (9月底以来)."""
    start = min(window.end, published) if first.month_end else window.start
    return Window(start, published, window.basis)


def _not_after_publication(window: Window, context: Context) -> Window:
    """今年 in a report of July ends in July: what is reported has happened."""
    if context.published_on and window.start <= context.published_on < window.end:
        return replace(window, end=context.published_on)
    return window


def _range(first: Moment, last: Moment, context: Context) -> Window | None:
    """Either end lends the other what it lacks: 5月21日至24日, 12月18日至1月5日, 2022年3月至8月."""
    if last.months is None and last.days is not None and first.months is not None:
        last = replace(last, months=first.months)
    if last.months is None and last.month_shift is None and first.month_shift is not None:
        last = replace(last, month_shift=first.month_shift)
    if first.has_year or not last.has_year:
        opening = _opening(first, last, context)
        closing = None if opening is None else _closing(last, opening, context)
    else:
        closing = _moment(last, context)
        opening = None if closing is None else _year_before(first, closing)
    if opening is None or closing is None or closing.end < opening.start:
        return None
    return _not_after_publication(Window(opening.start, closing.end, opening.basis), context)


def _opening(first: Moment, last: Moment, context: Context) -> Window | None:
    if first.has_year:
        return _moment(first, context)
    if last.told_year:
        return _before_told_year(first, last.told_year, context)
    closing = _moment(last, context)
    return None if closing is None else _year_before(first, closing)


def _before_told_year(first: Moment, years: int, context: Context) -> Window | None:
    """12月15日至次年1月8日: the end lies in a later year, but not after the publication."""
    opening = _moment(first, context)
    published = context.published_on
    if opening is None or published is None or opening.start.year + years <= published.year:
        return opening
    return _in_year(first, published.year - years, opening.basis)


def _closing(last: Moment, opening: Window, context: Context) -> Window | None:
    if last.has_year:
        return _moment(last, context)
    if last.told_year is not None:
        return _in_year(last, opening.start.year + last.told_year, opening.basis)
    for year in (opening.start.year, opening.start.year + 1):
        window = _in_year(last, year, opening.basis)
        if window is not None and window.end >= opening.start:
            return window
    return None


def _year_before(first: Moment, closing: Window) -> Window | None:
    for year in (closing.end.year, closing.end.year - 1):
        window = _in_year(first, year, closing.basis)
        if window is not None and window.start <= closing.end:
            return window
    return None


def _moment(moment: Moment, context: Context) -> Window | None:
    published = context.published_on
    if moment.day_shift is not None:
        if published is None:
            return None
        day = published + timedelta(days=moment.day_shift)
        return Window(day, day, PUBLISHED)
    if moment.told_day is not None or moment.told_month is not None:
        return _from_told(moment, context.told or context.earlier)
    if moment.told_start:
        return context.opened
    if moment.told_stretch or moment.whole_year:
        return _repeated(moment, context)
    if moment.month_shift is not None:
        return None if published is None else _relative_month(moment, published)
    if moment.week_shift is not None or moment.week_day is not None:
        return None if published is None else _of_week(moment, published)
    if moment.year is not None:
        return _in_year(moment, moment.year, TEXT)
    if moment.shift is not None:
        return _shifted(moment, moment.shift, context)
    if context.told is not None and (near := _near(moment, context.told, context)):
        return near
    if moment.told_year is not None:
        return None
    if published is not None:
        return _latest(moment, published)
    if context.evidence is None or moment.months is None:
        return None
    return _in_year(moment, context.evidence.year, context.evidence.words)


def _from_told(moment: Moment, told: Window | None) -> Window | None:
    """当天 needs a day told before, 当月 a day or month."""
    if told is None:
        return None
    if moment.told_day is not None:
        day = told.end + timedelta(days=moment.told_day)
        return Window(day, day, told.basis) if told.start == told.end else None
    if (told.start.year, told.start.month) != (told.end.year, told.end.month):
        return None
    month = told.start.year * 12 + told.start.month - 1 + (moment.told_month or 0)
    return _in_year(replace(moment, months=(month % 12 + 1,) * 2), month // 12, told.basis)


def _repeated(moment: Moment, context: Context) -> Window | None:
    """The stretch that was told; a half or a whole year may also be the one that was over when the text was published."""
    told, published = context.stretch, context.published_on
    if moment.whole_year:
        return _whole_year(context)
    if moment.precision != "half_year":
        return told
    if told is not None and abs((told.end - told.start).days - HALF_A_YEAR) <= 31:
        return told
    if published is None or published.month not in (1, 7):
        return None
    months = (1, 6) if published.month == 7 else (7, 12)
    return _in_year(Moment("half_year", months=months), published.year - (published.month == 1), PUBLISHED)


def _whole_year(context: Context) -> Window | None:
    told, year = context.told or context.earlier, Moment("year")
    if told is not None and (context.published_on is None or told.start.year < context.published_on.year):
        return _in_year(year, told.start.year, told.basis)
    published = context.published_on
    if published is None:
        return None if context.evidence is None else _in_year(year, context.evidence.year, context.evidence.words)
    if FIRST_QUARTER < published.month < LAST_MONTH:
        return None
    return _in_year(year, published.year - (published.month < LAST_MONTH), PUBLISHED)


def _of_week(moment: Moment, published: date) -> Window:
    """A week from Monday to Sunday, or a day of it; a day of the week alone is the last one by the publication."""
    monday = published - timedelta(days=published.weekday()) + timedelta(weeks=moment.week_shift or 0)
    if moment.week_day is None:
        return Window(monday, monday + timedelta(days=6), PUBLISHED)
    day = monday + timedelta(days=moment.week_day - 1)
    if moment.week_shift is None and day > published:
        day -= timedelta(weeks=1)
    return Window(day, day, PUBLISHED)


def _shifted(moment: Moment, shift: int, context: Context) -> Window | None:
    if context.published_on is not None:
        return _in_year(moment, context.published_on.year + shift, PUBLISHED)
    if context.evidence is not None:
        return _in_year(moment, context.evidence.year + shift, context.evidence.words)
    return None


def _relative_month(moment: Moment, published: date) -> Window | None:
    month = published.year * 12 + published.month - 1 + (moment.month_shift or 0)
    return _in_year(replace(moment, months=(month % 12 + 1,) * 2), month // 12, PUBLISHED)


def _near(moment: Moment, told: Window, context: Context) -> Window | None:
    """The candidate nearest to the date told before, but not after the publication.

    Another year than that date's is a reader's surprise and must be half a year nearer to be believed: 5月 and then 12月 are
    of one year, 12月 and then 1月 of two.
    """
    if moment.told_year is not None:
        return _in_year(moment, told.start.year + moment.told_year, told.basis)
    if moment.months is None and context.told_year_only:
        return None
    if moment.months is None:
        months = [(told.start.year, told.start.month), _next_month(told.start)]
        candidates = [_in_year(replace(moment, months=(month, month)), year, told.basis) for year, month in months]
    elif context.told_year_only:
        candidates = [_in_year(moment, told.start.year, told.basis)]  # the story is in that year
    else:
        candidates = [_in_year(moment, told.start.year + step, told.basis) for step in (-1, 0, 1)]
    limit = context.published_on
    possible = [window for window in candidates if window and (limit is None or window.start <= limit)]

    def distance(window: Window) -> timedelta:
        return abs(window.start - told.start) + OTHER_YEAR * (window.start.year != told.start.year)

    return min(possible, key=distance, default=None)


def _next_month(day: date) -> tuple[int, int]:
    return (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)


def _latest(moment: Moment, published: date) -> Window | None:
    """The latest such stretch that began by the publication."""
    if moment.months is None:
        previous = published.replace(day=1) - timedelta(days=1)
        places = [(published.year, published.month), (previous.year, previous.month)]
        windows = (_in_year(replace(moment, months=(month, month)), year, PUBLISHED) for year, month in places)
    else:
        windows = (_in_year(moment, published.year - step, PUBLISHED) for step in range(9))  # 29 February
    is_run = moment.precision == "month" and moment.months is not None and moment.months[0] != moment.months[1]

    def has_been(window: Window) -> bool:
        """A run of months (1-10月) is told when its last one has begun."""
        return (window.end.replace(day=1) if is_run else window.start) <= published

    return next((window for window in windows if window and has_been(window)), None)


def _in_year(moment: Moment, year: int, basis: str) -> Window | None:
    """None for a day that the calendar does not have."""
    first, last = moment.months or (1, 12)
    if not (1 <= first <= 12 and 1 <= last <= 12 and 1900 <= year <= 2100):
        return None
    last_year = year + (last < first)
    start_day, end_day = moment.days or (1, 31)
    month_end = calendar.monthrange(last_year, last)[1]
    if moment.precision == "day" and not start_day <= end_day <= month_end:
        return None
    return Window(date(year, first, start_day), date(last_year, last, min(end_day, month_end)), basis)
