"""Simulating: octets of the lake by fate, customer, origin and route, as one counts by hand."""

import json
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from noroshi.cli.main import cli
from noroshi.jobs.flows.asking import Asked
from noroshi.jobs.readiness.simulating import Asking, hidden, simulate
from noroshi.readiness.rpki.analyse.whatif import Stage
from noroshi.readiness.rpki.sense.customer_file import read_customers
from noroshi.spine.flows.address import parse_addresses, parse_networks
from noroshi.spine.flows.pseudonym import Pseudonyms
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError, InputError
from noroshi.spine.store import Store
from noroshi.testing import flow, flow_table
from noroshi.testing.lakes import write_file

NOW = datetime(2026, 1, 6, tzinfo=UTC)
ROUTES = (
    "prefix,origin\n198.51.100.0/24,64500\n198.51.100.0/25,64500\n203.0.113.0/24,64501\n"
    "203.0.113.0/26,64666\n192.0.2.0/24,64666\n"
)
VRPS = (
    "ASN,IP Prefix,Max Length\nAS64500,198.51.100.0/24,24\nAS64501,203.0.113.0/24,24\n"
    "AS64502,192.0.2.0/24,24\n"
)
DESTINATIONS = {  # octets, and what becomes of them
    "198.51.100.1": (1000, "same-as"),
    "198.51.100.200": (200, "kept"),
    "203.0.113.1": (30, "other-as"),
    "192.0.2.1": (4, "lost"),
    "100.100.0.1": (5000, "no-route"),
}


@pytest.fixture
def place(tmp_path):
    (tmp_path / "vrps.csv").write_text(VRPS)
    (tmp_path / "routes.csv").write_text(ROUTES)
    (tmp_path / "customers.csv").write_text("prefix,customer\n100.64.0.0/24,a\n100.64.1.0/24,b\n")
    home = Home(tmp_path / "home").create()
    rows = [
        flow("100.64.0.9:50000", f"{address}:443/tcp", at_s=n, sent=(octets, 1), samplingInterval=2)
        for n, (address, (octets, _)) in enumerate(DESTINATIONS.items())
    ]
    rows.append(flow("100.64.1.9:50000", "192.0.2.1:443/tcp", at_s=9, sent=(1, 1)))
    write_file(home.flows, flow_table(rows), "a" * 16)
    return tmp_path


def asking(place, **more):
    given = {"stage": Stage.DROP, "customers": read_customers(place / "customers.csv"), **more}
    return Asking(vrps=place / "vrps.csv", routes=place / "routes.csv", **given)


def run(place, **more):
    home = Home(place / "home")
    return list(simulate(home, asking(place, **more), Asked(purpose="test"), now=NOW).rows())


def test_octets_are_scaled_by_sampling_and_split_by_fate(place):
    total = run(place)[0]
    wanted = {fate: 2 * octets for octets, fate in DESTINATIONS.values()}
    assert total["octets"] == wanted | {"lost": 9}
    assert total["shares"]["lost"] == pytest.approx(9 / (2 * 1234 + 1))
    assert total["flows"] == {"no-route": 1, "kept": 1, "same-as": 1, "other-as": 1, "lost": 2}


def test_customers_origins_and_routes_are_told_with_most_moved_first(place):
    rows = run(place)
    assert [row["customer"] for row in rows if row["kind"] == "customer"] == ["a", "b"]
    assert next(row for row in rows if row.get("customer") == "b")["octets"]["lost"] == 1
    origins = [row["origin"] for row in rows if row["kind"] == "origin"]
    assert origins == [64500, 64666]
    routes = [row for row in rows if row["kind"] == "route"]
    assert [row["prefix"] for row in routes] == [
        "198.51.100.0/25",
        "203.0.113.0/26",
        "192.0.2.0/24",
    ]
    assert routes[0]["reason"]["en"].startswith("/25 is too long: AS64500 may announce up to /24")


def test_preferring_others_moves_nothing_without_a_rival_for_the_prefix(place):
    total = run(place, stage=Stage.PREFER)[0]
    assert total["octets"]["lost"] == total["octets"]["other-as"] == 0
    with (place / "routes.csv").open("a") as file:
        file.write("192.0.2.0/24,64502\n")
    assert run(place, stage=Stage.PREFER)[0]["octets"]["other-as"] == 9


def test_the_same_inputs_give_the_same_rows(place):
    assert run(place) == run(place)


def test_a_run_is_recorded_with_its_inputs_and_purpose(place):
    total = run(place)[0]
    with Store.open(Home(place / "home").state) as store:
        [record] = store.runs(job="readiness rpki simulate")
    assert (record.outcome, record.inputs["purpose"]) == ("done", "test")
    assert record.inputs["vrps"] == total["inputs"]["vrps"]


def test_an_empty_table_of_routes_is_refused(place):
    (place / "routes.csv").write_text("prefix,origin\n")
    with pytest.raises(InputError, match="holds no route"):
        run(place)


def test_a_lake_without_flows_is_told(place):
    with pytest.raises(ConfigError, match="no flows"):
        simulate(Home(place / "other").create(), asking(place), Asked(), now=NOW)


def test_customers_are_found_under_their_pseudonyms(place):
    pseudonyms = Pseudonyms(bytes(range(32)), parse_networks(["100.64.0.0/10", "2001:db8::/32"]))
    texts = ["100.64.7.0/24", "2001:db8:5::/48", "192.0.2.0/24"]
    (place / "c.csv").write_text("prefix,customer\n" + "".join(f"{t},x\n" for t in texts))
    moved = hidden(read_customers(place / "c.csv").prefixes, pseudonyms)
    import pyarrow as pa  # noqa: PLC0415

    inside, _ = parse_addresses(pa.array(["100.64.7.99", "2001:db8:5::77", "192.0.2.7"]))
    seen, _ = pseudonyms.replace(inside)
    import numpy as np  # noqa: PLC0415

    from noroshi.readiness.rpki.analyse.forwarding import Forwarding  # noqa: PLC0415

    assert Forwarding.of(moved, np.arange(3)).rows_of(seen).tolist() == [0, 1, 2]
    assert moved.text(0) != "100.64.7.0/24"
    assert moved.text(2) == "192.0.2.0/24"


def test_the_lake_of_a_home_with_subscribers_is_asked_for_pseudonyms(place):
    home = Home(place / "home")
    home.settings_file.write_text('[flows]\nsubscribers = ["100.64.0.0/10"]\n')
    home.pseudonym_key_file.parent.mkdir(exist_ok=True)
    home.pseudonym_key_file.write_bytes(bytes(range(32)))
    named = [row for row in run(place) if row["kind"] == "customer"]
    # The lake of this test holds true addresses, which are nobody's pseudonyms.
    assert all(sum(row["octets"].values()) == 0 for row in named)


def command(place, *options):
    words = [
        "--home",
        place / "home",
        "readiness",
        "rpki",
        "simulate",
        "--vrps",
        place / "vrps.csv",
    ]
    words += ["--routes", place / "routes.csv", *options]
    return CliRunner().invoke(cli, [str(word) for word in words], env={"LC_ALL": "C"})


def test_the_command_tells_bars_and_tables(place):
    result = command(place, "--customers", place / "customers.csv")
    assert result.exit_code == 0, result.output
    assert "lost" in result.stdout
    assert "198.51.100.0/25" in result.stdout
    assert "AS64666" in result.stdout


def test_the_command_s_machine_output_starts_with_the_total(place):
    rows = [
        json.loads(line)
        for line in command(place, "--json", "--stage", "prefer").stdout.splitlines()
    ]
    assert (rows[0]["kind"], rows[0]["stage"]) == ("total", "prefer")


def test_expired_vrps_and_refused_records_are_told(place):
    (place / "vrps.csv").write_text(
        "ASN,IP Prefix,Max Length,Trust Anchor,Expires\nAS1,192.0.2.0/24,24,x,1700000000\nbad,x,,,\n"
    )
    result = command(place)
    assert result.exit_code == 1
    assert "1 VRPs have expired and were used" in result.stderr
    assert "1 records of the files were left out" in result.stderr
