"""Items keep their names when others come, go or change."""

import pytest

from pipelines.ingest.item_names import settle
from pipelines.model.capture import CapturedArticle
from pipelines.model.ids import content_sha256

PATH = "day.json"


def _item(place: int, text: str) -> CapturedArticle:
    content = text.encode()
    sha = content_sha256(content)
    return CapturedArticle(f"{PATH}#{place}", content, sha, "file", "utf-8", "text/plain")


def _versions(*texts: str) -> dict[str, tuple[str, int]]:
    return {f"{PATH}#{place}": (content_sha256(text.encode()), place) for place, text in enumerate(texts, 1)}


@pytest.mark.parametrize(
    ("before", "now", "names"),
    [
        ((), "abc", [1, 2, 3]),
        ("abc", "abc", [1, 2, 3]),
        ("abc", "bc", [2, 3]),
        ("abc", "ac", [1, 3]),
        ("abc", "xabc", [4, 1, 2, 3]),
        ("abc", "abcx", [1, 2, 3, 4]),
        ("abc", "axc", [1, 2, 3]),
        ("abc", "cab", [3, 1, 2]),
        ("aab", "aa", [1, 2]),
        ("aab", "ba", [3, 2]),
        ("ab", "xyab", [3, 4, 1, 2]),
    ],
)
def test_names_follow_content(before: str, now: str, names: list[int]) -> None:
    items = [_item(place, text) for place, text in enumerate(now, 1)]
    settled = settle(PATH, items, _versions(*before))
    assert [one.article for one in settled] == [f"{PATH}#{number}" for number in names]
    assert [one.content for one in settled] == [text.encode() for text in now]


def test_another_file_whose_name_begins_alike_is_another_file() -> None:
    versions = {"day.json.old#1": (content_sha256(b"a"), 1)}
    assert settle(PATH, [_item(1, "a")], versions)[0].article == f"{PATH}#1"
