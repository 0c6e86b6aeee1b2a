"""Connecting: lines to copy, with the reader's own address."""

from dataclasses import replace

from noroshi.spine.store.members import Operators

from .conftest import words


def test_lines_bear_the_address_that_the_reader_used(enter):
    with enter("reader", "alpha") as client:
        text = words(client.get("/connect"))
    assert "http://testserver.local/api/v1/lists/c2-servers?format=csv" in text
    assert "http://testserver.local/taxii2/" in text
    assert "Ask your operator’s administrator for a token" in text


def test_the_settings_address_wins(made, enter):
    hub, _ = made
    hub.home.settings_file.write_text('[hub]\npublic_url = "https://hub.example"\n')
    hub.home.__dict__.pop("settings", None)
    with enter("reader", "alpha") as client:
        assert "https://hub.example/api/v1/lists/" in client.get("/connect").text


def test_another_list_is_filled_in(enter):
    with enter("reader", "gamma") as client:
        assert "/lists/malicious-sites?" in client.get("/connect?collection=malicious-sites").text
        assert "/lists/c2-servers?" in client.get("/connect?collection=devices").text


def test_who_may_issue_tokens_makes_one_there(enter):
    with enter("operator-admin", "alpha") as client:
        assert '<form action="/connect" method="post"' in client.get("/connect").text
    with enter("reader", "alpha") as client:
        assert '<form action="/connect" method="post"' not in client.get("/connect").text


def test_who_may_read_nothing_is_told_whom_to_ask(made, enter):
    operators = Operators(made[0].store.database)
    operators.edit(replace(operators.get("gamma"), entitlements=()))
    with enter("reader", "gamma") as client:
        assert "Ask the coordinator." in words(client.get("/connect"))
