import pyarrow as pa
import pytest

from noroshi.jobs.c2.hosting import sick_hosts
from noroshi.spine.flows.address import format_addresses, parse_addresses, parse_networks
from noroshi.spine.flows.pseudonym import Pseudonyms


@pytest.fixture(scope="module")
def hosts(filled):
    return sick_hosts(filled)


def test_the_bots_are_told_and_nobody_else(hosts, scene):
    assert len(hosts) == len(scene.bots)


def test_hosts_are_pseudonyms_never_addresses(hosts, scene, filled):
    # In a small range a pseudonym may well be another subscriber's address; told is who it stands for.
    key = filled.pseudonym_key_file.read_bytes()
    bots, _ = parse_addresses(pa.array(sorted(scene.bots)))
    hidden, mine = Pseudonyms(key, parse_networks(["100.64.0.0/10"])).replace(bots)
    assert mine.all()
    assert {host.subscriber for host in hosts} == set(format_addresses(hidden).to_pylist())


def test_the_sickest_come_first_with_their_symptoms(hosts):
    scores = [host.score for host in hosts]
    assert scores == sorted(scores, reverse=True)
    assert all({"scan", "c2-contact"} == {code for code, _, _ in host.symptoms} for host in hosts)
    assert {value for code, value, _ in hosts[0].symptoms if code == "scan"} == {60.0}


def test_at_least_nothing_tells_everybody(filled):
    assert len(sick_hosts(filled, least=0.0)) == 40


def test_a_probability_that_nobody_has_tells_nobody(filled):
    assert sick_hosts(filled, least=1.0) == []
