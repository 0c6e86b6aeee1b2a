import pytest

from noroshi.c2.analyse import KINDS, UNLISTED, port_kinds, port_ranks
from noroshi.c2.analyse.services import (
    EPHEMERAL,
    KNOWN,
    LOW,
    REGISTERED,
    SERVICES,
    WELL_KNOWN,
    port_table,
)
from noroshi.spine.model import LABELS


def test_every_port_has_one_rank_and_one_kind():
    table = port_table()
    assert table["port"].to_pylist() == list(range(65536))
    assert table.column_names == ["port", "rank", "odd"]
    assert len(port_ranks()) == len(port_kinds()) == 65536


@pytest.mark.parametrize(
    ("port", "rank"),
    [
        (0, EPHEMERAL), (22, WELL_KNOWN), (443, WELL_KNOWN), (777, KNOWN), (1026, LOW), (4444, LOW),
        (5228, KNOWN), (7301, REGISTERED), (32768, EPHEMERAL), (51820, KNOWN), (65535, EPHEMERAL),
    ],
)  # fmt: skip
def test_ranks_order_ports_from_servers_to_clients(port, rank):
    assert port_ranks()[port] == rank


@pytest.mark.parametrize(
    ("port", "kind"),
    [(443, "web"), (53, "resolver"), (6667, "irc"), (777, "infrastructure"), (4444, UNLISTED), (0, UNLISTED)],
)  # fmt: skip
def test_kinds_name_the_usual_service(port, kind):
    assert KINDS[port_kinds()[port]] == kind


def test_a_port_belongs_to_the_first_service_that_names_it():
    for service in reversed(SERVICES):
        for port in service.ports:
            first = next(s for s in SERVICES if port in s.ports)
            assert KINDS[port_kinds()[port]] == first.kind


def test_every_kind_has_words_in_both_languages():
    assert [kind for kind in KINDS if kind not in LABELS] == []


def test_kinds_are_named_once():
    assert len(set(KINDS)) == len(KINDS)
