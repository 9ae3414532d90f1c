"""Reading the case tables of tests/cases/structure and turning a case's text into a document with its places."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from case_tables import read_cases

from pipelines.model.document import Block, BlockKind, Document, plain_document
from pipelines.model.reports import CaseReport, RegionReport
from pipelines.model.span import Span
from pipelines.normalize.documents.mapped import mapped
from pipelines.normalize.documents.script import simplified, writing_of
from pipelines.normalize.extraction.mentions import Structure
from pipelines.normalize.extraction.readers import read_periods
from pipelines.normalize.extraction.structure import describe_cases, read_structure
from pipelines.normalize.extraction.structure.matters import Matters
from pipelines.normalize.gazetteer import PlaceMention, gazetteer

TABLES = Path(__file__).parents[3] / "cases" / "structure"
LONGEST_TITLE = {"zh": 40, "en": 110}
HEADING_MARK = "## "


@dataclass(frozen=True)
class Read:
    """A case's text with all that was read from it."""

    document: Document
    places: tuple[PlaceMention, ...]
    structure: Structure

    @property
    def texts(self) -> list[str]:
        return ["\n".join(span.of(self.document.text) for span in segment.spans) for segment in self.structure.segments]

    def reports(self) -> tuple[tuple[CaseReport, ...], tuple[RegionReport, ...]]:
        return describe_cases(self.document, self.structure, self.places, read_periods(self.document))


def table(name: str) -> list[dict[str, Any]]:
    rows = read_cases(TABLES / f"{name}.yaml")
    assert isinstance(rows, list)
    return rows


def articles() -> list[dict[str, Any]]:
    """Whole articles with the cases that they tell: the tables articles, scopes and outlets_*."""
    names = ["articles", "scopes", *sorted(path.stem for path in TABLES.glob("outlets_*.yaml"))]
    return [case for name in names for case in table(name)]


def label(case: dict[str, Any]) -> str:
    return str(case.get("name") or case["text"][:30])


def document_of(case: dict[str, Any]) -> Document:
    """One block a line; the first line of several is the headline, where it is short; "## " sets a line as a heading."""
    written = case["text"].strip()
    marked = simplified(mapped(written), writing_of(written)).chars.split("\n")
    lines = [line.removeprefix(HEADING_MARK) for line in marked]
    text = "\n".join(lines)
    is_titled = case.get("titled", len(lines) > 1 and len(lines[0]) < LONGEST_TITLE[case.get("language", "zh")])
    blocks: list[Block] = []
    start = 0
    for number, line in enumerate(lines):
        set_as: BlockKind = "heading" if marked[number].startswith(HEADING_MARK) else "paragraph"
        blocks.append(Block("title" if is_titled and number == 0 else set_as, Span(start, start + len(line))))
        start += len(line) + 1
    title = lines[0] if is_titled else None
    return plain_document(text, case.get("language", "zh"), case.get("published"), blocks, title)


def read(case: dict[str, Any]) -> Read:
    document = document_of(case)
    places = gazetteer().mentions(document.text, "en" if document.language == "en" else "zh", on=document.published_on)
    return Read(document, places, read_structure(document, places, Matters(document)))
