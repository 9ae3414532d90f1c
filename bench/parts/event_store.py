"""The peer `eventsourcing`, started with the large log's events."""

import json

from bench.measure import run
from bench.workshop import Workshop


def event_store(shop: Workshop, work: str, *, events: int, batch: int) -> float:
    """Events a second of `work` (append or project), `batch` events in a transaction."""
    assert shop.base
    database = shop.fresh("event_store.sqlite")
    asked = {"work": work, "source": str(shop.exported), "database": str(database), "events": events, "batch": batch}
    done = run([str(shop.peers_python), "-m", "bench.peers.event_store", json.dumps(asked)])
    return done.told["events_per_second"][0]
