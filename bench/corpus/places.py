"""Places that may occur in the generated corpus, from the gazetteer, and how articles write them.

Left out: units no longer in force, names too short to be told from ordinary words, Hong Kong, Macao and Taiwan, whose
police and currencies have rules of their own.
"""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from pipelines.normalize.gazetteer import CHINA, Place, gazetteer

_APART = {"710000", "810000", "820000"}
_KINDS = ("自治区", "地区", "省", "市", "县", "区", "州", "盟", "旗")
_BUREAU_EN = "public security bureau"


@dataclass(frozen=True, slots=True)
class Written:
    """A place in the wording of one language.

    full    with the units above it; `short` the name alone
    agency  its police authority; `agency_full` with the units above
    police  as one calls its police; `police_all` all police below it
    court, court_full   its court
    """

    full: str
    short: str
    agency: str
    agency_full: str
    police: str
    police_full: str
    police_all: str
    court: str
    court_full: str


@cache
def usable(level: Literal["province", "prefecture", "county"]) -> tuple[str, ...]:
    """Adcodes of a level, in order."""
    rows = (row.place for row in gazetteer().rows() if row.country == CHINA)
    return tuple(place.adcode for place in rows if place.level == level and _is_usable(place))


def neighbours(adcode: str) -> tuple[str, ...]:
    """Prefectures of other provinces: where suspects go."""
    return _outside(adcode[:2])


@cache
def _outside(province: str) -> tuple[str, ...]:
    return tuple(code for code in usable("prefecture") if not code.startswith(province))


@cache
def written(adcode: str, language: Literal["zh", "en"]) -> Written:
    """The place's names in one language."""
    if adcode == CHINA:
        return _NATION[language]
    place = gazetteer().place(adcode)
    above = [gazetteer().place(code) for code in gazetteer().ancestors(adcode) if code != CHINA]
    return _chinese(place, above) if language == "zh" else _english(place, above)


@cache
def slug(adcode: str) -> str:
    """The place in a campaign's key: xinzhou."""
    return gazetteer().place(adcode).short_en.lower().replace("'", "").replace(" ", "_")


_NATION = {
    "zh": Written(
        "全国", "全国", "公安部", "公安部", "公安部", "公安部", "全国公安机关", "最高人民法院", "最高人民法院"
    ),
    "en": Written(
        *("China", "China", "The Ministry of Public Security", "The Ministry of Public Security", "Chinese police"),
        *("Chinese police", "police across the country", "the Supreme People's Court", "the Supreme People's Court"),
    ),
}


def _is_usable(place: Place) -> bool:
    own_province = gazetteer().province_of(place.adcode)
    is_plain = place.level == "province" or "自治" not in place.name_zh
    return place.valid_to is None and own_province not in _APART and is_plain and 2 <= len(place.short_zh) <= 4


def _kind(place: Place) -> str:
    return next(kind for kind in _KINDS if place.name_zh.endswith(kind))


def _chinese(place: Place, above: list[Place]) -> Written:
    chain = "".join(unit.name_zh for unit in reversed(above))
    kind = _kind(place)
    if place.level == "province" and kind != "市":
        agency = f"{place.name_zh}公安厅"
    elif place.level == "county" and kind == "区" and above:
        agency = f"{above[0].name_zh}公安局{place.short_zh}分局"
    else:
        agency = f"{place.name_zh}公安局"
    agency_full = agency if agency.startswith(chain) else chain.removesuffix(above[0].name_zh) + agency
    if not agency.startswith(above[0].name_zh if above else ""):
        agency_full = chain + agency
    short = place.short_zh if place.level != "county" else place.name_zh
    above_short = "".join(unit.short_zh for unit in reversed(above))
    court = f"{place.name_zh}{'中级' if place.level == 'prefecture' else ''}人民法院"
    if place.level == "province":
        court = f"{place.name_zh}高级人民法院"
    everywhere = "全区" if kind == "自治区" else f"全{kind}"
    return Written(
        full=chain + place.name_zh,
        short=short,
        agency=agency,
        agency_full=agency_full,
        police=f"{short}警方",
        police_full=f"{above_short}{short}警方",
        police_all=f"{everywhere}公安机关",
        court=court,
        court_full=chain + court,
    )


def _english(place: Place, above: list[Place]) -> Written:
    name = place.name_en if place.level != "province" else place.short_en
    chain = ", ".join([name, *(unit.name_en for unit in above)])
    kind = " Province" if above and above[-1].name_zh.endswith("省") else ""
    full = f"{chain}{kind}"
    title = f"The {name} {_BUREAU_EN}"
    in_unit = f" in {above[-1].name_en}{kind}" if above else ""
    court = f"the {name} People's Court"
    return Written(
        full=full,
        short=name,
        agency=title,
        agency_full=title + in_unit,
        police=f"{name} police",
        police_full=f"police in {full}",
        police_all=f"police in {name}",
        court=court,
        court_full=court + in_unit,
    )
