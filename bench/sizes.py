"""How much is measured: all of it, or little of it to see quickly whether something has changed."""

from dataclasses import dataclass, replace

from bench.logs import EVENTS_OF_AN_ARTICLE


@dataclass(frozen=True, slots=True)
class Sizes:
    """Numbers of events (without the records that close batches), of refreshes and of repetitions."""

    events: int  # of the large log
    small_events: int  # of the log that the large one is compared with
    new_events: int  # that a refresh of a large log brings
    append_batches: tuple[int, ...]  # events a commit, each tried
    appended_by_peer: int  # events that the peer's recorder gets; its speed does not depend on their number
    peer_batches: tuple[int, ...]
    projected_by_peer: int  # events that the peer projects in transactions of 1,000
    projected_singly: int  # events that the peer projects one transaction each
    commits: int  # small ones, one after the other
    peer_commits: int  # the same for plain delta-rs, which nobody compacts
    edge: int  # commits at the start and at the end whose medians are compared
    articles: int  # that come singly
    repeats: int  # of what takes long
    refreshes: int  # after a first one that is not counted
    read_articles: int  # by one core, several times
    memory_events: int  # of the log that memory is measured with
    pipeline_articles: tuple[int, ...]  # of the generated corpora that the whole pipeline reads
    pipeline_copies: tuple[
        tuple[str, int], ...
    ]  # folders beside the project, where they are at hand, and how often they are read
    growing_batches: tuple[int, ...]  # articles that come at once to an empty warehouse
    growing_histories: tuple[int, ...]  # articles that a warehouse has when one comes

    @property
    def large_articles(self) -> int:
        """Articles of the large log."""
        return self.events // EVENTS_OF_AN_ARTICLE

    @property
    def new_articles(self) -> int:
        """Articles that a refresh brings."""
        return self.new_events // EVENTS_OF_AN_ARTICLE

    def up_to(self, articles: int) -> "Sizes":
        """The same without corpora, batches and histories of more articles."""

        def least(counts: tuple[int, ...]) -> tuple[int, ...]:
            return tuple(count for count in counts if count <= articles)

        return replace(
            self,
            pipeline_articles=least(self.pipeline_articles),
            growing_batches=least(self.growing_batches),
            growing_histories=least(self.growing_histories),
        )


FULL = Sizes(
    events=1_000_000,
    small_events=1_000,
    new_events=1_000,
    append_batches=(10_000, 50_000, 250_000, 1_000_000),
    appended_by_peer=200_000,
    peer_batches=(1_000, 10_000, 100_000),
    projected_by_peer=50_000,
    projected_singly=5_000,
    commits=2_000,
    peer_commits=1_000,
    edge=50,
    articles=15,
    repeats=3,
    refreshes=5,
    read_articles=1_000,
    memory_events=10_000_000,
    pipeline_articles=(10_000, 100_000),
    pipeline_copies=(("seeds", 100), ("real", 1), ("real", 50)),
    growing_batches=(1_000, 2_000, 4_000, 8_000, 16_000),
    growing_histories=(1_000, 10_000, 100_000, 1_000_000),
)

MILLION = replace(FULL, pipeline_articles=(*FULL.pipeline_articles, 1_000_000))

QUICK = Sizes(
    events=40_000,
    small_events=1_000,
    new_events=1_000,
    append_batches=(10_000, 40_000),
    appended_by_peer=10_000,
    peer_batches=(1_000, 10_000),
    projected_by_peer=5_000,
    projected_singly=500,
    commits=60,
    peer_commits=30,
    edge=15,
    articles=3,
    repeats=1,
    refreshes=1,
    read_articles=30,
    memory_events=500_000,
    pipeline_articles=(50,),
    pipeline_copies=(),
    growing_batches=(20, 100),
    growing_histories=(100, 1_000),
)
