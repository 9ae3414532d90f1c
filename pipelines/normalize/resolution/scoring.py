"""How likely two reports tell one case: points for what agrees and against what does not, a veto for what cannot be.

The scale: `SAME_CASE` points and more are one case. No single agreement reaches it; a place and a count do not either,
since two cases of one county with eleven arrests each are nothing unusual, nor do they when scheme, role and time agree
as well: most cases of a county and a season agree in those. An amount with several digits is another matter: nobody
loses 412,477 yuan twice. A count that is higher in a later report says nothing against: investigations go on.

A score is a function of the two reports alone, so that no other report, earlier or later, changes it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import inf

from pipelines.normalize.resolution.blocks import is_telling, is_telling_amount
from pipelines.normalize.resolution.contradictions import Contradiction, contradictions
from pipelines.normalize.resolution.features import ReportFeatures
from pipelines.normalize.resolution.lists import aligned
from pipelines.normalize.resolution.places import COUNTRY, any_within, is_province, is_within
from pipelines.normalize.resolution.wording import likeness, resemblance

SAME_CASE = 6.0
FULL_SCORE = 10.0

_SAME_PLACE, _SAME_PROVINCE, _PLACE_WITHIN, _WHOLE_COUNTRY = 3.0, 2.5, 2.0, 1.0
_CODE_NAME = 3.5
_AMOUNTS = {1: 2.0, 2: 2.1, 3: 3.0, 4: 3.5}  # by digits that are said: 70,000 and 35,000 and 412,000
_PRECISE_AMOUNT, _TELLING_COUNT, _COUNT, _SMALL_COUNT = 4.0, 2.5, 2.0, 1.0
_AMOUNT_ELSEWHERE = 3.0  # a sum that one coder took for seized and another for involved
_OTHER_AMOUNT, _OTHER_NUMBER = -4.0, -1.0
_NAME, _MORE_NAMES, _LABEL = 4.5, 1.0, 2.0
_SURNAME, _MORE_SURNAMES, _OTHER_SURNAMES = 1.5, 0.5, -1.5
_SAME_LIST, _SAME_DAY, _OTHER_DAY = 3.0, 1.5, -0.5
_SAME_HEADING = 1.0
_SAME_WORDS = ((0.85, 3.5), (0.6, 2.5), (0.3, 1.5))  # from this share of the passage on
_ABROAD, _OTHER_ABROAD, _SAME_HANDOVER = 0.5, -1.5, 2.5
# Scheme, role and time together stay below 1: they tip no scale that a campaign would not have tipped.
_CAMPAIGN, _SCHEME, _OTHER_SCHEME, _ROLE = 1.0, 0.3, -0.5, 0.3
_SAME_WEEK, _NEAR_IN_TIME, _NOT_NEAR, _LATE, _FAR_IN_TIME = 0.35, 0.25, -0.25, -2.0, -4.0

_HANDOVER_DAYS, _WEEK_DAYS, _NEAR_DAYS, _LATE_DAYS, _FAR_DAYS = 3, 7, 60, 365, 730
_LARGE_VALUE, _SMALL_VALUE = 10_000, 5
_HEADING_AGREES = 0.8

_Points = tuple[float, str]


@dataclass(frozen=True, slots=True)
class Score:
    """Points and what they were given for. `ruled_out` where the two cannot be one case; `points` is 0 then."""

    points: float
    reasons: tuple[str, ...]
    ruled_out: bool = False


def score(a: ReportFeatures, b: ReportFeatures) -> Score:
    """Compare two reports. Symmetric, reasons included."""
    if b.content_key < a.content_key:
        a, b = b, a
    if against := _veto(a, b):
        return Score(0.0, (against,), ruled_out=True)
    parts = [*_place(a, b), *_list(a, b), *_figures(a, b), *_people(a, b), *_codes(a, b), *_time(a, b), *_words(a, b)]
    return Score(max(0.0, _rounded(_sum(*parts))), tuple(reason for _, reason in parts))


def may_be_one(a: ReportFeatures, b: ReportFeatures) -> bool:
    """False where `score` stays below `SAME_CASE` whatever its costly parts find: says so of most pairs, in half the time."""
    if _elsewhere(a, b):
        return False
    most = (
        _most_of_list(a, b) + _most_of_figures(a, b) + _sum(*_place(a, b), *_people(a, b), *_codes(a, b), *_time(a, b))
    )
    return most >= SAME_CASE or _rounded(most + _sum(*_words(a, b))) >= SAME_CASE


def _sum(*parts: _Points) -> float:
    return sum(points for points, _ in parts)


def _rounded(points: float) -> float:
    """A sum must not depend on the order of its parts, or equal scores would be told apart by chance."""
    return round(points, 3)


def _most_of_list(a: ReportFeatures, b: ReportFeatures) -> float:
    return _SAME_LIST if len(a.in_list[1]) > 1 and len(b.in_list[1]) > 1 else 0.0


def _most_of_figures(a: ReportFeatures, b: ReportFeatures) -> float:
    """As if nothing were contradicted and every value that both give stood for the same thing."""
    return sum(
        max(_weight(value), _AMOUNT_ELSEWHERE if is_telling_amount(value) else 0.0) for value in a.numbers & b.numbers
    )


def _veto(a: ReportFeatures, b: ReportFeatures) -> str | None:
    if _elsewhere(a, b):
        return "different places in charge"
    if a.code and b.code and a.code != b.code:
        return f"other code names, {a.code_name} and {b.code_name}"
    listed = _alignment(a, b)
    ours, theirs = a.in_list[0], b.in_list[0]
    if listed.get(ours, theirs) != theirs or (ours not in listed and theirs in listed.values()):
        return f"numbers {ours + 1} and {theirs + 1} of one list"
    return None


def _elsewhere(a: ReportFeatures, b: ReportFeatures) -> bool:
    return bool(a.jurisdictions and b.jurisdictions) and not any_within(a.jurisdictions, b.jurisdictions)


def _place(a: ReportFeatures, b: ReportFeatures) -> Iterator[_Points]:
    common = a.jurisdictions & b.jurisdictions
    if common:
        # That the ministry is in charge says little, all great cases are the ministry's, and a province is large.
        points = max(
            _WHOLE_COUNTRY if x == COUNTRY else _SAME_PROVINCE if is_province(x) else _SAME_PLACE for x in common
        )
        yield points, f"same place in charge {', '.join(sorted(common))}"
    elif a.jurisdictions and b.jurisdictions:
        pairs = sorted((x, y) for x in a.jurisdictions for y in b.jurisdictions if is_within(x, y) or is_within(y, x))
        points = _WHOLE_COUNTRY if COUNTRY in pairs[0] else _PLACE_WITHIN
        yield points, f"{pairs[0][0]} and {pairs[0][1]} lie one in the other"
    if a.abroad and b.abroad:
        abroad = a.abroad & b.abroad
        if abroad:
            yield _ABROAD, f"both abroad in {', '.join(sorted(abroad))}"
        else:
            yield _OTHER_ABROAD, "in different countries abroad"
            return
    if _days_apart(a, b) <= _HANDOVER_DAYS and a.handed_over & b.handed_over:
        yield _SAME_HANDOVER, "as many handed over in these days"


def _days_apart(a: ReportFeatures, b: ReportFeatures) -> float:
    """Days between the publications; infinitely many where one of them is not known."""
    return abs((a.published_on - b.published_on).days) if a.published_on and b.published_on else inf


def _list(a: ReportFeatures, b: ReportFeatures) -> Iterator[_Points]:
    if a.in_list[0] in _alignment(a, b):
        yield _SAME_LIST, f"number {a.in_list[0] + 1} of the same list of {len(a.in_list[1])} cases"


def _alignment(a: ReportFeatures, b: ReportFeatures) -> Mapping[int, int]:
    """Which numbers correspond where the two articles list the cases of one release."""
    if _NEAR_DAYS < _days_apart(a, b) < inf:
        return {}  # ministries keep to one order of provinces, this year and the next
    return aligned(a.in_list[1], b.in_list[1])


def _figures(a: ReportFeatures, b: ReportFeatures) -> Iterator[_Points]:
    ours, theirs = a.values, b.values
    told: dict[Decimal, list[str]] = {}
    for metric, value in sorted(ours & theirs):
        told.setdefault(value, []).append(metric)
    # Once a value: eleven arrested and eleven detained are the same eleven.
    for value, names in sorted(told.items()):
        yield _weight(value), f"both give {', '.join(names)} {value.normalize():f}"
    for value in sorted({value for _, value in ours} & {value for _, value in theirs} - told.keys()):
        if is_telling_amount(value):
            told[value] = []
            yield _AMOUNT_ELSEWHERE, f"both give {value.normalize():f}, of different things"
    for measure, what in sorted(contradictions(a, b).items()):
        is_grave = what in (Contradiction.AMOUNT, Contradiction.OTHER_EVENT)
        if not (is_grave and any(is_telling_amount(value) for value in told)):
            yield _OTHER_AMOUNT if is_grave else _OTHER_NUMBER, f"{what.value} {measure}"


def _weight(value: Decimal) -> float:
    if value >= _LARGE_VALUE:
        return _AMOUNTS.get(len(value.normalize().as_tuple().digits), _PRECISE_AMOUNT)
    if is_telling(value):
        return _TELLING_COUNT
    return _COUNT if value > _SMALL_VALUE else _SMALL_COUNT


def _people(a: ReportFeatures, b: ReportFeatures) -> Iterator[_Points]:
    if a.code and a.code == b.code:
        yield _CODE_NAME, f"code name {a.code_name}"
    named = a.readings & b.readings
    if named:
        yield _NAME + (_MORE_NAMES if len(named) > 1 else 0.0), f"people named {', '.join(sorted(named))}"
    if common := a.labels & b.labels:
        yield _LABEL, f"both speak of “{min(common)}”"
    if a.surnames and b.surnames and not named:
        shared = a.surnames & b.surnames
        if shared:
            more = _MORE_SURNAMES * min(2, len(shared) - 1)
            yield _SURNAME + more, f"suspects named {', '.join(sorted(shared))}"
        else:
            yield _OTHER_SURNAMES, "suspects of other names"


def _codes(a: ReportFeatures, b: ReportFeatures) -> Iterator[_Points]:
    if a.campaign_key and a.campaign_key == b.campaign_key:
        yield _CAMPAIGN, f"same campaign {a.campaign_key}"
    if a.scheme and b.scheme:
        if a.scheme == b.scheme:
            yield _SCHEME, f"same scheme {a.scheme}"
        else:
            yield _OTHER_SCHEME, f"schemes {', '.join(sorted((a.scheme, b.scheme)))}"
    if a.role and a.role == b.role:
        yield _ROLE, f"same role {a.role}"


def _time(a: ReportFeatures, b: ReportFeatures) -> Iterator[_Points]:
    if a.occurred_on and b.occurred_on:
        same = a.occurred_on == b.occurred_on
        yield _SAME_DAY if same else _OTHER_DAY, f"{'same day' if same else 'other days'} of the deed"
    days = _days_apart(a, b)
    if days < inf:
        steps = ((_WEEK_DAYS, _SAME_WEEK), (_NEAR_DAYS, _NEAR_IN_TIME), (_LATE_DAYS, _NOT_NEAR), (_FAR_DAYS, _LATE))
        points = next((points for within, points in steps if days <= within), _FAR_IN_TIME)
        yield points, f"published {days} days apart"


def _words(a: ReportFeatures, b: ReportFeatures) -> Iterator[_Points]:
    alike = resemblance(a.passage, b.passage)
    if points := next((points for share, points in _SAME_WORDS if alike >= share), 0.0):
        yield points, f"{alike:.0%} of the passage in the same words"
    if likeness(a.title_pairs, b.title_pairs) >= _HEADING_AGREES:
        yield _SAME_HEADING, "nearly the same heading"
