"""What a case report is compared by: places, counts, amounts, code name, people, campaign, dates, its place in a list.

Nothing here depends on the language of the article but `title` and `passage`: people are compared by toneless readings,
a code name by its digits. How features are read out of a title stands in `naming`, how texts are compared in `wording`.
What pairs are compared by is made once a report, not once a pair.
"""

import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from functools import cached_property

from pipelines.normalize.resolution.blocks import Block, blocks
from pipelines.normalize.resolution.ranges import told_range
from pipelines.normalize.resolution.wording import pairs, plain

_MONTH_AND_DAY = re.compile(r"(?<![0-9])([0-9]{1,2})[^0-9]([0-9]{1,2})(?![0-9])")


@dataclass(frozen=True)
class Reported:
    """A figure of the case; `unit` and `qualifier` as in the codebook.

    `is_part` where the article tells it as part of another figure of the same metric.
    """

    metric: str
    value: Decimal
    unit: str = ""
    qualifier: str = "exact"
    is_part: bool = False

    @cached_property
    def bounds(self) -> tuple[Decimal, Decimal]:
        """The least and the most that the number may stand for."""
        return told_range(self.metric, self.value, self.qualifier)


@dataclass(frozen=True)
class ReportFeatures:
    """One case report.

    article, case_key  name it independently of when it came; ties are decided by them
    surnames           toneless readings of the suspects' surnames
    family_names       the same as the text writes them: part of the key of a block
    names              people named in full and labels in quotation marks, as the text writes them: the key of a block
    readings           toneless readings of the people named in full
    labels             what the heading puts into quotation marks
    abroad             foreign places where arrests were made or dens stood
    told_on            published_on, or where that is not known the day of capture: what keys with a month or a year go by
    passage            a sketch (`wording`) of the words that tell the case
    clauses            the long clauses among them: the key of a block
    in_list            (place in the article's list of cases, the places in charge of the whole list in its order)
    case_id            the case that the report is linked to, None where that is to be found
    linked_at          log position of that link
    pinned             whether a person decided that link: it is never changed here, `linked_at` is where it was decided
    taken_from         the case that a pinned report is linked to but for that person
    """

    report_id: str
    article: str
    version_sha256: str
    captured_position: int
    case_key: str
    title: str
    jurisdictions: frozenset[str]
    figures: frozenset[Reported]
    surnames: frozenset[str]
    family_names: frozenset[str]
    names: frozenset[str]
    readings: frozenset[str]
    labels: frozenset[str]
    abroad: frozenset[str]
    code_name: str | None
    campaign_key: str | None
    scheme: str | None
    role: str | None
    occurred_on: date | None
    published_on: date | None
    told_on: date
    passage: bytes
    clauses: frozenset[str]
    in_list: tuple[int, tuple[str, ...]]
    case_id: str | None = None
    linked_at: int | None = None
    pinned: bool = False
    taken_from: str | None = None

    @cached_property
    def content_key(self) -> tuple[str, str, str]:
        """Sorts reports in one way whenever and in whatever order they came."""
        return (self.article, self.case_key, self.report_id)

    @cached_property
    def code(self) -> str | None:
        """What the code name says."""
        return code_of(self.code_name)

    @cached_property
    def values(self) -> frozenset[tuple[str, Decimal]]:
        """The figures' metrics and values."""
        return frozenset((figure.metric, figure.value) for figure in self.figures)

    @cached_property
    def numbers(self) -> frozenset[Decimal]:
        """The figures' values."""
        return frozenset(figure.value for figure in self.figures)

    @cached_property
    def by_measure(self) -> Mapping[tuple[str, str], Sequence[Reported]]:
        """Metric and unit → the figures."""
        found: dict[tuple[str, str], list[Reported]] = {}
        for figure in self.figures:
            found.setdefault((figure.metric, figure.unit), []).append(figure)
        return found

    @cached_property
    def handed_over(self) -> frozenset[Decimal]:
        """How many suspects were handed over, parts of others left out."""
        return frozenset(f.value for f in self.figures if f.metric == "suspects_repatriated" and not f.is_part)

    @cached_property
    def title_pairs(self) -> frozenset[str]:
        """What the heading is compared by."""
        return pairs(self.title)

    @cached_property
    def blocks(self) -> frozenset[Block]:
        """The keys by which reports to compare it with are found."""
        return blocks(
            jurisdictions=self.jurisdictions,
            values=self.values,
            names=self.names,
            family_names=self.family_names,
            code=self.code,
            title=self.title,
            occurred_on=self.occurred_on,
            told_on=self.told_on,
            clauses=self.clauses,
            in_list=self.in_list,
        )

    @cached_property
    def said(self) -> tuple[Hashable, ...]:
        """All that it is compared by: equal for copies of one text."""
        return tuple(getattr(self, name) for name in _SAID)

    @property
    def machine_case_id(self) -> str | None:
        """The case of the machine's last link, whatever people said of it."""
        return self.taken_from or self.case_id


# Names of the report and its links, and what makes nothing but keys: no score depends on them.
_NOT_SAID = {
    "report_id",
    "article",
    "version_sha256",
    "captured_position",
    "case_key",
    "case_id",
    "linked_at",
    "pinned",
    "taken_from",
    "family_names",
    "names",
    "clauses",
    "told_on",
}
_SAID = tuple(field.name for field in fields(ReportFeatures) if field.name not in _NOT_SAID)


def code_of(name: str | None) -> str | None:
    """What a code name says, whatever its dress: “3·02”, 3.02 and “3·2”专案 are "3.2"; other names as `plain` has them."""
    if not name:
        return None
    found = _MONTH_AND_DAY.search(name)
    return f"{int(found[1])}.{int(found[2])}" if found else plain(name)
