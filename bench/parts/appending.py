"""How many events a second the log takes, beside the fastest event store of the field that needs no server."""

from collections.abc import Iterator

from bench.parts.event_store import event_store
from bench.report import Mark, Row, rate
from bench.workshop import Workshop

MARK = Mark(
    2, "every event gets a digest of its canonical content, and its batch a root, before it is written", at_least=True
)


def measure(shop: Workshop) -> Iterator[Row]:
    """Rows for each size of commit, then the best of ours with the best of the peer's."""
    shop.say("appending")
    ours = {batch: _ours(shop, batch) for batch in shop.sizes.append_batches}
    theirs = {batch: _theirs(shop, batch) for batch in shop.sizes.peer_batches} if shop.peers_python else {}
    best, peer = max(ours.values()), max(theirs.values(), default=None)
    yield Row(
        "append, best size of commit",
        rate(best),
        f"eventsourcing (SQLite recorder): {rate(peer)}" if peer else "",
        best / peer if peer else None,
        MARK,
    )
    for batch, speed in ours.items():
        yield Row(f"append, {batch:,} events a commit", rate(speed))
    for batch, speed in theirs.items():
        yield Row(f"append, {batch:,} events a transaction", "", f"eventsourcing: {rate(speed)}")
    if shop.peers_python:
        batch = max(theirs, key=lambda batch: theirs[batch])
        speed = event_store(shop, "append", events=shop.sizes.appended_by_peer, batch=batch, mapped=True)
        yield Row(
            "append, as it is used", rate(best), f"eventsourcing, through its mapper: {rate(speed)}", best / speed
        )
    plain = shop.job("commit_delta", log=shop.warehouse / "log", table=shop.fresh("plain_delta"), upto=shop.base.upto)
    speed = plain.told["events_per_second"][0]
    yield Row("append, all in one commit", rate(max(ours.values())), f"plain delta-rs: {rate(speed)}", best / speed)


def _ours(shop: Workshop, batch: int) -> float:
    done = shop.job("append", log=shop.fresh("appended"), events=shop.sizes.events, batch=batch)
    return done.told["events_per_second"][0]


def _theirs(shop: Workshop, batch: int) -> float:
    return event_store(shop, "append", events=shop.sizes.appended_by_peer, batch=batch)
