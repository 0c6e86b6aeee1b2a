"""Programme: the targets are those that the programme was given."""

from noroshi.relay.kpi import FIGURES

TARGETS = {
    "c2.match-rate": 0.9,
    "c2.sharing-operators": 10,
    "sites.acting-operators": 5,
    "sites.hours-to-list": None,
    "sites.hours-listed": None,
    "sites.recalled": None,
    "sites.pages-followed": None,
    "sites.pages-dead": None,
    "sites.pages-revived": None,
    "readiness.following-operators": 9,
    "programme.participants": 25,
    "readiness.guidelines": 1,
    "iot.addresses-surveyed": 200_000_000,
    "iot.survey-rounds": 6,
    "iot.coverage": None,
    "iot.notices": None,
    "iot.fixed-devices": None,
    "iot.fix-rate": None,
}


def test_targets_are_the_programmes():
    assert {name: figure.target for name, figure in FIGURES.items()} == TARGETS


def test_a_share_has_no_unit_cost():
    assert all(not figure.per for figure in FIGURES.values() if figure.share)
