"""A suite: the expectations of one table and the view of it that they are checked on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from pipelines.validate.context import Context
from pipelines.validate.expectation import Expectation

Tables = Mapping[str, pl.DataFrame]


@dataclass(frozen=True, slots=True)
class Suite:
    """`view` adds what a table's expectations need of other tables, one row a row of the table and in its order.

    `key` is the column that names a row to a reader.
    """

    table: str
    key: str
    view: Callable[[Tables], pl.DataFrame]
    expectations: Callable[[Context], tuple[Expectation, ...]]
