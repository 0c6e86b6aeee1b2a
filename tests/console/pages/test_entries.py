"""Entries: the list with its facets; every filter is an address and has its twins."""

import csv
import json
import re
from dataclasses import replace
from io import StringIO

import pytest

from noroshi.console.pages import entries
from noroshi.spine.store.members import Operators
from noroshi.testing.hubs import indicator_of

from .conftest import words


def test_entries_stand_newest_first_with_their_facets(enter):
    with enter() as client:
        text = words(client.get("/list"))
    assert "Entries found: 6." in text
    assert text.index("points.") < text.index("203.0.113.")
    assert "live 4" in text
    assert "TLP:AMBER 3" in text


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("collection=malicious-sites", 3),
        ("standing=live&collection=c2-servers", 2),
        ("q=LOGIN", 1),
        ("confidence=95", 3),
        ("label=c2-irc", 1),
        ("tlp=TLP%3AGREEN&standing=withdrawn", 1),
        ("collection=routing", 0),
    ],
)
def test_the_filter_is_the_address_and_its_twins_have_the_same(enter, query, count):
    with enter() as client:
        page = words(client.get(f"/list?{query}"))
        table = list(csv.reader(StringIO(client.get(f"/list.csv?{query}").text)))
        lines = client.get(f"/list.jsonl?{query}").text.splitlines()
    assert f"Entries found: {count}." in page
    assert len(table) - 1 == count
    assert len([json.loads(line) for line in lines]) == count


def test_a_chosen_facet_shows_what_else_there_is(enter):
    with enter() as client:
        answer = client.get("/list?standing=live")
    assert "withdrawn 1" in words(answer)
    assert '<a href="/list?" aria-current="true"><span>live</span>' in answer.text


def test_pages_hang_together(enter, monkeypatch):
    monkeypatch.setattr(entries, "PAGE", 4)
    with enter() as client:
        first = client.get("/list")
        (older,) = re.findall(r'href="(/list[?]after=\d+)" rel="next"', first.text)
        second = client.get(older)
    assert first.text.count('class="subject"') == 4
    assert second.text.count('class="subject"') == 2
    assert 'rel="next"' not in second.text


def test_twins_are_read_in_parts_without_loss(enter, monkeypatch):
    monkeypatch.setattr(entries, "AT_ONCE", 2)
    with enter() as client:
        assert len(client.get("/list.csv").text.splitlines()) == 7


def test_an_operator_sees_only_its_lists(enter, made):
    hub, findings = made
    operators = Operators(hub.store.database)
    operators.edit(replace(operators.get("gamma"), entitlements=("malicious-sites",)))
    with enter("reader", "gamma") as client:
        assert "Entries found: 3." in words(client.get("/list"))
        assert "Entries found: 0." in words(client.get("/list?collection=c2-servers"))
        assert len(client.get("/list.csv?collection=c2-servers").text.splitlines()) == 1
        assert client.get(f"/list/{indicator_of(findings[0]).id}").status_code == 404


@pytest.mark.parametrize("query", ["standing=none", "confidence=x", "after=-1", "q=" + "a" * 300])
def test_a_wrong_filter_is_told(enter, query):
    with enter(language="ja") as client:
        answer = client.get(f"/list?{query}")
    assert answer.status_code == 400
    assert "読み取れません" in answer.text


def test_hostile_searches_stay_text(enter):
    with enter() as client:
        answer = client.get("/list", params={"q": '"><script>alert(1)</script>%_'})
    assert "<script>alert" not in answer.text
    assert "Entries found: 0." in words(answer)
