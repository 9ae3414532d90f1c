"""Rows of normalized tables as a person corrects them, before they are let before the gates.

A row that validation kept aside is in no table that `casebook correct` could name. What a person says of it is a part of its
release, and is said again to every later reading of the same bytes: where the rules still read that row at those words, the
person's values take the place of theirs, and the gates judge what comes of it.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from pipelines.correct.changes import Changes, Value

BY_A_PERSON = "+person"  # behind the id of the rule that read the row
_SAME_WORDS = ("article", "version_sha256", "span_start", "span_end", "quote")
# What tells rows of the same words apart.
_TELLING = {"figure_reports": "metric", "case_reports": "case_key"}


@dataclass(frozen=True, slots=True)
class RowCorrection:
    """What a person says of a row: `position` and `table_name` of the quarantined row, and the row as it was then."""

    position: int
    table_name: str
    row: Mapping[str, object]
    changes: Changes

    @classmethod
    def of(cls, quarantined: Mapping[str, object], changes: Changes) -> "RowCorrection":
        """Of a quarantined row with columns position, table_name and row_json."""
        row = json.loads(str(quarantined["row_json"] or "{}"))
        return cls(int(str(quarantined["position"])), str(quarantined["table_name"]), row, changes)


def with_corrections(
    frames: Mapping[str, pl.DataFrame], corrections: Iterable[RowCorrection]
) -> tuple[dict[str, pl.DataFrame], list[int]]:
    """The tables with corrected rows, and the positions of corrections whose row is not read any more. Later ones win."""
    corrected, unfound = dict(frames), []
    for one in sorted(corrections, key=lambda each: each.position):
        frame = corrected[one.table_name]
        row = _place(frame, one)
        if row is None:
            unfound.append(one.position)
        else:
            corrected[one.table_name] = _changed(frame, row, one.changes)
    return corrected, unfound


def _place(frame: pl.DataFrame, correction: RowCorrection) -> int | None:
    """Where the row is; of several of the same words the one that is like it, None where that is not clear."""
    same = pl.all_horizontal(pl.col(name).eq_missing(pl.lit(correction.row.get(name))) for name in _SAME_WORDS)
    telling = _TELLING[correction.table_name]
    found = frame.with_row_index("row").filter(same)
    if found.height > 1:
        found = found.filter(pl.col(telling).eq_missing(pl.lit(correction.row.get(telling))))
    return int(found["row"][0]) if found.height == 1 else None


def _changed(frame: pl.DataFrame, row: int, changes: Changes) -> pl.DataFrame:
    values: dict[str, Value | None] = {**changes.values, **dict.fromkeys(changes.cleared)}
    here = pl.int_range(pl.len()) == row
    columns = [
        pl.when(here).then(pl.lit(value).cast(frame.schema[name])).otherwise(pl.col(name)).alias(name)
        for name, value in values.items()
    ]
    by_rule = pl.when(here).then(pl.col("rule").str.strip_suffix(BY_A_PERSON) + BY_A_PERSON).otherwise(pl.col("rule"))
    return frame.with_columns(*columns, by_rule.alias("rule"))
