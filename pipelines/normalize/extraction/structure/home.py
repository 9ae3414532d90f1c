"""The article's home: the place it is about, to which 全市, 我省 and 市公安局 refer."""

from collections import defaultdict
from collections.abc import Sequence

from pipelines.model.document import Document
from pipelines.normalize.extraction.kept import kept
from pipelines.normalize.extraction.mentions import AgencyMention
from pipelines.normalize.extraction.structure import places as geo
from pipelines.normalize.extraction.structure.places import Place

AGENCY_WEIGHT = 2.0
TITLE_WEIGHT = 3.0  # a headline names the place that the article is about
OPENING_WEIGHT = 1.0
OPENING_CHARACTERS = 200
MAJORITY = 0.6  # share of the weight that one unit must hold for the home to lie in it


@kept
def home_adcode(document: Document, places: Sequence[Place], agencies: Sequence[AgencyMention]) -> str | None:
    """The narrowest place that most of what names the article's place lies in; None where no place of China is named."""
    weights = _weights(document, places, agencies)
    total = sum(weights.values())
    if not total:
        return None
    home = geo.CHINA
    for level in (geo.PROVINCE, geo.PREFECTURE, geo.COUNTY):
        units: defaultdict[str, float] = defaultdict(float)
        for adcode, weight in weights.items():
            unit = geo.ancestor(adcode, level)
            if unit is not None and geo.contains(home, unit):
                units[unit] += weight
        best = max(units.items(), key=lambda item: (item[1], item[0]), default=None)
        if best is None or best[1] < MAJORITY * total:
            break
        home = best[0]
    return home


def _weights(document: Document, places: Sequence[Place], agencies: Sequence[AgencyMention]) -> dict[str, float]:
    title_end = document.blocks[0].span.end if document.blocks and document.blocks[0].kind == "title" else 0
    weights: defaultdict[str, float] = defaultdict(float)
    for agency in agencies:
        if agency.adcode is not None and geo.is_chinese(agency.adcode):
            weights[agency.adcode] += AGENCY_WEIGHT
    for place in geo.without_qualifiers(document.text, places):
        if not geo.is_chinese(place.adcode) or place.adcode == geo.CHINA:
            continue
        if place.span.start < title_end:
            weights[place.adcode] += TITLE_WEIGHT
        elif place.span.start < title_end + OPENING_CHARACTERS:
            weights[place.adcode] += OPENING_WEIGHT
    return weights
