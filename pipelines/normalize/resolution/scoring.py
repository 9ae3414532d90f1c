"""How likely two reports tell one case: points for what agrees, a veto for what cannot be, with reasons in words.

The scale: `SAME_CASE` points and more are one case. No single agreement reaches it; a place and a count do not either,
since two cases of one county with eleven arrests each are nothing unusual, nor do they when scheme, role and time agree
as well: most cases of a county and a season agree in those. An amount with several digits is another matter: nobody
loses 412,477 yuan twice.
"""

from dataclasses import dataclass
from decimal import Decimal

from pipelines.normalize.resolution.features import ReportFeatures, plain

SAME_CASE = 6.0
FULL_SCORE = 10.0

_SAME_PLACE, _PLACE_WITHIN, _WHOLE_COUNTRY = 3.0, 2.0, 1.0
_CODE_NAME = 3.0
_PRECISE_AMOUNT, _COUNT, _SMALL_COUNT = 3.0, 2.0, 1.0
_SURNAME, _OTHER_SURNAMES = 1.5, -1.5
# Scheme, role and time together stay below 1: they tip no scale that a campaign would not have tipped.
_CAMPAIGN, _SCHEME, _ROLE = 1.0, 0.3, 0.3
_NEAR_IN_TIME, _FAR_IN_TIME = 0.3, -3.0

_NEAR_DAYS, _FAR_DAYS = 60, 730
_LARGE_VALUE, _SMALL_VALUE = 10_000, 5
_PRECISE_DIGITS = 3
_COUNTRY = "100000"


@dataclass(frozen=True, slots=True)
class Score:
    """Points and what they were given for. `points` is 0 where something rules the pair out."""

    points: float
    reasons: tuple[str, ...]


def score(a: ReportFeatures, b: ReportFeatures) -> Score:
    """Compare two reports. Symmetric in everything but the order of words in the reasons."""
    place = _place(a, b)
    if place is None:
        return Score(0.0, ("different places in charge",))
    parts = [place, *_figures(a, b), *_names(a, b), *_codes(a, b), *_time(a, b)]
    return Score(max(0.0, sum(points for points, _ in parts)), tuple(reason for _, reason in parts))


def _place(a: ReportFeatures, b: ReportFeatures) -> tuple[float, str] | None:
    """None where both name places in charge and none of one's lies in one of the other's."""
    if not a.jurisdictions or not b.jurisdictions:
        return 0.0, "no place in charge to compare"
    common = a.jurisdictions & b.jurisdictions
    if common:
        # That the ministry is in charge says little: all great cases are the ministry's.
        points = _WHOLE_COUNTRY if common == {_COUNTRY} else _SAME_PLACE
        return points, f"same place in charge {', '.join(sorted(common))}"
    pairs = sorted((x, y) for x in a.jurisdictions for y in b.jurisdictions if _within(x, y) or _within(y, x))
    return (_PLACE_WITHIN, f"{pairs[0][0]} and {pairs[0][1]} lie one in the other") if pairs else None


def _within(inner: str, outer: str) -> bool:
    """Adcodes nest by their digits: 510411 in 510400 in 510000 in 100000. A county holds only itself."""
    if not (inner.isdigit() and outer.isdigit()):
        return inner == outer
    if outer.endswith("0000"):
        return outer == "100000" or inner[:2] == outer[:2]
    return inner[:4] == outer[:4] if outer.endswith("00") else inner == outer


def _figures(a: ReportFeatures, b: ReportFeatures) -> list[tuple[float, str]]:
    found = []
    for metric, value in sorted(a.figures & b.figures):
        found.append((_weight(value), f"both give {metric} {value.normalize():f}"))
    return found


def _weight(value: Decimal) -> float:
    if value >= _LARGE_VALUE and len(value.normalize().as_tuple().digits) >= _PRECISE_DIGITS:
        return _PRECISE_AMOUNT
    return _COUNT if value > _SMALL_VALUE else _SMALL_COUNT


def _names(a: ReportFeatures, b: ReportFeatures) -> list[tuple[float, str]]:
    found = []
    if a.code_name and b.code_name and plain(a.code_name) == plain(b.code_name):
        found.append((_CODE_NAME, f"code name {a.code_name}"))
    if a.surnames and b.surnames:
        common = a.surnames & b.surnames
        reason = f"suspects named {', '.join(sorted(common))}" if common else "suspects of other names"
        found.append((_SURNAME if common else _OTHER_SURNAMES, reason))
    return found


def _codes(a: ReportFeatures, b: ReportFeatures) -> list[tuple[float, str]]:
    compared = (
        (_CAMPAIGN, "campaign", a.campaign_key, b.campaign_key),
        (_SCHEME, "scheme", a.scheme, b.scheme),
        (_ROLE, "role", a.role, b.role),
    )
    return [(points, f"same {name} {x}") for points, name, x, y in compared if x is not None and x == y]


def _time(a: ReportFeatures, b: ReportFeatures) -> list[tuple[float, str]]:
    if a.published_on is None or b.published_on is None:
        return []
    days = abs((a.published_on - b.published_on).days)
    if days <= _NEAR_DAYS:
        return [(_NEAR_IN_TIME, f"published {days} days apart")]
    return [(_FAR_IN_TIME, f"published {days} days apart")] if days > _FAR_DAYS else []
