"""A place's name as part of a campaign's key: xinzhou for 忻州市."""

import re

from pipelines.normalize.gazetteer import gazetteer

# The kind of unit says nothing in a key: xinzhou, not xinzhou_city.
_KIND = re.compile(
    r"\s+(?:city|province|county|district|prefecture|municipality|autonomous .*|banner|league|sar)$", re.IGNORECASE
)


def place_slug(adcode: str) -> str:
    """Lower-case letters, digits and underscores; the adcode itself where the gazetteer does not hold it."""
    try:
        name = gazetteer().place(adcode).name_en
    except KeyError:
        return adcode.lower()
    return re.sub(r"[^a-z0-9]+", "_", _KIND.sub("", name).lower()).strip("_") or adcode.lower()
