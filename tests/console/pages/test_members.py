"""Members: who uses the list, proven by what was read and met."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from noroshi.console.api.usage import read_usage
from noroshi.jobs.kpi.counting import count_figures, figure_rows
from noroshi.spine.model import Action, MemberRole, Sighting, SightingKind, Window
from noroshi.spine.model.fiscal import fiscal_year
from noroshi.spine.store.members import Operators
from noroshi.spine.store.pulls import Pull, Pulls
from noroshi.spine.store.sightings import Sightings
from noroshi.testing.hubs import hub_now
from noroshi.testing.members import make_operator

from .conftest import open_hub, somebody, words


def test_use_is_told_for_every_member(enter):
    with enter() as client:
        text = words(client.get("/operators"))
    assert "Using the list: 2 of 3." in text
    assert "アルファネット 分析事業者" not in text
    assert "アルファネット analysing operator · AS64496 in use block 2026-01-05 23:56" in text
    assert (
        "Gamma Cable sharing operator · AS64498 · AS64499 not in use none declared – – 0 –" in text
    )


def test_the_twin_tells_the_same(enter):
    with enter("ministry-viewer", "centre") as client:
        rows = {row["operator"]: row for row in client.get("/operators.json").json()}
    assert {name for name, row in rows.items() if row["uses"]} == {"alpha", "beta"}
    assert rows["alpha"]["formats"] == ["rpz", "stix"]
    assert rows["beta"]["behind"] > rows["alpha"]["behind"]
    assert rows["gamma"]["last_at"] is None


def test_one_member_is_shown_with_what_it_read(enter):
    with enter() as client:
        text = words(client.get("/operators/alpha"))
        assert client.get("/operators/none").status_code == 404
    assert "security@alpha.example" in text
    assert "C&amp;C servers rpz 2026-01-05 288 3" in text


def test_members_do_not_see_each_other(enter):
    with enter("analyst", "alpha") as client:
        for path in ("/operators", "/operators.json", "/operators/beta"):
            assert client.get(path).status_code == 403


def test_a_hub_without_members_says_how_to_add_one(bare):
    with open_hub(bare, somebody()) as client:
        assert "noroshi operators add" in words(client.get("/operators"))


HOURS = (-3, -1, 0, 1, 24, 167, 168, 169, 400)
"""Before now; some come later, and some stand at the edge of the 7 days."""


def fill(hub, dice):
    """Members that did all sorts of things at all sorts of times."""
    database, now = hub.store.database, hub.clock()
    for number in range(40):
        member = replace(
            make_operator(f"m{number}", role=dice.choice(list(MemberRole))),
            entitlements=("c2-servers", "malicious-sites"), action=dice.choice(list(Action)),
            joined_at=now - timedelta(days=90),
        )  # fmt: skip
        Operators(database).add(member)
        for collection in dice.choices(["c2-servers", "malicious-sites"], k=dice.randrange(3)):
            at = now - timedelta(hours=dice.choice(HOURS))
            Pulls(database).add([Pull(
                operator_id=member.id, collection=collection, format="csv", last_at=at,
                octets=1, entries=1, sequence=1,
            )])  # fmt: skip
        for turn in range(dice.randrange(2)):
            at = now - timedelta(hours=dice.choice(HOURS))
            Sightings(database).add([Sighting(
                id=f"{number}-{turn}", indicator_id="i", operator_id=member.id,
                kind=dice.choice(list(SightingKind)), count=dice.randrange(3),
                window=Window(at - timedelta(hours=1), at), source="api", received_at=at,
            )])  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_pages_api_and_figures_agree_on_who_uses_what(bare, seed):
    fill(bare, Random(seed))
    members = Operators(bare.store.database).all()
    with open_hub(bare, somebody()) as client:
        page = {row["operator"]: row for row in client.get("/operators.json").json()}
        told = words(client.get("/operators"))
    api = {
        one.id: read_usage.fn(bare, somebody("reader", one.id)) for one in members
    }  # fmt: skip
    for one in members:
        assert page[one.id]["uses"] is api[one.id].using
        assert page[one.id]["lists"] == [
            each.collection for each in api[one.id].lists if each.using
        ]
    part = [one for one in members if one.role in {MemberRole.ANALYSING, MemberRole.SHARING}]
    using = [one.id for one in part if page[one.id]["uses"]]
    assert f"Using the list: {len(using)} of {len(part)}." in told
    year = fiscal_year(hub_now())
    figures = {one.name: one.numerator for one in count_figures(bare.store, year, hub_now())}
    sharing = [one.id for one in part if "c2-servers" in page[one.id]["lists"]]
    assert 0 < len(sharing) < len(part)
    assert figures["c2.sharing-operators"] == len(sharing)
    rows = figure_rows(bare.store, "c2.sharing-operators", year, hub_now())
    assert sorted(row["operator"] for row in rows) == sorted(sharing)
