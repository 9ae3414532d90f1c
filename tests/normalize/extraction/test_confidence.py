"""Every way of reading has a measured share, and a file that lacks one is refused."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from pipelines.errors import ReferenceDataError
from pipelines.normalize.extraction import confidence


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    confidence._shares.cache_clear()
    yield
    confidence._shares.cache_clear()


@pytest.mark.parametrize("kind", list(confidence.WAYS))
def test_every_way_has_a_share_between_0_and_1(kind: str) -> None:
    assert set(confidence._shares(kind)) == set(confidence.WAYS[kind])


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda shares: shares.pop("listed"), "listed"),
        (lambda shares: shares.update(guessed={"share": 0.5, "of": 1}), "guessed"),
        (lambda shares: shares["noun"].update(share=1.2), "no shares: .'noun'"),
    ],
)
def test_a_bad_file_is_refused_with_the_way_named(
    monkeypatch: pytest.MonkeyPatch, change: Callable[[dict[str, Any]], object], complaint: str
) -> None:
    data = confidence._load()
    change(data["figures"])
    monkeypatch.setattr(confidence, "_load", lambda: data)
    with pytest.raises(ReferenceDataError, match=complaint):
        confidence.figure_confidence("governed")


def test_a_rule_ends_in_its_way() -> None:
    assert confidence.way_of(confidence.rule_id("figure/victims", "noun")) == "noun"
