"""Which folders of hand-coded articles there are, and what each may be used for. Paths and words only.

Sets beside the repository (`../shared`) belong to their publishers: their scores are told, their words never.
"""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
CORPUS = ROOT / "tests" / "cases" / "corpus"
# Decision 0002: every third real article; nobody who builds rules opens them.
HELD_OUT = frozenset(["005", "013", "042", "049", "061", "070", "082", "088", "114", "136"])


@dataclass(frozen=True, slots=True)
class ArticleSet:
    """One folder of articles with its coding. `is_unseen`: no rule was built with its texts at hand.

    `only` limits the set to files whose number is in it, `without` leaves those out.
    """

    name: str
    note: str
    raw: Path
    gold: Path
    is_unseen: bool
    is_ours: bool
    only: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()

    def has(self, file: str) -> bool:
        """Whether a file of the folder belongs to the set."""
        number = file.split(".")[0]
        return (not self.only or number in self.only) and number not in self.without

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
        "real, held out",
        "ten files of real articles that nobody who built rules has opened (decision 0002)",
        SHARED / "real",
        SHARED / "real" / "gold",
        is_unseen=True,
        is_ours=False,
        only=HELD_OUT,
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
        "21 files of real articles, used for building",
        SHARED / "real",
        SHARED / "real" / "gold",
        is_unseen=False,
        is_ours=False,
        without=HELD_OUT,
    ),
)
