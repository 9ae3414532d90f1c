"""How a report begins: its agency, place and day ("某社某地3月5日电", "CITY, March 5 (Agency) --").

The dateline gives the publisher and the day, and is cut from the text: its place is where the reporter sat.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from pipelines.normalize.documents.dates import day, day_near, month_number
from pipelines.normalize.documents.lexicons import patterns
from pipelines.normalize.documents.mapped import Mapped

_REACH = 80


@dataclass(frozen=True, slots=True)
class Dateline:
    """What a dateline says. `year` is rarely printed; `month` 0 where only the day is."""

    outlet: str | None
    year: int | None
    month: int
    day: int

    def on(self, reference: date | None) -> date | None:
        """The day meant, as seen from a reference day (a page's date); None where it cannot be told."""
        if not self.day:
            return None
        if self.year:
            return day(str(self.year), str(self.month), str(self.day)) if self.month else None
        if reference is None:
            return None
        if self.month:
            return day_near(self.month, self.day, reference)
        near = day_near(reference.month, self.day, reference)
        previous = 12 if reference.month == 1 else reference.month - 1
        return near if near and near.year == reference.year else day_near(previous, self.day, reference)


def split_dateline(text: Mapped) -> tuple[Mapped, Dateline | None]:
    """A paragraph without its dateline, and what the dateline says; unchanged where it has none."""
    head = text.chars[:_REACH]
    if not _hint().search(head):
        return text, None
    match = _chinese().match(text.chars) or _english().match(text.chars)
    if not match or match.end() >= len(text):
        return text, None
    end = match.end()
    while follow := _follows().match(text.chars, end):
        end = follow.end()
    rest = text.cut(end, len(text)).strip()
    return (rest, _dateline(match.groupdict())) if rest.chars else (text, None)


def _dateline(groups: dict[str, str | None]) -> Dateline:
    found = {name.partition("_")[0]: value for name, value in groups.items() if value}
    month = month_number(found["monthname"]) if "monthname" in found else int(found.get("month", 0))
    outlet = found.get("outlet")
    if outlet and outlet.startswith("本"):
        outlet = None
    return Dateline(outlet, int(found["year"]) if "year" in found else None, month, int(found.get("day", 0)))


def _numbered(source: str) -> "re.Pattern[str]":
    """Alternatives of one expression may not share group names: number them."""
    counter = iter(range(1000))
    return re.compile(re.sub(r"\(\?P<(\w+?)>", lambda match: f"(?P<{match[1]}_{next(counter)}_>", source))


@cache
def _hint() -> "re.Pattern[str]":
    """One of these is in every dateline: most paragraphs are told by that, at a tenth of the cost."""
    return re.compile(patterns("datelines", "hints"))


@cache
def _chinese() -> "re.Pattern[str]":
    return _numbered(patterns("datelines", "leads"))


@cache
def _english() -> "re.Pattern[str]":
    return _numbered(patterns("datelines", "english"))


@cache
def _follows() -> "re.Pattern[str]":
    return re.compile(patterns("datelines", "follows"))
