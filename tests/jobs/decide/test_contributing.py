"""Contributing: one fate for each object, and the good ones are kept."""

import pytest

from noroshi.jobs.decide.contributing import UNSURE, Giver, contribute
from noroshi.relay.share.tlp import MARKINGS
from noroshi.spine.model import ContributionStanding, Tlp
from noroshi.spine.store import Database
from noroshi.spine.store.contributions import Contributions
from noroshi.testing.findings import MADE_AT
from noroshi.testing.members import add_members

GIVER = Giver(operator_id="alpha", collection="malicious-sites", submission_id="s", at=MADE_AT)


@pytest.fixture
def database(tmp_path):
    with Database.open(tmp_path / "state.db") as opened:
        add_members(opened)
        yield opened


def observable(value="c2.example", **more):
    return {"type": "domain-name", "id": f"domain-name--{value}", "value": value} | more


def test_a_contribution_says_where_it_was_posted(database):
    (fate,) = contribute(database, [observable()], GIVER)
    assert (fate.object_id, fate.refused) == ("domain-name--c2.example", "")
    (one,) = Contributions(database).listed(limit=5, standing=ContributionStanding.WAITING)
    assert (one.kind, one.source, one.operator_id) == ("malicious-site", "taxii", "alpha")
    assert (one.confidence, one.tlp) == (UNSURE, Tlp.AMBER)


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (7, "no-object"),
        ({}, "no-object"),
        (observable(id=["x"]), "no-object"),
        (observable(value="not a name"), "bad-value"),
        (observable(object_marking_refs=[MARKINGS[Tlp.RED]]), "tlp-red"),
    ],
)
def test_a_refused_object_says_why(database, made, reason):
    fates = contribute(database, [made, observable("good.example")], GIVER)
    assert [fate.refused for fate in fates] == [reason, ""]
    assert len(Contributions(database).listed(limit=5, standing=ContributionStanding.WAITING)) == 1


def test_two_objects_that_say_the_same_are_one_contribution(database):
    same = [observable(), observable(id="domain-name--again")]
    assert [fate.refused for fate in contribute(database, same, GIVER)] == ["", ""]
    assert len(Contributions(database).listed(limit=5, standing=ContributionStanding.WAITING)) == 1
