"""The hand-coded seeds, where they are at hand: every region that the coders saw is among the mentions."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Literal

import opencc
import pytest

from pipelines.normalize.gazetteer import CHINA, gazetteer

SHARED = Path(__file__).parents[4] / "shared"
GOLD = sorted((SHARED / "gold").glob("seed-*.json"))
GLOSS = re.compile(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]+\)")


def regions(coded: object) -> set[str]:
    if isinstance(coded, list):
        return set().union(*(regions(item) for item in coded))
    if not isinstance(coded, dict):
        return set()
    roles = coded.get("regions", {})
    own = {code for codes in roles.values() for code in codes} if isinstance(roles, dict) else set()
    single = {coded[key] for key in ("region", "adcode") if isinstance(coded.get(key), str)}
    return own | single | regions([value for key, value in coded.items() if key != "regions"])


@pytest.mark.skipif(not GOLD, reason="the seeds are not at hand")
@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_every_coded_region_is_mentioned(path: Path) -> None:
    gold = json.loads(path.read_text(encoding="utf-8"))
    raw = (SHARED / "seeds" / gold["file"]).read_text(encoding="utf-8")
    text = opencc.OpenCC("t2s").convert(GLOSS.sub("", raw))
    language: Literal["zh", "en"] = "en" if gold["article"]["language"] == "en" else "zh"
    found = {mention.adcode for mention in gazetteer().mentions(text, language, on=date(2022, 1, 1))}
    assert regions(gold) - {CHINA} <= found
