import pytest

from noroshi.jobs.c2.explaining import EDGES_S, QUANTILES, explain
from noroshi.relay.explain import render_portraits
from noroshi.relay.explain.portrait import QUANTILES as DRAWN
from noroshi.spine.model import InputError
from noroshi.testing.scenes import CONTROLLER

ADDRESS = CONTROLLER.split(":")[0]


@pytest.fixture(scope="module")
def portrait(filled):
    (only,) = explain(filled, ADDRESS)
    return only


def test_a_portrait_holds_every_contact(portrait, scene):
    ports = scene.flows["destinationTransportPort"].to_pylist()
    assert len(portrait.contacts) == ports.count(4444)
    assert len(portrait.clients) == len(scene.bots) == portrait.finding.clients
    assert sum(client.contacts for client in portrait.clients) == len(portrait.contacts)


def test_clients_are_running_numbers_busiest_first(portrait):
    assert [c.label for c in portrait.clients] == [f"client {n}" for n in range(1, 5)]
    counts = [client.contacts for client in portrait.clients]
    assert counts == sorted(counts, reverse=True)


def test_clients_show_their_symptoms(portrait):
    assert all(any("scan" in s.en for s in client.symptoms) for client in portrait.clients)


def test_the_interval_histogram_peaks_at_the_period(portrait):
    bins = portrait.intervals.server
    top = bins.index(max(bins))
    assert EDGES_S[top] / 1.3 < 180 < EDGES_S[top + 1] * 1.3
    assert sum(bins) == len(portrait.contacts) - len(portrait.clients)
    assert sum(portrait.intervals.background) > 0


def test_comparisons_name_told_terms_and_stand_in_order(portrait):
    codes = {e.code for e in portrait.finding.evidence}
    assert portrait.background
    for comparison in portrait.background:
        assert comparison.code in codes
        assert list(comparison.quantiles) == sorted(comparison.quantiles)
        assert 0 <= comparison.percentile <= 100
    assert QUANTILES == DRAWN


def test_every_evidence_has_a_name(portrait):
    assert all(e.code in portrait.names for e in portrait.finding.evidence)


def test_the_parts_add_up_to_the_score(portrait):
    total = portrait.prior_log_odds + sum(e.weight for e in portrait.finding.evidence)
    assert total > 2


def test_the_page_can_be_drawn(portrait):
    page = render_portraits([portrait], "ja")
    assert ADDRESS in page


@pytest.mark.parametrize("subject", [CONTROLLER, ADDRESS, f"::ffff:{ADDRESS}"])
def test_an_address_or_an_endpoint_may_be_asked(filled, subject):
    (only,) = explain(filled, subject)
    assert only.finding.subject.value == CONTROLLER


@pytest.mark.parametrize("subject", ["203.0.113.67", "203.0.113.66:4444/udp", "2001:db8::1"])
def test_an_unknown_server_has_no_portrait(filled, subject):
    assert explain(filled, subject) == []


def test_no_address_is_refused(filled):
    with pytest.raises(InputError):
        explain(filled, "c2.example")


def test_a_server_met_once_is_drawn_too(filled):
    (only,) = explain(filled, "198.51.100.7")
    assert only.finding.score < 0.5
    assert sum(only.intervals.server) == 0
