"""Whose figure it is: a case's, or a total of a place. The codebook's `scope` and `region`.

Cases, agencies and the article's home are found by `structure`; here they are only asked.
"""

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from pipelines.errors import ReferenceDataError
from pipelines.model.document import Document
from pipelines.model.records import record
from pipelines.model.reports import CaseReport
from pipelines.model.span import Span
from pipelines.normalize.extraction.figures.clauses import Clause, Sentence
from pipelines.normalize.extraction.figures.found import Found
from pipelines.normalize.extraction.figures.repeats import same_value
from pipelines.normalize.extraction.figures.rules import load_yaml, word_list
from pipelines.normalize.extraction.mentions import AgencyMention, CaseSegment, Structure
from pipelines.normalize.extraction.structure import cues
from pipelines.normalize.extraction.structure import places as geo

AGGREGATES = "aggregates"
CASE_UNITS = ("起", "件", "宗")
TELLING_REACH = 8  # characters after a body's name in which 获悉 follows: 从市公安局反诈中心获悉
HEAD = re.compile(r"[\s\d、.．（）()【】●◆■▶·①-⑳]*[一-鿿]{0,4}")  # list marks, and a province before its city
AS_HEADING = re.compile(r"\s*[:：]")  # after a place: what follows is told of it (海南：…)
HEAD_REACH = 16  # characters in which the place of a line stands
_WORDS = ("spate", "alike", "since", "led_to", "telling")  # parts of aggregates.yaml that are words by language
SOLVED = "cases_solved"  # one case does not solve others of a wider body
RETURNED = "suspects_repatriated"  # one hand-over is a case, what the country took back since a date is none
ANNOUNCED = 3  # cases from which on their number in the first sentence is no chance
BULLETIN = 2  # cases from which on what stands before the first is the opening of a bulletin


@record()
class _Aggregates:
    """aggregates.yaml for one language: patterns by level, and words of a spate of incidents."""

    jurisdictions: tuple[tuple[int, re.Pattern[str]], ...]
    spate: tuple[str, ...]
    alike: tuple[str, ...]
    since: tuple[str, ...]
    led_to: tuple[str, ...]
    telling: tuple[str, ...]
    own_country: tuple[str, ...]


@record()
class _Summed:
    """What a sentence sums up: places and levels of the jurisdictions it names; whether it counts incidents."""

    jurisdictions: tuple[tuple[int, int], ...]
    is_spate: bool


class ScopeReader:
    """Tells of each figure of one document whose it is."""

    def __init__(
        self,
        document: Document,
        structure: Structure,
        cases: Sequence[CaseReport],
        home: str | None,
        places: Sequence[geo.Place] = (),
        sentences: Sequence[Sentence] = (),
    ) -> None:
        """`cases` describe `structure.segments`, in the same order; `sentences` are those with numbers."""
        self._places = [p for p in places if geo.is_chinese(p.adcode)]
        self._text = document.text
        self._structure = structure
        self._cases = list(zip(structure.segments, cases, strict=True))
        self._home = home
        self._known: dict[Span, _Summed] = {}
        self._aggregates = _aggregates("en" if document.language == "en" else "zh")
        self._opening = next((s for s in sentences if s.block.kind != "title"), None)

    def placed(self, found: Found) -> Found:
        """The figure with its scope and case."""
        case = self._case(found)
        if case is None or self._is_summary(found, case):
            return replace(found, scope="aggregate", case_key=None, is_summary=self._level(found) is not None)
        return replace(found, scope="case", case_key=case.key)

    def region(self, found: Found) -> str | None:
        """Adcode of the place that the number is about; None where it cannot be told."""
        if found.scope == "case":
            case = next(c for _, c in self._cases if c.key == found.case_key)
            return self._finer(found, case.agency_adcode)
        level = self._level(found)
        if level is not None:
            return self._summed_up(found, level)
        acting = [a.adcode for a in self._acting(found) if a.adcode]
        if not acting and self._tells_a_spate(found):
            acting = [p.adcode for p in self._places if found.sentence.span.contains(p.span)]
        return acting[-1] if acting else self._headed(found) or self._home

    def _case(self, found: Found) -> CaseReport | None:
        covering = [(s, c) for s, c in self._cases if s.covers(found.number.span)]
        if covering:
            return min(covering, key=lambda pair: _extent(pair[0]))[1]
        if found.sentence.block.kind == "title" and len(self._cases) == 1 and self._leads(self._cases[0][0], found):
            return self._cases[0][1]
        return None

    def _leads(self, segment: CaseSegment, headline: Found) -> bool:
        """Whether the article begins with the case or heads it (打掉一个团伙), and does not give it as an example of totals."""
        if self._opening is None or segment.covers(self._opening.span):
            return True
        return cues.has("singular", self._text, headline.sentence.span)

    def _is_summary(self, found: Found, case: CaseReport) -> bool:
        if self._level(found) is not None or self._tells_a_spate(found) or self._counts_the_cases(found.sentence):
            return True
        if found.metric == RETURNED and case.agency_adcode == geo.CHINA:
            return self._runs_since(found)
        if found.metric != SOLVED or case.agency_adcode is None:
            return False
        acting = [a.adcode for a in self._acting(found) if a.adcode and found.clause.span.contains(a.span)]
        return any(a != case.agency_adcode and geo.contains(a, case.agency_adcode) for a in acting)

    def _runs_since(self, found: Found) -> bool:
        """Whether the number is counted from a date or an earlier hand-over on: 自2月首批押回以来，累计押解回国2860余名."""
        own = found.clause.span.start
        clause_before = max((c.span.start for c in found.sentence.clauses if c.span.start < own), default=own)
        return _has_any(self._text[clause_before : found.number.span.start], self._aggregates.since)

    def _counts_the_cases(self, sentence: Sentence) -> bool:
        """Whether the article begins by summing up the cases that it goes on to tell: 一周内连破四起案件，抓获52人."""
        told = len(self._cases)
        return sentence is self._opening and told >= ANNOUNCED and any(self._counts(told, c) for c in sentence.clauses)

    def _counts(self, cases: int, clause: Clause) -> bool:
        told = next((n for n in clause.numbers if n.unit in CASE_UNITS and n.value == cases), None)
        if told is None:
            return False
        return not _has_any(self._text[clause.span.start : told.span.start], self._aggregates.led_to)

    def _tells_a_spate(self, found: Found) -> bool:
        """Whether the sentence counts several incidents that happened."""
        return self._summed(found.sentence).is_spate

    def _level(self, found: Found) -> int | None:
        """The level of the jurisdiction that the sentence sums up before the number, None where it names none."""
        named = [n for n in self._summed(found.sentence).jurisdictions if n[0] < found.number.span.start]
        return max(named)[1] if named else None

    def _summed(self, sentence: Sentence) -> _Summed:
        """What the sentence sums up; looked up once for all its figures."""
        if sentence.span not in self._known:
            stretch = sentence.span.of(self._text)
            named = tuple(
                (sentence.span.start + match.start(), level)
                for level, pattern in self._aggregates.jurisdictions
                for match in pattern.finditer(stretch)
            )
            # Alike ones are said to be the work of the same people.
            are_alike = _has_any(stretch, self._aggregates.alike)
            is_spate = not are_alike and any(map(self._counts_incidents, sentence.clauses))
            self._known[sentence.span] = _Summed(named, is_spate)
        return self._known[sentence.span]

    def _counts_incidents(self, clause: Clause) -> bool:
        stretch = clause.span.of(self._text).lower()
        starts = [stretch.find(word) for word in self._aggregates.spate if word in stretch]
        first = clause.span.start + min(starts, default=len(stretch))
        return any(n.unit in CASE_UNITS and n.value > 1 and n.span.start > first for n in clause.numbers)

    def _summed_up(self, found: Found, level: int) -> str | None:
        """The place of 全国, 全省, 全市: around the article's home, or where that is wider, around the body named last."""
        if level == geo.COUNTRY:
            return self._country()
        if self._home is None:
            return None
        named = (a.adcode for a in self._structure.agencies if a.adcode and a.span.end <= found.number.span.start)
        units = [unit for adcode in named if (unit := geo.ancestor(adcode, level)) and geo.contains(self._home, unit)]
        return geo.ancestor(self._home, level) or (units[-1] if units else self._home)

    def _country(self) -> str | None:
        """What the article's own place means by 全国."""
        if self._home is None or self._home[:2] not in self._aggregates.own_country:
            return geo.CHINA
        return geo.ancestor(self._home, geo.PROVINCE)

    def _headed(self, found: Found) -> str | None:
        """The place that stands with a colon at the head of the figure's line: 海南：上半年破获…."""
        line = found.sentence.block.span
        for place in self._places:
            if line.start <= place.span.start < min(line.start + HEAD_REACH, found.number.span.start):
                before, after = self._text[line.start : place.span.start], self._text[place.span.end : line.end]
                if HEAD.fullmatch(before) and AS_HEADING.match(after):
                    return place.adcode
        return None

    def _acting(self, found: Found) -> list[AgencyMention]:
        before = Span(found.sentence.span.start, found.number.span.start)
        return [a for a in self._structure.agencies if before.contains(a.span) and not self._only_tells(a)]

    def _only_tells(self, agency: AgencyMention) -> bool:
        """Whether the body is named as the source of the news."""
        return _has_any(self._text[agency.span.end : agency.span.end + TELLING_REACH], self._aggregates.telling)

    def _finer(self, found: Found, adcode: str | None) -> str | None:
        """A local body inside the case's jurisdiction that acts in the sentence."""
        if adcode is None or geo.level(adcode) == geo.COUNTRY:
            return adcode
        inside = [a.adcode for a in self._acting(found) if a.adcode and geo.contains(adcode, a.adcode)]
        return inside[-1] if inside else adcode


def reconciled(found: Sequence[Found], segments: Sequence[CaseSegment]) -> list[Found]:
    """One fact has one scope: a headline's figure that of the body, a bulletin's opening that of the item it sums up, a total
    told again inside a case that of the total.
    """
    opening = min(s.spans[0].start for s in segments) if len(segments) >= BULLETIN else 0
    agreed = [_reconciled(figure, found, opening) for figure in found]
    totals = {figure.number.span for figure in agreed if figure.scope == "aggregate"}
    return [
        replace(figure, scope="aggregate", case_key=None) if _is_part_of_any(figure, totals) else figure
        for figure in agreed
    ]


def _is_part_of_any(figure: Found, totals: Container[Span]) -> bool:
    """Whether its sentence names it a part of a total: 累计移交1480名，其中头目29名."""
    whole = figure.whole
    return whole is not None and whole.span in totals and figure.sentence.span.contains(whole.span)


def _reconciled(figure: Found, found: Sequence[Found], opening: int) -> Found:
    in_title = figure.sentence.block.kind == "title"
    if not in_title and figure.number.span.start < opening:
        return _as_in_its_item(figure, found)
    if not in_title and figure.scope == "aggregate":
        return figure
    body = (f for f in found if f.metric == figure.metric and f.sentence.block.kind != "title" and f is not figure)
    twins = [f for f in body if same_value(f, figure)]
    if in_title and twins:
        return replace(figure, scope=twins[0].scope, case_key=twins[0].case_key)
    if any(f.is_summary for f in twins):
        return replace(figure, scope="aggregate", case_key=None)
    return figure


def _as_in_its_item(figure: Found, found: Sequence[Found]) -> Found:
    """What a bulletin announces is the figure of the one case that tells it."""
    twins = [
        f for f in found if f.scope == "case" and (f.metric, f.number.value) == (figure.metric, figure.number.value)
    ]
    if figure.is_summary or len({f.case_key for f in twins}) != 1:
        return figure
    return replace(figure, scope="case", case_key=twins[0].case_key)


def _has_any(stretch: str, words: Sequence[str]) -> bool:
    folded = stretch.lower()
    return any(word in folded for word in words)


def _extent(segment: CaseSegment) -> int:
    return sum(len(span) for span in segment.spans)


@cache
def _aggregates(language: str) -> _Aggregates:
    data = load_yaml(AGGREGATES)
    missing = {"jurisdictions", "subject", "not_after", "own_country", *_WORDS} ^ set(data)
    if missing:
        raise ReferenceDataError(f"{AGGREGATES}.yaml: parts missing or unknown: {sorted(missing)}")
    reach = "".join(f"(?<!{re.escape(word)})" for word in word_list(data["not_after"], f"{AGGREGATES}: not_after"))
    subject = "|".join(_words(data, "subject", language))
    levels = tuple(
        (_level_of(entry), _jurisdiction(entry, language, reach, subject)) for entry in data["jurisdictions"]
    )
    own_country = word_list(data["own_country"], f"{AGGREGATES}.yaml: own_country")
    words = {part: _words(data, part, language) for part in _WORDS}
    return _Aggregates(jurisdictions=levels, own_country=own_country, **words)


def _words(data: Mapping[str, Any], part: str, language: str) -> tuple[str, ...]:
    entries = data[part]
    if not isinstance(entries, dict):
        raise ReferenceDataError(f"{AGGREGATES}.yaml: {part}: lists of words by language are expected")
    return word_list(entries.get(language), f"{AGGREGATES}.yaml: {part}.{language}")


def _level_of(entry: Mapping[str, Any]) -> int:
    level = entry.get("level")
    if level not in (0, 1, 2, 3):
        raise ReferenceDataError(f"{AGGREGATES}.yaml: jurisdictions: {level!r} is no level")
    return int(level)


def _jurisdiction(entry: Mapping[str, Any], language: str, reach: str, subject: str) -> re.Pattern[str]:
    words = "|".join(map(re.escape, word_list(entry.get(language), f"{AGGREGATES}.yaml: jurisdictions.{language}")))
    try:
        # The words first: elsewhere what stands before need not be asked.
        return re.compile(rf"(?={words}){reach}(?:{words})(?:{subject})", re.IGNORECASE)
    except re.error as error:
        raise ReferenceDataError(f"{AGGREGATES}.yaml: subject: {error}") from error
