"""The reference tables that a projection is built with: places and code lists, as Arrow."""

import hashlib
import io
from dataclasses import asdict
from functools import cache
from importlib.resources import files

import polars as pl

from pipelines.load.projection import Reference
from pipelines.model.codelists import metrics, source_kinds, source_terms
from pipelines.normalize.gazetteer import Gazetteer, PlaceRow, gazetteer


@cache
def reference() -> Reference:
    """All reference tables; `version` is a digest of their content."""
    frames = {
        "regions": _regions(),
        "metrics": pl.DataFrame([asdict(metric) for metric in metrics().values()]),
        "schemes": _code_list("schemes"),
        "chain_roles": _code_list("chain_roles"),
        "source_kinds": pl.DataFrame([asdict(kind) for kind in source_kinds().values()]),
        "source_terms": pl.DataFrame(list(source_terms().items()), schema=["term", "kind"], orient="row"),
    }
    digest = hashlib.sha256()
    for name, frame in frames.items():
        digest.update(f"{name}\0{frame.write_csv()}\0".encode())
    return Reference({name: frame.to_arrow() for name, frame in frames.items()}, digest.hexdigest())


def _regions() -> pl.DataFrame:
    places = gazetteer()
    return pl.DataFrame([_region(places, row) for row in places.rows()], infer_schema_length=None)


def _region(places: Gazetteer, row: PlaceRow) -> dict[str, object]:
    def named(level: str, adcode: str | None) -> dict[str, object]:
        return {f"{level}_adcode": adcode, f"{level}_name_zh": places.place(adcode).name_zh if adcode else None}

    place = row.place
    return {
        "adcode": place.adcode,
        "level": place.level,
        "name_zh": place.name_zh,
        "name_en": place.name_en,
        "parent_adcode": place.parent,
        **named("province", row.province),
        **named("prefecture", row.prefecture),
        **named("county", row.county),
        "valid_from": place.valid_from,
        "valid_to": place.valid_to,
    }


def _code_list(name: str) -> pl.DataFrame:
    text = (files("pipelines.model.codelists") / f"{name}.csv").read_text(encoding="utf-8")
    return pl.read_csv(io.StringIO(text), infer_schema=False)
