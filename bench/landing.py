"""The job that fills a landing folder."""

from pathlib import Path

from bench.corpus.writing import corpus_files
from bench.measure import Told


def landing(raw: str, articles: int, copies: int, source: str | None, seed: int) -> Told:
    """Files for a landing folder: the first `articles` generated ones of `seed`, or `copies` of the files below `source`."""
    target = Path(raw)
    if source is None:
        contents = ((file.name, file.content) for file in corpus_files(articles, seed))
    else:
        found = [path for path in sorted(Path(source).rglob("*")) if path.is_file() and "gold" not in path.parts]
        contents = (
            (f"{number}/{path.relative_to(source)}", path.read_bytes()) for number in range(copies) for path in found
        )
    written = 0
    for name, content in contents:
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        written += 1
    return {"files": [written]}
