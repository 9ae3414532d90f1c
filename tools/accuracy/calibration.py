"""How often figures and cases are right, by how they were read: the counts behind confidence, and the reliability table.

Pure counting over scores; which articles are judged is for the caller.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

FEW = 20  # figures below which a way's own count says little: it is drawn towards the share of all
BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)


@dataclass(frozen=True, slots=True)
class Judged:
    """One figure or case of a reading: how it was read, the confidence it was given, whether the coder confirms it."""

    way: str
    confidence: float
    is_right: bool


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many were right, and the share that stands for them."""

    right: int
    of: int
    share: float


def shares(judged: Iterable[Judged], ways: Iterable[str]) -> dict[str, Share]:
    """The share of each way. Few figures are drawn towards the share of all, so that no way claims 0 or 1 from a handful."""
    counts: dict[str, list[bool]] = {way: [] for way in ways}
    for one in judged:
        counts[one.way].append(one.is_right)
    everything = [is_right for found in counts.values() for is_right in found]
    overall = (sum(everything) + 1) / (len(everything) + 2)
    return {
        way: Share(sum(found), len(found), round((sum(found) + FEW * overall) / (len(found) + FEW), 2))
        for way, found in counts.items()
    }


def reliability(judged: Iterable[Judged]) -> Mapping[tuple[float, float], Share]:
    """By range of confidence: how many were right. `share` is the mean confidence that was claimed there."""
    found: dict[tuple[float, float], list[Judged]] = defaultdict(list)
    for one in judged:
        low, high = next(pair for pair in pairwise(BINS) if one.confidence <= pair[1])
        found[low, high].append(one)
    return {
        bounds: Share(sum(j.is_right for j in group), len(group), sum(j.confidence for j in group) / len(group))
        for bounds, group in sorted(found.items())
    }
