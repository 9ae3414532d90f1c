"""Writes the fixture log of the present schema version: `python tests/eventlog/make_fixture.py`, once before a release.

A fixture is never written anew for an old version: it is what that version wrote.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from builders import Desk, Telling, correction, rejected, withdrawn

from pipelines.eventlog import EventLog, StepMark
from pipelines.eventlog.schema import SCHEMA_VERSION

FIXTURES = Path(__file__).parent / "fixtures"


def write(folder: Path) -> None:
    """Events of every type that people and steps write, in several commits, one of them with a step's mark."""
    log = EventLog(str(folder / "log"))
    log.create()
    desk = Desk(log)
    for article, value in (("a.txt", 7), ("b.json#1", 63), ("c.md", 80)):
        position = desk.capture(article)
        telling = Telling(article, position)
        desk.tell(
            telling,
            telling.case(),
            telling.linked(case_id=telling.report_id("case_report", "c1")),
            telling.figure(1, value),
            telling.region(),
            telling.campaign(),
            telling.quarantined(),
        )
    desk.commit(rejected("broken.json"))
    desk.commit(withdrawn("c.md"))
    about = Telling("a.txt", 1).about("figure", 1)
    desk.commit(
        correction("figure_corrected", **about, qualifier="at_least", cleared=["region_adcode"]),
        correction("cases_merged", target="case", case_id="A", other_case_id="B"),
    )
    desk.commit(correction("correction_revoked", revoked_position=log.head() - 1))
    mark = StepMark("accept", 0, log.head())
    log.append([], actor="test", run_id="run", recorded_at=desk.now, mark=mark)
    told = {"head": log.head(), "root": (log.root_at(log.head()) or b"").hex(), "accept": log.checkpoint("accept")}
    _forget_the_place(folder / "log" / "_delta_log" / f"{0:020}.json")
    (folder / "expected.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def _forget_the_place(first_commit: Path) -> None:
    """Delta notes in which folder of which machine a table was made; nobody reads it."""
    lines = [json.loads(line) for line in first_commit.read_text(encoding="utf-8").splitlines()]
    for line in lines:
        line.get("commitInfo", {}).get("operationParameters", {}).pop("location", None)
    text = "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)
    first_commit.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(FIXTURES / f"v{SCHEMA_VERSION}")
