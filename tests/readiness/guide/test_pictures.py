"""Pictures are drawn of results that hold something to draw."""

from noroshi.readiness.guide.pictures import pictures_of, score_picture
from noroshi.readiness.guide.score import score
from noroshi.readiness.guide.state import states_of

from .conftest import AT


def titles(technology, readings, language="en"):
    return [picture.title for picture in pictures_of(technology, readings, language)]


def test_no_result_no_picture(read, kept):
    assert titles("rpki", read()) == []
    assert titles("rpki", read(kept("rpki.plan", {"kind": "roa"}), kept("rpki.validate"))) == []
    assert titles("mail", read(kept("mail.forecast", {"sources": []}))) == []


def test_traffic_by_fate_and_by_customer(kept, read):
    shares = {"lost": 0.02, "other-as": 0.01, "same-as": 0.0}
    rows = [
        {"kind": "total", "stage": "drop", "shares": shares},
        {"kind": "customer", "customer": "North", "shares": {"lost": 0.5}},
        {"kind": "customer", "customer": "None lost", "shares": {"lost": 0.0}},
    ]
    readings = read(kept("rpki.simulate", *rows, subject="drop"))
    assert titles("rpki", readings) == [
        "Traffic when invalid routes are dropped: drop", "Effect by customer (share that is lost)",
    ]  # fmt: skip
    svg = pictures_of("rpki", readings, "en")[1].svg
    assert "North" in svg
    assert "None lost" not in svg


def test_a_stage_that_moves_nothing_is_not_drawn(kept, read):
    row = {"kind": "total", "stage": "prefer", "shares": {"lost": 0, "other-as": 0, "same-as": 0}}
    assert titles("rpki", read(kept("rpki.simulate", row, subject="prefer"))) == []


def test_routes_by_state_in_japanese(kept, read):
    row = {"kind": "states", "routes": 4, "valid": 2, "invalid": 1, "not-found": 1}
    (picture,) = pictures_of("rpki", read(kept("rpki.validate", row)), "ja")
    assert picture.title == "経路の状態"
    assert "2 / 1 / 1" in picture.svg


def test_mail_by_sender_shows_what_fails(kept, read):
    sources = [
        {"source": "192.0.2.1", "messages": 10, "failed": 0, "class": "aligned"},
        {"source": "192.0.2.2", "messages": 10, "failed": 9, "class": "forwarder"},
        {"source": "192.0.2.3", "messages": 5, "failed": 5, "class": "spoofer"},
    ]
    (picture,) = pictures_of("mail", read(kept("mail.forecast", {"sources": sources})), "en")
    assert "192.0.2.1<" not in picture.svg
    assert "9 / 10" in picture.svg
    assert len(picture.results) == 1


def test_names_that_would_break_are_drawn_by_users(kept, read):
    rows = [{"name": f"{n}.example", "users": n} for n in range(1, 20)] + [{"summary": 1}]
    (picture,) = pictures_of("dnssec", read(kept("dnssec.rehearse", *rows)), "en")
    assert "19.example" in picture.svg
    assert ">1.example" not in picture.svg


def test_scores_are_drawn_for_every_technology(read):
    svg = score_picture(score(states_of(read()), AT), "en")
    assert svg.count("no data") == 5
