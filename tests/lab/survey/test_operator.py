"""Operator: at no moment do two lines hold one address and port."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Network
from itertools import pairwise

import pytest

from noroshi.iot.match import SessionFile
from noroshi.lab.survey.operator import (
    PSID_LENGTH,
    PSID_OFFSET,
    Lending,
    holds_port,
    make_operator,
    psid_of,
)

BEGAN = datetime(2026, 11, 1, 12, tzinfo=UTC)


def operator(lending, lines=180, **more):
    return make_operator(
        "isp", asn=64496, prefix=IPv4Network("198.18.0.0/24"), lending=lending, lines=lines,
        began=BEGAN, seed=3, **more,
    )  # fmt: skip


@pytest.mark.parametrize("lending", [Lending.DYNAMIC, Lending.FIXED])
def test_no_two_lines_hold_one_address_at_once(lending):
    made = operator(lending)
    held = defaultdict(list)
    for one in made.sessions:
        if one.start < one.end:
            held[one.address].append((one.start, one.end))
    for spans in held.values():
        spans.sort()
        assert all(end <= start for (_, end), (start, _) in pairwise(spans))


def test_lines_of_a_shared_address_own_different_ports():
    made = operator(Lending.SHARED, lines=64)
    lines = [
        line for line in range(64) if made.address_at(line, BEGAN) == made.address_at(0, BEGAN)
    ]
    assert len(lines) == 1 << PSID_LENGTH
    for port in (1023, 8080, 9000, 49152):
        assert sum(holds_port(line, port) for line in lines) == (port >= 1 << (16 - PSID_OFFSET))


def test_dynamic_lines_move_fixed_ones_stay():
    late = BEGAN + timedelta(days=30)
    moved = {
        lending: sum(
            made.address_at(line, BEGAN) != made.address_at(line, late)
            for line in range(180)
            if line not in made.ended
        )
        for lending in (Lending.DYNAMIC, Lending.FIXED)
        for made in [operator(lending)]
    }
    assert moved[Lending.DYNAMIC] > 150
    assert moved[Lending.FIXED] == 0


def test_a_line_that_ended_is_nowhere_afterwards():
    made = operator(Lending.DYNAMIC, ending=0.2)
    assert len(made.ended) == 36
    for line, end in made.ended.items():
        assert made.address_at(line, end + timedelta(seconds=1)) is None


def test_some_lines_change_places_just_before_the_survey():
    made = operator(Lending.DYNAMIC, swapping=0.1)
    before = BEGAN - timedelta(seconds=30)
    swapped = [n for n in range(180) if made.address_at(n, before) != made.address_at(n, BEGAN)]
    assert len(swapped) == 18
    assert {made.address_at(n, before) for n in swapped} == {made.address_at(n, BEGAN) for n in swapped}  # fmt: skip


def test_the_log_is_one_that_matching_reads(tmp_path):
    made = operator(Lending.SHARED, lines=32)
    rows = made.write_log(tmp_path / "log.csv")
    file = SessionFile(tmp_path / "log.csv")
    batches = list(file.sessions())
    assert sum(batch.num_rows for batch in batches) == rows
    assert not file.refused
    table = batches[0].to_pydict()
    assert set(table["psid"]) == {psid_of(line) for line in range(32)}
    assert set(table["psid_length"]) == {PSID_LENGTH}
