"""Webhooks: what is kept of a place, before and after its end."""

import pytest

from noroshi.spine.model import InputError, Webhook
from noroshi.spine.store import Database
from noroshi.spine.store.webhooks import Webhooks
from noroshi.testing.desks import JOINED_AT as AT
from noroshi.testing.desks import add_operator


@pytest.fixture
def webhooks(database_place):
    with Database.open(database_place) as opened:
        add_operator(opened, "alpha")
        add_operator(opened, "beta")
        yield Webhooks(opened)


def a_webhook(name="w", operator_id="alpha"):
    return Webhook(
        id=name,
        operator_id=operator_id,
        url="https://soc.example/hook",
        secret="s" * 32,
        collections=("c2-servers",),
        sequence=5,
        created_at=AT,
    )


def test_a_webhook_comes_back_whole(webhooks):
    webhooks.add(a_webhook())
    assert webhooks.find("w") == a_webhook()
    with pytest.raises(InputError, match="no webhook nobody"):
        webhooks.find("nobody")


def test_only_those_that_proved_themselves_are_active(webhooks):
    webhooks.add(a_webhook("a"))
    webhooks.add(a_webhook("b", "beta"))
    webhooks.confirm("a", AT)
    assert [webhook.id for webhook in webhooks.active()] == ["a"]
    assert [webhook.id for webhook in webhooks.all(operator_id="beta")] == ["b"]


def test_a_removed_webhook_keeps_its_record_without_its_secret(webhooks):
    webhooks.add(a_webhook())
    webhooks.confirm("w", AT)
    webhooks.remove("w", AT)
    assert (webhooks.all(), webhooks.active()) == ([], [])
    assert (webhooks.find("w").standing, webhooks.find("w").secret) == ("removed", "")


def test_a_webhook_advances_only_from_where_it_is(webhooks):
    webhooks.add(a_webhook())
    webhooks.advance("w", after=4, until=9)
    assert webhooks.find("w").sequence == 5
    webhooks.advance("w", after=5, until=9)
    assert webhooks.find("w").sequence == 9
