"""Dates as they are written, before anything gives them a year.

The language readers make them; `resolving` turns them into days. Data only.
"""

from typing import Literal

from pipelines.model.records import record
from pipelines.model.span import Span

Precision = Literal["day", "week", "month", "quarter", "half_year", "year"]
Months = tuple[int, int]
Days = tuple[int, int]


@record()
class Moment:
    """A day or a stretch of days with whatever the words say of it.

    year, shift      the year as written, or counted from the publication's year (去年 −1); both None where unsaid
    months           first and last month, 1–12; None for a whole year or a bare day
    month_end        whether the days are told as the end of their month: 9月底
    days             first and last day of the month; 31 stands for the month's end; None for whole months
    day_shift, month_shift   counted from the publication's day or month: 昨天 −1, 本月 0
    week_shift, week_day   counted from the publication's week: 上周 −1; 1 for Monday to 7; a day of the week alone is the last
    told_day, told_month, told_year   counted from the day, month or year told before: 当天 0, 次日 1, 当月 0, 同年 0
    told_stretch     the stretch of days told before: 同期, 其间
    told_start       the last stretch of which "since" was said: 行动以来
    whole_year       全年: the whole of the year told before, else of the last that was over
    """

    precision: Precision
    year: int | None = None
    shift: int | None = None
    months: Months | None = None
    month_end: bool = False
    days: Days | None = None
    day_shift: int | None = None
    month_shift: int | None = None
    week_shift: int | None = None
    week_day: int | None = None
    told_day: int | None = None
    told_month: int | None = None
    told_year: int | None = None
    told_stretch: bool = False
    told_start: bool = False
    whole_year: bool = False

    @property
    def has_year(self) -> bool:
        """Whether the words themselves tell the year, if only by the publication's."""
        from_publication = (self.day_shift, self.month_shift, self.week_shift, self.week_day)
        return any(part is not None for part in (self.year, self.shift, *from_publication))

    @property
    def repeats(self) -> bool:
        """Whether the words repeat a stretch and name no time of their own."""
        return self.told_stretch or self.told_start or self.whole_year


@record()
class DatePhrase:
    """A moment, or a range with both ends. `as_of` marks a report's own state (截至), which governs no number.

    `lasting` counts the days that it went on from its first: 4日起一连三日.
    """

    span: Span
    first: Moment
    last: Moment | None = None
    since: bool = False
    as_of: bool = False
    lasting: int | None = None

    @property
    def ends(self) -> tuple[Moment, ...]:
        """The moment, or both ends of the range."""
        return (self.first,) if self.last is None else (self.first, self.last)
