"""A batch: confirmed, rejected and taken back as one, with each page told."""

import re

import pytest

from noroshi.spine.store.site_cases import SiteCases
from noroshi.testing.site_cases import BAD_CASE, GOOD_CASE, TWIN_CASE

from .conftest import words


@pytest.fixture
def proposed(enter):
    """Address of a batch that `a` proposed."""
    with enter("a") as client:
        page = client.get(f"/sites/campaigns/{BAD_CASE}?label=phish")
        seen = re.search(r'name="seen" value="(\w+)"', page.text).group(1)
        answer = client.post(
            f"/sites/campaigns/{BAD_CASE}", data={"label": "phish", "reason": "a kit", "seen": seen}
        )
    assert "Proposed. A second person confirms it." in words(answer)
    return answer.url.path


def say(client, place, verb):
    return client.post(place, data={"verb": verb, "reason": "looked"})


def by_person(hub):
    cases = SiteCases(hub.store.database)
    return [cases.get(one).by_person for one in (BAD_CASE, TWIN_CASE)]


def test_a_second_person_confirms_all(enter, hub, proposed):
    with enter("a") as one:
        assert "You proposed it" in words(one.get(proposed))
        assert "second person confirms" in words(say(one, proposed, "confirm"))
        assert proposed in one.get("/sites/campaigns").text
        assert proposed in one.get("/sites?view=key").text
        assert proposed not in one.get("/sites?view=all").text
        assert proposed in one.get(f"/sites/{TWIN_CASE}").text
    assert by_person(hub) == [False, False]
    with enter("b") as other:
        assert "The verdict holds." in words(say(other, proposed, "confirm"))
    assert by_person(hub) == [True, True]


def test_it_is_taken_back_as_one(enter, hub, proposed):
    with enter("b") as other:
        say(other, proposed, "confirm")
        back = say(other, proposed, "undo")
    assert "Proposed. A second person confirms it." in words(back)
    with enter("a") as one:
        assert "The verdict holds." in words(say(one, back.url.path, "confirm"))
        assert "undone 2" in words(one.get(proposed))
    assert by_person(hub) == [False, False]


def test_it_is_rejected_in_both_languages(enter, hub, proposed):
    with enter("b", language="ja") as other:
        assert "却下" in words(say(other, proposed, "reject"))
    assert by_person(hub) == [False, False]


def test_who_may_only_read_has_no_buttons(enter, proposed):
    with enter("c", role="operator-admin") as client:
        assert "Confirm all" not in words(client.get(proposed))
        assert say(client, proposed, "confirm").status_code == 403


def test_half_a_form_and_unknown_batches_are_refused(enter, proposed):
    with enter("b") as client:
        assert say(client, proposed, "delete").status_code == 400
        assert client.get("/sites/batches/none").status_code == 404
        assert say(client, "/sites/batches/none", "confirm").status_code == 404


def test_pages_that_moved_meanwhile_are_told(enter, hub, proposed):
    with enter("c") as third:
        third.post(f"/sites/{TWIN_CASE}", data={"verb": "reject", "reason": "mine"})
        third.post(f"/sites/{TWIN_CASE}", data={"verb": "propose:dead", "reason": "gone"})
    with enter("b") as other:
        text = words(say(other, proposed, "confirm"))
    assert "The verdict holds." in text
    assert "rejected 1" in text
    assert by_person(hub) == [True, True]


def test_a_campaign_of_nobody_is_no_page(enter):
    with enter() as client:
        assert client.get(f"/sites/campaigns/{GOOD_CASE}").status_code == 404
