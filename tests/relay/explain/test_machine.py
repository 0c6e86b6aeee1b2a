from dataclasses import replace

import msgspec
import pytest

from noroshi.relay.explain import portrait_as_dict
from noroshi.testing.portraits import sample_finding, sample_portrait


@pytest.mark.parametrize("audience", ["inside", "outside"])
def test_the_object_keeps_the_contract_of_detect(audience):
    told = msgspec.json.decode(msgspec.json.encode(portrait_as_dict(sample_portrait(), audience)))
    assert told.keys() == sample_finding().as_dict().keys() | {"explanation"}
    assert {"code", "value", "unit", "baseline", "weight", "text", "source"} == told["evidence"][
        0
    ].keys()


def test_outside_client_rows_and_small_counts_are_left_out():
    told = portrait_as_dict(sample_portrait(sample_finding(clients=2)), "outside")
    assert told["clients"] == "<3"
    assert told["explanation"]["clients"] == []
    assert told["explanation"]["background"][1]["quantiles"]["50"] == "<3"


def test_inside_all_is_told():
    told = portrait_as_dict(sample_portrait())
    assert told["clients"] == 7
    assert [row["label"] for row in told["explanation"]["clients"]] == [
        f"client {n}" for n in range(1, 8)
    ]
    assert told["explanation"]["background"][1]["quantiles"]["50"] == 0


def test_outside_a_small_count_takes_its_sentence_with_it():
    finding = sample_finding()
    few = replace(finding.evidence[1], value=2.0)
    told = portrait_as_dict(sample_portrait(replace(finding, evidence=(few,))), "outside")
    assert told["evidence"][0]["value"] == "<3"
    assert told["evidence"][0]["text"]["en"].startswith("Fewer than 3 clients")
