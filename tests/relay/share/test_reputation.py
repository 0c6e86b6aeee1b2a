"""Reputation: lines as Suricata's loader reads them."""

from ipaddress import ip_network

from hypothesis import given

from noroshi.relay.share import FOLDERS, Edition
from noroshi.relay.share.target import network_of
from noroshi.testing.findings import HOUR
from noroshi.testing.hostile import handmade_lists
from noroshi.testing.indicators import make_indicator

EDITION = Edition(producer="Example ISP", at=HOUR.end)


def files(made):
    return {
        one.name: b"".join(one.chunks).decode()
        for one in FOLDERS["suricata-reputation"].render(made, EDITION)
    }


@given(handmade_lists())
def test_every_address_has_one_score_in_each_category(made):
    read = files(made)
    numbers = {int(line.split(",")[0]) for line in read["categories.txt"].splitlines()}
    rows = [line.split(",") for line in read["reputation.list"].splitlines()]
    form = FOLDERS["suricata-reputation"]
    said = {
        (network_of(one.subject), one.kind == "c2-server")
        for one in made
        if form.lists(one, EDITION.at) and form.can_say(one.subject)
    }
    assert len(rows) == len({(address, category) for address, category, _ in rows}) == len(said)
    for address, category, score in rows:
        assert ip_network(address)
        assert int(category) in numbers
        assert 1 <= int(score) <= 127


def test_confidence_becomes_a_score_of_127():
    assert files([make_indicator()])["reputation.list"] == "192.0.2.1,1,115\n"
