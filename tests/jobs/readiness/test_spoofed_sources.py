"""Spoofed sources: sums by interface of a made lake, as one counts by hand."""

import pytest

from noroshi.jobs.flows.asking import Asked
from noroshi.jobs.readiness.spoofed_sources import Spoofing, find_spoofed
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError
from noroshi.testing import flow, flow_table
from noroshi.testing.lakes import write_file


@pytest.fixture
def place(tmp_path):
    (tmp_path / "ports.csv").write_text("interface,prefix\n7,192.0.2.0/24\n8,198.51.100.0/24\n")
    (tmp_path / "routes.csv").write_text(
        "interface,prefix\n7,192.0.2.0/24\n8,192.0.2.0/24\n8,198.51.100.0/24\n9,0.0.0.0/0\n"
    )
    home = Home(tmp_path / "home").create()
    packets = [
        (7, "192.0.2.9", 100),
        (7, "203.0.113.9", 40),
        (8, "192.0.2.9", 5),
        (9, "203.0.113.9", 1),
    ]
    rows = [
        flow(
            f"{source}:5000", "203.0.113.1:443/tcp", at_s=n, sent=(octets, 1), ingressInterface=port
        )
        for n, (port, source, octets) in enumerate(packets)
    ]
    rows.append(flow("203.0.113.9:5000", "203.0.113.1:443/tcp", at_s=9, sent=(9, 1)))
    write_file(home.flows, flow_table(rows), "a" * 16)
    return home, tmp_path


def test_foreign_sources_and_what_each_mode_drops(place):
    home, folder = place
    found = find_spoofed(
        home, Spoofing(ports=folder / "ports.csv", routes=folder / "routes.csv"), Asked()
    )
    rows = {row["interface"]: row for row in found.rows()}
    assert [row["interface"] for row in found.rows()] == [7, 8, 9]
    assert [rows[at].get("foreign", {}).get("octets") for at in (7, 8, 9)] == [40, 5, None]
    dropped = {
        at: {mode: sums["octets"] for mode, sums in rows[at]["dropped"].items()} for at in rows
    }
    assert dropped == {
        7: {"strict": 40, "feasible": 40, "loose": 40},
        8: {"strict": 5, "feasible": 0, "loose": 0},
        9: {"strict": 1, "feasible": 1, "loose": 1},
    }


def test_what_is_not_given_or_no_name_is_told(place):
    home, folder = place
    with pytest.raises(ConfigError, match="--ports"):
        find_spoofed(home, Spoofing(ports=None, routes=None), Asked())
    with pytest.raises(ConfigError, match="exporter"):
        find_spoofed(
            home, Spoofing(ports=folder / "ports.csv", routes=None, exporter="x' OR 1"), Asked()
        )
    assert (
        find_spoofed(
            home, Spoofing(ports=folder / "ports.csv", routes=None, exporter="r9"), Asked()
        ).ports
        == ()
    )
