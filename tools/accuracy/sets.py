"""Which folders of hand-coded articles there are, and what each may be used for. Paths and words only.

Sets beside the repository (`../shared`) belong to their publishers: their scores are told, their words never.
"""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
CORPUS = ROOT / "tests" / "cases" / "corpus"


@dataclass(frozen=True, slots=True)
class ArticleSet:
    """One folder of articles with its coding. `is_unseen`: no rule was built with its texts at hand."""

    name: str
    note: str
    raw: Path
    gold: Path
    is_unseen: bool
    is_ours: bool

    @property
    def is_here(self) -> bool:
        """Whether the articles are at hand."""
        return self.raw.is_dir() and self.gold.is_dir()


SETS = (
    ArticleSet(
        "blind",
        "written and coded for this project by authors who had not seen the rules; rules' authors had not seen them",
        CORPUS / "blind" / "raw",
        CORPUS / "blind" / "gold",
        is_unseen=True,
        is_ours=True,
    ),
    ArticleSet(
        "open",
        "written and coded like the blind ones, then used for building",
        CORPUS / "open" / "raw",
        CORPUS / "open" / "gold",
        is_unseen=False,
        is_ours=True,
    ),
    ArticleSet(
        "samples",
        "the bulletins of `raw/`, used for building",
        ROOT / "raw",
        ROOT / "tests" / "cases" / "samples",
        is_unseen=False,
        is_ours=True,
    ),
    ArticleSet(
        "real, seeds",
        "five real articles, used for building",
        SHARED / "seeds",
        SHARED / "gold",
        is_unseen=False,
        is_ours=False,
    ),
    ArticleSet(
        "real, development",
        "31 files of real articles, used for building (ten of them since decision 0016)",
        SHARED / "real",
        SHARED / "real" / "gold",
        is_unseen=False,
        is_ours=False,
    ),
)
