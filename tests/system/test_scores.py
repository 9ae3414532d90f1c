"""How well the published warehouse agrees with hand-coded articles. The floors are somewhat below what is reached."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from refreshing import ROOT, World, refreshed, seeds

from tools.accuracy.corpus import code_folder, read_gold
from tools.accuracy.scoring import score as count

__all__ = ["refreshed", "seeds"]

SHARED = ROOT.parent / "shared"
TOOL = SHARED / "tools" / "score.py"
SAMPLES = ROOT / "tests" / "cases" / "samples"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not TOOL.exists(), reason="the score tool, ../shared/tools/score.py, is not there"),
]

# Floors of F1 by what is scored; those of real articles are what was asked for.
SAMPLE_FLOORS = {"figure": 0.98, "strict_figure": 0.96, "case": 0.98, "region": 0.95, "campaign": 1.0, "link": 0.95}
SEED_FLOORS = {"figure": 0.98, "strict_figure": 0.93, "case": 0.98, "region": 0.93, "campaign": 1.0, "link": 0.95}
REAL_FLOORS = {"figure": 0.93, "strict_figure": 0.85, "case": 0.90, "region": 0.85, "campaign": 0.90, "link": 0.95}


def score(world: World, gold: Path) -> dict[str, float]:
    """F1 by what is scored."""
    done = subprocess.run(
        [sys.executable, str(TOOL), str(world.published), str(gold), "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    report = json.loads(done.stdout.splitlines()[-1])
    return {name: values["f1"] for name, values in report.items() if isinstance(values, dict) and "f1" in values}


def _below(reached: dict[str, float], floors: dict[str, float]) -> dict[str, float]:
    return {name: reached[name] for name, floor in floors.items() if reached[name] < floor}


def test_the_seeds_score_at_least_what_was_asked_for(seeds: World) -> None:
    assert _below(score(seeds, SHARED / "gold"), SEED_FLOORS) == {}


def test_real_articles_score_at_least_what_was_asked_for(tmp_path: Path) -> None:
    # Without the folder of codings, which lies among the articles.
    shutil.copytree(SHARED / "real", tmp_path / "raw", ignore=shutil.ignore_patterns("gold"))
    world = World(tmp_path / "raw", tmp_path / "warehouse")
    world.refresh()
    assert _below(score(world, SHARED / "real" / "gold"), REAL_FLOORS) == {}


def test_our_own_scorer_counts_figures_as_the_score_tool_does(seeds: World) -> None:
    truths = read_gold(SHARED / "gold")
    own = count(truths, code_folder(SHARED / "seeds", SHARED / "gold", frozenset(truths)))
    theirs = score(seeds, SHARED / "gold")
    assert (round(own.figures.f1, 4), round(own.strict.f1, 4)) == (theirs["figure"], theirs["strict_figure"])


def test_the_samples_score_as_well_as_they_did(refreshed: World) -> None:
    assert _below(score(refreshed, SAMPLES), SAMPLE_FLOORS) == {}
