"""The five seeds, where the shared folder stands beside the project: each is one article, bytes unchanged."""

from pathlib import Path

import pytest

from pipelines.ingest import scan

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the shared seeds are not here")
def test_each_seed_is_one_article() -> None:
    found = scan(SEEDS, {}, max_bytes=10_000_000)
    assert found.rejected == ()
    assert [c.article for c in found.captured] == sorted(path.name for path in SEEDS.iterdir())
    assert all((SEEDS / c.article).read_bytes() == c.content for c in found.captured)
    assert {c.article: c.media_type for c in found.captured if c.media_type != "text/plain"} == {
        "000_c1d96be46f10195e.txt": "text/html"
    }
