"""Flows: what a record leaves out is missing, what its header tells is there."""

import struct

import pytest

from noroshi.spine.flows.decode import Decoder
from noroshi.spine.flows.draft import MISSING
from noroshi.spine.flows.tally import Tally


@pytest.fixture
def decoded_draft(template, data, message, batch):
    def decoded(fields, record):
        payload = message(template(fields=fields), data(record=record), domain=7)
        (draft,) = Decoder(Tally()).decode(batch([payload]))
        return draft

    return decoded


def test_a_record_of_one_field_is_a_draft_of_missing_ones(decoded_draft):
    draft = decoded_draft([(4, 1)], b"\x11")
    assert draft.protocol.tolist() == [17]
    assert draft.octets.tolist() == draft.reverse_octets.tolist() == [MISSING]
    assert not draft.source_known.any()
    assert draft.more["observationDomainId"].to_pylist() == [7]
    assert draft.more["exportVersion"].to_pylist() == [10]
    assert draft.more["exporter"].to_pylist() == ["192.0.2.9"]
    assert draft.start_s.tolist() == [1_700_000_001.0]


def test_a_domain_in_the_record_wins_over_the_header(decoded_draft):
    draft = decoded_draft([(149, 4)], struct.pack(">I", 99))
    assert draft.more["observationDomainId"].to_pylist() == [99]


def test_text_and_numbers_of_other_columns_come_along(decoded_draft):
    draft = decoded_draft([(10, 4), (234, 4)], struct.pack(">II", 3, 5))
    assert draft.more["ingressInterface"].to_pylist() == [3]
