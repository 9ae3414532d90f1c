"""The peer `eventsourcing`, started with the large log's events."""

import json

from bench.measure import run
from bench.workshop import Workshop


def event_store(shop: Workshop, work: str, *, events: int, batch: int, mapped: bool = False) -> float:
    """Events a second of `work` (append or project), `batch` events in a transaction; `mapped`: through its mapper."""
    assert shop.base
    database = shop.fresh("event_store.sqlite")
    places = {"source": str(shop.exported), "database": str(database)}
    asked = {"work": work, **places, "events": events, "batch": batch, "mapped": mapped}
    done = run([str(shop.peers_python), "-m", "bench.peers.event_store", json.dumps(asked)])
    return done.told["events_per_second"][0]
