"""The command: docs/accuracy.md by default; the scores of one folder; or the measured shares behind confidence."""

import argparse
from collections.abc import Iterator, Mapping
from pathlib import Path

from pipelines.normalize.extraction.confidence import WAYS
from tools.accuracy.calibration import Share, shares
from tools.accuracy.corpus import code_folder, read_gold
from tools.accuracy.page import Scored, page
from tools.accuracy.scoring import Score, score
from tools.accuracy.sets import ROOT, SETS, ArticleSet

PAGE = ROOT / "docs" / "accuracy.md"
SHARES = ROOT / "pipelines" / "normalize" / "extraction" / "confidence.yaml"


def main() -> None:
    """Parse the arguments and do the one thing that was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tools.accuracy", description=__doc__)
    parser.add_argument("--raw", type=Path, help="score one folder of articles …")
    parser.add_argument("--gold", type=Path, help="… against the folder of their hand coding")
    parser.add_argument("--errors", action="store_true", help="list everything that is missed or wrong in it")
    parser.add_argument("--calibrate", action="store_true", help="measure the shares behind confidence on unseen sets")
    arguments = parser.parse_args()
    if (arguments.raw is None) != (arguments.gold is None):
        parser.error("--raw and --gold go together")
    if arguments.raw is not None:
        _print(_scored(ArticleSet("", "", arguments.raw, arguments.gold, False, False)), arguments.errors)
    elif arguments.calibrate:
        SHARES.write_text("\n".join(_yaml(_measured(score_sets()))) + "\n", encoding="utf-8")
        print(f"written: {SHARES.relative_to(ROOT)}")
    else:
        scored = score_sets()
        PAGE.write_text(page(scored, _measured(scored)), encoding="utf-8")
        print(f"written: {PAGE.relative_to(ROOT)}")


def score_sets(*, only_ours: bool = False) -> Scored:
    """The scores of all sets that are at hand, by name; or of those of this repository."""
    for missing in (one.name for one in SETS if not one.is_here):
        print(f"not at hand, left out: {missing}")
    return {one.name: (one, _scored(one)) for one in SETS if one.is_here and (one.is_ours or not only_ours)}


def _scored(one: ArticleSet) -> Score:
    truths = read_gold(one.gold)
    return score(truths, code_folder(one.raw, one.gold, frozenset(truths)))


def _measured(scored: Scored) -> Mapping[str, Mapping[str, Share]]:
    unseen = [result for one, result in scored.values() if one.is_unseen]
    judged = {
        "figures": [one for result in unseen for one in result.judged_figures],
        "cases": [one for result in unseen for one in result.judged_cases],
    }
    return {kind: shares(judged[kind], ways) for kind, ways in WAYS.items()}


def _yaml(measured: Mapping[str, Mapping[str, Share]]) -> Iterator[str]:
    yield "# How often hand-coded articles confirm a report, by how it was read: written by"
    yield "# `python -m tools.accuracy --calibrate` from articles that no rule was built with. `of` is how many were judged;"
    yield "# a way seen seldom is drawn towards the share of all."
    for kind, by_way in measured.items():
        yield f"{kind}:"
        yield from (f"  {way}: {{share: {share.share:.2f}, of: {share.of}}}" for way, share in by_way.items())


def _print(result: Score, with_errors: bool) -> None:
    if with_errors:
        print("\n".join(result.errors))
    for name in ("figures", "strict", "cases", "regions", "campaigns"):
        c = getattr(result, name)
        counts = f"({c.right} right, {c.given} given, {c.wanted} wanted)"
        print(f"{name:10} F1 {c.f1:.3f}  P {c.precision:.3f}  R {c.recall:.3f}  {counts}")
    for name, c in sorted(result.attributes.items()):
        print(f"{name:10} {c.right} of {c.given} ({c.precision:.3f})")
    print(f"{result.files} files, {result.out_of_domain_figures} figures from files out of the domain")


if __name__ == "__main__":
    main()
