"""Abuse contacts of registries' answers: found at any depth, and nothing but addresses."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.sites.takedown import Contact, Role, read_rdap
from noroshi.sites.takedown.rdap import MOST_OCTETS, checked_mail
from noroshi.spine.model import InputError


def entity(mail, *roles, inside=()):
    card = ["vcard", [["version", {}, "text", "4.0"], ["email", {}, "text", mail]]]
    return {"roles": list(roles), "vcardArray": card, "entities": list(inside)}


def answer(kind, *entities):
    return json.dumps({"objectClassName": kind, "entities": list(entities)}).encode()


def test_a_network_s_abuse_desk_is_the_hosting_provider_s():
    told = answer(
        "ip network",
        entity("owner@host.example", "registrant"),
        entity("abuse@host.example", "abuse", "technical"),
    )
    assert read_rdap(told, "net.json") == [
        Contact(role=Role.HOSTING, mail="abuse@host.example", source="net.json")
    ]


def test_a_name_s_is_the_registrar_s_within():
    inner = entity("abuse@registrar.example", "abuse")
    told = answer("domain", entity("info@registrar.example", "registrar", inside=[inner, inner]))
    assert [(one.role, one.mail) for one in read_rdap(told, "d")] == [
        (Role.REGISTRAR, "abuse@registrar.example")
    ]


@pytest.mark.parametrize(
    "octets", [b"{", b"[]", b'{"objectClassName":"entity"}', b"x" * (MOST_OCTETS + 1), b"[" * 9_999]
)
def test_what_is_no_answer_is_refused(octets):
    with pytest.raises(InputError):
        read_rdap(octets, "x.json")


@pytest.mark.parametrize("mail", ["a@b\nBcc: c@d.example", "no address", "a b@c.example", ""])
def test_what_is_no_address_is_no_contact(mail):
    assert read_rdap(answer("domain", entity(mail, "abuse")), "d") == []
    with pytest.raises(InputError, match="no mail address"):
        checked_mail(mail)


def test_entities_within_entities_end_somewhere():
    deep = entity("deep@host.example", "abuse")
    for _ in range(50):
        deep = entity("x@host.example", "technical", inside=[deep])
    assert read_rdap(answer("domain", deep), "d") == []


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["entities", "roles", "vcardArray", "x"]), inner, max_size=3
    ),
    max_leaves=12,
)  # fmt: skip


@given(json_values)
def test_any_shape_is_read_or_refused(value):
    octets = json.dumps({"objectClassName": "domain", "entities": value}).encode()
    assert all("@" in one.mail for one in read_rdap(octets, "d"))
