"""Entry: an edition as JSON tells everything but who exactly."""

import msgspec
import pytest

from noroshi.console.api.entry import Entry, Named
from noroshi.spine.model import Edition, Endpoint, Standing, Subject, SubjectKind, Text
from noroshi.testing.findings import MADE_AT
from noroshi.testing.indicators import make_indicator

EDITION = Edition(
    sequence=7,
    added_at=MADE_AT,
    collection="c2-servers",
    indicator=make_indicator(),
    standing=Standing.SUSPENDED,
    reason=Text(ja="確認中です。", en="Looked into."),
    by="operator:alpha",
)


def test_an_entry_tells_what_decided_but_not_who():
    row = msgspec.json.decode(msgspec.json.encode(Entry.of(EDITION)))
    assert row["by"] == "operator"
    assert (row["standing"], row["revoked"]) == ("suspended", True)
    assert row["reason"] == {"ja": "確認中です。", "en": "Looked into."}
    assert row["id"] == EDITION.indicator.id
    assert row["subject"] == {
        "kind": "endpoint",
        "value": "192.0.2.1:443/tcp",
        "address": "192.0.2.1",
        "port": 443,
        "protocol": "tcp",
    }


@pytest.mark.parametrize("address", ["192.0.2.1", "2001:db8::1"])
def test_the_parts_of_an_endpoint_are_those_of_the_model(address):
    endpoint = Endpoint(address, 8443, "udp")
    named = Named.of(Subject.endpoint(endpoint))
    assert (named.address, named.port, named.protocol) == (address, 8443, "udp")


def test_other_subjects_have_a_value_only():
    named = Named.of(Subject(SubjectKind.DOMAIN, "bad.example"))
    assert msgspec.to_builtins(named) == {"kind": "domain", "value": "bad.example"}


@pytest.mark.parametrize(
    "value", ["", "192.0.2.1", "192.0.2.1/tcp", "a:b/tcp", ":80/tcp", "a:123456/tcp"]
)
def test_an_endpoint_made_by_hand_is_told_whole(value):
    named = Named.of(Subject(SubjectKind.ENDPOINT, value))
    assert (named.value, named.address, named.port, named.protocol) == (value, None, None, None)
