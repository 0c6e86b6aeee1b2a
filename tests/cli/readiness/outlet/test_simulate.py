"""`outlet simulate`: the whole first, then each route with traffic."""

import json

import pytest
from click.testing import CliRunner

from noroshi.cli.main import cli
from noroshi.spine.home import Home
from noroshi.spine.model import Standing, Subject, SubscriberSide
from noroshi.spine.store import Store
from noroshi.spine.store.lists import Change, SharedList
from noroshi.testing.changes import REASON
from noroshi.testing.findings import HOUR
from noroshi.testing.flows import flow, flow_table
from noroshi.testing.indicators import make_indicator
from noroshi.testing.lakes import write_file


@pytest.fixture
def run(tmp_path, monkeypatch):
    home = Home(tmp_path).create()
    rows = [
        flow("100.64.0.1:1", f"192.0.2.9:{port}/tcp", octetDeltaCount=10, subscriberSide=SubscriberSide.SOURCE)
        for port in (443, 80)
    ]  # fmt: skip
    write_file(home.flows, flow_table(rows), "0" * 16)
    indicator = make_indicator(Subject.ip("192.0.2.9"))
    with Store.open(home.state) as store:
        change = Change(
            collection="c2-servers", indicator=indicator, standing=Standing.LIVE, reason=REASON, by="x"
        )  # fmt: skip
        SharedList(store.database).publish([change], HOUR.end)

    class Then:
        @staticmethod
        def now(_zone):
            return HOUR.end

    monkeypatch.setattr("noroshi.cli.readiness.outlet.simulate.datetime", Then)

    def ran(*words):
        return CliRunner().invoke(cli, ["--home", str(tmp_path), "readiness", "outlet", "simulate", *words])  # fmt: skip

    return ran


def test_machines(run):
    whole, one = [json.loads(line) for line in run("flowspec", "--json").stdout.splitlines()]
    assert (whole["subject"], whole["octets"], whole["clients"], whole["routes"]) == (
        None,
        20,
        1,
        1,
    )
    assert (one["subject"], one["octets"], one["flows"]) == ("192.0.2.9", 20, 2)


def test_people(run):
    told = run("rtbh").output
    assert "1 routes, 1 of them with traffic" in told
    assert "192.0.2.9: 1 subscribers, 20 octets, 0 of others" in told
