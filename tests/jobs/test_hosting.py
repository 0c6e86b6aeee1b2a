import pytest

from noroshi.jobs.hosting import sick_hosts


@pytest.fixture(scope="module")
def hosts(filled):
    return sick_hosts(filled)


def test_the_bots_are_told_and_nobody_else(hosts, scene):
    assert len(hosts) == len(scene.bots)


def test_hosts_are_pseudonyms_never_addresses(hosts, scene):
    assert not {host.subscriber for host in hosts} & scene.bots


def test_the_sickest_come_first_with_their_symptoms(hosts):
    scores = [host.score for host in hosts]
    assert scores == sorted(scores, reverse=True)
    assert all({"scan", "c2-contact"} == {code for code, _, _ in host.symptoms} for host in hosts)
    assert {value for code, value, _ in hosts[0].symptoms if code == "scan"} == {60.0}


def test_at_least_nothing_tells_everybody(filled):
    assert len(sick_hosts(filled, least=0.0)) == 40


def test_a_probability_that_nobody_has_tells_nobody(filled):
    assert sick_hosts(filled, least=1.0) == []
