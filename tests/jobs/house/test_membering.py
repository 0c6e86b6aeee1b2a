"""Membering: values are checked at every door; the first link comes while nobody can log in."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.jobs.house.membering import (
    canonical_operator,
    first_link,
    make_account,
    public_url,
    welcome_link,
)
from noroshi.spine.home import Settings
from noroshi.spine.model import InputError, MemberRole, Operator, Role
from noroshi.spine.store import Database
from noroshi.spine.store.accounts import Accounts
from noroshi.spine.store.invitations import Invitations
from noroshi.spine.store.members import Operators
from noroshi.testing.members import DAY, JOINED

PLAIN = Operator(id="alpha", name="Alpha", role=MemberRole.SHARING, joined_at=JOINED)
HUB = "http://127.0.0.1:8600"


@pytest.fixture
def database(tmp_path):
    with Database.open(tmp_path / "state.db") as opened:
        yield opened


def test_values_become_canonical():
    made = canonical_operator(
        replace(
            PLAIN,
            name=" Alpha   Net ",
            asns=(64497, 64496, 64496),
            prefixes=("2001:DB8::/32", "192.0.2.0/24"),
            domains=("Alpha.Example.", "アルファ.example"),
            contacts=("noc@alpha.example",),
            entitlements=("c2-servers", "c2-servers"),
        )
    )
    assert made.name == "Alpha Net"
    assert made.asns == (64496, 64497)
    assert made.prefixes == ("2001:db8::/32", "192.0.2.0/24")
    assert made.domains == ("alpha.example", "xn--bckb7m9c.example")
    assert made.entitlements == ("c2-servers",)
    assert canonical_operator(made) == made


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "Alpha"},
        {"id": "../x"},
        {"id": "x" * 41},
        {"name": ""},
        {"name": "a\x07b"},
        {"asns": (0,)},
        {"asns": (2**32,)},
        {"prefixes": ("192.0.2.1/24",)},
        {"prefixes": ("nonsense",)},
        {"domains": ("no domain",)},
        {"domains": ("",)},
        {"domains": (".".join(["x" * 60] * 5),)},
        {"contacts": ("nobody",)},
        {"entitlements": ("secrets",)},
    ],
    ids=str,
)
def test_a_wrong_value_is_named(wrong):
    with pytest.raises(InputError):
        canonical_operator(replace(PLAIN, **wrong))


@given(st.text(max_size=80))
def test_any_text_is_a_domain_or_refused(text):
    try:
        (domain,) = canonical_operator(replace(PLAIN, domains=(text,))).domains
    except InputError:
        return
    assert domain.isascii()
    assert canonical_operator(replace(PLAIN, domains=(domain,))).domains == (domain,)


@pytest.mark.parametrize("name", ["", "a b", "-x", "x" * 81, "a/b", "花子"])
def test_a_name_to_log_in_with_is_plain(name):
    with pytest.raises(InputError, match="name"):
        make_account(name, operator_id="alpha", role=Role.READER, at=JOINED)


def test_names_have_no_case_and_mail_addresses_have_a_form():
    made = make_account("Hanako@X", operator_id="alpha", role=Role.READER, at=JOINED)
    assert (made.name, made.email) == ("hanako@x", "")
    with pytest.raises(InputError, match="mail"):
        make_account("h", operator_id="alpha", role=Role.READER, at=JOINED, email="x")


def test_links_begin_where_browsers_reach_the_hub():
    settings = Settings(hub={"public_url": "https://hub.example"})
    assert public_url(settings) == "https://hub.example"
    assert public_url(Settings()) == HUB
    assert welcome_link(HUB + "/", "x") == HUB + "/welcome/x"


def test_the_first_run_makes_one_administrator_without_a_password(database):
    link = first_link(database, HUB, JOINED)
    (admin,) = Accounts(database).all()
    assert (admin.name, admin.role) == ("admin", Role.COORDINATOR)
    assert Accounts(database).credentials(admin.id).password_hash is None
    assert Invitations(database).whose(link.rpartition("/")[2], JOINED) == admin
    assert [one.role for one in Operators(database).all()] == [MemberRole.COORDINATOR]


def test_a_second_run_gives_a_fresh_link_until_somebody_can_log_in(database):
    first, second = (first_link(database, HUB, JOINED) for _ in range(2))
    invitations = Invitations(database)
    assert invitations.whose(first.rpartition("/")[2], JOINED) is None
    assert invitations.use(second.rpartition("/")[2], "hash", JOINED)
    assert first_link(database, HUB, JOINED + DAY) is None
    assert len(Accounts(database).all()) == 1
