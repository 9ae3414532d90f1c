"""What the parts of extraction hand to one another: things found in `Document.text`, with their spans.

All spans count characters of `Document.text`, not of the captured text; `Document.evidence` translates at the very end.
Data only: nothing here finds anything in a text.
"""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Literal, Protocol, TypeVar

from pipelines.model.records import record
from pipelines.model.reports import Basis, Qualifier
from pipelines.model.span import Span


@record()
class NumberMention:
    """A quantity: never a year, date, list number, phone, law article, code name, model number, age or percentage.

    span        the whole expression with qualifier, number, magnitude and unit: 近百人, 4032.919 万元, over 20 million yuan
    number      digits and magnitude only: 百, 4032.919 万, 20 million
    value       in `unit`; for money in the currency's main unit (4032.919 万元 → 40329190)
    unit        ISO 4217 code for money (CNY, HKD, TWD, USD); else the classifier as written (名, 人, 人次, 起, 部, 张, 个,
                处, 台, 套, 路, 条, 次, 省 …); None where none follows (English counts: the noun is not part of the number)
    basis       "daily" where 每天, 日均, per day governs it
    """

    span: Span
    number: Span
    value: Decimal
    qualifier: Qualifier
    unit: str | None
    is_money: bool
    basis: Basis = "total"


@record()
class PeriodMention:
    """A day or a window of days. `basis` says what it rests on: text, published_on, or the dated words that gave the year.

    `precision` is the finest unit that the text names; `since` marks "since" (the end is then the publication date).
    """

    span: Span
    start: date
    end: date
    precision: Literal["day", "week", "month", "quarter", "half_year", "year"]
    basis: str
    since: bool = False


class Mention(Protocol):
    """Anything that was found at `span`."""

    @property
    def span(self) -> Span:
        """Where it stands."""


_Found = TypeVar("_Found", bound=Mention)
_START = attrgetter("span.start")


def inside(span: Span, mentions: Sequence[_Found]) -> list[_Found]:
    """Those of the mentions (in text order) that lie inside the span."""
    first = bisect_left(mentions, span.start, key=_START)
    last = bisect_left(mentions, span.end, first, key=_START)
    return [mention for mention in mentions[first:last] if mention.span.end <= span.end]


@record()
class CaseSegment:
    """The stretches of text that tell one case, in text order and apart. `heading` is its own heading where it has one, inside `spans[0]`.

    `ordinal` is the number the article itself gives (案例三 → 3), else None. `code_name` is 3.02 in “3.02”专案.
    """

    spans: tuple[Span, ...]
    heading: Span | None
    ordinal: int | None
    code_name: str | None = None

    def covers(self, span: Span) -> bool:
        """Whether the span lies inside the segment."""
        return any(part.contains(span) for part in self.spans)

    def among(self, mentions: Sequence[_Found]) -> list[_Found]:
        """Those of the mentions (in text order) that lie inside the segment."""
        return [mention for part in self.spans for mention in inside(part, mentions)]


@record()
class CampaignMention:
    """A campaign named at `span`. `key` is its identity (break_card, clean_net_2021); names as far as the lexicon knows."""

    span: Span
    key: str
    name_zh: str | None
    name_en: str | None
    year: int | None
    region_adcode: str | None
    rule: str


@record()
class AgencyMention:
    """A police body, prosecutor or court named at `span`; `adcode` is the place it is responsible for, None if unknown."""

    span: Span
    name: str
    kind: Literal["police", "procuratorate", "court", "ministry"]
    adcode: str | None
    level: int
    rule: str


@record()
class Gate:
    """Whether the article is in the codebook's domain, and the words that decided it. `reason` is for people."""

    in_scope: bool
    reason: str
    decisive: tuple[Span, ...] = ()


@record()
class Structure:
    """All that is known of an article before its numbers are read."""

    gate: Gate
    segments: tuple[CaseSegment, ...]
    campaigns: tuple[CampaignMention, ...]
    agencies: tuple[AgencyMention, ...]
