"""Whether two articles list the same cases: one release, told by two outlets or in two languages.

What is compared are the places in charge, in the order of the lists; nothing else is as safe from translation. An outlet
may leave a case out, and a place may be misread, so that most of a list has to agree and not all of it.
"""

from collections.abc import Mapping
from functools import lru_cache

from pipelines.normalize.resolution.places import is_within

_LEAST_CASES, _LEAST_PLACES = 3, 3
_SHARE = 0.6  # of the longer list

Places = tuple[str, ...]


@lru_cache(maxsize=10_000)
def aligned(first: Places, second: Places) -> Mapping[int, int]:
    """Number in the first list → number in the second, from 0, of the cases that correspond; empty for two different lists."""
    if min(len(first), len(second)) < _LEAST_CASES:
        return {}
    pairs = _longest_common(first, second)
    prefectures = {first[number][:4] for number in pairs}
    is_one_list = len(pairs) >= _SHARE * max(len(first), len(second))
    return pairs if is_one_list and len(prefectures) >= _LEAST_PLACES else {}


def _longest_common(first: Places, second: Places) -> Mapping[int, int]:
    """A longest common subsequence, places taken as equal where one lies in the other; of several the earliest."""
    length = [[0] * (len(second) + 1) for _ in range(len(first) + 1)]
    for x in reversed(range(len(first))):
        for y in reversed(range(len(second))):
            length[x][y] = max(length[x + 1][y], length[x][y + 1])
            if _same(first[x], second[y]):
                length[x][y] = max(length[x][y], length[x + 1][y + 1] + 1)
    pairs: dict[int, int] = {}
    x = y = 0
    while x < len(first) and y < len(second):
        if _same(first[x], second[y]) and length[x][y] == length[x + 1][y + 1] + 1:
            pairs[x] = y
            x, y = x + 1, y + 1
        elif length[x + 1][y] >= length[x][y + 1]:
            x += 1
        else:
            y += 1
    return pairs


def _same(place: str, other: str) -> bool:
    return bool(place) and (is_within(place, other) or is_within(other, place))
