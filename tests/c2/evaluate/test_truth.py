"""Truth is read as it is written: who commands, who is left out, who is infected."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from noroshi.c2.evaluate.truth import ELSEWHERE, made_truth, read_truth
from noroshi.spine.model import ConfigError, InputError

SUBSCRIBERS = ("100.64.0.0/10",)
ROWS = [
    ("100.64.0.1", "192.0.2.1", "c2", "one"),
    ("100.64.0.1", "192.0.2.9", "infected_other", "one"),
    ("198.51.100.1", "100.64.0.2", "background", "two"),
    ("100.64.0.2", "198.51.100.2", "benign", "two"),
    ("100.64.0.3", "198.51.100.2", "benign", "three"),
    ("100.64.0.4", "198.51.100.2", "benign", "three"),
    ("100.64.0.5", "203.0.113.7", "p2p_peer", "four"),
    ("100.64.0.6", "203.0.113.9", "benign", "tor"),
    ("100.64.0.6", "100.64.0.7", "benign", "inside"),
    ("not an address", "192.0.2.77", "benign", "bad"),
]
SERVERS = (
    "ip,port,scenario,family,c2_type\n"
    "192.0.2.1,80,one,Kusari,IRC\n"
    "203.0.113.9,9001,tor,Worm,Tor guards\n"
    "192.0.2.200,0,never,Hotaru,HTTP\n"
)


@pytest.fixture
def files(tmp_path):
    names = ("src", "dst", "cls", "scenario")
    columns = {name: [row[at] for row in ROWS] for at, name in enumerate(names)}
    pq.write_table(pa.table(columns), tmp_path / "flows.parquet")
    (tmp_path / "servers.csv").write_text(SERVERS)
    return tmp_path / "flows.parquet", tmp_path / "servers.csv"


@pytest.fixture
def truth(files):
    return read_truth(*files, SUBSCRIBERS)


def test_listed_servers_command_unless_they_are_guards(truth):
    assert {a: c.family for a, c in truth.controllers.items()} == {
        "192.0.2.1": "Kusari",
        "192.0.2.200": "Hotaru",
    }


def test_guards_and_peers_are_neither_right_nor_wrong(truth):
    assert truth.left_out == {"203.0.113.9", "203.0.113.7"}


def test_every_server_has_the_scenario_with_most_of_its_flows(truth):
    assert truth.scenario("198.51.100.2") == "three"
    assert truth.scenario("198.51.100.1") == "two"
    assert truth.scenario("192.0.2.200") == "never"
    assert truth.scenario("192.0.2.123") == ELSEWHERE


def test_subscribers_with_flows_of_infection_are_infected(truth):
    assert truth.infected == {"100.64.0.1", "100.64.0.5"}


def test_flows_inside_and_unreadable_addresses_name_no_server(truth):
    assert set(truth.scenarios.values()).isdisjoint({"inside", "bad"})


def test_a_table_without_its_columns_says_which(files):
    files[1].write_text("ip,scenario\n192.0.2.1,one\n")
    with pytest.raises(InputError, match="line 2 lacks family, c2_type"):
        read_truth(*files, SUBSCRIBERS)


def test_an_address_that_is_none_is_told(files):
    files[1].write_text("ip,scenario,family,c2_type\nnowhere,a,b,c\n")
    with pytest.raises(InputError, match="nowhere"):
        read_truth(*files, SUBSCRIBERS)


def test_flows_without_labels_say_what_is_wanted(files):
    pq.write_table(pa.table({"src": ["192.0.2.1"]}), files[0])
    with pytest.raises(InputError, match="cls"):
        read_truth(*files, SUBSCRIBERS)


def test_a_file_that_is_no_table_is_told(files):
    files[0].write_bytes(b"no parquet at all")
    with pytest.raises(InputError, match="labelled flows"):
        read_truth(*files, SUBSCRIBERS)
    with pytest.raises(InputError, match="cannot be read"):
        read_truth(files[0], files[0].with_name("absent.csv"), SUBSCRIBERS)


def test_a_wrong_range_is_told(files):
    with pytest.raises(ConfigError):
        read_truth(*files, ("all of them",))


def test_a_made_day_is_one_scenario():
    made = made_truth({"192.0.2.1": ("kusari", "c2-irc")}, "made day 1")
    assert made.scenario("192.0.2.1") == made.scenario("198.51.100.1") == "made day 1"
    assert made.controllers["192.0.2.1"].kind == "c2-irc"
