"""The page docs/accuracy.md: scores as Markdown tables. Words and layout only; nothing is counted here."""

from collections.abc import Iterable, Mapping, Sequence

from tools.accuracy.calibration import Judged, Share, reliability
from tools.accuracy.scoring import ATTRIBUTES, CASE_ATTRIBUTES, Count, Score
from tools.accuracy.sets import ArticleSet

Scored = Mapping[str, tuple[ArticleSet, Score]]

HEAD = """# How accurate it is

Written by `make accuracy`; do not edit by hand. Right means: article, metric and value as a careful person coded them to
[the codebook](codebook.md); *strict* means that qualifier, scope, basis, subset and region are right too. A case is right when
it is the case of the same article that shares its figures and jurisdiction; its places are scored in their roles. Each file is
scored by itself: reports of one case in several files are not linked here.

**What to expect of an article that is new to Casebook is told by the first row.** The rules were built with all the others at
hand. The authors of the blind set coded every number that the codebook asks for in deliberately awkward texts; the sets
written for this project are invented and are no evidence for the share of such texts in the news. Ten of the real files
were closed to rules' authors until 27 November 2026 and had then figures 0.87, strict 0.71, cases 0.84 and places 0.76
([decision 0016](decisions/0016-held-out-articles-opened.md)).
"""

WAYS_HEAD = """
## What confidence means

`confidence` is the share of reports, read in the same way, that a careful coder confirms. It is measured on the unseen sets
(`python -m tools.accuracy --calibrate` writes `pipelines/normalize/extraction/confidence.yaml`), so it does not flatter: the
articles that rules were built with are confirmed more often. The way stands at the end of every report's rule id.
"""


def page(scored: Scored, ways: Mapping[str, Mapping[str, Share]]) -> str:
    """The whole page. `scored` by name of the set, in order; `ways` the measured shares by kind of report."""
    parts = [
        HEAD,
        "## The sets\n",
        *_table(["set", "files", "what it is"], [[s.name, str(r.files), s.note] for s, r in scored.values()]),
        "\n## Scores\n",
        *_table(["F1 (precision / recall)", "figures", "strict", "cases", "places", "campaigns"], _scores(scored)),
        "\nFigures taken from files that are wholly out of the domain: "
        + ", ".join(f"{name} {score.out_of_domain_figures}" for name, (_, score) in scored.items())
        + ".",
        "\n## Attributes of what was found\n",
        *_table(["share right", *ATTRIBUTES, "period", *CASE_ATTRIBUTES], _attributes(scored)),
        "\n## By metric\n",
        "Found / given of wanted, over unseen and over built-with sets.\n",
        *_table(["metric", "unseen", "F1", "built with", "F1"], _metrics(scored)),
        WAYS_HEAD,
        *_table(["report", "how it was read", "confirmed", "share"], _ways(ways)),
        "\nReliability of figures, by the confidence that they carry:\n",
        *_table(["confidence", "set", "figures", "mean confidence", "confirmed"], _reliability(scored)),
        "\n## What is still wrong\n",
        _wrong(scored),
    ]
    return "\n".join(parts).rstrip("\n") + "\n"


def score_rows(scored: Scored) -> list[list[str]]:
    """The rows of the table of scores of the sets of this repository, for whoever checks that the page is of today."""
    ours = {name: (one, score) for name, (one, score) in scored.items() if one.is_ours}
    return _scores(ours)


def _scores(scored: Scored) -> list[list[str]]:
    rows = []
    for name, (one, score) in scored.items():
        counts = (score.figures, score.strict, score.cases, score.regions, score.campaigns)
        rows.append([f"**{name}**" if one.is_unseen else name, *(_f1(count) for count in counts)])
    return rows


def _f1(count: Count) -> str:
    return f"{count.f1:.3f} ({count.precision:.2f} / {count.recall:.2f})" if count.wanted or count.given else "–"


def _attributes(scored: Scored) -> list[list[str]]:
    names = [*ATTRIBUTES, "period", *CASE_ATTRIBUTES]
    return [[name, *(_share(score.attributes.get(n)) for n in names)] for name, (_, score) in scored.items()]


def _share(count: Count | None) -> str:
    return f"{count.precision:.2f}" if count and count.given else "–"


def _metrics(scored: Scored) -> list[list[str]]:
    metrics = sorted({metric for _, score in scored.values() for metric in score.by_metric})
    rows = []
    for metric in metrics:
        unseen = _summed(score.by_metric[metric] for one, score in scored.values() if one.is_unseen)
        seen = _summed(score.by_metric[metric] for one, score in scored.values() if not one.is_unseen)
        rows.append([metric, _counts(unseen), f"{unseen.f1:.2f}", _counts(seen), f"{seen.f1:.2f}"])
    return rows


def _summed(counts: Iterable[Count]) -> Count:
    total = Count()
    for count in counts:
        total.right += count.right
        total.given += count.given
        total.wanted += count.wanted
    return total


def _counts(count: Count) -> str:
    return f"{count.right} / {count.given} of {count.wanted}"


def _ways(ways: Mapping[str, Mapping[str, Share]]) -> list[list[str]]:
    return [
        [kind.removesuffix("s"), way, f"{share.right} of {share.of}", f"{share.share:.2f}"]
        for kind, shares in ways.items()
        for way, share in shares.items()
    ]


def _reliability(scored: Scored) -> list[list[str]]:
    rows = []
    for name, is_unseen in (("unseen", True), ("built with", False)):
        judged: list[Judged] = [
            one for s, score in scored.values() if s.is_unseen is is_unseen for one in score.judged_figures
        ]
        for (low, high), share in reliability(judged).items():
            confirmed = f"{share.right / share.of:.2f}"
            rows.append([f"{low:.2f}–{high:.2f}", name, str(share.of), f"{share.share:.2f}", confirmed])
    return rows


def _wrong(scored: Scored) -> str:
    """How many errors of each kind there are, and those of the set that everybody may read."""
    kinds: dict[str, int] = {}
    for error in (error for _, score in scored.values() for error in score.errors):
        kind = _kind(error)
        kinds[kind] = kinds.get(kind, 0) + 1
    counted = sorted(kinds.items(), key=lambda item: (-item[1], item[0]))
    lines = [*_table(["kind of error, all sets", "how many"], [[kind, str(number)] for kind, number in counted])]
    shown = [error for name, (_, score) in scored.items() if name == "open" for error in score.errors]
    lines += ["\nThe open set, one by one:\n", "```text", *shown, "```"]
    return "\n".join(lines)


def _kind(error: str) -> str:
    """The first words behind the file's name: MISSED victims, region of victims → region."""
    words = error.split(": ", 1)[1].split()
    if words[0] in ("MISSED", "WRONG"):
        return f"{words[0].lower()} {words[1] if words[1] in ('case', 'place', 'campaign') else 'figure'}"
    return words[0]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return [*lines, *("| " + " | ".join(row) + " |" for row in rows)]
