from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.c2.analyse import AnalysisParameters
from noroshi.c2.judge import Allowance, ServerDetector, ServerParameters
from noroshi.lab import Plan, make_day, records_table
from noroshi.spine.model import Window, is_c2
from noroshi.testing import check_detector, flow, flow_table
from noroshi.testing.scenes import CONTROLLER, botnet_scene
from noroshi.testing.strategies import flow_tables


def everything(detector, judgement):
    return detector.findings(judgement, judgement.facts.scored)


def subjects(findings):
    return [finding.subject.value for finding in findings]


def test_the_detector_keeps_the_contract_on_a_made_scene(scene):
    check_detector(ServerDetector(), scene.flows)


@pytest.mark.slow
def test_the_detector_keeps_the_contract_on_a_lab_day():
    plan = Plan(seed=3, subscribers=60)
    flows = records_table(make_day(plan).records(), plan.observation)
    # Far up: just below a threshold every record told twice is more evidence, and rightly crosses it.
    detector = ServerDetector(ServerParameters(threshold=0.9))
    check_detector(detector, flows, window=plan.window)


def test_the_controller_alone_is_listed(scene, judgement):
    detector = ServerDetector()
    (found,) = detector.findings(judgement, detector.listed(judgement))
    assert subjects([found]) == [CONTROLLER]
    assert found.score > 0.9
    assert found.clients == len(scene.bots)
    assert is_c2(found.label)


def test_everything_scored_is_ranked_best_first(judgement):
    found = everything(ServerDetector(), judgement)
    scores = [finding.score for finding in found]
    assert scores == sorted(scores, reverse=True)
    assert len(found) == judgement.facts.scored.sum() > 60
    assert len(set(subjects(found))) == len(found)


def test_what_is_below_the_threshold_bears_an_ordinary_class(judgement):
    found = everything(ServerDetector(), judgement)
    assert {is_c2(f.label) for f in found if f.score < 0.5} == {False}
    by_subject = {f.subject.value: f.label for f in found}
    assert by_subject["192.0.2.53:53/udp"] == "resolver"
    assert by_subject["192.0.2.123:123/udp"] == "ntp"
    assert by_subject["198.51.100.7:23/tcp"] == "scan-target"


def test_a_network_without_bots_has_no_finding(judged):

    detector, judgement = judged(botnet_scene(bots=0).flows)
    assert not detector.listed(judgement).any()


def test_another_threshold_lists_more(judgement):
    low = ServerDetector(ServerParameters(threshold=0.0))
    assert low.listed(judgement).sum() == judgement.facts.scored.sum()


def test_an_allow_list_names_servers_and_strong_evidence_outweighs_it(scene, judged):
    def lists(analysis):
        allowed = np.isin(analysis.servers.ints("srv_port"), (443, 4444))
        return Allowance(
            against=np.where(allowed, -6.0, 0.0),
            classes=np.where(allowed, "update-cdn", "").astype(object),
        )

    free, before = judged(scene.flows)
    held, after = judged(scene.flows, ServerDetector(allow_lists=lists))
    assert subjects(everything(held, after)).count(CONTROLLER) == 1
    row = int(np.flatnonzero(before.facts.port == 4444)[0])
    assert after.log_odds[row] == pytest.approx(before.log_odds[row] - 6.0, abs=0.5)
    assert held.listed(after)[row]
    strict = ServerDetector(ServerParameters(threshold=0.9999), allow_lists=lists)
    labels = {f.subject.value: f.label for f in everything(strict, after)}
    assert labels[CONTROLLER] == labels["192.0.2.7:443/tcp"] == "update-cdn"
    assert free.listed(before)[row]


def test_unscored_protocols_are_never_ranked(judged):
    rows = [
        flow("100.64.0.1:0", f"192.0.2.{n}:0/{proto}", at_s=60 * k)
        for n, proto in enumerate(("icmp", "ipv6-icmp", "gre", "udp", "tcp"), 1)
        for k in range(30)
    ]
    detector, judgement = judged(flow_table(rows))
    assert everything(detector, judgement) == []


@settings(max_examples=10, deadline=None)
@given(
    st.lists(
        st.builds(
            lambda here, there, side, ports, proto, back: flow(
                *((here, f"{there}/{proto}") if side == 1 else (there, f"{here}/{proto}")),
                answered=back,
                subscriberSide=side,
                tcpControlBits=ports,
            ),
            st.builds("100.64.0.{}:{}".format, st.integers(1, 4), st.integers(0, 65535)),
            st.builds("192.0.2.{}:{}".format, st.integers(1, 4), st.integers(0, 65535)),
            st.sampled_from([1, 2]),
            st.none() | st.integers(0, 255),
            st.sampled_from(["tcp", "udp"]),
            st.none() | st.just((600, 5)),
        ),
        min_size=1,
        max_size=30,
    )
)
def test_no_subscriber_is_ever_the_subject(judged, rows):
    detector, judgement = judged(flow_table(rows))
    assert not any(name.startswith("100.64.") for name in subjects(everything(detector, judgement)))


@settings(max_examples=5, deadline=None)
@given(flow_tables(max_size=10))
def test_whatever_the_columns_allow_is_judged(judged, flows):
    detector, judgement = judged(flows)
    found = everything(detector, judgement)
    assert all(0.0 <= f.score <= 1.0 and len(f.evidence) >= 2 for f in found)


def test_a_window_beside_the_flows_has_nothing(scene, judged):
    later = Window(scene.window.end, scene.window.end + (scene.window.end - scene.window.start))
    detector, judgement = judged(scene.flows, window=later)
    assert everything(detector, judgement) == []


def test_every_parameter_that_shapes_a_score_shapes_the_digest():
    usual = ServerParameters()
    weights = replace_weights(usual)
    for other in (
        replace(usual, analysis=AnalysisParameters(crowd=7)),
        replace(usual, analysis=AnalysisParameters(crowd_share=0.5)),
        replace(usual, weights=weights),
    ):
        assert other.digest() != usual.digest()
    assert ServerDetector(usual).identity.parameters == usual.digest()


def replace_weights(parameters):
    weights = parameters.weights
    return type(weights)(version="x", bias=weights.bias, terms=weights.terms, trained_on="")
