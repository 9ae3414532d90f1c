"""The cases and campaigns of the generated world: a function of seed, chapter and number, whatever else is made.

A case's numbers are stated once, by its authority; outlets differ in which they repeat. Every case has a sum of money or a
count that tells it from its neighbours, except that traps are meant to be near: same county, same surname, like counts.
"""

from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from bench.corpus import places
from bench.corpus.phrasing import names, plots
from bench.corpus.phrasing.plots import Range
from bench.corpus.streams import Stream, stream
from bench.corpus.truth import Campaign, Case, Count, Person, Plot, Stage, Totals
from pipelines.model import codelists
from pipelines.normalize.gazetteer import CHINA

FIRST_DAY = date(2016, 3, 1)
SPAN_DAYS = 3_300
_GOLDEN = 0.6180339887498949  # spreads the chapters evenly over the years, however many there are
_LARGE_SUM = 10_000_000  # yuan; from here on nobody states single yuan
_SERIES_SINCE = date(2023, 7, 1)


def chapter_day(chapter: int) -> date:
    """The day around which a chapter's stories happen."""
    return FIRST_DAY + timedelta(days=int(chapter * _GOLDEN % 1 * SPAN_DAYS))


@lru_cache(maxsize=4_096)
def case(seed: int, chapter: int, number: int, plot: Plot, grows: bool = False, province: int | None = None) -> Case:
    """Case `number` of a chapter. `province` (an index) keeps the cases of a release in different provinces."""
    of = stream(seed, "case", chapter, number)
    place = CHINA if plot == "handover" else _place(of, province)
    role, scheme = _conduct(of, plot)
    began = chapter_day(chapter) + timedelta(days=of.between(-60, 60))
    told = began + timedelta(days=of.between(5, 90))
    core, counts = _counts(of, plot, role)
    stages = [Stage(told, counts)]
    if grows:
        stages.append(Stage(told + timedelta(days=of.between(20, 200)), _grown(of, counts)))
    away = None if plot == "handover" else of.pick(places.neighbours(place))
    return Case(
        case_id=f"{seed}-{chapter}-{number}",
        plot=plot,
        place=place,
        suspect=_person(of, names().given),
        victim=_person(of, names().victims),
        scheme=scheme,
        role=role,
        campaign=national_campaign(of, told.year) if of.chance(0.25) and plot == "gang" else None,
        code_name=f"{began.month}·{began.day:02d}" if grows or of.chance(0.15) else None,
        began_on=began,
        arrest_place=away if of.chance(0.3) else None,
        site_place=of.pick(places.neighbours(place)) if plot == "gang" and of.chance(0.2) else None,
        country=of.pick(names().countries).code if plot == "handover" else None,
        stages=tuple(stages),
        core=core,
    )


def trap(of: Stream, like: Case, case_id: str) -> Case:
    """Another case of the same place and surname, with counts nearby: not the same one, since the sums of money differ."""
    counts = tuple(_nearby(of, count) for count in like.stages[0].counts)
    told = like.stages[0].told_on + timedelta(days=of.between(10, 120))
    return replace(
        like,
        case_id=case_id,
        began_on=like.began_on + timedelta(days=of.between(7, 40)),
        code_name=None,
        arrest_place=None,
        stages=(Stage(told, counts),),
    )


def totals(seed: int, chapter: int, number: int) -> Totals:
    """What a bureau reports of its work."""
    of = stream(seed, "totals", chapter, number)
    place = _place(of, None)
    told = chapter_day(chapter) + timedelta(days=of.between(-60, 60))
    campaign = None
    if of.chance(0.5):
        is_local = place.endswith("00") and not place.endswith("0000") and of.chance(0.5)
        campaign = local_campaign(of, place, told.year) if is_local else national_campaign(of, told.year)
    wanted = ["suspects_arrested", "cases_solved", *of.some(plots().totals, 0.45)]
    scale = 12 if place.endswith("0000") else 1
    counts = tuple(_count(of, metric, plots().ranges_of_totals[metric], scale) for metric in dict.fromkeys(wanted))
    daily = tuple(_count(of, metric, plots().daily[metric], scale) for metric in of.some(tuple(plots().daily), 0.25))
    return Totals(place, told, counts, daily, campaign)


def series(seed: int, chapter: int, number: int) -> Totals:
    """The running total of hand-overs from abroad: it grows with the days, and each day has one."""
    of = stream(seed, "series", chapter, number)
    told = _SERIES_SINCE + timedelta(days=of.between(40, 900))
    days = (told - _SERIES_SINCE).days
    value = 269 + int(days**1.62)
    count = (
        Count("suspects_repatriated", value // 100 * 100, "at_least")
        if value > 2_000
        else Count("suspects_repatriated", value)
    )
    return Totals(CHINA, told, (count,), since=_SERIES_SINCE)


def national_campaign(of: Stream, year: int) -> Campaign:
    """One that is nationwide."""
    kind = of.pick([kind for kind in names().campaigns if not kind.local])
    return kind.of_year(year, CHINA, "")


def local_campaign(of: Stream, place: str, year: int) -> Campaign:
    """One of a bureau's own: other bureaus use the name too."""
    kind = of.pick([kind for kind in names().campaigns if kind.local])
    return kind.of_year(year, place, places.slug(place) + "_")


def _place(of: Stream, province: int | None) -> str:
    provinces = places.usable("province")
    if province is not None:
        state = provinces[province % len(provinces)]
        inside = [code for code in places.usable("prefecture") if code[:2] == state[:2]]
        return of.pick(inside) if inside and of.chance(0.8) else state
    share = of.random()
    return of.pick(places.usable("prefecture" if share < 0.5 else "county") if share < 0.9 else provinces)


def _person(of: Stream, rests: tuple[str, ...]) -> Person:
    zh, en = of.pick(names().surnames)
    return Person(zh + of.pick(rests), en)


def _conduct(of: Stream, plot: Plot) -> tuple[str, str | None]:
    """Role in the chain and scheme."""
    if plot == "handover":
        return "fraud", None
    if plot == "gang" and of.chance(0.4):
        return of.pick([role for role in codelists.chain_roles() if role != "fraud"]), None
    return "fraud", of.pick([scheme for scheme in codelists.schemes() if scheme != "other"])


def _counts(of: Stream, plot: Plot, role: str) -> tuple[tuple[str, ...], tuple[Count, ...]]:
    told = plots().of(plot, role)
    money = of.pick(told.money) if told.money else None
    core = (*told.core, *((money,) if money else ()))
    wanted = dict.fromkeys((*core, *of.some(told.further, 0.4)))
    counts: list[Count] = []
    for metric in wanted:
        within = told.ranges[metric]
        if plot == "victim" and counts and codelists.metrics()[metric].unit == "CNY":
            lost = counts[0].value  # what is stopped or recovered was lost before
            within = Range(lost // 10, lost - lost // 20)
        counts.append(_count(of, metric, within, 1, precise=metric == money))
    return core, tuple(counts)


def _count(of: Stream, metric: str, within: Range, scale: int, *, precise: bool = False) -> Count:
    """A number between the bounds, small ones likelier; some are stated rounded."""
    low, high = within.low, within.high * scale
    value = int(low * (high / low) ** of.random())
    if codelists.metrics()[metric].unit == "CNY":
        return _money(of, metric, value, precise=precise)
    if value < 20 or of.chance(0.75):
        return Count(metric, value)
    return _rounded(of, metric, value, 10 ** (len(str(value)) - 1 - (value > 300)))


def _money(of: Stream, metric: str, value: int, *, precise: bool) -> Count:
    share = of.random()
    if value < _LARGE_SUM and (share < 0.3 or (precise and share < 0.5)):
        return Count(metric, value)
    if share < 0.7 or precise:
        step = 1_000 if value < _LARGE_SUM else 10_000 if value < 10 * _LARGE_SUM else 1_000_000
        return Count(metric, max(1, value // step) * step)
    return _rounded(of, metric, value, 10 ** (len(str(value)) - 2))


def _rounded(of: Stream, metric: str, value: int, step: int) -> Count:
    share = of.random()
    if share < 0.7:
        return Count(metric, max(step, value // step * step), "at_least")
    return Count(metric, (value // step + 1) * step, "nearly" if share < 0.85 else "about")


def _grown(of: Stream, counts: tuple[Count, ...]) -> tuple[Count, ...]:
    """Later counts: more arrests, more seized; the money that identifies the case stays what it was."""
    grown = []
    for count in counts:
        if codelists.metrics()[count.metric].unit == "CNY":
            grown.append(count)
        else:
            grown.append(Count(count.metric, int(count.value * (1.3 + 2 * of.random())) + 1))
    return tuple(grown)


def _nearby(of: Stream, count: Count) -> Count:
    if codelists.metrics()[count.metric].unit == "CNY":
        return Count(count.metric, int(count.value * (0.8 + 0.1 * of.random())) // 1_000 * 1_000 + 1_000)
    return Count(count.metric, max(2, count.value + of.between(-1, 1)))
