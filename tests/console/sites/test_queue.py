"""The queue shows cases by what is to be done; its filter is the address."""

import csv
from io import StringIO

from noroshi.console.sites.queue import _cell
from noroshi.jobs.sites.verdicts import Said
from noroshi.testing.site_cases import BAD_CASE, GOOD, GOOD_CASE, TWIN_CASE, desk

from .conftest import words


def test_dangerous_pages_come_first_and_disarmed(enter):
    for language, told in (("en", "To look at 2"), ("ja", "確認する 2")):
        with enter(language=language) as client:
            text = words(client.get("/sites"))
        assert told in text
        assert "hxxps://x7k2q9[.]test/login" in text
        assert "news[.]test" not in text


def test_the_address_is_the_filter_of_the_page_and_its_twins(enter):
    with enter() as client:
        found = client.get("/sites.json?view=quiet").json()
        assert [one["url"] for one in found] == [GOOD]
        page = client.get(
            "/sites?view=all&brand=%E6%A5%BD%E5%A4%A9%E3%82%AB%E3%83%BC%E3%83%89"
        ).text
        assert "view=all&amp;brand=%E6%A5%BD" in page
        rows = list(csv.DictReader(StringIO(client.get("/sites.csv?view=all").text)))
    assert {row["id"] for row in rows} == {BAD_CASE, TWIN_CASE, GOOD_CASE}


def test_what_waits_for_a_second_person_has_its_view(enter, hub):
    desk(hub.home, hub.store, "b").propose(GOOD_CASE, Said(label="phish", reason="it asks"))
    with enter() as client:
        (one,) = client.get("/sites.json?view=key").json()
        assert (one["id"], one["waits_for_second_key"]) == (GOOD_CASE, True)
        assert "waits for a second key" in words(client.get("/sites?view=key"))


def test_pages_follow_each_other(enter, monkeypatch):
    monkeypatch.setattr("noroshi.console.sites.queue.PAGE", 2)
    with enter() as client:
        first = client.get("/sites?view=all").text
        assert "skip=2" in first
        second = client.get("/sites?view=all&skip=2")
    assert "news[.]test" in words(second)
    assert "First page" in words(second)


def test_an_impossible_filter_is_refused(enter):
    with enter() as client:
        for query in ("view=x", "danger=x", "channel=x", f"q={'a' * 300}", "skip=-1"):
            assert client.get(f"/sites?{query}").status_code == 400


def test_a_cell_is_no_formula():
    assert _cell("=1+1") == "'=1+1"
    assert (_cell(None), _cell(0.5), _cell("a")) == ("", 0.5, "a")


def test_an_empty_queue_says_so(bare, enter):
    with enter() as client:
        assert "Nothing here." in words(client.get("/sites?view=failed"))
