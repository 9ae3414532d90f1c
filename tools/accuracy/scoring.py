"""Compares a reading with the truth, file by file, and adds up. Pure: no files, no coding.

A figure is right when article, metric and value are; strictly right when qualifier, scope, basis, subset and region are too.
A case is the gold case of the same file that it shares most figures and jurisdictions with. Reports of several files are not
linked here. Borderline gold counts neither way.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from pipelines.model.reports import CampaignReport, CaseReport, FigureReport, RegionReport
from pipelines.normalize.extraction.confidence import way_of
from tools.accuracy.calibration import Judged
from tools.accuracy.corpus import Gold, Reading, Truth

ATTRIBUTES = ("qualifier", "scope", "basis", "subset", "region")
CASE_ATTRIBUTES = ("scheme", "role")


@dataclass(slots=True)
class Count:
    """How many were right, given and wanted."""

    right: int = 0
    given: int = 0
    wanted: int = 0

    @property
    def precision(self) -> float:
        """Share of what was given that is right; 1 where nothing was given or wanted."""
        return self.right / self.given if self.given else float(not self.wanted)

    @property
    def recall(self) -> float:
        """Share of what was wanted that was found."""
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(slots=True)
class Score:
    """The sums over a corpus. `attributes` count right ones of those judged; `judged` holds every figure and case judged."""

    figures: Count = field(default_factory=Count)
    strict: Count = field(default_factory=Count)
    cases: Count = field(default_factory=Count)
    regions: Count = field(default_factory=Count)
    campaigns: Count = field(default_factory=Count)
    by_metric: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    attributes: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    judged_figures: list[Judged] = field(default_factory=list)
    judged_cases: list[Judged] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    files: int = 0
    out_of_domain_figures: int = 0


@dataclass(frozen=True, slots=True)
class _Found:
    """One figure of a reading, its case key unique in the file."""

    report: FigureReport
    case: str | None


def score(truths: Mapping[str, Truth], readings: Mapping[str, Reading]) -> Score:
    """The sums over all files that are hand-coded; a file that was not read counts as missed."""
    total = Score()
    for name, truth in truths.items():
        _score_file(total, truth, readings.get(name, Reading(name)))
    return total


def _score_file(total: Score, truth: Truth, reading: Reading) -> None:
    total.files += 1
    found = [
        _Found(figure, f"{index}.{figure.case_key}" if figure.case_key else None)
        for index, coding in enumerate(reading.codings)
        for figure in coding.figures
    ]
    if not truth.in_domain:
        total.out_of_domain_figures += len(found)
    _score_figures(total, truth, found)
    _score_cases(total, truth, reading, found)
    _score_campaigns(total, truth, [c for coding in reading.codings for c in coding.campaigns])


def _score_figures(total: Score, truth: Truth, found: list[_Found]) -> None:
    wanted: defaultdict[tuple[str, Decimal], list[Gold]] = defaultdict(list)
    unsure: Counter[tuple[str, Decimal]] = Counter()
    for gold in truth.figures:
        if gold.get("borderline"):
            unsure[_key(gold)] += 1
        else:
            wanted[_key(gold)].append(gold)
            total.figures.wanted += 1
            total.strict.wanted += 1
            total.by_metric[gold["metric"]].wanted += 1
    for figure in found:
        key = (figure.report.metric, figure.report.value.normalize())
        if wanted[key]:
            best = max(wanted[key], key=lambda gold: sum(_agreement(gold, figure.report).values()))
            wanted[key].remove(best)
            _count_figure(total, truth, figure.report, best)
        elif unsure[key]:
            unsure[key] -= 1
        else:
            _count_figure(total, truth, figure.report, None)
    for (metric, value), missed in wanted.items():
        total.errors += [f"{truth.file}: MISSED {metric} {value:f} «{gold.get('quote')}»" for gold in missed]


def _count_figure(total: Score, truth: Truth, figure: FigureReport, gold: Gold | None) -> None:
    metric = total.by_metric[figure.metric]
    for count in (total.figures, total.strict, metric):
        count.given += 1
    total.judged_figures.append(Judged(way_of(figure.evidence.rule), figure.confidence, gold is not None))
    if gold is None:
        total.errors.append(f"{truth.file}: WRONG {figure.metric} {figure.value:f} «{figure.evidence.quote}»")
        return
    total.figures.right += 1
    metric.right += 1
    agreement = _agreement(gold, figure)
    total.strict.right += all(agreement.values())
    if gold.get("period"):
        mine = [str(figure.period_start), str(figure.period_end)]
        agreement = agreement | {"period": mine == [str(day) for day in gold["period"]]}
    for name, agrees in agreement.items():
        total.attributes[name].given += 1
        total.attributes[name].right += agrees
        if not agrees:
            total.errors.append(_disagreement(truth, figure, gold, name))


def _disagreement(truth: Truth, figure: FigureReport, gold: Gold, name: str) -> str:
    mine = {"region": figure.region_adcode, "period": f"{figure.period_start}..{figure.period_end}"}
    given = mine.get(name, getattr(figure, name, None))
    return f"{truth.file}: {name} of {figure.metric} {figure.value:f} «{figure.evidence.quote}»: {gold.get(name)!r}, not {given!r}"


def _agreement(gold: Gold, figure: FigureReport) -> dict[str, bool]:
    return {
        "qualifier": gold["qualifier"] == figure.qualifier,
        "scope": gold["scope"] == figure.scope,
        "basis": (gold.get("basis") or "total") == figure.basis,
        "subset": bool(gold.get("subset")) == figure.subset,
        "region": gold.get("region") is None or str(gold["region"]) == str(figure.region_adcode),
    }


def _score_cases(total: Score, truth: Truth, reading: Reading, found: list[_Found]) -> None:
    given: dict[str, CaseReport] = {}
    places: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for index, coding in enumerate(reading.codings):
        given |= {f"{index}.{case.key}": case for case in coding.cases}
        for region in coding.regions:
            places[f"{index}.{region.case_key}"].add(_place(region))
    signs = {key: _signature(key, places[key], found) for key in given}
    unsure = {gold["key"] for gold in truth.cases if gold.get("borderline")}
    pairs = _paired(truth, signs)
    matched = {mine: gold for mine, gold in pairs.items() if gold["key"] not in unsure}
    total.cases.given += len(given) - (len(pairs) - len(matched))
    total.cases.wanted += len(truth.cases) - len(unsure)
    total.cases.right += len(matched)
    for mine, gold in matched.items():
        _score_case(total, truth, given[mine], gold, places[mine])
    total.judged_cases += [
        Judged(way_of(case.evidence.rule), case.confidence, key in matched)
        for key, case in given.items()
        if key in matched or key not in pairs
    ]
    hit = {gold["key"] for gold in pairs.values()} | unsure
    total.errors += [f"{truth.file}: MISSED case {gold.get('title')}" for gold in truth.cases if gold["key"] not in hit]
    total.errors += [f"{truth.file}: WRONG case {case.title}" for key, case in given.items() if key not in pairs]


def _score_case(total: Score, truth: Truth, case: CaseReport, gold: Gold, places: set[tuple[str, str]]) -> None:
    wanted = {(role, str(code)) for role, codes in (gold.get("regions") or {}).items() for code in codes}
    total.regions.right += len(wanted & places)
    total.regions.given += len(places)
    total.regions.wanted += len(wanted)
    total.errors += [f"{truth.file}: WRONG place {place} of {gold.get('title')}" for place in sorted(places - wanted)]
    total.errors += [f"{truth.file}: MISSED place {place} of {gold.get('title')}" for place in sorted(wanted - places)]
    for name in CASE_ATTRIBUTES:
        if gold.get(name) is not None:
            total.attributes[name].given += 1
            total.attributes[name].right += gold[name] == getattr(case, name)
            if gold[name] != getattr(case, name):
                total.errors.append(
                    f"{truth.file}: {name} of {gold.get('title')}: {gold[name]!r}, not {getattr(case, name)!r}"
                )


def _paired(truth: Truth, signs: Mapping[str, set[object]]) -> dict[str, Gold]:
    """Each case with the gold case that it shares most with; every gold case is taken once."""
    candidates = sorted(_candidates(truth, signs), key=lambda c: c[:3], reverse=True)
    taken: set[str] = set()
    pairs: dict[str, Gold] = {}
    for _, key, mine, gold in candidates:
        if key not in taken and mine not in pairs:
            taken.add(key)
            pairs[mine] = gold
    return pairs


def _candidates(truth: Truth, signs: Mapping[str, set[object]]) -> Iterator[tuple[float, str, str, Gold]]:
    for gold in truth.cases:
        figures = {_key(figure) for figure in truth.figures if figure.get("case") == gold["key"]}
        wanted = figures | {str(code) for code in (gold.get("regions") or {}).get("jurisdiction", [])}
        for mine, sign in signs.items():
            if wanted & sign:
                yield len(wanted & sign) / len(wanted | sign), gold["key"], mine, gold


def _signature(key: str, places: set[tuple[str, str]], found: list[_Found]) -> set[object]:
    figures = {(f.report.metric, f.report.value.normalize()) for f in found if f.case == key}
    return figures | {code for role, code in places if role == "jurisdiction"}


def _score_campaigns(total: Score, truth: Truth, given: list[CampaignReport]) -> None:
    left = {report.key: report for report in given}
    total.campaigns.given += len(left)
    for gold in {gold["key"]: gold for gold in truth.campaigns}.values():
        hit = next((report for report in left.values() if _is_same_campaign(report, gold)), None)
        is_unsure = bool(gold.get("borderline"))
        total.campaigns.wanted += not is_unsure
        if hit is not None:
            del left[hit.key]
            total.campaigns.given -= is_unsure
            total.campaigns.right += not is_unsure
        elif not is_unsure:
            total.errors.append(f"{truth.file}: MISSED campaign {gold['key']} {gold.get('name')}")
    total.errors += [f"{truth.file}: WRONG campaign {key}" for key in left]


def _is_same_campaign(report: CampaignReport, gold: Gold) -> bool:
    name = _folded(gold.get("name"))
    return report.key == gold["key"] or bool(name and name in f"{_folded(report.name_zh)}|{_folded(report.name_en)}")


def _place(region: RegionReport) -> tuple[str, str]:
    return region.role, region.adcode


def _key(gold: Gold) -> tuple[str, Decimal]:
    return gold["metric"], Decimal(str(gold["value"])).normalize()


def _folded(name: object) -> str:
    return re.sub(r"[\W_]+", "", str(name or "").lower())
