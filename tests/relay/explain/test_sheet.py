from dataclasses import replace

import pytest

from noroshi.relay.explain.portrait import Comparison
from noroshi.relay.explain.sheet import (
    because_sentence,
    by_strength,
    common_source,
    repeat_commands,
    verdict_sentence,
    write_sheet,
)
from noroshi.spine.model import Text
from noroshi.testing.portraits import sample_finding, sample_portrait


@pytest.mark.parametrize(
    ("score", "label", "sentence"),
    [
        (0.99, "c2-irc", "Almost certainly a C&C server (IRC-like): the probability is 99.0 %."),
        (0.85, "c2-irc", "Very probably a C&C server (IRC-like): the probability is 85 %."),
        (0.6, "c2-irc", "Probably a C&C server (IRC-like): the probability is 60 %."),
        (
            0.2,
            "c2-irc",
            "Not enough to call it a C&C server: the probability is 20 %; the nearest class is IRC-like.",
        ),
        (0.02, "ntp", "Not a C&C server but a time server (NTP): the probability of C&C is 2 %."),
    ],
)
def test_the_verdict_is_one_sentence_as_sure_as_the_score(score, label, sentence):
    assert verdict_sentence(sample_finding(score=score, label=label), "en") == sentence


def test_reasons_named_beside_the_verdict_point_its_way():
    portrait = sample_portrait()
    assert (
        because_sentence(portrait, "en")
        == "Chiefly because of regular contacts and clients' other symptoms."
    )
    benign = replace(portrait, finding=sample_finding(score=0.02, label="ntp"))
    assert because_sentence(benign, "en") == "Chiefly because of share answered."


def test_no_reason_is_named_where_none_points_that_way():
    finding = sample_finding()
    against = tuple(replace(e, weight=-1.0) for e in finding.evidence)
    assert because_sentence(sample_portrait(replace(finding, evidence=against)), "en") == ""


def test_evidence_stands_strongest_first_whatever_its_sign():
    finding = sample_finding()
    first, *rest = finding.evidence
    shuffled = replace(
        finding, evidence=(*rest, replace(first, weight=-9.0), replace(first, weight=float("nan")))
    )
    ordered = by_strength(shuffled)
    assert ordered[0].weight == -9.0
    assert ordered[-1].weight != ordered[-1].weight


def test_a_common_source_is_told_once():
    finding = sample_finding()
    assert common_source(finding) == "c2.server_evidence"
    other = replace(finding.evidence[0], source="list")
    assert common_source(replace(finding, evidence=(*finding.evidence, other))) == ""


def test_commands_repeat_the_window_and_the_address():
    detect, explain = repeat_commands(sample_finding("2001:db8::5"))
    assert (
        detect
        == "noroshi c2 detect --from 2026-01-04T15:00:00.000Z --to 2026-01-05T15:00:00.000Z --all"
    )
    assert explain == "noroshi c2 explain 2001:db8::5 --html 2001-db8--5.html"


def small(value):
    finding = sample_finding(clients=2)
    term = replace(
        finding.evidence[0],
        code="c2.few",
        unit="clients",
        value=value,
        weight=9.0,
        text=Text(ja="利用者は 2。", en="Just two came."),
    )
    return replace(finding, evidence=(term, *finding.evidence))


def test_outside_neither_count_nor_sentence_tells_fewer_than_three():
    sheet = write_sheet(sample_portrait(small(2.0)), "en", "outside", "k")
    assert sheet.facts[1].value == "<3"
    assert sheet.reasons[0].measured == "<3"
    assert "two" not in sheet.reasons[0].sentence


def test_inside_small_counts_are_plain():
    sheet = write_sheet(sample_portrait(small(2.0)), "en", "inside", "k")
    assert sheet.facts[1].value == "2"
    assert sheet.reasons[0].sentence == "Just two came."


def test_outside_the_picture_draws_one_and_two_clients_at_the_same_place():
    def drawn(value):
        row = Comparison(
            code="c2.rare",
            value=value,
            unit="clients",
            quantiles=(1, 1, 3, 9, 40, 90),
            percentile=50,
        )
        sheet = write_sheet(replace(sample_portrait(), background=(row,)), "en", "outside", "k")
        return sheet.pictures[2].wide

    assert drawn(1) == drawn(2)


def test_outside_no_client_has_a_row():
    outside = write_sheet(sample_portrait(), "en", "outside", "k")
    inside = write_sheet(sample_portrait(), "en", "inside", "k")
    assert len(inside.clients) == 7
    assert outside.clients == ()
    assert "client 1" not in outside.pictures[0].wide


def test_many_clients_are_counted_not_listed():
    portrait = sample_portrait()
    rows = tuple(replace(portrait.clients[0], label=f"client {n}") for n in range(1, 81))
    sheet = write_sheet(replace(portrait, clients=rows), "ja", "inside", "k")
    assert (len(sheet.clients), sheet.clients_left_out) == (50, 30)


def test_outside_small_counts_in_the_counterfactual_are_not_told():
    finding = replace(
        sample_finding(), counterfactual=Text(ja="利用者 2 が去れば。", en="If 2 clients left.")
    )
    sheet = write_sheet(sample_portrait(finding), "en", "outside", "k")
    assert sheet.change == "If <3 clients left."


def test_a_first_contact_is_told_with_its_day():
    facts = {fact.name: fact for fact in write_sheet(sample_portrait(), "en", "inside", "k").facts}
    assert facts["First contact"].value == "00:29"
    assert facts["First contact"].remark == "01-05 JST"
