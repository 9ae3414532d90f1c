"""What a person said of a report's case, from the decision over a new coding of the article to the next refresh.

Articles are read, linked, judged and projected as the flow does it; Dagster alone is left out.
"""

import subprocess
from pathlib import Path
from typing import Self

import pytest
from builders import START, Desk
from refreshing import World

from pipelines.eventlog import EventLog
from pipelines.load.lookup import Lookup
from pipelines.load.plan import present
from pipelines.load.publish import Files, candidate, load, publish
from pipelines.normalize.tables.linking import link_reports
from pipelines.normalize.tables.pending import code_captures
from pipelines.orchestration.known_reports import known_reports
from pipelines.orchestration.planning import Desk as Office
from pipelines.orchestration.reference import reference
from pipelines.orchestration.verdict_store import verdicts_on
from pipelines.report.decisions import Decision, revoked, unlinked
from pipelines.validate.acceptance import verdict_events

pytestmark = pytest.mark.slow

LOST = "山东省安丘市公安局打掉一个电信网络诈骗团伙，受害人李某被骗412477元"
FROZEN = "冻结涉案资金86531元"


class Newsroom:
    """A warehouse that takes in articles one by one."""

    def __init__(self, folder: Path) -> None:
        self.files, self.log = Files(folder), EventLog(str(folder / "log"))
        self.log.create()
        self.desk, self.reference = Desk(self.log), reference()
        self.captures: dict[str, int] = {}

    def copy_to(self, folder: Path) -> Self:
        """One of its own; `cp -a` keeps the times that seals tell of and the link that makes one side the published file."""
        subprocess.run(["cp", "-a", str(self.files.warehouse), str(folder)], check=True)
        copy = type(self)(folder)
        copy.desk.now, copy.captures = self.desk.now, dict(self.captures)
        return copy

    def take(self, article: str, text: str) -> None:
        """Capture and read an article, link and judge what it tells, publish."""
        self.captures[article] = self.desk.capture(article, f"# 安丘警方通报\n\n2023-05-04 来源：晚报\n\n{text}。\n")
        self.read(article)

    def read(self, article: str, nth: int | None = None) -> None:
        """Read an article, by another version of the rules where `nth` is given."""
        frames = dict(code_captures(self.log, [self.captures[article]], nth))
        with known_reports(self.files, self.log, self.reference) as known:
            frames["case_links"] = link_reports(frames, known)
        events = verdict_events(verdicts_on(frames, self.files.warehouse / "stage"), "run")
        self.log.append(events, actor="validate", run_id="run", recorded_at=START)
        self.publish()

    def decide(self, decision: Decision) -> int:
        """Record what a person decides; its position."""
        with present(self.files, self.log, self.reference) as draft:
            office = Office(Lookup(draft.path), draft.path, self.log, self.log.head())
            done = self.log.append(decision(office, "seen"), actor="person:x", run_id="run", recorded_at=START)
        self.publish()
        assert done.first_position is not None
        return done.first_position

    def publish(self) -> None:
        load(self.files, self.log, self.reference)
        publish(self.files, candidate(self.files))

    def told(self) -> dict[str, tuple[str, str]]:
        """Article → its case and who or what decided that."""
        rows = World(self.files.warehouse, self.files.warehouse).rows(
            "select article, case_id, link_decision from case_report"
        )
        return {str(article): (str(case_id), str(decision)) for article, case_id, decision in rows}


@pytest.fixture(scope="module")
def taken_out_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Newsroom, str, int]:
    """Two articles of one case, one of them taken out and coded again since; the case, and where that was decided."""
    newsroom = Newsroom(tmp_path_factory.mktemp("taken_out"))
    newsroom.take("left.md", f"{LOST}，{FROZEN}，案件正在侦办中")
    newsroom.take("out.md", f"{LOST}，{FROZEN}")
    case_id, _ = newsroom.told()["left.md"]
    assert newsroom.told()["out.md"] == (case_id, "matched")
    decided_at = newsroom.decide(unlinked("out.md"))
    own = newsroom.told()["out.md"]
    newsroom.read("out.md", nth=1)
    assert own[0] != case_id
    assert newsroom.told() == {"left.md": (case_id, "new"), "out.md": own}
    return newsroom, case_id, decided_at


@pytest.fixture
def taken_out(taken_out_once: tuple[Newsroom, str, int], tmp_path: Path) -> tuple[Newsroom, str, int]:
    """A copy that may be written to."""
    newsroom, case_id, decided_at = taken_out_once
    return newsroom.copy_to(tmp_path / "copy"), case_id, decided_at


def test_what_was_taken_out_of_a_case_stays_out_after_a_new_coding(taken_out: tuple[Newsroom, str, int]) -> None:
    newsroom, case_id, _ = taken_out
    own = newsroom.told()["out.md"]
    newsroom.take("late.md", f"{LOST}，{FROZEN}，案件正在侦办中")
    assert newsroom.told() == {"left.md": (case_id, "new"), "out.md": own, "late.md": (case_id, "matched")}


def test_a_decision_that_is_revoked_after_a_new_coding_is_gone(taken_out: tuple[Newsroom, str, int]) -> None:
    newsroom, case_id, decided_at = taken_out
    newsroom.decide(revoked(decided_at))
    assert newsroom.told() == {"left.md": (case_id, "new"), "out.md": (case_id, "carried")}
