import numpy as np
import pytest

from noroshi.c2.analyse import Analysis, AnalysisParameters, analyse
from noroshi.c2.analyse.plan import FIRST_LOOK, PACKAGE, SECOND_LOOK
from noroshi.spine.engine import FLOWS, load_step
from noroshi.testing import flow, flow_table, flow_window

STEPS = (*FIRST_LOOK, *SECOND_LOOK)


def analysed(engine, rows, **parameters) -> Analysis:
    table = flow_table(rows)
    engine.load(FLOWS, table)
    return analyse(engine, flow_window(table), AnalysisParameters(**parameters))


def test_every_step_reads_only_what_was_made_before_it():
    made = {FLOWS, "ports"}
    for name in STEPS:
        step = load_step(PACKAGE, name)
        assert set(step.inputs) <= made, name
        made.add(name)


def test_keys_identify_the_rows_of_every_step(engine):
    rows = [
        flow(f"100.64.0.{n % 7 + 1}:50000", f"192.0.2.{n % 5 + 1}:4444/tcp", at_s=10 * n)
        for n in range(120)
    ]
    analysed(engine, rows)
    for step in (load_step(PACKAGE, name) for name in STEPS):
        if step.keys:
            keys = ", ".join(step.keys)
            twice = engine.query(
                f"SELECT {keys} FROM {step.name} GROUP BY {keys} HAVING count(*) > 1"
            )
            assert twice.num_rows == 0, step.name


def test_an_empty_window_gives_an_empty_analysis(engine):
    found = analysed(engine, [])
    assert (found.servers.rows, found.clients.rows, found.links.rows) == (0, 0, 0)
    assert found.network.subscribers == 0


def test_rows_of_servers_and_clients_are_their_numbers(engine):
    rows = [
        flow(f"100.64.0.{n % 7 + 1}:50000", f"192.0.2.{n % 5 + 1}:443/tcp", at_s=n)
        for n in range(40)
    ]
    found = analysed(engine, rows)
    assert found.servers.ints("server").tolist() == list(range(5))
    assert found.clients.ints("client").tolist() == list(range(7))
    assert set(found.links.ints("server")) <= set(range(5))


@pytest.mark.parametrize(("parameters", "suspect"), [({"crowd": 4}, False), ({"crowd": 5}, True), ({"crowd": 1, "crowd_share": 1.0}, True)])  # fmt: skip
def test_a_crowd_is_no_suspect_unless_the_network_is_large(engine, parameters, suspect):
    rows = [flow(f"100.64.0.{n}:50000", "192.0.2.1:443/tcp") for n in range(1, 6)]
    assert analysed(engine, rows, **parameters).servers.flags("suspect").tolist() == [suspect]


def test_servers_without_rhythm_have_none(engine):
    found = analysed(engine, [flow("100.64.0.1:50000", "192.0.2.1:443/tcp")])
    assert np.isnan(found.servers["lag_coherence"]).all()


def test_v6_alone_is_analysed(engine):
    rows = [
        flow("[2001:db8:64::1]:50000", "[2001:db8::1]:4444/tcp", at_s=60 * n, ipVersion=6)
        for n in range(10)
    ]
    found = analysed(engine, rows)
    assert found.servers["lag_coherence"].tolist() == [1.0]
    assert found.servers.ints("srv_hi").tolist() == [0x2001_0DB8_0000_0000]
