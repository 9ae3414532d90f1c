"""Whose figure it is: a case's, or a total of a place. The codebook's `scope` and `region`.

Cases, agencies and the article's home are found by `structure`; here they are only asked.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from pipelines.model.document import Document
from pipelines.model.reports import CaseReport
from pipelines.model.span import Span
from pipelines.normalize.extraction.figures.found import Found
from pipelines.normalize.extraction.mentions import AgencyMention, CaseSegment, Structure
from pipelines.normalize.extraction.structure import places as geo


@dataclass(frozen=True, slots=True)
class _Jurisdiction:
    level: int
    pattern: re.Pattern[str]


class ScopeReader:
    """Tells of each figure of one document whose it is."""

    def __init__(self, document: Document, structure: Structure, cases: Sequence[CaseReport], home: str | None) -> None:
        """`cases` describe `structure.segments`, in the same order."""
        self._text = document.text
        self._structure = structure
        self._cases = list(zip(structure.segments, cases, strict=True))
        self._home = home
        self._jurisdictions = _jurisdictions("en" if document.language == "en" else "zh")

    def placed(self, found: Found) -> Found:
        """The figure with its scope and case."""
        case = self._case(found)
        if case is None or self._level(found) is not None:
            return replace(found, scope="aggregate", case_key=None)
        return replace(found, scope="case", case_key=case.key)

    def region(self, found: Found) -> str | None:
        """Adcode of the place that the number is about; None where it cannot be told."""
        if found.scope == "case":
            case = next(c for _, c in self._cases if c.key == found.case_key)
            return self._finer(found, case.agency_adcode)
        level = self._level(found)
        if level is not None:
            return geo.CHINA if level == geo.COUNTRY else self._above_home(level)
        acting = [a for a in self._acting(found) if a.adcode]
        return acting[-1].adcode if acting else self._home

    def _case(self, found: Found) -> CaseReport | None:
        covering = [(s, c) for s, c in self._cases if s.covers(found.number.span)]
        if covering:
            return min(covering, key=lambda pair: _extent(pair[0]))[1]
        if found.sentence.block.kind == "title" and len(self._cases) == 1:
            return self._cases[0][1]
        return None

    def _level(self, found: Found) -> int | None:
        """The level of the jurisdiction that the sentence sums up before the number, None where it names none."""
        before = Span(found.sentence.span.start, found.number.span.start)
        stretch = before.of(self._text)
        levels = [j.level for j in self._jurisdictions if j.pattern.search(stretch)]
        return levels[-1] if levels else None

    def _above_home(self, level: int) -> str | None:
        return (geo.ancestor(self._home, level) or self._home) if self._home else None

    def _acting(self, found: Found) -> list[AgencyMention]:
        before = Span(found.sentence.span.start, found.number.span.start)
        return [a for a in self._structure.agencies if before.contains(a.span)]

    def _finer(self, found: Found, adcode: str | None) -> str | None:
        """A body inside the case's jurisdiction that acts in the sentence."""
        if adcode is None:
            return None
        inside = [a.adcode for a in self._acting(found) if a.adcode and geo.contains(adcode, a.adcode)]
        return inside[-1] if inside else adcode


def _extent(segment: CaseSegment) -> int:
    return sum(len(span) for span in segment.spans)


@cache
def _jurisdictions(language: str) -> tuple[_Jurisdiction, ...]:
    data: dict[str, Any] = yaml.safe_load((files(__package__) / "data" / "jurisdictions.yaml").read_text(encoding="utf-8"))
    reach = "".join(f"(?<!{re.escape(word)})" for word in data["not_after"])
    subject = "|".join(data["subject"][language])

    def pattern(words: list[str]) -> re.Pattern[str]:
        return re.compile(rf"{reach}(?:{'|'.join(map(re.escape, words))})(?:{subject})", re.IGNORECASE)

    return tuple(_Jurisdiction(entry["level"], pattern(entry[language])) for entry in data["jurisdictions"])
