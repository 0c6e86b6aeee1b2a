"""Boundary: no probe goes where the scope, the catalogue, an exclusion or a cap forbids it."""

import re
from dataclasses import replace
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from pathlib import Path
from random import Random

import msgspec
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import noroshi
from noroshi.iot.sense import CATALOGUE
from noroshi.iot.survey import boundary as module
from noroshi.iot.survey.boundary import LATEST_S, Admitted, Boundary, Verdict
from noroshi.iot.survey.listing import Listing
from noroshi.iot.survey.networks import Networks
from noroshi.iot.survey.ranges import Ranges
from noroshi.iot.survey.targets import Targets
from noroshi.spine.model import ConfigError
from noroshi.testing.surveys import most_in_a_second, permission_of

INSIDE = int(ip_address("198.51.100.7"))


def one(boundary, address=INSIDE, slot=0):
    """The verdict on a single proposal, and how many were admitted."""
    admitted, verdicts = boundary.admit(np.array([address]), np.array([slot]))
    boundary.sent(admitted)
    return Verdict(int(verdicts[0])), len(admitted.addresses)


def test_what_the_scope_allows_goes(make_boundary):
    assert one(make_boundary()) == (Verdict.GO, 1)


@pytest.mark.parametrize(
    "text", ["198.51.99.255", "198.51.101.0", "203.0.113.128", "8.8.8.8", "0.0.0.1", "255.255.255.255"]
)  # fmt: skip
def test_no_address_beside_the_prefixes_is_asked(make_boundary, text):
    assert one(make_boundary(), int(ip_address(text))) == (Verdict.OUTSIDE, 0)


@pytest.mark.parametrize("slot", [-1, 5, 6, 10_000])
def test_a_slot_that_the_scope_has_not_is_refused(make_boundary, slot):
    assert one(make_boundary(), slot=slot) == (Verdict.NOT_ALLOWED, 0)


def test_an_entry_that_is_not_the_catalogues_own_is_refused(make_boundary, monkeypatch):
    forged = replace(CATALOGUE["ftp"], sends=(b"USER root\r\n",))
    monkeypatch.setattr(module, "CATALOGUE", {**CATALOGUE, "ftp": forged})
    assert one(make_boundary()) == (Verdict.NOT_ALLOWED, 0)


def test_a_special_address_in_a_scope_that_is_no_lab_is_refused(lab_scope, clock):
    """Even where a scope got past its signer, the boundary holds by itself."""
    held = permission_of(lab_scope())
    public = msgspec.structs.replace(held.scope, lab=False)
    made = Boundary(replace(held, scope=public), share=1, now=clock.now, monotonic=clock.monotonic)
    made.renew(Ranges())
    assert one(made) == (Verdict.OUTSIDE, 0)


def test_exclusions_opt_outs_and_back_off_are_told_apart(make_boundary):
    boundary = make_boundary(excluded=Ranges([ip_network("198.51.100.0/28")]))
    boundary.renew(Ranges([ip_network("198.51.100.16/28")]))
    boundary.back_off(Ranges([ip_network("203.0.113.0/24")]))
    assert one(boundary, int(ip_address("198.51.100.15")))[0] is Verdict.EXCLUDED
    assert one(boundary, int(ip_address("198.51.100.16")))[0] is Verdict.OPTED_OUT
    assert one(boundary, int(ip_address("198.51.100.31")))[0] is Verdict.OPTED_OUT
    assert one(boundary, int(ip_address("198.51.100.32")))[0] is Verdict.GO
    assert one(boundary, int(ip_address("203.0.113.1")))[0] is Verdict.BACKED_OFF


def test_an_opt_out_holds_from_the_next_packet_on(make_boundary):
    boundary = make_boundary()
    assert one(boundary)[0] is Verdict.GO
    boundary.renew(Ranges([ip_network("198.51.100.7/32")]))
    assert one(boundary)[0] is Verdict.OPTED_OUT


def test_nothing_is_sent_before_the_opt_outs_are_known(make_boundary):
    assert one(make_boundary(fresh=False)) == (Verdict.CLOSED, 0)


def test_nothing_is_sent_when_the_opt_outs_are_a_minute_old(make_boundary, clock):
    boundary = make_boundary()
    clock.seconds += LATEST_S - 0.5
    assert one(boundary)[0] is Verdict.GO
    clock.seconds += 0.5
    assert one(boundary) == (Verdict.CLOSED, 0)


def test_nothing_is_sent_outside_validity_and_hours(make_boundary, clock):
    night = {"start": "09:00", "end": "21:00", "utc_offset": "+09:00"}  # noon UTC is 21:00 there
    assert one(make_boundary(hours=night)) == (Verdict.CLOSED, 0)
    boundary = make_boundary()
    clock.seconds += timedelta(days=10).total_seconds()
    boundary.renew(Ranges())
    assert one(boundary) == (Verdict.CLOSED, 0)


def test_a_cap_that_shards_cannot_share_is_refused(make_boundary):
    caps = {"global_pps": 100, "per_24_pps": 5, "per_as_pps": 50, "per_isp_pps": 50}
    make_boundary(caps=caps, share=5)
    with pytest.raises(ConfigError, match="per_24_pps"):
        make_boundary(caps=caps, share=6)


def test_the_caps_of_as_and_isp_hold_by_the_table(make_boundary):
    rows = [
        (ip_network("198.51.100.0/25"), "64500", "a"),
        (ip_network("198.51.100.128/25"), "64501", "a"),
    ]
    caps = {"global_pps": 100, "per_24_pps": 100, "per_as_pps": 3, "per_isp_pps": 4}
    boundary = make_boundary(caps=caps, networks=Networks(rows))
    low, high = int(ip_address("198.51.100.1")), int(ip_address("198.51.100.129"))
    admitted, _ = boundary.admit(np.array([low] * 5 + [high] * 5), np.zeros(10, np.int64))
    assert (admitted.addresses == low).sum() == 3
    assert len(admitted.addresses) <= 4


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    caps=st.tuples(st.integers(1, 60), st.integers(1, 60), st.integers(1, 60), st.integers(1, 60)),
    share=st.integers(1, 3),
    seed=st.integers(0, 2**32),
)  # fmt: skip
def test_no_window_of_a_second_holds_more_than_a_cap(make_boundary, clock, caps, share, seed):
    """However proposals come, and however late what was admitted leaves."""
    world = max(caps)
    names = ("global_pps", "per_24_pps", "per_as_pps", "per_isp_pps")
    most = dict(
        zip(names, (max(world, share), *(max(cap, share) for cap in caps[1:])), strict=True)
    )
    boundary = make_boundary(caps=most, share=share)
    random = Random(seed)
    targets = Targets(boundary._permission.scope)
    left = []
    for _ in range(60):
        clock.seconds += random.choice([0.0, 0.001, 0.05, 0.3])
        boundary.renew(Ranges())
        count = random.randrange(1, 40)
        indices = np.array([random.randrange(len(targets)) for _ in range(count)], np.uint64)
        admitted, _ = boundary.admit(*targets.at(indices))
        clock.seconds += random.choice([0.0, 0.0, 0.01, 0.2])  # the kernel takes its time
        left += [(clock.seconds, int(address) >> 8) for address in admitted.addresses]
        boundary.sent(admitted)
    assert most_in_a_second([at for at, _ in left]) <= min(
        most[name] // share for name in ("global_pps", "per_as_pps", "per_isp_pps")
    )
    for block in {block for _, block in left}:
        moments = [at for at, of in left if of == block]
        assert most_in_a_second(moments) <= most["per_24_pps"] // share


@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    addresses=st.lists(st.integers(0, 2**32 - 1), max_size=40),
    slots=st.lists(st.integers(-5, 20), max_size=40),
)
def test_whatever_is_proposed_only_the_scope_is_admitted(make_boundary, addresses, slots):
    size = min(len(addresses), len(slots))
    near = [INSIDE + address % 1000 for address in addresses]
    proposed = np.array((addresses + near)[:size] + near[:size], np.int64)
    boundary = make_boundary()
    admitted, verdicts = boundary.admit(proposed, np.array((slots * 2)[: len(proposed)], np.int64))
    networks = [ip_network(text) for text in boundary._permission.scope.prefixes]
    for address, slot in zip(admitted.addresses.tolist(), admitted.slots.tolist(), strict=True):
        assert any(ip_address(address) in network for network in networks)
        assert 0 <= slot < 5
    assert (verdicts == Verdict.GO).sum() == len(admitted.addresses)


def test_only_the_boundary_makes_an_admitted():
    """Engines cannot send what they did not propose: no other source file calls its constructor."""
    root = Path(noroshi.__file__).parent
    calls = [
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        if re.search(r"(?<!class )\bAdmitted\(", path.read_text(encoding="utf-8"))
    ]
    assert calls == ["iot/survey/boundary.py"]
    assert Admitted.__final__
    assert Boundary.__final__


def test_raw_sockets_and_connections_are_made_for_admitted_probes_only():
    """What can send to a target is met in the three stages that take an `Admitted`, and nowhere else."""
    root = Path(noroshi.__file__).parent
    senders = re.compile(r"\b(RawSender|DatagramAsker|Grabber|Framer)\(")
    users = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        if senders.search(re.sub(r"class \w+[(:]", "", path.read_text(encoding="utf-8")))
    }
    assert users == {"iot/survey/banners.py", "iot/survey/runner.py", "iot/survey/sweep.py"}


V6 = {"prefixes": ["198.51.100.0/24", "2001:db8:1::/48", "2001:db8:2:3::/64"], "sources": ["2001:db8::1", "192.0.2.10"]}  # fmt: skip


def listed(boundary, listing, text, slot=0):
    """The verdict on a listed address, and who was asked."""
    number = listing.number_of(text)
    admitted, verdicts = boundary.admit(np.array([number]), np.array([slot]))
    boundary.sent(admitted)
    return Verdict(int(verdicts[0])), admitted.hosts()


def test_listed_addresses_meet_every_check(make_boundary):
    texts = [
        "2001:db8:1::1", "2001:db8:1:ffff::1", "2001:db8:2:3::1", "2001:db8:2:4::1", "2001:db8::1",
        "2001:db8:1:e::1", "2001:db8:1:f::1", "2001:db8:2:3:f::1", "2606:4700::1", "::ffff:1.2.3.4",
    ]  # fmt: skip
    listing = Listing(map(IPv6Address, texts))
    boundary = make_boundary(
        listing=listing, excluded=Ranges([ip_network("2001:db8:1:e::/64")]), **V6
    )
    boundary.renew(Ranges([ip_network("2001:db8:1:f::/64")]))
    boundary.back_off(Ranges([ip_network("2001:db8:2:3:f::/80")]))
    told = {text: listed(boundary, listing, text) for text in texts}
    for text in ("2001:db8:1::1", "2001:db8:1:ffff::1", "2001:db8:2:3::1"):
        assert told[text] == (Verdict.GO, [text])
    for text in ("2001:db8:2:4::1", "2001:db8::1", "2606:4700::1", "::ffff:1.2.3.4"):
        assert told[text] == (Verdict.OUTSIDE, [])
    assert told["2001:db8:1:e::1"] == (Verdict.EXCLUDED, [])
    assert told["2001:db8:1:f::1"] == (Verdict.OPTED_OUT, [])
    assert told["2001:db8:2:3:f::1"] == (Verdict.BACKED_OFF, [])
    assert listed(boundary, listing, "2001:db8:1::1", slot=99) == (Verdict.NOT_ALLOWED, [])
    assert one(boundary) == (Verdict.GO, 1)


def test_a_long_ipv6_prefix_is_never_widened(make_boundary):
    """IPv4 prefixes are widened to their /24 for the cap; /24 of IPv6 would be half a continent."""
    listing = Listing([IPv6Address("2001:db8:2:3::1"), IPv6Address("2001:db8:9::1")])
    boundary = make_boundary(listing=listing, **V6)
    assert listed(boundary, listing, "2001:db8:9::1") == (Verdict.OUTSIDE, [])


def test_a_number_behind_the_listing_is_nobody(make_boundary):
    listing = Listing([IPv6Address("2001:db8:1::1")])
    assert one(make_boundary(listing=listing, **V6), listing.numbers().stop) == (Verdict.OUTSIDE, 0)
    assert one(make_boundary(**V6), listing.numbers().start) == (Verdict.OUTSIDE, 0)


def test_a_public_ipv6_address_is_no_lab_s_and_a_special_one_is_no_survey_s(lab_scope, clock):
    held = permission_of(lab_scope(**V6))
    public = msgspec.structs.replace(held.scope, lab=False)
    listing = Listing([IPv6Address("2001:db8:1::1")])
    made = Boundary(
        replace(held, scope=public), share=1, now=clock.now, monotonic=clock.monotonic, listing=listing
    )  # fmt: skip
    made.renew(Ranges())
    assert listed(made, listing, "2001:db8:1::1") == (Verdict.OUTSIDE, [])


def test_a_site_s_48_is_capped_as_a_24_is(make_boundary, clock):
    listing = Listing(
        IPv6Address((0x20010DB8 << 96) + (site << 80) + number)
        for site in (1, 2) for number in range(200)
    )  # fmt: skip
    caps = {"global_pps": 1000, "per_24_pps": 10, "per_as_pps": 1000, "per_isp_pps": 1000}
    boundary = make_boundary(
        listing=listing, caps=caps, prefixes=["2001:db8::/32"], sources=["2001:db8::1"]
    )
    moments = {1: [], 2: []}
    for _ in range(300):
        numbers = np.array(listing.numbers(), np.int64)
        admitted, verdicts = boundary.admit(numbers, np.zeros(len(numbers), np.int64))
        boundary.sent(admitted)
        assert set(verdicts.tolist()) <= {Verdict.GO, Verdict.WAITS}
        for host in admitted.hosts():
            moments[int(IPv6Address(host)) >> 80 & 0xFFFF].append(clock.seconds)
        clock.seconds += 0.01
    assert {site: most_in_a_second(at) for site, at in moments.items()} == {1: 10, 2: 10}
