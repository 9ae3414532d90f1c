"""The note of how far the log reached: `_head.json` beside its files, replaced after every append.

A log from which the last commits were taken away is whole in itself; only somebody who remembers its end can tell. A note
that is behind the log is normal (the process died between commit and note); one that is ahead of it never is. Logs in an
object store have none: their remembered ends are those of the published warehouses.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from pipelines.faults import durable

NAME = "_head.json"  # Delta tables pass over names that begin with an underscore


@dataclass(frozen=True, slots=True)
class Anchor:
    """An end of the log and the root (32 bytes) there."""

    position: int
    root: bytes


def note_anchor(uri: str, anchor: Anchor) -> None:
    """Replace the note, whole or not at all."""
    if not Path(uri).is_dir():
        return
    with (
        durable("note of the log's head"),
        NamedTemporaryFile("w", dir=uri, prefix=f"{NAME}.", encoding="utf-8", delete=False) as draft,
    ):  # a name of its own: several writers may append at once
        draft.write(json.dumps({"position": anchor.position, "root": anchor.root.hex()}) + "\n")
        draft.close()
        Path(draft.name).replace(Path(uri) / NAME)


def read_anchor(uri: str) -> Anchor | None:
    """The note; None where there is none. A damaged one counts as an end that no log has."""
    try:
        told = json.loads((Path(uri) / NAME).read_text(encoding="utf-8"))
        return Anchor(int(told["position"]), bytes.fromhex(told["root"]))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        return Anchor(0, b"")
