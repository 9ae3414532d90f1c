"""Texts written for this project → gate, campaigns, bodies, segments, schemes, roles and regions. A bug report is one row."""

from datetime import date
from typing import Any

import pytest
from structure_case_tables import articles, document_of, label, read, table

from pipelines.normalize.extraction.coder import code_document
from pipelines.normalize.extraction.structure.agencies import find_agencies
from pipelines.normalize.extraction.structure.campaigns import find_campaigns
from pipelines.normalize.extraction.structure.home import home_adcode


@pytest.mark.parametrize("case", [*table("gate"), *table("gate_contrasts")], ids=label)
def test_gate(case: dict[str, Any]) -> None:
    gate = read(case).structure.gate
    assert gate.in_scope is case["in"], gate.reason
    assert gate.reason


@pytest.mark.parametrize("case", table("matters"), ids=label)
def test_figures_of_other_crimes_are_not_given(case: dict[str, Any]) -> None:
    found = sorted((figure.value, figure.metric) for figure in code_document(document_of(case)).figures)
    assert found == sorted((value, metric) for metric, value in case["figures"])


@pytest.mark.parametrize("case", table("campaigns"), ids=label)
def test_campaigns(case: dict[str, Any]) -> None:
    found = read(case)
    home = home_adcode(found.document, found.places, found.structure.agencies)
    keys = [mention.key for mention in find_campaigns(found.document, home)]
    assert list(dict.fromkeys(keys)) == case["keys"]


@pytest.mark.parametrize("case", table("agencies"), ids=label)
def test_agencies(case: dict[str, Any]) -> None:
    found = read(case)
    agencies = find_agencies(found.document, found.places)
    bodies = [[agency.name, agency.adcode] for agency in agencies if agency.adcode]
    assert bodies == case["bodies"]


@pytest.mark.parametrize("case", table("region_roles"), ids=label)
def test_region_roles(case: dict[str, Any]) -> None:
    cases, regions = read(case).reports()
    assert len(cases) == 1
    assert {(region.role, region.adcode) for region in regions} == {tuple(role) for role in case["roles"]}


@pytest.mark.parametrize("case", table("charges"), ids=label)
def test_who_is_in_charge(case: dict[str, Any]) -> None:
    cases, _ = read(case).reports()
    assert [found.agency_adcode for found in cases] == [case["charge"]]


@pytest.mark.parametrize("case", table("classes"), ids=label)
def test_scheme_and_role_in_the_chain(case: dict[str, Any]) -> None:
    cases, _ = read(case).reports()
    assert [(found.scheme, found.role) for found in cases] == [(case["scheme"], case["role"])]


@pytest.mark.parametrize("case", articles(), ids=label)
def test_segments(case: dict[str, Any]) -> None:
    found = read(case)
    assert len(found.structure.segments) == len(case["cases"]), found.texts
    for segment, text, expected in zip(found.structure.segments, found.texts, case["cases"], strict=True):
        assert all(words in text for words in expected["has"])
        assert segment.ordinal == expected.get("ordinal")
        assert segment.code_name == expected.get("code")
    assert not [words for words in case.get("outside", []) if any(words in text for text in found.texts)]


@pytest.mark.parametrize("case", articles(), ids=label)
def test_jurisdictions(case: dict[str, Any]) -> None:
    cases, _ = read(case).reports()
    assert [found.agency_adcode for found in cases] == [expected["jurisdiction"] for expected in case["cases"]]


@pytest.mark.parametrize("case", table("case_campaigns"), ids=label)
def test_campaign_of_a_case(case: dict[str, Any]) -> None:
    cases, _ = read(case).reports()
    assert [found.campaign_key for found in cases] == case["campaigns"]


@pytest.mark.parametrize("case", table("people"), ids=label)
def test_suspects(case: dict[str, Any]) -> None:
    cases, _ = read(case).reports()
    assert [list(found.suspects) for found in cases] == [case["suspects"]]


@pytest.mark.parametrize("case", table("occurrences"), ids=label)
def test_day_of_the_incident(case: dict[str, Any]) -> None:
    cases, _ = read({"published": date(2023, 6, 20), **case}).reports()
    assert [found.occurred_on for found in cases] == [case["day"]]


@pytest.mark.parametrize("case", table("homes"), ids=label)
def test_home(case: dict[str, Any]) -> None:
    found = read(case)
    assert home_adcode(found.document, found.places, found.structure.agencies) == case["home"]


@pytest.mark.parametrize("case", table("titles"), ids=label)
def test_titles(case: dict[str, Any]) -> None:
    cases, _ = read(case).reports()
    assert [found.title for found in cases] == case["titles"]
