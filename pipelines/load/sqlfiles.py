"""The project's SQL: finding the files below `sql/`, reading their headers, ordering them.

A header is the comment block at the top. Lines ``-- key: value`` in it are fields: `depends` (views that must exist
first), `severity` and `asset` (checks), `family` (of events, staging). No SQL is written here.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import duckdb

from pipelines.errors import SqlFailedError, UsageError
from pipelines.load.opening import reading

SQL_ROOT = Path(__file__).resolve().parents[2] / "sql"

_HEADER_LINE = re.compile(r"^-- ?(.*)$")
_FIELD = re.compile(r"(?:^|; )(depends|severity|asset|family): ([^;]+)")


@dataclass(frozen=True, slots=True)
class SqlFile:
    """One file: its place below sql/, its name without suffix, its text, its header's prose and the header's fields."""

    place: str
    name: str
    text: str
    description: str
    fields: Mapping[str, str]

    def listed(self, field: str) -> tuple[str, ...]:
        """A header field that holds names separated by commas."""
        return tuple(part.strip() for part in self.fields.get(field, "").split(",") if part.strip())


def read_folder(folder: str) -> tuple[SqlFile, ...]:
    """All files of `sql/<folder>`, in order of name."""
    return tuple(_read(path) for path in sorted((SQL_ROOT / folder).glob("*.sql")))


def read_query(name: str) -> SqlFile:
    """The file `sql/queries/<name>.sql`."""
    return _read(SQL_ROOT / "queries" / f"{name}.sql")


def in_dependency_order(files: tuple[SqlFile, ...]) -> tuple[SqlFile, ...]:
    """The files so that each comes after those that its `depends` names; otherwise in order of name."""
    by_name = {file.name: file for file in files}
    order = TopologicalSorter({file.name: file.listed("depends") for file in files}).static_order()
    return tuple(by_name[name] for name in order)


def fingerprint(*folders: str) -> str:
    """SHA-256 (hex) over names and texts of all files of the folders: changes whenever one of them does."""
    digest = hashlib.sha256()
    for folder in folders:
        for file in read_folder(folder):
            digest.update(f"{folder}/{file.name}\0{file.text}\0".encode())
    return digest.hexdigest()


@contextmanager
def blaming(file: SqlFile) -> Iterator[None]:
    """While `file` is run: what is wrong with it, or with the rows that it is given, becomes SqlFailedError.

    A full disk or a damaged database is not its fault and is raised as is.
    """
    try:
        yield
    except (duckdb.ProgrammingError, duckdb.IntegrityError, duckdb.DataError) as error:
        raise SqlFailedError(file.place, str(error).splitlines()[0]) from error


@contextmanager
def asking(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to the projection file at `path`, for reading; it may be one that an older program made.

    Raises UsageError where the file has not the tables and columns that are asked for.
    """
    with reading(path) as connection:
        try:
            yield connection
        except (duckdb.BinderException, duckdb.CatalogException) as error:
            why = f"{path} was made by another version of this program; `casebook refresh` makes it anew"
            raise UsageError(why) from error


def rows_of(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: Mapping[str, object]
) -> list[dict[str, Any]]:
    """The rows of `sql/queries/<query>.sql`, each by column name."""
    cursor = connection.execute(read_query(query).text, dict(parameters) or None)
    names = [str(column[0]) for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _read(path: Path) -> SqlFile:
    text = path.read_text(encoding="utf-8")
    prose: list[str] = []
    fields: dict[str, str] = {}
    for line in text.splitlines():
        comment = _HEADER_LINE.match(line)
        if comment is None:
            break
        found = dict(_FIELD.findall(comment[1]))
        fields |= found
        if not found:
            prose.append(comment[1])
    return SqlFile(path.relative_to(SQL_ROOT).as_posix(), path.stem, text, "\n".join(prose).strip(), fields)
